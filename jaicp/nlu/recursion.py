"""How named patterns hang together: which may take nothing, which need themselves, how deep they go.

A name may lead back to itself once a word has been taken in between (`$list = слово [и $list]`); public
bots do that. A name that needs itself at the same place of the text can never be matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from jaicp.syntax.pattern_ast import (
    AnyText,
    Braces,
    DictionaryRef,
    Group,
    Mapped,
    Morph,
    NamedRef,
    OptionalGroup,
    PatternNode,
    Repeat,
    Sequence,
    Weight,
    children,
)

__all__ = [
    "Circle",
    "Roots",
    "Uses",
    "endless_circles",
    "find_circles",
    "forget_uses",
    "names_by_depth",
    "nesting",
    "nullable_names",
    "recursive_names",
    "uses_of",
]

Roots = Mapping[str, PatternNode | None]
"""Named patterns by their names; None for one that could not be read."""

References = Callable[[str], Iterable[NamedRef]]


class Circle(NamedTuple):
    """A name, the reference in it that closes a circle, and the names on the way from there to it."""

    name: str
    reference: NamedRef
    names: tuple[str, ...]


def is_nullable(node: PatternNode, names: frozenset[str] | set[str]) -> bool:
    """Whether a part may take nothing, if the given names may."""
    if isinstance(node, (OptionalGroup, AnyText, Weight)):
        return True
    if isinstance(node, NamedRef):
        return node.name in names
    if isinstance(node, (Mapped, Repeat)):
        return is_nullable(node.item, names)
    if isinstance(node, Sequence):
        return all(is_nullable(item, names) for item in node.items)
    if isinstance(node, (Group, Braces)):
        return any(is_nullable(branch, names) for branch in node.branches)
    return False


def is_finite(node: PatternNode, names: frozenset[str] | set[str], known: Roots) -> bool:
    """Whether some text fits a part, if some text fits the given names and none the other known ones."""
    if isinstance(node, OptionalGroup):
        return True
    if isinstance(node, NamedRef):
        return node.name in names or node.name not in known
    if isinstance(node, (Group, Braces)):
        return any(is_finite(branch, names, known) for branch in node.branches)
    return all(is_finite(child, names, known) for child in children(node))


def nullable_names(roots: Roots) -> frozenset[str]:
    """The names of patterns that may take nothing."""
    return _closure(roots, is_nullable)


def finite_names(roots: Roots) -> frozenset[str]:
    """The names of patterns that some text fits without coming back to the name for ever."""
    return _closure(roots, lambda root, names: is_finite(root, names, roots))


def _closure(roots: Roots, holds: Callable[[PatternNode, set[str]], bool]) -> frozenset[str]:
    """The names for which something holds that may follow from its holding for others.

    A name is looked at again whenever it turns out to hold for one that it uses, so the work grows with
    the number of references.
    """
    users: dict[str, set[str]] = {}
    for name in roots:
        for reference in _all_references(roots, name):
            users.setdefault(reference.name, set()).add(name)
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        root = roots[name]
        if name not in found and root is not None and holds(root, found):
            found.add(name)
            waiting.extend(users.get(name, ()))
    return frozenset(found)


def find_circles(roots: Roots, nullable: frozenset[str]) -> list[Circle]:
    """The references that close a circle in which no word is taken; they can never match."""

    def first_references(name: str) -> list[NamedRef]:
        root = roots[name]
        return [] if root is None else list(_first(root, nullable))

    return [event for event in _explore(roots, first_references) if isinstance(event, Circle)]


def endless_circles(roots: Roots) -> list[Circle]:
    """The circles of names that no text fits, since each of them goes on for ever."""
    finite = finite_names(roots)
    events = _explore(roots, lambda name: _all_references(roots, name))
    return [event for event in events if isinstance(event, Circle) and event.name not in finite]


def recursive_names(roots: Roots) -> frozenset[str]:
    """The names at which a walk through all references comes back to where it has been."""
    events = _explore(roots, lambda name: _all_references(roots, name))
    return frozenset(event.reference.name for event in events if isinstance(event, Circle))


def names_by_depth(roots: Roots) -> dict[str, int]:
    """How deep each named pattern is, names that it uses included; a name in itself counts once."""
    depths: dict[str, int] = {}
    for event in _explore(roots, lambda name: _all_references(roots, name)):
        if isinstance(event, str):
            root = roots[event]
            depths[event] = 0 if root is None else nesting(root, depths)
    return depths


def nesting(root: PatternNode, depths: Mapping[str, int]) -> int:
    """How many brackets and names lie inside of each other, if names are as deep as given."""
    return uses_of(root).nesting(depths)


class Uses(NamedTuple):
    """What a pattern uses that is defined elsewhere, in the order of the text, and how deep it is.

    `depth` counts brackets only; each of the `names` stands at one of the `levels`.
    """

    depth: int
    names: tuple[NamedRef, ...] = ()
    levels: tuple[int, ...] = ()
    dictionaries: tuple[DictionaryRef, ...] = ()
    morphs: tuple[Morph, ...] = ()

    def nesting(self, depths: Mapping[str, int]) -> int:
        """How many brackets and names lie inside of each other, if names are as deep as given."""
        deepest = self.depth
        for level, node in zip(self.levels, self.names, strict=True):
            deepest = max(deepest, level + 1 + depths.get(node.name, 0))
        return deepest


_KNOWN: dict[int, tuple[PatternNode, Uses]] = {}
MOST_KNOWN = 65_536
"""How many patterns are remembered; some 20 MB."""


def uses_of(root: PatternNode) -> Uses:
    """What a pattern uses, found out once for each pattern that was read."""
    known = _KNOWN.get(id(root))
    if known is None or known[0] is not root:
        if len(_KNOWN) >= MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(root)] = (root, _uses_of(root))
    return known[1]


def forget_uses() -> None:
    """Forget what is remembered of patterns, and with it patterns that nobody has written any more."""
    _KNOWN.clear()


def _uses_of(root: PatternNode) -> Uses:
    deepest = 0
    using: list[tuple[PatternNode, int]] = []
    waiting = [(root, 1)]
    while waiting:
        node, level = waiting.pop()
        if level > deepest:
            deepest = level
        below = children(node)
        if below:
            level += 1
            waiting.extend([(child, level) for child in reversed(below)])
        elif type(node) in _USING:
            using.append((node, level))
    if not using:
        return Uses(deepest)
    names = [(node, level) for node, level in using if isinstance(node, NamedRef)]
    return Uses(
        deepest,
        tuple(node for node, _ in names),
        tuple(level for _, level in names),
        tuple(node for node, _ in using if isinstance(node, DictionaryRef)),
        tuple(node for node, _ in using if isinstance(node, Morph)),
    )


_USING = frozenset({NamedRef, DictionaryRef, Morph})


def _all_references(roots: Roots, name: str) -> Iterable[NamedRef]:
    root = roots[name]
    return () if root is None else uses_of(root).names


def _first(node: PatternNode, nullable: frozenset[str]) -> Iterator[NamedRef]:
    """The references that may stand at the place where the part itself begins."""
    if isinstance(node, NamedRef):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _first(item, nullable)
            if not is_nullable(item, nullable):
                return
    elif isinstance(node, Braces):  # every item of a pair of braces may come first
        for branch in node.branches:
            for item in branch.items:
                yield from _first(item, nullable)
    else:
        for child in children(node):
            yield from _first(child, nullable)


def _explore(roots: Roots, references: References) -> Iterator[str | Circle]:
    """Walk through names depth first: each name when all that it uses are done, and each circle.

    The walk has its own stack: names may follow each other further than Python recurses.
    """
    done: set[str] = set()
    for first in roots:
        if first in done:
            continue
        trail = [(first, iter(references(first)))]
        on_trail = {first: 0}
        while trail:
            name, waiting = trail[-1]
            reference = next(waiting, None)
            if reference is None:
                done.add(name)
                yield name
                trail.pop()
                del on_trail[name]
            elif reference.name in on_trail:
                way = [entry[0] for entry in trail[on_trail[reference.name] :]]
                yield Circle(name, reference, (*way, reference.name))
            elif reference.name in roots and reference.name not in done:
                on_trail[reference.name] = len(trail)
                trail.append((reference.name, iter(references(reference.name))))
