"""`jaicp chat`: talk to a bot in the terminal."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path
from textwrap import indent

import click

from jaicp.runtime.engine import Bot, BotNotUsable, load_bot
from jaicp.runtime.messages import Event, Reply, Session, Turn
from jaicp.runtime.pushes import WaitingPushes
from jaicp.runtime.services import Services
from jaicp.script.errors import ScriptError
from jaicp.services.local_zone import set_local_zone
from jaicp.text.render import render_full

__all__ = ["chat"]

MOST_AT_ONCE = 10
"""Events whose time has come that are brought between two lines."""

_HELP = """\
Write to the bot as its visitor would. A number presses the button with that number.
  /start      what a chat begins with (an ordinary message to the bot)
  /event NAME send an event instead of a message, such as /event newChatStarted
  /push       bring the next event that the bot has asked for by $pushgate, though it is not due yet
  /state      where the dialogue stands
  /session    what is kept in $session and $client
  /trace      how the last turn went, step by step; /trace on keeps showing it, and what phrases matched
  /reset      forget everything and begin anew
  /help       this list
  /quit       leave (or Ctrl-D)"""


@click.command("chat", short_help="Talk to a bot in the terminal.")
@click.argument("path", type=click.Path(exists=True, path_type=Path), default=".")
@click.option(
    "--trace", is_flag=True, help="Show what each phrase matched and why, and how the turn went."
)
@click.option("--seed", type=int, help="Make random choices the same every time.")
def chat(path: Path, trace: bool, seed: int | None) -> None:
    """Talk to the bot at PATH: a project folder, its chatbot.yaml, or a single .sc file.

    \b
    Example:
      jaicp chat samples/flower-shop
      jaicp chat my-bot --trace

    Type /help inside for the commands.
    """
    services = Services(
        chance=random.Random(seed), log=_log, enter_zone=set_local_zone, delivers_pushes=True
    )
    try:
        bot = load_bot(path, services=services)
    except FileNotFoundError as error:
        raise click.UsageError(str(error)) from None
    except BotNotUsable as error:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(render_full(error.diagnostics, colour=colour, root=Path.cwd()), err=True)
        raise click.exceptions.Exit(1) from None
    talk = _Talk(bot, show_trace=trace)
    with _History():
        talk.run()


def _log(line: str) -> None:
    click.secho(f"  log: {line}", dim=True, err=True)


@dataclass(slots=True)
class _Talk:
    """A conversation with a bot."""

    bot: Bot
    show_trace: bool
    session: Session = field(default_factory=Session)
    last: Turn | None = None
    understood: str = ""
    """How the last phrase was understood, where that was asked for."""
    pushes: WaitingPushes = field(default_factory=WaitingPushes)
    buttons: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Read lines until there are no more."""
        if sys.stdin.isatty():
            click.secho(f"{self.bot.name} — /help lists the commands, Ctrl-D leaves", dim=True)
        while (line := _read()) is not None:
            if line.strip() and not self.line(line.strip()):
                return

    def line(self, line: str) -> bool:
        """Handle one line; False where it says to leave."""
        self._bring_due()
        word, _, rest = line.partition(" ")
        if word in ("/quit", "/exit"):
            return False
        command = self._commands().get(word)
        if command is not None:
            command(rest.strip())
        elif line.isdigit() and 0 < int(line) <= len(self.buttons):
            self.turn(Event(query=self.buttons[int(line) - 1]))
        else:
            self.turn(Event(query=line))
        self._bring_due()
        return True

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "/help": lambda _: click.echo(_HELP),
            "/state": lambda _: click.echo(self.session.context),
            "/session": lambda _: self._show_session(),
            "/trace": self._trace,
            "/reset": lambda _: self._reset(),
            "/event": self._event,
            "/push": lambda _: self._push(),
        }

    def _event(self, name: str) -> None:
        if not name:
            click.echo("name the event: /event newChatStarted", err=True)
            return
        pushed = self.pushes.take(name=name)
        self.turn(Event(event=name) if pushed is None else pushed[1])

    def _push(self) -> None:
        pushed = self.pushes.take()
        if pushed is None:
            click.echo("no event waits: the bot has asked for none", err=True)
            return
        self._bring(*pushed)

    def _bring_due(self) -> None:
        """Bring the events whose time has come; a bot that always asks for another is not followed for ever."""
        for _ in range(MOST_AT_ONCE):
            pushed = self.pushes.take(by=self.bot.services.clock())
            if pushed is None:
                return
            self._bring(*pushed)

    def _bring(self, due: float, event: Event) -> None:
        when = datetime.fromtimestamp(due).strftime("%Y-%m-%d %H:%M:%S")
        click.secho(f"  event {event.event}, due at {when}", dim=True)
        self.turn(event)

    def _show_session(self) -> None:
        kept = {"$session": self.session.session, "$client": self.session.client}
        click.echo(json.dumps(kept, ensure_ascii=False, indent=2))

    def _trace(self, argument: str) -> None:
        if argument in ("on", "off"):
            self.show_trace = argument == "on"
        if self.understood:
            click.echo(indent(self.understood, "  "))
            click.echo()
        for step in self.last.trace if self.last else ():
            click.secho(f"  {step}", dim=True)

    def _reset(self) -> None:
        self.session, self.last, self.buttons, self.understood = Session(), None, [], ""
        self.pushes = WaitingPushes()
        click.secho("  a new visitor", dim=True)

    def turn(self, event: Event) -> None:
        """Send one event and show what comes back."""
        self.understood = self._read(event) if self.show_trace else ""
        turn = self.bot.handle(event, self.session)
        self.session, self.last = turn.session, turn
        self.pushes.note(event, turn)
        shown: list[str] = []
        for reply in turn.replies:
            shown += _show(reply, len(shown))
        self.buttons = shown or self.buttons
        if turn.error is not None:
            click.secho(f"  error: {turn.error}", fg="red", err=True)
        if self.show_trace:
            self._trace("")

    def _read(self, event: Event) -> str:
        """What `jaicp nlu` says of a phrase before it is handled."""
        if not event.query:
            return ""
        context = self.session.context
        try:
            reading = self.bot.read(event.query, context)
        except ScriptError as error:
            return f"a converter failed: {error}"
        module = import_module("jaicp.cli.nlu_text")  # for traces alone
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        return str(module.explanation(self.bot.program, reading, context, colour=colour))


