"""The option `--traces` of the servers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from jaicp.server.traces import TracesUnavailableError, start_traces, stop_traces

__all__ = ["traced_option", "tracing"]

traced_option = click.option(
    "--traces",
    is_flag=True,
    envvar="JAICP_TRACES",
    help="Send traces by OpenTelemetry, to where OTEL_EXPORTER_OTLP_ENDPOINT says. [env: JAICP_TRACES]",
)


class _NoTraces(click.ClickException):
    exit_code = 2


@contextmanager
def tracing(wanted: bool) -> Iterator[None]:
    """Traces while a server runs, if they are wanted; what is left is sent at its end."""
    if not wanted:
        yield
        return
    try:
        start_traces()
    except TracesUnavailableError as error:
        raise _NoTraces(str(error)) from None
    try:
        yield
    finally:
        stop_traces()
