"""Rules that an edit concerns only if it changes the form of the dialogue (`jaicp.project.form`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from jaicp.check.dialogue import DialogueFlow, is_broken
from jaicp.check.patterns import PatternLinks
from jaicp.check.rivals import Rivals
from jaicp.check.rule import CheckContext, Rule
from jaicp.check.triggers import DuplicateTrigger
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.shift import Shift, moved
from jaicp.text.source import Source

__all__ = ["BY_FORM", "FoundByForm"]

BY_FORM = frozenset({DialogueFlow, DuplicateTrigger, PatternLinks, Rivals})
"""They look at nothing but the form, what triggers listen to, and the states that texts mention."""

_WHATEVER_IS_SAID = frozenset({DialogueFlow})
"""Those of them to which it is all one what triggers listen to."""


class FoundByForm:
    """What rules on the whole dialogue have found, for as long as edits leave its form as it is."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._wording: object = None
        self._sources: dict[Path, Source] = {}
        self._found: dict[type[Rule], list[Diagnostic]] = {}

    def begin(self, ctx: CheckContext) -> None:
        """Forget what does not hold any more, and move the rest to its places in the newest texts."""
        project = ctx.project
        wording = project.links.wording
        key = (project.links.form, ctx.mentions(), is_broken(project))
        sources = {one.source.path: one.source for one in project.documents}
        if key != self._key:
            self._found = {}
        elif wording is not self._wording:
            self._found = {
                rule: found for rule, found in self._found.items() if rule in _WHATEVER_IS_SAID
            }
        known = self._sources.items()
        shifts = [
            Shift(old, sources[path]) for path, old in known if sources.get(path) not in (old, None)
        ]
        again = {rule: moved(found, shifts) for rule, found in self._found.items()}
        self._found = {rule: found for rule, found in again.items() if found is not None}
        self._key, self._wording, self._sources = key, wording, sources

    def finish(self, rule: Rule, ctx: CheckContext) -> Iterable[Diagnostic]:
        """What a rule finds in the end; asked only where that is not known."""
        kind = type(rule)
        if kind not in BY_FORM:
            return rule.finish(ctx)
        if kind not in self._found:
            self._found[kind] = list(rule.finish(ctx))
        return self._found[kind]
