"""Lines whose blanks are content: those that begin inside of a string of JavaScript, or of a quoted value."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Parameter
from jaicp.syntax.javascript import parse_expression, parse_script
from jaicp.syntax.scan import bracket_end
from jaicp.text.source import Span

__all__ = ["UnreadableCodeError", "has_long_tokens", "literal_breaks"]

_STRINGS = "[(template_string) (string)] @literal"
_LONG_TOKENS = ("`", "\\\n", "\\\r")


class UnreadableCodeError(Exception):
    """JavaScript with mistakes that may hold strings over more than a line: nobody knows where they end."""

    def __init__(self, span: Span) -> None:
        super().__init__("this JavaScript cannot be read")
        self.span = span


def has_long_tokens(code: str) -> bool:
    """Whether some string of JavaScript may go over the end of a line."""
    return any(sign in code for sign in _LONG_TOKENS)


def literal_breaks(node: Node) -> Iterator[int]:
    """The offsets of the line breaks that stand inside of literals of a tag, nested tags left out.

    Raises `UnreadableCodeError` where that cannot be told.
    """
    match node:
        case ast.RunScript() | ast.Init():
            yield from _in_code(node.script.span, is_script=True)
        case ast.Branch() if node.condition is not None:
            yield from _in_code(node.condition.span)
        case ast.Answer():
            yield from _in_parts(node.text.parts)
        case ast.Media():
            yield from _in_parts(node.url.parts)
        case ast.Buttons():
            for item in node.items:
                if item.fields:
                    yield from _in_code(_object_of(item))
        case ast.Patterns():
            for definition in node.definitions:
                if definition.converter is not None:
                    yield from _in_code(definition.converter.span)
    yield from _in_parameters(getattr(node, "parameters", ()))


def _object_of(item: ast.Button) -> Span:
    source, start, end = item.span
    return Span(source, start, bracket_end(source.text, start, end) or end)


def _in_parameters(parameters: tuple[Parameter, ...]) -> Iterator[int]:
    for parameter in parameters:
        span = parameter.value.span
        if span.start and span.source.text[span.start - 1] == '"':
            yield from _breaks(span, span.start, span.end)


def _in_parts(parts: tuple[str | Span, ...]) -> Iterator[int]:
    for part in parts:
        if isinstance(part, Span):
            yield from _in_code(part)


def _in_code(span: Span, *, is_script: bool = False) -> Iterator[int]:
    """The breaks inside of strings; code that can have none is not even parsed."""
    text, start, end = span.source.text, span.start, span.end
    if text.find("\n", start, end) < 0 or not has_long_tokens(text[start:end]):
        return
    root = parse_script(span) if is_script else parse_expression(span)
    if root.has_error:
        raise UnreadableCodeError(span)
    reached = start
    for first, last, _ in root.places(_STRINGS):
        yield from _breaks(span, max(first, reached), last)
        reached = max(reached, last)


def _breaks(span: Span, start: int, end: int) -> Iterator[int]:
    at = span.source.text.find("\n", start, end)
    while at >= 0:
        yield at
        at = span.source.text.find("\n", at + 1, end)
