"""JC312 shadowed-pattern, JC313 ambiguous-patterns: patterns of one scope that fit the same texts equally well.

Triggers with the same source are usable at the same time and equally near, so only their scores decide, then the
number of their `*`, then their order. What a pattern scores depends on the plain sequences that it stands for
(`jaicp.nlu.forms`): if a preferred pattern has all of them, too, the other one never wins. If it has some of them,
there is a text that fits both in full; it is tried on the real matchers before anybody is told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from jaicp.check.pattern_world import PatternWorld, pattern_world
from jaicp.check.rule import CheckContext, Rule
from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.forms import Form, forms_of, lone_stars, words_in
from jaicp.nlu.matcher import MatchLimit
from jaicp.nlu.words import fold, tokenize
from jaicp.project.standard import hides
from jaicp.project.symbols import Project, TriggerSymbol
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import PatternNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Label, Severity

__all__ = ["Rivals"]

MOST_RIVALS = 8
"""With how many of the patterns that have a sequence in common with it each is compared."""

_Rival = tuple[TriggerSymbol, ast.PatternText]

_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Contender:
    """A trigger with its pattern; of equal scores the lesser `rank` wins. Last in it is the place in the scope."""

    trigger: TriggerSymbol
    pattern: ast.PatternText
    forms: frozenset[Form]
    rank: tuple[int, int]

    def is_there_with(self, other: _Contender) -> bool:
        """Whether this one can be used wherever the other can."""
        return other.trigger.only_here or not self.trigger.only_here


class Rivals(Rule):
    """Everything is known from the triggers of the linked project."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The triggers with patterns, by the state that they are usable in."""
        project, world = ctx.project, pattern_world(ctx)
        judge = _Judge(project, world)
        known: dict[str, _Judged] = world.kept.get(Rivals, {})
        kept: dict[str, _Judged] = {}
        world.kept[Rivals] = kept
        for source, parts in _scopes(project, judge).items():
            if sum(len(part.rivals) for part in parts) > 1:
                rivals = [*chain.from_iterable(part.rivals for part in parts)]
                key = tuple(part.key for part in parts)
                names = frozenset[str]().union(*(part.names for part in parts))
                before = known.get(source)
                if before and before.key == key and world.stand_since(names, before.number):
                    found = before.found
                else:
                    found = list(judge.rivals(judge.contenders(rivals)))
                kept[source] = _Judged(key, world.now, found)
                yield from _told(rivals, found, project)


_Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _InScope:
    """The patterns of one script that can be used in a state, and what verdicts on them depend on."""

    rivals: tuple[_Rival, ...]
    key: _Key
    names: frozenset[str]


_ByScope = dict[str, _InScope]


def _scopes(project: Project, judge: _Judge) -> dict[str, list[_InScope]]:
    """The triggers with patterns by the state that they are usable in, script by script."""
    kept = judge.world.kept
    modal, known = kept.get(_InScope, (None, {}))
    if modal != judge.modal:
        known = {}
    again: dict[ast.Document, tuple[object, _ByScope]] = {}
    scopes: dict[str, list[_InScope]] = {}
    for document, part in project.links.parts.items():
        before = known.get(document)
        if before is None or before[0] is not part.triggers:
            before = (part.triggers, _scopes_of(part.triggers, judge))
        again[document] = before
        for source, some in before[1].items():
            scopes.setdefault(source, []).append(some)
    kept[_InScope] = (judge.modal, again)
    return scopes


def _scopes_of(triggers: Iterable[TriggerSymbol], judge: _Judge) -> _ByScope:
    found: dict[str, list[_Rival]] = {}
    for trigger in triggers:
        if isinstance(trigger.node, ast.PatternTrigger):
            found.setdefault(trigger.source, []).append((trigger, trigger.node.pattern))
    return {
        source: _InScope(tuple(some), judge.key(some), judge.names(some))
        for source, some in found.items()
    }


@dataclass(frozen=True, slots=True)
class _Verdict:
    """Of the triggers of a scope, counted from 0, the winner is as good as `one`: for one text, or for all."""

    one: int
    winner: int
    text: str | None


@dataclass(frozen=True, slots=True)
class _Judged:
    """The verdicts on a scope, what they depend on, and the last change of names for which they count."""

    key: _Key
    number: int
    found: list[_Verdict]


def _told(
    triggers: list[_Rival], verdicts: Iterable[_Verdict], project: Project
) -> Iterator[Diagnostic]:
    """What is said of verdicts; what the standard module does is no matter of the project's authors."""
    for verdict in verdicts:
        one, winner = triggers[verdict.one], triggers[verdict.winner]
        if hides(project.config, one[1].span.source.path):
            continue
        if verdict.text is None:
            yield _shadowed(one, winner)
        else:
            yield _equal(one, winner, verdict.text)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text)))


def _forms(text: str) -> tuple[frozenset[Form], int]:
    """What a pattern is compared by, and the number of its `*`."""
    forms = forms_of(text)
    if forms is None:  # only the very same pattern is known to be as good
        forms = frozenset({(("whole", _BLANKS.sub(" ", fold(text).strip())),)})
    return forms, lone_stars(text)


def _fitting(world: PatternWorld, pattern: str) -> dict[str, bool]:
    """The texts that were tried on a pattern so far."""
    del world, pattern
    return {}


