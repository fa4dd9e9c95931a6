"""Going to definitions, and finding all places that name the same."""

from __future__ import annotations

from typing import Protocol

from lsprotocol import types as lsp

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.other_files import config_files
from jaicp.lsp.server import Server
from jaicp.lsp.subjects import Subject, defined_at, named_at, subject_at
from jaicp.lsp.texts import path_of
from jaicp.syntax.ast import Document
from jaicp.text.source import Source

__all__ = ["AsksAtPosition", "asked_about", "definition", "file_in", "highlights", "references"]


class AsksAtPosition(Protocol):
    """The parameters of a request about a place in a file."""

    @property
    def text_document(self) -> lsp.TextDocumentIdentifier:
        """The file."""

    @property
    def position(self) -> lsp.Position:
        """The place, in the client's units."""


def file_in(server: Server, snapshot: Snapshot, uri: str) -> Document | Source | None:
    """A file as it is in a snapshot: the tree of a script, the text of anything else."""
    path = path_of(uri)
    if path is None:
        return None
    return snapshot.documents.get(path) or server.document(uri) or server.source(uri)


async def asked_about(server: Server, params: AsksAtPosition) -> tuple[Snapshot, Subject] | None:
    """What stands at the position that a client asks about."""
    uri = params.text_document.uri
    snapshot = await server.current(uri)
    what = None if snapshot is None else file_in(server, snapshot, uri)
    if snapshot is None or what is None:
        return None
    source = what.source if isinstance(what, Document) else what
    subject = subject_at(what, server.positions.offset(source, params.position), snapshot)
    return None if subject is None else (snapshot, subject)


async def definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """Where the name at a position is defined."""
    uri = params.text_document.uri
    if uri.endswith("/chatbot.yaml"):
        return await _in_config(server, uri, params.position)
    asked = await asked_about(server, params)
    if asked is None:
        return None
    snapshot, subject = asked
    return [server.location(span) for span in defined_at(subject, snapshot)]


async def _in_config(server: Server, uri: str, position: lsp.Position) -> list[lsp.Location]:
    """The file that the configuration names at a position."""
    snapshot = await server.current(uri)
    found = []
    for span, path in () if snapshot is None else config_files(snapshot):
        if span.start <= server.positions.offset(span.source, position) <= span.end:
            found.append(server.location(Source(path, "").span(0, 0)))
    return found


async def references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """All places that name what stands at a position."""
    asked = await asked_about(server, params)
    if asked is None:
        return None
    snapshot, subject = asked
    wanted = params.context.include_declaration
    return [
        server.location(use.span)
        for use in named_at(subject, snapshot)
        if wanted or not use.declares
    ]


async def highlights(
    server: Server, params: lsp.DocumentHighlightParams
) -> list[lsp.DocumentHighlight] | None:
    """The places in the same file."""
    asked = await asked_about(server, params)
    if asked is None:
        return None
    snapshot, subject = asked
    path = subject.span.source.path
    return [
        lsp.DocumentHighlight(
            server.positions.range(use.span),
            lsp.DocumentHighlightKind.Write if use.declares else lsp.DocumentHighlightKind.Read,
        )
        for use in named_at(subject, snapshot)
        if use.span.source.path == path
    ]
