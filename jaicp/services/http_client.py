"""The HTTP client of scripts: no private addresses, one deadline for everything, a limit of bytes.

Host names are resolved here and the connection is made to the very address that was looked at, so a name that
answers differently the second time gains nothing, and a redirect is looked at like any other address. Variables
such as `HTTP_PROXY` are not heeded: a proxy would resolve names where nobody looks.

Loaded when a script first makes a request; it costs a tenth of a second and some megabytes.
"""

from __future__ import annotations

import logging
import re
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpcore
import httpx

from jaicp.services.addresses import Resolve, resolve, resolve_within
from jaicp.services.exchange import TIMED_OUT, ClientAnswer, ClientError

__all__ = ["HttpClient"]

IsAllowed = Callable[[str], bool]

MAX_REDIRECTS = 5
KEPT_CONNECTIONS = 10
KEPT_SECONDS = 15.0
AGENT = "jaicp"
FILE = "file"
"""The field of a form in which a file is sent."""


# The libraries log whole addresses and headers, where tokens and passwords stand.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)

_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]*\bencoding=["']([\w.-]+)""")


class _Deadline:
    """The time by which the running request has to be done."""

    def __init__(self) -> None:
        self._end = 0.0

    def set(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; raises where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout(TIMED_OUT)
        return left


class _Stream(httpcore.NetworkStream):
    """A connection whose every step is bounded by the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.left())
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Network(httpcore.NetworkBackend):
    """Makes connections, to public addresses only unless private ones are allowed."""

    def __init__(self, deadline: _Deadline, is_allowed: IsAllowed, resolve: Resolve) -> None:
        self._deadline = deadline
        self._is_allowed = is_allowed
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        refused = None
        for address in self._addresses(host, port):
            left = self._deadline.left()
            try:
                made = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except httpcore.ConnectError as error:
                refused = error
                continue
            return _Stream(made, self._deadline)
        raise refused or httpcore.ConnectError(f"Unknown host {host}")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = resolve_within(self._deadline.left(), host, port, self._resolve)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(TIMED_OUT) from error
        allowed = [address for address in found if self._is_allowed(address)]
        if found and not allowed:
            raise httpcore.ConnectError(f"{host} is a private address, which bots may not call")
        return allowed


class _Body(httpx.SyncByteStream):
    """The body of an answer; closing it gives the connection back."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Transport(httpx.BaseTransport):
    """HTTPX over connections of ours."""

    def __init__(self, network: _Network) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=KEPT_CONNECTIONS,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions={"timeout": {"pool": 0.0}},  # one request at a time: none ever waits
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions={"reason_phrase": answer.extensions.get("reason_phrase", b"")},
        )

    def close(self) -> None:
        self._pool.close()


class HttpClient:
    """Makes requests, one at a time, over connections that are kept for a while.

    `is_allowed` says whether an address may be called, `resolve` finds the addresses of a name and a port.
    """

    def __init__(self, is_allowed: IsAllowed, resolve: Resolve = resolve) -> None:
        self._deadline = _Deadline()
        self._client = httpx.Client(
            transport=_Transport(_Network(self._deadline, is_allowed, resolve)),
            follow_redirects=True,
            max_redirects=MAX_REDIRECTS,
            trust_env=False,
            headers={"user-agent": AGENT},
        )

    def request(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        content: bytes | None,
        *,
        seconds: float,
        most_bytes: int,
    ) -> ClientAnswer:
        """Make a request that takes up to `seconds` and answers with up to `most_bytes`.

        Raises `ClientError` where there is no answer: no connection, too slow, too much, no such address.
        """
        self._deadline.set(seconds)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        try:
            with self._client.stream(method, url, headers=raw, content=content) as response:
                return self._read(response, most_bytes)
        except (httpx.TimeoutException, httpcore.TimeoutException) as error:
            raise ClientError(TIMED_OUT) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ClientError(str(error) or type(error).__name__) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise ClientError(str(error) or type(error).__name__) from error
        except (httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
            raise ClientError(str(error)) from error

    def _read(self, response: httpx.Response, most_bytes: int) -> ClientAnswer:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            self._deadline.left()
            size += len(part)
            if size > most_bytes:
                raise ClientError("the answers of this turn have too many bytes")
            parts.append(part)
        body = b"".join(parts)
        text = body.decode(_charset(response, body), "replace")
        headers = dict(response.headers.items())
        return ClientAnswer(response.status_code, response.reason_phrase, headers, text, size, body)

    def with_file(
        self, form: dict[str, str], name: str, content: bytes, kind: str
    ) -> tuple[bytes, str]:
        """The body of a form with a file of a type, and the type of the body."""
        made = httpx.Request("POST", "http://form", data=form, files={FILE: (name, content, kind)})
        return made.read(), made.headers["content-type"]

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _charset(response: httpx.Response, body: bytes) -> str:
    """The encoding that the answer names in its headers, or in the first line of an XML document."""
    declared = _XML_ENCODING.match(body)
    named = response.charset_encoding or (declared[1].decode() if declared else "utf-8")
    try:
        "".encode(named)
    except LookupError:
        return "utf-8"
    return named
