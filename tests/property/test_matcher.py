"""The matcher against a slow and obvious one, on patterns and texts made at random.

The reference below goes through every way in which a pattern fits a text, in the order of preference that
`docs/patterns.md` tells, and takes the first of the best. It shares nothing with the real one but the
parsed pattern and the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.parse_tree import build_parse_tree
from jaicp.nlu.reading import reading_of
from jaicp.nlu.regexes import regex_ends
from jaicp.nlu.words import Utterance, tokenize
from jaicp.syntax import pattern_ast as ast
from jaicp.syntax.patterns import parse_pattern

MOST_WAYS = 4000


@dataclass(frozen=True)
class Way:
    """One way to match a part: its end, the letters lost, the shifts of `$weight`, and what it leaves.

    `events` holds values of `x:value` as strings, and nodes as (tag, text, events); `taken` are the
    stretches of tokens that were really taken.
    """

    end: int
    lost: Fraction = Fraction(0)
    shift: Fraction = Fraction(0)
    events: tuple = ()
    taken: tuple[tuple[int, int], ...] = ()

    def then(self, other: Way) -> Way:
        return Way(
            other.end,
            self.lost + other.lost,
            self.shift + other.shift,
            self.events + other.events,
            self.taken + other.taken,
        )


class Reference:
    def __init__(self, text: str, names: dict[str, ast.PatternNode]) -> None:
        self.utterance = tokenize(text)
        self.tokens = self.utterance.tokens
        self.names = names

    def best(self, root: ast.PatternNode) -> tuple[float, tuple] | None:
        total = sum(len(token.folded) for token in self.tokens if not token.is_punctuation)
        best = None
        for number, way in enumerate(self.ways(root, 0)):
            assume(number < MOST_WAYS)
            if all(token.is_punctuation for token in self.tokens[way.end :]):
                score = 1 - (way.lost / total if total else 0) + way.shift
                if best is None or score > best[0]:
                    best = (score, way.events)
        if best is None or best[0] < 0:
            return None
        return float(best[0]), self.tree(best[1])

    def tree(self, events: tuple) -> tuple:
        """Values and nodes in the form of `simplified`."""
        values = [event for event in events if isinstance(event, str)]
        nodes = tuple(
            (tag, text, *self.tree(inner))
            for tag, text, inner in (e for e in events if isinstance(e, tuple))
        )
        inherited = next((node[2] for node in nodes if node[2] is not None), None)
        return (values[-1] if values else inherited), nodes

    # Where things are

    def behind_signs(self, start: int) -> Iterator[int]:
        """The places at which something may be taken if it is tried at `start`."""
        for at in range(start, len(self.tokens)):
            yield at
            if not self.tokens[at].is_punctuation:
                return

    def next_word(self, start: int) -> int | None:
        for at in self.behind_signs(start):
            if not self.tokens[at].is_punctuation:
                return at
        return None

    def letters(self, start: int, end: int) -> int:
        return sum(
            len(token.folded) for token in self.tokens[start:end] if not token.is_punctuation
        )

    def any_text(self, start: int) -> Iterator[Way]:
        yield Way(start)
        for end in range(start + 1, len(self.tokens) + 1):
            if not self.tokens[end - 1].is_punctuation:
                first = next(at for at in range(start, end) if not self.tokens[at].is_punctuation)
                yield Way(end, Fraction(self.letters(start, end)), taken=((first, end),))

    # The ways of each kind of node, the preferred ones first

    def ways(self, node: ast.PatternNode, start: int) -> Iterator[Way]:
        yield from getattr(self, type(node).__name__.lower())(node, start)

    def anytext(self, node: ast.AnyText, start: int) -> Iterator[Way]:
        yield from self.any_text(start)

    def word(self, node: ast.Word, start: int) -> Iterator[Way]:
        token = tokenize(node.text).tokens[0]
        if not token.is_punctuation:
            yield from self.one_word(start, lambda word: 0 if word == token.folded else None)
            return
        for at in self.behind_signs(start):
            if self.tokens[at].folded == token.folded:
                yield Way(at + 1, taken=((at, at + 1),))

    def one_word(self, start: int, fits) -> Iterator[Way]:
        at = self.next_word(start)
        if at is not None:
            lost = fits(self.tokens[at].folded)
            if lost is not None:
                yield Way(at + 1, Fraction(lost), taken=((at, at + 1),))

    def stem(self, node: ast.Stem, start: int) -> Iterator[Way]:
        def fits(word: str) -> int | None:
            whole = node.text in word if node.open_start and node.open_end else False
            whole = whole or (node.open_end and word.startswith(node.text))
            whole = whole or (node.open_start and word.endswith(node.text))
            return len(word) - len(node.text) if whole else None

        yield from self.one_word(start, fits)

    def sequence(self, node: ast.Sequence, start: int) -> Iterator[Way]:
        items = list(flattened(node.items))
        yield from self.row(items, 0, start)

    def row(self, items: list[ast.PatternNode], index: int, start: int) -> Iterator[Way]:
        if index == len(items):
            yield Way(start)
            return
        item = items[index]
        if isinstance(item, ast.Braces):
            others = [other for other in items if not isinstance(other, ast.Weight)]
            here = others.index(item)
            first = here > 0 and isinstance(others[here - 1], ast.AnyText)
            last = here + 1 < len(others) and isinstance(others[here + 1], ast.AnyText)
            found = self.braces(item, start, first, last)
        else:
            found = self.ways(item, start)
        for way in found:
            for rest in self.row(items, index + 1, way.end):
                yield way.then(rest)

    def group(self, node: ast.Group, start: int) -> Iterator[Way]:
        for branch in node.branches:
            yield from self.ways(branch, start)

    def optionalgroup(self, node: ast.OptionalGroup, start: int) -> Iterator[Way]:
        for branch in node.branches:
            yield from self.ways(branch, start)
        yield Way(start)

    def mapped(self, node: ast.Mapped, start: int) -> Iterator[Way]:
        inner = node.item
        if isinstance(inner, ast.OptionalGroup):
            group = ast.Group(0, 0, inner.branches)
            yield from self.mapped(ast.Mapped(0, 0, group, node.value), start)
            yield Way(start)
            return
        for way in self.ways(inner, start):
            yield way.then(Way(way.end, events=(node.value,)))

    def weight(self, node: ast.Weight, start: int) -> Iterator[Way]:
        yield Way(start, shift=Fraction(str(node.shift)))

    def namedref(self, node: ast.NamedRef, start: int) -> Iterator[Way]:
        tag = node.alias or node.name
        for way in self.name(node.name, start):
            first = min((pair[0] for pair in way.taken), default=0)
            last = max((pair[1] for pair in way.taken), default=0)
            tokens = self.tokens[first:last]
            text = self.utterance.text[tokens[0].start : tokens[-1].end] if tokens else ""
            yield Way(way.end, way.lost, way.shift, ((tag, text, way.events),), way.taken)

    def name(self, name: str, start: int) -> Iterator[Way]:
        if name == "oneWord":
            for at in self.behind_signs(start):
                yield Way(at + 1, Fraction(self.letters(at, at + 1), 2), taken=((at, at + 1),))
        elif name == "nonEmptyGarbage":
            yield from reversed([way for way in self.any_text(start) if way.taken])
        else:
            yield from self.ways(self.names[name], start)

    def repeat(self, node: ast.Repeat, start: int) -> Iterator[Way]:
        for way in self.namedref(node.item, start):
            if way.end > start:
                for more in self.repeat(node, way.end):
                    yield way.then(more)
            yield way

    def regexp(self, node: ast.Regexp, start: int) -> Iterator[Way]:
        for at in self.behind_signs(start):
            for end in range(len(self.tokens), at, -1):
                run = self.utterance.text[self.tokens[at].start : self.tokens[end - 1].end]
                if re.fullmatch(node.body, run):
                    yield Way(end, taken=((at, end),))

    def braces(
        self, node: ast.Braces, start: int, first: bool = False, last: bool = False
    ) -> Iterator[Way]:
        for branch in node.branches:
            items = [
                item for item in branch.items if not isinstance(item, (ast.AnyText, ast.Weight))
            ]
            stars = sum(isinstance(item, ast.AnyText) for item in branch.items)
            shift = sum(Fraction(str(i.shift)) for i in branch.items if isinstance(i, ast.Weight))
            for way in self.any_order(dict(enumerate(items)), start, stars, first, last):
                yield way.then(Way(way.end, shift=shift))

    def any_order(
        self,
        items: dict[int, ast.PatternNode],
        start: int,
        stars: int,
        no_star: bool,
        no_last: bool,
    ) -> Iterator[Way]:
        complete = all(map(is_free, items.values()))
        if complete:
            yield Way(start)
        for number, item in items.items():
            rest = {other: node for other, node in items.items() if other != number}
            for skip in self.any_text(start) if stars and not no_star else [Way(start)]:
                left = stars - bool(skip.end > start)
                for way in self.ways(item, skip.end):
                    if is_free(item) and way == Way(skip.end):
                        continue
                    for more in self.any_order(rest, way.end, left, False, no_last):
                        yield skip.then(way).then(more)
        if complete and stars and not no_last:
            for skip in self.any_text(start):
                if skip.end > start:
                    yield skip


def flattened(items: tuple[ast.PatternNode, ...]) -> Iterator[ast.PatternNode]:
    for item in items:
        if isinstance(item, ast.Group) and len(item.branches) == 1:
            yield from flattened(item.branches[0].items)
        else:
            yield item


def is_free(node: ast.PatternNode) -> bool:
    """Whether a part may be left out without a trace."""
    if isinstance(node, ast.Sequence):
        return all(map(is_free, node.items))
    if isinstance(node, ast.Group):
        return any(map(is_free, node.branches))
    if isinstance(node, ast.Braces):
        return any(all(map(is_free, branch.items)) for branch in node.branches)
    if isinstance(node, ast.Mapped):
        return isinstance(node.item, ast.OptionalGroup)
    return isinstance(node, (ast.OptionalGroup, ast.AnyText))


# Patterns and texts made at random. Few words, so that they meet.

LEAVES = [
    "a",
    "b",
    "ab",
    "a*",
    "*b",
    "*a*",
    "*",
    "*",
    "!",
    ",",
    "$oneWord",
    "$regexp<a( b)?>",
    "$regexp<[ab!]+>",
]
TEXTS = st.lists(st.sampled_from(["a", "b", "ab", "ba", "c", ",", "!"]), max_size=5).map(" ".join)
MAPPED = ["a:1", "b:2", "(a|b):3", "(a b):4", "[a]:5", "(a:6|ab:7)"]
WEIGHTS = ["$weight<+0.3>", "$weight<-0.2>", "$weight<+1>"]


def grown(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    row = st.lists(parts, min_size=1, max_size=3).map(" ".join)
    branches = st.lists(row, min_size=1, max_size=3).map("|".join)
    return st.one_of(
        branches.map("({})".format), branches.map("[{}]".format), row.map("{{{}}}".format), row
    )


def patterns(leaves: list[str]) -> st.SearchStrategy[str]:
    parts = st.recursive(st.sampled_from(leaves), grown, max_leaves=7)
    return st.lists(parts, min_size=1, max_size=4).map(" ".join)


REGEXES = [
    "a+",
    "[ab1]+( [ab]+)?",
    "a.*b",
    ".*",
    "(?!a).+",
    "(a|b)[,!]?",
    "\\w+(?=$)",
    "(?<!1)b+",
    "a{2}|ab1",
]
NAMED = ["$X", "$Y", "$X::z", "$repeat<$X>", "$nonEmptyGarbage"]
PLAIN = patterns(LEAVES)
RICH = patterns(LEAVES + MAPPED + WEIGHTS + NAMED)
INNER = patterns(LEAVES + MAPPED)
OUTER = patterns([*LEAVES, *MAPPED, "$X", "$X::q"])


def cases(pattern: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, str]]:
    """Patterns with texts: either any, or made of the words of the pattern, so that many match."""

    def with_text(text: str) -> st.SearchStrategy[tuple[str, str]]:
        words = re.findall(r"(?<![$\w:<.+-])[ab]+(?![\w(])|[,!]", text) or ["a"]
        some = st.lists(st.booleans(), min_size=len(words), max_size=len(words)).map(
            lambda kept: [word for word, keep in zip(words, kept, strict=True) if keep][:5]
        )
        mixed = st.lists(st.sampled_from(words), max_size=4)
        chosen = st.one_of(some, mixed).map(" ".join)
        return st.tuples(st.just(text), st.one_of(chosen, chosen, TEXTS))

    return pattern.flatmap(with_text)


def parsed(text: str) -> ast.PatternNode:
    found = parse_pattern(text)
    assert found.root is not None, found.problems
    return found.root


def takes_something(node: ast.PatternNode) -> bool:
    """Whether a part cannot match nothing. Where nothing stands in the text is not compared."""
    if isinstance(node, ast.Sequence):
        return any(map(takes_something, node.items))
    if isinstance(node, ast.Group):
        return all(map(takes_something, node.branches))
    if isinstance(node, ast.Braces):
        return all(any(map(takes_something, branch.items)) for branch in node.branches)
    if isinstance(node, ast.Mapped):
        return takes_something(node.item)
    return not isinstance(node, (ast.OptionalGroup, ast.AnyText, ast.Weight))


def simplified(node: dict) -> tuple:
    """A node of the parse tree as its value and, in order, its nodes with tag and text."""
    found = []
    for below in node.values():
        if isinstance(below, list) and below and isinstance(below[0], dict):
            found.extend(
                (one["startPos"], one["tag"], one["text"], *simplified(one)) for one in below
            )
    found.sort(key=lambda one: one[0])
    return node.get("value"), tuple(one[1:] for one in found)


def real(
    root: ast.PatternNode, table: PatternTable, utterance: Utterance
) -> tuple[float, tuple] | None:
    match = compile_pattern(root, table).match(utterance)
    return None if match is None else (match.score, simplified(build_parse_tree(match, utterance)))


COMMON = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


@COMMON
@given(cases(PLAIN))
def test_words_groups_and_braces_score_as_the_reference_says(case: tuple[str, str]) -> None:
    pattern, text = case
    root = parsed(pattern)
    assert real(root, PatternTable(), tokenize(text)) == Reference(text, {}).best(root)


@COMMON
@given(cases(RICH), INNER, OUTER)
def test_named_patterns_values_and_shifts_give_the_tree_of_the_reference(
    case: tuple[str, str], inner: str, outer: str
) -> None:
    pattern, text = case
    names = {"X": parsed(inner), "Y": parsed(outer)}
    assume(all(map(takes_something, names.values())))
    root = parsed(pattern)
    table = PatternTable(NamedPattern(name, node) for name, node in names.items())
    found, expected = real(root, table, tokenize(text)), Reference(text, names).best(root)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert abs(found[0] - expected[0]) < 1e-9
        assert found[1] == expected[1]


@COMMON
@given(st.lists(cases(RICH), min_size=1, max_size=6), INNER, OUTER)
def test_the_index_never_withholds_a_rule_that_matches(
    rules: list[tuple[str, str]], inner: str, outer: str
) -> None:
    names = [NamedPattern("X", parsed(inner)), NamedPattern("Y", parsed(outer))]
    table = PatternTable(names)
    matchers = {
        number: compile_pattern(parsed(rule), table) for number, (rule, _) in enumerate(rules)
    }
    index = RuleIndex(matchers.items())
    for _, text in rules:
        utterance = tokenize(text)
        matching = [number for number, matcher in matchers.items() if matcher.match(utterance)]
        candidates = index.candidates(utterance)
        assert set(matching) <= set(candidates)
        assert candidates == sorted(candidates)


@COMMON
@given(cases(PLAIN), st.sampled_from(["0.5", "1.5+0.1", "2-0.3"]))
def test_a_factor_behind_the_pattern_rescales_its_score(case: tuple[str, str], weight: str) -> None:
    pattern, text = case
    utterance = tokenize(text)
    table = PatternTable()
    plain = compile_pattern(parsed(f"({pattern})"), table).match(utterance)
    weighed = compile_pattern(parsed(f"({pattern}) $weight<{weight}>"), table).match(utterance)
    node = parsed(f"$weight<{weight}>")
    assert isinstance(node, ast.Sequence)
    rule = node.items[0]
    assert isinstance(rule, ast.Weight)
    expected = None if plain is None else plain.score * rule.factor + rule.shift
    if expected is None or expected < 0:
        assert weighed is None
    else:
        assert weighed is not None
        assert abs(weighed.score - expected) < 1e-9


@COMMON
@given(st.text(alphabet="ab1,! ", max_size=12), st.sampled_from(REGEXES))
def test_expressions_fit_exactly_the_runs_that_they_fit_one_by_one(text: str, body: str) -> None:
    utterance = tokenize(text)
    reading = reading_of(utterance)
    for start, token in enumerate(utterance.tokens):
        expected = [
            end
            for end in range(len(utterance.tokens), start, -1)
            if re.fullmatch(body, text[token.start : utterance.tokens[end - 1].end])
        ]
        assert regex_ends(reading, body, False, start) == expected


@COMMON
@given(st.text(alphabet="аб*~$@:|/()[]{}<>#w+-1 \n\\.", max_size=30))
def test_any_text_parses_to_a_tree_or_a_problem_within_its_bounds(text: str) -> None:
    found = parse_pattern(text)
    assert found.root is not None or found.problems
    for problem in found.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
    if found.root is not None:
        for node in ast.walk(found.root):
            assert 0 <= node.start <= node.end <= len(text)
