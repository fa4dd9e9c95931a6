"""Forms of Russian words (vendor's pages on `inflect`, `conform`, `parseMorph`, `checkVocabulary`)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.services.inflection import FormError, agree, describe, inflect, is_known
from jaicp.services.keyboard import fix_layout


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Москва", "loct", "москве"),
        ("МОСКВА", "gent", "москвы"),
        ("Москве", "nomn", "москва"),
        ("Нижний Новгород", "loct", "нижнем новгороде"),
        ("Ростов-на-Дону", "loct", "ростове-на-дону"),
        ("новый дом отца", "gent", "нового дома отца"),
        ("Анна Иванова", "datv", "анне ивановой"),
        ("красивый кот", "accs", "красивого кота"),
        ("красивый стол", "accs", "красивый стол"),
        ("Hello, Мир!", "ablt", "Hello, миром!"),
        ("культурная столица", "loct", "культурной столице"),
        ("создать бота", "femn, past", "создала бота"),
        ("дом Отца", "gent", "дома Отца"),
        ("12 столов", "nomn", "12 столы"),
        ("пять", "gent", "пяти"),
        ("", "gent", ""),
        ("пять", "Anum", "пятый"),
        ("двадцать два", "Anum", "двадцатый второй"),
        ("стол", "Anum", "стол"),
    ],
)
def test_words_are_put_into_a_form(text: str, form: str, expected: str) -> None:
    assert inflect(text, [form]) == expected


def test_several_grammemes_at_once() -> None:
    assert inflect("стол", ["gent", "plur"]) == "столов"


def test_a_form_that_does_not_exist() -> None:
    with pytest.raises(FormError, match="there is no grammeme `nope`"):
        inflect("кот", ["nope"])


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("яблоко", {1: "яблоко", 2: "яблока", 5: "яблок", 11: "яблок", 21: "яблоко", 0: "яблок"}),
        ("Рубль", {1: "рубль", 3: "рубля", 100: "рублей"}),
        ("год", {1: "год", 4: "года", 5: "лет", 12: "лет"}),
        ("человек", {1: "человек", 2: "человека", 5: "человек"}),
        ("новый заказ", {1: "новый заказ", 5: "новых заказов"}),
        ("час", {1.5: "часа", -2: "часа"}),
        ("item", {5: "item"}),
    ],
)
def test_words_agree_with_a_number(word: str, forms: dict[float, str]) -> None:
    assert {number: agree(word, number) for number in forms} == forms


def test_the_analysis_of_a_word() -> None:
    found = describe("кошками")
    assert found["normalForm"] == "кошка"
    assert {"NOUN", "plur", "ablt"} <= set(found["tags"])
    assert 0 < found["score"] <= 1


@pytest.mark.parametrize(("word", "known"), [("Привет", True), ("кошками", True), ("щщщц", False)])
def test_whether_the_dictionary_knows_a_word(word: str, known: bool) -> None:
    assert is_known(word) is known


@given(st.text(alphabet="абвгдеёжий -,.!z1", max_size=20))
def test_nothing_but_words_changes(text: str) -> None:
    assert inflect(text, ["nomn"]).count(" ") == text.count(" ")
    assert agree(text, 5).count("1") == text.count("1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("ghbdtn", "привет"), ("Ghbdtn", "Привет"), ("`;", "ёж"), ("5", "5"), ("пghb", None)],
)
def test_the_layout_of_the_keyboard_is_put_right(typed: str, meant: str | None) -> None:
    assert fix_layout(typed) == meant
