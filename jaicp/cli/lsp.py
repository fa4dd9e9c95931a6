"""`jaicp lsp`: the language server, for editors."""

from __future__ import annotations

import logging
import os
import sys
from importlib import import_module

import click

__all__ = ["lsp"]


@click.command("lsp", short_help="Serve editors: diagnostics, completion, navigation.")
@click.option("--tcp", "port", type=click.IntRange(1, 65535), metavar="PORT",
              help="Listen on this port of the loopback address instead of standard input.")  # fmt: skip
@click.option("--stdio", is_flag=True, help="Talk by standard input and output; the default.")
@click.option(
    "--log",
    type=click.Choice(("error", "warning", "info", "debug")),
    default="warning",
    show_default=True,
    help="How much is told on standard error.",
)
def lsp(port: int | None, stdio: bool, log: str) -> None:
    """Be the language server of an editor.

    Editors start this command themselves and talk to it by the Language Server Protocol: there is
    nothing to type here. How to set up yours: docs/editors.md.

    \b
      jaicp lsp                 by standard input and output
      jaicp lsp --tcp 2087      for an editor that connects to a port
    """
    if port is not None and stdio:
        raise click.UsageError("--stdio and --tcp are two ways: leave out one of the two")
    logging.basicConfig(stream=sys.stderr, level=log.upper(), format="%(levelname)s %(message)s")
    server = import_module("jaicp.lsp.features").make_server()
    if port is not None:
        server.start_tcp("127.0.0.1", port)
        return
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not get among the messages
    messages = os.fdopen(os.dup(sys.stdin.fileno()), "rb")  # a thread waits in it until the end
    click.get_current_context().exit(server.serve(messages, answers))
