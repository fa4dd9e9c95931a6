"""From the text of a pattern to its tree.

`parse_pattern` never raises: what cannot be read becomes a `PatternProblem`. The tree is there whenever
the brackets pair, even beside problems, so that all of them are told at once. Parsed patterns are kept by
their text: the same line in a hundred states is read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from jaicp.syntax.grammars import load_tables
from jaicp.syntax.lalr import LalrParser, RefusedError
from jaicp.syntax.pattern_ast import PatternNode
from jaicp.syntax.pattern_build import Maker, PatternBuilder, Piece
from jaicp.syntax.pattern_problem import PatternProblem, bad_pattern
from jaicp.text.codes import UNCLOSED_BRACKET
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

__all__ = ["DEEPEST", "ParsedPattern", "PatternProblem", "diagnostics", "parse_pattern"]

DEEPEST = 60
"""How many brackets may be open at once; matching recurses, and no author needs more than ten."""

KEPT = 32768
ALIAS_HELP = "write `$Name::Alias`, `@entity::alias` or `$entity<Name>::alias`"
PAIRS = {"(": ")", "[": "]", "{": "}"}
CLOSING = {close: opening for opening, close in PAIRS.items()}
CALL = re.compile(r"\$\w+(<)")
COMMENT = re.compile(r"(?:(?<=\s)|(?<![\s\S]))(?:#|//)[^\n]*")
OPAQUE = re.compile(
    r"\$reg(?:exp|ex)(?:_i)?<(?:\\[\s\S]|[^>\\])*>|\$\w+<[^<>]*>|" + COMMENT.pattern
)

END_OF_WORD = r"(?=[\s|/()\[\]{}]|\Z)"
OFTEN = (
    ("WORD", r"\w+" + END_OF_WORD),
    ("STAR", r"\*" + END_OF_WORD),
    ("LPAR", r"\("),
    ("RPAR", r"\)"),
    ("BAR", r"\|"),
)
"""Terminals in their plainest form, tried first: what the grammar says of them, three times as fast."""


@dataclass(frozen=True, slots=True)
class ParsedPattern:
    """A pattern as it was read; `root` is None where its brackets do not pair."""

    root: PatternNode | None
    problems: tuple[PatternProblem, ...] = ()


class _Reader:
    """The grammar's terminals as one regular expression, its tables, and the builder of the nodes.

    One parse at a time. Terminals are handed to the builder with their offsets in the pattern: its place in a
    file is known to whoever reads the file.
    """

    def __init__(self) -> None:
        tables = load_tables("pattern")
        self.builder = PatternBuilder()
        self.lock = Lock()
        self.parser = LalrParser(tables, self.builder)
        makers = self.builder.terminals
        kinds = [*((name, False) for name, _ in OFTEN)]
        kinds += [(terminal.name, terminal.ignored) for terminal in tables.terminals]
        often = "|".join(f"({regexp})" for _, regexp in OFTEN)
        every = "|".join(f"({terminal.regexp})" for terminal in tables.terminals)
        self.scanner = re.compile(f" ?(?:{often})|{every}")
        self.kinds: list[tuple[str, Maker | None]] = [("", None)]  # by the number of the group
        self.kinds += [
            (name, None if ignored else makers.get(name, Piece)) for name, ignored in kinds
        ]

    def read(self, text: str) -> ParsedPattern:
        with self.lock:
            self.builder.problems = []
            try:
                root = self._parse(text)
            except _UnreadableError as error:
                return ParsedPattern(None, (_bracket_problem(text) or _other_problem(text, error),))
            problems = self.builder.problems
        problems.sort(key=lambda problem: problem.start)
        return ParsedPattern(root, tuple(problems))

    def _parse(self, text: str) -> PatternNode:
        """The tree of a text; raises `_UnreadableError` where no terminal fits, or none that may stand there."""
        kinds = self.kinds
        terminals: list[str] = []
        values: list[PatternNode | Piece] = []
        at = 0
        for found in self.scanner.finditer(text):
            if found.start() != at:
                break
            group = found.lastindex or 0
            start, at = found.span(group)
            kind, make = kinds[group]
            if make is not None:
                terminals.append(kind)
                values.append(make(text[start:at], start, at))
        return self._build(terminals, values, at if at < len(text) else None)

    def _build(
        self, terminals: list[str], values: list[PatternNode | Piece], unknown: int | None
    ) -> PatternNode:
        """The tree of some terminals; no terminal fits at the place `unknown`."""
        run = self.parser.begin()
        try:
            run.feed(terminals, values)
            if unknown is not None:
                raise _UnreadableError(unknown, unknown, is_terminal=False)
            root = run.finish()
        except RefusedError as error:
            if not values:
                raise _UnreadableError(0, 0, is_terminal=True) from None
            refused = values[error.position]
            raise _UnreadableError(refused.start, refused.end, is_terminal=True) from None
        assert isinstance(root, PatternNode)
        return root


class _UnreadableError(Exception):
    """Nothing can be read from `start` on; `is_terminal` if up to `end` stands what would fit elsewhere."""

    def __init__(self, start: int, end: int, *, is_terminal: bool) -> None:
        super().__init__(start, end)
        self.start = start
        self.end = end
        self.is_terminal = is_terminal


@cache
def _reader() -> _Reader:
    return _Reader()


def _brackets(text: str) -> list[tuple[int, str]]:
    """The brackets of a pattern with their places; those in comments and in `$call<…>` are no brackets."""
    blanked = OPAQUE.sub(lambda found: " " * len(found.group()), text)
    return [(at, sign) for at, sign in enumerate(blanked) if sign in PAIRS or sign in CLOSING]


def _unclosed(at: int, sign: str) -> PatternProblem:
    closing = PAIRS.get(sign, ">")
    return PatternProblem(
        UNCLOSED_BRACKET, f"this `{sign}` is never closed", at, at + 1, f"add a `{closing}`"
    )


def _bracket_problem(text: str) -> PatternProblem | None:
    """The first bracket without its partner."""
    waiting: list[tuple[int, str]] = []
    for at, sign in _brackets(text):
        if sign in PAIRS:
            waiting.append((at, sign))
        elif waiting and waiting[-1][1] == CLOSING[sign]:
            waiting.pop()
        elif any(opening == CLOSING[sign] for _, opening in waiting):
            return _unclosed(*waiting[-1])
        elif waiting:
            opening = waiting[-1][1]
            message = f"this `{sign}` stands where `{opening}` waits for `{PAIRS[opening]}`"
            return bad_pattern(message, at, at + 1, f"write `{PAIRS[opening]}`")
        else:
            return bad_pattern(f"this `{sign}` closes nothing", at, at + 1, "remove it")
    return _unclosed(*waiting[-1]) if waiting else None


def _too_deep(text: str) -> PatternProblem | None:
    depth = 0
    for at, sign in _brackets(text):
        depth += 1 if sign in PAIRS else -1
        if depth > DEEPEST:
            help_text = "give the inner part a name in `patterns:`"
            return bad_pattern(
                f"more than {DEEPEST} brackets inside of each other", at, at + 1, help_text
            )
    return None


def _other_problem(text: str, error: _UnreadableError) -> PatternProblem:
    """What is said where the brackets are in order and still nothing fits."""
    at = error.start
    call = CALL.match(text, at)
    if not error.is_terminal and call is not None:
        return _unclosed(call.start(1), "<")
    if text.startswith("::", at):
        return bad_pattern(
            "`::` names a named pattern or an entity, nothing else", at, at + 2, ALIAS_HELP
        )
    end = max(error.end, min(at + 1, len(text)))
    return bad_pattern("nothing can be read here", at, end, "")


@lru_cache(maxsize=KEPT)
def parse_pattern(text: str) -> ParsedPattern:
    """Read one pattern: its text without tag, `||` parameters or converter.

    Offsets count code points of `text`. A bracket that is never closed is JC104 at the bracket, a bad
    regular expression JC304 at its place, everything else JC301.
    """
    deep = (
        _too_deep(text) if text.count("(") + text.count("[") + text.count("{") > DEEPEST else None
    )
    if deep is not None:
        return ParsedPattern(None, (_bracket_problem(text) or deep,))
    return _reader().read(text)


def diagnostics(parsed: ParsedPattern, source: Source, offset: int) -> list[Diagnostic]:
    """The problems of a pattern whose text begins at `offset` of `source`."""
    return [problem.diagnostic(source, offset) for problem in parsed.problems]
