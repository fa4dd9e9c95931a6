"""Which words of a phrase which element of a pattern took, for showing why the pattern scored as it did.

The matcher keeps no trace of plain words, since few want it: a person, and whoever has to choose between patterns
with the same score. So the pattern is compiled once more, with every element as a named pattern of its own, and
matched again; what no element took went to a `*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.finder import EntityFinder
from jaicp.nlu.matcher import Hit, Match, Matcher, MatchLimit
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import Utterance
from jaicp.syntax import pattern_ast as ast
from jaicp.syntax.patterns import parse_pattern

__all__ = ["PatternExplainer", "Taken"]

MOST_KEPT = 256
"""Patterns that are kept as they were compiled for explaining."""

_MARK = "\0"
_GARBAGE = "$nonEmptyGarbage"


class Taken(NamedTuple):
    """Words (tokens, half-open) that an element took; of their `letters` so many were `lost`.

    `names` are the named patterns around the element, outermost first. An `element` of `*` took what was left.
    """

    start: int
    end: int
    element: str
    names: tuple[str, ...]
    letters: int
    lost: int


class _Marker:
    """Rewrites patterns so that each element is a name; `elements` has its node and its text by that name."""

    def __init__(self) -> None:
        self.elements: dict[str, tuple[ast.PatternNode, str]] = {}

    def rewrite(self, node: ast.PatternNode, text: str) -> ast.PatternNode:
        start, end = node.start, node.end
        match node:
            case ast.Sequence():
                items = tuple(self.rewrite(item, text) for item in node.items)
                return ast.Sequence(start, end, items)
            case ast.Group():
                return ast.Group(start, end, self.branches(node.branches, text))
            case ast.OptionalGroup():
                return ast.OptionalGroup(start, end, self.branches(node.branches, text))
            case ast.Braces():
                return ast.Braces(start, end, self.branches(node.branches, text))
            case ast.Mapped():
                return ast.Mapped(start, end, self.rewrite(node.item, text), node.value)
            case ast.AnyText() | ast.Weight() | ast.Repeat() | ast.NamedRef():
                return node
        name = f"{_MARK}{len(self.elements)}"
        self.elements[name] = (node, text[start:end])
        return ast.NamedRef(start, end, name, None)

    def branches(self, branches: tuple[ast.Sequence, ...], text: str) -> tuple[ast.Sequence, ...]:
        return tuple(cast("ast.Sequence", self.rewrite(branch, text)) for branch in branches)


class PatternExplainer:
    """Explains patterns that use the names of a table; `texts` are the texts of its named patterns.

    A pattern is compiled once more when it is first asked for, with the names that it uses; some are kept.
    """

    def __init__(self, table: PatternTable, texts: Mapping[str, str]) -> None:
        self._table = table
        self._texts = texts
        self._kept: dict[str, tuple[_Marker, Matcher] | None] = {}

    def taken(
        self, text: str, utterance: Utterance, finder: EntityFinder | None = None
    ) -> list[Taken]:
        """What each element of the pattern `text` took, from left to right; nothing where it does not match."""
        match, marker = self._match(text, utterance, finder)
        if match is None:
            return []
        found = list(_taken(match.hypothesis, (), marker, utterance))
        return sorted([*found, *_left(found, utterance)])

    def count(self, text: str, utterance: Utterance, finder: EntityFinder | None = None) -> int:
        """How many words and signs the elements of the pattern took; what went to a `*` does not count."""
        match, marker = self._match(text, utterance, finder)
        if match is None:
            return 0
        taken: set[int] = set()
        for one in _taken(match.hypothesis, (), marker, utterance):
            if one.element != _GARBAGE:
                taken.update(range(one.start, one.end))
        return len(taken)

    def _match(
        self, text: str, utterance: Utterance, finder: EntityFinder | None
    ) -> tuple[Match | None, _Marker]:
        marker, matcher = self._marked(text.strip()) or (_Marker(), None)
        try:
            return None if matcher is None else matcher.match(utterance, finder), marker
        except MatchLimit:
            return None, marker

    def _marked(self, text: str) -> tuple[_Marker, Matcher] | None:
        if text not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[text] = self._compile(text)
        return self._kept[text]

    def _compile(self, text: str) -> tuple[_Marker, Matcher] | None:
        root = parse_pattern(text).root
        if root is None:
            return None
        marker = _Marker()
        marked = PatternTable(dictionaries=self._table.dictionaries.values())
        for name in _names(root, self._table):
            inner = self._table.patterns[name].root
            if inner is not None and name in self._texts:
                inner = marker.rewrite(inner, self._texts[name])
            marked.define(name, inner)
        rewritten = marker.rewrite(root, text)
        for name, (node, _) in marker.elements.items():
            marked.define(name, node)
        return marker, compile_pattern(rewritten, marked)


def _names(root: ast.PatternNode, table: PatternTable) -> list[str]:
    """The named patterns that a pattern uses, compiled or not."""
    found: list[str] = []
    waiting = [root]
    while waiting:
        for node in ast.walk(waiting.pop()):
            if (
                isinstance(node, ast.NamedRef)
                and node.name in table.patterns
                and node.name not in found
            ):
                found.append(node.name)
                inner = table.patterns[node.name].root
                waiting.extend(() if inner is None else (inner,))
    return found


def _taken(
    hit: Hit, names: tuple[str, ...], marker: _Marker, utterance: Utterance
) -> Iterator[Taken]:
    for child in hit.children:
        if child.tag.startswith(_MARK):
            node, text = marker.elements[child.tag]
            letters = _letters(utterance, child.start, child.end)
            lost = _lost(node, letters)
            yield Taken(child.start, child.end, text, names, letters, lost)
        elif child.children:
            yield from _taken(child, (*names, f"${child.pattern}"), marker, utterance)
        else:
            letters = _letters(utterance, child.start, child.end)
            lost = letters if child.pattern == "nonEmptyGarbage" else 0
            lost = letters // 2 if child.pattern == "oneWord" else lost
            yield Taken(child.start, child.end, f"${child.pattern}", names, letters, lost)


def _letters(utterance: Utterance, start: int, end: int) -> int:
    return utterance.loss[end] - utterance.loss[start]


def _lost(node: ast.PatternNode, letters: int) -> int:
    if isinstance(node, ast.Stem):
        return max(letters - len(node.text.replace("*", "")), 0)
    return 0


def _left(found: list[Taken], utterance: Utterance) -> Iterator[Taken]:
    """The runs of words that no element took."""
    taken = {at for one in found for at in range(one.start, one.end)}
    run: list[int] = []
    for at, token in enumerate(utterance.tokens):
        if not token.is_punctuation and at not in taken:
            run.append(at)
        elif run and at in taken:
            yield _star(run, utterance)
            run = []
    if run:
        yield _star(run, utterance)


def _star(run: list[int], utterance: Utterance) -> Taken:
    letters = _letters(utterance, run[0], run[-1] + 1)
    return Taken(run[0], run[-1] + 1, "*", (), letters, letters)
