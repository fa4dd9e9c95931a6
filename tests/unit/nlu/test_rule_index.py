"""The index of rules: who is a candidate for which phrase."""

from __future__ import annotations

import pytest

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.literals import Literal
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

NAMES = PatternTable([NamedPattern("hello", parse_pattern("(привет|здравствуй*)").root)])
NAMES.add_dictionary("Parks", {"1": ["парк горького"], "2": ["сокольники"]})


def index(*patterns: str) -> RuleIndex[str]:
    rules = [(text, compile_pattern(parse_pattern(text).root, NAMES)) for text in patterns]
    return RuleIndex(rules, NAMES.begins)


@pytest.mark.parametrize(
    ("pattern", "candidate", "not_candidate"),
    [
        ("* слово *", "вот слово", "вот слова"),
        ("* (раз|два) *", "два", "три"),
        ("слов*", "словарь", "условно"),
        ("*слов", "условслов", "словарь"),
        ("*лов*", "словарь", "слон"),
        ("~пицца", "пиццами", "пирог"),
        ("$hello *", "здравствуйте", "пока"),
        ("{[и] слово}", "слово", "и"),
        ("[привет] как дела", "как дела", "привет"),
        ("$entity<Parks> *", "в парке", "в саду"),
        ("$regex</start>", "/start", "/stop"),
        ("$regexp_i<дел(ись|ся|ось)>", "Делся", "дорога"),
        ("* ?", "что ?", "что"),
        ("ёлка", "елка", "палка"),
    ],
)
def test_a_rule_is_a_candidate_where_a_required_word_stands(
    pattern: str, candidate: str, not_candidate: str
) -> None:
    assert index(pattern).candidates(tokenize(candidate)) == [pattern]
    assert index(pattern).candidates(tokenize(not_candidate)) == []


@pytest.mark.parametrize(
    "pattern", ["*", "[слово]", "@city", "$regexp<\\d+|сл>", "$oneWord", "$morph<NOUN>", "(а|*)"]
)
def test_a_rule_that_requires_no_word_is_always_a_candidate(pattern: str) -> None:
    assert index(pattern).candidates(tokenize("что угодно")) == [pattern]


def test_candidates_come_in_the_order_of_declaration() -> None:
    assert index("* в *", "*", "а *", "* б").candidates(tokenize("а б в")) == [
        "* в *",
        "*",
        "а *",
        "* б",
    ]


def test_of_several_required_words_the_rarest_kind_is_looked_up() -> None:
    rules = index("* я * электричество * а* *")
    assert rules.candidates(tokenize("я")) == rules.candidates(tokenize("арбуз")) == []
    assert len(rules.candidates(tokenize("электричество"))) == 1


def test_a_word_that_many_rules_ask_for_is_not_what_they_are_found_by() -> None:
    rules = index("пожалуйста раз *", "пожалуйста два *", "пожалуйста три *", "пожалуйста")
    assert rules.candidates(tokenize("пожалуйста два")) == ["пожалуйста два *", "пожалуйста"]


def test_a_branch_that_cannot_match_requires_nothing_of_its_fellows() -> None:
    matcher = compile_pattern(parse_pattern("($nobody|да)").root, NAMES)
    assert matcher.requirements == (frozenset({Literal("word", "да")}),)


def test_without_dictionaries_at_hand_their_rules_are_always_candidates() -> None:
    rule = compile_pattern(parse_pattern("$entity<Parks>").root, NAMES)
    assert RuleIndex([("r", rule)]).candidates(tokenize("сад")) == ["r"]


def test_a_word_met_before_gives_the_same_answer() -> None:
    rules = index("* слов* *", "* ~слово *")
    first = rules.candidates(tokenize("слова"))
    assert rules.candidates(tokenize("слова")) == first == ["* слов* *", "* ~слово *"]
