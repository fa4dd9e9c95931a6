"""The texts that an editor holds open: what is typed counts, not what was saved.

A text is a `Source` that never changes; each edit makes another one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types as lsp
from pygls.uris import from_fs_path, to_fs_path

from jaicp.lsp.positions import Positions
from jaicp.text.source import Source

__all__ = ["OpenText", "Texts", "changed", "path_of", "uri_of"]


_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which editors may send one after the other."""


def path_of(uri: str) -> Path | None:
    """The file of a URI, in the form in which projects name it; None for what is no file."""
    name = to_fs_path(uri)
    return None if name is None else Path(os.path.normpath(name))


def uri_of(path: Path) -> str:
    """The URI of a file."""
    return str(from_fs_path(str(path)))


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text as the client has it: under the client's own URI, with its number."""

    uri: str
    version: int | None
    source: Source


class Texts:
    """All open texts by the path of their file."""

    def __init__(self) -> None:
        self._open: dict[Path, OpenText] = {}

    def __iter__(self) -> Iterator[Path]:
        return iter(list(self._open))

    def open(self, uri: str, version: int | None, text: str) -> Path | None:
        """Take over a text; the path of its file, None where it is none."""
        path = path_of(uri)
        if path is not None:
            self._open[path] = OpenText(uri, version, Source(path, text))
        return path

    def change(
        self,
        uri: str,
        version: int | None,
        changes: Iterable[lsp.TextDocumentContentChangeEvent],
        positions: Positions,
    ) -> Path | None:
        """Edit a text; the path of its file, None where it is not open."""
        path = path_of(uri)
        known = None if path is None else self._open.get(path)
        if path is None or known is None:
            return None
        source = changed(known.source, changes, positions)
        self._open[path] = OpenText(uri, version, source)
        return path

    def close(self, uri: str) -> Path | None:
        """Forget a text: what is on the disk counts again."""
        path = path_of(uri)
        return path if path is not None and self._open.pop(path, None) is not None else None

    def get(self, path: Path) -> OpenText | None:
        """The open text of a file."""
        return self._open.get(path)

    def uri(self, path: Path) -> str:
        """The URI of a file, as the client writes it where the client has it open."""
        known = self._open.get(path)
        return uri_of(path) if known is None else known.uri

    def overlay(self) -> Mapping[Path, str]:
        """The texts as they lie over the files of the disk."""
        return {path: known.source.text for path, known in self._open.items()}


def changed(
    source: Source, changes: Iterable[lsp.TextDocumentContentChangeEvent], positions: Positions
) -> Source:
    """A text after some edits, each of which counts from what the one before has left."""
    for change in changes:
        if isinstance(change, lsp.TextDocumentContentChangePartial):
            _, start, end = positions.span(source, change.range)
            text = source.text[:start] + change.text + source.text[end:]
        else:
            text = change.text
        source = Source(source.path, _joined(text))
    return source


def _joined(text: str) -> str:
    """A text in which two halves that now stand side by side are one character."""
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
