"""Which words are forms of each other, for comparing phrases: dictionary forms in Russian, stems in English.

Patterns are strict about `~word`; phrases of people are compared more loosely, so here an English word is cut to
a stem (the endings of S. Porter's first two steps, which carry most of the weight), and words of other
alphabets stand for themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jaicp.nlu.morphology import KEPT, lemmas, main_lemma

__all__ = ["forms", "stem"]

_LATIN = re.compile(r"[a-z][a-z'’]*")
_VOWEL = re.compile("[aeiouy]")
_SHORTEST = 3
"""Letters that stay of an English word at least."""

_ENDINGS = (
    ("'s", ""), ("’s", ""), ("sses", "ss"), ("ies", "y"), ("ied", "y"), ("ss", "ss"), ("us", "us"),
    ("ing", ""), ("edly", ""), ("ed", ""), ("ly", ""), ("es", "e"), ("s", ""),
)  # fmt: skip


@lru_cache(maxsize=KEPT)
def stem(word: str) -> str:
    """What a folded word is counted as."""
    if _LATIN.fullmatch(word):
        return _english(word)
    return main_lemma(word)


@lru_cache(maxsize=KEPT)
def forms(word: str) -> frozenset[str]:
    """All that a folded word may be a form of; words that share one of these are forms of one word."""
    if _LATIN.fullmatch(word):
        return frozenset((word, _english(word)))
    return lemmas(word)


def _english(word: str) -> str:
    for ending, other in _ENDINGS:
        if word.endswith(ending):
            kept = word[: len(word) - len(ending)] + other
            if len(kept) < _SHORTEST or not _VOWEL.search(kept):
                return word
            return _undoubled(kept) if ending in ("ing", "ed") else kept.removesuffix("e")
    return word.removesuffix("e") if len(word) > _SHORTEST else word


def _undoubled(word: str) -> str:
    """`stopp` is `stop`; a mute `e` at the end goes too, as in `making` and `make`."""
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word.removesuffix("e")
