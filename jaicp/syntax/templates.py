"""Values with `{{ }}` in them: texts, paths, captions, the objects of buttons."""

from __future__ import annotations

import re

from jaicp.syntax.ast import Template
from jaicp.syntax.json_data import read_json5
from jaicp.syntax.scan import find_braces
from jaicp.text.source import Span

__all__ = ["read_object", "read_template"]

_LINE_BREAK = re.compile(r"[ \t\r]*\n(?:[ \t]*#[^\n]*\n)*[ \t]*")
_ESCAPE = re.compile(r"\\([nt\"])")
_ESCAPED = {"n": "\n", "t": "\t", '"': '"'}
_SLOT = "\u0001"


def read_template(span: Span) -> Template:
    """The text of `span` as literal strings and expressions.

    Lines of a longer text are stripped of their indentation and joined by a line break; comment lines between
    them fall out. The escapes `\\n`, `\\t` and `\\"` are resolved.
    """
    source, start, end = span
    parts: list[str | Span] = []
    if source.text.find("{{", start, end) < 0:
        _literal(parts, source.text[start:end])
        return Template(span, tuple(parts))
    position = start
    for braces in find_braces(source.text, start, end):
        if not braces.closed:
            break  # reported by the layout phase; the rest is text
        _literal(parts, source.text[position : braces.start])
        parts.append(Span(source, braces.code_start, braces.code_end))
        position = braces.end
    _literal(parts, source.text[position:end])
    return Template(span, tuple(parts))


def _literal(parts: list[str | Span], text: str) -> None:
    if "\n" in text:
        text = _LINE_BREAK.sub("\n", text)
    if "\\" in text:
        text = _ESCAPE.sub(lambda found: _ESCAPED[found.group(1)], text)
    if text:
        parts.append(text)


def read_object(span: Span) -> tuple[tuple[str, object], ...]:
    """The keys and values of an object in JSON5 with `{{ }}` inside its strings.

    Raises `ValueError` where it is no such object.
    """
    source, start, end = span
    expressions: list[Span] = []
    pieces: list[str] = []
    position = start
    for braces in find_braces(source.text, start, end):
        pieces += [source.text[position : braces.start], f"\\u0001{len(expressions)}\\u0001"]
        expressions.append(Span(source, braces.code_start, braces.code_end))
        position = braces.end
    text = "".join(pieces) + source.text[position:end]
    fields = read_json5(text)
    if not isinstance(fields, dict):
        raise ValueError("this is no object")
    return tuple((key, _field(value, span, expressions)) for key, value in fields.items())


def _field(value: object, span: Span, expressions: list[Span]) -> object:
    if not isinstance(value, str):
        return value
    parts: list[str | Span] = []
    for index, piece in enumerate(value.split(_SLOT)):
        if index % 2:
            parts.append(expressions[int(piece)])
        elif piece:
            parts.append(piece)
    return Template(span, tuple(parts))
