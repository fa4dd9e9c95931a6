"""`jaicp webim-sim`: be a visitor on a stand-in for Webim, against a running bot."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

import click

from jaicp.webim_sim.simulator import BotTrouble, Simulator
from jaicp.webim_sim.world import CLOSED, WITH_BOT, Refusal, SimChat, World

__all__ = ["webim_sim"]

TOKEN = "simulated-token"
QUIET_SECONDS = 2.0
"""After the last line of input: how long the bot may be silent until the end."""

HELP = """\
/new          begin a new chat
/file URL     send a file
/person TEXT  answer as an operator, once the bot has given the chat away
/back         give the chat to the bot again
/fail NAME    let the next call of the bot fail (dialect 2.0)
/quit         leave"""


@click.command("webim-sim", short_help="Be a visitor on a stand-in for Webim.")
@click.argument("endpoint")
@click.option(
    "--dialect",
    type=click.Choice(["1.0", "2.0"]),
    default="1.0",
    show_default=True,
    help="Version of Webim's bot API.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8081,
    show_default=True,
    help="Port of the stand-in, for dialect 2.0; 0 takes a free one.",
)
@click.option("--token", default=TOKEN, show_default=True, help="What the bot has to show.")
@click.option("--visitor", default="visitor-1", show_default=True, help="The visitor's id.")
def webim_sim(endpoint: str, dialect: str, port: int, token: str, visitor: str) -> None:
    """Talk to the bot at ENDPOINT, the address that `jaicp run` prints, as a visitor on Webim.

    What you type is what the visitor writes; the caption of a button that is shown presses it. A line
    that begins with a slash is for the stand-in: `/help` lists what it takes.

    \b
    Version 1.0:
      jaicp run my-bot
      jaicp webim-sim http://127.0.0.1:8080/chatapi/webhook/webim/SECRET
    Version 2.0, where the bot calls back:
      jaicp run my-bot --webim host=http://127.0.0.1:8081 --webim token=simulated-token
      jaicp webim-sim --dialect 2.0 http://127.0.0.1:8080/chatapi/webhook/webim/SECRET
    """
    if not endpoint.startswith(("http://", "https://")):
        raise click.BadParameter("write the whole address, with http://", param_hint="ENDPOINT")
    world = World(first=int(time.time()))  # a bot may remember the chats of an earlier run
    simulator = Simulator(endpoint, dialect=dialect, token=token, port=port, world=world)
    try:
        asyncio.run(_talk(simulator, visitor))
    except OSError as error:
        message = f"cannot listen on port {port}: {(error.strerror or str(error)).lower()}"
        raise click.UsageError(message) from None


async def _talk(simulator: Simulator, visitor: str) -> None:
    async with simulator:
        if simulator.dialect == "2.0":
            click.echo(f"The stand-in for Webim is at {simulator.url}", err=True)
        visit = _Visit(simulator, visitor)
        await visit.begin("")
        showing = asyncio.create_task(visit.show())
        try:
            lines = _typed()
            while (line := await lines.get()) and await visit.obey(line):
                pass
            await visit.hear_out()
        finally:
            showing.cancel()
            with suppress(asyncio.CancelledError):
                await showing


def _typed() -> asyncio.Queue[str]:
    """The lines that are typed, as they come; an empty one is the end.

    A thread that nobody waits for reads them, so that Ctrl-C ends the program at once.
    """
    lines: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        line = "more"
        while line:
            line = sys.stdin.readline()
            with suppress(RuntimeError):  # the program has ended meanwhile
                loop.call_soon_threadsafe(lines.put_nowait, line)

    threading.Thread(target=read, daemon=True).start()
    return lines


@dataclass
class _Visit:
    """A visitor at the terminal."""

    simulator: Simulator
    visitor: str
    chat: SimChat | None = None
    shown: int = 0
    state: str = WITH_BOT

    async def show(self) -> None:
        """Print what the visitor gets to see, as it comes."""
        while True:
            with suppress(TimeoutError):
                await self.simulator.until(self._has_news, 3600)
            self._print_news()

    async def hear_out(self) -> None:
        """Print until the bot has nothing to say for a while."""
        with suppress(TimeoutError):
            while True:
                await self.simulator.until(self._has_news, QUIET_SECONDS)
                self._print_news()

    async def obey(self, line: str) -> bool:
        """Do what a line of the visitor says; whether to go on."""
        line = line.strip()
        name, _, rest = line.partition(" ")
        try:
            if not line.startswith("/"):
                await self._say(line)
            elif name in _COMMANDS:
                await _COMMANDS[name](self, rest.strip())
            elif name == "/quit":
                return False
            else:
                click.echo(HELP, err=True)
        except (BotTrouble, Refusal, ValueError) as error:
            click.echo(f"! {error}", err=True)
        self._print_news()
        return True

    async def begin(self, _: str) -> None:
        """Begin a chat."""
        self.shown, self.state = 0, WITH_BOT
        try:
            self.chat = await self.simulator.open_chat(self.visitor)
        except BotTrouble as error:
            raise click.ClickException(f"the bot does not answer: {error}") from None

    async def send_file(self, url: str) -> None:
        """Send a file."""
        name = url.rpartition("/")[2] or "file"
        await self.simulator.send_file(self._here(), url, name, "application/octet-stream")

    async def answer(self, text: str) -> None:
        """Answer as an operator."""
        self.simulator.operator_says(self._here(), text)

    async def give_back(self, _: str) -> None:
        """Give the chat to the bot again."""
        await self.simulator.give_back(self._here())

    async def fail(self, name: str) -> None:
        """Let the next call of the bot fail."""
        self.simulator.desk.faults.plan(name)

    async def _say(self, text: str) -> None:
        if not text:
            return
        try:
            await self.simulator.press(self._here(), text)
        except LookupError:
            await self.simulator.say(self._here(), text)

    def _here(self) -> SimChat:
        if self.chat is None:
            raise ValueError("there is no chat")
        return self.chat

    def _has_news(self) -> bool:
        chat = self.chat
        return chat is not None and (len(chat.shown()) > self.shown or chat.state != self.state)

    def _print_news(self) -> None:
        chat = self._here()
        lines = chat.shown()
        for line in lines[self.shown :]:
            click.echo(f"< {line}")
        self.shown = len(lines)
        if chat.state != self.state:
            self.state = chat.state
            where = f" {chat.dep_key}" if chat.dep_key else ""
            ended = " (`/new` begins another)" if chat.state == CLOSED else ""
            click.echo(f"* the chat is {chat.state}{where}{ended}")


_COMMANDS: dict[str, Callable[[_Visit, str], Awaitable[None]]] = {
    "/new": _Visit.begin,
    "/file": _Visit.send_file,
    "/person": _Visit.answer,
    "/back": _Visit.give_back,
    "/fail": _Visit.fail,
}
