"""Renaming states, themes, named patterns, functions and intents, in all files that name them.

A path names a state by parts; only the part that means the renamed state is changed, however the path is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.file_renaming import new_place, require_edits
from jaicp.lsp.navigation import asked_about
from jaicp.lsp.server import Server
from jaicp.lsp.subjects import Subject, defined_at, named_at, other_texts, required_file
from jaicp.lsp.texts import uri_of
from jaicp.lsp.uses import Kind, Use, all_uses, path_of_use
from jaicp.project.paths import ROOT, parent_path, resolve_path
from jaicp.project.standard import is_standard
from jaicp.syntax import ast
from jaicp.text.diagnostic import Edit
from jaicp.text.source import Span

__all__ = ["prepare_rename", "rename"]

_WORDS = {
    Kind.PATTERN: re.compile(r"\w+"),
    Kind.FUNCTION: re.compile(r"[A-Za-z_$\u0080-\U0010ffff][\w$]*"),
    Kind.INTENT: re.compile(r"/?[^\s|/][^|\n]*"),
}
_STATE = re.compile(r"[^/\s|\"'{}<>][^/|\"'{}<>\n]*")


async def prepare_rename(server: Server, params: lsp.PrepareRenameParams) -> lsp.Range | None:
    """The place of the name that would be changed; None where there is none that can be."""
    asked = await asked_about(server, params)
    if asked is None or not _can_be_renamed(*asked):
        return None
    span = asked[1].span
    return server.positions.range(span if asked[1].kind is Kind.FILE else _last_part(span))


async def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """All edits that give a name to something; an error tells why it cannot be done."""
    asked = await asked_about(server, params)
    if asked is None or not _can_be_renamed(*asked):
        raise _refused("there is nothing here that can be renamed")
    snapshot, subject = asked
    name = params.new_name.strip()
    if subject.kind is Kind.FILE:
        return _file(server, subject, name, snapshot)
    _judge(subject, name, snapshot)
    return server.workspace_edit(_edits(subject, name, snapshot))


def _file(server: Server, subject: Subject, name: str, snapshot: Snapshot) -> lsp.WorkspaceEdit:
    """Rename the file and all lines that require it."""
    node = None if subject.use is None else subject.use.place
    old = required_file(node, snapshot) if isinstance(node, ast.Require) else None
    if old is None or not isinstance(node, ast.Require) or not server.can_rename_files():
        raise _refused("this file cannot be renamed from here")
    new = new_place(node, old, name, snapshot)
    if not name or new.suffix != old.suffix or snapshot.project.files.is_file(new):
        raise _refused(f"`{name}` is no new name for this file, or is taken")
    edit = server.workspace_edit(require_edits(old, new, snapshot))
    moved = lsp.RenameFile(server.texts.uri(old), uri_of(new))
    return lsp.WorkspaceEdit(document_changes=[*(edit.document_changes or ()), moved])


def _can_be_renamed(snapshot: Snapshot, subject: Subject) -> bool:
    if subject.kind not in (Kind.STATE, Kind.PATTERN, Kind.FUNCTION, Kind.INTENT, Kind.FILE):
        return False
    if subject.kind is Kind.STATE and (
        subject.name == ROOT or subject.span.text in ("", ".", "..")
    ):
        return False
    spans = defined_at(subject, snapshot)
    if subject.kind is not Kind.INTENT and not spans:
        return False
    return not any(is_standard(span.source.path) for span in spans)


def _judge(subject: Subject, name: str, snapshot: Snapshot) -> None:
    """Refuse names that would not be read as names, or that are taken."""
    if subject.kind is Kind.STATE:
        bare = name.removeprefix("/")
        if _STATE.fullmatch(bare) is None:
            raise _refused(
                f"`{name}` is no name of a state: leave out slashes, quotes and brackets"
            )
        path = resolve_path(parent_path(subject.name), bare)
        if path != subject.name and path in snapshot.project.states:
            raise _refused(f"there is a state `{path}` already")
        return
    if (
        _WORDS[subject.kind].fullmatch(name.removeprefix("$") if _is_pattern(subject) else name)
        is None
    ):
        raise _refused(f"`{name}` is no name of a {subject.kind.value}")
    if _is_pattern(subject) and name.removeprefix("$") in snapshot.project.patterns:
        raise _refused(f"there is a pattern `${name.removeprefix('$')}` already")


def _is_pattern(subject: Subject) -> bool:
    return subject.kind is Kind.PATTERN


def _refused(message: str) -> JsonRpcInvalidParams:
    return JsonRpcInvalidParams(message)


def _edits(subject: Subject, name: str, snapshot: Snapshot) -> Iterator[Edit]:
    match subject.kind:
        case Kind.STATE:
            for use in all_uses(snapshot, other_texts(snapshot)):
                part = _part_of(use, subject.name, snapshot) if use.kind is Kind.STATE else None
                if part is not None:
                    yield Edit(part, name.removeprefix("/"))
        case Kind.INTENT:
            for use in named_at(subject, snapshot):
                yield Edit(_bare(use.span), name.removeprefix("/"))
            for span in defined_at(subject, snapshot):
                yield Edit(_bare(span), name.removeprefix("/"))
        case _:
            for use in named_at(subject, snapshot):
                yield Edit(
                    _bare(use.span), name.removeprefix("$") if _is_pattern(subject) else name
                )


def _part_of(use: Use, path: str, snapshot: Snapshot) -> Span | None:
    """The part of a written path that means the state at `path`."""
    whole = path_of_use(use, snapshot)
    if whole != path and not whole.startswith(path + "/"):
        return None
    if use.tag == "text" and whole not in snapshot.project.states:
        return None
    source, start, end = use.span
    rest = whole[len(path) :].count("/")
    parts = [found.span() for found in re.finditer(r"[^/]+", source.text[start:end])]
    if use.declares and use.tag == "state" and whole != path:
        return None
    if len(parts) <= rest:
        return None
    begin, behind = parts[-1 - rest]
    part = source.span(start + begin, start + behind)
    return part if part.text.strip() == path[path.rfind("/") + 1 :] else None


def _bare(span: Span) -> Span:
    """The place of a name without what marks it: `$`, a slash."""
    text = span.text
    bare = text.lstrip("$/")
    return span.source.span(span.start + len(text) - len(bare), span.end)


def _last_part(span: Span) -> Span:
    text = span.text
    at = text.rstrip("/").rfind("/") + 1
    return _bare(span.source.span(span.start + at, span.end))
