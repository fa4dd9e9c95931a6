"""What a word sounds like, so that words written in different ways can be compared: `phoneticSearch` of entities.

Russian is spelled by other rules than it is spoken, and these are the ones that people get wrong: vowels without a
stress, voiced consonants before others and at the end, double letters, signs, consonants that nobody says, `тся`.
Latin letters are taken for the Cyrillic ones that sound like them, so that a name may be written in either.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["sound"]

_LATIN = (
    ("shch", "щ"), ("sch", "ш"), ("tch", "ч"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("th", "т"),
    ("ph", "ф"), ("ck", "к"), ("ts", "ц"), ("ya", "я"), ("yu", "ю"), ("yo", "е"), ("ye", "е"), ("ee", "и"),
    ("oo", "у"), ("qu", "кв"), ("x", "кс"), ("w", "в"), ("ce", "се"), ("ci", "си"), ("cy", "си"),
)  # fmt: skip
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvyz", "абкдефгхижклмнопкрстувиз")
_UNVOICED = dict(zip("бвгджз", "пфктшс", strict=True))
_SPOKEN = (
    (re.compile("[ьъ'’-]"), ""),
    (re.compile("(?:тс|дс)"), "ц"),
    (re.compile("стн"), "сн"),
    (re.compile("здн"), "зн"),
    (re.compile("лнц"), "нц"),
    (re.compile("вств"), "ств"),
    (re.compile("(?:сч|зч|жч|шч)"), "щ"),
    (re.compile("(?<=[чщшжц])я"), "а"),
    (re.compile("[йиыеэя]+"), "и"),
    (re.compile("[оа]+"), "а"),
    (re.compile("[ую]+"), "у"),
    (re.compile("[бвгджз](?=[пфктшсхцчщ]|$)"), lambda found: _UNVOICED[found[0]]),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    """What a folded word sounds like; words with the same answer are taken for one when they are heard."""
    if word.isascii():
        for written, said in _LATIN:
            word = word.replace(written, said)
        word = word.translate(_LETTERS)
    for pattern, spoken in _SPOKEN:
        word = pattern.sub(spoken, word)
    return word
