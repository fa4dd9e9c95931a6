"""Which words an element of a pattern took, and that their letters add up to the score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.explain import MOST_KEPT, PatternExplainer
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

TEXTS = {"size": "(big*|small)", "thing": "$size ~машина", "any": "$nonEmptyGarbage"}


def table() -> PatternTable:
    names = PatternTable()
    for name, text in TEXTS.items():
        names.define(name, parse_pattern(text).root)
    return names


def explainer() -> PatternExplainer:
    return PatternExplainer(table(), TEXTS)


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
        for one in explainer().taken(pattern, utterance)
    ]


def test_words_stems_forms_and_what_is_left():
    assert taken("* больш* ~пицца", "хочу большую пиццу") == [
        ("хочу", "*", 4, 4),
        ("большую", "больш*", 7, 2),
        ("пиццу", "~пицца", 5, 0),
    ]


def test_elements_inside_of_named_patterns():
    found = explainer().taken("* $thing", tokenize("the bigger машины"))
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
    found = explainer().taken(pattern, utterance)
    assert (match is None) == (not found)
    if match is not None and "$oneWord" not in pattern:
        lost = sum(one.lost for one in found)
        assert match.score == pytest.approx(1 - lost / utterance.total)


@pytest.mark.parametrize(
    ("pattern", "text", "count"),
    [
        ("* больш* ~пицца", "хочу большую пиццу!", 2),
        ("* больш* ~пицца !", "хочу большую пиццу!", 3),
        ("* $thing *", "the bigger машины of all", 2),
        ("* a $any", "b a c d", 1),
        ("$oneWord *", "a b c", 1),
        ("$regexp<a b> *", "a b c", 2),
        ("{b * a}", "a x, b", 2),
        ("*", "a b c", 0),
        ("a", "b", 0),
        ("(a", "a", 0),
        ("$nobody *", "a", 0),
    ],
)
def test_how_many_words_and_signs_were_taken(pattern: str, text: str, count: int):
    assert explainer().count(pattern, tokenize(text)) == count


def test_only_some_patterns_are_kept():
    one = explainer()
    for number in range(MOST_KEPT + 10):
        word = "a" * (number + 1)
        assert one.count(f"{word} *", tokenize(f"{word} b")) == 1
    assert one.count("a *", tokenize("a b")) == 1
    assert len(one._kept) == MOST_KEPT
