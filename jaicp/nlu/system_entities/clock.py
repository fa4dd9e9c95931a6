"""Times of day in a text: `15:30`, `в 5 вечера`, `полпятого`, `без четверти восемь`, `half past five`, `noon`.

A number alone is a time only behind a preposition (`в 5`, `at 5`) and before nothing that it could count. An hour
up to 12 that is told in words, without a part of the day, may be one of the night or of the day (`IS_OPEN`); one
that is written as on a clock (`5:30`) is taken as it stands.
"""

from __future__ import annotations

from jaicp.nlu.morphology import analyses
from jaicp.nlu.system_entities.time_words import PARTS, UNITS, TimeText

__all__ = ["IS_OPEN", "Fields", "Found", "is_counted", "part_at", "time_at"]

IS_OPEN = "is_open"
"""Among the fields: the hour may be twelve hours later, too."""

Fields = dict[str, int]
"""Parts of a date or a time by their names: `hour`, `minute`; `days` and the like count from now."""

Found = tuple[Fields, int]
"""Fields, and the place behind the words that gave them."""

_BEFORE_HOURS = frozenset(
    "в во к ко на до с c со после около at by from until till around past".split()
)
"""The second `c` is Latin: the two letters are one key, and typed for each other."""

_BEFORE_BARE_HOURS = _BEFORE_HOURS - {"на", "ко", "past", "around"}
_NOON = {"полдень": 12, "noon": 12, "midday": 12, "полночь": 0, "midnight": 0}
_COUNTED = frozenset({"NOUN", "ADJF", "NUMR"})


def time_at(text: TimeText, at: int) -> Found | None:
    """The time of day whose first token is `at`; a preposition belongs to it."""
    for read in (_noon, _half_past, _to, _digital, _hours, _bare_hour):
        found = read(text, at)
        if found is not None:
            return found
    return None


_HOUR_OF_PART = {
    "утро": 8, "утром": 8, "утра": 8, "morning": 8, "днем": 13, "afternoon": 13, "вечер": 18, "вечером": 18,
    "вечера": 18, "evening": 18, "tonight": 18, "ночью": 0, "night": 0,
}  # fmt: skip


def part_at(text: TimeText, at: int) -> Found | None:
    """A part of the day by itself, as in `завтра утром`: the hour at which it begins, unless one is told."""
    begin = at + 1 if text.word(at) in ("с", "на", "к", "in", "по") else at
    begin += text.word(begin) == "the"
    hour = _HOUR_OF_PART.get(text.word(begin))
    return None if hour is None else ({"part": hour}, begin + 1)


def _noon(text: TimeText, at: int) -> Found | None:
    begin = at + 1 if text.word(at) in ("в", "к", "at", "до") else at
    hour = text.look(_NOON, begin)
    return None if hour is None else ({"hour": hour, "minute": 0}, begin + 1)


def _digital(text: TimeText, at: int) -> Found | None:
    """`15:30`, `15:30:10`, and behind a preposition `15.30` and `15 30`."""
    begin = at + 1 if text.word(at) in _BEFORE_HOURS else at
    hour, sign, minute = text.word(begin), text.word(begin + 1), text.word(begin + 2)
    if not (hour.isdigit() and len(hour) <= 2 and int(hour) < 24):
        return None
    end = begin + 3
    is_part = text.look(PARTS, begin + 2) is not None
    if (begin > at or is_part) and sign.isdigit() and len(sign) == 2 and int(sign) < 60:
        minute, end = sign, begin + 2
    elif not (text.glued(begin) and text.glued(begin + 1)) or not (
        sign == ":" or (sign == "." and begin > at)
    ):
        return None
    if not (minute.isdigit() and len(minute) == 2 and int(minute) < 60):
        return None
    fields = {"hour": int(hour), "minute": int(minute)}
    if sign == "." and text.word(end) == "." and text.word(end + 1).isdigit():
        return None
    second = text.word(end + 1)
    if sign == ":" and text.word(end) == ":" and second.isdigit() and int(second) < 60:
        fields["second"], end = int(second), end + 2
    return _with_part(text, fields, end)


def _half_past(text: TimeText, at: int) -> Found | None:
    """`полпятого`, `пол пятого`, `половина пятого`, `четверть пятого`, `20 минут пятого`, `half past five`."""
    begin = at + 1 if text.word(at) in ("в", "к", "at") else at
    word = text.word(begin)
    if word in ("half", "quarter") and text.word(begin + 1) == "past":
        hour = text.whole(begin + 2)
        return _past(text, hour, 30 if word == "half" else 15, 0)
    minutes, behind = 0, begin
    if word.startswith("пол") and word != "полдень":
        rest = text.look(_GENITIVE, begin)
        if rest is not None:
            return _past(text, (rest, begin + 1), 30, -1)
    if word in ("пол", "половина", "половине"):
        minutes, behind = 30, begin + 1
    elif word in ("четверть", "четверти"):
        minutes, behind = 15, begin + 1
    else:
        count = text.whole(begin)
        if count is None or text.look(UNITS, count[1]) != "minutes":
            return None
        minutes, behind = count[0], count[1] + 1
    hour = text.ordinal(behind)
    if hour is None and word == "пол":
        hour = text.whole(behind)
    return _past(text, hour, minutes, -1)


