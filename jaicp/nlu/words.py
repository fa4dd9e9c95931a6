"""A phrase as the matcher sees it: tokens, their folded forms and their places in the text.

Signs of punctuation are tokens of their own and weigh nothing; a run of other characters is one token,
except that a number ends where a letter follows (`10км` is `10`, `км`); a word that begins with a letter may
have digits in it (`пй3куа2`). Hyphens, plus, `@`, `_`, `#`, `$` and `%` hold a word together (`сбер-банк`). The
list of signs is the vendor's ("base patterns"); the rest was found by running public bots against their own tests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

__all__ = ["Token", "Utterance", "fold", "tokenize", "tokens_of"]

SIGNS = "!,.:;?\"'()*/\\[\\]{|}\\\\«»…“”„‟’‘‚‹›¿¡·•"
DASHES = frozenset("-‐‑‒–—―−")
RUN = "(?:[^\\W\\d_][^\\W_]*|\\d+)"
HOLDING = f"(?:_|[^\\w\\s{SIGNS}])+"
TOKEN = re.compile(f"{RUN}(?:{HOLDING}{RUN}?)*|(?:{HOLDING}{RUN}?)+|[{SIGNS}]")
"""Words or numbers, held together by signs that do so; or a sign by itself."""
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
        "_tokens",
        "folded",
        "last",
        "loss",
        "next_word",
        "notes",
        "places",
        "text",
        "total",
        "word_places",
    )

    def __init__(self, text: str, tokens: tuple[Token, ...]) -> None:
        self.text = text
        self._tokens: tuple[Token, ...] | None = tokens
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
        self.word_places: Sequence[int] = [
            at for at, token in enumerate(tokens) if not token.is_punctuation
        ]
        following = count
        for at in range(count - 1, -1, -1):
            if not tokens[at].is_punctuation:
                following = at
            self.next_word[at] = following
        self.notes: dict[Hashable, object] = {}
        """Room for those who look at this utterance again and again."""

    @classmethod
    def of_words(cls, text: str, folded: list[str]) -> Utterance:
        """The utterance of a text that is `PLAIN`, given its folded words: the same, in a third of the time."""
        self = cls.__new__(cls)
        self.text = text
        self._tokens = None
        count = self.last = len(folded)
        self.folded = [*folded, ""]
        self.next_word = [*range(count + 1)]
        self.word_places = range(count)
        self.loss = [0, *accumulate(map(len, folded))]
        self.total = self.loss[count]
        self.places = places = {word: [at] for at, word in enumerate(folded)}
        if len(places) < count:  # some word stands twice
            self.places = places = {}
            for at, word in enumerate(folded):
                places.setdefault(word, []).append(at)
        self.notes = {}
        return self

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens in their order; of a plain text they are made when somebody asks."""
        if self._tokens is None:
            self._tokens = _plain_tokens(self.text, self.folded[:-1])
        return self._tokens

    def __len__(self) -> int:
        """How many tokens there are."""
        return len(self.folded) - 1

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
    words = _plain_words(text)
    if words is not None:
        return Utterance.of_words(text, words)
    return Utterance(text, tokens_of.__wrapped__(text))


def _plain_words(text: str) -> list[str] | None:
    """The folded words of a text that is `PLAIN`; None for others, and where folding moves places."""
    if PLAIN.fullmatch(text) is None:
        return None
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return None
    folded = fold(text)
    return folded.split(" ") if len(folded) == len(text) else None


def _plain_tokens(text: str, folded: Iterable[str]) -> tuple[Token, ...]:
    """The tokens of words with one blank between them."""
    found, at = [], 0
    for piece, low in zip(text.split(" "), folded, strict=True):
        end = at + len(piece)
        found.append(Token(piece, low, at, end, False))
        at = end + 1
    return tuple(found)


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text alone; meant for the words of patterns, which are asked for several times."""
    if text.isalpha():
        return (Token(text, fold(text), 0, len(text), False),)
    words = _plain_words(text)
    if words is not None:
        return _plain_tokens(text, words)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        return tuple(_folded_alone(text))
    folded = fold(text)
    if len(folded) != len(text):  # a letter of which two become
        return tuple(_folded_alone(text))
    found = []
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
