"""What the bridge asks of a JavaScript engine, in plain values.

An engine owns one JavaScript world. Code goes in as text with the number of its first line, data goes in
and out as strings (JSON, by agreement of the callers), and the outside is reached only through functions
bound by name that take one string and give one string. Nothing here knows which engine is used; a second
one has to pass `tests/unit/script/test_engine_contract.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

__all__ = [
    "ColumnUnit",
    "Engine",
    "EngineError",
    "EngineFactory",
    "ErrorKind",
    "Frame",
    "Json",
    "Limits",
    "SyntaxProblem",
    "as_engine_lines",
    "characters_in",
]

Json = Any
"""Anything that `json.dumps` takes."""

ErrorKind = Literal["error", "timeout", "memory", "stack"]
"""`error`: thrown by a script; the others name the limit that was hit."""

ColumnUnit = Literal["byte", "utf16", "character"]
"""What an engine counts when it says a column: UTF-8 bytes, UTF-16 units or code points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a script may use: seconds of the wall clock, bytes of its heap and of its stack.

    `turn_seconds` is for all scripts of one turn together, host calls included; `load_seconds` for
    loading all files of a bot. The heap limit also bounds how long one native call can run past a
    deadline, since an engine looks at the clock only between its own instructions.
    """

    turn_seconds: float = 5.0
    load_seconds: float = 10.0
    memory_bytes: int = 64 * 1024 * 1024
    stack_bytes: int = 1024 * 1024


class Frame(NamedTuple):
    """One line of a stack trace: line from 1, column from 1 in the engine's own unit.

    `function` is empty where the error is one of syntax, found before anything ran.
    """

    function: str
    line: int
    column: int


class EngineError(Exception):
    """A script threw, or was stopped by a limit.

    After `timeout` and `memory` the engine has to be closed: its world may be half changed.
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        name: str = "",
        frames: tuple[Frame, ...] = (),
        thrown: Json = None,
    ) -> None:
        super().__init__(f"{name}: {message}" if name else message)
        self.kind: ErrorKind = kind
        self.name = name
        self.message = message
        self.frames = frames
        self.thrown = thrown

    @property
    def is_fatal(self) -> bool:
        """Whether the engine must not be used any more."""
        return self.kind in ("timeout", "memory")

    @property
    def is_syntax(self) -> bool:
        """Whether the code was refused before any of it ran."""
        unnamed = len(self.frames) == 1 and not self.frames[0].function
        return self.name == "SyntaxError" and unnamed


@dataclass(frozen=True, slots=True)
class SyntaxProblem:
    """Why code was refused, in the engine's words, and where.

    `offset` counts code points from the start of the checked text; the length of the text stands for its
    end, None for an engine that did not say.
    """

    message: str
    offset: int | None


class Engine(Protocol):
    """One JavaScript world, used by one thread at a time, never from within a bound function."""

    column_unit: ColumnUnit

    def evaluate(self, code: str, first_line: int = 1, deadline: float | None = None) -> None:
        """Run `code` as a sloppy global script whose first line bears the number `first_line`.

        `deadline` is in seconds from now. Raises `EngineError`.
        """

    def call(self, name: str, argument: str, deadline: float) -> str:
        """Call the global function `name` with one string; it gives a string or a promise of one.

        Promise jobs run until the result is settled. Raises `EngineError`.
        """

    def bind(self, name: str, function: Callable[[str], str]) -> None:
        """Make `function` a global of scripts: one string in, one string out.

        It must not raise and must not use the engine; what it raises all the same ends the call and
        comes out unchanged. The global can be deleted by scripts.
        """

    def error_of(self, name: str, message: str, stack: str, thrown: Json) -> EngineError:
        """The error for what a script caught itself: which limit it was, and the frames of its stack."""

    def check_function(self, body: str, is_async: bool = False) -> SyntaxProblem | None:
        """Whether `body` can stand between the braces of a function; nothing of it runs."""

    def check_file(self, code: str, is_module: bool = False) -> SyntaxProblem | None:
        """Whether `code` is a script that can be evaluated, or a module; nothing of it runs."""

    def close(self) -> None:
        """Free the world; nothing may be asked of it afterwards."""


EngineFactory = Callable[[Limits], Engine]

_LONE_RETURN = re.compile(r"\r(?!\n)")


def as_engine_lines(text: str) -> str:
    """The text with lone carriage returns made line feeds: the same length, and lines as engines count.

    JavaScript ends a line at a lone carriage return, but engines count it only in some places.
    """
    return _LONE_RETURN.sub("\n", text) if "\r" in text else text


def characters_in(line: str, column: int, unit: ColumnUnit) -> int:
    """How many code points of `line` stand before `column`, which counts from 1 in `unit`.

    >>> characters_in("'привет' + x", 18, "byte")
    11
    """
    before = max(column - 1, 0)
    if unit == "character" or line.isascii():
        return min(before, len(line))
    if unit == "byte":
        encoded = line.encode("utf-8", "surrogatepass")[:before]
        return len(encoded.decode("utf-8", "ignore"))
    encoded = line.encode("utf-16-le", "surrogatepass")[: 2 * before]
    return len(encoded.decode("utf-16-le", "ignore"))
