"""Java's regular expressions, as patterns and scripts hold them, for the `regex` package.

The vendor's page on advanced patterns says that `$regexp<…>` holds a Java regular expression. The two
dialects agree on nearly all; `translate` rewrites the rest:

* `\\d`, `\\w`, `\\s` and the POSIX classes `\\p{Alpha}` … mean ASCII, unless `(?U)` stands before them;
* `\\h`, `\\v`, `\\R`, `\\e`, `\\cX`, `\\0nn`, `\\x{…}`, `\\z`, `\\Z`, `\\k<name>`, `\\Q…\\E`, `\\p{java…}`;
* sets of characters may be nested and cut (`[a-z&&[^x]]`), but `--`, `||`, `~~` are plain signs in them;
* `\\>` is `>`: the sign that would end the body of `$regexp<…>`;
* the flags `d` and `u` change nothing here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    import regex
else:
    regex = LazyModule("regex")

__all__ = ["JavaRegexError", "Translation", "compile_java_regex", "translate"]

SPACE = " \\t\\n\\x0b\\f\\r"
HORIZONTAL = " \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000"
VERTICAL = "\\n\\x0b\\f\\r\\x85\\u2028\\u2029"
SETS = {"d": "0-9", "w": "a-zA-Z0-9_", "s": SPACE, "h": HORIZONTAL, "v": VERTICAL}
UNICODE_SETS = {"d": "\\d", "w": "\\w", "s": "\\s", "h": HORIZONTAL, "v": VERTICAL}
PROPERTIES = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "ASCII": "\\x00-\\x7f",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": "!-\\/:-@\\[-`\\{-\\~",
    "Graph": "!-\\~",
    "Print": " -\\~",
    "Blank": " \\t",
    "Cntrl": "\\x00-\\x1f\\x7f",
    "XDigit": "0-9a-fA-F",
    "Space": SPACE,
    "javaLowerCase": "\\p{Ll}",
    "javaUpperCase": "\\p{Lu}",
    "javaTitleCase": "\\p{Lt}",
    "javaLetter": "\\p{L}",
    "javaAlphabetic": "\\p{Alphabetic}",
    "javaDigit": "\\p{Nd}",
    "javaLetterOrDigit": "\\p{L}\\p{Nd}",
    "javaWhitespace": "\\s",
    "javaSpaceChar": "\\p{Z}",
}
PLAIN_ESCAPES = frozenset("tnrfabBAGX")
REWRITTEN = {
    "e": "\\x1b",
    "z": "\\Z",
    "Z": "(?=\\n?\\Z)",
    "R": f"(?>\\r\\n|[{VERTICAL}])",
}
FLAGS = frozenset("idmsuxU-")
SIGNS_IN_SET = frozenset("|~:^")


class JavaRegexError(Exception):
    """The expression cannot be read; `offset` is the place in its text, from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Translation(NamedTuple):
    """The text for the `regex` package; `origin[i]` is where its character i comes from."""

    text: str
    origin: list[int]


