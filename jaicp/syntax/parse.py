"""Text to AST: `parse(source)` gives a document and all the mistakes in it, and never fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token
from lark.exceptions import UnexpectedToken
from lark.lexer import Lexer
from lark.parsers.lalr_interactive_parser import InteractiveParser

from jaicp.syntax.ast import Document, Node
from jaicp.syntax.build import Builder
from jaicp.syntax.grammars import read_grammar
from jaicp.syntax.layout import lay_out
from jaicp.syntax.stream import Piece
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

__all__ = ["Parsed", "parse"]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tree, and what is wrong with its syntax."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


class _NoLexer(Lexer):
    """The layout phase makes the terminals; the parser is fed with them directly."""

    def __init__(self, conf: object) -> None:
        del conf

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
        raise NotImplementedError("terminals come from the layout phase")


@cache
def _grammar() -> Lark:
    return Lark(
        read_grammar("scenario"),
        parser="lalr",
        lexer=_NoLexer,
        start="document",
        transformer=Builder(),
        maybe_placeholders=True,
        propagate_positions=False,
    )


def parse(source: Source) -> Parsed:
    """The document in `source` with its diagnostics in the order of the text."""
    laid = lay_out(source)
    feeder = _Feeder(_grammar().parse_interactive(""), source)
    for piece in laid.tokens:
        feeder.feed(piece)
    body = feeder.finish()
    document = Document(source.span(0, len(source.text)), source, body, laid.comments)
    diagnostics = sorted([*laid.diagnostics, *feeder.problems], key=lambda d: d.span.start)
    return Parsed(document, tuple(diagnostics))


class _Feeder:
    """Feeds terminals to the parser; what it does not take is reported and left out, line by line.

    The layout phase hands over well-formed lines only, so a refusal always meets the first terminal of a
    line: an `else` or `elseif` that follows no `if`. Its line is dropped; what stands nested below it is
    kept where the line stood.
    """

    def __init__(self, parser: InteractiveParser, source: Source) -> None:
        self.parser = parser
        self.source = source
        self.problems: list[Diagnostic] = []
        self.skipping = False
        self.after_skipped = False
        self.dissolved: list[bool] = []

    def feed(self, piece: Piece) -> None:
        if self.skipping:
            if piece.type == "_NL":
                self.skipping, self.after_skipped = False, True
            return
        if piece.type == "_INDENT":
            self.dissolved.append(self.after_skipped)
            if self.after_skipped:
                self.after_skipped = False
                return
        elif piece.type == "_DEDENT" and self.dissolved.pop():
            return
        self.after_skipped = False
        try:
            self.parser.feed_token(piece)  # type: ignore[arg-type]
        except UnexpectedToken:
            self._refused(piece)

    def finish(self) -> tuple[Node, ...]:
        end = Piece("$END", self.source, len(self.source.text), len(self.source.text))
        return self.parser.feed_token(end)  # type: ignore[no-any-return,arg-type]

    def _refused(self, piece: Piece) -> None:
        tag = piece.source.text[piece.start : piece.end]
        self.problems.append(
            Diagnostic(
                code=codes.MISPLACED_TAG,
                message=f"there is no `if` above that this `{tag}` could belong to",
                span=piece.source.span(piece.start, piece.end),
                help=f"`{tag}` stands directly behind an `if` block, in the same column as the `if`",
            )
        )
        self.skipping = True
