"""Numbers and ordinals in digits and words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.numbers import find_numbers, find_ordinals
from jaicp.nlu.words import tokenize

NOW = Moment(datetime(2025, 6, 15, tzinfo=UTC))


def numbers(text: str) -> list[object]:
    return [hit.value for hit in find_numbers(tokenize(text), NOW)]


def ordinals(text: str) -> list[object]:
    return [hit.value for hit in find_ordinals(tokenize(text), NOW)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("5", [5]),
        ("-5", [-5]),
        ("минус пять", [-5]),
        ("2,5 кг", [2.5]),
        ("1.5", [1.5]),
        ("30 000", [30000]),
        ("1.250.000", [1250000]),
        ("10км", [10]),
        ("5%", [5]),
        ("2-х комнатная", [2]),
        ("тридцать три", [33]),
        ("тридцатью тремя", [33]),
        ("двадцать тридцать", [20, 30]),
        ("два и три", [2, 3]),
        ("двадцать одна тысяча триста сорок пять", [21345]),
        ("миллион двести тысяч", [1200000]),
        ("5 тысяч 200", [5200]),
        ("3 к", [3000]),
        ("два с половиной", [2.5]),
        ("полторы тысячи", [1500]),
        ("one hundred and five", [105]),
        ("twenty-one", [21]),
        ("three thousand", [3000]),
        ("15:19", [15, 19]),
        ("у меня семья", []),
        ("люблю семью", []),
        ("5-й", []),
    ],
)
def test_numbers(text: str, wanted: list[object]):
    assert numbers(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("пятый", [5]),
        ("двадцать первого мая", [21]),
        ("сто двадцатый", [120]),
        ("5-й и 6й", [5, 6]),
        ("the 3rd of May", [3]),
        ("twenty first", [21]),
        ("пять", []),
    ],
)
def test_ordinals(text: str, wanted: list[object]):
    assert ordinals(text) == wanted


@given(st.integers(0, 10**9))
def test_digits_mean_themselves(number: int):
    assert numbers(str(number)) == [number]


@given(st.text(alphabet="0123456789 .,-%абвдвадцатьтысяч", max_size=30))
def test_any_text_is_read_without_overlaps(text: str):
    utterance = tokenize(text)
    end = 0
    for hit in find_numbers(utterance, NOW):
        assert end <= hit.start < hit.end <= len(utterance.tokens)
        end = hit.end
