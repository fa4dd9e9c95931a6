"""The compiler's complaints in words for people.

The messages explained are those of QuickJS and its forks; any other is passed on as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

__all__ = ["Explained", "explain", "in_our_quotes", "regular_expressions"]


class Explained(NamedTuple):
    """A sentence and the stretch of the script it is about; without `end` the token at `start`."""

    message: str
    start: int
    end: int | None = None


_OPENING = {"(": ")", "[": "]", "{": "}"}
_SKIPPED = re.compile(
    r"//[^\n]*|/\*.*?\*/|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|`(?:[^`\\]|\\.)*`", re.S
)
_REGEX = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*")
_BEFORE_REGEX = re.compile(r"(?:^|[(,=:\[!&|?{};+\-*%~^<>]|\breturn|\btypeof)\s*$")
_TOKEN = re.compile(
    r"[$\w]+|'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"|[=!]==?|=>|&&|\|\||\+\+|--|\.\.\.|\S"
)


def _fixed(message: str) -> Callable[[re.Match[str]], str]:
    return lambda _: message


_IMPORT = re.compile(r"(?:^|[;}\n])[^\S\n]*(import)\s*$")

_WORDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), _fixed(words) if isinstance(words, str) else words)
    for pattern, words in (
        ("variable name expected", "the name of a variable is missing"),
        ("function name expected", "the name of the function is missing"),
        ("class statement requires a name", "the name of the class is missing"),
        ("missing formal parameter", "the parameters of the function are wrong"),
        ("expecting field name", "a name is missing after the dot"),
        ("invalid property name", "this is not the name of a field"),
        ("invalid number literal", "this is not a number"),
        ("missing initializer for variable", "the constant has no value"),
        ("expecting catch or finally", "`try` has neither `catch` nor `finally`"),
        ("line terminator not allowed after throw", "`throw` needs a value on the same line"),
        ("invalid switch statement", "expected `case` or `default`"),
        ("duplicate label name", "this label is declared twice"),
        ("invalid (Unicode|hexadecimal) escape sequence", "the escape in this string is wrong"),
        ("unexpected character", "this character cannot stand here"),
        ("return not in a function", "`return` is outside of a function"),
        ("expected 'of' or 'in' in for control expression", "the head of `for` is not complete"),
        ("unsupported keyword: (export|import)", lambda m: f"`{m[1]}` is only for modules"),
        ("(?:unsupported|invalid) keyword: (\\w+)", lambda m: f"`{m[1]}` cannot be used here"),
        ("invalid first character of private name", "this character cannot stand here"),
        ("nested too deeply", "the script is nested too deeply"),
        ("invalid keyword", "this word cannot be used here"),
    )
)

_BEHIND: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("invalid redefinition .*"), "`{}` is declared twice"),
    (re.compile("break must be inside .*"), "`break` is outside of a loop or `switch`"),
    (re.compile("continue must be inside .*"), "`continue` is outside of a loop"),
    (re.compile("invalid assignment left-hand side"), "nothing can be assigned to this"),
)
"""Complaints that come one token late: they are about the token before, assignment signs left out."""

_ASSIGNING = re.compile(r"[=+\-*/%&|^<>?\s]*$")


def explain(message: str, text: str, offset: int) -> Explained:
    """Our words for the compiler's `message` at `offset` of `text`, and the stretch to underline."""
    if message == "unexpected end of string":
        return _open_string(text, offset)
    if message == "unexpected end of comment":
        return Explained("the comment is not closed", offset, offset + 2)
    if message == "unexpected line terminator in regexp":
        return Explained("the regular expression is not closed", offset, _line_end(text, offset))
    for pattern, words in _BEHIND:
        if pattern.fullmatch(message):
            return _token_before(words, text, offset)
    if offset >= len(text.rstrip()) or message == "unbalanced braces":
        return _unexpected_end(message, text)
    for pattern, in_words in _WORDS:
        found = pattern.fullmatch(message) or pattern.fullmatch(message[:1].lower() + message[1:])
        if found:
            return Explained(in_words(found), offset)
    return _unexpected(message, text, offset)


def _token_before(words: str, text: str, offset: int) -> Explained:
    """The name, or the one other character, that stands before `offset`."""
    before = _ASSIGNING.sub("", text[:offset].rstrip("; \t\r\n"))
    name = re.search(r"[$\w]+$", before)
    start = name.start() if name else max(len(before) - 1, 0)
    return Explained(words.format(text[start : len(before)]), start, max(len(before), start + 1))


