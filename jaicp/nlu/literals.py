"""Literals: cheap signs that a pattern can match a text at all.

A pattern *requires* a set of literals if no text matches it that holds none of them. Sets are an
over-approximation: they may let a text through that does not match, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = [
    "DICTIONARY",
    "ENTITY",
    "INFIX",
    "LEMMA",
    "PREFIX",
    "SUFFIX",
    "WORD",
    "Literal",
    "Required",
    "any_of",
    "rarest",
]

WORD = "word"
PREFIX = "prefix"
SUFFIX = "suffix"
INFIX = "infix"
LEMMA = "lemma"
DICTIONARY = "dictionary"
ENTITY = "entity"

MOST = 2000
"""A larger set says little and costs much."""


class Literal(NamedTuple):
    """A folded word, part of a word or dictionary form; for DICTIONARY and ENTITY a name."""

    kind: str
    text: str


Required = frozenset[Literal] | None
"""A set of which one literal must be present, or None where nothing is required."""


def _commonness(literal: Literal) -> float:
    """A rough share of texts that hold the literal: short ones are common, parts more so than words."""
    size = len(literal.text)
    if literal.kind in (WORD, LEMMA):
        return 1.0 / (1 + size * size)
    if literal.kind in (DICTIONARY, ENTITY):
        return 0.1
    return 2.0 / (1 + size * size)


def rarest(sets: Iterable[Required]) -> Required:
    """Of several sets that are all required, the one that the fewest texts will satisfy."""
    known = [one for one in sets if one is not None]
    if len(known) < 2:
        return known[0] if known else None
    return min(known, key=lambda one: sum(map(_commonness, one)))


def any_of(sets: Iterable[Required]) -> Required:
    """What is required where one of several parts must match."""
    union: set[Literal] = set()
    for one in sets:
        if one is None:
            return None
        union |= one
    return frozenset(union) if len(union) <= MOST else None
