"""Numbers in digits and in words, Russian and English: `duckling.number`, `duckling.ordinal`.

Words add up as long as each is of a smaller order than the one before: `сто двадцать пять` is one number,
`двадцать тридцать` are two. `тысяч`, `млн`, `k` multiply what stands before them. Digits may be grouped by
blanks or by points (`30 000`, `30.000`); a comma or a point before other than three digits begins a fraction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.stems import forms
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.words import Utterance

__all__ = ["Number", "find_numbers", "find_ordinals", "number_at", "ordinal_at"]


class Number(NamedTuple):
    """A number that ends before the token `end`; `plain` where digits alone make it, `digits` how many."""

    value: float
    end: int
    digits: int = 0


_RU = """0 ноль нуль нолик|1 один|2 два двое пара|3 три трое|4 четыре четверо|5 пять пятеро|6 шесть|7 семь
8 восемь|9 девять|10 десять десяток|11 одиннадцать|12 двенадцать дюжина|13 тринадцать|14 четырнадцать
15 пятнадцать|16 шестнадцать|17 семнадцать|18 восемнадцать|19 девятнадцать|20 двадцать|30 тридцать
40 сорок|50 пятьдесят|60 шестьдесят|70 семьдесят|80 восемьдесят|90 девяносто|100 сто сотня|200 двести
300 триста|400 четыреста|500 пятьсот|600 шестьсот|700 семьсот|800 восемьсот|900 девятьсот
1.5 полтора полторы|0.5 половина"""
_EN = """0 zero nil|1 one|2 two couple|3 three|4 four|5 five|6 six|7 seven|8 eight|9 nine|10 ten|11 eleven
12 twelve dozen|13 thirteen|14 fourteen|15 fifteen|16 sixteen|17 seventeen|18 eighteen|19 nineteen
20 twenty|30 thirty|40 forty|50 fifty|60 sixty|70 seventy|80 eighty|90 ninety|0.5 half"""
_RU_ORDINALS = """1 первый|2 второй|3 третий|4 четвертый|5 пятый|6 шестой|7 седьмой|8 восьмой|9 девятый|10 десятый
11 одиннадцатый|12 двенадцатый|13 тринадцатый|14 четырнадцатый|15 пятнадцатый|16 шестнадцатый
17 семнадцатый|18 восемнадцатый|19 девятнадцатый|20 двадцатый|30 тридцатый|40 сороковой|50 пятидесятый
60 шестидесятый|70 семидесятый|80 восьмидесятый|90 девяностый|100 сотый|1000 тысячный"""
_EN_ORDINALS = """1 first|2 second|3 third|4 fourth|5 fifth|6 sixth|7 seventh|8 eighth|9 ninth|10 tenth|11 eleventh
12 twelfth|13 thirteenth|14 fourteenth|15 fifteenth|16 sixteenth|17 seventeenth|18 eighteenth
19 nineteenth|20 twentieth|30 thirtieth|40 fortieth|50 fiftieth|60 sixtieth|70 seventieth|80 eightieth
90 ninetieth|100 hundredth|1000 thousandth"""
_SCALES = """1000 тысяча тыс тыщ тыща к k thousand|1000000 миллион млн mln million лям
1000000000 миллиард млрд billion bln|100 hundred"""


def _table(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in text.replace("\n", "|").split("|"):
        value, *words = line.split()
        found.update((word, float(value)) for word in words)
    return found


_CARDINALS = _table(_RU) | _table(_EN)
_ORDINALS = _table(_RU_ORDINALS) | _table(_EN_ORDINALS)
_SCALE = _table(_SCALES)
_HOMONYMS = frozenset(["семью", "стою", "пару", "семьями"])
"""Word forms that are far more often something else than a number."""

_DIGITS = re.compile(r"[№#$€£]?([+-]?\d+)(?:[-‑](?:х|ти|ми|ю|и|ух|ёх|ех|мя))?[%₽$€£+]?")
_ORDINAL_DIGITS = re.compile(
    r"(\d+)[-‑](?:го|й|я|е|ое|ый|ий|ая|му|ом|ой|ых|ым|ыми|м|ю|ую|th|st|nd|rd)"
)
_ORDINAL_ENDINGS = frozenset("го й я е ый ий ая ое му th st nd rd".split())
_GROUP = re.compile(r"\d{3}")
_MOST_DIGITS = 15
"""Longer runs of digits are no amounts but numbers of cards, contracts and the like; they count all the same."""


def find_numbers(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """All numbers, none inside of another; whole ones are integers."""
    del moment
    return [
        EntityHit(at, number.end, _plain(number.value)) for at, number in _all(utterance, number_at)
    ]


def find_ordinals(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """All ordinals: `пятый`, `двадцать первого`, `5-й`, `3rd`."""
    del moment
    return [
        EntityHit(at, number.end, _plain(number.value))
        for at, number in _all(utterance, ordinal_at)
    ]


def _all(
    utterance: Utterance, read: Callable[[Utterance, int], Number | None]
) -> Iterator[tuple[int, Number]]:
    at = 0
    while at < len(utterance.tokens):
        number = None if utterance.tokens[at].is_punctuation else read(utterance, at)
        if number is None:
            at += 1
        else:
            yield at, number
            at = number.end


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 9)


def number_at(utterance: Utterance, at: int) -> Number | None:
    """The number whose first token is `at`."""
    words = utterance.folded
    if words[at] in ("минус", "minus"):
        found = number_at(utterance, utterance.next_word[at + 1])
        return None if found is None or found.value < 0 else found._replace(value=-found.value)
    found = _simple(utterance, at) or _bare_scale(words[at], at)
    if found is None:
        return None
    total, part, order = 0.0, found.value, _order(found)
    end = found.end
    while True:
        scale = _SCALE.get(_scale_word(words[end]))
        if scale is not None and _joined(utterance, end):
            total, part, order, end = total + part * scale, 0.0, scale, end + 1
            continue
        following = _following(utterance, end)
        step = None if following is None else _simple(utterance, following)
        if step is None or not (0 < step.value < order or _is_half(step, part)):
            break
        later = _SCALE.get(_scale_word(words[step.end]))
        if later is not None and total and later >= order:
            break
        part, order, end = part + step.value, _order(step), step.end
    return Number(total + part, end, found.digits if end == found.end else 0)


def _order(number: Number) -> float:
    """What a further part must be smaller than: after `двадцать` a unit, after `сто` less than a hundred."""
    value = number.value
    if number.digits or value != int(value):
        return 0.0
    if value >= 100:
        return 100.0
    return 10.0 if value >= 20 else 0.0


def _is_half(step: Number, part: float) -> bool:
    return step.value == 0.5 and part == int(part)


def _following(utterance: Utterance, at: int) -> int | None:
    """The next part of a number: the next word, or the one behind `и`, `с`, `and` with a half."""
    words = utterance.folded
    if at >= len(utterance.tokens) or not _joined(utterance, at):
        return None
    if words[at] in ("с", "and", "и", "a") and at + 1 < len(utterance.tokens):
        is_half = _CARDINALS.get(_cardinal_word(words[at + 1])) == 0.5
        if is_half or words[at] in ("and", "и"):
            return at + 1
        return None
    return at


def _joined(utterance: Utterance, at: int) -> bool:
    return at < len(utterance.tokens) and not utterance.tokens[at].is_punctuation


def _simple(utterance: Utterance, at: int) -> Number | None:
    """One word, a compound with a hyphen, or digits."""
    if at >= len(utterance.tokens):
        return None
    word = utterance.folded[at]
    if word[:1].isdigit() or _DIGITS.fullmatch(word):
        return _digits(utterance, at)
    tens, _, unit = word.partition("-")
    if unit and _CARDINALS.get(tens, 0) >= 20 and 0 < _CARDINALS.get(unit, 0) < 10:
        return Number(_CARDINALS[tens] + _CARDINALS[unit], at + 1)
    value = _CARDINALS.get(_cardinal_word(word))
    if value == 0.5:
        return None if word in ("half",) else Number(value, at + 1)
    return None if value is None else Number(value, at + 1)


def _cardinal_word(word: str) -> str:
    if word in _CARDINALS:
        return word
    if word in _HOMONYMS or len(word) < 3:
        return ""
    return next((form for form in forms(word) if form in _CARDINALS), "")


def _scale_word(word: str) -> str:
    if word in _SCALE:
        return word
    if len(word) < 4:
        return ""
    return next((form for form in forms(word) if form in _SCALE), "")


def _bare_scale(word: str, at: int) -> Number | None:
    """`тысяча` by itself is 1000, which `number_at` multiplies by."""
    known = _scale_word(word)
    return Number(1.0, at) if len(known) > 3 else None


def _digits(utterance: Utterance, at: int) -> Number | None:
    """Digits with their groups and their fraction."""
    words, tokens = utterance.folded, utterance.tokens
    found = _DIGITS.fullmatch(words[at])
    if found is None:
        return None
    text, end = found[1], at + 1
    if end < len(tokens) and words[end] in _ORDINAL_ENDINGS and tokens[at].end == tokens[end].start:
        return None
    if 0 < len(text.lstrip("+-")) <= 3:
        text, end = _groups(utterance, text, end)
    inside = at > 1 and words[at - 1] in (",", ".") and tokens[at - 1].end == tokens[at].start
    inside = inside and words[at - 2][-1:].isdigit()
    separated = end + 1 < len(tokens) and tokens[end - 1].end == tokens[end].start and not inside
    if separated and words[end] in (",", ".") and tokens[end].end == tokens[end + 1].start:
        fraction = re.fullmatch(r"(\d+)[%₽$€£]?", words[end + 1])
        more = end + 3 < len(tokens) and words[end + 2] in (".", ":") and words[end + 3].isdigit()
        if fraction is not None and not more:
            return Number(float(f"{text}.{fraction[1]}"), end + 2, len(text))
    return Number(float(int(text)), end, len(text.lstrip("+-")))


def _groups(utterance: Utterance, text: str, end: int) -> tuple[str, int]:
    """Groups of three digits behind blanks, or all behind points."""
    words, tokens = utterance.folded, utterance.tokens
    by_points = end < len(tokens) and words[end] == "." and tokens[end - 1].end == tokens[end].start
    step = 2 if by_points else 1
    while end + step - 1 < len(tokens):
        group = words[end + step - 1]
        point = not by_points or (words[end] == "." and tokens[end].end == tokens[end + 1].start)
        blank = by_points or tokens[end].start == tokens[end - 1].end + 1
        if not (point and blank and _GROUP.fullmatch(group)):
            break
        text, end = text + group, end + step
    return text, end


def ordinal_at(utterance: Utterance, at: int) -> Number | None:
    """The ordinal whose first token is `at`; tens or hundreds may stand before the word that is one."""
    words, tokens = utterance.folded, utterance.tokens
    word = words[at]
    digits = _ORDINAL_DIGITS.fullmatch(word)
    if digits is not None:
        return Number(float(digits[1]), at + 1, len(digits[1]))
    if word.isdigit():
        glued = at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start
        is_ordinal = glued and words[at + 1] in _ORDINAL_ENDINGS
        return Number(float(word), at + 2, len(word)) if is_ordinal else None
    total, order = 0.0, 1000.0
    while at < len(tokens):
        value = _ordinal_value(words[at])
        if value is not None and value < order:
            return Number(total + value, at + 1)
        part = _simple(utterance, at)
        if part is None or part.digits or part.value < 20 or part.value >= order:
            return None
        total, order, at = total + part.value, _order(part), part.end
    return None


def _ordinal_value(word: str) -> float | None:
    tens, _, unit = word.partition("-")
    if unit and tens in _CARDINALS and unit in _ORDINALS:
        return _CARDINALS[tens] + _ORDINALS[unit]
    found = _ORDINALS.get(word)
    if found is None and len(word) > 4:
        found = next((_ORDINALS[form] for form in forms(word) if form in _ORDINALS), None)
    return found
