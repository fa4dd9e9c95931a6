"""What a client of HTTP gives back, apart from the client, which is only loaded when it is needed."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Protocol

from jaicp.services.addresses import is_public

__all__ = ["TIMED_OUT", "Client", "ClientAnswer", "ClientError", "open_client"]

TIMED_OUT = "Read timed out"
"""What scripts read in `error` after a time-out; the words are the platform's."""


class ClientError(Exception):
    """There is no answer; the message is for the script."""


@dataclass(frozen=True, slots=True)
class ClientAnswer:
    """An answer: its body as text and as it came, and how many bytes it had."""

    status: int
    reason: str
    headers: dict[str, str]
    text: str
    size: int
    content: bytes = b""


class Client(Protocol):
    """Makes requests, one at a time."""

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

    def with_file(
        self, form: dict[str, str], name: str, content: bytes, kind: str
    ) -> tuple[bytes, str]:
        """The body of a form with a file of a type, and the type of the body."""

    def close(self) -> None:
        """Close connections that were kept."""


def open_client(*, allow_private: bool) -> Client:
    """The client of `jaicp.services.http_client`, which takes a tenth of a second to load."""
    module = importlib.import_module("jaicp.services.http_client")
    client: Client = module.HttpClient((lambda _: True) if allow_private else is_public)
    return client
