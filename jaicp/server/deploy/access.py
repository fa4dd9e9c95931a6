"""Who may use the API: tokens of which only a hash is kept, and a limit on wrong ones."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from secrets import token_urlsafe

from jaicp.stores.base import Store

__all__ = ["Access", "Attempts"]

_KIND = "api-token"
FAILURES, SECONDS = 10, 60.0
"""So many wrong tokens from one address within so many seconds, and it has to wait."""
ADDRESSES = 10_000


class Access:
    """The tokens in a store; methods may raise `StoreError`."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.time) -> None:
        self._store = store
        self._clock = clock

    def add(self, name: str) -> str:
        """A new token, which is told this once; raises ValueError where the name is taken."""
        if not name or name in self._store.records(_KIND):
            raise ValueError(f"there is a token `{name}` already" if name else "give it a name")
        token = token_urlsafe(32)
        data = {"hash": _hash(token), "created": self._clock()}
        self._store.put_record(_KIND, name, json.dumps(data))
        return token

    def names(self) -> dict[str, float]:
        """The names of all tokens, with the seconds since the epoch when each was made."""
        kept = self._store.records(_KIND)
        return {name: json.loads(data)["created"] for name, data in sorted(kept.items())}

    def remove(self, name: str) -> bool:
        """Let a token open nothing any more; whether there was one."""
        there = name in self._store.records(_KIND)
        self._store.put_record(_KIND, name, None)
        return there

    def opens(self, token: str) -> bool:
        """Whether a token is good, in a time that tells nothing of the others."""
        given = _hash(token)
        kept = self._store.records(_KIND).values()
        found = [hmac.compare_digest(given, json.loads(data)["hash"]) for data in kept]
        return any(found)


def _hash(token: str) -> str:
    """A plain hash is enough: a token has 256 bits of chance, so there is nothing to guess."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Attempts:
    """Counts wrong tokens by address; `clock` tells seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """For how many seconds the address has to wait, 0 where it has not."""
        failures = self._failures.get(address)
        if failures is None or len(failures) < FAILURES:
            return 0.0
        return max(failures[0] + SECONDS - self._clock(), 0.0)

    def failed(self, address: str) -> None:
        """Note a wrong token."""
        failures = self._failures.setdefault(address, deque(maxlen=FAILURES))
        failures.append(self._clock())
        self._failures.move_to_end(address)
        if len(self._failures) > ADDRESSES:
            self._failures.popitem(last=False)