def in_our_quotes(message: str) -> str:
    """The compiler's own message, written as ours are: lower-case, names in backticks."""
    return re.sub(r"'([^']*)'", r"`\1`", message[:1].lower() + message[1:])


def regular_expressions(text: str) -> Iterator[tuple[int, str]]:
    """The regular expressions of a script with their offsets, as far as they can be told from divisions."""
    at = 0
    while at < len(text):
        end = _skip(text, at) if text[at] in "'\"`/" else at + 1
        if text[at] == "/" and end > at + 1 and text[at + 1] not in "/*":
            yield at, text[at:end]
        at = end


def _unexpected(message: str, text: str, offset: int) -> Explained:
    """A token that cannot stand where it does."""
    if not re.match(r"[Uu]nexpected|expecting", message):
        return Explained(in_our_quotes(message), offset)
    found = _TOKEN.search(text, offset)
    if found is None:
        return _unexpected_end(message, text)
    stray = _first_stray(text)
    if stray is not None and stray < offset:
        return _closes_nothing(text, stray)
    imported = _IMPORT.search(text, 0, offset)
    if imported is not None:
        return Explained("`import` is only for modules", imported.start(1))
    token, start, end = found[0], found.start(), found.end()
    wanted = re.fullmatch(r"expecting '(.)'", message)
    if token[0] in "\"'`":
        what = "unexpected string"
    elif wanted and wanted[1] != ";":
        what = f"expected `{wanted[1]}` before `{token}`"
    else:
        what = f"unexpected `{token}`"
    if token in ")]}" and not _unclosed_before(text, start):
        return _closes_nothing(text, start)
    return Explained(what, start, end)


def _unexpected_end(message: str, text: str) -> Explained:
    """The script ends too early: name the bracket that is open, if one is."""
    end = len(text.rstrip())
    stray = _first_stray(text)
    if stray is not None and message == "unbalanced braces":
        return _closes_nothing(text, stray)
    opened = _unclosed_before(text, len(text))
    place = (max(end - 1, 0), max(end, min(1, len(text))))
    if opened:
        at = opened[-1]
        return Explained(f"unexpected end of script: a `{text[at]}` is open", *place)
    if stray is not None:
        return _closes_nothing(text, stray)
    for pattern, words in _WORDS:
        found = pattern.fullmatch(message)
        if found and not message.startswith(("variable", "expecting field")):
            return Explained(words(found), *place)
    return Explained("unexpected end of script", *place)


def _closes_nothing(text: str, at: int) -> Explained:
    return Explained(f"`{text[at]}` closes nothing", at, at + 1)


def _open_string(text: str, offset: int) -> Explained:
    quote = text[offset : offset + 1]
    if quote == "`":
        return Explained("the template string is not closed", offset, _line_end(text, offset))
    return Explained("the string is not closed", offset, _line_end(text, offset))


def _line_end(text: str, offset: int) -> int:
    """Where the line of `offset` ends, without blanks."""
    end = text.find("\n", offset)
    line = text[offset : end if end >= 0 else len(text)].rstrip()
    return offset + max(len(line), 1)


def _brackets(text: str) -> list[tuple[int, str]]:
    """All brackets outside of strings, comments and regular expressions, with their offsets."""
    found = []
    at = 0
    while at < len(text):
        char = text[at]
        if char in "'\"`/":
            at = _skip(text, at)
            continue
        if char in "()[]{}":
            found.append((at, char))
        at += 1
    return found


def _skip(text: str, at: int) -> int:
    """The offset behind the string, comment or regular expression at `at`, or behind one character."""
    skipped = _SKIPPED.match(text, at)
    if skipped is None and text[at] == "/" and _BEFORE_REGEX.search(text[max(at - 40, 0) : at]):
        skipped = _REGEX.match(text, at)
    return skipped.end() if skipped else at + 1


def _unclosed_before(text: str, end: int) -> list[int]:
    """Offsets of brackets opened before `end` and not closed there, outermost first."""
    opened: list[int] = []
    for at, char in _brackets(text):
        if at >= end:
            break
        if char in _OPENING:
            opened.append(at)
        elif opened and _OPENING[text[opened[-1]]] == char:
            opened.pop()
    return opened


def _first_stray(text: str) -> int | None:
    """The offset of the first closing bracket that closes nothing."""
    opened: list[str] = []
    for at, char in _brackets(text):
        if char in _OPENING:
            opened.append(_OPENING[char])
        elif opened and opened[-1] == char:
            opened.pop()
        else:
            return at
    return None
