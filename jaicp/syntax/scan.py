"""Finding the ends of things inside values: `{{ }}`, quotes, brackets, the `||` before parameters.

All functions take the whole text with offsets into it, and never fail: what is not closed ends at the limit,
and the result says so.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = [
    "Braces",
    "JavaScriptDepth",
    "bracket_end",
    "find_braces",
    "find_parameters",
    "string_end",
]

_PARAMETERS = re.compile(r"\|\|[ \t]*[^\W\d]\w*[ \t]*=")
_BARS = re.compile(r"\|\|")
_QUOTE = re.compile(r'"(?=[ \t]*(?:,[ \t]*[^\W\d]\w*[ \t]*=|\r?$))', re.MULTILINE)
_CODE = re.compile(
    r"""\}\}|[{}] | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*`""", re.VERBOSE
)
_OBJECT = re.compile(
    r"""[\[\]{}()] | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | //[^\n]*""", re.VERBOSE
)
_JAVASCRIPT = re.compile(
    r"""[\[\]{}()] | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `(?:\\.|[^`\\])*`
    | //[^\n]* | /\*.*?(?:\*/|\Z) | ^[ \t]*\#[^\n]*""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


class Braces(NamedTuple):
    """A `{{ expression }}`: offsets of the opening braces, of the expression, and behind the closing ones.

    `closed` is False where the braces never close; the expression then runs up to the limit.
    """

    start: int
    code_start: int
    code_end: int
    end: int
    closed: bool


def find_braces(text: str, start: int, end: int) -> list[Braces]:
    """The `{{ }}` between two offsets; braces and quotes of the JavaScript inside are respected."""
    found: list[Braces] = []
    at = text.find("{{", start, end)
    while at >= 0:
        code_start = at + 2
        closing = _closing_braces(text, code_start, end)
        if closing is None:
            found.append(Braces(at, code_start, end, end, False))
            break
        found.append(Braces(at, code_start, closing, closing + 2, True))
        at = text.find("{{", closing + 2, end)
    return found


def _closing_braces(text: str, start: int, end: int) -> int | None:
    depth = 0
    position = start
    while (found := _CODE.search(text, position, end)) is not None:
        token = found.group()
        position = found.end()
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif token == "}}":
            if depth <= 0:
                return found.start()
            depth -= 1
            position -= 1
    plain = text.find("}}", start, end)
    return plain if plain >= 0 else None


def find_parameters(text: str, start: int, end: int, *, strict: bool, templates: bool) -> int:
    """The offset of the `||` before the parameters, or -1.

    `strict`: only a `||` before `word =` counts (texts and patterns may hold bars of their own).
    `templates`: a `||` inside `{{ }}` is JavaScript and does not count.
    """
    if text.find("||", start, end) < 0:
        return -1
    braces = find_braces(text, start, end) if templates else []
    for found in (_PARAMETERS if strict else _BARS).finditer(text, start, end):
        at = found.start()
        if not any(part.start <= at < part.end for part in braces):
            return at
    return -1


def string_end(text: str, start: int, line_end: int, limit: int) -> int | None:
    """The offset of the quote that closes the string whose content begins at `start`.

    Unescaped inner quotes are content, as the visual editor writes them: a quote closes only before a comma
    with the next key or at the end of a line. A string without another quote on its line may close on a later
    line before `limit`. None where it never closes.
    """
    position = start
    while (found := _QUOTE.search(text, position, limit)) is not None:
        if text[found.start() - 1] != "\\":
            break
        position = found.end()
    if found is not None and found.start() <= line_end:
        return found.start()
    last = text.rfind('"', start, line_end)
    if last >= 0 and text[last - 1] != "\\":
        return last
    return None if found is None else found.start()


def bracket_end(text: str, start: int, limit: int) -> int | None:
    """The offset behind the bracket that closes the one at `start`; quotes are respected. None if open."""
    depth = 0
    for found in _OBJECT.finditer(text, start, limit):
        token = found.group()
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth -= 1
            if depth == 0:
                return found.end()
    return None


class JavaScriptDepth:
    """How many brackets of some JavaScript are open at a place; asked from left to right.

    It knows strings, templates and comments, but no regular expressions: what stands in one may be miscounted.
    """

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._position = start
        self._depth = 0

    def at(self, offset: int) -> int | None:
        """The number of open brackets at `offset`; None inside of a string or a comment."""
        while (found := _JAVASCRIPT.search(self._text, self._position)) is not None:
            if found.start() >= offset:
                break
            if found.end() > offset:
                return None
            token = found.group()
            self._depth += (token in "([{") - (token in ")]}")
            self._position = found.end()
        return self._depth
