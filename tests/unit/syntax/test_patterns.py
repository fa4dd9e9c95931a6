"""Reading patterns: the tree with its places, and what is said of mistakes."""

from __future__ import annotations

import pytest

from jaicp.syntax import pattern_ast as ast
from jaicp.syntax.java_regex import JavaRegexError, compile_java_regex, translate
from jaicp.syntax.pattern_problem import PatternProblem
from jaicp.syntax.patterns import DEEPEST, diagnostics, parse_pattern
from jaicp.text.codes import BAD_PATTERN, UNCLOSED_BRACKET
from jaicp.text.diagnostic import Severity
from jaicp.text.source import Source


def items(text: str) -> tuple[ast.PatternNode, ...]:
    root = parse_pattern(text).root
    assert isinstance(root, ast.Sequence)
    return root.items


def only_problem(text: str) -> PatternProblem:
    (problem,) = parse_pattern(text).problems
    return problem


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("слово", ast.Word),
        ("?", ast.Word),
        ("сло*", ast.Stem),
        ("*", ast.AnyText),
        ("~слово", ast.Lemma),
        ("$Name", ast.NamedRef),
        ("$Name::Alias", ast.NamedRef),
        ("@name", ast.EntityRef),
        ("@duckling.number::n", ast.EntityRef),
        ("$entity<Cities>::from", ast.DictionaryRef),
        ("$regexp<a|b>", ast.Regexp),
        ("$regex</start>", ast.Regexp),
        ("$morph<С мн>", ast.Morph),
        ("$repeat<$Name>", ast.Repeat),
        ("$weight<+0.1>", ast.Weight),
        ("$localWeight<2>", ast.Weight),
        ("(a|b)", ast.Group),
        ("[a]", ast.OptionalGroup),
        ("{a b}", ast.Braces),
        ("a:1", ast.Mapped),
        ("(a) : 1", ast.Mapped),
    ],
)
def test_every_element_has_a_node_that_covers_it(text: str, kind: type[ast.PatternNode]) -> None:
    (item, *_) = items(f"  {text} конец")
    assert type(item) is kind
    assert (item.start, item.end) == (2, 2 + len(text))


def test_nodes_hold_what_their_element_says() -> None:
    stem, mapped, named, entity, regexp, weight = items(
        "*ход* (да):yes $Имя::как @my.city-1::to $regexp_i<a\\>b> $weight<1.5-0,2>"
    )
    assert stem == ast.Stem(0, 5, "ход", True, True)
    assert isinstance(mapped, ast.Mapped)
    assert mapped.value == "yes"
    assert isinstance(named, ast.NamedRef)
    assert (named.name, named.alias) == ("Имя", "как")
    assert isinstance(entity, ast.EntityRef)
    assert (entity.name, entity.alias) == ("my.city-1", "to")
    assert isinstance(regexp, ast.Regexp)
    assert (regexp.body, regexp.ignore_case) == ("a\\>b", True)
    assert isinstance(weight, ast.Weight)
    assert (weight.factor, weight.shift, weight.local) == (1.5, -0.2, False)


def test_elements_may_touch_each_other() -> None:
    kinds = [
        type(item).__name__ for item in items("$regexp<\\d+>[г](да)*@city*$Name*слово$weight<+1>")
    ]
    assert kinds == [
        "Regexp",
        "OptionalGroup",
        "Group",
        "AnyText",
        "EntityRef",
        "AnyText",
        "NamedRef",
        "Stem",
        "Weight",
    ]


def test_a_bar_outside_of_brackets_makes_a_group() -> None:
    root = parse_pattern("да | нет").root
    assert isinstance(root, ast.Group)
    assert [branch.items[0] for branch in root.branches] == [
        ast.Word(0, 2, "да"),
        ast.Word(5, 8, "нет"),
    ]


def test_empty_branches_stand_where_their_bar_is() -> None:
    (group,) = items("(|а|)")
    assert isinstance(group, ast.Group)
    assert [(branch.start, branch.end) for branch in group.branches] == [(1, 1), (2, 3), (4, 4)]


def test_comments_end_with_their_line() -> None:
    words = [
        node.text
        for node in ast.walk(parse_pattern("а # б\nв // г (").root)
        if isinstance(node, ast.Word)
    ]  # type: ignore[arg-type]
    assert words == ["а", "в"]


