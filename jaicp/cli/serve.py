"""`jaicp serve`: all channels that are set up, each with its endpoint and its build."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import click

from jaicp.cli.deploy_options import opened, with_store
from jaicp.cli.run import FACTORY, listen, logging_to_stderr
from jaicp.cli.traces import traced_option, tracing
from jaicp.server.deploy.access import Access
from jaicp.server.deploy.app import create_app
from jaicp.server.deploy.host import Host, HostOptions
from jaicp.server.deploy.publisher import Publisher
from jaicp.server.serve import Address, serve_app
from jaicp.stores.base import Store
from jaicp.stores.masking import read_masking
from jaicp.stores.opening import shown

__all__ = ["serve"]


@click.command("serve", short_help="Serve all channels that are set up.")
@with_store
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes, for each channel.",
)
@click.option("--turn-seconds", type=click.FloatRange(0.1, 600), default=4.0, show_default=True)
@click.option("--deadline", type=click.FloatRange(0.1, 600), default=5.0, show_default=True)
@click.option("--memory", type=click.IntRange(0), default=1024, show_default=True, metavar="MIB")
@click.option("--mask", "masks", multiple=True, metavar="RULE", help="As for `jaicp run`.")
@click.option("--keep-days", type=click.FloatRange(0, min_open=True), metavar="DAYS")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
)
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@traced_option
def serve(store: str, key_file: Path, builds: Path, **given: Any) -> None:
    """Serve the channels that `jaicp channel` has set up.

    What is changed, published or rolled back takes effect within a second; turns under way end on the
    version that they began with. Channels that are automatic are published when their source changes.

    \b
      jaicp channel add shop my-bot
      jaicp channel publish shop
      jaicp serve --host 0.0.0.0 --port 8080
    """
    try:
        masking = read_masking(given["masks"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--mask") from None
    options = HostOptions(
        workers=given["workers"],
        turn_seconds=given["turn_seconds"],
        memory_mib=given["memory"],
        deadline=given["deadline"],
        masking=masking,
        keep_days=given["keep_days"],
        factory=FACTORY,
    )
    level = given["log_level"].upper()
    with (
        logging_to_stderr(level, given["log_format"]),
        tracing(given["traces"]),
        opened(store, key_file, builds) as (kept, publisher),
    ):
        address = Address(given["host"], given["port"])
        asyncio.run(_serve(address, store, kept, publisher, options))


async def _serve(
    wanted: Address, address: str, store: Store, publisher: Publisher, options: HostOptions
) -> None:
    async with AsyncExitStack() as stack:
        listener = stack.enter_context(listen(wanted.host, wanted.port))
        served = Host(store, publisher.registry, publisher, options)
        stack.push_async_callback(served.close)
        await served.start()
        at = Address(wanted.host, listener.getsockname()[1])

        def announce() -> None:
            channels = publisher.registry.channels()
            if not channels:
                click.echo("no channels yet; type `jaicp channel add NAME SOURCE`")
            for setup in channels:
                state = f"build {setup.active}" if setup.active else "not deployed"
                click.echo(f"channel   {setup.name}  {state}")
            click.echo(f"api       {at.url}/api/openapi.json")
            click.echo(f"health    {at.url}/health")
            click.echo(f"store     {shown(address)}")
            click.echo(f"ready     {at.url}/ready")

        app = create_app(served, Access(store))
        await serve_app(app, listener, patience=options.turn_seconds + 1.5, on_ready=announce)
