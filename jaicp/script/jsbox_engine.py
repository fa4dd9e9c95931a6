"""The engine used: QuickJS-ng through the package `jsbox` – the only module that knows it.

What was found about it, and what follows from it here:

- A deadline and calls into Python work together; the deadline is looked at every few thousand
  instructions, so one long native call (`indexOf` over megabytes in a loop) can run far past it.
- A stack names every place as `eval_script:line:column`, with columns in UTF-8 bytes; code made by
  `new Function` or `eval` says `<input>` instead and is left out of frames. There is no file name, so
  callers give each piece of code its own range of lines; leading line feeds cost 6 ns each.
- When memory runs out, an `InternalError` says so – or a bare `null` is thrown, where there was not even
  room for that. A script that throws `null` itself is taken for the same.
- Results have to be plain values: code that ends in a function would be refused, hence the `;0`.
- A literal of a kilobyte costs more to compile than a call back into Python that fetches it.
- `check_syntax` makes a throw-away world each time (0.3 ms); `new Function` in a living one takes a
  fiftieth of that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import jsbox

from jaicp.script.engine import (
    ColumnUnit,
    EngineError,
    Frame,
    Json,
    Limits,
    SyntaxProblem,
    as_engine_lines,
    characters_in,
)

__all__ = ["JsboxEngine"]

_FRAME = re.compile(
    r"^ {4}at (?:(?P<name>.*) \()?eval_script:(?P<line>\d+):(?P<column>\d+)\)?$", re.M
)
_CHECKED = re.compile(r"^ {4}at (?:<input>|check):(\d+):(\d+)$", re.M)
_TAKE = "__engineTake"
_CHECK = "__engineCheck"
_LITERAL_LIMIT = 200
_TOO_LARGE = "max_value_bytes"
_WRAPPER_LINES = 2  # `new Function` puts its body behind "(function anonymous(\n) {\n"

_EXHAUSTED = {("InternalError", "out of memory"), ("", "null")}

_SETUP = f"""
(function (take) {{
  const hidden = {{ __proto__: null, writable: false, enumerable: false, configurable: false }};
  Object.defineProperty(globalThis, "{_TAKE}", {{ __proto__: hidden, value: take }});
}})({_TAKE}); 0
"""

_CHECKER = f"""
(function () {{
  const makers = [Function, (async function () {{}}).constructor];
  const toText = Function.prototype.call.bind(Function.prototype.toString);
  const heads = ["function anonymous(\\n) {{\\n", "async function anonymous(\\n) {{\\n"];
  const check = function (text) {{
    const kind = text[0] === "a" ? 1 : 0;
    const body = text.slice(1);
    try {{
      const made = makers[kind](body);
      const whole = typeof made === "function" && toText(made) === heads[kind] + body + "\\n}}";
      return whole ? "" : "unbalanced braces";
    }} catch (error) {{
      if (error instanceof SyntaxError) return error.message + "\\n" + error.stack;
      return error instanceof RangeError ? "nested too deeply" : "unbalanced braces";
    }}
  }};
  Object.defineProperty(globalThis, "{_CHECK}", {{ value: check }});
}})(); 0
"""


class _Desk:
    """What bound functions share with their engine: an argument to fetch, an exception to pass on.

    An object of its own: a bound function that led back to its runtime could never be freed.
    """

    def __init__(self) -> None:
        self.argument = ""
        self.raised: BaseException | None = None

    def take(self) -> str:
        """The argument of the running call, once."""
        argument, self.argument = self.argument, ""
        return argument

    def watched(self, function: Callable[[str], str]) -> Callable[[str], str]:
        """The function, whose exceptions are remembered as not being the engine's."""

        def call(text: str) -> str:
            try:
                return function(text)
            except BaseException as error:
                self.raised = error
                raise

        return call


