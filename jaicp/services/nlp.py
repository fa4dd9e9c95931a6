"""`$nlp`: patterns, forms of words.

Matching may meet converters, which are functions of the bot; they cannot be called while the script waits for
us. So an answer may be a question: `{"ticket", "block", "node"}` asks the bridge to run a converter and to come
back with all values so far (`converted`); the match is built again up to the next question, or to its end.

Source: the vendor's pages on `$nlp`.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from jaicp.nlu.aligner import Aligner
from jaicp.nlu.matcher import Match
from jaicp.nlu.parse_tree import NO_VALUE, build_parse_tree
from jaicp.nlu.words import tokenize
from jaicp.script.host import HostError
from jaicp.services.base import Json, as_text, given, not_available, short_text
from jaicp.services.inflection import FormError, agree, describe, inflect, is_known
from jaicp.services.keyboard import fix_layout

__all__ = ["NlpService", "Ranked", "Understanding", "conformed", "inflected"]

MOST_TO_COMPARE = 2000
MOST_OF_EXAMPLES = 50_000
"""Characters of a text that is compared with examples, word by word, and of all of these."""

MOST_TICKETS = 16
"""How many matches may wait for converters at a time: converters may match, too, but not endlessly deep."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rule that matches a text: where it leads to, where it stands (`main.sc:12`), and how well it fits."""

    target: str
    place: str
    pattern: str
    score: float
    match: Match


class Understanding(Protocol):
    """What a bot understands, as the runtime has compiled it."""

    def match(self, pattern: str, text: str) -> Match | None:
        """The match of a pattern that may use the project's names; raises `HostError` for a bad pattern."""

    def rank(self, text: str, state: str) -> Sequence[Ranked]:
        """The rules that match a text in the context of a state, best first; raises `HostError`."""

    def converter(self, key: object) -> int:
        """The number of the block that holds a converter."""


class _Needed(Exception):  # noqa: N818 - a question, not an error
    def __init__(self, key: object, node: dict[str, Any]) -> None:
        self.key = key
        self.node = node


@dataclass(frozen=True, slots=True)
class _Open:
    """A match whose parse tree waits for converters, and what to make of the tree."""

    match: Match
    fields: dict[str, Json]


