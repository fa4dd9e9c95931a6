"""The names that patterns may use: named patterns, dictionaries, and the two that are always there."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from jaicp.nlu.dictionaries import Dictionary
from jaicp.nlu.morphology import GRAMMEMES, known_grammeme
from jaicp.nlu.nodes import Node
from jaicp.nlu.recursion import (
    Circle,
    Roots,
    endless_circles,
    find_circles,
    names_by_depth,
    nullable_names,
    recursive_names,
    uses_of,
)
from jaicp.syntax.pattern_ast import DictionaryRef, Morph, NamedRef, PatternNode
from jaicp.syntax.pattern_problem import PatternProblem, bad_pattern
from jaicp.text.codes import (
    RECURSIVE_PATTERN,
    UNKNOWN_DICTIONARY,
    UNKNOWN_GRAMMEME,
    UNKNOWN_PATTERN,
)
from jaicp.text.diagnostic import Severity, nearest

__all__ = ["BUILT_IN", "DEEPEST", "NamedPattern", "PatternTable"]

BUILT_IN = frozenset({"oneWord", "nonEmptyGarbage"})
"""Names that are always there; a definition of the same name in a script takes their place."""

CALLS = frozenset("regexp regex regexp_i entity morph repeat weight localWeight".split())
"""What takes something in `< >` directly behind its name."""

REPEAT_HELP = "put a word before it, or write `$repeat<$Name>` for one or more in a row"

DEEPEST = 200
"""How many brackets and names may lie inside of each other; matching recurses through them."""


@dataclass(frozen=True, slots=True)
class NamedPattern:
    """A line of a `patterns:` section; `root` is None where its text could not be read.

    `converter` is handed back to whoever converts values; the matcher only carries it.
    """

    name: str
    root: PatternNode | None
    converter: Hashable | None = None


class PatternTable:
    """Named patterns and dictionaries by their names; of equal names the last counts.

    The table also keeps what has been compiled, so that rules share their named patterns.
    """

    def __init__(
        self, patterns: Iterable[NamedPattern] = (), dictionaries: Iterable[Dictionary] = ()
    ) -> None:
        self.patterns: dict[str, NamedPattern] = {pattern.name: pattern for pattern in patterns}
        self.dictionaries: dict[str, Dictionary] = {one.name: one for one in dictionaries}
        self.compiled: dict[tuple[str, str | None], Node] = {}
        self._links: _Links | None = None

    def define(
        self, name: str, root: PatternNode | None, converter: Hashable | None = None
    ) -> None:
        """Add a named pattern, or put another in the place of one that has this name."""
        self.patterns[name] = NamedPattern(name, root, converter)
        self._forget()

    def add_dictionary(self, name: str, rows: Mapping[str, Iterable[str]]) -> None:
        """Add a dictionary: the id of each row with its names."""
        self.dictionaries[name] = Dictionary(name, rows)
        self._forget()

    def _forget(self) -> None:
        self.compiled.clear()
        self._links = None

    def _linked(self) -> _Links:
        if self._links is None:
            self._links = _Links({name: pattern.root for name, pattern in self.patterns.items()})
        return self._links

    def knows(self, name: str) -> bool:
        """Whether `$name` can be used."""
        return name in self.patterns or name in BUILT_IN

    def closes_circle(self, name: str, reference: NamedRef) -> bool:
        """Whether a reference in the pattern `name` leads back to it at the same place of the text."""
        return any(circle.reference == reference for circle in self._linked().circles.get(name, ()))

    def is_recursive(self, name: str) -> bool:
        """Whether the named pattern may occur inside of itself."""
        return name in self._linked().recursive

    def is_nullable(self, name: str) -> bool:
        """Whether the named pattern may take nothing."""
        return name in self._linked().nullable

    def depth(self, root: PatternNode) -> int:
        """How many brackets and names lie inside of each other in a pattern."""
        return uses_of(root).nesting(self._linked().depths)

    def in_order(self, root: PatternNode) -> list[str]:
        """The named patterns that a pattern uses and that are not compiled yet, the simple ones first."""
        found: set[str] = set()
        waiting: list[PatternNode] = [root]
        while waiting:
            for node in uses_of(waiting.pop()).names:
                if node.name in self.patterns and node.name not in found:
                    if (node.name, "") in self.compiled:
                        continue
                    found.add(node.name)
                    inner = self.patterns[node.name].root
                    waiting.extend(() if inner is None else (inner,))
        depths = self._linked().depths
        return sorted(found, key=lambda name: depths[name])

    def begins(self, dictionary: str, word: str) -> bool:
        """Whether a folded word can begin a name of a dictionary."""
        known = self.dictionaries.get(dictionary)
        return known is not None and known.begins(word)

    def problems_of(self, root: PatternNode) -> list[PatternProblem]:
        """What keeps a pattern from matching: names that nothing defines, too deep nesting."""
        uses = uses_of(root)
        found = [self._unknown_name(node) for node in uses.names if not self.knows(node.name)]
        found += [
            self._unknown_dictionary(node)
            for node in uses.dictionaries
            if node.name not in self.dictionaries
        ]
        found.sort(key=lambda problem: problem.start)
        if not found and self.depth(root) > DEEPEST:
            message = f"brackets and names lie more than {DEEPEST} deep inside of each other"
            found.append(bad_pattern(message, root.start, root.end, "use fewer names in names"))
        return found

    def warnings_of(self, root: PatternNode) -> list[PatternProblem]:
        """What leaves a part of a pattern without effect: grammemes that no analysis has."""
        morphs = uses_of(root).morphs
        return [problem for node in morphs for problem in _unknown_grammemes(node)]

    def circles(self) -> dict[str, list[PatternProblem]]:
        """What is said of names that lead back to themselves, by the named pattern in which the circle closes."""
        return self._linked().problems

    def named_problems(self) -> dict[str, list[PatternProblem]]:
        """The problems of each named pattern that has some, circles included.

        Offsets count in the named pattern's own text.
        """
        found: dict[str, list[PatternProblem]] = {}
        for name, pattern in self.patterns.items():
            problems = [] if pattern.root is None else self.problems_of(pattern.root)
            problems.extend(self.circles().get(name, ()))
            if problems:
                found[name] = sorted(problems, key=lambda problem: problem.start)
        return found

    def _unknown_name(self, node: NamedRef) -> PatternProblem:
        guess = nearest(node.name, [*self.patterns, *BUILT_IN])
        if node.name in CALLS:
            help_text = f"write `${node.name}<…>` with no blank before the `<`"
        elif guess:
            help_text = f"did you mean `${guess}`?"
        else:
            help_text = f"add `${node.name} = …` to `patterns:`"
        message = f"no pattern is named `${node.name}`"
        return PatternProblem(UNKNOWN_PATTERN, message, node.start, node.end, help_text)

    def _unknown_dictionary(self, node: DictionaryRef) -> PatternProblem:
        guess = nearest(node.name, self.dictionaries)
        help_text = (
            f"did you mean `{guess}`?"
            if guess
            else f"`require:` its file with `name = {node.name}`"
        )
        message = f"no dictionary is named `{node.name}`"
        return PatternProblem(UNKNOWN_DICTIONARY, message, node.start, node.end, help_text)


def _unknown_grammemes(node: Morph) -> Iterator[PatternProblem]:
    for grammeme in node.grammemes:
        if known_grammeme(grammeme) is None:
            guess = nearest(grammeme, GRAMMEMES)
            help_text = (
                f"did you mean `{guess}`?" if guess else "use a name such as NOUN, sing or gent"
            )
            message = f"no analysis has the grammeme `{grammeme}`, so nothing matches"
            yield PatternProblem(
                UNKNOWN_GRAMMEME, message, node.start, node.end, help_text, Severity.WARNING
            )


def _endless(circle: Circle, reason: str, help_text: str) -> PatternProblem:
    through = f" through `${circle.names[-2]}`" if len(circle.names) > 2 else ""
    message = f"`${circle.names[0]}` needs itself{through} {reason}"
    start, end = circle.reference.start, circle.reference.end
    return PatternProblem(RECURSIVE_PATTERN, message[:79], start, end, help_text)


class _Links:
    """What is known of named patterns from the way they use each other.

    `circles` are the references that can never match, `problems` what is said of them and of names that
    no text fits; both by the name of the pattern in which the reference stands.
    """

    def __init__(self, roots: Roots) -> None:
        self.nullable = nullable_names(roots)
        self.recursive = recursive_names(roots)
        self.depths = names_by_depth(roots)
        self.circles: dict[str, list[Circle]] = {}
        self.problems: dict[str, list[PatternProblem]] = {}
        for circle in find_circles(roots, self.nullable):
            self.circles.setdefault(circle.name, []).append(circle)
            problem = _endless(circle, "before it takes a word", REPEAT_HELP)
            self.problems.setdefault(circle.name, []).append(problem)
        for circle in endless_circles(roots):
            if circle.name not in self.circles:
                problem = _endless(circle, "and so never ends", "add a branch without it")
                self.problems.setdefault(circle.name, []).append(problem)
