"""The program `jaicp`: its commands, found by name, and what becomes of anything that goes wrong.

A command is imported only when it is used, so that `jaicp --help` and `jaicp check` never load the server.
Exit codes: 0 fine, 1 problems in the user's project, 2 wrong use, 3 a bug of ours; besides, what a shell
expects of a program that was interrupted (130) or whose reader went away (141).
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import NoReturn

import click
from click.shell_completion import CompletionItem

from jaicp import __version__
from jaicp.text.collector import paused_collector
from jaicp.text.diagnostic import nearest
from jaicp.text.lazy import import_later

__all__ = ["cli", "main"]

BUG = 3
WRONG_USE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


_WORLD = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EMFILE}
)
"""Errors of the machine that no program can help: no room, no right, a broken disk."""


@dataclass(frozen=True, slots=True)
class _Command:
    """Where a command lives, and its line in the help of the program."""

    module: str
    attribute: str
    help: str
    without: str = ""
    """A library that others import and this one has no need of; `import_later` tells when it may."""


COMMANDS = {
    "new": _Command("jaicp.cli.new", "new", "Begin a new bot."),
    "check": _Command(
        "jaicp.cli.check", "check", "Find mistakes in a bot without running it.", "asyncio"
    ),
    "run": _Command(
        "jaicp.cli.run", "run", "Serve a bot on Webim, or answer requests from a file."
    ),
    "chat": _Command("jaicp.cli.chat", "chat", "Talk to a bot in the terminal."),
    "test": _Command("jaicp.cli.test", "test", "Play the XML suites of a bot."),
    "webim-sim": _Command(
        "jaicp.cli.webim_sim", "webim_sim", "Be a visitor on a stand-in for Webim."
    ),
    "nlu": _Command("jaicp.cli.nlu", "nlu", "Show which state a phrase leads to, and why."),
    "fmt": _Command("jaicp.cli.fmt", "fmt", "Put scripts into one canonical layout."),
    "lsp": _Command("jaicp.cli.lsp", "lsp", "Serve editors: diagnostics, completion, navigation."),
    "serve": _Command("jaicp.cli.serve", "serve", "Serve all channels that are set up."),
    "channel": _Command("jaicp.cli.channel", "channel", "Set up, publish and roll back channels."),
    "token": _Command("jaicp.cli.token", "token", "Tokens for the API of `jaicp serve`."),
    "logs": _Command("jaicp.cli.logs", "logs", "Show and export dialogues."),
    "explain": _Command(
        "jaicp.cli.explain", "explain", "Show what a diagnostic such as JC201 means."
    ),
}


@dataclass(slots=True)
class _Run:
    """What is known of one run of the program beside its command."""

    debug: bool = False


class _ClosedPipe(Exception):  # noqa: N818 -- no error, only the way out
    """The program that reads our output is gone."""


class _Interrupted(Exception):  # noqa: N818
    """The user pressed Ctrl-C."""


class _Program(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        found = COMMANDS.get(cmd_name)
        if found is None:
            return None
        if found.without:
            import_later(found.without)
        with paused_collector():  # nothing that a module makes while it is imported is let go again
            command = getattr(import_module(found.module), found.attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with; wrong use where there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            known = nearest(name, COMMANDS)
            hint = f"did you mean `{known}`?" if known else f"there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command `{name}`; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.help) for name, command in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing any."""
        commands = [
            CompletionItem(name, help=command.help)
            for name, command in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what is no problem of ours leaves by a way that click does not comment on."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _ClosedPipe from error
        except KeyboardInterrupt as error:
            raise _Interrupted from error


def _set_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and isinstance(ctx.obj, _Run):
        ctx.obj.debug = True


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="jaicp %(version)s")
@click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_set_debug,
    help="Show the traceback if jaicp itself fails. [env: JAICP_DEBUG=1]",
)
def cli() -> None:
    """Check, run and try out bots written in JAICP DSL.

    Every command takes a project folder, its chatbot.yaml, or a single .sc file; left out, it is
    the current folder.

    \b
    Find mistakes in the bot of this folder:
      jaicp check
    Learn what one of them means:
      jaicp explain JC201
    Talk to the bot:
      jaicp chat
    Serve it to Webim, here on port 8080:
      jaicp run --port 8080

    `jaicp COMMAND --help` shows more of each.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program with the arguments of the command line, and exit with its code."""
    _never_fail_to_print()
    run = _Run(debug=os.environ.get("JAICP_DEBUG", "") not in ("", "0"))
    code = _run(run, arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = PIPE_CLOSED
    except OSError as error:
        code = code or _report_world(error)
    if code:
        _forget_unwritten()
    sys.exit(code)


def _run(run: _Run, arguments: Sequence[str] | None) -> int:
    try:
        result = cli.main(arguments, prog_name="jaicp", standalone_mode=False, obj=run)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (_Interrupted, click.Abort):
        return INTERRUPTED
    except _ClosedPipe:
        return PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 -- the one place where our bugs end
        if isinstance(error, OSError) and error.errno in _WORLD:
            return _report_world(error)
        _report_bug(error, debug=run.debug)
        return BUG
    return result if isinstance(result, int) else 0


def _report_bug(error: Exception, *, debug: bool) -> None:
    """Tell about a bug of ours in a paragraph; the traceback is for those who ask for it."""
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True)
    what = traceback.format_exception_only(error)[-1].strip()
    place = traceback.extract_tb(error.__traceback__)[-1]
    click.echo(
        f"jaicp failed: this is a bug of jaicp, not of your bot.\n"
        f"  {what}\n"
        f"  jaicp {__version__}, Python {sys.version.split()[0]}, {place.name}:{place.lineno}\n"
        "Please report these lines with the command that you ran and the smallest script that shows it."
        + ("" if debug else "\n`jaicp --debug …` or JAICP_DEBUG=1 shows the traceback."),
        err=True,
    )


def _never_fail_to_print() -> None:
    """Write what the terminal's encoding lacks as an escape instead of failing on it."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _report_world(error: OSError) -> int:
    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"Error: {where}{(error.strerror or str(error)).lower()}", err=True)
    return WRONG_USE


def _forget_unwritten() -> None:
    """Send what could not be written nowhere, so that closing the streams does not fail a second time."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
