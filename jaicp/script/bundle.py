"""All the code of one bot as numbered lines, and the way back from a line to the file it came from.

The engine knows no file names, so every piece of code gets lines of its own: first the blocks, wrapped
into functions and compiled in one go, then required files and `init:` code in the order they were added.
A piece keeps its line breaks; where each of its lines begins in the source is remembered, and that is all
`locate` needs.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jaicp.script.engine import ColumnUnit, as_engine_lines, characters_in
from jaicp.script.values import to_json_text
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    from jaicp.syntax.modules import Insertion

__all__ = [
    "BlockKind",
    "Bundle",
    "Chunk",
    "ModuleUse",
    "Place",
    "as_property",
    "hide_hash_comments",
    "without_semicolon",
]

BlockKind = Literal["block", "async", "expression", "template", "converter"]

_HASH_LINE = re.compile(r"^([^\S\n]*)#(.?)", re.M)
_LENGTH_CALL = re.compile(r"(?<=\.length)(\s*)\((\s*)\)(?!\s*(?:\{|=>))")
_OWN_LENGTH = re.compile(
    r"\blength[\"']?\s*[:=]\s*(?:async\b|function\b|\()|\blength\s*\([^)]*\)\s*\{"
)
_MODERN = re.compile(
    r"\b(?:fetch|setTimeout|setInterval|setImmediate|URL|URLSearchParams|Buffer|process|crypto|structuredClone"
    r"|Headers|Request|Response|FormData|ReadableStream|Blob|File|AbortController|AbortSignal|DOMException|self)\b"
)
"""What Node.js has beside the language."""
_ASYNC = re.compile(r"\basync\b|\bPromise\b|\bqueueMicrotask\b|\$gpt\b")


class Place(NamedTuple):
    """A place in a source: line and column from 1, the column in code points."""

    source: Source
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"


class ModuleUse(NamedTuple):
    """A module that runs at this point of the order, and the global name of what it exports, if it has one."""

    number: int
    name: str


class Chunk(NamedTuple):
    """Code to evaluate in one go as a global script.

    `fallback` is the same code as the body of a function, for `init:` code that only works so.
    """

    code: str
    first_line: int
    fallback: str | None = None
    span: Span | None = None
    module: ModuleUse | None = None
    """Instead of code: the module to run here."""

    def place_of(self, name: str) -> Place | None:
        """Where the chunk declares `name`, its beginning where that cannot be told."""
        if self.span is None:
            return None
        declared = (
            rf"\b(?:let|const|class|var|function)\b[^;=]*?(?<![$\w])({re.escape(name)})(?![$\w])"
        )
        found = re.search(declared, self.span.text)
        offset = self.span.start + (found.start(1) if found else 0)
        return Place(self.span.source, *self.span.source.location(offset))


@dataclass(slots=True)
class _Piece:
    """A stretch of a source, or glue of our own where `span` is None."""

    text: str
    span: Span | None = None
    starts: list[int] = field(default_factory=list)
    insertions: Sequence[Insertion] = ()
    """What stands in the text and not in the source, by offsets of the source."""

    @classmethod
    def of(cls, span: Span, text: str | None = None) -> _Piece:
        """The text of `span`, or `text` of the same places, remembering where lines begin."""
        return cls.as_it_is(span, as_property(span.text if text is None else text))

    @classmethod
    def as_it_is(cls, span: Span, text: str) -> _Piece:
        """The same for code in which nobody expects strings of Java."""
        lined = as_engine_lines(text)
        starts = [span.start]
        at = lined.find("\n")
        while at >= 0:
            starts.append(span.start + at + 1)
            at = lined.find("\n", at + 1)
        return cls(lined, span, starts)

    @property
    def line_count(self) -> int:
        """How many line breaks the piece has, and one."""
        return len(self.starts) if self.span is not None else self.text.count("\n") + 1


@dataclass(slots=True)
class _Layout:
    """Pieces by the line each begins on, and the chunks to evaluate."""

    first_lines: list[int] = field(default_factory=list)
    pieces: list[_Piece] = field(default_factory=list)
    next_line: int = 1

    def place(self, pieces: Sequence[_Piece]) -> str:
        """Give each piece its lines, and join them."""
        for piece in pieces:
            self.first_lines.append(self.next_line)
            self.pieces.append(piece)
            self.next_line += piece.line_count
        return "\n".join(piece.text for piece in pieces)


class Bundle:
    """Code and data of one bot. Everything is added before a realm is made of it."""

    def __init__(self) -> None:
        self.kinds: list[BlockKind] = []
        self.uses_promises = False
        self.uses_history = False
        self.asks_operators = False
        self._asks_for_modern = False
        self._blocks: list[list[_Piece]] = []
        self._spans: list[Span | None] = []
        self._loads: list[tuple[Literal["file", "init", "data"], _Piece] | ModuleUse] = []
        self._modules: list[tuple[list[_Piece], str]] = []
        self._layout: _Layout | None = None
        self._chunks: list[Chunk] = []
        self._module_chunks: list[Chunk] = []

    def add_file(self, source: Source) -> None:
        """A required `.js` file: run as it stands, in the global scope."""
        self._note(source.text)
        self._loads.append(("file", _Piece.of(source.span(0, len(source.text)))))

    def add_init(self, span: Span) -> None:
        """The code of an `init:` tag: run once, in the global scope, in order with the files."""
        self._note(span.text)
        self._loads.append(("init", _Piece.of(span, hide_hash_comments(span.text))))

    def add_data(self, name: str, value: Any) -> None:
        """Data of a required file, as the global `name`, there from this point of the order on."""
        code = f"globalThis[{to_json_text(name)}] = {to_json_text(value)};"
        self._loads.append(("data", _Piece(as_engine_lines(code))))

    def add_module(
        self,
        span: Span | None,
        head: str,
        text: str,
        tail: str,
        package: str = "",
        insertions: Sequence[Insertion] = (),
    ) -> int:
        """A module as a function between `head` and `tail`; `text` is the code of `span` with all places kept.

        `insertions` go into the text, by offsets of the source; `span` has to be all of it.
        Modules that belong to no package count when it is asked what the bot's code can do.
        """
        body = _Piece(text) if span is None else _Piece.as_it_is(span, text)
        if insertions:
            body.text, body.insertions = _inserted(body.text, 0, insertions), insertions
        self._modules.append(([_Piece(head), body, _Piece(tail)], package))
        self._layout = None
        if not package:
            self._note(text)
            self.uses_promises = self.uses_promises or _MODERN.search(text) is not None
        elif not self.uses_promises:
            self.uses_promises = "async" in text or "Promise" in text
        return len(self._modules) - 1

    def use_module(self, number: int, name: str) -> None:
        """Run a module at this point of the order; what it exports becomes the global `name`, or has its own."""
        self._loads.append(ModuleUse(number, name))

    def add_block(self, span: Span, is_async: bool = False) -> int:
        """The body of a `script:` or `scriptEs6:` tag; its variables are its own."""
        body = _Piece.of(span, hide_hash_comments(span.text))
        return self._add("async" if is_async else "block", span, [body])

    def add_expression(self, span: Span) -> int:
        """An expression, as of `if:`."""
        return self._add("expression", span, _returned(span))

    def add_template(self, parts: Sequence[str | Span]) -> int:
        """Text with the values of expressions between; a part is literal text or an expression."""
        pieces = [_Piece("return [")]
        for part in parts:
            if isinstance(part, str):
                pieces.append(_Piece(to_json_text(part) + ","))
            elif part.text.strip():
                body = _Piece.of(part, without_semicolon(part.text))
                pieces += [_Piece("("), body, _Piece("),")]
        spans = [part for part in parts if isinstance(part, Span)]
        return self._add("template", spans[0] if spans else None, [*pieces, _Piece("];")])

    def add_converter(self, span: Span) -> int:
        """A function expression, or the dotted name of a global function."""
        return self._add("converter", span, _returned(span, hide_hash_comments(span.text)))

    def span_of(self, block: int) -> Span | None:
        """The stretch a block was made of, the first expression of a template."""
        return self._spans[block]

    def _add(self, kind: BlockKind, span: Span | None, body: list[_Piece]) -> int:
        number = len(self.kinds)
        word = "async function" if kind == "async" else "function"
        head = _Piece(f'__jaicpBlock({number}, "{kind}", {word} () {{')
        self.kinds.append(kind)
        self._spans.append(span)
        self._blocks.append([head, *body, _Piece("});")])
        self._note(span.text if span else "")
        if kind == "async":
            self.uses_promises = True
            text = span.text if span else ""
            self._asks_for_modern = self._asks_for_modern or _MODERN.search(text) is not None
        self._layout = None
        return number

    def _note(self, text: str) -> None:
        self._layout = None
        self.uses_promises = self.uses_promises or _ASYNC.search(text) is not None
        self.uses_history = self.uses_history or "chatHistory" in text
        self.asks_operators = self.asks_operators or "hasOperatorsOnline" in text

    def _laid_out(self) -> _Layout:
        """Give every piece its lines, once all are there."""
        if self._layout is not None:
            return self._layout
        layout = _Layout()
        self._chunks, self._module_chunks = [], []
        for pieces in self._blocks:
            first = layout.next_line
            self._chunks.append(Chunk(layout.place(pieces), first))
        for pieces, _ in self._modules:
            first = layout.next_line
            self._module_chunks.append(Chunk(layout.place(pieces), first))
        for load in self._loads:
            first = layout.next_line
            if isinstance(load, ModuleUse):
                self._chunks.append(Chunk("", first, module=load))
                continue
            kind, piece = load
            if kind == "init":
                text = layout.place([_Piece(""), piece, _Piece("")])
                body = f"(function () {{{text}}}).call(this);"
                self._chunks.append(Chunk(text, first, body, piece.span))
            else:
                self._chunks.append(Chunk(layout.place([piece]), first, None, piece.span))
        self._layout = layout
        return layout

    @property
    def line_count(self) -> int:
        """The number of the last line used."""
        return self._laid_out().next_line - 1

    def block_chunks(self) -> list[Chunk]:
        """One chunk for each block, on adjoining lines, so that they may also be joined by line feeds."""
        self._laid_out()
        return self._chunks[: len(self._blocks)]

    @property
    def is_modern(self) -> bool:
        """Whether there is code of the modern runtime that may want what Node.js has beside the language."""
        return self.has_modules or self._asks_for_modern

    @property
    def has_modules(self) -> bool:
        """Whether there are any modules."""
        return bool(self._modules)

    def package_of(self, module: int) -> str:
        """The package that a module belongs to; empty for one of the project's own."""
        return self._modules[module][1]

    def module_chunks(self) -> list[Chunk]:
        """One chunk for each module, on adjoining lines like those of blocks."""
        self._laid_out()
        return self._module_chunks

    def load_chunks(self) -> list[Chunk]:
        """Files, data and `init:` code in order."""
        self._laid_out()
        return self._chunks[len(self._blocks) :]

    @property
    def codes(self) -> tuple[list[str], list[str]]:
        """The code of files, of the project's own modules and of `init:`, and that of all else."""
        plain = [load for load in self._loads if not isinstance(load, ModuleUse)]
        loaded = [piece.text for kind, piece in plain if kind != "data"]
        own = [pieces for pieces, package in self._modules if not package]
        loaded += [piece.text for pieces in own for piece in pieces if piece.span]
        return loaded, [piece.text for pieces in self._blocks for piece in pieces if piece.span]

    def locate(self, line: int, column: int, unit: ColumnUnit = "character") -> Place | None:
        """Where a line and column of the bundle stand in a source; None for glue and lines not ours."""
        layout = self._laid_out()
        index = bisect_right(layout.first_lines, line) - 1
        if index < 0 or line >= layout.next_line:
            return None
        piece = layout.pieces[index]
        if piece.span is None:
            return None
        within = line - layout.first_lines[index]
        start = piece.starts[within]
        last = within + 1 == len(piece.starts)
        end = piece.span.end if last else piece.starts[within + 1] - 1
        source = piece.span.source
        if piece.insertions:
            offset = _without(piece.insertions, source.text[start:end], start, column, unit)
        else:
            offset = start + characters_in(source.text[start:end], column, unit)
        return Place(source, *source.location(min(offset, end)))


