"""The server itself: what it keeps of a client, and the messages that change it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from lsprotocol import types as lsp
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from jaicp import __version__
from jaicp.lsp.analysis import Analysis
from jaicp.lsp.bots import Bot, FileFound, Snapshot
from jaicp.lsp.positions import Positions
from jaicp.lsp.reports import report
from jaicp.lsp.settings import Settings, read_settings
from jaicp.lsp.texts import Texts, path_of
from jaicp.lsp.wire import serve
from jaicp.project.documents import Script
from jaicp.syntax.ast import Document
from jaicp.text.diagnostic import Edit
from jaicp.text.source import Source, Span

__all__ = ["WATCHED", "Server"]

WATCHED = "**/*.{sc,js,csv,yaml,yml,json,xml}"
"""The files that a bot is made of."""

DEEPEST_PROJECT = 3
MOST_PROJECTS = 20
"""How far below a folder of the workspace bots are looked for, and how many are checked without being asked."""

_log = logging.getLogger(__name__)


class _Protocol(LanguageServerProtocol):
    """The protocol without the texts that pygls keeps: they are kept here as `Source`, once.

    These are plain functions, for of each notification that a generator handles pygls keeps a record for ever.
    """

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: lsp.DidOpenTextDocumentParams) -> None:
        """Left to the server."""
        self.fm.features[lsp.TEXT_DOCUMENT_DID_OPEN](params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: lsp.DidChangeTextDocumentParams) -> None:
        """Left to the server."""
        self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE](params)

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: lsp.DidCloseTextDocumentParams) -> None:
        """Left to the server."""
        self.fm.features[lsp.TEXT_DOCUMENT_DID_CLOSE](params)


class Server(LanguageServer):
    """A language server for one client."""

    def __init__(self) -> None:
        super().__init__(
            "jaicp",
            __version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            protocol_cls=_Protocol,
        )
        self.texts = Texts()
        self.positions = Positions("utf-16")
        self.settings = Settings()
        self.told: dict[Path, FileFound] = {}
        """What the client shows of each file."""
        self._analysis: Analysis | None = None
        self._folders: list[Path] = []
        self._is_shut_down = False

    # --- beginning and end

    def serve(self, stream: BinaryIO, answers: BinaryIO) -> int:
        """Talk to a client by two streams until it leaves; an exit code, 1 where it left without a word."""
        self.protocol.set_writer(StdoutWriter(answers))
        with contextlib.suppress(SystemExit, KeyboardInterrupt, BrokenPipeError):
            asyncio.run(serve(stream, self._handle))
        code = 0 if self._is_shut_down else 1
        self.end()
        return code

    def _handle(self, body: bytes) -> None:
        try:
            message = json.loads(body, object_hook=self.protocol.structure_message)
            self.protocol.handle_message(message)
        except Exception as error:  # noqa: BLE001 -- one bad message must not end a session
            _log.warning("a message that cannot be understood: %s", error)

    @property
    def analysis(self) -> Analysis:
        """What keeps the bots up to date; made at the first message that needs it."""
        if self._analysis is None:
            self._analysis = Analysis(self.texts, self.publish)
            self._analysis.start()
        return self._analysis

    def begin(self, params: lsp.InitializeParams) -> None:
        """Take over what the client says of itself."""
        self.settings = read_settings(params.initialization_options)
        folders = [folder.uri for folder in params.workspace_folders or ()]
        if not folders and params.root_uri:
            folders = [params.root_uri]
        paths = (path_of(uri) for uri in folders)
        self._folders = [path for path in paths if path is not None]

    def go_on(self) -> None:
        """The client is ready: look at the bots of its folders."""
        encoding = self.server_capabilities.position_encoding
        self.positions = Positions(str(getattr(encoding, "value", encoding) or "utf-16"))
        self._watch()
        for home in _homes(self._folders):
            self.analysis.kept.add(home)
            self.analysis.refresh(self._with_options(self.analysis.bot_at(home)))

    def end(self) -> None:
        """Stop all work."""
        self._is_shut_down = True
        if self._analysis is not None:
            self._analysis.stop()

    def choose(self, given: Any) -> None:
        """Take over settings that the user has changed."""
        self.settings = read_settings(given)
        for bot in self.analysis.bots.values():
            self.analysis.refresh(self._with_options(bot))

    def _with_options(self, bot: Bot) -> Bot:
        bot.options = self.settings.options
        return bot

    def _watch(self) -> None:
        """Ask to be told of files that others change, where the client can do that."""
        workspace = self.client_capabilities.workspace
        watching = None if workspace is None else workspace.did_change_watched_files
        if watching is None or not watching.dynamic_registration:
            return
        options = lsp.DidChangeWatchedFilesRegistrationOptions([lsp.FileSystemWatcher(WATCHED)])
        registration = lsp.Registration(
            "watched-files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options
        )
        self.client_register_capability(lsp.RegistrationParams([registration]))

    # --- what features ask

    def changed(self, path: Path | None) -> None:
        """A text was opened, edited or closed."""
        if path is None:
            return
        bot = self.analysis.bot_of(path)
        if bot is not None:
            self._with_options(bot)
            self.analysis.changed(path)

    def source(self, uri: str) -> Source | None:
        """The text of an open file."""
        path = path_of(uri)
        known = None if path is None else self.texts.get(path)
        return None if known is None else known.source

    def script(self, uri: str) -> Script | None:
        """An open script as it is now."""
        source = self.source(uri)
        bot = None if source is None else self.analysis.bot_of(source.path)
        if source is None or bot is None or source.path.suffix != ".sc":
            return None
        return bot.script(source)

    def document(self, uri: str) -> Document | None:
        """The tree of an open script as it is now."""
        script = self.script(uri)
        return None if script is None else script.document

    async def current(self, uri: str) -> Snapshot | None:
        """The bot of a file, linked from the texts as they are now."""
        path = path_of(uri)
        found = None if path is None else await self.analysis.current(path)
        return None if found is None else found[1]

    async def latest(self, uri: str) -> Snapshot | None:
        """The bot of a file as it was linked last: at once, unless it never was, and perhaps a moment old."""
        path = path_of(uri)
        bot = None if path is None else self.analysis.bot_of(path)
        if bot is None or bot.snapshot is not None:
            return None if bot is None else bot.snapshot
        return await self.current(uri)

    def location(self, span: Span) -> lsp.Location:
        """The client's location of a span."""
        return lsp.Location(self.texts.uri(span.source.path), self.positions.range(span))

    def workspace_edit(self, edits: Iterable[Edit]) -> lsp.WorkspaceEdit:
        """Edits of any files as one change."""
        by_file: dict[Path, list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit]] = {}
        for edit in edits:
            text = edit.text
            if "\r\n" in edit.span.source.text:
                text = text.replace("\r\n", "\n").replace("\n", "\r\n")
            change = lsp.TextEdit(self.positions.range(edit.span), text)
            by_file.setdefault(edit.span.source.path, []).append(change)
        if not self._takes_document_changes():
            return lsp.WorkspaceEdit(
                changes={
                    self.texts.uri(path): [one for one in some if isinstance(one, lsp.TextEdit)]
                    for path, some in by_file.items()
                }
            )
        return lsp.WorkspaceEdit(
            document_changes=[
                lsp.TextDocumentEdit(
                    lsp.OptionalVersionedTextDocumentIdentifier(
                        self.texts.uri(path), known.version if known is not None else None
                    ),
                    some,
                )
                for path, some in by_file.items()
                for known in (self.texts.get(path),)
            ]
        )

    def can_rename_files(self) -> bool:
        """Whether the client renames files as part of an edit."""
        workspace = self.client_capabilities.workspace
        edit = None if workspace is None else workspace.workspace_edit
        operations = None if edit is None else edit.resource_operations
        return lsp.ResourceOperationKind.Rename in (operations or ())

    def _takes_document_changes(self) -> bool:
        workspace = self.client_capabilities.workspace
        edit = None if workspace is None else workspace.workspace_edit
        return edit is not None and bool(edit.document_changes)

    # --- what the client is shown

    def publish(self, found: Iterable[FileFound]) -> None:
        """Show what is wrong with some files; nothing is sent where nothing has changed."""
        for one in found:
            path = one.source.path
            known = self.texts.get(path)
            if known is not None and known.source.text != one.source.text and one.diagnostics:
                continue  # it is out of date, and newer is on its way
            before = self.told.get(path)
            if known is None and _same(before, one):
                continue
            if one.diagnostics or known is not None:
                self.told[path] = one
            else:
                self.told.pop(path, None)
            self.text_document_publish_diagnostics(
                lsp.PublishDiagnosticsParams(
                    self.texts.uri(path),
                    [report(each, self.texts, self.positions) for each in one.diagnostics],
                    None if known is None else known.version,
                )
            )


def _same(before: FileFound | None, now: FileFound) -> bool:
    if before is None:
        return not now.diagnostics
    return before.source is now.source and before.diagnostics == now.diagnostics


def _homes(folders: Sequence[Path]) -> list[Path]:
    """The bots in some folders: those with a `chatbot.yaml`, or what is found a little below."""
    found: list[Path] = []
    for folder in folders:
        waiting = [(folder, 0)]
        while waiting and len(found) < MOST_PROJECTS:
            here, depth = waiting.pop(0)
            if (here / "chatbot.yaml").is_file():
                found.append(here)
            elif depth < DEEPEST_PROJECT:
                waiting += [(below, depth + 1) for below in _folders_in(here)]
    return found


def _folders_in(folder: Path) -> list[Path]:
    try:
        below = sorted(folder.iterdir())
    except OSError:
        return []
    return [one for one in below if one.is_dir() and not one.name.startswith((".", "node_modules"))]
