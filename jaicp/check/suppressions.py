"""Comments that keep warnings from being told: `# jaicp: allow(unreachable-state)`.

Such a comment line counts for the next line that is neither blank nor a comment; several names stand with commas
between them. `allow-file(…)` among the first comment lines of a file counts for all of it. In JavaScript the
comment may begin with `//`, in a suite it is an XML comment. Errors are told in any case: a bot with errors does
not run, whatever is allowed.
What an allow does not keep from being told is told itself, so that comments do not outlive their reasons (JC113).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from jaicp.text import codes
from jaicp.text.codes import CATALOGUE, Code, find_code
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Source, Span

__all__ = ["without_allowed"]

_ALLOW = re.compile(
    r"^[ \t]*(?:#|//|<!--)[ \t]*jaicp:[ \t]*(allow(?:-file)?)\b[ \t]*(?:\(([^()\n]*)\))?",
    re.MULTILINE,
)
_HEAD = re.compile(r"(?:[ \t]*(?:(?:#|//|<!--|<\?xml)[^\n]*)?\n)*")
_COMMENT = re.compile(r"[ \t]*(?:(?:#|//|<!--)[^\n]*|\r?$)", re.MULTILINE)
_NAME = re.compile(r"[^\s,]+")


@dataclass(slots=True)
class _Name:
    """A code that a comment allows; `is_used` once a diagnostic was kept back by it."""

    span: Span
    code: Code | None
    is_used: bool = False


@dataclass(slots=True)
class _Allow:
    """A comment that allows something: on one line, or with `line` None in the whole file."""

    span: Span
    line: int | None
    is_misplaced: bool
    names: list[_Name] = field(default_factory=list)


def without_allowed(found: Iterable[Diagnostic], sources: Iterable[Source]) -> list[Diagnostic]:
    """The diagnostics without those that comments in the sources allow, and those about such comments."""
    found = list(found)
    allows = [allow for source in sources for allow in _allows(source)]
    if not allows:
        return found
    table = _table(allows)
    told = [diagnostic for diagnostic in found if not _is_allowed(diagnostic, table)]
    errors = {_key(diagnostic) for diagnostic in told if diagnostic.is_error}
    errors |= {(source, None, code) for source, _, code in errors}
    useless = [
        problem
        for allow in allows
        for problem in _problems(allow, errors, of_allows=False)
        if not _is_allowed(problem, table)
    ]
    useless += [p for allow in allows for p in _problems(allow, errors, of_allows=True)]
    return [*told, *useless]


# --- reading comments -----------------------------------------------------------------------------------


def _allows(source: Source) -> Iterator[_Allow]:
    text = source.text
    if "jaicp:" not in text:
        return
    head = _HEAD.match(text)
    head_end = 0 if head is None else head.end()
    targets: dict[int, int] = {}
    for found in reversed(list(_ALLOW.finditer(text))):
        span = source.span(found.start() + _blanks(found.group()), found.end())
        is_file = found[1] == "allow-file"
        line = None if is_file else _next_line(source, found.end(), targets)
        allow = _Allow(span, line, is_file and found.start() >= head_end)
        start = found.start(2)
        for name in _NAME.finditer(found[2] or ""):
            place = source.span(start + name.start(), start + name.end())
            allow.names.append(_Name(place, find_code(name.group())))
        yield allow


def _blanks(text: str) -> int:
    return len(text) - len(text.lstrip(" \t"))


def _next_line(source: Source, offset: int, targets: dict[int, int]) -> int:
    """The next line behind that of `offset` which is neither blank nor a comment, or one behind the last.

    `targets` holds what was found for lines further down.
    """
    line = source.location(offset).line
    number = line + 1
    while number <= len(source.line_starts):
        if number in targets:
            number = targets[number]
            break
        start = source.line_starts[number - 1]
        comment = _COMMENT.match(source.text, start)
        if comment is None:
            break
        number += 1
    targets[line] = number
    return number


# --- applying them --------------------------------------------------------------------------------------

_Key = tuple[Source, int | None, Code]


def _table(allows: Sequence[_Allow]) -> dict[_Key, list[_Name]]:
    table: dict[_Key, list[_Name]] = {}
    for allow in allows:
        for name in allow.names:
            if name.code is not None and not allow.is_misplaced:
                key = (allow.span.source, allow.line, name.code)
                table.setdefault(key, []).append(name)
    return table


def _key(diagnostic: Diagnostic) -> _Key:
    span = diagnostic.span
    return (span.source, span.location.line, diagnostic.code)


def _is_allowed(diagnostic: Diagnostic, table: dict[_Key, list[_Name]]) -> bool:
    """Whether a comment allows it; each comment that does is marked as used."""
    if diagnostic.is_error:
        return False
    source, line, code = _key(diagnostic)
    names = [*table.get((source, line, code), ()), *table.get((source, None, code), ())]
    for name in names:
        name.is_used = True
    return bool(names)


# --- comments without effect ----------------------------------------------------------------------------


def _problems(allow: _Allow, errors: set[_Key], *, of_allows: bool) -> Iterator[Diagnostic]:
    """What is wrong with a comment; with `of_allows` only with names of the code for such comments."""
    if not allow.names and not of_allows:
        yield _useless(allow.span, "this comment allows nothing", "write `# jaicp: allow(name)`")
    for name in allow.names:
        if (name.code is codes.USELESS_ALLOW) is not of_allows or name.is_used:
            continue
        if name.code is None:
            yield _unknown(name)
        elif allow.is_misplaced:
            help_text = "move it to the first lines of the file, or write `allow`"
            yield _useless(name.span, "`allow-file` stands too late to count", help_text)
        else:
            yield _unused(allow, name, name.code, errors)


def _unused(allow: _Allow, name: _Name, code: Code, errors: set[_Key]) -> Diagnostic:
    written = name.span.text
    fix = Fix(f"remove `{written}`", (_removal(allow),), safe=True)
    if (allow.span.source, allow.line, code) in errors:
        message = f"`{written}` is an error here, and errors cannot be allowed"
        return _useless(name.span, message, "mend the error, and remove the comment", fix)
    where = "in this file" if allow.line is None else "on the line below"
    return _useless(name.span, f"nothing {where} is `{written}`", "remove it", fix)


def _unknown(name: _Name) -> Diagnostic:
    written = name.span.text
    known = nearest(written, [code.slug for code in CATALOGUE.values()])
    known = known or nearest(written.upper(), CATALOGUE, cutoff=0.75)
    message = f"there is no diagnostic `{written}`"
    if known is None:
        return _useless(name.span, message, "`jaicp explain` lists all")
    fix = Fix(f"change it to `{known}`", (Edit(name.span, known),))
    return _useless(name.span, message, f"did you mean `{known}`?", fix)


def _removal(allow: _Allow) -> Edit:
    """Take the names without effect out of a comment, or all of it where nothing is left."""
    kept = [name.span.text for name in allow.names if name.is_used or name.code is None]
    source, start, _ = allow.span
    if kept:
        first = allow.names[0].span.start
        return Edit(Span(source, first, allow.names[-1].span.end), ", ".join(kept))
    line = source.location(start).line
    begin = source.line_starts[line - 1]
    behind = source.line_starts[line] if line < len(source.line_starts) else len(source.text)
    return Edit(Span(source, begin, behind), "")


def _useless(span: Span, message: str, help_text: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        code=codes.USELESS_ALLOW,
        message=message,
        span=span,
        severity=Severity.WARNING,
        help=help_text,
        fix=fix,
    )
