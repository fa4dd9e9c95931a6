"""`$jsapi`, as far as it needs more than the bridge: clocks of time zones, XML, the states of the project.

Sources: the vendor's pages on these methods. Names of days and months are English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from jaicp.script.host import HostError
from jaicp.services.base import Json, TurnFacts, as_text, given, not_available, short_text, text_of
from jaicp.services.dates import DateError, find_zone, format_date, shifted_milliseconds
from jaicp.services.history import BOT, Message, in_llm_format, in_words, note, to_json, trimmed
from jaicp.services.xml_data import XmlError, parse_xml

__all__ = ["JsapiService"]

MOST_OF_XML = 1_000_000
"""Characters of a text that `parseXml` reads."""

_HISTORY: dict[str, Callable[[list[Message]], Json]] = {
    "chatHistory": in_words,
    "chatHistoryJson": to_json,
    "chatHistoryInLlmFormat": in_llm_format,
}


@dataclass(frozen=True, slots=True)
class JsapiService:
    """Answers what `$jsapi` and some global functions ask.

    `clock` counts seconds since the epoch. `states` are those of the project by path, as scripts read them;
    `themes` the paths of its themes. `operators_online` counts where the channel cannot tell.
    """

    clock: Callable[[], float]
    turn: TurnFacts
    states: Mapping[str, Json]
    themes: Sequence[str]
    operators_online: bool = True

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$jsapi.method` asks."""
        match method:
            case "dateForZone":
                return self._date(text_of(args, 0, "$jsapi.dateForZone"), args)
            case "timeForZone":
                zone = text_of(args, 0, "$jsapi.timeForZone")
                return self._in_zone(lambda: shifted_milliseconds(self.clock(), find_zone(zone)))
            case "zoneOffset":
                zone, moment = text_of(args, 0, "toLocaleString"), float(given(args, 1, 0)) / 1000
                shifted = self._in_zone(lambda: shifted_milliseconds(moment, find_zone(zone)))
                return shifted - int(moment * 1000)
            case "setClientTimezone":
                zone = text_of(args, 0, "$reactions.setClientTimezone")
                self._in_zone(lambda: find_zone(zone))
                self.turn.timezone = zone.strip()
                return None
            case "parseXml":
                return self._xml(short_text(args, 0, "$jsapi.parseXml", MOST_OF_XML))
            case "getStates":
                return dict(self.states)
            case "themes":
                return list(self.themes)
            case "hasOperatorsOnline":
                told = self.turn.operators_online
                return self.operators_online if told is None else told
            case "version":
                return {"name": "jaicp", "version": version("jaicp")}
            case "chatHistory" | "chatHistoryJson" | "chatHistoryInLlmFormat":
                return _HISTORY[method](self._history(given(args, 0, [])))
        raise not_available("jsapi", method)

    def _history(self, said: list[str]) -> list[Message]:
        """All that was said, with what the bot has said in this turn."""
        now = [note(BOT, as_text(text), "", self.clock()) for text in said]
        return trimmed([*self.turn.history, *now])

    def _date(self, zone: str, args: list[Json]) -> Json:
        pattern = text_of(args, 1, "$jsapi.dateForZone")
        return self._in_zone(lambda: format_date(self.clock(), find_zone(zone), pattern))

    def _in_zone(self, made: Callable[[], Json]) -> Json:
        try:
            return made()
        except DateError as error:
            raise HostError(f"$jsapi: {error}") from error

    def _xml(self, text: str) -> Json:
        try:
            return parse_xml(text)
        except XmlError as error:
            raise HostError(f"$jsapi.parseXml: {error}") from error
