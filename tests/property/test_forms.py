"""What is told of patterns that compete: no claim about them may be refuted by any text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jaicp.nlu.compile import PatternTable, compile_pattern
from jaicp.nlu.forms import forms_of, words_in
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

LEAVES = st.sampled_from(["а", "б", "в", "Ё", "а*", "*", "~б", "в:1", "$x", "$oneWord"])


def bracketed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda items: "(" + "|".join(items) + ")"),
        some.map(lambda items: "[" + "|".join(items) + "]"),
        some.map(lambda items: "{" + " ".join(items) + "}"),
        some.map(" ".join),
    )


PATTERNS = st.recursive(LEAVES, bracketed, max_leaves=6)
TEXTS = st.lists(st.sampled_from("а б в е аб г".split()), max_size=5).map(" ".join)


def score(pattern: str, text: str) -> float | None:
    table = PatternTable()
    table.define("x", parse_pattern("(а|б в)").root)
    match = compile_pattern(parse_pattern(pattern).root, table).match(tokenize(text))
    return None if match is None else match.score


@settings(deadline=None)
@given(PATTERNS, PATTERNS, st.lists(TEXTS, min_size=1, max_size=6))
def test_a_pattern_with_all_sequences_of_another_is_never_behind_it(
    one: str, other: str, texts: list[str]
) -> None:
    both = f"({one}|{other})"
    assert_not_behind(one, both, texts)
    assert_not_behind(one, other, texts)
    assert_not_behind(other, one, texts)


def assert_not_behind(one: str, other: str, texts: list[str]) -> None:
    mine, theirs = forms_of(one), forms_of(other)
    if mine is None or theirs is None or not mine <= theirs:
        return
    for text in texts:
        lower, higher = score(one, text), score(other, text)
        assert lower is None or (higher is not None and lower <= higher), text


@settings(deadline=None)
@given(PATTERNS)
def test_a_sequence_fits_its_own_words(pattern: str) -> None:
    for form in forms_of(pattern) or ():
        words = words_in(form)
        if words:
            assert score(pattern, " ".join(words)) is not None