def test_one_text_is_read_once() -> None:
    assert parse_pattern("раз два") is parse_pattern("раз два")


def test_places_become_spans_of_the_file() -> None:
    source = Source("bot.sc", "q: (да\n")
    (found,) = diagnostics(parse_pattern("(да"), source, 3)
    assert found.code is UNCLOSED_BRACKET
    assert (found.span.start, found.span.text) == (3, "(")
    assert found.span.location == (1, 4)
    word = items("да нет")[1]
    assert ast.span_of(word, Source("x.sc", "q: да нет"), 3).text == "нет"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("(a", 0),
        ("a (b [c", 5),
        ("[(a]", 1),
        ("{a (b}", 3),
        ("$morph<a", 6),
        ("$weight<+1 $regexp<a>", 7),
    ],
)
def test_a_bracket_that_is_never_closed_is_one_problem_at_the_bracket(
    text: str, place: int
) -> None:
    problem = only_problem(text)
    assert problem.code is UNCLOSED_BRACKET
    assert problem.start == place
    assert parse_pattern(text).root is None


@pytest.mark.parametrize("text", ["a)", "]", "(a]", "a::b", "$x::"])
def test_other_brackets_and_signs_out_of_place_are_one_problem(text: str) -> None:
    assert only_problem(text).code is BAD_PATTERN


def test_brackets_in_expressions_and_comments_are_no_brackets() -> None:
    assert parse_pattern("$regexp<[(]> (a) # ( [").problems == ()


def test_several_mistakes_are_told_together_in_their_order() -> None:
    problems = parse_pattern("~ $foo<x> $regexp<(> да").problems
    assert [problem.start for problem in problems] == [0, 2, 18]


def test_a_wrong_name_of_an_element_is_guessed() -> None:
    assert only_problem("$regxp<a>").help == "did you mean `$regexp<…>`?"


def test_a_bar_in_braces_is_only_a_warning() -> None:
    assert only_problem("{a|b}").severity is Severity.WARNING


def test_very_deep_brackets_are_refused_without_trouble() -> None:
    assert only_problem("(" * 5000 + "а" + ")" * 5000).code is BAD_PATTERN
    assert parse_pattern("(" * DEEPEST + "а" + ")" * DEEPEST).problems == ()


@pytest.mark.parametrize(
    ("body", "fits", "fails"),
    [
        (r"\w+", "abc_1", "слово"),
        (r"\W", "я", "a"),
        (r"[\w-]+", "a-b", "а-б"),
        (r"[^\d\s]+", "ab", "a1"),
        (r"\p{Alpha}+", "ab", "аб"),
        (r"\p{L}\pN", "я1", "я"),
        (r"\p{IsCyrillic}+", "аб", "ab"),
        (r"\p{javaUpperCase}", "Я", "я"),
        (r"[a-z&&[^x]]+", "abc", "axc"),
        (r"[a|b~-]+", "a|~-b", "c"),
        (r"\x41\x{44F}\u0416\060\cA\e", "AяЖ0\x01\x1b", "A"),
        (r"\Qa+b\E+", "a+bb", "aab"),
        (r"(?idu:я)", "Я", "ю"),
        (r"(?x) a b # с", "ab", "a b"),
        (r"a{e}", "a{e}", "ae"),
        (r"(?<n>a)\k<n>", "aa", "ab"),
        (r"a++b", "aab", "aa"),
        (r"\R\h\v", "\r\n\t\n", "\n\n\n"),
        (r"a\z", "a", "b"),
    ],
)
def test_expressions_mean_what_they_mean_in_java(body: str, fits: str, fails: str) -> None:
    pattern = compile_java_regex(body)
    assert pattern.fullmatch(fits)
    assert not pattern.fullmatch(fails)


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("a(b", 1),
        ("a[b", 1),
        ("a)", 1),
        ("a**", 2),
        ("\\i", 0),
        ("a\\", 1),
        ("\\p{L", 2),
        ("\\xzz", 0),
        ("\\k", 0),
    ],
)
def test_a_bad_expression_is_shown_at_its_place(body: str, place: int) -> None:
    with pytest.raises(JavaRegexError) as caught:
        compile_java_regex(body)
    assert caught.value.offset == place


def test_a_translation_knows_where_its_characters_come_from() -> None:
    text, origin = translate(r"\da\hb")
    assert len(origin) == len(text)
    assert origin[text.index("a")] == 2
    assert origin[-1] == 5
