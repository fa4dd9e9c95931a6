"""What a linked project is made of: states, triggers, named patterns, by absolute path or name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jaicp.project.config import ProjectConfig
from jaicp.project.data import DataFile
from jaicp.project.files import DiskFiles, Files
from jaicp.project.loader import Unit
from jaicp.project.nlu_files import NluData
from jaicp.project.targets import Way
from jaicp.syntax.ast import Document, Node, PatternDefinition, State, Theme, Trigger
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Span

if TYPE_CHECKING:
    from jaicp.project.modules import ModuleGraph

__all__ = [
    "Links",
    "Part",
    "PatternSymbol",
    "Project",
    "StateSymbol",
    "TriggerSymbol",
    "node_paths",
]


@dataclass(slots=True)
class StateSymbol:
    """A state, or a theme: then `declaration` is None and it can be stood in, but says nothing.

    `body` holds the nodes directly inside, of all declarations with this path, in load order. `order` grows with
    the place at which the path came up first.
    """

    path: str
    parent: str
    order: int
    declaration: State | None = None
    themes: list[Theme] = field(default_factory=list)
    body: list[Node] = field(default_factory=list)
    modal: bool = False
    no_context: bool = False
    children: list[str] = field(default_factory=list)

    @property
    def name_span(self) -> Span | None:
        """Where it is declared: its name, or its tag where it has none."""
        if self.declaration is not None:
            name = self.declaration.name
            return self.declaration.head if name is None else name.span
        return self.themes[0].name.span if self.themes else None


@dataclass(frozen=True, slots=True)
class TriggerSymbol:
    """A trigger as an edge: usable while the dialogue stands in `source` or below, it leads to `target`.

    With `only_here` it is usable in `source` itself alone. `owner` is the state that declares it; `order` grows in
    load order over the whole project.
    """

    node: Trigger
    owner: str
    source: str
    target: str
    only_here: bool
    order: int


@dataclass(frozen=True, slots=True)
class PatternSymbol:
    """A named pattern; a later definition of a name replaces an earlier one."""

    name: str
    definition: PatternDefinition


@dataclass(frozen=True, slots=True)
class Part:
    """What one script declares; `number` is its place in load order.

    `paths` are the states and themes in which something of it stands, `problems` what is wrong with where they
    stand.
    """

    number: int
    paths: tuple[str, ...]
    triggers: tuple[TriggerSymbol, ...]
    definitions: tuple[PatternDefinition, ...]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """How a project was bound together, for whoever binds it again after an edit (`project.relink`).

    As long as edits leave the form of the dialogue as it is, `form` stays the same object, and `wording` as long
    as triggers and named patterns listen to the same besides. Problems are those of the standard module, too.
    """

    form: object
    wording: object
    bases: Mapping[Document, str]
    """The paths below which whole scripts stand, where a `rootTheme` gives one."""
    parts: Mapping[Document, Part]
    dead_ends: tuple[Diagnostic, ...]
    """What leads nowhere."""
    is_numbered: bool
    """Whether states have numbers for names, as where two have the same path."""

    def problems(self) -> Iterator[Diagnostic]:
        """All that is wrong with how scripts are bound together."""
        for part in self.parts.values():
            yield from part.problems
        yield from self.dead_ends


@dataclass(frozen=True, slots=True)
class Project:
    """All files of a project, bound together; `files` is where more of them can be read, such as tests.

    `states` holds the root and the themes too.
    """

    config: ProjectConfig
    units: tuple[Unit, ...]
    documents: tuple[Document, ...]
    states: Mapping[str, StateSymbol]
    triggers: tuple[TriggerSymbol, ...]
    patterns: Mapping[str, PatternSymbol]
    dictionaries: Mapping[str, DataFile]
    complete: bool
    """False where a module could not be found, so that unknown names may well exist."""
    diagnostics: tuple[Diagnostic, ...]
    links: Links
    nlu: NluData = field(default_factory=NluData)
    torn: bool = False
    """Whether a mistake may have hidden a state, so that what seems to be missing may well be there."""
    files: Files = field(default_factory=DiskFiles)
    modules: ModuleGraph | None = None
    """The project's own modules with what they import; None in a project without any."""
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    """Where the reactions of each state lead; states that name no other are left out."""


def node_paths(project: Project) -> dict[Node, str]:
    """The paths of the nodes that declare states and themes."""
    paths: dict[Node, str] = {}
    for symbol in project.states.values():
        if symbol.declaration is not None:
            paths[symbol.declaration] = symbol.path
        for theme in symbol.themes:
            paths[theme] = symbol.path
    return paths
