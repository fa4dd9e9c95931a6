"""Numbers, dates and the order of words by the customs of a language, which the engine itself lacks."""

from __future__ import annotations

from typing import Any

import pytest
from script_world import FakeHost, World

NB = "\u00a0"


@pytest.fixture(scope="module")
def world() -> World:
    return World(host=FakeHost(zoneOffset=3 * 3600 * 1000))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("(1234567.891).toLocaleString('ru-RU')", f"1{NB}234{NB}567,891"),
        ("(1234).toLocaleString('ru')", f"1{NB}234"),
        ("(999).toLocaleString('ru')", "999"),
        ("(1234567.5).toLocaleString()", "1,234,567.5"),
        ("(1234.5).toLocaleString('en-US')", "1,234.5"),
        ("(-0.5).toLocaleString('ru')", "-0,5"),
        ("(-0.0001).toLocaleString('ru')", "0"),
        ("(5).toLocaleString('ru', {minimumFractionDigits: 2})", "5,00"),
        ("(5.129).toLocaleString('ru', {maximumFractionDigits: 1})", "5,1"),
        ("(1990).toLocaleString('ru', {style: 'currency', currency: 'RUB'})", f"1{NB}990,00{NB}₽"),
        ("(1990).toLocaleString('en', {style: 'currency', currency: 'USD'})", "$1,990.00"),
        ("(0.25).toLocaleString('ru', {style: 'percent'})", f"25{NB}%"),
        ("(12345).toLocaleString('ru', {useGrouping: false})", "12345"),
        ("(0 / 0).toLocaleString('ru')", "не число"),
        ("new Intl.NumberFormat('ru-RU').format(12345.6)", f"12{NB}345,6"),
    ],
)
def test_numbers(world: World, code: str, text: str) -> None:
    assert world.value(code) == text


@pytest.mark.parametrize(
    ("method", "arguments", "text"),
    [
        ("DateString", "'ru-RU'", "05.03.2025"),
        ("DateString", "'en-US'", "3/5/2025"),
        ("TimeString", "'ru-RU'", "07:04:09"),
        ("TimeString", "'en-US'", "7:04:09 AM"),
        ("String", "'ru-RU'", "05.03.2025, 07:04:09"),
        ("DateString", "'ru-RU', {day: 'numeric', month: 'long'}", "5 марта"),
        ("DateString", "'ru-RU', {day: 'numeric', month: 'long', year: 'numeric'}", "5 марта 2025 г."),
        ("DateString", "'ru', {month: 'long', year: 'numeric'}", "март 2025 г."),
        ("DateString", "'ru', {weekday: 'long'}", "среда"),
        ("DateString", "'ru', {weekday: 'short', day: 'numeric', month: 'long'}", "ср, 5 марта"),
        ("DateString", "'ru', {day: '2-digit', month: '2-digit'}", "05.03"),
        ("DateString", "'ru', {day: 'numeric'}", "5"),
        ("DateString", "'ru', {year: 'numeric'}", "2025"),
        ("DateString", "'en', {day: 'numeric', month: 'long', year: 'numeric'}", "March 5, 2025"),
        ("DateString", "'en', {weekday: 'long', day: 'numeric', month: 'short'}", "Wednesday, Mar 5"),
        ("TimeString", "'ru', {hour: '2-digit', minute: '2-digit'}", "07:04"),
        ("TimeString", "'en', {hour: 'numeric', minute: '2-digit'}", "7:04 AM"),
        ("TimeString", "'en', {hour: '2-digit', minute: '2-digit', hour12: false}", "07:04"),
        ("String", "'ru', {timeZone: 'Europe/Moscow'}", "05.03.2025, 10:04:09"),
    ],
)  # fmt: skip
def test_dates(
    world: World, monkeypatch: pytest.MonkeyPatch, method: str, arguments: str, text: str
) -> None:
    code = (
        "new Date(Date.UTC(2025, 2, 5, 7, 4, 9) + new Date(2025, 2, 5).getTimezoneOffset() * 60000)"
    )
    if "timeZone" in arguments:
        code = "new Date(Date.UTC(2025, 2, 5, 7, 4, 9))"
    assert world.value(f"{code}.toLocale{method}({arguments})") == text


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("['яма', 'ёж', 'еда', 'жук'].sort(function (a, b) { return a.localeCompare(b) })",
         ["еда", "ёж", "жук", "яма"]),
        ("['Б', 'а', 'А', 'б'].sort(new Intl.Collator('ru').compare)", ["а", "А", "б", "Б"]),
        ("'а'.localeCompare('а')", 0),
        ("'аб'.localeCompare('а')", 1),
        ("new Date(NaN).toLocaleString('ru')", "Invalid Date"),
        ("Intl.DateTimeFormat('ru', {timeZone: 'Asia/Omsk'}).resolvedOptions().timeZone", "Asia/Omsk"),
    ],
)  # fmt: skip
def test_the_order_of_words_and_the_rest(world: World, code: str, value: Any) -> None:
    assert world.value(code) == value