_HOURS_GENITIVE = (
    "первого второго третьего четвертого пятого шестого седьмого восьмого девятого десятого "
    "одиннадцатого двенадцатого"
)
_GENITIVE = {"пол" + word: number for number, word in enumerate(_HOURS_GENITIVE.split(), 1)}


def _past(text: TimeText, hour: tuple[int, int] | None, minutes: int, shift: int) -> Found | None:
    if hour is None or not 1 <= hour[0] <= 12 or minutes >= 60:
        return None
    return _spoken(text, {"hour": (hour[0] + shift) % 24, "minute": minutes}, hour[1])


def _to(text: TimeText, at: int) -> Found | None:
    """`без пяти пять`, `без четверти восемь`, `quarter to six`, `ten to six`."""
    if text.word(at) == "без":
        quarter = text.word(at + 1) == "четверти"
        minutes = (15, at + 2) if quarter else text.whole(at + 1)
        if minutes is None:
            return None
        behind = minutes[1] + (text.look(UNITS, minutes[1]) == "minutes")
        hour = text.whole(behind)
    else:
        quarter = text.word(at) == "quarter"
        minutes = (15, at + 1) if quarter else text.whole(at)
        if minutes is None or text.word(minutes[1]) != "to" or text.word(at).isdigit():
            return None
        hour = text.whole(minutes[1] + 1)
    if hour is None or not 1 <= hour[0] <= 24 or not 0 < minutes[0] < 60:
        return None
    end = hour[1] + (text.look(UNITS, hour[1]) == "hours")
    return _spoken(text, {"hour": (hour[0] - 1) % 24, "minute": 60 - minutes[0]}, end)


def _hours(text: TimeText, at: int) -> Found | None:
    """`в 5 часов 30 минут`, `5 часов вечера`, `в час дня`, `5 o'clock`; or a number with a part of the day."""
    begin = at + 1 if text.word(at) in _BEFORE_HOURS else at
    if text.look(UNITS, begin) == "hours" and (
        begin > at or text.look(PARTS, begin + 1) is not None
    ):
        hour: tuple[int, int] | None = (1, begin)
    else:
        hour = text.whole(begin)
    if hour is None or not 0 <= hour[0] <= 24:
        return None
    fields, end = {"hour": hour[0] % 24}, hour[1]
    if text.look(UNITS, end) == "hours" or text.word(end) in ("o'clock", "oclock"):
        minutes = text.whole(end + 1 + (text.word(end + 1) == "и"))
        end += 1
        if minutes is not None and minutes[0] < 60:
            named = text.look(UNITS, minutes[1]) == "minutes"
            if named or len(text.word(end)) == 2:
                fields["minute"], end = minutes[0], minutes[1] + named
        elif (begin == at and hour[1] > begin) and (
            text.look(PARTS, end) is None and text.word(at - 1) not in _BEFORE_HOURS
        ):
            return None  # `5 часов` by itself lasts so long
        return _spoken(text, fields, end)
    minutes = text.whole(end)
    if minutes is not None and begin > at and minutes[0] < 60 and len(text.word(end)) > 1:
        named_minutes = text.look(UNITS, minutes[1]) == "minutes"
        fields["minute"] = minutes[0]
        return _spoken(text, fields, minutes[1] + named_minutes)
    return _with_part(text, fields, end) if _part(text, end) is not None else None


def _bare_hour(text: TimeText, at: int) -> Found | None:
    """`в 5`, `at 5`, unless something follows that could be counted."""
    if text.word(at) not in _BEFORE_BARE_HOURS:
        return None
    hour = text.whole(at + 1)
    if hour is None or not 0 <= hour[0] <= 24:
        return None
    return None if is_counted(text, hour[1]) else _spoken(text, {"hour": hour[0] % 24}, hour[1])


def is_counted(text: TimeText, at: int) -> bool:
    """Whether what stands at a place could be counted by a number before it."""
    word = text.word(at)
    return word.isdigit() or any(kinds & _COUNTED for kinds in analyses(word))


def _part(text: TimeText, at: int) -> str | None:
    if text.word(at) in ("в", "in") and text.word(at + 1) in ("the", "вечер"):
        return text.look(PARTS, at + 2)
    return text.look(PARTS, at)


def _spoken(text: TimeText, fields: Fields, end: int) -> Found:
    """A time in words: with its part of the day, or open where it has none."""
    is_open = fields["hour"] <= 12 and _part(text, end) is None
    return ({**fields, IS_OPEN: 1}, end) if is_open else _with_part(text, fields, end)


def _with_part(text: TimeText, fields: Fields, end: int) -> Found:
    """Take the part of the day behind a time, and turn the hour to it."""
    named = _part(text, end)
    if named is None:
        return fields, end
    hour = fields["hour"]
    if named in ("evening", "day", "pm") and hour < 12 and not (named == "day" and hour > 7):
        fields["hour"] = hour + 12
    elif named in ("night", "morning", "am") and hour == 12:
        fields["hour"] = 0
    elif named == "night" and 8 <= hour < 12:
        fields["hour"] = hour + 12
    skipped = 3 if text.word(end) == "in" else 1
    return fields, end + skipped
