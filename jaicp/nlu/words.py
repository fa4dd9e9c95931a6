"""A phrase as the matcher sees it: tokens, their folded forms and their places in the text.

Signs of punctuation are tokens of their own and weigh nothing; a run of other characters is one token,
except that a digit and a letter never share one (`10км` is `10`, `км`). Hyphens, plus, `@`, `_`, `#`, `$`
and `%` hold a word together (`сбер-банк`). The list of signs is the vendor's ("base patterns"); the rest
was found by running public bots against their own tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterator
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Token", "Utterance", "fold", "tokenize", "tokens_of"]

SIGNS = "!,.:;?\"'()*/\\[\\]{|}\\\\«»…“”„‟’‘‚‹›¿¡·•"
DASHES = frozenset("-‐‑‒–—―−")
RUN = "(?:[^\\W\\d_]+|\\d+)"
HOLDING = f"(?:_|[^\\w\\s{SIGNS}])+"
TOKEN = re.compile(f"{RUN}(?:{HOLDING}{RUN}?)*|(?:{HOLDING}{RUN}?)+|[{SIGNS}]")
"""Letters or digits, held together by signs that do so; or a sign by itself."""
PLAIN = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
"""Words of letters with one blank between them, as most phrases are."""
ALONE = DASHES | frozenset(SIGNS)
"""The characters that are signs where they stand alone."""


class Token(NamedTuple):
    """One word, number or sign of a text; `start` and `end` are half-open, in code points."""

    text: str
    folded: str
    start: int
    end: int
    is_punctuation: bool


class Utterance:
    """A text and its tokens, with the tables that every match on it needs.

    All lists count tokens. `folded` holds one more, empty entry at the end, so that a reader may look at
    the place behind the last token.
    """

    __slots__ = (
        "folded",
        "last",
        "loss",
        "next_word",
        "notes",
        "places",
        "text",
        "tokens",
        "total",
    )

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self.tokens = tokens
        count = len(tokens)
        self.folded: list[str] = [token.folded for token in tokens] + [""]
        self.next_word: list[int] = [count] * (count + 1)
        """For each place the first token from there on that is no punctuation."""
        self.loss: list[int] = [0] * (count + 1)
        """For each place how many letters of words stand before it."""
        self.last = 0
        """The place behind the last word."""
        places: dict[str, list[int]] = {}
        letters = 0
        for at, token in enumerate(tokens):
            self.loss[at] = letters
            places.setdefault(token.folded, []).append(at)
            if not token.is_punctuation:
                letters += len(token.folded)
                self.last = at + 1
        self.loss[count] = self.total = letters
        self.places = places
        """Where each word and each sign stands."""
        following = count
        for at in range(count - 1, -1, -1):
            if not tokens[at].is_punctuation:
                following = at
            self.next_word[at] = following
        self.notes: dict[Hashable, object] = {}
        """Room for those who look at this utterance again and again."""

    def __repr__(self) -> str:
        return f"Utterance({self.text!r})"

    def words(self) -> list[str]:
        """The lower-cased words in their order, without punctuation."""
        return [token.text.lower() for token in self.tokens if not token.is_punctuation]


def fold(text: str) -> str:
    """The form in which words are compared: lower case, `ё` as `е`, letters and accents joined."""
    folded = text.lower()
    if folded.isascii():
        return folded
    if not unicodedata.is_normalized("NFC", folded):
        folded = unicodedata.normalize("NFC", folded)
    return folded.replace("ё", "е")


def tokenize(text: str) -> Utterance:
    """Cut a text into tokens; every character that is not blank belongs to exactly one."""
    return Utterance(text, tokens_of.__wrapped__(text))


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text alone; meant for the words of patterns, which are asked for several times."""
    if text.isalpha():
        return (Token(text, fold(text), 0, len(text), False),)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return tuple(_folded_alone(text))
    folded = fold(text)
    if len(folded) != len(text):  # a letter of which two become
        return tuple(_folded_alone(text))
    found = []
    if PLAIN.fullmatch(text):
        at = 0
        for piece, low in zip(text.split(" "), folded.split(" "), strict=True):
            end = at + len(piece)
            found.append(Token(piece, low, at, end, False))
            at = end + 1
        return tuple(found)
    for match in TOKEN.finditer(text):
        start, end = match.span()
        piece = text[start:end]
        found.append(Token(piece, folded[start:end], start, end, piece in ALONE))
    return tuple(found)


def _folded_alone(text: str) -> Iterator[Token]:
    """The tokens of a text in which folding moves places: each piece is folded for itself."""
    for match in TOKEN.finditer(text):
        piece = match.group()
        is_sign = piece in ALONE
        yield Token(piece, piece if is_sign else fold(piece), *match.span(), is_sign)
