"""The vocabulary of dates and times, Russian and English, and a view on a text that looks words up in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from jaicp.nlu.stems import forms
from jaicp.nlu.system_entities.numbers import number_at, ordinal_at
from jaicp.nlu.words import Utterance

__all__ = ["DAYS", "MONTHS", "NOW", "PARTS", "SHIFTS", "UNITS", "WEEKDAYS", "TimeText"]

_T = TypeVar("_T")


def _numbered(text: str, first: int = 1) -> dict[str, int]:
    lines = enumerate(text.strip().splitlines(), first)
    return {word: number for number, line in lines for word in line.split()}


MONTHS = _numbered(
    """
    январь янв january jan
    февраль фев февр february feb
    март мар march
    апрель апр april apr
    май мая may
    июнь июн june jun
    июль июл july jul
    август авг august aug
    сентябрь сен сент september sept sep
    октябрь окт october oct
    ноябрь ноя нояб november nov
    декабрь дек december dec
    """
)
WEEKDAYS = _numbered(
    """
    понедельник пн monday mon
    вторник вт tuesday tue
    среда ср wednesday wed
    четверг чт thursday thu
    пятница пт friday fri
    суббота сб saturday sat
    воскресенье воскресение вс sunday sun
    """
)
UNITS = {
    word: unit
    for unit, words in {
        "seconds": "секунда секундочка сек second sec",
        "minutes": "минута минутка мин minute min",
        "hours": "час часик часок ч hour hr",
        "days": "день дня дней сутки day",
        "weeks": "неделя неделька week",
        "months": "месяц мес month",
        "years": "год лет года year",
    }.items()
    for word in words.split()
}
DAYS = {
    "сегодня": 0, "сегодняшний": 0, "today": 0, "tonight": 0, "завтра": 1, "завтрашний": 1, "tomorrow": 1,
    "послезавтра": 2, "послепослезавтра": 3, "вчера": -1, "вчерашний": -1, "yesterday": -1, "позавчера": -2,
}  # fmt: skip
NOW = frozenset({"сейчас", "now"})
SHIFTS = {
    "следующий": 1, "будущий": 1, "next": 1, "прошлый": -1, "прошедший": -1, "last": -1, "previous": -1,
    "этот": 0, "текущий": 0, "ближайший": 0, "this": 0, "coming": 0,
}  # fmt: skip
PARTS = {
    "утро": "morning", "утром": "morning", "morning": "morning", "день": "day", "днем": "day", "дня": "day",
    "afternoon": "day", "вечер": "evening", "вечером": "evening", "evening": "evening", "tonight": "evening",
    "ночь": "night", "ночи": "night", "ночью": "night", "night": "night", "am": "am", "pm": "pm",
}  # fmt: skip
"""Parts of the day, which tell an hour before noon from one after it."""


class TimeText:
    """The words of a text, looked up as needed; places count tokens, those behind the end hold nothing."""

    def __init__(self, utterance: Utterance) -> None:
        self.utterance = utterance
        self.words = utterance.folded
        self.count = len(utterance)

    def word(self, at: int) -> str:
        """The folded word at a place."""
        return self.words[at] if 0 <= at < self.count else ""

    def look(self, table: Mapping[str, _T], at: int) -> _T | None:
        """What a table has for the word at a place, as it stands or in one of its forms."""
        word = self.word(at)
        if not word or self.utterance.tokens[at].is_punctuation:
            return None
        if word in table:
            return table[word]
        if word.isascii():
            return table.get(word.removesuffix("s"))
        return next((table[form] for form in sorted(forms(word)) if form in table), None)

    def glued(self, at: int) -> bool:
        """Whether nothing stands between a token and the next one."""
        tokens = self.utterance.tokens
        return at + 1 < self.count and tokens[at].end == tokens[at + 1].start

    def whole(self, at: int) -> tuple[int, int] | None:
        """The whole number at a place and the place behind it; digits stand for themselves, without groups."""
        word = self.word(at)
        if word.isdigit():
            return int(word), at + 1
        if at >= self.count or word[:1].isdigit():
            return None
        number = number_at(self.utterance, at)
        if number is None or number.value != int(number.value) or number.value < 0:
            return None
        return int(number.value), number.end

    def part(self, at: int) -> tuple[float, int] | None:
        """Any number at a place, as `полтора`."""
        number = None if at >= self.count else number_at(self.utterance, at)
        return None if number is None else (number.value, number.end)

    def ordinal(self, at: int) -> tuple[int, int] | None:
        """The ordinal at a place and the place behind it."""
        number = None if at >= self.count else ordinal_at(self.utterance, at)
        return None if number is None else (int(number.value), number.end)
