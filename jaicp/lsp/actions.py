"""Quick fixes: those of the checker, all safe ones of a file at once, and comments that allow a warning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lsprotocol import types as lsp

from jaicp.check.fixes import choose_fixes
from jaicp.lsp.reports import report
from jaicp.lsp.server import Server
from jaicp.lsp.texts import path_of
from jaicp.text.diagnostic import Diagnostic, Edit
from jaicp.text.source import Source, Span

__all__ = ["FIX_ALL", "code_actions"]

FIX_ALL = "source.fixAll.jaicp"
_ALLOW = re.compile(r"[ \t]*(?:#|//|<!--)[ \t]*jaicp:[ \t]*allow[ \t]*\(([^()\n]*)\)")
_COMMENTS = {".js": ("// ", ""), ".xml": ("<!-- ", " -->")}


def code_actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What can be done about the diagnostics in a range of a file."""
    path = path_of(params.text_document.uri)
    source = server.source(params.text_document.uri)
    told = None if path is None else server.told.get(path)
    if source is None or told is None or told.source.text != source.text:
        return None
    only = params.context.only
    found: list[lsp.CodeAction] = []
    if _wants(only, lsp.CodeActionKind.QuickFix):
        asked = server.positions.span(source, params.range)
        for one in told.diagnostics:
            if one.span.start <= asked.end and asked.start <= one.span.end:
                found += _of_diagnostic(server, one)
    if _wants(only, FIX_ALL):
        found += _fix_all(server, told.diagnostics)
    return found


def _wants(only: Sequence[lsp.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a kind, or one that it is a special case of, is asked for."""
    if only is None:
        return True
    names = [str(getattr(one, "value", one)) for one in only]
    return any(kind == name or kind.startswith(f"{name}.") for name in names)


def _of_diagnostic(server: Server, one: Diagnostic) -> Iterator[lsp.CodeAction]:
    shown = report(one, server.texts, server.positions)
    if one.fix is not None and one.fix.edits:
        yield lsp.CodeAction(
            one.fix.title,
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[shown],
            edit=server.workspace_edit(one.fix.edits),
            is_preferred=one.fix.safe or None,
        )
    if not one.is_error and one.span.source.path.suffix != ".json":
        yield lsp.CodeAction(
            f"allow `{one.code.slug}` here by a comment",
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[shown],
            edit=server.workspace_edit([_allow(one)]),
        )


def _allow(one: Diagnostic) -> Edit:
    """A comment above the line, or one more name in the comment that stands there."""
    source, start, _ = one.span
    line = source.location(start).line
    if line > 1:
        above = _ALLOW.match(source.line_text(line - 1))
        if above is not None:
            at = source.line_starts[line - 2] + above.end(1)
            names = above[1].strip()
            return Edit(source.span(at, at), f", {one.code.slug}" if names else one.code.slug)
    begin = source.line_starts[line - 1]
    text = source.line_text(line)
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    opening, closing = _COMMENTS.get(source.path.suffix, ("# ", ""))
    comment = f"{indent}{opening}jaicp: allow({one.code.slug}){closing}\n"
    return Edit(Span(source, begin, begin), comment)


def _fix_all(server: Server, told: tuple[Diagnostic, ...]) -> Iterator[lsp.CodeAction]:
    """All fixes of a file that cannot change what it means."""
    chosen = [one for one in choose_fixes(told, unsafe=False) if _is_within(one.fix.edits)]
    if chosen:
        yield lsp.CodeAction(
            "fix all that can be fixed safely",
            kind=FIX_ALL,
            diagnostics=[report(one.diagnostic, server.texts, server.positions) for one in chosen],
            edit=server.workspace_edit([edit for one in chosen for edit in one.fix.edits]),
        )


def _is_within(edits: tuple[Edit, ...]) -> bool:
    """Whether edits are all in one file."""
    sources: set[Source] = {edit.span.source for edit in edits}
    return len(sources) == 1
