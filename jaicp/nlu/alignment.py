"""How well a text fits one training phrase: words are paired, and what the pairs weigh is added up.

A pair counts its weight (how much the word tells, see `aligner`) times how well the two match (the same word,
another form of it, almost the same letters, an entity in the place of a word), times a factor for the length of
the run of neighbouring pairs in which it stands. The sum is divided by the weight of the longer side, so that
neither a text nor a phrase with much besides scores high. The kinds of matches, the runs and the names of these
settings follow the vendor's page on the advanced settings of its classifier; figures are not the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from jaicp.nlu.phrases import Element, TextWords

__all__ = ["Alignment", "Match", "Pair", "StsSettings", "align"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StsSettings:
    """`stsSettings` of an NLU project, as far as they have a meaning here; defaults are the vendor's."""

    exact_match: float = 1.0
    lemma_match: float = 0.95
    jaccard_match: float = 0.5
    jaccard_match_threshold: float = 0.82
    pattern_match: float = 1.0
    word_sequence_1: float = 0.8
    word_sequence_2: float = 0.9
    word_sequence_3: float = 1.0
    idf_shift: float = 0.0
    idf_multiplier: float = 1.0

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> StsSettings:
        """The settings in an NLU project; what is no number keeps its default."""
        found: dict[str, float] = {}
        for each in fields(cls):
            head, *rest = each.name.split("_")
            value = data.get(head + "".join(part.capitalize() for part in rest))
            if isinstance(value, int | float) and not isinstance(value, bool):
                found[each.name] = float(value)
        return cls(**found)

    def run(self, length: int) -> float:
        """The factor for a run of so many neighbouring pairs."""
        return (self.word_sequence_1, self.word_sequence_2, self.word_sequence_3)[
            min(length, 3) - 1
        ]


class Match(NamedTuple):
    """How well two words match; `kind` is `exact`, `lemma`, `letters`, `root` or `entity`."""

    kind: str
    quality: float


class Pair(NamedTuple):
    """The words from `start` up to `end` of the text stand for the element of the phrase with that number."""

    start: int
    end: int
    element: int
    match: Match
    weight: float
    run: float = 1.0

    @property
    def score(self) -> float:
        """What the pair adds."""
        return self.weight * self.match.quality * self.run


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs between a text and a phrase; `weight` is from 0 to 1."""

    pairs: tuple[Pair, ...]
    text_weight: float
    phrase_weight: float

    @property
    def weight(self) -> float:
        """The sum of the pairs by the weight of the longer side."""
        longer = max(self.text_weight, self.phrase_weight)
        return min(sum(pair.score for pair in self.pairs) / longer, 1.0) if longer > 0 else 0.0


def align(
    text: TextWords,
    text_weights: Sequence[float],
    phrase: Sequence[Element],
    phrase_weights: Sequence[float],
    matches: Mapping[str, Sequence[tuple[int, Match]]],
    settings: StsSettings,
) -> Alignment:
    """Pair the words of a text with the elements of a phrase, the best pairs first.

    `matches` are, for each word of a phrase, the places of the text that match it and how well they do.
    Of equally good pairs those count first whose words stand at the same distance from the beginning.
    """
    possible = _entity_pairs(text, phrase, phrase_weights, settings)
    for element, (part, weight) in enumerate(zip(phrase, phrase_weights, strict=True)):
        if part.is_entity:
            continue
        for at, match in matches.get(part.text, ()):
            common = min(weight, text_weights[at])
            possible.append(Pair(at, at + 1, element, match, common))
    possible.sort(key=lambda pair: (-pair.score, abs(pair.start - pair.element), pair.start))
    chosen: list[Pair] = []
    taken = [False] * len(text.words)
    used = [False] * len(phrase)
    for pair in possible:
        if not used[pair.element] and not any(taken[pair.start : pair.end]):
            used[pair.element] = True
            taken[pair.start : pair.end] = [True] * (pair.end - pair.start)
            chosen.append(pair)
    chosen.sort(key=lambda pair: pair.start)
    total = sum(text_weights)
    for pair in chosen:
        if pair.match.kind == "entity":
            total += pair.weight - sum(text_weights[pair.start : pair.end])
    whole = len(chosen) == len(phrase) or all(taken)
    runs = _with_runs(chosen, settings, whole)
    return Alignment(runs, total, sum(phrase_weights))


def _entity_pairs(
    text: TextWords,
    phrase: Sequence[Element],
    phrase_weights: Sequence[float],
    settings: StsSettings,
) -> list[Pair]:
    return [
        Pair(
            span.start,
            span.end,
            element,
            Match("entity", settings.pattern_match),
            phrase_weights[element],
        )
        for element, part in enumerate(phrase)
        if part.is_entity
        for span in text.spans
        if span.name == part.text
    ]


def _with_runs(pairs: Sequence[Pair], settings: StsSettings, whole: bool) -> tuple[Pair, ...]:
    """Each pair with the factor of its run; a run that is all of the text or of the phrase loses nothing."""
    found: list[Pair] = []
    run: list[Pair] = []
    for pair in [*pairs, None]:
        neighbour = (
            run and pair and pair.start == run[-1].end and pair.element == run[-1].element + 1
        )
        if run and not neighbour:
            factor = 1.0 if whole and len(run) == len(pairs) else settings.run(len(run))
            found += [each._replace(run=factor) for each in run]
            run = []
        if pair is not None:
            run.append(pair)
    return tuple(found)
