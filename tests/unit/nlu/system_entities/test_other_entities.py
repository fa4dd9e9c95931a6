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
        ("pymorphy.latn", "модель Tesla", ["Tesla"]),
        ("pymorphy.numb", "1,5 и 2", ["1.5", "2"]),
        ("pymorphy.intg", "дом 12", ["12"]),
        ("pymorphy.name", "меня зовут Анна", ["Анна"]),
        ("pymorphy.name", "мне с Леной", ["Лена"]),
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