class _Translator:
    """Walks one expression from left to right; `out` and `origin` grow together."""

    def __init__(self, body: str) -> None:
        self.body = body
        self.at = 0
        self.unicode = False
        self.depth = 0  # how many `[` are open
        self.after_class = False  # inside a set: the last thing was a class such as \w
        self.out: list[str] = []
        self.origin: list[int] = []

    def emit(self, text: str, source: int) -> None:
        self.out.append(text)
        self.origin.extend([source] * len(text))

    def run(self) -> Translation:
        body = self.body
        while self.at < len(body):
            sign = body[self.at]
            if sign == "\\":
                self.escape()
                continue
            if self.depth:
                self.in_set(sign)
            else:
                self.outside(sign)
        return Translation("".join(self.out), self.origin)

    def outside(self, sign: str) -> None:
        start = self.at
        if sign == "[":
            self.open_set()
        elif sign == "(" and self.flags():
            return
        elif sign == "{" and not self.body[start + 1 : start + 2].isdigit():
            self.emit("\\{", start)
            self.at += 1
        else:
            self.emit(sign, start)
            self.at += 1

    def open_set(self) -> None:
        start = self.at
        self.depth += 1
        self.after_class = False
        opening = "[^" if self.body.startswith("[^", start) else "["
        self.emit(opening, start)
        self.at += len(opening)
        if self.body.startswith(
            "]", self.at
        ):  # a bracket right behind the opening one is a plain sign
            self.emit("\\]", self.at)
            self.at += 1

    def in_set(self, sign: str) -> None:
        start = self.at
        self.at += 1
        if sign == "[":
            self.at = start
            self.open_set()
            return
        if sign == "]":
            self.depth -= 1
            self.emit("]", start)
            self.after_class = True
            return
        if sign == "-" and (self.after_class or self.body.startswith("-", self.at)):
            self.emit("\\-", start)
        elif sign in SIGNS_IN_SET:
            self.emit("\\" + sign, start)
        else:
            self.emit(sign, start)
        self.after_class = False

    def flags(self) -> bool:
        """Read `(?iu)` or `(?iu:`; False where no flags stand here."""
        start, body = self.at, self.body
        if not body.startswith("(?", start):
            return False
        end = start + 2
        while end < len(body) and body[end] in FLAGS:
            end += 1
        if end == start + 2 or body[end : end + 1] not in (")", ":"):
            return False
        letters = body[start + 2 : end]
        on, _, off = letters.partition("-")
        if "U" in on:
            self.unicode = True
        kept_on = "".join(letter for letter in on if letter in "imsx")
        kept_off = "".join(letter for letter in off if letter in "imsx")
        kept = kept_on + (f"-{kept_off}" if kept_off else "")
        if body[end] == ":":
            self.emit(f"(?{kept}:", start)
        elif kept:
            self.emit(f"(?{kept})", start)
        self.at = end + 1
        return True

    def escape(self) -> None:
        start = self.at
        if start + 1 >= len(self.body):
            raise JavaRegexError("a backslash stands at the end", start)
        letter = self.body[start + 1]
        self.at += 2
        if letter.lower() in SETS:
            self.emit_class(letter.lower(), letter.isupper(), start)
        elif letter in "pP":
            self.property(letter == "P", start)
        elif letter == "Q":
            self.quoted(start)
        elif letter in "0xc":
            self.emit_character(self.character(letter, start), start)
        elif letter == "k":
            self.back_reference(start)
        else:
            self.simple_escape(letter, start)

    def simple_escape(self, letter: str, start: int) -> None:
        self.after_class = False
        if letter in REWRITTEN:
            self.emit(REWRITTEN[letter], start)
        elif letter == "u" or letter in PLAIN_ESCAPES or (letter.isdigit() and not self.depth):
            self.emit("\\" + letter, start)
        elif letter.isascii() and letter.isalpha():
            raise JavaRegexError(f"`\\{letter}` means nothing", start)
        else:
            self.emit_character(letter, start)

    def emit_class(self, letter: str, negated: bool, start: int) -> None:
        members = (UNICODE_SETS if self.unicode else SETS)[letter]
        self.emit_members(members, negated, start)

    def emit_members(self, members: str, negated: bool, start: int) -> None:
        if negated:
            self.emit(f"[^{members}]", start)
        else:
            self.emit(members if self.depth else f"[{members}]", start)
        self.after_class = True

    def emit_character(self, character: str, start: int) -> None:
        plain = character.isalnum() or not character.isascii() or character in "_<>"
        self.emit(character if plain else "\\" + character, start)
        self.after_class = False

    def property(self, negated: bool, start: int) -> None:
        body, at = self.body, self.at
        if body.startswith("{", at):
            end = body.find("}", at)
            if end < 0:
                raise JavaRegexError("`{` is never closed", at)
            name, self.at = body[at + 1 : end], end + 1
        else:
            name, self.at = body[at : at + 1], at + 1
        if name in PROPERTIES:
            self.emit_members(PROPERTIES[name], negated, start)
            return
        self.emit(f"\\{'P' if negated else 'p'}{{{name}}}", start)
        self.after_class = True

    def quoted(self, start: int) -> None:
        end = self.body.find("\\E", self.at)
        stop = len(self.body) if end < 0 else end
        for position in range(start + 2, stop):
            self.emit_character(self.body[position], position)
        self.at = stop if end < 0 else end + 2

    def character(self, letter: str, start: int) -> str:
        """The character of `\\0nn`, `\\xhh`, `\\x{h…}` or `\\cX`."""
        body = self.body
        if letter == "c" and self.at < len(body):
            self.at += 1
            return chr(ord(body[self.at - 1]) ^ 64)
        if letter == "x" and body.startswith("{", self.at):
            end = body.find("}", self.at)
            digits, stop = body[self.at + 1 : end], end + 1
        elif letter == "x":
            digits, stop = body[self.at : self.at + 2], self.at + 2
        else:
            stop = self.at
            most = 3 if body[stop : stop + 1] in set("0123") else 2
            while stop < len(body) and stop - self.at < most and body[stop] in "01234567":
                stop += 1
            digits = body[self.at : stop]
        try:
            found = chr(int(digits, 8 if letter == "0" else 16))
        except (ValueError, OverflowError):
            raise JavaRegexError(f"`\\{letter}` needs the number of a character", start) from None
        self.at = stop
        return found

    def back_reference(self, start: int) -> None:
        end = self.body.find(">", self.at)
        if not self.body.startswith("<", self.at) or end < 0:
            raise JavaRegexError("`\\k` needs a name in `<>`", start)
        name = self.body[self.at + 1 : end].removesuffix("\\")
        self.emit(f"(?P={name})", start)
        self.at = end + 1


def translate(body: str) -> Translation:
    """Rewrite a Java regular expression; raises `JavaRegexError` for what cannot be rewritten."""
    return _Translator(body).run()


def _unclosed(body: str) -> int | None:
    """The place of the innermost bracket that is never closed."""
    waiting: list[int] = []
    escaped = False
    for at, sign in enumerate(body):
        if escaped or sign == "\\":
            escaped = not escaped
        elif sign == "[" or (sign == "(" and not _in_set(body, waiting)):
            waiting.append(at)
        elif waiting and sign == ("]" if _in_set(body, waiting) else ")"):
            waiting.pop()
    return waiting[-1] if waiting else None


def _in_set(body: str, waiting: list[int]) -> bool:
    return bool(waiting) and body[waiting[-1]] == "["


@lru_cache(maxsize=8192)
def compile_java_regex(body: str, ignore_case: bool = False) -> regex.Pattern[str]:
    """The compiled expression; raises `JavaRegexError` with the place in `body` if it is no expression."""
    text, origin = translate(body)
    flags = regex.VERSION1 | (regex.IGNORECASE if ignore_case else 0)
    try:
        return regex.compile(text, flags, cache_pattern=False)
    except regex.error as error:
        position = error.pos if error.pos is not None else 0
        offset = origin[position] if position < len(origin) else len(body)
        open_at = _unclosed(body) if offset >= len(body) else None
        raise JavaRegexError(str(error.msg), offset if open_at is None else open_at) from None
    except (OverflowError, RecursionError, MemoryError):
        raise JavaRegexError("the expression is too large", 0) from None
