"""Sums of money and distances: `duckling.amount-of-money`, `duckling.distance`, each a `value` of a `unit`.

Units are called as the platform's recogniser calls them: `RUB`, `USD`; `metre`, `kilometre`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.numbers import number_at
from jaicp.nlu.system_entities.time_words import TimeText
from jaicp.nlu.words import Utterance

__all__ = ["find_distances", "find_money"]


def _units(text: str) -> dict[str, str]:
    lines = (line.split() for line in text.strip().splitlines())
    return {word: unit for unit, *words in lines for word in words}


_CURRENCIES = _units(
    """
    RUB рубль рублик руб р ₽ rub ruble rouble
    USD доллар бакс $ usd dollar buck
    EUR евро € eur euro
    GBP фунт £ gbp pound
    KZT тенге ₸ kzt tenge
    UAH гривна гривня ₴ uah
    BYN byn
    CNY юань ¥ cny yuan
    """
)
_CENTS = frozenset({"копейка", "коп", "цент", "cent", "пенс"})
_LENGTHS = _units(
    """
    kilometre километр км км. km kilometer kilometre
    metre метр м m meter metre
    centimetre сантиметр см cm centimeter centimetre
    millimetre миллиметр мм mm
    mile миля mile
    foot фут foot feet ft
    inch дюйм inch
    yard ярд yard
    """
)
_SHORT = frozenset({"тыс", "млн", "млрд", "руб", "р", "коп", "км", "м", "см"})
"""Words that are cut short with a point."""

_SIGN = re.compile(r"([$€£₽₸])(\d+)|(\d+)([$€£₽₸])")


def find_money(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Sums of money: `500 рублей`, `$5`, `100₽`, `5 рублей 50 копеек`; also `тысяча рублей`."""
    del moment
    return _amounts(TimeText(utterance), _CURRENCIES)


def find_distances(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Distances: `5 км`, `двести метров`, `3 miles`."""
    del moment
    return _amounts(TimeText(utterance), _LENGTHS)


def _amounts(text: TimeText, units: Mapping[str, str]) -> list[EntityHit]:
    found: list[EntityHit] = []
    at = 0
    while at < text.count:
        one = _signed(text, at, units) or _amount(text, at, units)
        if one is None:
            at += 1
            continue
        value, unit, end = one
        amount = {"value": int(value) if value == int(value) else round(value, 2), "unit": unit}
        found.append(EntityHit(at, end, {"type": "value", **amount}))
        at = end
    return found


Amount = tuple[float, str, int]


def _signed(text: TimeText, at: int, units: Mapping[str, str]) -> Amount | None:
    """`$5`, `5€`: the sign belongs to the token of the digits."""
    if units is not _CURRENCIES or not _SIGN.fullmatch(text.word(at)):
        return None
    sign = next(letter for letter in text.word(at) if letter in units)
    number = number_at(text.utterance, at)
    return None if number is None else (number.value, units[sign], number.end)


def _amount(text: TimeText, at: int, units: Mapping[str, str]) -> Amount | None:
    number = number_at(text.utterance, at) if not text.utterance.tokens[at].is_punctuation else None
    if number is None:
        return None
    behind = number.end
    if text.word(behind) == "." and text.word(behind - 1) in _SHORT:
        behind += 1
    unit = text.look(units, behind)
    if unit is None:
        return None
    value, end = number.value, behind + 1
    end += text.word(end) == "." and text.word(end - 1) in _SHORT and end + 1 < text.count
    cents = number_at(text.utterance, end) if units is _CURRENCIES and end < text.count else None
    if cents is not None and text.look(dict.fromkeys(_CENTS, 1), cents.end) is not None:
        value, end = value + cents.value / 100, cents.end + 1
    return value, unit, end
