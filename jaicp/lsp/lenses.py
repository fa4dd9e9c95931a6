"""What stands above and beside the code: code lenses on states, hints where relative paths lead, and the hierarchy
of `go!`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.edges import Ways, ways_of
from jaicp.lsp.navigation import asked_about
from jaicp.lsp.server import Server
from jaicp.lsp.texts import path_of
from jaicp.lsp.uses import Kind, Use, path_of_use, uses_in
from jaicp.project.paths import ROOT
from jaicp.syntax import ast
from jaicp.syntax.ast import Document

__all__ = ["code_lenses", "incoming_calls", "inlay_hints", "outgoing_calls", "prepare_calls"]

SHOW_REFERENCES = "jaicp.showReferences"
RUN_TESTS = "jaicp.runTests"
"""Commands of the editor's side: the first takes a URI, a position and locations, the second the project's folder
and the path of a state."""


async def _script(server: Server, uri: str) -> tuple[Snapshot, Document] | None:
    snapshot = await server.current(uri)
    path = path_of(uri)
    if snapshot is None or path is None or path not in snapshot.documents:
        return None
    return snapshot, snapshot.documents[path]


# --- lenses ---------------------------------------------------------------------------------------------


async def code_lenses(server: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """Above each state: from how many places it is reached, and the tests that name it."""
    found = await _script(server, params.text_document.uri)
    if found is None:
        return None
    snapshot, document = found
    ways = ways_of(snapshot)
    return [lens for node in _states(document) for lens in _of_state(server, node, snapshot, ways)]


def _states(document: Document) -> Iterator[ast.State]:
    pending: list[ast.Node] = list(reversed(document.body))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.State):
            yield node
        if isinstance(node, (ast.State, ast.Theme, ast.Unknown)):
            pending += reversed(node.body)


def _of_state(
    server: Server, node: ast.State, snapshot: Snapshot, ways: Ways
) -> Iterator[lsp.CodeLens]:
    path = snapshot.paths.get(node)
    if path is None:
        return
    where = server.positions.range(node.head)
    if server.settings.reference_lenses:
        spans = [use.span for use in ways.naming.get(path, ())]
        spans += [trigger.node.span for trigger in ways.triggers.get(path, ())]
        count = len(spans)
        title = f"reached from {count} place{'' if count == 1 else 's'}"
        locations = [server.location(span) for span in spans]
        uri = server.texts.uri(node.span.source.path)
        command = lsp.Command(title, SHOW_REFERENCES, arguments=[uri, where.start, locations])
        yield lsp.CodeLens(where, command)
    tests = ways.tests.get(path, ())
    if server.settings.test_lenses and tests:
        count = len({use.span.source.path for use in tests})
        title = f"run its tests ({count} file{'' if count == 1 else 's'})"
        files = sorted({str(use.span.source.path) for use in tests})
        root = str(snapshot.project.config.root)
        yield lsp.CodeLens(where, lsp.Command(title, RUN_TESTS, arguments=[root, path, files]))


# --- hints ----------------------------------------------------------------------------------------------


async def inlay_hints(server: Server, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
    """Behind a relative path: the state that it leads to."""
    found = await _script(server, params.text_document.uri)
    if found is None or not server.settings.target_hints:
        return None
    snapshot, document = found
    asked = server.positions.span(document.source, params.range)
    return [
        lsp.InlayHint(
            server.positions.position(document.source, use.span.end),
            f"→ {path}",
            padding_left=True,
            tooltip="the state that this path leads to",
        )
        for use in uses_in(document)
        if use.kind is Kind.STATE and not use.declares and not use.name.startswith("/")
        if asked.start <= use.span.start <= asked.end
        for path in (path_of_use(use, snapshot),)
        if path in snapshot.project.states
    ]


# --- the hierarchy of `go!` -----------------------------------------------------------------------------


async def prepare_calls(
    server: Server, params: lsp.CallHierarchyPrepareParams
) -> list[lsp.CallHierarchyItem] | None:
    """The state at a position; the one around it where no path stands there."""
    asked = await asked_about(server, params)
    found = await _script(server, params.text_document.uri)
    if asked is not None and asked[1].kind is Kind.STATE:
        item = _item(server, asked[1].name, asked[0])
    elif found is not None:
        snapshot, document = found
        offset = server.positions.offset(document.source, params.position)
        around = [one for one in _states(document) if one.span.start <= offset <= one.span.end]
        item = _item(server, snapshot.paths.get(around[-1], ROOT), snapshot) if around else None
    else:
        item = None
    return None if item is None else [item]


async def incoming_calls(
    server: Server, params: lsp.CallHierarchyIncomingCallsParams
) -> list[lsp.CallHierarchyIncomingCall] | None:
    """The states that lead to one."""
    snapshot = await server.current(params.item.uri)
    if snapshot is None:
        return None
    by_state: dict[str, list[Use]] = {}
    for use in ways_of(snapshot).naming.get(str(params.item.data), ()):
        if use.place is not None:
            by_state.setdefault(snapshot.paths.get(use.place, ROOT), []).append(use)
    return [
        lsp.CallHierarchyIncomingCall(item, _ranges(server, uses))
        for path, uses in by_state.items()
        for item in (_item(server, path, snapshot),)
        if item is not None
    ]


async def outgoing_calls(
    server: Server, params: lsp.CallHierarchyOutgoingCallsParams
) -> list[lsp.CallHierarchyOutgoingCall] | None:
    """The states that one leads to."""
    snapshot = await server.current(params.item.uri)
    if snapshot is None:
        return None
    by_state: dict[str, list[Use]] = {}
    for use, path in ways_of(snapshot).leaving.get(str(params.item.data), ()):
        by_state.setdefault(path, []).append(use)
    return [
        lsp.CallHierarchyOutgoingCall(item, _ranges(server, uses))
        for path, uses in by_state.items()
        for item in (_item(server, path, snapshot),)
        if item is not None
    ]


def _ranges(server: Server, uses: Iterable[Use]) -> list[lsp.Range]:
    return [server.positions.range(use.span) for use in uses]


def _item(server: Server, path: str, snapshot: Snapshot) -> lsp.CallHierarchyItem | None:
    symbol = snapshot.project.states.get(path)
    if symbol is None or symbol.name_span is None:
        return None
    node = symbol.declaration or symbol.themes[0]
    return lsp.CallHierarchyItem(
        name=path,
        kind=lsp.SymbolKind.Class,
        uri=server.texts.uri(node.span.source.path),
        range=server.positions.range(node.span),
        selection_range=server.positions.range(symbol.name_span),
        data=path,
    )
