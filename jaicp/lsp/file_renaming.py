"""Renaming required files: the lines that require them follow, whoever moves the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lsprotocol import types as lsp

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.server import Server
from jaicp.lsp.subjects import required_file
from jaicp.lsp.texts import path_of
from jaicp.lsp.uses import Kind, all_uses
from jaicp.project.loader import required_paths
from jaicp.syntax import ast
from jaicp.text.diagnostic import Edit
from jaicp.text.source import Span

__all__ = ["new_place", "require_edits", "will_rename_files"]


def require_edits(old: Path, new: Path, snapshot: Snapshot) -> Iterator[Edit]:
    """The edits of all lines that require a file which is about to lie elsewhere."""
    for use in all_uses(snapshot):
        node = use.place
        if use.kind is not Kind.FILE or not isinstance(node, ast.Require):
            continue
        if required_file(node, snapshot) == old and old.is_relative_to(_root(snapshot)):
            yield Edit(_bare(use.span), _written(use.name, node.span.source.path, new, snapshot))


def _root(snapshot: Snapshot) -> Path:
    return snapshot.project.config.root


def _written(name: str, requiring: Path, new: Path, snapshot: Snapshot) -> str:
    """How a file is required that was called `name`: from the top if that was, else from beside."""
    top = required_paths(snapshot.project.config, requiring, "/")[0]
    if name.startswith("/") and new.is_relative_to(top):
        return "/" + new.relative_to(top).as_posix()
    return Path(os.path.relpath(new, requiring.parent)).as_posix()


def _bare(span: Span) -> Span:
    """A file name without the quotes around it."""
    text = span.text
    start = span.start + len(text) - len(text.lstrip("\"'"))
    return span.source.span(start, span.start + len(text.rstrip("\"'")))


def new_place(node: ast.Require, old: Path, name: str, snapshot: Snapshot) -> Path:
    """Where a file lies that a `require` shall call `name` from now on."""
    candidates = required_paths(snapshot.project.config, node.span.source.path, name)
    before = required_paths(
        snapshot.project.config, node.span.source.path, node.file.text.strip("\"'")
    )
    number = before.index(old) if old in before else 0
    return candidates[min(number, len(candidates) - 1)]


async def will_rename_files(
    server: Server, params: lsp.RenameFilesParams
) -> lsp.WorkspaceEdit | None:
    """What has to change in scripts when the editor renames files."""
    edits: list[Edit] = []
    for file in params.files:
        old, new = path_of(file.old_uri), path_of(file.new_uri)
        snapshot = await server.current(file.old_uri)
        if old is not None and new is not None and snapshot is not None:
            edits += require_edits(old, new, snapshot)
    return server.workspace_edit(edits) if edits else None
