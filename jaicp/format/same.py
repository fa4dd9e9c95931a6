"""Whether a script says the same in two layouts: looked at anew, not by the rules that made the second one.

Nothing but blanks may differ from line to line; trees are the same, with code compared by what it is made of, and
texts, patterns and values by what becomes of them.
"""

from __future__ import annotations

from dataclasses import fields

from jaicp.format.literals import has_long_tokens
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node, PatternText, Script, Word
from jaicp.syntax.javascript import JsNode, parse_script, walk
from jaicp.text.source import Source, Span

__all__ = ["first_change", "is_same_code"]

_PLACES = {"head", "span", "comments"}
_LITERALS = ("string", "template", "regex", "jsx")
"""Words in the kinds of nodes in which each blank counts."""


def first_change(before: Document, after: Document) -> Span | None:
    """The first place in `before` that the document `after` does not say; None where both say the same."""
    lost = _first_lost_comment(before, after)
    return _first_changed_node(before, after) or lost


def _first_lost_comment(before: Document, after: Document) -> Span | None:
    """The first comment that is another one in `after`."""
    if len(before.comments) != len(after.comments):
        return before.span
    for one, other in zip(before.comments, after.comments, strict=True):
        if one.text.rstrip() != other.text.rstrip():
            return one
    return None


def _first_changed_node(before: Document, after: Document) -> Span | None:
    waiting: list[tuple[object, object, Span]] = [(before, after, before.span)]
    while waiting:
        one, other, place = waiting.pop()
        match one, other:
            case Span(), Span():
                is_same = is_same_code(one, other)
            case PatternText(), PatternText():
                is_same = one.text.split() == other.text.split()
            case Script(), Script():
                is_same = is_same_code(one.span, other.span)
            case Word(), Word():
                is_same = _is_same_text(one.text, other.text)
            case Node(), Node():
                is_same = type(one) is type(other)
                waiting += [(*pair, one.span) for pair in reversed(_pairs(one, other))]
            case tuple(), tuple():
                is_same = len(one) == len(other)
                waiting += [
                    (*pair, place) for pair in reversed(list(zip(one, other, strict=False)))
                ]
            case _:
                is_same = one == other or isinstance(one, Source)
        if not is_same:
            return place
    return None


def _pairs(one: Node, other: Node) -> list[tuple[object, object]]:
    """What two nodes hold in fields that tell what they mean."""
    if type(one) is not type(other):
        return []
    names = [item.name for item in fields(one) if item.name not in _PLACES]  # type: ignore[arg-type]
    if isinstance(one, ast.Annotation):
        return [(one.name, other.name), (_as_word(one.body), _as_word(other.body))]  # type: ignore[attr-defined]
    return [(getattr(one, name), getattr(other, name)) for name in names]


def _as_word(span: Span) -> Word:
    return Word(span, span.text)


def _is_same_text(one: str, other: str) -> bool:
    """Whether two values are the same but for blanks at the ends of their lines."""
    return one == other or _stripped_lines(one) == _stripped_lines(other)


def _stripped_lines(text: str) -> list[str]:
    return [line.strip(" \t\r") for line in text.split("\n")]


def is_same_code(one: Span, other: Span) -> bool:
    """Whether two stretches of JavaScript are the same code in two layouts, comments included."""
    first, second = one.text, other.text
    if first == second:
        return True
    if "".join(first.split()) != "".join(second.split()):
        return False
    if not has_long_tokens(first) and _stripped_lines(first) == _stripped_lines(second):
        return True
    return _leaves(parse_script(one)) == _leaves(parse_script(other))


def _leaves(root: JsNode) -> list[tuple[str, str]]:
    """The kinds of all nodes, with the text of those that have no others below: blanks count in literals only."""
    return [(node.kind, "" if node.children else _leaf_text(node)) for node in walk(root)]


def _leaf_text(node: JsNode) -> str:
    if any(word in node.kind for word in _LITERALS):
        return node.text.replace("\r\n", "\n")
    return "".join(node.text.split())  # an empty block may hold comments
