"""Phone numbers, addresses of e-mail and of pages: `duckling.phone-number`, `duckling.email`, `duckling.url`.

They are found in the text itself and then brought to the tokens that they cover.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.words import Utterance

__all__ = ["find_emails", "find_phones", "find_urls"]

_EMAIL = re.compile(r"[\w.+%-]+@(?:[\w-]+\.)+\w{2,}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"«»]+[^\s<>\"«».,!?;:)]"
    r"|(?<![@\w.-])(?:[a-zа-я\d][a-zа-я\d-]*\.)+(?:ru|com|org|net|рф|su|io|info|biz|me|dev|ai|by|kz|ua|eu|app)"
    r"(?![\w@-])(?:/[^\s<>\"«»]*[^\s<>\"«».,!?;:)])?",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w+])\+?\(?\d(?:[\s().‑–-]{0,3}\d){4,14}(?![\w])")
_FEWEST, _MOST = 6, 15
"""Digits of a phone number; E.164 allows fifteen."""
_DATE = re.compile(r"\d{1,2}[.-]\d{1,2}[.-]\d{2,4}|\d{4}-\d\d-\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[\s.]\d{3})+")


def _hits(utterance: Utterance, found: Iterator[tuple[int, int, object]]) -> list[EntityHit]:
    starts = [token.start for token in utterance.tokens]
    ends = [token.end for token in utterance.tokens]
    return [
        EntityHit(bisect_right(starts, start) - 1, bisect_left(ends, end) + 1, value)
        for start, end, value in found
    ]


def find_emails(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Addresses of e-mail; the value is the address as typed."""
    del moment
    return _hits(utterance, ((*m.span(), m.group()) for m in _EMAIL.finditer(utterance.text)))


def find_urls(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Addresses of pages, with or without `https://`; the value is the address as typed."""
    del moment
    emails = [m.span() for m in _EMAIL.finditer(utterance.text)]
    return _hits(
        utterance,
        (
            (*m.span(), m.group())
            for m in _URL.finditer(utterance.text)
            if not any(start < m.end() and m.start() < end for start, end in emails)
        ),
    )


def find_phones(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Phone numbers of six to fifteen digits; the value is the digits alone, as tests of a public bot have it.

    What is written like a date (`12.11.2021`) or like an amount (`150 000`) is no phone number.
    """
    del moment
    return _hits(utterance, _phones(utterance.text))


def _phones(text: str) -> Iterator[tuple[int, int, object]]:
    for found in _PHONE.finditer(text):
        written = found.group()
        digits = re.sub(r"\D", "", written)
        if not _FEWEST <= len(digits) <= _MOST:
            continue
        if _DATE.fullmatch(written) or (_GROUPED.fullmatch(written) and len(digits) < 10):
            continue
        yield *found.span(), digits
