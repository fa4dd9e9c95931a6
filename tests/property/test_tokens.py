"""Tokens of a phrase, against the definition in its plainest form."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.words import SIGNS, tokenize, tokens_of

HELD = f"[^\\s{SIGNS}]"
DEFINITION = re.compile(f"[{SIGNS}]|{HELD}(?:(?!(?<=\\d)[^\\W\\d_]|(?<=[^\\W\\d_])\\d){HELD})*")
"""A sign by itself, or a run of other characters in which no digit touches a letter."""

TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("ab1я9_-.,+@ \u00b2\u0663ё")), max_size=12
)


@given(TEXTS)
def test_tokens_are_cut_as_defined(text: str) -> None:
    found = [(token.start, token.end) for token in tokenize(text).tokens]
    assert found == [match.span() for match in DEFINITION.finditer(text)]


@given(TEXTS)
def test_the_tokens_of_a_word_in_a_pattern_are_those_of_a_phrase(text: str) -> None:
    assert tokens_of(text) == tokenize(text).tokens
