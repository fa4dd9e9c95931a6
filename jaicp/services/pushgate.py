"""`$pushgate`: events for later. They are kept with the turn, for whoever runs it to deliver.

A push is `{id, due, event, data, channelType, botId, chatId}` with `due` in seconds since the epoch, or
`{cancel: id}`. Source: the vendor's page on `createEvent`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from jaicp.script.host import HostError
from jaicp.services.base import Json, TurnFacts, as_text, given, not_available, text_of
from jaicp.services.dates import DateError, find_zone

__all__ = ["PushgateService"]

DEFAULT_EVENT = "timerEvent"
MOST_PUSHES = 100
"""Events that one turn may ask for."""

LONGEST_DATA = 100 * 1024
"""Characters of the data of an event, as JSON."""


@dataclass(frozen=True, slots=True)
class PushgateService:
    """Answers `$pushgate`.

    `default_zone` is the project's time zone, which counts where the client has none. `delivers` says whether
    anybody looks at the pushes of a turn; if nobody does, a line of the log says so.
    """

    turn: TurnFacts
    new_id: Callable[[], str]
    log: Callable[[str], None]
    default_zone: str = ""
    delivers: bool = False

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$pushgate.method` asks."""
        match method:
            case "createEvent":
                return {"id": self._create(args)}
            case "cancelEvent":
                self.turn.pushes.append({"cancel": text_of(args, 0, "$pushgate.cancelEvent")})
                return None
        raise not_available("pushgate", method)

    def _create(self, args: list[Json]) -> str:
        data = given(args, 2, {})
        if len(self.turn.pushes) >= MOST_PUSHES:
            raise HostError(f"$pushgate: a turn may ask for {MOST_PUSHES} events")
        if len(json.dumps(data, ensure_ascii=False)) > LONGEST_DATA:
            raise HostError(
                f"$pushgate.createEvent: eventData is longer than {LONGEST_DATA} characters"
            )
        push = {
            "id": self.new_id(),
            "due": self._due(text_of(args, 0, "$pushgate.createEvent")),
            "event": as_text(given(args, 1, DEFAULT_EVENT)),
            "data": data if isinstance(data, Mapping) else {"value": data},
            "channelType": self._here(args, 3, self.turn.channel_type),
            "botId": self._here(args, 4, self.turn.channel_id),
            "chatId": as_text(given(args, 5, self.turn.chat_id)),
        }
        self.turn.pushes.append(push)
        if not self.delivers:
            self.log(f"$pushgate: nobody here delivers the event {push['event']}")
        return str(push["id"])

    def _here(self, args: list[Json], index: int, ours: str) -> str:
        """The channel or the bot that an event is for: nothing is sent to others."""
        wanted = as_text(given(args, index, ours))
        if ours and wanted and wanted != ours:
            message = f"$pushgate.createEvent: events go to `{ours}` only, where the chat is, not to `{wanted}`"
            raise HostError(message)
        return wanted

    def _due(self, text: str) -> float:
        """The moment a text such as `2025-06-15T18:06:40` means; an offset in it counts."""
        try:
            moment = datetime.fromisoformat(text.strip())
        except ValueError as error:
            message = f"$pushgate.createEvent: `{text}` is no time; write yyyy-MM-ddTHH:mm:ss"
            raise HostError(message) from error
        return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone())).timestamp()

    def _zone(self) -> tzinfo:
        name = self.turn.timezone or self.default_zone
        try:
            return find_zone(name) if name else UTC
        except DateError as error:
            raise HostError(f"$pushgate.createEvent: {error}") from error
