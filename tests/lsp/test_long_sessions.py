"""What a session of hours leaves behind."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from jaicp.lsp.features import make_server
from jaicp.lsp.server import Server


def notify(server: Server, method: str, params: object) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params}
    server._handle(json.dumps(message).encode())


def test_pygls_keeps_no_record_of_edits(tmp_path: Path) -> None:
    """It keeps one for ever of each notification that a generator handles."""
    asyncio.run(edited_for_hours(tmp_path / "notes.txt"))


async def edited_for_hours(file: Path) -> None:
    """A file of no bot: what is kept of bots is not looked at here."""
    server, uri = make_server(), file.as_uri()
    item = {"uri": uri, "languageId": "text", "version": 1, "text": ""}
    notify(server, "textDocument/didOpen", {"textDocument": item})
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    for version in range(2, 30):
        change = {
            "textDocument": {"uri": uri, "version": version},
            "contentChanges": [{"range": where, "text": "a"}],
        }
        notify(server, "textDocument/didChange", change)
    known = server.texts.get(file)
    assert known is not None
    assert known.source.text == "a" * 28
    notify(server, "textDocument/didClose", {"textDocument": {"uri": uri}})
    assert not server.protocol._request_futures
    server.end()
