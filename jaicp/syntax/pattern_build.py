"""From the parser's reductions to the nodes of `pattern_ast`.

One method per rule and terminal of `grammar/pattern.lark`; the parser calls them while it reads. Mistakes are
gathered in `problems`; the node of a mistake is an empty sequence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from jaicp.syntax.java_regex import JavaRegexError, compile_java_regex
from jaicp.syntax.pattern_ast import (
    AnyText,
    Braces,
    DictionaryRef,
    EntityRef,
    Group,
    Lemma,
    Mapped,
    Morph,
    NamedRef,
    OptionalGroup,
    PatternNode,
    Regexp,
    Repeat,
    Sequence,
    Stem,
    Weight,
    Word,
)
from jaicp.syntax.pattern_problem import PatternProblem, bad_pattern
from jaicp.text.codes import BAD_PATTERN, BAD_REGEX, BAR_IN_BRACES, UNKNOWN_PATTERN
from jaicp.text.diagnostic import Severity, nearest

__all__ = ["Maker", "PatternBuilder", "Piece"]

NUMBER = r"\d+(?:[.,]\d+)?|[.,]\d+"
WEIGHT = re.compile(rf"\s*(?P<factor>{NUMBER})?\s*(?:(?P<sign>[+\-−])\s*(?P<shift>{NUMBER}))?\s*")
REPEATED = re.compile(r"\s*\$(\w+)(?:::[ \t]*(\w+))?\s*")
CALLS = ("regexp", "regex", "regexp_i", "morph", "entity", "repeat", "weight", "localWeight")

Branches = tuple[Sequence, ...]


class Piece(NamedTuple):
    """A terminal that is no node by itself: its text, and its place in the pattern."""

    text: str
    start: int
    end: int


Maker = Callable[[str, int, int], PatternNode | Piece]
"""Makes the node of a terminal from its text, its start and its end."""


def _argument(text: str) -> str:
    """What stands between `<` and `>` of `$call<…>`."""
    return text[text.index("<") + 1 : -1]


def _name(text: str) -> tuple[str, str | None]:
    """A name and what follows its `::`, if anything does."""
    name, _, alias = text.partition("::")
    return name, (alias.lstrip() or None)


def _decimal(text: str | None, default: float) -> float:
    return default if text is None else float(text.replace(",", "."))


def _nothing(place: int) -> Sequence:
    return Sequence(place, place, ())


def _bracketed(parts: list[Any]) -> tuple[int, int, Branches]:
    """Start, end and branches of a pair of brackets."""
    opening, branches, closing = parts
    if len(branches) == 1 and not branches[0].items:
        branches = (_nothing(opening.end),)
    return opening.start, closing.end, branches


class PatternBuilder:
    """Builds the nodes of one pattern at a time; `problems` is emptied by whoever starts a parse."""

    def __init__(self) -> None:
        self.problems: list[PatternProblem] = []
        self.terminals: dict[str, Maker] = {
            "STAR": self.any_text,
            "WORD": self.word,
            "STEM": self.stem,
            "LEMMA": self.lemma,
            "NAME": self.named,
            "ENTITY": self.entity,
            "DICTIONARY": self.dictionary,
            "REGEXP": self.regexp,
            "MORPH": self.morph,
            "REPEAT": self.repeat,
            "WEIGHT": self.weight,
            "INNER_STAR": self.inner_star,
            "UNKNOWN_CALL": self.unknown_call,
            "BARE_TILDE": self.bare_tilde,
            "BARE_COLON": self.bare_colon,
        }
        """Which method makes the node of which terminal."""

    def _mistake(self, start: int, end: int, message: str, help_text: str) -> Sequence:
        self.problems.append(bad_pattern(message, start, end, help_text))
        return Sequence(start, end, ())

    def start(self, parts: list[Branches]) -> PatternNode:
        """A whole pattern: its only sequence, or a group of them."""
        branches = parts[0]
        if len(branches) == 1:
            return branches[0]
        return Group(branches[0].start, branches[-1].end, branches)

    def branches(self, parts: list[Any]) -> Branches:
        """The branches between bars; an empty one stands where its bar is."""
        found = []
        for index, part in enumerate(parts[::2]):
            place = 2 * index
            if part.items or len(parts) == 1:
                found.append(part)
            elif place:
                found.append(_nothing(parts[place - 1].end))
            else:
                found.append(_nothing(parts[1].start))
        return tuple(found)

    def sequence(self, items: list[PatternNode]) -> Sequence:
        """Items in a row."""
        if not items:
            return _nothing(0)
        return Sequence(items[0].start, items[-1].end, tuple(items))

    def group(self, parts: list[Any]) -> Group:
        """`( … )`."""
        return Group(*_bracketed(parts))

    def optional(self, parts: list[Any]) -> OptionalGroup:
        """`[ … ]`."""
        return OptionalGroup(*_bracketed(parts))

    def braces(self, parts: list[Any]) -> Braces:
        """`{ … }`."""
        node = Braces(*_bracketed(parts))
        if len(node.branches) > 1:
            self.problems.append(
                PatternProblem(
                    BAR_IN_BRACES,
                    "a bar directly in braces separates two pairs of braces",
                    node.start,
                    node.end,
                    "write `({a b}|{c d})`, or `{(a|b) c}` if one of two words was meant",
                    Severity.WARNING,
                )
            )
        return node

    def mapped(self, parts: list[Any]) -> Mapped:
        """`item:value`."""
        item, value = parts
        return Mapped(item.start, value.end, item, value.text.lstrip()[1:].lstrip())

    def any_text(self, token: str, start: int, end: int) -> AnyText:
        """`*`."""
        return AnyText(start, end)

    def word(self, token: str, start: int, end: int) -> Word:
        """A word."""
        return Word(start, end, token)

    def stem(self, token: str, start: int, end: int) -> Stem:
        """`x*`, `*x`, `*x*`."""
        opened, closed = token.startswith("*"), token.endswith("*")
        return Stem(start, end, token.strip("*"), opened, closed)

    def lemma(self, token: str, start: int, end: int) -> Lemma:
        """`~word`."""
        return Lemma(start, end, token[1:])

    def named(self, token: str, start: int, end: int) -> NamedRef:
        """`$Name`, `$Name::Alias`."""
        return NamedRef(start, end, *_name(token[1:]))

    def entity(self, token: str, start: int, end: int) -> EntityRef:
        """`@name`, `@name::slot`."""
        return EntityRef(start, end, *_name(token[1:]))

    def dictionary(self, token: str, start: int, end: int) -> PatternNode:
        """`$entity<Name>`, `$entity<Name>::alias`."""
        name, alias = _name(token)
        name = _argument(name).strip()
        if not name:
            return self._mistake(
                start, end, "a name is missing in `$entity<>`", "write `$entity<Cities>`"
            )
        return DictionaryRef(start, end, name, alias)

    def regexp(self, token: str, start: int, end: int) -> Regexp:
        """`$regexp<…>` and its two relatives, also with a blank before the `<`, as a public bot has it."""
        opening = token.index("<")
        body_start = start + opening + 1
        name = token[:opening].rstrip()
        node = Regexp(start, end, _argument(token), body_start, name.endswith("_i"))
        if len(name) < opening:
            message = f"a blank stands between `{name}` and its `<`"
            help_text = f"write `{name}<…>`; the platform may take `{name}` for a named pattern"
            at = start + len(name)
            self.problems.append(
                PatternProblem(
                    UNKNOWN_PATTERN, message, at, start + opening, help_text, Severity.WARNING
                )
            )
        try:
            compile_java_regex(node.body, node.ignore_case)
        except JavaRegexError as error:
            place = min(body_start + error.offset, end - 1)
            message = f"this regular expression cannot be read: {error.message}"[:79]
            self.problems.append(PatternProblem(BAD_REGEX, message, place, place + 1))
        return node

    def morph(self, token: str, start: int, end: int) -> PatternNode:
        """`$morph<…>`."""
        grammemes = tuple(_argument(token).replace(",", " ").split())
        if not grammemes:
            return self._mistake(
                start, end, "a grammeme is missing in `$morph<>`", "write `$morph<NOUN>`"
            )
        return Morph(start, end, grammemes)

    def repeat(self, token: str, start: int, end: int) -> PatternNode:
        """`$repeat<$Name>`."""
        inner = REPEATED.fullmatch(_argument(token))
        if inner is None:
            return self._mistake(
                start,
                end,
                "`$repeat<>` can hold only a named pattern",
                "give the part a name in `patterns:` and write `$repeat<$Name>`",
            )
        place = start + token.index("<") + 1
        named = NamedRef(place, end - 1, inner.group(1), inner.group(2))
        return Repeat(start, end, named)

    def weight(self, token: str, start: int, end: int) -> PatternNode:
        """`$weight<…>`, `$localWeight<…>`."""
        found = WEIGHT.fullmatch(_argument(token))
        if found is None or not (found["factor"] or found["shift"]):
            return self._mistake(
                start,
                end,
                "a weight is a factor, a shift or both",
                "write `$weight<+0.2>` or `$weight<0.9>`",
            )
        shift = _decimal(found["shift"], 0.0)
        if found["sign"] not in (None, "+"):
            shift = -shift
        local = token.startswith("$local")
        return Weight(start, end, _decimal(found["factor"], 1.0), shift, local)

    def inner_star(self, token: str, start: int, end: int) -> Stem:
        """`a*b`: a warning; public bots hold such words, so it is read as any letters in the middle."""
        message = "a star inside of a word is not part of the language"
        help_text = f"write `$regexp_i<{token.replace('*', '.*')}>`, or a star at one end only"
        self.problems.append(
            PatternProblem(BAD_PATTERN, message, start, end, help_text, Severity.WARNING)
        )
        return self.stem(token, start, end)

    def unknown_call(self, token: str, start: int, end: int) -> Sequence:
        """`$something<…>`."""
        name = token[1 : token.index("<")]
        guess = nearest(name, CALLS)
        help_text = (
            f"did you mean `${guess}<…>`?" if guess else f"write `${name}` for a named pattern"
        )
        return self._mistake(start, end, f"the language has no `${name}<…>`", help_text)

    def bare_tilde(self, token: str, start: int, end: int) -> Sequence:
        """A `~` without a word."""
        return self._mistake(
            start, end, "a word is missing after `~`", "write `~word` without a blank"
        )

    def bare_colon(self, token: str, start: int, end: int) -> Sequence:
        """A `:` without a value, or without an item before it."""
        return self._mistake(
            start, end, "this colon gives no value to any element", "write `element:value`"
        )
