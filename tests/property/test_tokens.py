"""Tokens of a phrase, against the definition in its plainest form."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.words import SIGNS, tokenize, tokens_of

HELD = re.compile(f"[^\\s{SIGNS}]")
SIGN = re.compile(f"[{SIGNS}]")
LETTER = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"(?:[\W_]|^)\d+$")


def defined(text: str) -> list[tuple[int, int]]:
    """A sign by itself, or a run of other characters that a letter ends where it stands behind a number."""
    found: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if SIGN.match(char):
            found.append((at, at + 1))
        elif HELD.match(char):
            start, end = found[-1] if found else (0, 0)
            goes_on = end == at and at > 0 and HELD.match(text[at - 1]) is not None
            if goes_on and not (LETTER.match(char) and NUMBER.search(text[start:at])):
                found[-1] = (start, at + 1)
            else:
                found.append((at, at + 1))
    return found


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("ab1я9_-.,+@ \u00b2\u0663ё")), max_size=12
)


@given(TEXTS)
def test_tokens_are_cut_as_defined(text: str) -> None:
    found = [(token.start, token.end) for token in tokenize(text).tokens]
    assert found == defined(text)


@given(TEXTS)
def test_the_tokens_of_a_word_in_a_pattern_are_those_of_a_phrase(text: str) -> None:
    assert tokens_of(text) == tokenize(text).tokens
