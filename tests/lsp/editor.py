"""An editor for tests: pygls' own client, talking to a real `jaicp lsp` over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

PATIENCE = 60.0
"""Seconds after which a test gives up on an answer."""


class Editor:
    """Opens files of a folder, edits them, and keeps what the server says of them.

    Every method returns when the server has answered; `told` holds the last diagnostics of each file.
    """

    def __init__(self, folder: Path, encodings: list[str] | None = None, **options: Any) -> None:
        self.folder = folder
        self.loop = asyncio.new_event_loop()
        self.client = LanguageClient("tests", "1")
        self.told: dict[str, lsp.PublishDiagnosticsParams] = {}
        self.counts: dict[tuple[str, int | None], int] = {}
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.opened = 0
        self._arrived = asyncio.Event()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(params: lsp.PublishDiagnosticsParams) -> None:
            self.told[params.uri] = params
            key = (params.uri, params.version)
            self.counts[key] = self.counts.get(key, 0) + 1
            self._arrived.set()

        @self.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def register(_: lsp.RegistrationParams) -> None:
            return None

        self.capabilities = self.do(self._begin(encodings, options))

    async def _begin(self, encodings: list[str] | None, options: Any) -> lsp.ServerCapabilities:
        await self.client.start_io(sys.executable, "-m", "jaicp", "lsp", cwd=str(self.folder))
        general = lsp.GeneralClientCapabilities(position_encodings=encodings)  # type: ignore[arg-type]
        result = await self.client.initialize_async(
            lsp.InitializeParams(
                capabilities=lsp.ClientCapabilities(
                    general=general if encodings else None,
                    workspace=lsp.WorkspaceClientCapabilities(
                        workspace_edit=lsp.WorkspaceEditClientCapabilities(
                            document_changes=True,
                            resource_operations=[lsp.ResourceOperationKind.Rename],
                        ),
                        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(
                            dynamic_registration=True
                        ),
                    ),
                ),
                workspace_folders=[lsp.WorkspaceFolder(self.folder.as_uri(), "bot")],
                initialization_options=options or None,
            )
        )
        self.client.initialized(lsp.InitializedParams())
        return result.capabilities

    def move(self, folder: Path) -> None:
        """Go on in another folder, with nothing open."""
        for name in self.versions:
            self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(name)))
        self.texts, self.versions, self.folder = {}, {}, folder

    def close(self) -> None:
        """Leave in good order."""
        self.do(self.client.shutdown_async(None))
        self.client.exit(None)
        self.do(self.client.stop())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    def do(self, work: Any) -> Any:
        """Wait for the answer to a request."""
        return self.loop.run_until_complete(asyncio.wait_for(work, PATIENCE))

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    # --- typing

    def open(self, name: str, text: str | None = None) -> str:
        """Open a file, with a text that need not be the saved one."""
        if text is None:
            text = (self.folder / name).read_text(encoding="utf-8")
        self.opened += 1
        version = self.opened * 1000
        self.texts[name], self.versions[name] = text, version
        item = lsp.TextDocumentItem(self.uri(name), "jaicp", version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return text

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text by an incremental change."""
        text = self.texts[name]
        at = text.index(old)
        where = lsp.Range(position(text, at), position(text, at + len(old)))
        self.change(name, lsp.TextDocumentContentChangePartial(where, new))
        self.texts[name] = text[:at] + new + text[at + len(old) :]

    def change(self, name: str, *changes: lsp.TextDocumentContentChangeEvent) -> None:
        self.versions[name] += 1
        which = lsp.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(which, list(changes)))

    def replace(self, name: str, start: int, end: int, new: str) -> None:
        """Replace a stretch of a file."""
        text = self.texts[name]
        where = lsp.Range(position(text, start), position(text, end))
        self.texts[name] = text[:start] + new + text[end:]
        self.change(name, lsp.TextDocumentContentChangePartial(where, new))

    def shut(self, name: str) -> None:
        """Close a file without saving it."""
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(self.document(name)))
        del self.texts[name], self.versions[name]

    def position(self, name: str, at: int) -> lsp.Position:
        return position(self.texts[name], min(at, len(self.texts[name])))

    def type(self, name: str, text: str) -> None:
        """Replace the whole text."""
        self.change(name, lsp.TextDocumentContentChangeWholeDocument(text))
        self.texts[name] = text

    # --- what the server says

    def wait(self, is_there: Callable[[], bool]) -> None:
        """Take in messages until something holds."""

        async def until() -> None:
            while not is_there():
                self._arrived.clear()
                await self._arrived.wait()

        self.do(until())

    def wait_until_told_twice(self, name: str) -> None:
        """Wait for what is told of the newest text: what shows in the file, then what shows in the whole bot."""
        key = (self.uri(name), self.versions[name])
        self.wait(lambda: self.counts.get(key, 0) >= 2)

    def codes(self, name: str) -> list[str]:
        """The codes that are told of a file just now."""
        told = self.told.get(self.uri(name))
        return [] if told is None else [str(one.code) for one in told.diagnostics]

    def wait_for(self, name: str, *codes: str) -> list[lsp.Diagnostic]:
        """Wait until exactly these codes are told of the present text of a file; its diagnostics."""
        uri = self.uri(name)

        def is_there() -> bool:
            told = self.told.get(uri)
            if told is None or sorted(self.codes(name)) != sorted(codes):
                return False
            return told.version == self.versions.get(name)

        try:
            self.wait(is_there)
        except TimeoutError:
            raise AssertionError(f"{name}: {self.codes(name)}, not {codes}") from None
        return list(self.told[uri].diagnostics)

    def wait_until_linked(self, name: str) -> None:
        """Wait until the bot of a file is read from the texts as they are now."""
        params = lsp.DocumentLinkParams(self.document(name))
        self.do(self.client.text_document_document_link_async(params))

    def at(self, name: str, marked: str) -> dict[str, Any]:
        """The parameters of a request at the `|` in a piece of a file's text."""
        before, _, behind = marked.partition("¦")
        at = self.texts[name].index(before + behind) + len(before)
        return {
            "text_document": lsp.TextDocumentIdentifier(self.uri(name)),
            "position": position(self.texts[name], at),
        }

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    def text_of(self, location: lsp.Location) -> str:
        """`file: text` of a location."""
        name = location.uri.removeprefix(self.folder.as_uri() + "/")
        text = self.texts.get(name)
        if text is None:
            text = (self.folder / name).read_text(encoding="utf-8")
        start, end = offset(text, location.range.start), offset(text, location.range.end)
        return f"{name}:{location.range.start.line + 1}: {text[start:end]}"


def position(text: str, at: int) -> lsp.Position:
    """The UTF-16 position of an offset."""
    line = text.count("\n", 0, at)
    begin = text.rfind("\n", 0, at) + 1
    return lsp.Position(line, len(text[begin:at].encode("utf-16-le")) // 2)


def offset(text: str, where: lsp.Position) -> int:
    """The offset of a UTF-16 position."""
    begin = 0
    for _ in range(where.line):
        begin = text.index("\n", begin) + 1
    line = text[begin:].split("\n", 1)[0].encode("utf-16-le")
    return begin + len(line[: where.character * 2].decode("utf-16-le"))


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write the files of a bot."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
