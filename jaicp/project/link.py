"""Documents to project: what scripts declare is bound together, and every path is looked up."""

from __future__ import annotations

from pathlib import Path

from jaicp.project.bind import bound, changed_documents, is_complete, is_torn
from jaicp.project.dead_ends import DeadEnds
from jaicp.project.declare import Declarations
from jaicp.project.documents import Documents
from jaicp.project.files import Files
from jaicp.project.loader import Loaded, load
from jaicp.project.paths import ROOT
from jaicp.project.relink import relink
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
    changed = None if before is None else changed_documents(loaded, before)
    if before is None or changed is None:
        return link(loaded)
    return relink(loaded, before, changed) or splice(loaded, before, changed) or link(loaded)


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
    triggers = (trigger for part in parts.values() for trigger in part.triggers)
    links = Links(
        form=object(),
        wording=object(),
        bases=loaded.bases,
        parts=parts,
        dead_ends=tuple(DeadEnds(declared.states, complete, torn).find(ways, triggers)),
        is_numbered=bool(declared.numbers),
    )
    return bound(loaded, complete, torn, declared.states, ways, links)
