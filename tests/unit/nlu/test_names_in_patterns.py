"""Named patterns: names that nothing defines, names that need themselves, sharing."""

from __future__ import annotations

import pytest

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.words import tokenize
from jaicp.syntax.pattern_ast import PatternNode
from jaicp.syntax.patterns import parse_pattern
from jaicp.text.codes import (
    RECURSIVE_PATTERN,
    UNKNOWN_DICTIONARY,
    UNKNOWN_GRAMMEME,
    UNKNOWN_PATTERN,
)


def tree(text: str) -> PatternNode:
    root = parse_pattern(text).root
    assert root is not None
    return root


def table(**patterns: str) -> PatternTable:
    return PatternTable(NamedPattern(name, tree(text)) for name, text in patterns.items())


def fits(pattern: str, text: str, names: PatternTable) -> bool:
    return compile_pattern(tree(pattern), names).match(tokenize(text)) is not None


def test_an_unknown_name_is_told_with_the_nearest_known_one() -> None:
    (problem,) = table(Привет="привет", Пока="пока").problems_of(tree("* $Превет *"))
    assert problem.code is UNKNOWN_PATTERN
    assert (problem.start, problem.end) == (2, 9)
    assert problem.help == "did you mean `$Привет`?"


def test_the_two_built_in_names_are_always_known() -> None:
    assert PatternTable().problems_of(tree("$oneWord $nonEmptyGarbage $repeat<$oneWord>")) == []


def test_a_definition_takes_the_place_of_a_built_in_name() -> None:
    assert not fits("$oneWord", "слово", table(oneWord="два слова"))


def test_an_unknown_dictionary_is_told() -> None:
    names = PatternTable()
    names.add_dictionary("Cities", {"1": ["москва"]})
    (problem,) = names.problems_of(tree("$entity<Citys>"))
    assert problem.code is UNKNOWN_DICTIONARY
    assert "Cities" in problem.help


def test_an_unknown_grammeme_is_a_warning_of_its_own() -> None:
    names = PatternTable()
    (problem,) = names.warnings_of(tree("($morph<NOUN>|$morph<NOUNS>)"))
    assert problem.code is UNKNOWN_GRAMMEME
    assert problem.start == 14
    assert names.problems_of(tree("$morph<NOUNS>")) == []


def test_unknown_names_match_nothing_and_spare_the_other_branches() -> None:
    assert fits("($nobody|да)", "да", PatternTable())
    assert not fits("$nobody", "да", PatternTable())


@pytest.mark.parametrize(
    ("patterns", "where"),
    [
        ({"a": "$a"}, {"a": 0}),
        ({"a": "[ну] ($b|да)", "b": "* $a"}, {"b": 2}),
        ({"a": "{слово $a}"}, {"a": 7}),
        ({"a": "да $a"}, {"a": 3}),
        ({"a": "$b да", "b": "[$c] $a", "c": "нет"}, {"b": 5}),
    ],
)
def test_a_name_that_cannot_match_without_itself_is_told(
    patterns: dict[str, str], where: dict[str, int]
) -> None:
    problems = table(**patterns).named_problems()
    assert {name: [problem.start for problem in found] for name, found in problems.items()} == {
        name: [start] for name, start in where.items()
    }
    assert all(
        problem.code is RECURSIVE_PATTERN for found in problems.values() for problem in found
    )


def test_a_name_may_come_back_behind_a_word() -> None:
    names = table(list="слово [и $list]", sum="(раз|{плюс $sum [$sum]})")
    assert names.named_problems().keys() == {"sum"}
    assert fits("$list", "слово и слово и слово", names)
    assert not fits("$list", "слово и", names)
    assert fits("* $list", "вот слово и слово", names)


def test_a_circle_at_one_place_kills_only_its_own_branch() -> None:
    names = table(a="(да|$a нет)")
    assert fits("$a", "да", names)
    assert not fits("$a", "да нет", names)


def test_circles_are_found_however_long_the_chain_of_names() -> None:
    count = 3000
    patterns = {f"n{number}": f"$n{number + 1}" for number in range(count)}
    problems = table(**patterns, **{f"n{count}": "$n0"}).named_problems()
    assert RECURSIVE_PATTERN in {problem.code for problem in problems[f"n{count}"]}


def test_names_too_deep_inside_of_each_other_are_refused() -> None:
    patterns = {f"n{number}": f"$n{number + 1}" for number in range(200)}
    names = table(**patterns, n200="да")
    (problem,) = names.problems_of(tree("$n0"))
    assert "deep" in problem.message
    assert not fits("$n0", "да", names)
    assert fits("$n150", "да", names)


def test_a_later_definition_counts_also_after_compiling() -> None:
    names = table(x="да")
    assert fits("$x", "да", names)
    names.define("x", tree("нет"))
    assert fits("$x", "нет", names)


def test_rules_share_the_nodes_of_their_named_patterns() -> None:
    names = table(x="(да|нет)")
    compile_pattern(tree("$x $x::y"), names)
    before = dict(names.compiled)
    compile_pattern(tree("* $x *"), names)
    assert names.compiled == before
