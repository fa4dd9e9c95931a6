"""Words that are told by their letters: `pymorphy.numb`, `pymorphy.intg`, `pymorphy.romn`, `pymorphy.latn`."""

from __future__ import annotations

import re

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.words import Utterance

__all__ = ["find_integers", "find_latin", "find_numerals", "find_roman"]

_ROMAN = re.compile(r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’-]*")
_NUMERAL = re.compile(r"[+-]?\d+")


def _words(utterance: Utterance, fits: re.Pattern[str]) -> list[EntityHit]:
    return [
        EntityHit(at, at + 1, token.text)
        for at, token in enumerate(utterance.tokens)
        if fits.fullmatch(token.text)
    ]


def find_roman(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Roman numerals in capitals."""
    del moment
    return _words(utterance, _ROMAN)


def find_latin(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Words in Latin letters; Roman numerals are none."""
    del moment
    return [hit for hit in _words(utterance, _LATIN) if not _ROMAN.fullmatch(str(hit.value))]


def find_numerals(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Numbers in digits, also with a fraction behind a comma or a point."""
    whole = find_integers(utterance, moment)
    found: list[EntityHit] = []
    for hit in whole:
        if found and _is_fraction(utterance, found[-1], hit):
            before = found.pop()
            found.append(EntityHit(before.start, hit.end, f"{before.value}.{hit.value}"))
        else:
            found.append(hit)
    return found


def _is_fraction(utterance: Utterance, before: EntityHit, hit: EntityHit) -> bool:
    tokens = utterance.tokens
    if hit.start != before.end + 1 or tokens[before.end].text not in ",.":
        return False
    return tokens[before.end - 1].end + 1 == tokens[hit.start].start


def find_integers(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Whole numbers in digits."""
    del moment
    return _words(utterance, _NUMERAL)
