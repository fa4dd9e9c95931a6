"""Names of people and places by their analyses: `pymorphy.*` and `mystem.*`.

A word of the dictionary counts if its likeliest analysis bears the grammeme; of surnames and patronymics unknown
ones count too, by their endings, and first names that are unknown count with a capital behind the first word.
Common words that are also names (`надежда`, `роман`) count there as well, and where they are all that was said, as
in answer to `what is your name`. The value is the word in the nominative with a capital. Both libraries name the
same things here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.morphology import analyses, is_known, named_form
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.words import Utterance

__all__ = ["BY_WORD", "find_marked"]

Find = Callable[[Utterance, Moment], list[EntityHit]]

_OF_PERSONS = frozenset({"Name", "Surn", "Patr"})
_OPEN = frozenset({"Surn", "Patr"})

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


def _one_person(parsed: Sequence[frozenset[str]]) -> Sequence[frozenset[str]]:
    """Analyses that speak of one person; only the likeliest where that is some part of a person's name.

    `Иванов` is a surname, and not a genitive of several people called Иван.
    """
    if parsed and parsed[0] & _OF_PERSONS and "plur" not in parsed[0]:
        return parsed[:1]
    return [grammemes for grammemes in parsed if "plur" not in grammemes]


def _marked(utterance: Utterance, grammeme: str) -> Iterator[EntityHit]:
    alone = grammeme in _OF_PERSONS and len(utterance.words()) == 1
    for at, token in enumerate(utterance.tokens):
        if token.is_punctuation or token.text.isdigit():
            continue
        has_capital = token.text[:1].isupper() and at > 0
        is_open = grammeme in _OPEN or (grammeme == "Name" and has_capital)
        known = is_known(token.folded)
        if not known and not is_open:
            continue
        parsed = analyses(token.folded)
        any_of_them = known and (alone or has_capital)
        likely: Sequence[frozenset[str]] = parsed if any_of_them else parsed[:1]
        if grammeme in _OF_PERSONS:
            likely = _one_person(likely)
        if any(grammeme in grammemes for grammemes in likely):
            yield EntityHit(at, at + 1, named_form(token.folded, grammeme))
