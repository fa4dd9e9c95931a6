"""Which message is answered by what; the one place that knows all features."""

from __future__ import annotations

from lsprotocol import types as lsp

from jaicp.lsp.actions import FIX_ALL, code_actions
from jaicp.lsp.completion import complete
from jaicp.lsp.file_renaming import will_rename_files
from jaicp.lsp.formatting import formatting
from jaicp.lsp.hover import hover, signature_help
from jaicp.lsp.lenses import (
    code_lenses,
    incoming_calls,
    inlay_hints,
    outgoing_calls,
    prepare_calls,
)
from jaicp.lsp.navigation import definition, highlights, references
from jaicp.lsp.outline import (
    document_links,
    document_symbols,
    folding_ranges,
    workspace_symbols,
)
from jaicp.lsp.renaming import prepare_rename, rename
from jaicp.lsp.server import WATCHED, Server
from jaicp.lsp.tokens import LEGEND, semantic_tokens

__all__ = ["make_server"]


def make_server() -> Server:
    """A server that knows all messages."""
    server = Server()
    _texts(server)
    _workspace(server)
    _fixes(server)
    _names(server)
    _outline(server)
    _help(server)
    _beside(server)
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


def _names(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    async def to_definition(params: lsp.DefinitionParams) -> list[lsp.Location] | None:
        return await definition(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    async def to_references(params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        return await references(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    async def highlighted(
        params: lsp.DocumentHighlightParams,
    ) -> list[lsp.DocumentHighlight] | None:
        return await highlights(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)
    async def prepared(params: lsp.PrepareRenameParams) -> lsp.Range | None:
        return await prepare_rename(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_RENAME, lsp.RenameOptions(prepare_provider=True))
    async def renamed(params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        return await rename(server, params)

    filters = [lsp.FileOperationFilter(lsp.FileOperationPattern(WATCHED))]

    @server.feature(
        lsp.WORKSPACE_WILL_RENAME_FILES, lsp.FileOperationRegistrationOptions(filters=filters)
    )
    async def moved(params: lsp.RenameFilesParams) -> lsp.WorkspaceEdit | None:
        return await will_rename_files(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    async def calls(params: lsp.CallHierarchyPrepareParams) -> list[lsp.CallHierarchyItem] | None:
        return await prepare_calls(server, params)

    @server.feature(lsp.CALL_HIERARCHY_INCOMING_CALLS)
    async def incoming(
        params: lsp.CallHierarchyIncomingCallsParams,
    ) -> list[lsp.CallHierarchyIncomingCall] | None:
        return await incoming_calls(server, params)

    @server.feature(lsp.CALL_HIERARCHY_OUTGOING_CALLS)
    async def outgoing(
        params: lsp.CallHierarchyOutgoingCallsParams,
    ) -> list[lsp.CallHierarchyOutgoingCall] | None:
        return await outgoing_calls(server, params)


def _outline(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def symbols(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        return document_symbols(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_FOLDING_RANGE)
    def folds(params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
        return folding_ranges(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_LINK)
    async def links(params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink] | None:
        return await document_links(server, params)

    @server.feature(lsp.WORKSPACE_SYMBOL)
    def everywhere(params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
        return workspace_symbols(server, params)


def _help(server: Server) -> None:
    signs = ["$", "/", ".", "@", "!", ":", ">", "|", " "]

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=signs))
    async def completed(params: lsp.CompletionParams) -> lsp.CompletionList | None:
        return await complete(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        return await hover(server, params)

    @server.feature(
        lsp.TEXT_DOCUMENT_SIGNATURE_HELP,
        lsp.SignatureHelpOptions(trigger_characters=["(", ","]),
    )
    async def signatures(params: lsp.SignatureHelpParams) -> lsp.SignatureHelp | None:
        return await signature_help(server, params)


def _beside(server: Server) -> None:
    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatted(params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        return formatting(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    async def lenses(params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
        return await code_lenses(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    async def hints(params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
        return await inlay_hints(server, params)

    @server.feature(lsp.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, LEGEND)
    def tokens(params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
        return semantic_tokens(server, params)
