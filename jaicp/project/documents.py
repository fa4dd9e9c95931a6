"""Scripts as they were parsed, kept for whoever loads a project again and again.

What is kept counts only for the very text that it was made of, so nothing has to be told about changes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from jaicp.project.files import Files, decoded, not_readable
from jaicp.project.targets import Target, targets_of
from jaicp.syntax.ast import Document, Init, Reaction, Require, State, Unknown, walk
from jaicp.syntax.parse import parse
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

__all__ = ["Documents", "Script"]

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Script:
    """A parsed file: its tree, what is wrong with its syntax, and what the loader looks for in it."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    requires: tuple[Require, ...]
    inits: tuple[Init, ...]
    targets: Mapping[State, tuple[Target, ...]]
    """The paths that states name in their own reactions, as far as nothing unknown stands among these."""


class Documents:
    """What was last read from each path."""

    def __init__(self) -> None:
        self._known: dict[Path, Script] = {}
        self._resolved: dict[Path, Path] = {}
        self._made: dict[Path, dict[tuple[object, ...], tuple[Source, Any]]] = {}
        self._texts: dict[Path, tuple[bytes, Source, Diagnostic | None]] = {}

    def text(self, files: Files, path: Path) -> tuple[Source, Diagnostic | None]:
        """The text of a file as `read_source` gives it; the same object as before where its bytes are the same."""
        try:
            data = files.read(path)
        except OSError as error:
            return not_readable(path, error)
        known = self._texts.get(path)
        if known is None or known[0] != data:
            known = self._texts[path] = (data, *decoded(path, data))
        return known[1:]

    def read(self, source: Source) -> Script:
        """The script in `source`, or the same object as before where the text is the same."""
        known = self._known.get(source.path)
        if known is None or known.document.source.text != source.text:
            known = self._known[source.path] = _read(source)
        return known

    def made(
        self, source: Source, settings: tuple[object, ...], make: Callable[[], _Made]
    ) -> _Made:
        """What is made of a text with some settings; made again only if it is another text."""
        table = self._made.setdefault(source.path, {})
        known = table.get(settings)
        if known is None or known[0] is not source:
            known = table[settings] = (source, make())
        made: _Made = known[1]
        return made

    def keep(self, paths: Container[Path]) -> None:
        """Forget what was read from all other paths."""
        tables: tuple[dict[Path, Any], ...] = (self._known, self._texts, self._made)
        for table in tables:
            for path in [path for path in list(table) if path not in paths]:
                del table[path]

    def resolve(self, path: Path) -> Path:
        """Where a file really lies; a link that is changed later counts as what it was."""
        known = self._resolved.get(path)
        if known is None:
            known = self._resolved[path] = path.resolve()
        return known


def _read(source: Source) -> Script:
    parsed = parse(source)
    document = parsed.document
    requires = tuple(node for node in document.body if isinstance(node, Require))
    inits: list[Init] = []
    targets: dict[State, tuple[Target, ...]] = {}
    for node in walk(document):
        if isinstance(node, Init):
            inits.append(node)
        elif isinstance(node, State) and not any(isinstance(one, Unknown) for one in node.body):
            targets[node] = tuple(targets_of(one for one in node.body if isinstance(one, Reaction)))
    return Script(document, parsed.diagnostics, requires, tuple(inits), targets)
