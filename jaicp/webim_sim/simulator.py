"""The stand-in for Webim, running: it serves its API on loopback and sends updates to a bot."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable, Iterator
from types import TracebackType

import httpx
import uvicorn

from jaicp.runtime.messages import JsonObject
from jaicp.webim_sim.api import Desk, create_app
from jaicp.webim_sim.updates import headers, new_chat, new_message
from jaicp.webim_sim.world import WITH_BOT, Refusal, SimChat, World

__all__ = ["BotTrouble", "Simulator"]

PATIENCE = 30.0
"""Seconds that a bot's answer is waited for."""


class BotTrouble(Exception):  # noqa: N818 - it names what the bot did
    """The bot did not answer as it has to; the chat went to the queue."""


class Simulator:
    """Webim for the bot at `endpoint`, in one of the two dialects; an asynchronous context manager.

    Its own address is `url`; `port` 0 takes a free one. `duplicate` and `reorder` are the
    probabilities that an update is sent twice, and that two that are sent at once arrive swapped.
    """

    def __init__(
        self,
        endpoint: str = "",
        *,
        dialect: str = "2.0",
        token: str = "simulated-token",
        port: int = 0,
        world: World | None = None,
        duplicate: float = 0.0,
        reorder: float = 0.0,
        chance: random.Random | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.dialect = dialect
        self.desk = Desk(world or World(), token, on_change=self._note_change)
        self.url = ""
        self._port = port
        self._duplicate = duplicate
        self._reorder = reorder
        self._chance = chance or random.Random(1)
        self._changed = asyncio.Event()
        self._client = httpx.AsyncClient(timeout=PATIENCE, trust_env=False)
        self._server: _Quiet | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def world(self) -> World:
        """The chats, operators and departments."""
        return self.desk.world

    async def __aenter__(self) -> Simulator:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", self._port))
        except BaseException:
            listener.close()
            await self._client.aclose()
            raise
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        config = uvicorn.Config(
            create_app(self.desk),
            log_config=None,
            log_level="critical",  # a cut answer is meant to be one
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=1,
        )
        self._server = _Quiet(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        await self._client.aclose()

    # --- the visitor

    async def open_chat(
        self, visitor: str = "v-1", *texts: str, fields: JsonObject | None = None
    ) -> SimChat:
        """A visitor opens a chat, perhaps with something said; the bot is told."""
        chat = self.world.open_chat(visitor, fields)
        for text in texts:
            self.world.add(chat, {"kind": "visitor", "text": text})
        await self._tell(chat, new_chat(chat, self.dialect))
        return chat

    async def say(self, chat: SimChat, text: str) -> None:
        """The visitor writes."""
        await self._send(chat, {"kind": "visitor", "text": text})

    async def press(self, chat: SimChat, caption: str) -> None:
        """The visitor presses a button of the last keyboard that has it; raises LookupError."""
        for message in reversed(chat.messages):
            rows = message["buttons"] if message["kind"] == "keyboard" else ()
            for button in (button for row in rows for button in row):
                if button["text"] == caption:
                    shown = {"id": button["id"], "text": caption}
                    data = {"button": shown, "request": {"messageId": message["id"]}}
                    await self._send(chat, {"kind": "keyboard_response", "data": data})
                    return
        raise LookupError(f"no button `{caption}` is shown")

    async def send_file(self, chat: SimChat, url: str, name: str, media_type: str) -> None:
        """The visitor sends a file."""
        data = {"url": url, "name": name, "media_type": media_type, "size": 1024}
        await self._send(chat, {"kind": "file_visitor", "data": data})

    async def say_at_once(self, said: list[tuple[SimChat, str]]) -> None:
        """Several messages on their way at the same time, each chat's in order unless swapped."""
        sent = [
            (chat, self.world.add(chat, {"kind": "visitor", "text": text})) for chat, text in said
        ]
        for n in range(len(sent) - 1):
            if self._chance.random() < self._reorder:
                sent[n], sent[n + 1] = sent[n + 1], sent[n]
        tasks = [
            self._tell(chat, new_message(chat, message, self.dialect)) for chat, message in sent
        ]
        await asyncio.gather(*tasks)

    # --- people

    def operator_says(self, chat: SimChat, text: str, operator: int = 17) -> None:
        """A person takes the chat and writes."""
        if chat.state == WITH_BOT:
            raise Refusal("chat-with-bot", "the bot has the chat")
        self.world.redirect(chat, operator=operator)
        self.world.add(chat, {"kind": "operator", "text": text, "operator_id": operator})

    async def give_back(self, chat: SimChat) -> None:
        """A person gives the chat to the bot, which hears of it as of a new one without messages."""
        self.world.take_back(chat)
        blank = SimChat(chat.id, chat.visitor, chat.fields, chat.created)
        await self._tell(chat, new_chat(blank, self.dialect))

    # --- waiting

    async def until(self, holds: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until `holds`, looking after each call of the bot; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    # --- on the way

    async def _send(self, chat: SimChat, message: JsonObject) -> None:
        stored = self.world.add(chat, message)
        await self._tell(chat, new_message(chat, stored, self.dialect))

    async def _tell(self, chat: SimChat, update: JsonObject | None) -> None:
        """Send an update to the bot, sometimes twice; nothing is sent of a chat that a person has."""
        if update is None or chat.state != WITH_BOT:
            return
        for _ in range(2 if self._chance.random() < self._duplicate else 1):
            await self._post(chat, update)

    async def _post(self, chat: SimChat, update: JsonObject) -> None:
        try:
            response = await self._client.post(
                self.endpoint, json=update, headers=headers(self.dialect)
            )
            body = response.json() if response.status_code == 200 else None
        except (httpx.HTTPError, ValueError) as error:
            self.world.redirect(chat)
            raise BotTrouble(f"no answer: {type(error).__name__} {error}") from error
        finally:
            self._note_change()
        if not isinstance(body, dict) or (self.dialect == "2.0" and body.get("result") != "ok"):
            self.world.redirect(chat)
            raise BotTrouble(f"{response.status_code}: {response.text[:200]}")
        if self.dialect == "1.0":
            self.world.answer(chat, body)
            self._note_change()

    def _note_change(self) -> None:
        self._changed.set()


class _Quiet(uvicorn.Server):
    """Uvicorn without signal handlers: the program around it has its own."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield
