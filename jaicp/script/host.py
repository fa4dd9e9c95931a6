"""What scripts may ask of the world: one function, answered by whoever runs the bot."""

from __future__ import annotations

from typing import Protocol

from jaicp.script.engine import Json

__all__ = ["Host", "HostError"]


class HostError(Exception):
    """A failure that the script should see as a JavaScript exception with this message."""


class Host(Protocol):
    """Answers the services of the prelude.

    A call names the service without its `$`. Where the bridge does part of the work itself the method is its
    own: `http.query` stands for all methods of HTTP, `reactions.random` and `jsapi.random` get a whole number
    of at least 1, `nlp.match` and `nlp.matchPatterns` may answer with a question (`jaicp.services.nlp`),
    `jsapi.log` gets the finished line.
    """

    def call(self, service: str, method: str, args: list[Json]) -> Json:
        """Do what `$service.method(args)` asks, and give its result.

        Raises `HostError` for a failure that belongs to the script. Any other exception is taken for a
        fault of the program: the script sees a general error, and the exception goes on to the caller
        of the realm once the script has ended.
        """
