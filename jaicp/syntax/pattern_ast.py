"""The nodes of a parsed pattern.

Every node knows where it stands in the text of its own pattern (`start`, `end`: half-open, in code
points), not where in a file: one parsed pattern may serve several places. `span_of` adds the place of the
pattern in its source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PatternNode:
    """A piece of a pattern and its place in the pattern's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word(PatternNode):
    """One word as it is typed; signs in it (`т.д.`, `!`) are still part of `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Stem(PatternNode):
    """A part of a word: `text*` is open at the end, `*text` at the beginning, `*text*` at both.

    A star left inside of `text` stands for any letters there; whoever wrote it has been warned.
    """

    text: str
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class AnyText(PatternNode):
    """`*`: any words or none."""


@dataclass(frozen=True, slots=True)
class Lemma(PatternNode):
    """`~text`: any form of a word."""

    text: str


@dataclass(frozen=True, slots=True)
class Regexp(PatternNode):
    """`$regexp<body>`, `$regex<body>` or `$regexp_i<body>`; `body_start` is the place of the body."""

    body: str
    body_start: int
    ignore_case: bool


@dataclass(frozen=True, slots=True)
class Morph(PatternNode):
    """`$morph<…>`: one word of which some analysis has all the grammemes."""

    grammemes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedRef(PatternNode):
    """`$name` or `$name::alias`."""

    name: str
    alias: str | None


@dataclass(frozen=True, slots=True)
class EntityRef(PatternNode):
    """`@name` or `@name::alias`."""

    name: str
    alias: str | None


@dataclass(frozen=True, slots=True)
class DictionaryRef(PatternNode):
    """`$entity<name>` or `$entity<name>::alias`: an entry of a CSV dictionary."""

    name: str
    alias: str | None


@dataclass(frozen=True, slots=True)
class Repeat(PatternNode):
    """`$repeat<$name>`: one or more in a row."""

    item: NamedRef


@dataclass(frozen=True, slots=True)
class Weight(PatternNode):
    """`$weight<a+b>`, or `$localWeight<a+b>` where `local`: `factor` is a, `shift` is b."""

    factor: float
    shift: float
    local: bool


@dataclass(frozen=True, slots=True)
class Mapped(PatternNode):
    """`item:value`."""

    item: PatternNode
    value: str


@dataclass(frozen=True, slots=True)
class Sequence(PatternNode):
    """Items one after the other; without items it matches nothing at no cost."""

    items: tuple[PatternNode, ...]


@dataclass(frozen=True, slots=True)
class Group(PatternNode):
    """`(a|b)`: one of the branches. A whole pattern with a bar outside of brackets is a group too."""

    branches: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class OptionalGroup(PatternNode):
    """`[a|b]`: one of the branches, or nothing."""

    branches: tuple[Sequence, ...]


@dataclass(frozen=True, slots=True)
class Braces(PatternNode):
    """`{a b c}`: every item of a branch in any order; more than one branch is one of several."""

    branches: tuple[Sequence, ...]


def children(node: PatternNode) -> tuple[PatternNode, ...]:
    """The nodes directly below, in the order of the text."""
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, (Group, OptionalGroup, Braces)):
        return node.branches
    if isinstance(node, (Mapped, Repeat)):
        return (node.item,)
    return ()


def walk(node: PatternNode) -> Iterator[PatternNode]:
    """`node` and everything below it, in the order of the text; deep nesting does not matter."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def span_of(node: PatternNode, source: Source, offset: int) -> Span:
    """The place of `node` in `source`, where the text of its pattern begins at `offset`."""
    return Span(source, offset + node.start, offset + node.end)
