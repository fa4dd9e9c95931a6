"""Paths that lead nowhere: in reactions, in `fromState` and `toState`; and which state was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from jaicp.project.paths import ROOT, ancestors, parent_path, resolve_path
from jaicp.project.symbols import StateSymbol, TriggerSymbol
from jaicp.project.targets import Target, Way
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Names, Severity

__all__ = ["DeadEnds"]

MOST_COMPARISONS = 20_000
"""Names that unknown ones are compared with, in a whole project: a glance, even at thousands of mistakes."""

_NAMING = ("fromState", "toState")
_DEFERRED = "go"


class DeadEnds:
    """Looks for paths that no state of a project has.

    In a project that is not `complete` the state may well be there, and is only missed. In one that is `torn` a
    mistake may have hidden it: then nothing is said.
    """

    def __init__(self, states: Mapping[str, StateSymbol], complete: bool, torn: bool) -> None:
        self._states = states
        self._complete = complete
        self._torn = torn
        self._comparisons = 0

    def find(
        self, ways: Mapping[str, tuple[Way, ...]], triggers: Iterable[TriggerSymbol]
    ) -> Iterator[Diagnostic]:
        """What leads nowhere of the ways out of states, and of what triggers name."""
        if self._torn:
            return
        states = self._states
        for base, some in ways.items():
            for target, path in some:
                if path not in states:
                    yield self._dead_end(base, target, path)
        for trigger in triggers:
            for name in _NAMING if trigger.node.parameters else ():
                parameter = trigger.node.parameter(name)
                if parameter is not None and parameter.value.text:
                    word = parameter.value
                    path = resolve_path(trigger.owner, word.text)
                    if path not in states:
                        yield self._dead_end(
                            trigger.owner, Target(word.span, word.text, name), path
                        )

    def _dead_end(self, base: str, target: Target, path: str) -> Diagnostic:
        known = self._nearest_state(path, base, target.path)
        related: tuple[Label, ...] = ()
        help_text, fix = "", None
        if known is not None:
            written, symbol = known
            help_text = f"did you mean `{written}`?"
            fix = Fix(f"change it to `{written}`", (Edit(target.span, written),))
            if symbol.name_span is not None:
                related = (Label(symbol.name_span, "the nearest state is defined here"),)
        return Diagnostic(
            code=codes.UNKNOWN_STATE,
            message=f"there is no state `{path}`",
            span=target.span,
            severity=self._severity(target),
            label=f"this `{target.tag}` leads nowhere",
            related=related,
            notes=(*_path_notes(target.path), *self._outcome(target, path)),
            help=help_text,
            fix=fix,
        )

    def _severity(self, target: Target) -> Severity:
        """What fails no turn is a warning: a `fromState` that never holds, a deferred path, which enters nothing.

        An incomplete project may well have the state.
        """
        if target.tag in ("fromState", _DEFERRED) or not self._complete:
            return Severity.WARNING
        return Severity.ERROR

    def _outcome(self, target: Target, path: str) -> tuple[str, ...]:
        """Where a dialogue stands behind a deferred path that leads nowhere."""
        if target.tag != _DEFERRED:
            return ()
        nearest = next(one for one in ancestors(path) if one == ROOT or one in self._states)
        return (f"the dialogue goes on in `{nearest}`, the nearest state above that there is",)

    def _nearest_state(self, path: str, base: str, written: str) -> tuple[str, StateSymbol] | None:
        """How to write the most likely state in place of `written`, and that state."""
        for sibling in (
            parent_path(base) + "/" + written.lstrip("./"),
            ROOT + written.lstrip("./"),
        ):
            if (found := resolve_path(ROOT, sibling)) in self._states and found != ROOT:
                return found, self._states[found]
        found_path = self._by_last_name.get(path.rsplit("/", 1)[-1])
        if self._comparisons < MOST_COMPARISONS:
            self._comparisons += len(self._names)
            found_path = self._names.nearest(path, cutoff=0.75) or found_path
        return None if found_path is None else (found_path, self._states[found_path])

    @cached_property
    def _by_path(self) -> list[str]:
        """The paths of all states and themes that stand in a file; asked for when all are known."""
        return [path for path, symbol in self._states.items() if symbol.name_span is not None]

    @cached_property
    def _names(self) -> Names:
        return Names(self._by_path)

    @cached_property
    def _by_last_name(self) -> dict[str, str]:
        """The first path that ends with a name."""
        return {path.rsplit("/", 1)[-1]: path for path in reversed(self._by_path)}


def _path_notes(written: str) -> tuple[str, ...]:
    if written.startswith("/"):
        return ()
    return ("a path without a leading `/` is counted from the state in which it stands",)
