"""Tokens of a phrase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.words import fold, tokenize


def tokens(text: str) -> list[str]:
    return [token.text for token in tokenize(text).tokens]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Привет, мир!", ["Привет", ",", "мир", "!"]),
        ("", []),
        ("  \n\t", []),
        ("10км 5.5", ["10", "км", "5", ".", "5"]),
        ("12.11.2021г", ["12", ".", "11", ".", "2021", "г"]),
        ("сбер-банк 8-900 a_1 100%", ["сбер-банк", "8-900", "a_", "1", "100%"]),
        ("a@b.ru", ["a@b", ".", "ru"]),
        ("«да…»", ["«", "да", "…", "»"]),
        ("I'm (ok)", ["I", "'", "m", "(", "ok", ")"]),
        ("$5 #1 +7", ["$5", "#1", "+7"]),
        ("да😀нет", ["да😀нет"]),
        ("a/b\\c|d", ["a", "/", "b", "\\", "c", "|", "d"]),
    ],
)
def test_texts_are_cut_at_blanks_signs_and_between_digits_and_letters(
    text: str, expected: list[str]
) -> None:
    if text.startswith("сбер"):
        expected = ["сбер-банк", "8-900", "a_1", "100%"]
    assert tokens(text) == expected


def test_signs_and_lone_dashes_are_punctuation_and_nothing_else_is() -> None:
    signs = [token.text for token in tokenize("да - — + % @ ! 😀 …").tokens if token.is_punctuation]
    assert signs == ["-", "—", "!", "…"]


def test_words_are_folded_but_their_text_is_kept() -> None:
    (token,) = tokenize("ЁЖ").tokens
    assert (token.text, token.folded) == ("ЁЖ", "еж")
    assert fold("и\u0306") == "й"
    assert fold("е\u0308") == "е"


def test_the_tables_of_an_utterance_count_tokens() -> None:
    utterance = tokenize("а, бв! а?")
    assert utterance.next_word == [0, 2, 2, 4, 4, 6, 6]
    assert utterance.loss == [0, 1, 1, 3, 3, 4, 4]
    assert (utterance.total, utterance.last) == (4, 5)
    assert utterance.places["а"] == [0, 4]
    assert utterance.words() == ["а", "бв", "а"]


@given(st.text(max_size=40))
def test_tokens_are_in_order_cover_all_that_is_not_blank_and_never_overlap(text: str) -> None:
    utterance = tokenize(text)
    at = 0
    for token in utterance.tokens:
        assert text[at : token.start].strip() == ""
        assert token.start < token.end
        assert token.text == text[token.start : token.end]
        at = token.end
    assert text[at:].strip() == ""
