"""No pattern and no phrase keep the matcher busy for long."""

from __future__ import annotations

import time

import pytest

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.matcher import Matcher, MatchLimit
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

NAMES = {
    "opt": "[a]",
    "opts": "[a] [b]",
    "any": "*",
    "word": "(a*|b*|c*)",
    "again": "a [$again] b",
    "deep": "[" * 50 + "a" + "]" * 50,
}
HARD = [
    "{* * * *}",
    "{* a * b * c * d *}",
    "{[a] [b] [c] [d] [e] [f] [g] [h]}",
    "{" + "[a] " * 12 + "}",
    "* {$word * $word * $word} *",
    "{{* a * b} * {* c * d}}",
    "[a] " * 30,
    "[* a] " * 6 + "* b",
    "* [a [b [a [b [a [b]]]]]] *",
    "$repeat<$opt>",
    "$repeat<$opts> $repeat<$opts>",
    "* $repeat<$any> *",
    "$any $any $any $any",
    "$again",
    "* $deep * $deep *",
    "[$oneWord] " * 20,
    "$nonEmptyGarbage $nonEmptyGarbage $nonEmptyGarbage",
    "* $regexp<.*> *",
    "* $regexp<(a|aa)+c> * $regexp<(.*)*x> *",
    "(* a *|* b *|* (* a *|* b *) *)",
    "* [$weight<0.9> a] * [$weight<+0.1> b] * a *",
]
TEXTS = ["a " * 200, "a b " * 100, "!? " * 130, "a, b! c? d; " * 33, "a" * 400, "слово " * 66]
GENEROUS = 2.0
"""Seconds for all texts together; one match is to take some 50 ms. A search that goes astray takes hours."""


def tried(matcher: Matcher, text: str) -> str:
    """What comes of a match: yes, no, or that it was too much."""
    try:
        match = matcher.match(tokenize(text))
    except MatchLimit:
        return "too much"
    return "no" if match is None else "yes"


@pytest.mark.parametrize("pattern", HARD)
def test_a_hard_pattern_ends_soon_or_says_that_it_is_too_much(pattern: str) -> None:
    table = PatternTable(
        NamedPattern(name, parse_pattern(text).root) for name, text in NAMES.items()
    )
    matcher = compile_pattern(parse_pattern(pattern).root, table)
    begun = time.process_time()
    for text in TEXTS:
        assert tried(matcher, text[:400]) in ("yes", "no", "too much")
    assert time.process_time() - begun < GENEROUS


def test_too_much_is_said_and_not_hidden() -> None:
    matcher = compile_pattern(parse_pattern("{" + "[a] [b] " * 8 + "}").root, PatternTable())
    with pytest.raises(MatchLimit, match="too many ways"):
        matcher.match(tokenize("a b " * 100))


def test_ordinary_patterns_on_long_phrases_stay_far_below_the_limit() -> None:
    phrase = tokenize("ну вот я хотел бы узнать как мне перенести заказ на другой день " * 6)
    for pattern in (
        "* [мне] [бы] (как|где) * заказ* *",
        "* {перенести * заказ * день} *",
        "[ну] [вот] * узнать *",
    ):
        match = compile_pattern(parse_pattern(pattern).root, PatternTable()).match(phrase)
        assert match is not None


def test_an_expression_that_explodes_is_stopped() -> None:
    matcher = compile_pattern(parse_pattern("$regexp<(a|aa)+b>").root, PatternTable())
    begun = time.process_time()
    with pytest.raises(MatchLimit, match="expression"):
        matcher.match(tokenize("a" * 200 + "+"))
    assert time.process_time() - begun < GENEROUS


def test_a_pause_of_the_process_does_not_end_a_match(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, 5.0, *[5.0] * 100])
    monkeypatch.setattr("jaicp.nlu.regexes.thread_time", lambda: next(seconds))
    matcher = compile_pattern(parse_pattern(r"* $regexp<\d+> *").root, PatternTable())
    assert matcher.match(tokenize("заказ 25 на завтра")) is not None
