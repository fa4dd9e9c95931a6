"""Which words an element of a pattern took, and that their letters add up to the score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.explain import explain_pattern
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

TEXTS = {"size": "(big*|small)", "thing": "$size ~машина", "any": "$nonEmptyGarbage"}


def table() -> PatternTable:
    names = PatternTable()
    for name, text in TEXTS.items():
        names.define(name, parse_pattern(text).root)
    return names


def taken(pattern: str, text: str) -> list[tuple[str, str, int, int]]:
    utterance = tokenize(text)
    tokens = utterance.tokens
    return [
        (
            text[tokens[one.start].start : tokens[one.end - 1].end],
            one.element,
            one.letters,
            one.lost,
        )
        for one in explain_pattern(pattern, TEXTS, table(), utterance)
    ]


def test_words_stems_forms_and_what_is_left():
    assert taken("* больш* ~пицца", "хочу большую пиццу") == [
        ("хочу", "*", 4, 4),
        ("большую", "больш*", 7, 2),
        ("пиццу", "~пицца", 5, 0),
    ]


def test_elements_inside_of_named_patterns():
    found = explain_pattern("* $thing", TEXTS, table(), tokenize("the bigger машины"))
    assert [(one.element, one.names) for one in found] == [
        ("*", ()),
        ("big*", ("$thing", "$size")),
        ("~машина", ("$thing",)),
    ]


def test_signs_and_no_match():
    assert taken("hello *", "hello!") == [("hello", "hello", 5, 0)]
    assert taken("hello", "bye") == []
    assert taken("(hello", "hello") == []


@pytest.mark.parametrize(
    "pattern", ["{a * b}", "[a] (b|c*)", "* $any", "$oneWord b *", "*a* $size"]
)
@given(text=st.lists(st.sampled_from(["a", "b", "cat", "big", "small"]), min_size=1, max_size=4))
def test_lost_letters_are_those_of_the_score(pattern: str, text: list[str]):
    utterance = tokenize(" ".join(text))
    match = compile_pattern(parse_pattern(pattern).root, table()).match(utterance)
    found = explain_pattern(pattern, TEXTS, table(), utterance)
    assert (match is None) == (not found)
    if match is not None and "$oneWord" not in pattern:
        lost = sum(one.lost for one in found)
        assert match.score == pytest.approx(1 - lost / utterance.total)
