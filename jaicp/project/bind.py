"""What all ways of linking share: what has changed since, and the project that declarations are bound to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from jaicp.project.data import DataFile
from jaicp.project.loader import Loaded
from jaicp.project.standard import hides, is_partial
from jaicp.project.symbols import Links, Part, PatternSymbol, Project, StateSymbol
from jaicp.project.targets import Way
from jaicp.syntax.ast import Document
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic

__all__ = ["Changed", "bound", "changed_documents", "is_complete", "is_torn"]

Changed = Mapping[Document, Document]
"""The scripts that an edit has changed, each with its new tree."""


def bound(
    loaded: Loaded,
    complete: bool,
    torn: bool,
    states: Mapping[str, StateSymbol],
    ways: Mapping[str, tuple[Way, ...]],
    links: Links,
) -> Project:
    """The project of some files, once it is known what they declare and where that leads."""
    return Project(
        config=loaded.config,
        units=tuple(loaded.units),
        documents=tuple(loaded.documents),
        states=states,
        triggers=tuple(chain.from_iterable(part.triggers for part in links.parts.values())),
        patterns=_patterns(links.parts.values()),
        dictionaries=_dictionaries(loaded),
        complete=complete,
        diagnostics=(*loaded.diagnostics, *_of_project(loaded, links.problems())),
        links=links,
        nlu=loaded.nlu,
        torn=torn,
        files=loaded.files,
        modules=loaded.modules,
        ways=ways,
    )


def changed_documents(loaded: Loaded, before: Project) -> Changed | None:
    """The scripts that are not what they were; None where something else has changed, or files came or went."""
    if not _is_alike(loaded, before) or len(loaded.documents) != len(before.documents):
        return None
    changed = {}
    for old, new in zip(before.documents, loaded.documents, strict=True):
        if before.links.bases.get(old, "") != loaded.bases.get(new, ""):
            return None
        if old is not new:
            if old.source.path != new.source.path:
                return None
            changed[old] = new
    return changed


def _is_alike(loaded: Loaded, before: Project) -> bool:
    """Whether a project is the same, what its scripts say aside."""
    old, new = before.config, loaded.config
    if old.root != new.root or (old.source is None) != (new.source is None):
        return False
    if old.source is not None and new.source is not None and old.source.text != new.source.text:
        return False
    if list(_dictionaries(loaded)) != list(before.dictionaries):
        return False
    torn = is_torn(loaded)
    return before.torn is torn and before.complete is (is_complete(loaded) and not torn)


def is_complete(loaded: Loaded) -> bool:
    """Whether no file is missing that may define states, patterns or functions."""
    partial = any(is_partial(document.source.path) for document in loaded.documents)
    return not loaded.unresolved and not partial


def _dictionaries(loaded: Loaded) -> dict[str, DataFile]:
    """The data of a project that has a name; of two with one name the earlier.

    Source: the common library's own tests, which require a small list of cities under the name of the large one,
    and expect cities that only the large one has.
    """
    found: dict[str, DataFile] = {}
    for unit in loaded.units:
        if isinstance(unit, DataFile) and unit.name:
            found.setdefault(unit.name, unit)
    return found


def _patterns(parts: Iterable[Part]) -> dict[str, PatternSymbol]:
    """The named patterns of all scripts; of two with one name the later."""
    found = {}
    for part in parts:
        for definition in part.definitions:
            name = definition.name.text
            found[name] = PatternSymbol(name, definition)
    return found


def is_torn(loaded: Loaded) -> bool:
    """Whether a mistake may have hidden a state or theme."""
    return any(_hides_a_state(diagnostic) for diagnostic in loaded.diagnostics)


def _hides_a_state(diagnostic: Diagnostic) -> bool:
    """Whether a mistake may have hidden a state or theme, so that ways to it would seem to lead nowhere.

    That is one mistake, and it is told already.
    """
    source, start, _ = diagnostic.span
    number = source.location(start).line
    line = source.line_text(number)
    if diagnostic.code is codes.UNKNOWN_TAG:
        # with a fix it has been read as the tag that was meant
        below = source.line_text(number + 1) if number < len(source.line_starts) else ""
        return diagnostic.fix is None and _blanks(below) > _blanks(line)
    is_torn = diagnostic.code in (codes.NOT_A_TAG, codes.MISSING_VALUE)
    return is_torn and line.lstrip().startswith(("state", "theme"))


def _blanks(line: str) -> int:
    return len(line) - len(line.lstrip())


def _of_project(loaded: Loaded, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The problems that are not those of the standard module."""
    config = loaded.config
    yield from (one for one in problems if not hides(config, one.span.source.path))
