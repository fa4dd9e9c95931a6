"""Documents to project: what scripts declare is bound together, and every path is looked up."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from jaicp.project.dead_ends import DeadEnds
from jaicp.project.declare import Declarations
from jaicp.project.documents import Documents
from jaicp.project.files import Files
from jaicp.project.loader import Loaded, load
from jaicp.project.paths import ROOT
from jaicp.project.relink import (
    dictionaries_of,
    is_complete,
    is_torn,
    of_project,
    patterns_of,
    relink,
)
from jaicp.project.splice import splice
from jaicp.project.symbols import Links, Project
from jaicp.text.collector import paused_collector

__all__ = ["link", "load_project"]


@paused_collector()
def load_project(
    path: Path,
    files: Files | None = None,
    documents: Documents | None = None,
    before: Project | None = None,
) -> Project:
    """Load and link the project at `path`; scripts that `documents` knows are not parsed again.

    From the same project as it was `before` is kept what an edit has left as it is.
    """
    loaded = load(path, files, documents)
    again = None if before is None else (relink(loaded, before) or splice(loaded, before))
    return again or link(loaded)


def link(loaded: Loaded) -> Project:
    """Bind the files of a project together; what leads nowhere is among the diagnostics."""
    declared = Declarations(loaded.targets)
    parts = {
        document: declared.declare(document, loaded.bases.get(document, ROOT), number)
        for number, document in enumerate(loaded.documents)
    }
    torn = is_torn(loaded)
    complete = is_complete(loaded) and not torn
    ways = declared.ways(declared.states.values())
    triggers = tuple(chain.from_iterable(part.triggers for part in parts.values()))
    links = Links(
        form=object(),
        wording=object(),
        bases=loaded.bases,
        parts=parts,
        dead_ends=tuple(DeadEnds(declared.states, complete, torn).find(ways, triggers)),
        is_numbered=bool(declared.numbers),
    )
    return Project(
        config=loaded.config,
        units=tuple(loaded.units),
        documents=tuple(loaded.documents),
        states=declared.states,
        triggers=triggers,
        patterns=patterns_of(parts.values()),
        dictionaries=dictionaries_of(loaded),
        complete=complete,
        diagnostics=(*loaded.diagnostics, *of_project(loaded, links.problems())),
        nlu=loaded.nlu,
        torn=torn,
        files=loaded.files,
        ways=ways,
        links=links,
    )
