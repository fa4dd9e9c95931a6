"""Which message is answered by what; the one place that knows all features."""

from __future__ import annotations

from lsprotocol import types as lsp

from jaicp.lsp.actions import FIX_ALL, code_actions
from jaicp.lsp.server import Server

__all__ = ["make_server"]


def make_server() -> Server:
    """A server that knows all messages."""
    server = Server()
    _texts(server)
    _workspace(server)
    _fixes(server)
    return server


def _texts(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        one = params.text_document
        server.changed(server.texts.open(one.uri, one.version, one.text))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def edited(params: lsp.DidChangeTextDocumentParams) -> None:
        one = params.text_document
        changes = params.content_changes
        server.changed(server.texts.change(one.uri, one.version, changes, server.positions))

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: lsp.DidCloseTextDocumentParams) -> None:
        server.changed(server.texts.close(params.text_document.uri))

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(_: lsp.DidSaveTextDocumentParams) -> None:
        server.analysis.changed_on_disk()


def _workspace(server: Server) -> None:
    @server.feature(lsp.INITIALIZE)
    def begin(params: lsp.InitializeParams) -> None:
        server.begin(params)

    @server.feature(lsp.INITIALIZED)
    def go_on(_: lsp.InitializedParams) -> None:
        server.go_on()

    @server.feature(lsp.SHUTDOWN)
    def end(*_: object) -> None:
        server.end()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def watched(_: lsp.DidChangeWatchedFilesParams) -> None:
        server.analysis.changed_on_disk()

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def chosen(params: lsp.DidChangeConfigurationParams) -> None:
        server.choose(params.settings)


def _fixes(server: Server) -> None:
    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix, FIX_ALL]),
    )
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
        return code_actions(server, params)
