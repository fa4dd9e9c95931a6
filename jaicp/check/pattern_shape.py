"""JC309 – JC311, JC316: parts of a pattern that do nothing, or more than they should.

Each pattern is looked at by itself, only where its text gives reason to: an element that occurs twice, brackets
with nothing on one side of a bar, many elements in braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.nlu.forms import Form, forms_of_node
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import (
    AnyText,
    Braces,
    Group,
    OptionalGroup,
    PatternNode,
    Sequence,
    children,
)
from jaicp.syntax.patterns import parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity
from jaicp.text.source import Span

__all__ = ["PatternShape"]

MOST_IN_BRACES = 5
"""More items in braces make a pattern slow, says the vendor's page on them; `*` between them are not counted."""

_NAME = re.compile(r"[\w$@~]+")
_STARS = re.compile(r"\*\s+\*|[(\[|/]\s*\*\s*[|/]")
_NOTHING = re.compile(r"(?:^|[(\[|/])\s*(?:[|/)\]]|$)")
_YO = re.compile("[ёЁ]")
_BAR = re.compile(r"\s*[|/]\s*")


class PatternShape(Rule):
    """Patterns of triggers and with names."""

    advisory = True

    def visit_pattern_text(self, node: ast.PatternText, ctx: CheckContext) -> Iterator[Diagnostic]:
        """One pattern."""
        del ctx
        text = node.text
        names = _NAME.findall(text)
        twice = len(set(names)) < len(names)
        crowded = "{" in text and len(names) > MOST_IN_BRACES
        if not (twice or crowded or _STARS.search(text) or _NOTHING.search(text)):
            return
        root = parse_pattern(text).root
        if root is None:
            return
        for part, in_braces in _parts(root):
            match part:
                case Sequence() if not in_braces:
                    yield from _stars(part, node)
                case Braces():
                    yield from _crowd(part, node)
                    yield from _unreachable(part, node)
                case Group() | OptionalGroup():
                    yield from _empty(part, node)
                    yield from _unreachable(part, node)


def _parts(root: PatternNode) -> Iterator[tuple[PatternNode, bool]]:
    """All nodes, each with whether it stands directly in braces."""
    waiting = [(root, False)]
    while waiting:
        here, in_braces = waiting.pop()
        yield here, in_braces
        inside = isinstance(here, Braces)
        waiting.extend((child, inside) for child in reversed(children(here)))


def _span(node: ast.PatternText, start: int, end: int) -> Span:
    base = node.span.start
    return Span(node.span.source, base + start, base + end)


def _stars(part: Sequence, node: ast.PatternText) -> Iterator[Diagnostic]:
    """`* *`, which is no more than one of them."""
    for one, other in zip(part.items, part.items[1:], strict=False):
        if isinstance(one, AnyText) and isinstance(other, AnyText):
            gap = _span(node, one.end, other.end)
            yield Diagnostic(
                code=codes.REPEATED_STAR,
                message="a `*` beside a `*` adds nothing",
                span=_span(node, other.start, other.end),
                severity=Severity.WARNING,
                label="the one before takes any words already",
                help="remove it",
                fix=Fix("remove this `*`", (Edit(gap, ""),)),
            )


def _crowd(part: Braces, node: ast.PatternText) -> Iterator[Diagnostic]:
    for branch in part.branches:
        count = sum(not isinstance(item, AnyText) for item in branch.items)
        if count > MOST_IN_BRACES:
            yield Diagnostic(
                code=codes.MANY_IN_BRACES,
                message=f"{count} items in braces may come in any order, which takes long to match",
                span=_span(node, branch.start, branch.end),
                severity=Severity.WARNING,
                help=f"write at most {MOST_IN_BRACES}, or fix the order of some: `{{a (b * c)}}`",
            )


def _empty(part: Group | OptionalGroup, node: ast.PatternText) -> Iterator[Diagnostic]:
    """`(a|)` and its like."""
    whole = part.start == 0 and not node.text.startswith(("(", "["))
    for branch in part.branches:
        if branch.items:
            continue
        if len(part.branches) == 1:
            message, help_text = "nothing stands in these brackets", "remove them"
        elif whole:
            message = "a bar at the edge of a pattern makes all of it optional"
            help_text = _slash_help(node.text)
        else:
            message = "one of the alternatives is empty"
            optional = isinstance(part, OptionalGroup)
            help_text = "remove the bar" if optional else "what may be left out stands in `[ ]`"
        yield Diagnostic(
            code=codes.EMPTY_ALTERNATIVE,
            message=message,
            span=_span(node, part.start, part.end),
            severity=Severity.WARNING,
            help=help_text,
        )
        return


def _slash_help(text: str) -> str:
    if re.fullmatch(r"/\w+", text.strip()):
        return f"to catch the command, write `$regex<{text.strip()}>`"
    return "remove the bar"


def _unreachable(
    part: Group | OptionalGroup | Braces, node: ast.PatternText
) -> Iterator[Diagnostic]:
    """Alternatives that can do nothing that those before them cannot do as well: of equals the first is taken.

    Who writes a word both with `ё` and with `е` knows what they do, though one would be enough.
    """
    if len(part.branches) < 2:
        return
    seen: set[Form] = set()
    texts: set[str] = set()
    before: Sequence | None = None
    for branch in part.branches:
        forms = forms_of_node(branch if not isinstance(part, Braces) else _braced(branch))
        text = " ".join(node.text[branch.start : branch.end].lower().split())
        if forms is not None and branch.items:
            is_same = text in texts
            if forms <= seen and (is_same or not _YO.search(node.text, part.start, branch.end)):
                yield _told(branch, before, node, is_same=is_same)
            seen |= forms
        texts.add(text)
        before = branch


def _braced(branch: Sequence) -> Braces:
    return Braces(branch.start, branch.end, (branch,))


def _told(
    branch: Sequence, before: Sequence | None, node: ast.PatternText, *, is_same: bool
) -> Diagnostic:
    written = node.text[branch.start : branch.end].strip()
    fix = None
    if before is not None and _BAR.fullmatch(node.text[before.end : branch.start]):
        edit = Edit(_span(node, before.end, branch.end), "")
        fix = Fix("remove this alternative", (edit,))
    return Diagnostic(
        code=codes.UNREACHABLE_ALTERNATIVE,
        message=f"`{written}` stands here already" if is_same else f"`{written}` is never chosen",
        span=_span(node, branch.start, branch.end),
        severity=Severity.WARNING,
        label="" if is_same else "the alternatives before it fit all that it fits",
        help="remove it",
        fix=fix,
    )