@dataclass(slots=True)
class NlpService:
    """Answers `$nlp`."""

    understanding: Understanding
    seconds_left: Callable[[], float] = lambda: math.inf
    """How long the scripts of the turn may still take."""

    _open: OrderedDict[int, _Open] = field(default_factory=OrderedDict)
    _last: int = 0

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$nlp.method` asks."""
        found = _METHODS.get(method)
        if found is not None:
            return found(args)
        match method:
            case "matchPatterns":
                return self._match_patterns(args)
            case "match":
                ranked = self._rank(args)
                return self._result(ranked[0].match, _target(ranked[0])) if ranked else None
            case "matchNBest":
                count = int(given(args, 2, 1))
                return [_hypothesis(one) for one in self._rank(args)[:count]]
            case "converted":
                return self._build(int(args[0]), args[1])
        raise not_available("nlp", method)

    def _rank(self, args: list[Json]) -> Sequence[Ranked]:
        return self.understanding.rank(_phrase(args), as_text(given(args, 1, "/")))

    def _match_patterns(self, args: list[Json]) -> Json:
        text, patterns = _phrase(args), _listed(args, "$nlp.matchPatterns")
        best: tuple[Match, int] | None = None
        for number, pattern in enumerate(patterns):
            if self.seconds_left() <= 0:
                raise HostError(
                    "$nlp.matchPatterns: there are more patterns than the turn has time for"
                )
            match = self.understanding.match(as_text(pattern), text)
            if match is not None and (best is None or match.score > best[0].score):
                best = (match, number)
        if best is None:
            return None
        match, number = best
        pattern = as_text(patterns[number])
        fields = {
            "patternId": str(number),
            "weight": match.score,
            **_pattern_fields(pattern, match),
        }
        return self._result(match, fields)

    def _result(self, match: Match, fields: dict[str, Json]) -> Json:
        self._last += 1
        self._open[self._last] = _Open(match, fields)
        if len(self._open) > MOST_TICKETS:
            self._open.popitem(last=False)
        return self._build(self._last, [])

    def _build(self, ticket: int, values: list[Json]) -> Json:
        """The result, or the question for the converter that comes behind those `values` answer.

        A value is a list: empty for `undefined`.
        """
        waiting = self._open.get(ticket)
        if waiting is None:
            raise HostError("$nlp: converters match each other too deeply")
        known = iter(values)

        def convert(key: object, node: dict[str, Any]) -> object:
            try:
                value = next(known)
            except StopIteration:
                raise _Needed(key, node) from None
            return value[0] if value else NO_VALUE

        try:
            tree = build_parse_tree(waiting.match, waiting.match.utterance, convert)
        except _Needed as needed:
            block = self.understanding.converter(needed.key)
            return {"ticket": ticket, "block": block, "node": needed.node}
        del self._open[ticket]
        return {"result": {**waiting.fields, "parseTree": tree}}


def _pattern_fields(pattern: str, match: Match) -> dict[str, Json]:
    return {"pattern": pattern, "effectivePattern": pattern, "score": match.score}


def _target(ranked: Ranked) -> dict[str, Json]:
    return {
        "targetState": ranked.target,
        "patternId": ranked.place,
        "pattern": ranked.pattern,
        "effectivePattern": ranked.pattern,
        "score": ranked.score,
    }


def _hypothesis(ranked: Ranked) -> dict[str, Json]:
    return {"clazz": ranked.target, **_target(ranked)}


def _phrase(args: list[Json]) -> str:
    """The text to be understood; a turn that an event began has none, which reads as an empty one."""
    return short_text([given(args, 0, "")], 0, "$nlp")


def _listed(args: list[Json], method: str) -> list[Json]:
    listed = given(args, 1, [])
    if not isinstance(listed, list):
        raise HostError(f"{method} takes a list as its second argument")
    return listed


def _nearest_example(args: list[Json]) -> Json:
    """`matchExamples`: the phrase that resembles the text most, and how much, from 0 to 1; or None."""
    examples = [as_text(example) for example in _listed(args, "$nlp.matchExamples")]
    if sum(map(len, examples)) > MOST_OF_EXAMPLES:
        raise HostError(
            f"$nlp.matchExamples takes examples of up to {MOST_OF_EXAMPLES} characters together"
        )
    text = short_text([given(args, 0, "")], 0, "$nlp.matchExamples", MOST_TO_COMPARE)
    ranked = Aligner(enumerate(examples)).rank(tokenize(text))
    if not ranked:
        return None
    return {"example": ranked[0].phrase, "weight": ranked[0].weight}


def inflected(args: list[Json]) -> Json:
    """`inflect`: a text in the form that its second argument names; raises `HostError`."""
    text, form = short_text(args, 0, "inflect"), given(args, 1, [])
    names = form if isinstance(form, list) else [form]
    try:
        return inflect(text, [as_text(name) for name in names])
    except FormError as error:
        raise HostError(f"inflect: {error}") from error


def conformed(args: list[Json]) -> Json:
    """`conform`: a text as it stands behind a number; raises `HostError`."""
    number = given(args, 1)
    try:
        return agree(short_text(args, 0, "conform"), float(number))
    except (TypeError, ValueError) as error:
        raise HostError("conform needs a number as argument 2") from error


def _tokens(args: list[Json]) -> Json:
    tokens = tokenize(short_text(args, 0, "$nlp.tokenize")).tokens
    return [token.text for token in tokens if not token.is_punctuation]


_METHODS: dict[str, Callable[[list[Json]], Json]] = {
    "inflect": inflected,
    "matchExamples": _nearest_example,
    "conform": conformed,
    "tokenize": _tokens,
    "parseMorph": lambda args: describe(short_text(args, 0, "$nlp.parseMorph")),
    "checkVocabulary": lambda args: is_known(short_text(args, 0, "$nlp.checkVocabulary")),
    "fixKeyboardLayout": lambda args: fix_layout(short_text(args, 0, "$nlp.fixKeyboardLayout")),
}
