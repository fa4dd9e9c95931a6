"""Webim's Stored Data API, version 2: what was said in chats, for the log of what follows a hand-over.

`GET /api/v2/chats?since=<microseconds>` gives the chats that changed, a page at a time, `GET
/api/v2/operators` the names of people; both want an administrator's e-mail and password (shapes: Webim's
pages on stored data, and a PHP package and a C# importer that are in use with the live service). An
error may come with status 200. Too many attempts with a wrong password lock the account for a while, so
the caller should not insist.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType

import httpx

from jaicp.channels.base import ArchiveError, Harvest, Spoken
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import Json, JsonObject

__all__ = ["WebimArchive"]

SECONDS = 30.0
_FROM_VISITOR = frozenset({"visitor", "keyboard_response", "file_visitor"})
_FROM_PERSON = frozenset({"operator", "file_operator"})
_log = logging.getLogger(__name__)


class WebimArchive:
    """A reader of one account's chats; an `Archive`, closed by `close` or at the end of an `async with`."""

    def __init__(
        self, settings: WebimSettings, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._own = settings.operator_id
        self._names: dict[str, str] = {}
        self._client = httpx.AsyncClient(
            base_url=f"{settings.base_url}/api/v2/",
            auth=(settings.login, settings.password),
            timeout=SECONDS,
            transport=transport,
            trust_env=settings.base_url.startswith("https:"),
        )

    async def __aenter__(self) -> WebimArchive:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def since(self, cursor: str) -> Harvest:
        """What was said in chats that changed since `cursor`; raises `ArchiveError`."""
        page = await self._get("chats", since=cursor)
        if not isinstance(page, dict) or not isinstance(page.get("chats"), list):
            raise ArchiveError("the list of chats has another shape than is known")
        chats = [chat for chat in page["chats"] if isinstance(chat, dict)]
        if self._missing_names(chats):
            await self._learn_names()
        spoken = [said for chat in chats for said in self._sayings(chat)]
        last = page.get("last_ts")
        reached = str(last) if isinstance(last, str | int) and chats else cursor
        more = page.get("more_chats_available") is True and reached != cursor
        return Harvest(spoken, reached, more)

    async def operators_online(self) -> bool:
        """Whether an operator is there to take chats, the bot's own account aside; raises `ArchiveError`.

        Webim does not tell which departments an operator is in. Source: Webim's sample of a bot counts them so.
        """
        people = await self._get("operators")
        if not isinstance(people, list):
            raise ArchiveError("the list of operators has another shape than is known")
        return any(self._is_there(person) for person in people if isinstance(person, dict))

    def _is_there(self, person: JsonObject) -> bool:
        roles = person.get("roles")
        takes_chats = not isinstance(roles, list) or "operator" in roles
        is_own = bool(self._own) and str(person.get("id")) == self._own
        return person.get("status") == "online" and takes_chats and not is_own

    def _missing_names(self, chats: list[JsonObject]) -> bool:
        speakers = {str(m.get("operator_id")) for chat in chats for m in _messages(chat)}
        return bool(speakers - self._names.keys() - {"None", self._own})

    async def _learn_names(self) -> None:
        people = await self._get("operators")
        for person in people if isinstance(people, list) else ():
            if isinstance(person, dict) and isinstance(person.get("full_name"), str):
                self._names[str(person.get("id"))] = person["full_name"]

    def _sayings(self, chat: JsonObject) -> Iterator[Spoken]:
        number = chat.get("id")
        if not isinstance(number, str | int):
            return
        for message in _messages(chat):
            kind, speaker = str(message.get("kind")), str(message.get("operator_id"))
            at, text = _time(message.get("created_at")), _text(message)
            is_person = kind in _FROM_PERSON and (not self._own or speaker != self._own)
            if at is None or not text or not (is_person or kind in _FROM_VISITOR):
                continue
            yield Spoken(
                chat=str(number),
                id=str(message.get("id")),
                time=at,
                text=text,
                operator=self._names.get(speaker, speaker) if is_person else None,
            )

    async def _get(self, path: str, **query: str) -> Json:
        try:
            response = await self._client.get(path, params=query)
            body = response.json() if response.is_success else None
        except httpx.HTTPError as error:
            raise ArchiveError(f"{type(error).__name__}: {error}"[:200]) from error
        except (ValueError, RecursionError) as error:
            raise ArchiveError("the answer is not Webim's: no JSON") from error
        if response.status_code in (401, 403):
            problem = f"{response.status_code}: the login is not accepted"
            raise ArchiveError(problem, barred=True)
        if not response.is_success:
            raise ArchiveError(f"status {response.status_code}")
        if isinstance(body, dict) and body.get("error"):
            raise ArchiveError(str(body["error"])[:100])
        return body


def _messages(chat: JsonObject) -> list[JsonObject]:
    listed = chat.get("messages")
    return [m for m in listed if isinstance(m, dict)] if isinstance(listed, list) else []


def _text(message: JsonObject) -> str:
    """The words of a message: its text, a button's caption, or the address of a file."""
    for name in ("message", "text"):
        if isinstance(message.get(name), str) and message[name].strip():
            return str(message[name])
    data = message.get("data")
    if not isinstance(data, dict):
        return ""
    button = data.get("button")
    found = button.get("text") if isinstance(button, dict) else data.get("url")
    return found if isinstance(found, str) else ""


def _time(text: object) -> float | None:
    """Seconds since the epoch of a time in UTC, such as `2025-04-20T15:05:42Z`."""
    if not isinstance(text, str):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
