"""The bots of an editor: where a file belongs, and what is known of each bot.

A `Bot` is worked on by two threads: one checks it as a whole, the other the file that is edited. What everybody
else looks at is its `snapshot`, which is a value.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from jaicp.check.checker import Checked, CheckOptions, FileRules, Memory
from jaicp.check.checker import check as check_project
from jaicp.check.suppressions import without_allowed
from jaicp.lsp.files import DiskMemory, OverlaidFiles
from jaicp.project.documents import Documents, Script
from jaicp.project.link import load_project
from jaicp.project.symbols import Project, node_paths
from jaicp.syntax.ast import Document, EventTrigger, Node
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, sort_diagnostics
from jaicp.text.shift import shifted
from jaicp.text.source import Source, Span

__all__ = ["Bot", "FileFound", "Snapshot", "find_home"]

CONFIG = "chatbot.yaml"
Texts = Mapping[Path, str]
_Made = TypeVar("_Made")


def find_home(path: Path, texts: Texts) -> Path | None:
    """The bot that a file belongs to: the nearest folder above with a `chatbot.yaml`, else a script by itself.

    None for a file that belongs to no bot, such as any `.xml`.
    """
    for folder in path.parents:
        config = folder / CONFIG
        if config in texts or config.is_file():
            return folder
    return path if path.suffix == ".sc" else None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A bot as it was linked from the files and open texts of one moment.

    `documents` are its scripts by their files, `paths` the paths of the nodes that are states and themes.
    """

    project: Project
    generation: int
    documents: Mapping[Path, Document]
    paths: Mapping[Node, str]
    cache: dict[str, object] = field(default_factory=dict, compare=False)
    """What features have found out about this very snapshot, by their own keys."""

    def kept(self, key: str, make: Callable[[Snapshot], _Made]) -> _Made:
        """What a feature makes of this snapshot, made once."""
        if key not in self.cache:
            self.cache[key] = make(self)
        return cast("_Made", self.cache[key])

    def places(self, document: Document) -> list[tuple[Span, str]]:
        """The states and themes of a script: where each begins, and its path."""
        found: list[tuple[Span, str]] = []
        part = self.project.links.parts.get(document)
        for path in () if part is None else part.paths:
            symbol = self.project.states[path]
            nodes: list[Node] = [*symbol.themes]
            if symbol.declaration is not None:
                nodes.append(symbol.declaration)
            source = document.source
            found += [(node.span, path) for node in nodes if node.span.source is source]
        return found

    def events(self) -> set[str]:
        """The events that the scripts of the bot listen to."""
        return self.kept("events", _events)

    def sources(self) -> Iterator[Source]:
        """The files that take part, each once; the configuration too."""
        seen: set[Path] = set()
        config = self.project.config.source
        units = (unit.source for unit in self.project.units if hasattr(unit, "source"))
        for source in (*units, *(() if config is None else (config,))):
            if source.path not in seen:
                seen.add(source.path)
                yield source


def _events(snapshot: Snapshot) -> set[str]:
    nodes = (trigger.node for trigger in snapshot.project.triggers)
    return {node.event.text.strip() for node in nodes if isinstance(node, EventTrigger)}


@dataclass(frozen=True, slots=True)
class FileFound:
    """What is told of one file, and the text that it was found in."""

    source: Source
    diagnostics: tuple[Diagnostic, ...]