class _Judge:
    """Compares the patterns of one scope after the other."""

    def __init__(self, project: Project, world: PatternWorld) -> None:
        self.world = world
        self.modal = frozenset(path for path, one in project.states.items() if one.modal)

    def key(self, triggers: list[_Rival]) -> _Key:
        """What the verdicts on some triggers depend on, the names in their patterns aside."""
        modal = self.modal
        return tuple(
            (pattern.text, one.target, one.only_here, one.target in modal)
            for one, pattern in triggers
        )

    def names(self, triggers: list[_Rival]) -> frozenset[str]:
        """The named patterns of which the patterns speak."""
        names_in = self.world.names_in
        return frozenset(chain.from_iterable(names_in(pattern.text) for _, pattern in triggers))

    def contenders(self, triggers: list[_Rival]) -> list[_Contender]:
        """Those that may have a rival: some word of theirs, if they have any, occurs in another one as well."""
        words = [self.world.of(_words, pattern.text) for _, pattern in triggers]
        counts = Counter(chain.from_iterable(words))
        shared = {word for word, count in counts.items() if count > 1}
        found = []
        for place, own in enumerate(words):
            if not own or not shared.isdisjoint(own):
                trigger, pattern = triggers[place]
                forms, stars = self.world.of(_forms, pattern.text)
                found.append(_Contender(trigger, pattern, forms, (stars, place)))
        return found

    def rivals(self, contenders: list[_Contender]) -> Iterator[_Verdict]:
        """What is to be said about the patterns of one scope."""
        by_form: dict[Form, list[_Contender]] = {}
        for one in sorted(contenders, key=lambda one: one.rank):
            for form in one.forms:
                by_form.setdefault(form, []).append(one)
        told = _repeated(contenders)
        for one in contenders:
            if one in told:
                continue
            modal = self._is_modal(one.trigger.target)
            shared = [by_form[form] for form in one.forms if len(by_form[form]) > 1]
            if not shared:
                continue
            winner = None
            if len(shared) == len(one.forms):
                winner = self._shadowing(one, min(shared, key=len))
            if winner is not None and (_same_target(one, winner) or not modal):
                yield _Verdict(one.rank[1], winner.rank[1], None)
            elif not modal:
                yield from self._ambiguous(one, by_form)

    def _shadowing(self, one: _Contender, rivals: list[_Contender]) -> _Contender | None:
        """A pattern that is as good as this one for every text, and that goes first."""
        for rival in _before(one, rivals):
            if not rival.is_there_with(one) or not one.forms <= rival.forms:
                continue
            if _same_target(one, rival) and one.forms != rival.forms:
                continue
            if self._root(rival) is not None:
                return rival
        return None

    def _root(self, one: _Contender) -> PatternNode | None:
        """The tree of a pattern; None where it can match nothing."""
        root = self.world.parsed(one.pattern.text).root
        return None if root is None or self.world.table.problems_of(root) else root

    def _is_modal(self, path: str) -> bool:
        """Whether a state, when the dialogue stands in it, leaves of its parent only what leads to itself."""
        return path in self.modal

    def _ambiguous(
        self, one: _Contender, by_form: dict[Form, list[_Contender]]
    ) -> Iterator[_Verdict]:
        for form in sorted(one.forms, key=repr):
            words = words_in(form)
            if not words or len(by_form[form]) < 2:
                continue
            for rival in _before(one, by_form[form]):
                if _same_target(one, rival) or not rival.is_there_with(one):
                    continue
                text = " ".join(words)
                if self._fits(one, text) and self._fits(rival, text):
                    yield _Verdict(one.rank[1], rival.rank[1], text)
                    return

    def _fits(self, one: _Contender, text: str) -> bool:
        """Whether a text fits a pattern in full."""
        tried = self.world.with_names(_fitting, one.pattern.text)
        if text not in tried:
            tried[text] = self._fits_now(one, text)
        return tried[text]

    def _fits_now(self, one: _Contender, text: str) -> bool:
        root = self._root(one)
        if root is None:
            return False
        try:
            match = compile_pattern(root, self.world.table).match(tokenize(text))
        except MatchLimit:
            return False
        return match is not None and match.score == 1


def _repeated(contenders: Iterable[_Contender]) -> set[_Contender]:
    """Those whose very text stood before: that is the matter of JC403."""
    first: dict[str, _Contender] = {}
    found = set()
    for one in contenders:
        other = first.setdefault(" ".join(one.pattern.text.split()), one)
        if other is not one and other.is_there_with(one):
            found.add(one)
    return found


def _same_target(one: _Contender, other: _Contender) -> bool:
    return one.trigger.target == other.trigger.target


def _before(one: _Contender, rivals: Iterable[_Contender]) -> list[_Contender]:
    """The first of those that are preferred to this one."""
    found: list[_Contender] = []
    for rival in rivals:
        if rival.rank >= one.rank or len(found) == MOST_RIVALS:
            break
        found.append(rival)
    return found


def _shadowed(one: _Rival, winner: _Rival) -> Diagnostic:
    if one[0].target == winner[0].target:
        message = "this state has the same pattern already"
    else:
        message = f"this pattern never wins: `{winner[0].target}` fits the same texts as well"
    return Diagnostic(
        code=codes.SHADOWED_PATTERN,
        message=message,
        span=one[1].span,
        severity=Severity.WARNING,
        related=(_there(winner),),
        help="remove it, or name something that only this state is about",
    )


def _equal(one: _Rival, winner: _Rival, text: str) -> Diagnostic:
    return Diagnostic(
        code=codes.AMBIGUOUS_PATTERNS,
        message=f"`{text}` fits this pattern and that of `{winner[0].target}` equally well",
        span=one[1].span,
        severity=Severity.WARNING,
        label=f"for this text `{winner[0].target}` is entered",
        related=(_there(winner),),
        help="let only one of them name it",
    )


def _there(winner: _Rival) -> Label:
    return Label(winner[1].span, "this one goes first")
