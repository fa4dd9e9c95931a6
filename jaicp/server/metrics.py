"""Figures of a server in the format of Prometheus, read at the moment they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from jaicp.runtime.messages import JsonObject
from jaicp.server.webhook import Webhook
from jaicp.stores.log import TurnRecord

__all__ = ["CONTENT_TYPE", "Metrics", "Watched"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_COUNTED = {
    "turns": "Turns that ended",
    "errors": "Turns with an error of the script or a limit that was hit",
    "late": "Chats released since the deadline passed",
    "refused": "Updates refused or released because of too many turns or the store",
    "ignored": "Requests of a kind that the channel does not know",
    "repeated": "Updates recognised as sent before",
    "bad_requests": "Requests that could not be understood",
}
_DELIVERED = {
    "sent": "Calls that the service has taken",
    "retried": "Calls that were made again",
    "given_up": "Calls that were given up",
}


@dataclass(frozen=True, slots=True)
class Watched:
    """One channel: its name, its door, and the counts of its workers where there are any."""

    name: str
    webhook: Webhook
    workers: JsonObject | None


class Metrics:
    """The figures of all that `watched` tells of, and how long turns took."""

    def __init__(self, watched: Callable[[], Iterable[Watched]]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Reader(watched))
        self._seconds = Histogram(
            "jaicp_turn_seconds",
            "How long turns took, in seconds",
            ["channel"],
            buckets=_SECONDS,
            registry=self._registry,
        )

    def note(self, record: TurnRecord) -> None:
        """Take in a turn that is saved."""
        self._seconds.labels(record.channel).observe(record.seconds)

    def text(self) -> bytes:
        """All figures."""
        return generate_latest(self._registry)


class _Reader(Collector):
    """Reads the counts of all channels at once."""

    def __init__(self, watched: Callable[[], Iterable[Watched]]) -> None:
        self._watched = watched

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        """The figures now."""
        channels = list(self._watched())
        for name, help_text in _COUNTED.items():
            counter = CounterMetricFamily(f"jaicp_{name}", help_text, labels=["channel"])
            for one in channels:
                counter.add_metric([one.name], asdict(one.webhook.counters)[name])
            yield counter
        yield from _deliveries(channels)
        yield _gauge("jaicp_under_way", "Turns that run or wait", channels, _under_way)
        for name in ("size", "live", "busy", "lost"):
            told = f"Workers: {name}"
            yield _gauge(f"jaicp_workers_{name}", told, channels, _of_workers(name))


def _deliveries(channels: list[Watched]) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
    states = {
        one.name: state
        for one in channels
        if one.webhook.intake is not None and (state := one.webhook.intake.status()) is not None
    }
    for name, help_text in _DELIVERED.items():
        counter = CounterMetricFamily(f"jaicp_calls_{name}", help_text, labels=["channel"])
        for channel, state in states.items():
            counter.add_metric([channel], state[name])
        yield counter
    for name, help_text in (
        ("waiting", "Calls in the outbox"),
        ("oldest_seconds", "For how many seconds the oldest of them waits"),
    ):
        gauge = GaugeMetricFamily(f"jaicp_calls_{name}", help_text, labels=["channel"])
        for channel, state in states.items():
            gauge.add_metric([channel], state[name])
        yield gauge


def _gauge(
    name: str, told: str, channels: list[Watched], value: Callable[[Watched], float]
) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, told, labels=["channel"])
    for one in channels:
        gauge.add_metric([one.name], value(one))
    return gauge


def _under_way(one: Watched) -> float:
    return float(one.webhook.dispatcher.under_way)


def _of_workers(name: str) -> Callable[[Watched], float]:
    return lambda one: float((one.workers or {}).get(name, 0))
