"""Amounts of money, distances, temperatures, volumes, quantities: each a `value` of a `unit`.

Units are called as the platform's recogniser calls them: `RUB`, `USD`; `metre`, `kilometre`; `degree`, `celsius`;
`litre`; `gram`, which it counts kilograms in, too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.numbers import number_at
from jaicp.nlu.system_entities.time_words import TimeText
from jaicp.nlu.words import Utterance

__all__ = [
    "find_distances",
    "find_money",
    "find_quantities",
    "find_temperatures",
    "find_volumes",
]


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
_VOLUMES = _units(
    """
    litre литр л литрушка litre liter l
    millilitre миллилитр мл millilitre milliliter ml
    hectolitre гектолитр гл hectolitre hl
    gallon галлон gallon gal
    """
)
_QUANTITIES = _units(
    """
    gram грамм гр г gram gramme g
    kilogram килограмм килограм кило кг kilogram kilo kg
    milligram миллиграмм мг milligram mg
    tonne тонна т ton tonne
    pound фунт pound lb lbs
    ounce унция ounce oz
    cup чашка cup
    tablespoon tablespoon tbsp
    teaspoon teaspoon tsp
    pint пинта pint
    quart кварта quart
    """
)
_GRAMS = {"kilogram": 1000.0, "milligram": 0.001, "tonne": 1_000_000.0}
"""Units that the platform's recogniser turns into grams."""
_DEGREES = _units(
    """
    degree градус градусов degree °
    celsius °c °с ℃
    fahrenheit °f ℉
    """
)
_SCALES = _units(
    """
    celsius c с цельсий celsius centigrade
    fahrenheit f ф фаренгейт fahrenheit
    """
)
_BELOW = frozenset({"минус", "minus", "-", "−"})
_BELOW_ZERO = (("мороз",), ("ниже", "ноль"), ("ниже", "нуль"), ("below", "zero"))
_SIGNED_DEGREE = re.compile(r"([-−+]?\d+(?:[.,]\d+)?)[°º]([cсfф]?)")
_SHORT = frozenset("тыс млн млрд руб р коп км м см л мл кг г гр мг т".split())
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


def find_volumes(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Volumes: `2 литра`, `полтора литра`, `250 ml`."""
    del moment
    return _amounts(TimeText(utterance), _VOLUMES)


def find_quantities(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Weights and measures of a kitchen: `200 г`, `полкило` aside `2 кг`, which is 2000 grams, `3 cups`."""
    del moment
    found = _amounts(TimeText(utterance), _QUANTITIES)
    return [hit._replace(value=_in_grams(hit.value)) for hit in found]


def _in_grams(amount: Any) -> dict[str, object]:
    factor = _GRAMS.get(amount["unit"])
    if factor is None:
        return dict(amount)
    return {**amount, "value": _rounded(amount["value"] * factor), "unit": "gram"}


def find_temperatures(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Temperatures: `20 градусов`, `минус 5`, `30°C`, `10 градусов мороза`, `70 degrees Fahrenheit`."""
    del moment
    text, found, at = TimeText(utterance), list[EntityHit](), 0
    while at < text.count:
        hit = _temperature(text, at)
        if hit is None:
            at += 1
        else:
            found.append(hit)
            at = hit.end
    return found


def _temperature(text: TimeText, at: int) -> EntityHit | None:
    glued = _SIGNED_DEGREE.fullmatch(text.word(at))
    if glued is not None:
        value = float(glued[1].replace("−", "-").replace(",", "."))
        unit = _SCALES.get(glued[2], "degree")
        return EntityHit(at, at + 1, {"type": "value", "value": _rounded(value), "unit": unit})
    below = text.word(at) in _BELOW
    number = number_at(text.utterance, at + below) if at + below < text.count else None
    if number is None:
        return None
    named = text.look(_DEGREES, number.end)
    if named is None and text.word(number.end) not in ("°", "º"):
        return None
    unit, end = named or "degree", number.end + 1
    by = text.word(end) == "по"
    scale = text.look(_SCALES, end + by)
    if unit == "degree" and scale is not None:
        unit, end = scale, end + by + 1
    value = -number.value if below else number.value
    for words in _BELOW_ZERO:
        if all(text.look({word: 1}, end + place) for place, word in enumerate(words)):
            value, end = -abs(value), end + len(words)
    return EntityHit(at, end, {"type": "value", "value": _rounded(value), "unit": unit})


def _rounded(value: float) -> float | int:
    return int(value) if value == int(value) else round(value, 2)


def _amounts(text: TimeText, units: Mapping[str, str]) -> list[EntityHit]:
    found: list[EntityHit] = []
    at = 0
    while at < text.count:
        one = _signed(text, at, units) or _amount(text, at, units)
        if one is None:
            at += 1
            continue
        value, unit, end = one
        found.append(EntityHit(at, end, {"type": "value", "value": _rounded(value), "unit": unit}))
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
