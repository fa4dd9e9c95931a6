"""The outline of a file, what can be folded, links to required files, and symbols of all bots."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types as lsp

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.functions import definitions
from jaicp.lsp.other_files import config_files
from jaicp.lsp.server import Server
from jaicp.lsp.subjects import required_file
from jaicp.lsp.texts import path_of, uri_of
from jaicp.project.standard import is_standard
from jaicp.syntax import ast
from jaicp.syntax.ast import Node
from jaicp.text.source import Span

__all__ = ["document_links", "document_symbols", "folding_ranges", "workspace_symbols"]

MOST_SYMBOLS = 500
"""How many symbols an answer holds at most; the client asks again as more of a name is typed."""


# --- the outline ----------------------------------------------------------------------------------------


def document_symbols(
    server: Server, params: lsp.DocumentSymbolParams
) -> list[lsp.DocumentSymbol] | None:
    """Themes and states inside of each other, with what leads into them; named patterns."""
    document = server.document(params.text_document.uri)
    if document is None:
        return None
    return _symbols(server, document.body)


def _symbols(server: Server, body: tuple[Node, ...]) -> list[lsp.DocumentSymbol]:
    """Depth-first with a stack of its own: states may lie further inside of each other than Python recurses."""
    top: list[lsp.DocumentSymbol] = []
    pending: list[tuple[Node, list[lsp.DocumentSymbol]]] = [(node, top) for node in reversed(body)]
    while pending:
        node, into = pending.pop()
        symbol = _symbol(server, node)
        if symbol is None:
            continue
        into.append(symbol)
        children: list[lsp.DocumentSymbol] = []
        symbol.children = children
        pending += [(child, children) for child in reversed(_inside(node))]
    return top


def _inside(node: Node) -> tuple[Node, ...]:
    match node:
        case ast.Theme() | ast.State():
            return node.body
        case ast.Patterns():
            return node.definitions
    return ()


def _symbol(server: Server, node: Node) -> lsp.DocumentSymbol | None:
    kind = lsp.SymbolKind
    match node:
        case ast.Theme():
            return _made(
                server, node, node.name.text or "/", "theme", kind.Namespace, node.name.span
            )
        case ast.State():
            named = node.head if node.name is None else node.name.span
            name = "state" if node.name is None else node.name.text
            return _made(server, node, name or "state", "state", kind.Class, named)
        case ast.Patterns():
            head = node.span.source.span(node.span.start, node.span.start + len("patterns"))
            return _made(server, node, "patterns", "", kind.Module, head)
        case ast.PatternDefinition():
            name = "$" + node.name.text
            return _made(
                server, node, name, node.pattern.text.strip()[:60], kind.Constant, node.name.span
            )
        case ast.Trigger():
            return _made(server, node, _first_line(node.span), "", kind.Event, node.span)
        case ast.Init():
            head = node.span.source.span(node.span.start, node.span.start + len("init"))
            return _made(server, node, "init", "", kind.Constructor, head)
        case ast.Require():
            return _made(
                server, node, node.file.text or "require", "require", kind.File, node.file.span
            )
    return None


def _made(
    server: Server, node: Node, name: str, detail: str, kind: lsp.SymbolKind, named: Span
) -> lsp.DocumentSymbol:
    whole = server.positions.range(_covering(node.span, named))
    return lsp.DocumentSymbol(name, kind, whole, server.positions.range(named), detail or None)


def _covering(span: Span, inner: Span) -> Span:
    """A span that holds another one: the protocol wants the name to lie in its symbol."""
    return Span(span.source, min(span.start, inner.start), max(span.end, inner.end))


def _first_line(span: Span) -> str:
    return span.text.split("\n", 1)[0].strip() or "trigger"


# --- folding --------------------------------------------------------------------------------------------


def folding_ranges(server: Server, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
    """Every tag with lines below it, and runs of comment lines."""
    document = server.document(params.text_document.uri)
    if document is None:
        return None
    found = [
        _fold(server, node.span)
        for node in ast.walk(document)
        if not isinstance(node, (ast.Document, ast.Word, ast.Template, ast.PatternText, ast.Script))
    ]
    found += [
        lsp.FoldingRange(first, last, kind=lsp.FoldingRangeKind.Comment)
        for first, last in _runs(
            server.positions.position(document.source, one.start).line for one in document.comments
        )
    ]
    folds = {(one.start_line, one.end_line): one for one in found if one.end_line > one.start_line}
    return [folds[key] for key in sorted(folds)]


def _fold(server: Server, span: Span) -> lsp.FoldingRange:
    source, start, end = span
    text = source.text[start:end]
    end -= len(text) - len(text.rstrip())
    return lsp.FoldingRange(
        server.positions.position(source, start).line, server.positions.position(source, end).line
    )


def _runs(lines: Iterator[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of lines that stand together."""
    first = last = -2
    for line in lines:
        if line != last + 1:
            if last > first:
                yield first, last
            first = line
        last = line
    if last > first:
        yield first, last


# --- links ----------------------------------------------------------------------------------------------


async def document_links(
    server: Server, params: lsp.DocumentLinkParams
) -> list[lsp.DocumentLink] | None:
    """The files that a script requires, or that the configuration names."""
    snapshot = await server.current(params.text_document.uri)
    path = path_of(params.text_document.uri)
    if snapshot is not None and path is not None and path.name == "chatbot.yaml":
        return [
            lsp.DocumentLink(server.positions.range(span), uri_of(file), tooltip=file.name)
            for span, file in config_files(snapshot)
        ]
    document = None if snapshot is None or path is None else snapshot.documents.get(path)
    if snapshot is None or document is None:
        return None
    found = []
    for node in document.body:
        file = required_file(node, snapshot) if isinstance(node, ast.Require) else None
        if isinstance(node, ast.Require) and file is not None:
            where = server.positions.range(node.file.span)
            found.append(lsp.DocumentLink(where, uri_of(file), tooltip=file.name))
    return found


# --- symbols of the workspace ---------------------------------------------------------------------------


def workspace_symbols(
    server: Server, params: lsp.WorkspaceSymbolParams
) -> list[lsp.WorkspaceSymbol]:
    """States by their paths, named patterns and functions whose names hold the letters of the query in order."""
    found: list[lsp.WorkspaceSymbol] = []
    for bot in server.analysis.bots.values():
        if bot.snapshot is None:
            continue
        for name, kind, span in _named(bot.snapshot):
            if _fits(params.query, name) and not is_standard(span.source.path):
                found.append(lsp.WorkspaceSymbol(server.location(span), name, kind))
                if len(found) == MOST_SYMBOLS:
                    return found
    return found


def _named(snapshot: Snapshot) -> Iterator[tuple[str, lsp.SymbolKind, Span]]:
    for path, symbol in snapshot.project.states.items():
        if symbol.name_span is not None:
            is_state = symbol.declaration is not None
            kind = lsp.SymbolKind.Class if is_state else lsp.SymbolKind.Namespace
            yield path, kind, symbol.name_span
    for name, pattern in snapshot.project.patterns.items():
        yield "$" + name, lsp.SymbolKind.Constant, pattern.definition.name.span
    for name, one in definitions(snapshot).items():
        is_function = one.kind == "function"
        yield name, lsp.SymbolKind.Function if is_function else lsp.SymbolKind.Variable, one.span


def _fits(query: str, name: str) -> bool:
    letters = iter(name.casefold())
    return all(letter in letters for letter in query.casefold())