def _show(reply: Reply, count: int) -> list[str]:
    """Print one reply; the captions of its buttons."""
    buttons = reply.get("buttons")
    if not isinstance(buttons, list):
        text = reply.get("text")
        click.secho(str(text) if text else f"[{_describe(reply)}]", fg="cyan")
        return []
    captions = [str(button.get("text", "")) for button in buttons if isinstance(button, dict)]
    for number, caption in enumerate(captions, count + 1):
        click.secho(f"  {number}. {caption}", fg="blue")
    return captions


def _describe(reply: Reply) -> str:
    fields = [f"{key}: {value}" for key, value in reply.items() if key not in ("type", "state")]
    return ", ".join([str(reply.get("type", "reply")), *fields])


def _read() -> str | None:
    try:
        return input("> " if sys.stdin.isatty() else "")
    except EOFError:
        if sys.stdin.isatty():
            click.echo()
        return None


class _History:
    """What was typed before, where the terminal can bring it back with the arrow keys."""

    def __init__(self) -> None:
        base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        self.file = Path(base) / "jaicp" / "history"

    def __enter__(self) -> None:
        if readline is not None and sys.stdin.isatty():
            with suppress(OSError):  # no history yet is no reason to complain
                readline.read_history_file(self.file)

    def __exit__(self, *_: object) -> None:
        if readline is None or not sys.stdin.isatty():
            return
        with suppress(OSError):  # a home that cannot be written only costs the history
            self.file.parent.mkdir(parents=True, exist_ok=True)
            readline.set_history_length(1000)
            readline.write_history_file(self.file)


try:
    import readline
except ImportError:  # not part of Python on Windows
    readline = None  # type: ignore[assignment]