class JsboxEngine:
    """One QuickJS world with its limits."""

    column_unit: ColumnUnit = "byte"

    def __init__(self, limits: Limits) -> None:
        self._desk = _Desk()
        self._can_check = False
        self._deadline = limits.load_seconds
        self._runtime: jsbox.Runtime = jsbox.Runtime(
            memory_limit=limits.memory_bytes, max_stack_size=limits.stack_bytes
        )
        self._runtime.bind_function(_TAKE, self._desk.take)
        self._runtime.eval(_SETUP)

    def evaluate(self, code: str, first_line: int = 1, deadline: float | None = None) -> None:
        """Run a global script; the value of its last statement is dropped."""
        self._eval("\n" * (first_line - 1) + code + "\n;0", deadline)

    def call(self, name: str, argument: str, deadline: float) -> str:
        """Call a global function with one string."""
        if len(argument) <= _LITERAL_LIMIT:
            result = self._eval(f"{name}({json.dumps(argument)})", deadline)
        else:
            self._desk.argument = argument
            result = self._eval(f"{name}({_TAKE}())", deadline)
        if not isinstance(result, str):
            raise EngineError("error", f"`{name}` did not give a string", "TypeError")
        return result

    def bind(self, name: str, function: Callable[[str], str]) -> None:
        """Make a Python function a global of scripts."""
        self._runtime.bind_function(name, self._desk.watched(function))

    def check_function(self, body: str, is_async: bool = False) -> SyntaxProblem | None:
        """Compile `body` as the body of a function."""
        if not self._can_check:
            self._eval(_CHECKER, None)
            self._can_check = True
        lined = as_engine_lines(body)
        answer = self.call(_CHECK, ("a" if is_async else "f") + lined, self._deadline)
        if not answer:
            return None
        message, _, stack = answer.partition("\n")
        return SyntaxProblem(message, _offset(lined, stack, _WRAPPER_LINES))

    def check_file(self, code: str, is_module: bool = False) -> SyntaxProblem | None:
        """Compile `code` as a global script or a module in a world of its own."""
        lined = as_engine_lines(code)
        try:
            self._runtime.check_syntax(lined, is_module)
        except jsbox.JavaScriptError as error:
            message = "nested too deeply" if error.name == "RangeError" else error.message
            return SyntaxProblem(message, _offset(lined, error.stack or "", 0))
        return None

    def close(self) -> None:
        """Drop the world; bound functions are let go with it."""
        del self._runtime

    def _eval(self, code: str, deadline: float | None) -> object:
        try:
            return self._runtime.eval(code, timeout=deadline)
        except jsbox.JsTimeoutError as error:
            raise EngineError("timeout", "the script ran out of time") from error
        except jsbox.JavaScriptError as error:
            name, message, stack = error.name or "", error.message or "", error.stack or ""
            raise self.error_of(name, message, stack, None) from error
        except (ValueError, TypeError, RuntimeError, MemoryError) as error:
            if error is self._desk.raised:
                raise
            raise _library_error(str(error)) from error

    def error_of(self, name: str, message: str, stack: str, thrown: Json) -> EngineError:
        """The error for a name, message and stack as scripts see them."""
        if (name, message) in _EXHAUSTED:
            return EngineError("memory", "the script used too much memory")
        frames = _frames(stack)
        if (name, message) == ("RangeError", "Maximum call stack size exceeded"):
            return EngineError("stack", "the script calls itself too deeply", name, frames)
        if message.startswith("promise never settled"):
            message = "the script waits for a promise that is never settled"
        return EngineError("error", message, name, frames, thrown)


def _library_error(message: str) -> EngineError:
    """The error for what the binding itself complains of: a value too large, or no room to make it."""
    if _TOO_LARGE in message:
        return EngineError("error", "the value is too large to hand over", "RangeError")
    return EngineError("memory", f"the engine gave up: {message}")


def _frames(stack: str) -> tuple[Frame, ...]:
    """The places of evaluated code in a stack, innermost first."""
    return tuple(
        Frame(found["name"] or "", int(found["line"]), int(found["column"]))
        for found in _FRAME.finditer(stack)
    )


def _offset(text: str, stack: str, lines_before: int) -> int | None:
    """Where in `text` the compiler stopped, in code points, or None where the stack does not say."""
    found = _CHECKED.match(stack)
    if found is None:
        return None
    lines = text.split("\n")
    line = int(found[1]) - lines_before
    if line > len(lines):
        return len(text)
    before = sum(len(previous) + 1 for previous in lines[: line - 1])
    return before + characters_in(lines[line - 1], int(found[2]), "byte")