def _without(
    insertions: Sequence[Insertion], line: str, start: int, column: int, unit: ColumnUnit
) -> int:
    """The offset in the source of a column of a line, which begins at `start`, in which something was inserted."""
    inside = [one for one in insertions if start <= one.at <= start + len(line)]
    offset = start + characters_in(_inserted(line, start, inside), column, unit)
    for one in inside:
        if offset <= one.at:
            break
        offset = max(offset - len(one.text), one.at)
    return offset


def _inserted(text: str, start: int, insertions: Sequence[Insertion]) -> str:
    """A text that begins at `start` with what is inserted."""
    parts: list[str] = []
    done = 0
    for one in insertions:
        parts += [text[done : one.at - start], one.text]
        done = one.at - start
    return "".join([*parts, text[done:]])


def _returned(span: Span, text: str | None = None) -> list[_Piece]:
    """Code that returns the value of an expression."""
    body = without_semicolon(span.text if text is None else text)
    return [_Piece("return ("), _Piece.of(span, body), _Piece(");")]


def without_semicolon(text: str) -> str:
    """The expression without a semicolon behind it, which bots write and the platform lets pass."""
    kept = text.rstrip()
    return kept[:-1] if kept.endswith(";") else text


def as_property(text: str) -> str:
    """The text with `.length()` made `.length`; its length stays the same.

    The platform's older engine runs on Java and lets scripts call the method of a Java string, which bots in
    production do. Code that defines a method of that name is left alone.
    """
    if ".length" not in text or _OWN_LENGTH.search(text):
        return text
    return _LENGTH_CALL.sub(lambda found: f"{found[1]} {found[2]} ", text)


def hide_hash_comments(text: str) -> str:
    """The text with `#` comment lines made `//` ones; its length stays the same.

    A line of a script block whose first character is `#` is a comment of the scenario language. That
    goes for lines within template literals too, and for a `#private` member at the start of a line.
    """
    if "#" not in text:
        return text
    return _HASH_LINE.sub(lambda found: found[1] + ("//" if found[2] else " "), text)
