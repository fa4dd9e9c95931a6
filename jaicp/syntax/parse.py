"""Text to AST: `parse(source)` gives a document and all the mistakes in it, and never fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jaicp.syntax.ast import Document, Node
from jaicp.syntax.build import Builder
from jaicp.syntax.grammars import load_tables
from jaicp.syntax.lalr import LalrParser, RefusedError, Run
from jaicp.syntax.layout import lay_out
from jaicp.syntax.stream import Piece
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

__all__ = ["Parsed", "parse"]

_BLOCK_SIGNS = frozenset({"_INDENT", "_DEDENT"})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tree, and what is wrong with its syntax."""

    document: Document
    diagnostics: tuple[Diagnostic, ...]


@cache
def _parser() -> LalrParser:
    return LalrParser(load_tables("scenario"), Builder())


def parse(source: Source) -> Parsed:
    """The document in `source` with its diagnostics in the order of the text."""
    laid = lay_out(source)
    feeder = _Feeder(_parser().begin(), source)
    body = feeder.read(laid.tokens)
    document = Document(source.span(0, len(source.text)), source, body, laid.comments)
    diagnostics = sorted([*laid.diagnostics, *feeder.problems], key=lambda d: d.span.start)
    return Parsed(document, tuple(diagnostics))


class _Feeder:
    """Feeds terminals to the parser; what it does not take is reported and left out, line by line.

    The layout phase hands over well-formed lines only, so a refusal always meets the first terminal of a
    line: an `else` or `elseif` that follows no `if`. Its line is dropped; what stands nested below it is
    kept where the line stood.
    """

    def __init__(self, run: Run, source: Source) -> None:
        self.run = run
        self.source = source
        self.problems: list[Diagnostic] = []
        self.skipping = False
        self.after_skipped = False
        self.dissolved: list[bool] = []

    def read(self, pieces: Sequence[Piece]) -> tuple[Node, ...]:
        """Feed all terminals of a file; the nodes that stand directly in it."""
        kinds = [piece.type for piece in pieces]
        try:
            self.run.feed(kinds, pieces)
        except RefusedError as error:
            fed = kinds[: error.position]
            self.dissolved = [False] * (fed.count("_INDENT") - fed.count("_DEDENT"))
            self._refused(pieces[error.position])
            self._read_on(pieces[error.position + 1 :])
        return tuple(self.run.finish())

    def _read_on(self, pieces: Sequence[Piece]) -> None:
        """Feed what stands behind the first refusal, one by one."""
        for piece in pieces:
            if (self.skipping or piece.type in _BLOCK_SIGNS) and self._is_left_out(piece):
                continue
            self.after_skipped = False
            try:
                self.run.feed((piece.type,), (piece,))
            except RefusedError:
                self._refused(piece)

    def _is_left_out(self, piece: Piece) -> bool:
        """Whether a terminal belongs to a line that is dropped, or to the block signs below one."""
        if self.skipping:
            if piece.type == "_NL":
                self.skipping, self.after_skipped = False, True
            return True
        if piece.type == "_INDENT":
            is_left_out, self.after_skipped = self.after_skipped, False
            self.dissolved.append(is_left_out)
            return is_left_out
        return self.dissolved.pop()

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
