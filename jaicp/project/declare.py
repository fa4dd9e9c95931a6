"""Scripts to declarations: themes merged, every state at its path, every trigger an edge.

Where a trigger can fire follows the vendor's pages on trigger tags and on switching states: a local tag leads
from the parent of its state, a global one from the root, `fromState` names another source, and `toState` makes
the declaring state the source and leads elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from jaicp.project.paths import ROOT, ancestors, child_path, parent_path, resolve_path
from jaicp.project.symbols import Part, StateSymbol, TriggerSymbol
from jaicp.project.targets import Target, Way, targets_of, ways_from
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity

__all__ = ["BITS_OF_ORDER", "Declarations"]

BITS_OF_ORDER = 24
"""The place of something in its script takes so many bits of its order; the number of the script stands above."""


class Declarations:
    """What some scripts declare: all of a project's, or one by itself.

    `numbers` holds the paths behind which numbers were put, because several states would have them.
    """

    def __init__(self, known_targets: Mapping[ast.State, tuple[Target, ...]]) -> None:
        self.states: dict[str, StateSymbol] = {ROOT: StateSymbol(ROOT, ROOT, 0)}
        self.numbers: dict[str, Iterator[int]] = {}
        self._known_targets = known_targets
        self._base = ROOT
        self._bases: set[str] = set()  # paths at which whole scripts stand
        self._order = count(1)
        self._owned: list[tuple[str, ast.Trigger]] = []
        self._definitions: list[ast.PatternDefinition] = []
        self._problems: list[Diagnostic] = []

    def declare(self, document: ast.Document, base: str, number: int) -> Part:
        """Enter a script, all of it below the path `base`; `number` is its place in load order."""
        self._order = count((number << BITS_OF_ORDER) + 1)
        self._owned, self._definitions, self._problems = [], [], []
        outside = next((node for node in document.body if isinstance(node, ast.State)), None)
        if outside is not None:
            self._outside_theme(outside)
        self._base = self._container(resolve_path(ROOT, base)).path
        self._bases.add(self._base)
        paths = tuple(dict.fromkeys(self._body(self._base, document.body)))
        triggers = (
            _trigger(owner, node, (number << BITS_OF_ORDER) + at)
            for at, (owner, node) in enumerate(self._owned)
        )
        return Part(number, paths, tuple(triggers), tuple(self._definitions), tuple(self._problems))

    def ways(self, symbols: Iterable[StateSymbol]) -> dict[str, tuple[Way, ...]]:
        """Where the reactions of some states lead, by the path of the state."""
        found = {}
        for symbol in symbols:
            named = self._targets(symbol) if symbol.body else ()
            if named:
                found[symbol.path] = ways_from(symbol.path, named)
        return found

    def _targets(self, symbol: StateSymbol) -> tuple[Target, ...]:
        """The paths that the reactions of a state name."""
        if symbol.declaration is not None and not symbol.themes:
            known = self._known_targets.get(symbol.declaration)
            if known is not None and symbol.path not in self._bases:
                return known
        return tuple(targets_of(symbol.body))

    def _body(self, path: str, body: Iterable[ast.Node]) -> Iterator[str]:
        """Enter what stands directly in the state or theme at `path`; that path and all below it."""
        yield path
        pending: list[tuple[str, Iterator[ast.Node]]] = [(path, iter(body))]
        while pending:
            here, nodes = pending[-1]
            said, owned = self.states[here].body, self._owned
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
                self._definitions += node.definitions
        return None

    def _theme(self, node: ast.Theme) -> StateSymbol:
        name = node.name.text
        if name and not name.startswith("/"):
            self._problems.append(
                Diagnostic(
                    code=codes.BAD_THEME_NAME,
                    message="the name of a theme begins with a slash",
                    span=node.name.span,
                    help=f"write `theme: /{name}`",
                    fix=Fix("add the slash", (Edit(node.name.span, "/" + name),)),
                )
            )
        path = resolve_path(self._base, name.lstrip("/"))
        symbol = self._container(path)
        symbol.themes.append(node)
        symbol.modal = symbol.modal or _is_true(node.parameters, "modal")
        return symbol

    def _container(self, path: str) -> StateSymbol:
        """The symbol at `path`, made with its ancestors where it is new."""
        for ancestor in reversed(ancestors(path)):
            if ancestor not in self.states:
                self._add(StateSymbol(ancestor, parent_path(ancestor), next(self._order)))
        return self.states[path]

    def _add(self, symbol: StateSymbol) -> None:
        self.states[symbol.path] = symbol
        self.states[symbol.parent].children.append(symbol.path)

    def _state(self, here: str, node: ast.State) -> str:
        path = self._state_path(here, node)
        symbol = self.states.get(path)
        if symbol is None:
            symbol = StateSymbol(path, here, next(self._order))
            self._add(symbol)
        elif symbol.declaration is not None:
            self._duplicate(node, symbol)
            path = self._free_path(path)
            symbol = StateSymbol(path, here, next(self._order))
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

    # --- messages

    def _outside_theme(self, node: ast.State) -> None:
        self._problems.append(
            Diagnostic(
                code=codes.STATE_OUTSIDE_THEME,
                message="this state stands in no theme",
                span=node.head,
                severity=Severity.WARNING,
                help="put `theme: /` above it and indent it; it is read as a state of that theme",
            )
        )

    def _duplicate(self, node: ast.State, symbol: StateSymbol) -> None:
        assert node.name is not None
        first = symbol.name_span
        related = () if first is None else (Label(first, "the first one is here"),)
        self._problems.append(
            Diagnostic(
                code=codes.DUPLICATE_STATE,
                message=f"there is a second state `{symbol.path}`",
                span=node.name.span,
                related=related,
                help="give one of them another name, or make them one state",
            )
        )


def _trigger(owner: str, node: ast.Trigger, order: int) -> TriggerSymbol:
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


def _is_true(parameters: tuple[ast.Parameter, ...], name: str) -> bool:
    found = ast.find_parameter(parameters, name)
    return found is not None and found.value.text.strip().casefold() == "true"
