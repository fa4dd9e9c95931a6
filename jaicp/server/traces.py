"""Traces by OpenTelemetry: a span for each request, turn and call, off unless `--traces` asks for them.

The libraries are an extra (`pip install 'jaicp[otel]'`) and are imported only where traces are wanted. Where spans
go is set by the standard variables (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_EXPORTER_OTLP_HEADERS`,
`OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES` …). Spans tell who and how long, never what was said, nor secrets.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from jaicp import __version__

__all__ = ["Span", "TracesUnavailableError", "span", "start_traces", "stop_traces"]

SERVICE = "jaicp"


class TracesUnavailableError(Exception):
    """The libraries for traces are not installed."""


class Span:
    """A stretch of work that is being traced; what is noted is lost where there are no traces."""

    def note(self, **attributes: object) -> None:
        """Add attributes, by names of which `__` stands for a point; None is left out."""

    def fail(self, problem: str) -> None:
        """Mark the work as failed."""


class _Recorded(Span):
    def __init__(self, inner: Any, failed: Any) -> None:
        self._inner = inner
        self._failed = failed

    def note(self, **attributes: object) -> None:
        for name, value in attributes.items():
            if value is not None:
                self._inner.set_attribute(name.replace("__", "."), value)

    def fail(self, problem: str) -> None:
        self._inner.set_status(self._failed(problem))


class _Traces:
    """The provider of spans, and what is made of it."""

    def __init__(self, provider: Any) -> None:
        from opentelemetry.trace import Status, StatusCode  # noqa: PLC0415

        self.provider = provider
        self._tracer = provider.get_tracer(SERVICE, __version__)
        self._failed = lambda problem: Status(StatusCode.ERROR, problem)

    @contextmanager
    def span(self, name: str, attributes: dict[str, object]) -> Iterator[Span]:
        with self._tracer.start_as_current_span(name) as inner:
            recorded = _Recorded(inner, self._failed)
            recorded.note(**attributes)
            yield recorded


_NOTHING = nullcontext(Span())
_traces: _Traces | None = None


def span(name: str, **attributes: object) -> AbstractContextManager[Span]:
    """A span around some work; one within another belongs to it. Costs nothing where there are no traces."""
    return _NOTHING if _traces is None else _traces.span(name, attributes)


def start_traces(provider: Any = None) -> None:
    """Trace from now on: to where the standard variables say, or to a provider of spans that is given.

    Raises `TracesUnavailableError` where the libraries are missing.
    """
    global _traces  # as OpenTelemetry has it: one for the process
    _traces = _Traces(_provider() if provider is None else provider)


def stop_traces() -> None:
    """Send what is left, and trace no more."""
    global _traces
    if _traces is not None:
        traces, _traces = _traces, None
        traces.provider.shutdown()


def _provider() -> Any:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise TracesUnavailableError(
            "traces need more libraries: pip install 'jaicp[otel]'"
        ) from error
    about = {"service.name": SERVICE, "service.version": __version__}
    provider = TracerProvider(resource=Resource(about).merge(Resource.create()))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider
