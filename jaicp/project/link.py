"""Documents to project: themes merged, every state at its path, every trigger an edge, every target looked up.

Where a trigger can fire follows the vendor's pages on trigger tags and on switching states: a local tag leads
from the parent of its state, a global one from the root, `fromState` names another source, and `toState` makes
the declaring state the source and leads elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count
from pathlib import Path

from jaicp.project.documents import Documents
from jaicp.project.files import Files
from jaicp.project.loader import Loaded, load
from jaicp.project.paths import ROOT, ancestors, child_path, parent_path, resolve_path
from jaicp.project.relink import dictionaries_of, is_complete, is_torn, of_project, relink
from jaicp.project.symbols import Links, PatternSymbol, Project, StateSymbol, TriggerSymbol
from jaicp.project.targets import Target, targets_of
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.collector import paused_collector
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity, nearest
from jaicp.text.source import Span

__all__ = ["link", "load_project"]

MOST_COMPARISONS = 20_000
"""Names that unknown ones are compared with, in a whole project: some half a second of work."""


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
    again = None if before is None else relink(loaded, before)
    return again or link(loaded)


def link(loaded: Loaded) -> Project:
    """Bind the files of a project together; what leads nowhere is among the diagnostics."""
    linker = _Linker(loaded)
    paths: dict[ast.Document, tuple[str, ...]] = {}
    triggers: dict[ast.Document, range] = {}
    for document in loaded.documents:
        begin = len(linker.owned)
        paths[document] = linker.declare(document, loaded.bases.get(document, ROOT))
        triggers[document] = range(begin, len(linker.owned))
    linker.bind_triggers()
    linker.check_targets()
    return Project(
        config=loaded.config,
        units=tuple(loaded.units),
        documents=tuple(loaded.documents),
        states=linker.states,
        triggers=tuple(linker.triggers),
        patterns=linker.patterns,
        dictionaries=dictionaries_of(loaded),
        complete=linker.complete,
        diagnostics=(*loaded.diagnostics, *of_project(loaded, linker.problems)),
        nlu=loaded.nlu,
        torn=linker.torn,
        files=loaded.files,
        targets=linker.targets,
        links=Links(object(), object(), loaded.bases, paths, triggers, tuple(linker.problems)),
    )


class _Linker:
    def __init__(self, loaded: Loaded) -> None:
        self.torn = is_torn(loaded)
        self.complete = is_complete(loaded) and not self.torn
        self.base = ROOT
        self.states: dict[str, StateSymbol] = {ROOT: StateSymbol(ROOT, ROOT, 0)}
        self.owned: list[tuple[str, ast.Trigger]] = []
        self.triggers: list[TriggerSymbol] = []
        self.patterns: dict[str, PatternSymbol] = {}
        self.problems: list[Diagnostic] = []
        self.outside: set[Path] = set()
        self.comparisons = 0
        self.targets: dict[str, tuple[Target, ...]] = {}
        self.known_targets = loaded.targets
        self.bases: set[str] = set()  # paths at which whole scripts stand
        self.order = count(1)
        self.numbers: dict[str, Iterator[int]] = {}  # behind paths that several states would have

    # --- declarations

    def declare(self, document: ast.Document, base: str) -> tuple[str, ...]:
        """Enter a script, all of it below the path `base`; the paths at which something of it stands."""
        for node in document.body:
            if isinstance(node, ast.State):
                self._outside_theme(node)
        self.base = self._container(resolve_path(ROOT, base)).path
        self.bases.add(self.base)
        return tuple(dict.fromkeys(self._body(self.base, document.body)))

    def _body(self, path: str, body: Iterable[ast.Node]) -> Iterator[str]:
        """Enter what stands directly in the state or theme at `path`; that path and all below it."""
        yield path
        pending: list[tuple[str, Iterator[ast.Node]]] = [(path, iter(body))]
        while pending:
            here, nodes = pending[-1]
            said, owned = self.states[here].body, self.owned
            for node in nodes:
                if isinstance(node, ast.Reaction):  # what there is most of comes first
                    said.append(node)
                elif isinstance(node, ast.Trigger):
                    owned.append((here, node))
                elif (inside := self._enter(here, node)) is not None:
                    pending.append(inside)
                    yield inside[0]
                    break
            else:
                pending.pop()

    def _enter(self, here: str, node: ast.Node) -> tuple[str, Iterator[ast.Node]] | None:
        """Enter something else than a reaction or a trigger; what stands in it and at which path."""
        match node:
            case ast.State():
                return self._state(here, node), iter(node.body)
            case ast.Theme():
                return self._theme(node).path, iter(node.body)
            case ast.Unknown():
                return here, iter(node.body)
            case ast.Patterns():
                for definition in node.definitions:
                    name = definition.name.text
                    self.patterns[name] = PatternSymbol(name, definition)
        return None

    def _theme(self, node: ast.Theme) -> StateSymbol:
        name = node.name.text
        if name and not name.startswith("/"):
            self._report(
                codes.BAD_THEME_NAME, node.name.span, "the name of a theme begins with a slash",
                help_text=f"write `theme: /{name}`",
                fix=Fix("add the slash", (Edit(node.name.span, "/" + name),)),
            )  # fmt: skip
        path = resolve_path(self.base, name.lstrip("/"))
        symbol = self._container(path)
        symbol.themes.append(node)
        symbol.modal = symbol.modal or _is_true(node.parameters, "modal")
        return symbol

    def _container(self, path: str) -> StateSymbol:
        """The symbol at `path`, made with its ancestors where it is new."""
        for ancestor in reversed(ancestors(path)):
            if ancestor not in self.states:
                self._add(StateSymbol(ancestor, parent_path(ancestor), next(self.order)))
        return self.states[path]

    def _add(self, symbol: StateSymbol) -> None:
        self.states[symbol.path] = symbol
        self.states[symbol.parent].children.append(symbol.path)

    def _state(self, here: str, node: ast.State) -> str:
        path = self._state_path(here, node)
        symbol = self.states.get(path)
        if symbol is None:
            symbol = StateSymbol(path, here, next(self.order))
            self._add(symbol)
        elif symbol.declaration is not None:
            self._duplicate(node, symbol)
            path = self._free_path(path)
            symbol = StateSymbol(path, here, next(self.order))
            self._add(symbol)
        symbol.declaration = node
        if node.parameters:
            symbol.modal = symbol.modal or _is_true(node.parameters, "modal")
            symbol.no_context = _is_true(node.parameters, "noContext")
        return path

    def _state_path(self, here: str, node: ast.State) -> str:
        if node.name is None:
            return self._free_path(child_path(here, "nameless"))
        path = child_path(here, node.name.text)
        return path if path != here else self._free_path(child_path(here, "nameless"))

    def _free_path(self, path: str) -> str:
        """`path` with the first number behind it that is not taken: such a state cannot be addressed."""
        numbers = self.numbers.setdefault(path, count(1))
        return next(free for number in numbers if (free := f"{path} {number}") not in self.states)

    # --- triggers

    def bind_triggers(self) -> None:
        for order, (owner, node) in enumerate(self.owned):
            self.triggers.append(self._trigger(owner, node, order))

    def _trigger(self, owner: str, node: ast.Trigger, order: int) -> TriggerSymbol:
        source = ROOT if node.is_global else parent_path(owner)
        if not node.parameters:
            return TriggerSymbol(node, owner, source, owner, False, order)
        target = owner
        from_state, to_state = node.parameter("fromState"), node.parameter("toState")
        if to_state is not None:
            target = resolve_path(owner, to_state.value.text)
            source = ROOT if node.is_global else owner
        if from_state is not None:
            source = resolve_path(owner, from_state.value.text)
        only_here = _is_true(node.parameters, "onlyThisState")
        return TriggerSymbol(node, owner, source, target, only_here, order)

    # --- targets

    def check_targets(self) -> None:
        for path, symbol in self.states.items():
            named = self._targets(symbol) if symbol.body else ()
            if named:
                self.targets[path] = named
            for target in named:
                self._check_target(path, target)
        for owner, node in self.owned:
            for name in ("fromState", "toState") if node.parameters else ():
                parameter = node.parameter(name)
                if parameter is not None and parameter.value.text:
                    word = parameter.value
                    self._check_target(owner, Target(word.span, word.text, name))

    def _targets(self, symbol: StateSymbol) -> tuple[Target, ...]:
        """The paths that the reactions of a state name."""
        if symbol.declaration is not None and not symbol.themes:
            is_whole = symbol.path not in self.bases
            known = self.known_targets.get(symbol.declaration)
            if known is not None and is_whole:
                return known
        return tuple(targets_of(symbol.body))

    def _check_target(self, base: str, target: Target) -> None:
        path = resolve_path(base, target.path)
        if path in self.states or self.torn:
            return
        known = self._nearest_state(path, base, target.path)
        related: tuple[Label, ...] = ()
        help_text, fix = "", None
        if known is not None:
            written, symbol = known
            help_text = f"did you mean `{written}`?"
            fix = Fix(f"change it to `{written}`", (Edit(target.span, written),))
            if symbol.name_span is not None:
                related = (Label(symbol.name_span, "the nearest state is defined here"),)
        message = f"there is no state `{path}`"
        self.problems.append(
            Diagnostic(
                code=codes.UNKNOWN_STATE,
                message=message,
                span=target.span,
                severity=self._severity(target),
                label=f"this `{target.tag}` leads nowhere",
                related=related,
                notes=_path_notes(path, target.path),
                help=help_text,
                fix=fix,
            )
        )

    def _severity(self, target: Target) -> Severity:
        """A dead `fromState` only never fires, and an incomplete project may well have the state."""
        if target.tag == "fromState" or not self.complete:
            return Severity.WARNING
        return Severity.ERROR

    def _nearest_state(self, path: str, base: str, written: str) -> tuple[str, StateSymbol] | None:
        """How to write the most likely state in place of `written`, and that state."""
        for sibling in (
            parent_path(base) + "/" + written.lstrip("./"),
            ROOT + written.lstrip("./"),
        ):
            if (found := resolve_path(ROOT, sibling)) in self.states and found != ROOT:
                return found, self.states[found]
        found_path = self._by_last_name.get(path.rsplit("/", 1)[-1])
        if self.comparisons < MOST_COMPARISONS:
            self.comparisons += len(self._by_path)
            found_path = nearest(path, self._by_path, cutoff=0.75) or found_path
        return None if found_path is None else (found_path, self.states[found_path])

    @cached_property
    def _by_path(self) -> list[str]:
        """The paths of all states and themes that stand in a file; asked for when all are known."""
        return [path for path, symbol in self.states.items() if symbol.name_span is not None]

    @cached_property
    def _by_last_name(self) -> dict[str, str]:
        """The first path that ends with a name."""
        return {path.rsplit("/", 1)[-1]: path for path in reversed(self._by_path)}

    # --- messages

    def _outside_theme(self, node: ast.State) -> None:
        path = node.span.source.path
        if path in self.outside:
            return
        self.outside.add(path)
        self._report(
            codes.STATE_OUTSIDE_THEME,
            node.head,
            "this state stands in no theme",
            severity=Severity.WARNING,
            help_text="put `theme: /` above it and indent it; it is read as a state of that theme",
        )

    def _duplicate(self, node: ast.State, symbol: StateSymbol) -> None:
        assert node.name is not None
        first = symbol.name_span
        related = () if first is None else (Label(first, "the first one is here"),)
        self.problems.append(
            Diagnostic(
                code=codes.DUPLICATE_STATE,
                message=f"there is a second state `{symbol.path}`",
                span=node.name.span,
                related=related,
                help="give one of them another name, or make them one state",
            )
        )

    def _report(
        self,
        code: codes.Code,
        span: Span,
        message: str,
        *,
        severity: Severity = Severity.ERROR,
        help_text: str = "",
        fix: Fix | None = None,
    ) -> None:
        self.problems.append(
            Diagnostic(
                code=code, message=message, span=span, severity=severity, help=help_text, fix=fix
            )
        )


def _path_notes(path: str, written: str) -> tuple[str, ...]:
    if written.startswith("/"):
        return ()
    return ("a path without a leading `/` is counted from the state in which it stands",)


def _is_true(parameters: tuple[ast.Parameter, ...], name: str) -> bool:
    found = ast.find_parameter(parameters, name)
    return found is not None and found.value.text.strip().casefold() == "true"
