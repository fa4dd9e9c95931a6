"""Calls to Webim: `POST https://<host>/api/bot/v2/<method>` with the bot's token.

Shapes: Webim's sample bot. A call is refused by its status, or by an `error` in the body of a 200.
What is not JSON comes from something else than Webim: a proxy, or a wrong host.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from types import TracebackType

import httpx

from jaicp.channels.base import Call, CallResult, Outcome
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import JsonObject

__all__ = ["SECONDS", "WebimApi"]

SECONDS = 10.0
"""How long an answer is waited for."""

CONNECTIONS = 20
"""Calls under way at a time; httpx itself gets slow where many wait for a connection."""

_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_PASSING = frozenset({502, 504})


class WebimApi:
    """A client of one Webim account; closed by `close` or at the end of an `async with`.

    `transport` stands in for the network in tests.
    """

    def __init__(
        self,
        settings: WebimSettings,
        *,
        seconds: float = SECONDS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._client = httpx.AsyncClient(
            base_url=f"{settings.base_url}/api/bot/v2/",
            headers={"Authorization": f"Token {settings.token}"},
            timeout=seconds,
            limits=httpx.Limits(max_connections=CONNECTIONS, keepalive_expiry=5),
            transport=transport,
            trust_env=settings.base_url.startswith("https:"),
        )

    async def __aenter__(self) -> WebimApi:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def make(self, call: Call) -> CallResult:
        """Make a call and tell what became of it; never raises for what the other side does."""
        try:
            async with self._slots:
                response = await self._client.post(call.method, json=call.body)
        except _UNSENT as error:
            return CallResult(Outcome.UNREACHED, _words(error))
        except httpx.TransportError as error:
            return CallResult(Outcome.UNCERTAIN, _words(error))
        except httpx.HTTPError as error:  # such as an answer that cannot be unpacked
            return CallResult(Outcome.UNCERTAIN, _words(error))
        return judge(response.status_code, response.content, response.headers)


def judge(status: int, body: bytes, headers: Mapping[str, str]) -> CallResult:
    """What an answer of Webim means."""
    if status in (429, 503):  # both say that nothing was done
        return CallResult(Outcome.BUSY, f"{status}: {_told(body)}", _retry_after(headers))
    if status in (401, 403):
        return CallResult(Outcome.BARRED, f"{status}: {_told(body) or 'the token is not accepted'}")
    if status in _PASSING:
        return CallResult(Outcome.FAULT, f"{status}: {_told(body)}")
    if not 200 <= status < 300:
        return CallResult(Outcome.REFUSED, f"{status}: {_told(body)}")
    if not body.strip():
        return CallResult(Outcome.SENT)
    answer = _object(body)
    if answer is None:
        return CallResult(Outcome.REFUSED, f"{status}: the answer is not Webim's: {_told(body)}")
    if answer.get("error"):
        return CallResult(Outcome.REFUSED, _told(body))
    return CallResult(Outcome.SENT)


def _told(body: bytes) -> str:
    """What the body of an answer says, in a line."""
    answer = _object(body)
    if answer is None:
        text = body[:200].decode("utf-8", "replace")
    else:
        parts = (answer.get("error"), answer.get("desc"))
        text = ": ".join(str(part)[:100] for part in parts if part)
    return " ".join(text.split())[:120]


def _object(body: bytes) -> JsonObject | None:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _retry_after(headers: Mapping[str, str]) -> float:
    text = headers.get("retry-after", "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0.0


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200] if str(error) else type(error).__name__
