"""Addresses, sums, distances, names, letters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.registry import BUILT, is_system_entity
from jaicp.nlu.words import tokenize

NOW = Moment(datetime(2025, 6, 15, tzinfo=UTC))


def values(name: str, text: str) -> list[object]:
    return [hit.value for hit in BUILT[name](tokenize(text), NOW)]


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("duckling.phone-number", "звоните +7 (900) 555-35-35.", ["79005553535"]),
        ("duckling.phone-number", "8 900 555 35 35", ["89005553535"]),
        ("duckling.phone-number", "12.11.2021", []),
        ("duckling.phone-number", "150 000 рублей", []),
        ("duckling.email", "пишите a.b@mail.example, ок", ["a.b@mail.example"]),
        ("duckling.url", "см. https://example.com/x?y=1.", ["https://example.com/x?y=1"]),
        ("duckling.url", "зайди на example.com", ["example.com"]),
        ("duckling.url", "a.b@mail.ru", []),
        ("pymorphy.romn", "глава XIV", ["XIV"]),
        ("mystem.obsc", "Ну ты и Сука, застрахуй скипидар", ["Сука"]),
        ("mlps-obscene.obscene", "fuck this", ["fuck"]),
        ("mlps-obscene.obscene", "спорно", []),
        ("pymorphy.latn", "модель Tesla", ["Tesla"]),
        ("pymorphy.numb", "1,5 и 2", ["1.5", "2"]),
        ("pymorphy.intg", "дом 12", ["12"]),
        ("pymorphy.name", "меня зовут Анна", ["Анна"]),
        ("pymorphy.name", "мне с Леной", ["Лена"]),
        ("pymorphy.name", "Зови меня Валентино", ["Валентино"]),
        ("pymorphy.name", "зови меня валентино", []),
        ("pymorphy.name", "читаю роман", []),
        ("pymorphy.name", "роман", ["Роман"]),
        ("pymorphy.name", "Зазубан", []),
        ("mystem.persn", "я Иван Иванов", ["Иван"]),
        ("mystem.famn", "я Иван Иванов", ["Иванов"]),
        ("pymorphy.surn", "я Анна Петрова", ["Петрова"]),
        ("pymorphy.patr", "Анна Ивановна", ["Ивановна"]),
        ("mystem.geo", "погода в париже", ["Париж"]),
    ],
)
def test_values(name: str, text: str, wanted: list[object]):
    assert values(name, text) == wanted


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("500 рублей", 500, "RUB"),
        ("$5", 5, "USD"),
        ("100₽", 100, "RUB"),
        ("5 тыс. руб.", 5000, "RUB"),
        ("полторы тысячи баксов", 1500, "USD"),
        ("5 рублей 50 копеек", 5.5, "RUB"),
    ],
)
def test_sums_of_money(text: str, amount: float, unit: str):
    (value,) = values("duckling.amount-of-money", text)
    assert (value["value"], value["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("5 км", 5, "kilometre"), ("двести метров", 200, "metre"), ("3 miles", 3, "mile")],
)
def test_distances(text: str, amount: float, unit: str):
    (value,) = values("duckling.distance", text)
    assert (value["value"], value["unit"]) == (amount, unit)


def test_names_of_system_entities():
    assert is_system_entity("duckling.temperature")
    assert not is_system_entity("City")
    assert all(is_system_entity(name) for name in BUILT)


@pytest.mark.parametrize("name", sorted(BUILT))
def test_every_recogniser_takes_any_text(name: str):
    for text in ("", "?!", "в", "5", "через", "с 5 до", "$", "без", "May", "@", "1.", "a.b@c"):
        assert isinstance(values(name, text), list)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("20 градусов", 20, "degree"),
        ("минус 5 градусов", -5, "degree"),
        ("-5 градусов", -5, "degree"),
        ("36.6 градуса", 36.6, "degree"),
        ("10 градусов мороза", -10, "degree"),
        ("10 градусов ниже нуля", -10, "degree"),
        ("двадцать градусов по цельсию", 20, "celsius"),
        ("30°C", 30, "celsius"),
        ("30 °C", 30, "celsius"),
        ("70 degrees Fahrenheit", 70, "fahrenheit"),
    ],
)
def test_temperatures(text: str, amount: float, unit: str):
    (value,) = values("duckling.temperature", text)
    assert (value["value"], value["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("полтора литра", 1.5, "litre"),
        ("0,5 л", 0.5, "litre"),
        ("250 ml", 250, "millilitre"),
        ("5 gallons", 5, "gallon"),
    ],
)
def test_volumes(text: str, amount: float, unit: str):
    (value,) = values("duckling.volume", text)
    assert (value["value"], value["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [("200 г муки", 200, "gram"), ("два килограмма", 2000, "gram"), ("3 cups of sugar", 3, "cup")],
)
def test_quantities(text: str, amount: float, unit: str):
    (value,) = values("duckling.quantity", text)
    assert (value["value"], value["unit"]) == (amount, unit)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("с 5 по 10 июля", "2025-07-05T00:00:00", "2025-07-10T00:00:00"),
        ("с 5-го по 10 июля", "2025-07-05T00:00:00", "2025-07-10T00:00:00"),
        ("10 - 12 июля", "2025-07-10T00:00:00", "2025-07-12T00:00:00"),
        ("с 1 января по 5 февраля 2026 года", "2026-01-01T00:00:00", "2026-02-05T00:00:00"),
        ("с 9 до 18", "2025-06-15T09:00:00", "2025-06-15T18:00:00"),
        ("завтра с 9 до 18", "2025-06-16T09:00:00", "2025-06-16T18:00:00"),
        ("с 22 до 6", "2025-06-15T22:00:00", "2025-06-16T06:00:00"),
        ("между понедельником и пятницей", "2025-06-16T00:00:00", "2025-06-20T00:00:00"),
        ("from Monday to Friday", "2025-06-16T00:00:00", "2025-06-20T00:00:00"),
        ("from 9am to 5pm", "2025-06-15T09:00:00", "2025-06-15T17:00:00"),
    ],
)
def test_intervals(text: str, start: str, end: str):
    (value,) = values("duckling.interval", text)
    assert value["type"] == "interval"
    assert (value["from"]["value"], value["to"]["value"]) == (start, end)


@pytest.mark.parametrize("text", ["от 5 до 10 рублей", "5 и 10", "в 9 утра", "5 - 6"])
def test_no_intervals(text: str):
    assert values("duckling.interval", text) == []
