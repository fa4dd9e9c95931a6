"""HTTP in tests: no request leaves the machine, `<mockData>` answers it or nothing does.

The client of scripts asks a `MockWorld` first. Where no mock answers, it explains which one came nearest, since
one wrongly encoded letter is enough to miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from jaicp.suites.steps import Mock, MockBody, MockedResponse
from jaicp.suites.values import MISSING, fill_url, find_in, read_json
from jaicp.testing.compare import find_difference, show

__all__ = ["Mail", "MockWorld", "canonical_url"]

_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LEFT_ALONE = "%:/?#[]@!$&'()*+,;="
_BEFORE, _WIDTH = 60, 100
"""How much of two addresses is shown before the first difference, and in all."""

_PORTS = {"http": ":80", "https": ":443"}


def canonical_url(url: str) -> str:
    """A URL in the one form in which two of them are compared: encoded where it has to be, and only there.

    A space as `%20` and as `+` stay two things, since servers and the platform tell them apart.
    """
    encoded = quote(url.strip(), safe=_LEFT_ALONE)
    encoded = _ESCAPE.sub(_unescaped, encoded)
    parts = urlsplit(encoded)
    host = parts.netloc.casefold().removesuffix(_PORTS.get(parts.scheme, "\0"))
    return parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl()


def _unescaped(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in _UNRESERVED else found[0].upper()


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that a script has sent."""

    recipient: str
    subject: str
    body: str


@dataclass(slots=True)
class MockWorld:
    """What stands in for the outside world during one test case.

    `mocks` are those in force, the strongest last; `misses` explains, in some lines each, the requests that none
    of them answered in the running turn, `missed` those of the whole case; `letters` are those sent in the turn.
    Where it `lets_through`, requests without a mock are really sent.
    """

    mocks: list[Mock] = field(default_factory=list)
    misses: list[tuple[str, ...]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    letters: list[Mail] = field(default_factory=list)
    lets_through: bool = False

    def begin_case(self, mocks: Iterable[Mock], *, lets_through: bool = False) -> None:
        """Forget the case before; `mocks` are those of the suite."""
        self.mocks = list(mocks)
        self.lets_through = lets_through
        self.missed.clear()
        self.begin_turn()

    def begin_turn(self) -> None:
        """Forget what happened in the turn before."""
        self.misses.clear()
        self.letters.clear()

    def answer(
        self,
        method: str,
        url: str,
        query: Mapping[str, object] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> MockedResponse | None:
        """The answer to a request, or None: then the call fails as if the server did not answer.

        `url` may be a template for the values of `query`. `body` is a JSON value, or the text of one.
        Headers are not compared.
        """
        del headers
        method = method.upper()
        url = canonical_url(fill_url(url, query or {}))
        body = _parsed(body)
        for mock in reversed(self.mocks):
            if _reason(mock, method, url, body) is None:
                return mock.response
        if not self.lets_through:
            self.misses.append(self._miss(method, url, body))
            self.missed.append(f"{method} {url}")
        return None

    def send_mail(self, recipient: str, subject: str, body: str) -> None:
        """Take a letter instead of sending it."""
        self.letters.append(Mail(recipient, subject, body))

    def _miss(self, method: str, url: str, body: Any) -> tuple[str, ...]:
        head = f"no mock answers {method} {url}"
        if not self.mocks:
            return (f"{head}: there are no mocks",)
        near = min(reversed(self.mocks), key=lambda mock: _distance(mock, method, url))
        line = near.span.location.line
        told = f"{head}; the nearest, on line {line}, {_reason(near, method, url, body)}"
        return (told, *_beside(f"{near.method} {canonical_url(near.url)}", f"{method} {url}"))


def _beside(wanted: str, asked: str) -> tuple[str, ...]:
    """The two requests below each other, with a mark under the first letter that differs; nothing if none does."""
    if wanted == asked:
        return ()
    at = next(
        (
            at
            for at, (ours, theirs) in enumerate(zip(wanted, asked, strict=False))
            if ours != theirs
        ),
        min(len(wanted), len(asked)),
    )
    begin = max(0, at - _BEFORE)
    dots = "…" if begin else ""
    part = slice(begin, begin + _WIDTH)
    mark = " " * (len(dots) + at - begin) + "^"
    return f"mock:    {dots}{wanted[part]}", f"request: {dots}{asked[part]}", f"         {mark}"


def _parsed(body: Any) -> Any:
    if not isinstance(body, str):
        return body
    try:
        return read_json(body)
    except ValueError:
        return body


def _reason(mock: Mock, method: str, url: str, body: Any) -> str | None:
    """Why a mock does not answer a request; None where it does."""
    if mock.method != method:
        return f"is for {mock.method}"
    wanted = canonical_url(mock.url)
    if url != wanted and (mock.encoded_url is None or url != canonical_url(mock.encoded_url)):
        return _url_reason(wanted, url)
    return None if mock.body is None else _body_reason(mock.body, body)


def _body_reason(wanted: MockBody, body: Any) -> str | None:
    part = find_in({} if body is None else body, wanted.field)
    where = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in wanted.field)
    if isinstance(wanted.value, dict) and isinstance(part, dict) and not wanted.strict:
        part = {key: part.get(key, MISSING) for key in wanted.value}
    found = find_difference(wanted.value, part, strict=True)
    if found is None:
        return None
    place, expected, got = found
    path = f"{where}.{place}".strip(".") if place else where.strip(".")
    return f"wants `{show(expected)}` in `{path or 'the body'}` where there is `{show(got)}`"


def _url_reason(wanted: str, url: str) -> str:
    ours, theirs = urlsplit(wanted), urlsplit(url)
    if ours.netloc != theirs.netloc or ours.scheme != theirs.scheme:
        return f"is for {ours.scheme}://{ours.netloc}"
    if ours.path != theirs.path:
        return f"has the path `{ours.path}` where there is `{theirs.path}`"
    return _query_reason(ours.query.split("&"), theirs.query.split("&"))


def _query_reason(wanted: Sequence[str], got: Sequence[str]) -> str:
    for ours, theirs in zip(wanted, got, strict=False):
        if ours != theirs:
            return f"has `{ours}` in the query where there is `{theirs}`"
    if len(wanted) > len(got):
        return f"has `{wanted[len(got)]}` in the query, which is not there"
    return f"lacks `{got[len(wanted)]}` in the query"


def _distance(mock: Mock, method: str, url: str) -> tuple[int, int, bool]:
    """How far a mock is from a request: the characters of the URL that follow the first difference, first."""
    wanted = canonical_url(mock.url)
    common = next(
        (at for at, (ours, theirs) in enumerate(zip(wanted, url, strict=False)) if ours != theirs),
        min(len(wanted), len(url)),
    )
    return len(url) - common, abs(len(wanted) - len(url)), mock.method != method
