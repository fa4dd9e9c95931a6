"""Names of people and places by their analyses: `pymorphy.*` and `mystem.*`.

A word counts if its likeliest analysis bears the grammeme. Common words that are also names (`надежда`,
`роман`) count with a capital behind the first word, and where they are all that was said, as in answer to `what
is your name`. The value is the word in the nominative with a capital. Both libraries name the same things here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.morphology import analyses, named_form
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.words import Utterance

__all__ = ["BY_WORD", "find_marked"]

Find = Callable[[Utterance, Moment], list[EntityHit]]

_OF_PERSONS = frozenset({"Name", "Surn", "Patr"})

BY_WORD: dict[str, str] = {
    "pymorphy.name": "Name",
    "pymorphy.surn": "Surn",
    "pymorphy.patr": "Patr",
    "pymorphy.geox": "Geox",
    "pymorphy.orgn": "Orgn",
    "pymorphy.abbr": "Abbr",
    "mystem.persn": "Name",
    "mystem.famn": "Surn",
    "mystem.patrn": "Patr",
    "mystem.geo": "Geox",
}
"""Entities that are words with a grammeme of the Russian dictionary."""


def find_marked(grammeme: str) -> Find:
    """A recogniser of words with a grammeme."""

    def find(utterance: Utterance, moment: Moment) -> list[EntityHit]:
        del moment
        return list(_marked(utterance, grammeme))

    return find


def _marked(utterance: Utterance, grammeme: str) -> Iterator[EntityHit]:
    alone = grammeme in _OF_PERSONS and len(utterance.words()) == 1
    for at, token in enumerate(utterance.tokens):
        if token.is_punctuation or token.text.isdigit():
            continue
        parsed = analyses(token.folded)
        likely = parsed if alone or (token.text[:1].isupper() and at > 0) else parsed[:1]
        if any(grammeme in grammemes for grammemes in likely):
            yield EntityHit(at, at + 1, named_form(token.folded, grammeme))