class Bot:
    """One bot: its trees, what was found out before, and the last snapshot.

    `generation` counts the changes that were made to its files; whoever works on an older one may stop.
    """

    def __init__(self, home: Path, checkpoint: Callable[[], None]) -> None:
        self.home = home
        self.generation = 0
        self.snapshot: Snapshot | None = None
        self.options = CheckOptions()
        self.published: set[Path] = set()
        """Files for which the editor shows something."""
        self.opened: frozenset[Path] = frozenset()
        """Its files that are open in the editor."""
        self._checkpoint = checkpoint
        self._disk = DiskMemory()
        self._documents = Documents()
        self._memory = Memory(checkpoint)
        self._file_rules = FileRules(Memory())
        self._is_settled = False
        self._carried: dict[Path, FileFound] = {}
        """What rules on the whole project have found in each file."""

    @property
    def is_current(self) -> bool:
        """Whether nothing has changed since the snapshot."""
        return self.snapshot is not None and self.snapshot.generation == self.generation

    def told(self, found: Iterable[FileFound]) -> list[FileFound]:
        """What was found, and nothing for the files of which something was told before."""
        found = list(found)
        before = self.published - {one.source.path for one in found}
        self.published = {one.source.path for one in found if one.diagnostics}
        return [*found, *(FileFound(Source(path, ""), ()) for path in sorted(before))]

    # --- the thread that checks bots

    def link(self, texts: Texts, generation: int) -> Snapshot:
        """Read and link the bot; raises `OSError` where it is not there any more."""
        files = OverlaidFiles(self._disk, texts, self._checkpoint)
        before = None if self.snapshot is None else self.snapshot.project
        project = load_project(self.home, files, self._documents, before)
        files.checkpoint = _go_on  # from here on others read from them as well
        documents = {document.source.path: document for document in project.documents}
        return Snapshot(project, generation, documents, node_paths(project))

    def check(self, snapshot: Snapshot) -> list[FileFound]:
        """All that is wrong with the bot, by file; files in which nothing is found any more are among them."""
        checked = check_project(snapshot.project, self.options, self._memory)
        if not self._is_settled:
            gc.freeze()  # what is there will mostly stay: the collector need not look at it again
            self._is_settled = True
        by_file: dict[Source, list[Diagnostic]] = {}
        for one in checked.diagnostics:
            by_file.setdefault(one.span.source, []).append(one)
        self._carry(checked, by_file)
        self._documents.keep({*self.opened, *(one.path for one in snapshot.sources())})
        found = [FileFound(source, tuple(some)) for source, some in by_file.items()]
        told = {source.path for source in by_file}
        found += [FileFound(one, ()) for one in snapshot.sources() if one.path not in told]
        return found

    # --- the thread that checks files

    def check_file(self, source: Source) -> FileFound:
        """What is wrong with a script in its newest text: what it shows itself, anew, and what the last check of
        the whole bot has found in it besides."""
        script = self._documents.read(source)
        source = script.document.source
        found = self._own(script)
        told = [
            one for one in without_allowed(found, [source]) if one.code is not codes.USELESS_ALLOW
        ]
        carried = self._carried.get(source.path)
        if carried is not None:
            told += shifted(carried.diagnostics, carried.source, source)
        kept = [one for one in told if self.options.wants(one)]
        return FileFound(source, tuple(_unique(sort_diagnostics(kept))))

    def script(self, source: Source) -> Script:
        """The tree of a script; the one that is known where the text is the same."""
        return self._documents.read(source)

    def _own(self, script: Script) -> list[Diagnostic]:
        snapshot = self.snapshot
        if snapshot is None:
            return list(script.diagnostics)
        return [
            *script.diagnostics,
            *self._file_rules.find(script.document, snapshot.project),
        ]

    def _carry(self, checked: Checked, by_file: Mapping[Source, list[Diagnostic]]) -> None:
        """Keep what only the whole project shows."""
        carried: dict[Path, FileFound] = {}
        for document in checked.project.documents:
            told = by_file.get(document.source)
            if told is None:
                continue
            own = set(map(_key, self._memory.found.get(document, ())))
            own |= set(map(_key, self._documents.read(document.source).diagnostics))
            rest = tuple(one for one in told if _key(one) not in own)
            if rest:
                carried[document.source.path] = FileFound(document.source, rest)
        self._carried = carried


def _go_on() -> None:
    """A checkpoint that lets everything pass."""


def _key(one: Diagnostic) -> tuple[object, ...]:
    return one.code, one.span, one.message


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    seen = set()
    for one in diagnostics:
        if _key(one) not in seen:
            seen.add(_key(one))
            yield one
