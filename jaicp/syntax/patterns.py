"""From the text of a pattern to its tree.

`parse_pattern` never raises: what cannot be read becomes a `PatternProblem`. The tree is there whenever
the brackets pair, even beside problems, so that all of them are told at once. Parsed patterns are kept by
their text: the same line in a hundred states is read once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from lark import Lark, Token
from lark.common import LexerConf
from lark.exceptions import UnexpectedCharacters, UnexpectedInput
from lark.lexer import Lexer

from jaicp.syntax.grammars import read_grammar
from jaicp.syntax.pattern_ast import PatternNode
from jaicp.syntax.pattern_build import PatternBuilder
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


@dataclass(frozen=True, slots=True)
class ParsedPattern:
    """A pattern as it was read; `root` is None where its brackets do not pair."""

    root: PatternNode | None
    problems: tuple[PatternProblem, ...] = ()


class PatternLexer(Lexer):
    """The grammar's terminals as one regular expression; three times as fast as Lark's own lexer.

    Tokens carry offsets and no lines: a pattern's place in its file is known to whoever reads the file.
    """

    def __init__(self, conf: LexerConf) -> None:
        terminals = sorted(conf.terminals, key=lambda terminal: -terminal.priority)
        self.ignored = frozenset(conf.ignore)
        self.scanner = re.compile(
            "|".join(
                f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})" for terminal in terminals
            )
        )

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]  # Lark's plain interface
        """The tokens of a text without blanks and comments; raises where no terminal fits."""
        at = 0
        for found in self.scanner.finditer(data):
            start, end = found.span()
            if start != at:
                break
            at = end
            kind = found.lastgroup or ""
            if kind not in self.ignored:
                yield Token(kind, found.group(), start, end_pos=end)
        if at < len(data):
            raise UnexpectedCharacters(data, at, 1, at + 1)  # type: ignore[no-untyped-call]


class _Reader:
    """Lark's parser and the builder that it calls; one parse at a time."""

    def __init__(self) -> None:
        self.builder = PatternBuilder()
        self.lock = Lock()
        self.lark = Lark(
            read_grammar("pattern"), parser="lalr", lexer=PatternLexer, transformer=self.builder
        )

    def read(self, text: str) -> ParsedPattern:
        with self.lock:
            self.builder.problems = []
            try:
                root = self.lark.parse(text)
            except UnexpectedInput as error:
                return ParsedPattern(None, (_bracket_problem(text) or _other_problem(text, error),))
            problems = sorted(self.builder.problems, key=lambda problem: problem.start)
        assert isinstance(root, PatternNode)
        return ParsedPattern(root, tuple(problems))


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


def _other_problem(text: str, error: UnexpectedInput) -> PatternProblem:
    """What is said where the brackets are in order and still nothing fits."""
    at = min(max(error.pos_in_stream or 0, 0), len(text))
    call = CALL.match(text, at)
    if isinstance(error, UnexpectedCharacters) and call is not None:
        return _unclosed(call.start(1), "<")
    if text.startswith("::", at):
        return bad_pattern(
            "`::` names a named pattern or an entity, nothing else", at, at + 2, ALIAS_HELP
        )
    token = getattr(error, "token", None)
    end = at + len(token) if isinstance(token, Token) and token else min(at + 1, len(text))
    return bad_pattern("nothing can be read here", at, max(end, at), "")


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
