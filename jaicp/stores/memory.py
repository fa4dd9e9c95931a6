"""A store that lives as long as the program: for tests and for runs without a server."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import chain, count, islice
from threading import Lock
from typing import TypeVar

from jaicp.runtime.messages import Session
from jaicp.stores.base import (
    NO_EFFECTS,
    NOTHING_NEW,
    REMEMBERED,
    SAME_MOMENT,
    Alarm,
    AlreadyHandled,
    Arrival,
    Chat,
    Effects,
    OutCall,
    Push,
    Saying,
    SessionKey,
    Share,
    StaleSession,
    Stored,
    TurnRecord,
    cursor_setting,
    is_known_saying,
    saying_record,
)
from jaicp.stores.log import LogFilter

__all__ = ["MemoryStore"]

_T = TypeVar("_T")


class MemoryStore:
    """Sessions in a dictionary, as JSON, so that nobody holds a session that another one changes.

    The log keeps the last `log_size` turns.
    """

    def __init__(self, log_size: int = 10_000) -> None:
        self._lock = Lock()
        self._sessions: dict[SessionKey, tuple[int, str]] = {}
        self._chats: dict[tuple[str, str], Chat] = {}
        self._turns: deque[TurnRecord] = deque(maxlen=log_size)
        self._settings: dict[str, str] = {}
        self._records: dict[str, dict[str, str]] = {}
        self._ids = count(1)
        self._inbox: dict[int, Arrival] = {}
        self._marks: dict[tuple[str, str, str], float] = {}
        self._outbox: dict[int, OutCall] = {}
        self._alarms: dict[tuple[str, str], Alarm] = {}
        self._pushes: dict[tuple[str, str], Push] = {}
        """By channel and id."""
        self._given: dict[tuple[str, str], tuple[float, float]] = {}
        """From when to when a person had a chat the last time."""
        self._heard: set[tuple[str, str, str]] = set()

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""
        with self._lock:
            version, data = self._sessions.get(key, (0, ""))
        return Stored(Session.from_json(json.loads(data)) if data else Session(), version)

    def save(
        self,
        record: TurnRecord,
        chat: Chat,
        changed: Stored | None,
        effects: Effects = NO_EFFECTS,
    ) -> list[OutCall]:
        """Append `record`, note `chat`, store the session and what else the turn does.

        Raises `StaleSession` or `AlreadyHandled`.
        """
        with self._lock:
            if effects.handled is not None and effects.handled not in self._inbox:
                raise AlreadyHandled
            if changed is not None:
                data = json.dumps(changed.session.to_json())
                if self._sessions.get(record.key, (0, ""))[0] != changed.version:
                    raise StaleSession
                self._sessions[record.key] = (changed.version + 1, data)
            self._note_chat(record, chat)
            self._turns.append(replace(record, id=next(self._ids)))
            return self._take_effect(record, chat, effects)

    def _note_chat(self, record: TurnRecord, chat: Chat) -> None:
        place = (record.channel, record.chat)
        before = self._chats.get(place)
        had = before is not None and before.handed_over
        if chat.handed_over and not had:
            self._given[place] = (record.time, math.inf)
        elif had and not chat.handed_over:
            self._given[place] = (self._given[place][0], record.time)
        self._chats[place] = chat

    def _take_effect(self, record: TurnRecord, chat: Chat, effects: Effects) -> list[OutCall]:
        place = (record.channel, record.chat)
        if effects.handled is not None:
            del self._inbox[effects.handled]
        if chat.handed_over:
            self._alarms.pop(place, None)
        elif effects.alarm is not None:
            self._alarms[place] = effects.alarm
        for push in effects.pushes:
            self._pushes[record.channel, push.id] = push
        for gone in effects.cancelled:
            self._pushes.pop((record.channel, gone), None)
        made = [
            OutCall(
                id=next(self._ids),
                channel=record.channel,
                chat=record.chat,
                created=effects.time,
                method=call.method,
                body=call.body,
                note=call.note,
            )
            for call in effects.calls
        ]
        self._outbox.update((call.id, call) for call in made)
        return made

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""
        with self._lock:
            return self._chats.get((channel, chat))

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""
        with self._lock:
            wanted = (
                turn
                for turn in reversed(self._turns)
                if channel in (None, turn.channel) and chat in (None, turn.chat)
            )
            return list(islice(wanted, limit))[::-1]

    def log(
        self, wanted: LogFilter, *, after: int | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """Turns that `wanted` lets through, the oldest first."""
        with self._lock:
            if after is None:
                found = (turn for turn in reversed(self._turns) if wanted.lets_through(turn))
                return list(islice(found, limit))[::-1]
            rest = (t for t in self._turns if t.id > after and wanted.lets_through(t))
            return list(islice(rest, limit))

    def forget(self, before: float) -> int:
        """Delete the turns of the log from before that time."""
        with self._lock:
            kept = [turn for turn in self._turns if turn.time >= before]
            gone = len(self._turns) - len(kept)
            self._turns = deque(kept, self._turns.maxlen)
            return gone

    def setting(self, name: str) -> str | None:
        """A setting, None where it was never set."""
        with self._lock:
            return self._settings.get(name)

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""
        with self._lock:
            self._settings[name] = value

    def records(self, kind: str) -> dict[str, str]:
        """All records of a kind, by name."""
        with self._lock:
            return dict(self._records.get(kind, {}))

    def put_record(self, kind: str, name: str, data: str | None) -> None:
        """Keep a record; None removes it."""
        with self._lock:
            records = self._records.setdefault(kind, {})
            records.pop(name, None)
            if data is not None:
                records[name] = data

    def replace_record(self, kind: str, name: str, old: str | None, new: str) -> bool:
        """Keep `new` where `old` is kept; whether that was so."""
        with self._lock:
            records = self._records.setdefault(kind, {})
            if records.get(name) != old:
                return False
            records[name] = new
            return True

    def own(self, channel: str) -> None:
        """Nobody else can have a store in memory."""

    @property
    def shared(self) -> bool:
        """Nobody shares it."""
        return False

    def share(self, channel: str) -> Share:
        """Nothing but what this program put there itself."""
        del channel
        return NOTHING_NEW

    def leads(self, task: str) -> bool:
        """There are no others."""
        del task
        return True

    def accept(self, arrival: Arrival) -> Arrival | None:
        """Put an arrival into the inbox; None where it is a repetition."""
        with self._lock:
            if self._is_known(arrival):
                return None
            self._remember(arrival)
            self._alarms.pop((arrival.channel, arrival.chat), None)
            return self._put(arrival)

    def _remember(self, arrival: Arrival) -> None:
        """Note the marks of an arrival, and forget those that are too old; the oldest stand first."""
        for mark in (arrival.mark, *arrival.also):
            key = (arrival.channel, arrival.chat, mark)
            if mark:
                self._marks.pop(key, None)
                self._marks[key] = arrival.received
        while self._marks:
            oldest = next(iter(self._marks))
            if self._marks[oldest] >= arrival.received - REMEMBERED:
                break
            del self._marks[oldest]

    def _is_known(self, arrival: Arrival) -> bool:
        seen = self._marks.get((arrival.channel, arrival.chat, arrival.mark))
        if not arrival.mark or seen is None:
            return False
        if arrival.lasting is None:
            return arrival.received - seen <= REMEMBERED
        chat = self._chats.get((arrival.channel, arrival.chat))
        given_away = chat is not None and chat.handed_over
        return arrival.received - seen <= arrival.lasting and not given_away

    def _put(self, arrival: Arrival) -> Arrival:
        arrival = replace(arrival, id=next(self._ids), mark="", lasting=None, also=())
        self._inbox[arrival.id] = arrival
        return arrival

    def at_once(self, work: Callable[[], _T]) -> _T:
        """The result of `work`: nothing here takes time."""
        return work()

    def fold(self) -> None:
        """Nothing is left behind."""

    def sync(self) -> None:
        """Nothing here outlives the program."""

    def arrivals(self, channel: str) -> list[Arrival]:
        """What lies in the inbox, in the order of arrival."""
        with self._lock:
            return [arrival for arrival in self._inbox.values() if arrival.channel == channel]

    def calls(self, channel: str) -> list[OutCall]:
        """What lies in the outbox, in the order of saving."""
        with self._lock:
            return [call for call in self._outbox.values() if call.channel == channel]

    def settle(self, call: OutCall, problem: str = "") -> None:
        """Take a call out of the outbox; its problem is not kept."""
        del problem
        with self._lock:
            self._outbox.pop(call.id, None)

    def amend(self, call: OutCall) -> None:
        """Put `call` in the place of the one with its id."""
        with self._lock:
            self._outbox[call.id] = call

    def next_alarm(self, channel: str) -> float | None:
        """When the next alarm or push is due, None where none is set."""
        with self._lock:
            alarms = (a.due for (key, _), a in self._alarms.items() if key == channel)
            return min(chain(alarms, (push.due for push in self._ready(channel))), default=None)

    def _ready(self, channel: str) -> list[Push]:
        """The pushes of a channel but for those whose chat a person has."""
        free = Chat("")
        return [
            push
            for (key, _), push in self._pushes.items()
            if key == channel and not self._chats.get((channel, push.chat), free).handed_over
        ]

    def ring(self, channel: str, now: float) -> list[Arrival]:
        """Turn the alarms and the pushes that are due into arrivals."""
        with self._lock:
            self._drop_outdated(channel, now)
            alarms = [
                (place, alarm)
                for place, alarm in self._alarms.items()
                if place[0] == channel and alarm.due <= now
            ]
            pushes = [push for push in self._ready(channel) if push.due <= now]
            for place, _ in alarms:
                del self._alarms[place]
            for push in pushes:
                del self._pushes[channel, push.id]
            due = [_rung(place, alarm, now) for place, alarm in alarms]
            due += [_rung((channel, push.chat), push, now) for push in pushes]
            return [self._put(arrival) for arrival in sorted(due, key=lambda one: one.received)]

    def _drop_outdated(self, channel: str, now: float) -> None:
        """Forget the pushes that a person's chat has kept waiting for too long."""
        old = [push for (key, _), push in self._pushes.items() if key == channel and push.due < now]
        for push in old:
            place = (channel, push.chat)
            given, taken_back = self._given.get(place, (math.inf, math.inf))
            until = min(taken_back, now)
            if until - max(push.due, given) > REMEMBERED:
                del self._pushes[channel, push.id]

    def keep_sayings(self, channel: str, sayings: list[Saying], cursor: str) -> int:
        """Log what was said while a person had a chat, each saying once, and keep the cursor."""
        with self._lock:
            kept = 0
            for saying in sayings:
                if not self._is_of_person(channel, saying):
                    continue
                kept += 1
                self._heard.add((channel, saying.chat, saying.id))
                client = self._chats[channel, saying.chat].client
                line = saying_record(channel, client, saying)
                self._turns.append(replace(line, id=next(self._ids)))
            self._settings[cursor_setting(channel)] = cursor
            return kept

    def _is_of_person(self, channel: str, saying: Saying) -> bool:
        place = (channel, saying.chat)
        start, end = self._given.get(place, (math.inf, math.inf))
        if not start - SAME_MOMENT <= saying.time < end or (*place, saying.id) in self._heard:
            return False
        return not is_known_saying(saying, (t for t in self._turns if (t.channel, t.chat) == place))

    def close(self) -> None:
        """Nothing to let go of."""


def _rung(place: tuple[str, str], alarm: Alarm | Push, now: float) -> Arrival:
    channel, chat = place
    event = replace(alarm.event, timestamp=now)
    return Arrival(
        channel=channel, chat=chat, visitor=alarm.visitor, event=event, received=alarm.due
    )
