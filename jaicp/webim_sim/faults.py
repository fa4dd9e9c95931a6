"""What may go wrong between a bot and Webim, on demand or by chance."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from random import Random

from jaicp.runtime.messages import JsonObject

__all__ = ["FAULTS", "Fault", "FaultPlan"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which a call fails: its status and body, and whether it is carried out all the same.

    `cut` ends the connection instead of an answer, `slow` lets the caller wait until it gives up.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    carried_out: bool = False
    cut: bool = False
    slow: bool = False
    headers: JsonObject = field(default_factory=dict)


_PAGE = b"<html><body><h1>It works!</h1></body></html>"

FAULTS = {
    "unauthorized": Fault(401, b'{"error": "unauthorized"}'),
    "forbidden": Fault(403, b'{"error": "forbidden"}'),
    "busy": Fault(429, b'{"error": "too-many-requests"}', headers={"Retry-After": "1"}),
    "error": Fault(500, b"<html>Internal Server Error</html>", "text/html"),
    "gateway": Fault(502, b"<html>Bad Gateway</html>", "text/html"),
    "unavailable": Fault(503, b"<html>Service Unavailable</html>", "text/html"),
    "html": Fault(200, _PAGE, "text/html"),
    "refused": Fault(200, b'{"error": "some-error", "desc": "for a test"}'),
    "lost": Fault(carried_out=True, cut=True),
    "cut": Fault(cut=True),
    "slow": Fault(carried_out=True, slow=True),
}
"""The faults by name. After `lost` and `slow` the call has been carried out, after the others not."""


@dataclass(slots=True)
class FaultPlan:
    """Which of the next calls fail: first those planned, then each with the probability `rate`.

    Chance chooses among `kinds`, by a generator of its own, so that the same seed fails the same calls.
    """

    rate: float = 0.0
    kinds: tuple[str, ...] = ("busy", "gateway", "unavailable")
    random: Random = field(default_factory=lambda: Random(1))
    planned: deque[str] = field(default_factory=deque)

    def plan(self, *names: str) -> None:
        """Let the next calls fail like this; an empty name lets one succeed."""
        unknown = {name for name in names if name} - FAULTS.keys()
        if unknown:
            raise ValueError(f"no fault {', '.join(sorted(unknown))}")
        self.planned.extend(names)

    def next(self) -> Fault | None:
        """The fault of the next call, None where it succeeds."""
        if self.planned:
            name = self.planned.popleft()
            return FAULTS[name] if name else None
        if self.rate and self.random.random() < self.rate:
            return FAULTS[self.random.choice(self.kinds)]
        return None
