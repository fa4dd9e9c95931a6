"""The inbox, the outbox and the alarms as tables of the SQLite store.

All functions work on a connection within a transaction of the caller, but for those that only read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from jaicp.runtime.messages import Event
from jaicp.stores.base import (
    REMEMBERED,
    SAME_MOMENT,
    AlreadyHandled,
    Arrival,
    Chat,
    Effects,
    OutCall,
    Saying,
    TurnRecord,
)

__all__ = [
    "accept",
    "amend",
    "hear",
    "next_alarm",
    "read_arrivals",
    "read_calls",
    "ring",
    "settle",
    "take_effect",
    "texts",
]

_PUT_ARRIVAL = "INSERT INTO inbox (channel, chat, visitor, event, received) VALUES (?, ?, ?, ?, ?)"
_PUT_CALL = (
    "INSERT INTO outbox (channel, chat, created, method, body, note) VALUES (?, ?, ?, ?, ?, ?)"
)
_PUT_MARK = "INSERT OR REPLACE INTO marks (channel, chat, mark, time) VALUES (?, ?, ?, ?)"
_PUT_ALARM = (
    "INSERT OR REPLACE INTO alarms (channel, chat, due, visitor, event) VALUES (?, ?, ?, ?, ?)"
)
_DROP_ALARM = "DELETE FROM alarms WHERE channel = ? AND chat = ?"
_PUT_PUSH = "INSERT OR REPLACE INTO pushes (channel, id, chat, due, visitor, event) VALUES (?, ?, ?, ?, ?, ?)"
_DROP_PUSH = "DELETE FROM pushes WHERE channel = ? AND id = ?"
_READY = (
    " FROM pushes LEFT JOIN chats ON chats.channel = pushes.channel AND chats.chat = pushes.chat"
    " WHERE pushes.channel = ? AND NOT ifnull(chats.handed_over, 0)"
)
"""Pushes whose chat no person has."""
_DROP_OUTDATED = """
DELETE FROM pushes WHERE channel = ?1 AND due < ?2 - ?3 AND EXISTS (
    SELECT 1 FROM chats WHERE chats.channel = pushes.channel AND chats.chat = pushes.chat
    AND iif(handed_over, ?2, taken_back) - max(pushes.due, ifnull(given, pushes.due)) > ?3)
"""
"""Pushes that a person's chat has kept waiting for too long, now or before the bot got it back."""


def accept(connection: sqlite3.Connection, arrival: Arrival) -> Arrival | None:
    """Put an arrival into the inbox and remember its marks; None where it is a repetition."""
    oldest = arrival.received - REMEMBERED
    connection.execute("DELETE FROM marks WHERE time < ?", (oldest,))
    if arrival.mark and _is_known(connection, arrival):
        return None
    for mark in (arrival.mark, *arrival.also):
        if mark:
            row = (arrival.channel, arrival.chat, mark, arrival.received)
            connection.execute(_PUT_MARK, texts(row))
    connection.execute(_DROP_ALARM, texts((arrival.channel, arrival.chat)))
    return _put(connection, arrival)


def _is_known(connection: sqlite3.Connection, arrival: Arrival) -> bool:
    sql = (
        "SELECT marks.time, chats.handed_over FROM marks LEFT JOIN chats USING (channel, chat)"
        " WHERE channel = ? AND chat = ? AND mark = ?"
    )
    row = connection.execute(sql, texts((arrival.channel, arrival.chat, arrival.mark))).fetchone()
    if row is None:
        return False
    if arrival.lasting is None:
        return True
    return arrival.received - float(row[0]) <= arrival.lasting and not row[1]


def _put(connection: sqlite3.Connection, arrival: Arrival) -> Arrival:
    event = json.dumps(arrival.event.to_json())
    row = (arrival.channel, arrival.chat, arrival.visitor, event, arrival.received)
    cursor = connection.execute(_PUT_ARRIVAL, texts(row))
    return replace(arrival, id=cursor.lastrowid or 0, mark="", lasting=None, also=())


def take_effect(
    connection: sqlite3.Connection, record: TurnRecord, chat: Chat, effects: Effects
) -> list[OutCall]:
    """Do what a turn does beside changing its session; raises `AlreadyHandled`."""
    if effects.handled is not None:
        gone = connection.execute("DELETE FROM inbox WHERE id = ?", (effects.handled,))
        if gone.rowcount != 1:
            raise AlreadyHandled
    place = (record.channel, record.chat)
    if chat.handed_over:
        connection.execute(_DROP_ALARM, texts(place))
    elif effects.alarm is not None:
        alarm = effects.alarm
        event = json.dumps(alarm.event.to_json())
        connection.execute(_PUT_ALARM, texts((*place, alarm.due, alarm.visitor, event)))
    for push in effects.pushes:
        event = json.dumps(push.event.to_json())
        row = (record.channel, push.id, push.chat, push.due, push.visitor, event)
        connection.execute(_PUT_PUSH, texts(row))
    for called_off in effects.cancelled:
        connection.execute(_DROP_PUSH, texts((record.channel, called_off)))
    made = []
    for call in effects.calls:
        told = (*place, effects.time, call.method, json.dumps(call.body), call.note)
        number = connection.execute(_PUT_CALL, texts(told)).lastrowid or 0
        made.append(
            OutCall(
                id=number,
                channel=record.channel,
                chat=record.chat,
                created=effects.time,
                method=call.method,
                body=call.body,
                note=call.note,
            )
        )
    return made


