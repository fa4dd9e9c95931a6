"""The nodes of a parsed pattern.

Every node knows where it stands in the text of its own pattern (`start`, `end`: half-open, in code
points), not where in a file: one parsed pattern may serve several places. `span_of` adds the place of the
pattern in its source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from jaicp.syntax.frozen import value_node
from jaicp.text.source import Source, Span

__all__ = [
    "AnyText",
    "Braces",
    "DictionaryRef",
    "EntityRef",
    "Group",
    "Lemma",
    "Mapped",
    "Morph",
    "NamedRef",
    "OptionalGroup",
    "PatternNode",
    "Regexp",
    "Repeat",
    "Sequence",
    "Stem",
    "Weight",
    "Word",
    "children",
    "span_of",
    "walk",
]


@value_node
class PatternNode:
    """A piece of a pattern and its place in the pattern's text."""

    start: int
    end: int


@value_node
class Word(PatternNode):
    """One word as it is typed; signs in it (`т.д.`, `!`) are still part of `text`."""

    text: str


@value_node
class Stem(PatternNode):
    """A part of a word: `text*` is open at the end, `*text` at the beginning, `*text*` at both.

    A star left inside of `text` stands for any letters there; whoever wrote it has been warned.
    """

    text: str
    open_start: bool
    open_end: bool


@value_node
class AnyText(PatternNode):
    """`*`: any words or none."""


@value_node
class Lemma(PatternNode):
    """`~text`: any form of a word."""

    text: str


@value_node
class Regexp(PatternNode):
    """`$regexp<body>`, `$regex<body>` or `$regexp_i<body>`; `body_start` is the place of the body."""

    body: str
    body_start: int
    ignore_case: bool


@value_node
class Morph(PatternNode):
    """`$morph<…>`: one word of which some analysis has all the grammemes."""

    grammemes: tuple[str, ...]


@value_node
class NamedRef(PatternNode):
    """`$name` or `$name::alias`."""

    name: str
    alias: str | None


@value_node
class EntityRef(PatternNode):
    """`@name` or `@name::alias`."""

    name: str
    alias: str | None


@value_node
class DictionaryRef(PatternNode):
    """`$entity<name>` or `$entity<name>::alias`: an entry of a CSV dictionary."""

    name: str
    alias: str | None


@value_node
class Repeat(PatternNode):
    """`$repeat<$name>`: one or more in a row."""

    item: NamedRef


@value_node
class Weight(PatternNode):
    """`$weight<a+b>`, or `$localWeight<a+b>` where `local`: `factor` is a, `shift` is b."""

    factor: float
    shift: float
    local: bool


@value_node
class Mapped(PatternNode):
    """`item:value`."""

    item: PatternNode
    value: str


@value_node
class Sequence(PatternNode):
    """Items one after the other; without items it matches nothing at no cost."""

    items: tuple[PatternNode, ...]


@value_node
class Group(PatternNode):
    """`(a|b)`: one of the branches. A whole pattern with a bar outside of brackets is a group too."""

    branches: tuple[Sequence, ...]


@value_node
class OptionalGroup(PatternNode):
    """`[a|b]`: one of the branches, or nothing."""

    branches: tuple[Sequence, ...]


@value_node
class Braces(PatternNode):
    """`{a b c}`: every item of a branch in any order; more than one branch is one of several."""

    branches: tuple[Sequence, ...]


def children(node: PatternNode) -> tuple[PatternNode, ...]:
    """The nodes directly below, in the order of the text."""
    below = _BELOW.get(type(node))
    return () if below is None else below(node)


_BELOW: dict[type[PatternNode], Callable[[Any], tuple[PatternNode, ...]]] = {
    Sequence: attrgetter("items"),
    Group: attrgetter("branches"),
    OptionalGroup: attrgetter("branches"),
    Braces: attrgetter("branches"),
    Mapped: lambda node: (node.item,),
    Repeat: lambda node: (node.item,),
}


def walk(node: PatternNode) -> Iterator[PatternNode]:
    """`node` and everything below it, in the order of the text; deep nesting does not matter."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        below = _BELOW.get(type(here))
        if below is not None:
            waiting.extend(reversed(below(here)))


def span_of(node: PatternNode, source: Source, offset: int) -> Span:
    """The place of `node` in `source`, where the text of its pattern begins at `offset`."""
    return Span(source, offset + node.start, offset + node.end)
