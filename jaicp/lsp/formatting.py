"""Formatting a script: what `jaicp fmt` makes of it, as one edit of the lines that change."""

from __future__ import annotations

from lsprotocol import types as lsp

from jaicp.format.formatter import ChangedMeaningError, format_parsed
from jaicp.lsp.server import Server
from jaicp.syntax.parse import Parsed
from jaicp.text.source import Source

__all__ = ["formatting"]


def formatting(server: Server, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
    """The edits that bring a script into the canonical layout; nothing where its syntax has errors."""
    source = server.source(params.text_document.uri)
    script = None if source is None else server.script(params.text_document.uri)
    if source is None or script is None:
        return None
    try:
        formatted = format_parsed(Parsed(script.document, script.diagnostics))
    except ChangedMeaningError:
        return None
    return _edits(server, source, formatted.text)


def _edits(server: Server, source: Source, text: str) -> list[lsp.TextEdit]:
    """One edit, without the lines that are the same at the beginning and at the end."""
    if text == source.text:
        return []
    old, new = source.text.splitlines(keepends=True), text.splitlines(keepends=True)
    first = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    start = sum(map(len, old[:first]))
    end = len(source.text) - sum(map(len, old[len(old) - last :]))
    span = source.span(start, end)
    return [lsp.TextEdit(server.positions.range(span), "".join(new[first : len(new) - last]))]