def read_arrivals(connection: sqlite3.Connection, channel: str) -> list[Arrival]:
    """The inbox of a channel; raises ValueError or TypeError where it is damaged."""
    sql = "SELECT id, channel, chat, visitor, event, received FROM inbox WHERE channel = ? ORDER BY id"
    return [_arrival(row) for row in connection.execute(sql, texts((channel,)))]


def _arrival(row: Iterable[Any]) -> Arrival:
    number, channel, chat, visitor, event, received = row
    return Arrival(
        id=number,
        channel=channel,
        chat=chat,
        visitor=visitor,
        event=Event.from_json(json.loads(event)),
        received=received,
    )


def read_calls(connection: sqlite3.Connection, channel: str) -> list[OutCall]:
    """The calls of a channel that are not settled."""
    sql = (
        "SELECT id, chat, created, method, body, note FROM outbox"
        " WHERE channel = ? AND problem IS NULL ORDER BY id"
    )
    return [
        OutCall(
            id=number,
            channel=channel,
            chat=chat,
            created=created,
            method=method,
            body=json.loads(body),
            note=note,
        )
        for number, chat, created, method, body, note in connection.execute(sql, texts((channel,)))
    ]


def settle(connection: sqlite3.Connection, call: OutCall, problem: str) -> None:
    """Take a call out of the outbox, or mark it with its problem."""
    if problem:
        sql = "UPDATE outbox SET problem = ? WHERE id = ?"
        connection.execute(sql, texts((problem, call.id)))
    else:
        connection.execute("DELETE FROM outbox WHERE id = ?", (call.id,))


def amend(connection: sqlite3.Connection, call: OutCall) -> None:
    """Put `call` in the place of the one with its id."""
    sql = "UPDATE outbox SET method = ?, body = ?, note = ? WHERE id = ?"
    connection.execute(sql, texts((call.method, json.dumps(call.body), call.note, call.id)))


def next_alarm(connection: sqlite3.Connection, channel: str) -> float | None:
    """When the next alarm or push is due, None where none is set."""
    alarms = "SELECT MIN(due) FROM alarms WHERE channel = ?"
    pushes = f"SELECT pushes.due{_READY} ORDER BY pushes.due LIMIT 1"
    rows = (connection.execute(sql, texts((channel,))).fetchone() for sql in (alarms, pushes))
    return min((float(row[0]) for row in rows if row and row[0] is not None), default=None)


def ring(connection: sqlite3.Connection, channel: str, now: float) -> list[Arrival]:
    """Turn the alarms and the pushes that are due into arrivals, the oldest first.

    A push that a person's chat has kept waiting for long is dropped.
    """
    connection.execute(_DROP_OUTDATED, texts((channel, now, REMEMBERED)))
    alarms = (
        "SELECT NULL, 0, channel, chat, visitor, event, due FROM alarms"
        " WHERE channel = ? AND due <= ?"
    )
    columns = "pushes.id, 0, pushes.channel, pushes.chat, pushes.visitor, pushes.event, pushes.due"
    pushes = f"SELECT {columns}{_READY} AND pushes.due <= ?"
    rows = [
        row
        for sql in (alarms, pushes)
        for row in connection.execute(sql, texts((channel, now))).fetchall()
    ]
    rung = []
    for push, *found in sorted(rows, key=lambda row: row[-1]):
        arrival = _arrival(found)
        arrival.event.timestamp = now
        rung.append(_put(connection, arrival))
        drop, name = (_DROP_ALARM, arrival.chat) if push is None else (_DROP_PUSH, push)
        connection.execute(drop, texts((channel, name)))
    return rung


def hear(connection: sqlite3.Connection, channel: str, saying: Saying) -> str | None:
    """Remember a saying; the client of its chat, None where no person had the chat or it was heard before."""
    sql = (
        "SELECT client FROM chats WHERE channel = ? AND chat = ?"
        " AND given <= ? AND (taken_back IS NULL OR taken_back > ?)"
    )
    values = (channel, saying.chat, saying.time + SAME_MOMENT, saying.time)
    row = connection.execute(sql, texts(values)).fetchone()
    if row is None:
        return None
    put = "INSERT OR IGNORE INTO heard (channel, chat, saying) VALUES (?, ?, ?)"
    is_new = connection.execute(put, texts((channel, saying.chat, saying.id))).rowcount == 1
    return str(row[0]) if is_new else None


def texts(values: tuple[object, ...]) -> tuple[object, ...]:
    """`values` with lone surrogates replaced: SQLite takes nothing that is not UTF-8."""
    for value in values:
        if isinstance(value, str) and not value.isascii():
            return tuple(_whole(value) for value in values)
    return values


def _whole(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
