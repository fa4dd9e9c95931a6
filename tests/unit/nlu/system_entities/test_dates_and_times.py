"""Dates, times and spans, as seen on Friday, 19 June 2020, at five past two in the afternoon."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.dates import (
    find_dates,
    find_durations,
    find_fields,
    find_times_of_day,
)
from jaicp.nlu.system_entities.moment import Moment, time_zone
from jaicp.nlu.words import tokenize

NOW = Moment(datetime(2020, 6, 19, 14, 5, tzinfo=ZoneInfo("Europe/Moscow")), "ru")


def values(hits: list[EntityHit]) -> list[str]:
    return [hit.value["value"].removesuffix("T00:00:00").removesuffix(":00") for hit in hits]


def dates(text: str, now: Moment = NOW) -> list[str]:
    return values(find_dates(tokenize(text), now))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("завтра в 15", "2020-06-20T15:00"),
        ("во вторник", "2020-06-23"),
        ("в пятницу", "2020-06-26"),
        ("в следующий понедельник", "2020-06-22"),
        ("в прошлую среду", "2020-06-10"),
        ("послезавтра в 5 вечера", "2020-06-21T17:00"),
        ("завтра утром в 7 20", "2020-06-20T07:20"),
        ("завтра вечером", "2020-06-20T18:00"),
        ("позавчера", "2020-06-17"),
        ("5 мая", "2021-05-05"),
        ("30 июня", "2020-06-30"),
        ("пятого мая 2021 года", "2021-05-05"),
        ("12.11.2021г", "2021-11-12"),
        ("12.11", "2020-11-12"),
        ("2020-07-01", "2020-07-01"),
        ("5 числа", "2020-07-05"),
        ("29 числа", "2020-06-29"),
        ("17 числа следующего месяца", "2020-07-17"),
        ("в мае", "2021-05-01"),
        ("в 2021 году", "2021-01-01"),
        ("на следующей неделе", "2020-06-22"),
        ("через месяц", "2020-07-19"),
        ("через две недели", "2020-07-03"),
        ("неделю назад", "2020-06-12"),
        ("tomorrow at 5 pm", "2020-06-20T17:00"),
        ("May 5, 2021", "2021-05-05"),
        ("the 5th of May", "2021-05-05"),
        ("the day after tomorrow", "2020-06-21"),
        ("in 3 days", "2020-06-22"),
        ("next week", "2020-06-22"),
    ],
)
def test_dates(text: str, wanted: str):
    assert dates(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("15:30", "2020-06-19T15:30"),
        ("в 15.30", "2020-06-19T15:30"),
        ("в 10 утра", "2020-06-20T10:00"),
        ("в 10 часов 15 минут", "2020-06-19T22:15"),
        ("полпятого", "2020-06-19T16:30"),
        ("20 минут пятого", "2020-06-19T16:20"),
        ("без четверти восемь вечера", "2020-06-19T19:45"),
        ("без пяти пять", "2020-06-19T16:55"),
        ("в полночь", "2020-06-20"),
        ("at noon", "2020-06-20T12:00"),
        ("half past five", "2020-06-19T17:30"),
        ("quarter to six", "2020-06-19T17:45"),
        ("через 2 часа 10 минут", "2020-06-19T16:15"),
        ("через полтора часа", "2020-06-19T15:35"),
        ("часа через три", "2020-06-19T17:05"),
        ("in an hour", "2020-06-19T15:05"),
        ("мне бы удобнее с 11", "2020-06-19T23:00"),
        ("с шести", "2020-06-19T18:00"),
        ("c 19 часов", "2020-06-19T19:00"),  # a Latin c
        ("около 16", "2020-06-19T16:00"),
        ("сегодня в 7", "2020-06-19T19:00"),
        ("сегодня в 2", "2020-06-19T14:00"),
        ("в 2", "2020-06-20T02:00"),
        ("завтра в 7", "2020-06-20T07:00"),
        ("в 12", "2020-06-20"),
        ("5:30", "2020-06-20T05:30"),
        ("from 5", "2020-06-19T17:00"),
    ],
)
def test_times_are_dates_and_times_of_day(text: str, wanted: str):
    assert dates(text) == [wanted]
    assert values(find_times_of_day(tokenize(text), NOW)) == [wanted]


def test_a_date_alone_is_no_time_of_day():
    assert find_times_of_day(tokenize("завтра"), NOW) == []


@pytest.mark.parametrize(
    "text",
    [
        "у меня 5 котов",
        "в 5 магазинах",
        "с 5 друзьями",
        "около 10 рублей",
        "стоит 500 рублей",
        "31 июня",
        "день рождения",
        "мне 30 лет",
    ],
)
def test_what_is_no_date(text: str):
    assert dates(text) == []


def test_english_bots_write_the_month_first():
    assert dates("05/12/2020", Moment(NOW.now, "en")) == ["2020-05-12"]
    assert dates("05/12/2020") == ["2020-12-05"]


def test_a_value_has_its_parts_and_the_moment():
    (hit,) = find_dates(tokenize("завтра в 15:30"), NOW)
    assert hit.value == {
        "value": "2020-06-20T15:30:00",
        "grain": "minute",
        "timestamp": 1592656200000,
        "year": 2020,
        "month": 6,
        "day": 20,
        "hour": 15,
        "minute": 30,
        "second": 0,
    }


def test_what_was_said_without_the_moment_that_it_means():
    fields = [hit.value for hit in find_fields(tokenize("завтра в 15"), NOW)]
    assert fields == [{"days": 1, "hour": 15}]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2 часа 10 минут", (130, "minute", 7800)),
        ("полчаса", (30, "minute", 1800)),
        ("неделю", (1, "week", 604800)),
        ("3 days", (3, "day", 259200)),
    ],
)
def test_durations(text: str, wanted: tuple[int, str, int]):
    (hit,) = find_durations(tokenize(text), NOW)
    assert (hit.value["value"], hit.value["unit"], hit.value["normalized"]["value"]) == wanted


@pytest.mark.parametrize("text", ["день рождения", "в 2021 году", "в 10 часов утра", "час"])
def test_what_is_no_duration(text: str):
    assert find_durations(tokenize(text), NOW) == []


@pytest.mark.parametrize(
    ("name", "hours"),
    [("UTC", 0), ("Europe/Moscow", 3), ("UTC+03:00", 3), ("GMT-5", -5), ("??", 0)],
)
def test_time_zones(name: str, hours: int):
    offset = time_zone(name).utcoffset(datetime(2020, 6, 19))
    assert offset is not None
    assert offset.total_seconds() == hours * 3600


parts = st.sampled_from(
    "завтра в 5 31 июня через два часа без пол пятого 12 . : 2021 года мая на неделю назад at May".split()
)


@given(st.lists(parts, max_size=8).map(" ".join))
def test_any_text_is_read_without_overlaps(text: str):
    utterance = tokenize(text)
    for find in (find_dates, find_times_of_day, find_durations, find_fields):
        end = 0
        for hit in find(utterance, NOW):
            assert end <= hit.start < hit.end <= len(utterance.tokens)
            end = hit.end
