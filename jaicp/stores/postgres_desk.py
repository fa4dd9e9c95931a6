"""The inbox and the outbox in PostgreSQL, what turns set for later, and who of several servers has which chat.

A chat is claimed by the server that takes in something for it while nobody has it, and is let go once
nothing of it waits. Whatever begins or ends a claim holds the lock of its chat to the end of its
transaction, so an arrival is either seen by the server that has the chat or starts a claim of its own.
No turn is saved while something that came earlier in its chat waits, whoever runs it.
A server is known by a number; it holds the advisory lock of that number as long as its connection lives,
so the claims of one that died are those whose lock nobody holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    Table,
    and_,
    delete,
    exists,
    func,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from jaicp.runtime.messages import Event
from jaicp.stores.base import (
    REMEMBERED,
    SAME_MOMENT,
    AlreadyHandled,
    Arrival,
    Chat,
    Effects,
    NotOurTurn,
    OutCall,
    Saying,
    TurnRecord,
)
from jaicp.stores.tables import ALARMS, CHATS, CLAIMS, HEARD, INBOX, MARKS, OUTBOX, PUSHES

__all__ = [
    "LIVE_SERVERS",
    "accept",
    "adopt",
    "at",
    "hear",
    "lock_chat",
    "put_arrival",
    "read_arrivals",
    "read_calls",
    "release",
    "settle",
    "take_effect",
    "texts",
    "to_arrival",
    "try_lock_chat",
]

LIVE_SERVERS = 0x6A616963
"""The class of the advisory locks that tell which servers live."""

_ADOPTING = 0x6A616965
"""The class of the advisory locks under which one server at a time takes over chats."""

ADOPTED_AT_ONCE = 100
"""Chats that a server takes over at a time, so that those of a dead one are spread over the others."""

_LIVE = text(
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted"
    f" AND classid::bigint = {LIVE_SERVERS} AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def texts(values: dict[str, Any]) -> dict[str, Any]:
    """`values` with what PostgreSQL does not take in a text replaced: lone surrogates and zeros."""
    return {
        name: value.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
        if isinstance(value, str)
        else value
        for name, value in values.items()
    }


def lock_chat(connection: Connection, channel: str, chat: str) -> None:
    """Hold the lock of a chat to the end of the transaction."""
    connection.execute(select(func.pg_advisory_xact_lock(_chat_key(channel, chat))))


def try_lock_chat(connection: Connection, channel: str, chat: str) -> bool:
    """Hold the lock of a chat to the end of the transaction, unless somebody else does."""
    lock = func.pg_try_advisory_xact_lock(_chat_key(channel, chat))
    return bool(connection.execute(select(lock)).scalar_one())


def accept(connection: Connection, server: int, arrival: Arrival) -> Arrival | None:
    """Put an arrival into the inbox and claim its chat; None where it is a repetition."""
    place = texts({"channel": arrival.channel, "chat": arrival.chat})
    lock_chat(connection, **place)
    _forget_marks(connection, arrival.received - REMEMBERED)
    if arrival.mark and _is_known(connection, arrival, place):
        return None
    for mark in (arrival.mark, *arrival.also):
        if mark:
            row = texts({**place, "mark": mark, "time": arrival.received})
            put = insert(MARKS).values(row)
            connection.execute(
                put.on_conflict_do_update(constraint=MARKS.primary_key, set_={"time": row["time"]})
            )
    _drop_alarm(connection, place)
    return put_arrival(connection, server, arrival, place)


def _forget_marks(connection: Connection, before: float) -> None:
    old = (
        select(MARKS.c.channel, MARKS.c.chat, MARKS.c.mark)
        .where(MARKS.c.time < before)
        .limit(100)
        .with_for_update(skip_locked=True)
    )
    for row in connection.execute(old).all():
        connection.execute(
            delete(MARKS).where(
                MARKS.c.channel == row.channel, MARKS.c.chat == row.chat, MARKS.c.mark == row.mark
            )
        )


def _is_known(connection: Connection, arrival: Arrival, place: dict[str, Any]) -> bool:
    same = and_(MARKS.c.channel == CHATS.c.channel, MARKS.c.chat == CHATS.c.chat)
    mark = texts({"mark": arrival.mark})["mark"]
    found = connection.execute(
        select(MARKS.c.time, CHATS.c.handed_over)
        .select_from(MARKS.outerjoin(CHATS, same))
        .where(*at(MARKS, place), MARKS.c.mark == mark)
    ).first()
    if found is None:
        return False
    if arrival.lasting is None:
        return True
    return arrival.received - float(found.time) <= arrival.lasting and not found.handed_over


def put_arrival(
    connection: Connection, server: int, arrival: Arrival, place: dict[str, Any]
) -> Arrival:
    """Put an arrival into the inbox; the lock of its chat is held."""
    row = {
        **place,
        "visitor": arrival.visitor,
        "event": json.dumps(arrival.event.to_json()),
        "received": arrival.received,
    }
    number = connection.execute(insert(INBOX).values(texts(row)).returning(INBOX.c.id)).scalar_one()
    stored = replace(arrival, id=number, mark="", lasting=None, also=())
    is_new = insert(CLAIMS).values(**place, server=server).on_conflict_do_nothing()
    claimed = connection.execute(is_new.returning(CLAIMS.c.chat)).first() is not None
    owner = connection.execute(select(CLAIMS.c.server).where(*at(CLAIMS, place))).scalar_one()
    if owner != server:
        return replace(stored, elsewhere=True)
    earlier = select(INBOX).where(*at(INBOX, place), INBOX.c.id < number).order_by(INBOX.c.id)
    before = tuple(to_arrival(row) for row in connection.execute(earlier))
    calls = read_calls(connection, place["channel"], [place["chat"]]) if claimed else []
    return replace(stored, before=before, calls=tuple(calls))


def release(connection: Connection, server: int, channel: str, chat: str) -> None:
    """Let go of a chat of which nothing waits; its lock is held."""
    place = texts({"channel": channel, "chat": chat})
    connection.execute(
        delete(CLAIMS).where(
            *at(CLAIMS, place),
            CLAIMS.c.server == server,
            ~exists().where(*at(INBOX, place)),
            ~exists().where(*at(OUTBOX, place), OUTBOX.c.problem.is_(None)),
        )
    )


def adopt(connection: Connection, server: int, channel: str) -> list[str]:
    """Claim chats of which something waits and which nobody has; their names."""
    channel = texts({"channel": channel})["channel"]
    alone = func.pg_try_advisory_xact_lock(_ADOPTING, func.hashtext(channel))
    if not connection.execute(select(alone)).scalar_one():
        return []  # another server is at it
    live = connection.execute(_LIVE).scalars().all()
    connection.execute(
        delete(CLAIMS).where(CLAIMS.c.channel == channel, CLAIMS.c.server.not_in(live))
    )
    waiting = (
        select(INBOX.c.chat)
        .where(INBOX.c.channel == channel)
        .union(select(OUTBOX.c.chat).where(OUTBOX.c.channel == channel, OUTBOX.c.problem.is_(None)))
        .subquery()
    )
    free = (
        select(literal(channel), waiting.c.chat, literal(server))
        .where(~exists().where(CLAIMS.c.channel == channel, CLAIMS.c.chat == waiting.c.chat))
        .limit(ADOPTED_AT_ONCE)
    )
    put = insert(CLAIMS).from_select(["channel", "chat", "server"], free)
    return list(connection.execute(put.on_conflict_do_nothing().returning(CLAIMS.c.chat)).scalars())


def take_effect(
    connection: Connection, server: int, record: TurnRecord, chat: Chat, effects: Effects
) -> list[OutCall]:
    """Do what a turn does beside changing its session; raises `AlreadyHandled` or `NotOurTurn`."""
    place = texts({"channel": record.channel, "chat": record.chat})
    if effects.handled is not None:
        _take_out(connection, server, place, effects.handled)
    _set_for_later(connection, place, chat, effects)
    return [
        _put_call(
            connection,
            OutCall(
                id=0,
                channel=record.channel,
                chat=record.chat,
                created=effects.time,
                method=call.method,
                body=call.body,
                note=call.note,
            ),
        )
        for call in effects.calls
    ]


def _take_out(connection: Connection, server: int, place: dict[str, Any], handled: int) -> None:
    """Take an arrival out of the inbox, if it is for `server` to handle and comes first in its chat."""
    mine = exists().where(*at(CLAIMS, place), CLAIMS.c.server == server)
    other = INBOX.alias()
    is_first = ~exists().where(*at(other, place), other.c.id < handled)
    itself = INBOX.c.id == handled
    if connection.execute(delete(INBOX).where(itself, mine, is_first)).rowcount != 1:
        is_there = connection.execute(select(INBOX.c.id).where(itself)).first() is not None
        raise NotOurTurn if is_there else AlreadyHandled


def _set_for_later(
    connection: Connection, place: dict[str, Any], chat: Chat, effects: Effects
) -> None:
    """Set and drop the alarm of a chat, and the pushes that its script has asked for."""
    if chat.handed_over:
        _drop_alarm(connection, place)
    elif effects.alarm is not None:
        alarm = effects.alarm
        row = {"due": alarm.due, "visitor": alarm.visitor}
        row = texts({**row, "event": json.dumps(alarm.event.to_json())})
        put = insert(ALARMS).values({**place, **row})
        connection.execute(put.on_conflict_do_update(constraint=ALARMS.primary_key, set_=row))
    for push in effects.pushes:
        row = {"id": push.id, "chat": push.chat, "due": push.due, "visitor": push.visitor}
        row = texts({**row, "event": json.dumps(push.event.to_json())})
        put = insert(PUSHES).values({"channel": place["channel"], **row})
        connection.execute(put.on_conflict_do_update(constraint=PUSHES.primary_key, set_=row))
    for gone in effects.cancelled:
        mine = texts({"id": gone})["id"]
        where = (PUSHES.c.channel == place["channel"], PUSHES.c.id == mine)
        connection.execute(delete(PUSHES).where(*where))


def _put_call(connection: Connection, call: OutCall) -> OutCall:
    row = {
        "channel": call.channel,
        "chat": call.chat,
        "created": call.created,
        "method": call.method,
        "body": json.dumps(call.body),
        "note": call.note,
    }
    number = connection.execute(insert(OUTBOX).values(texts(row)).returning(OUTBOX.c.id))
    return replace(call, id=number.scalar_one())


def read_arrivals(connection: Connection, channel: str, server: int | None) -> list[Arrival]:
    """The inbox of a channel, or what of it is in chats of `server`."""
    wanted = select(INBOX).where(INBOX.c.channel == channel).order_by(INBOX.c.id)
    if server is not None:
        wanted = _of_server(wanted, INBOX, server)
    return [to_arrival(row) for row in connection.execute(wanted)]


def _of_server(wanted: Select[Any], table: Table, server: int) -> Select[Any]:
    """`wanted`, rows of `table`, in the chats that `server` has."""
    same = and_(table.c.channel == CLAIMS.c.channel, table.c.chat == CLAIMS.c.chat)
    return wanted.join(CLAIMS, same).where(CLAIMS.c.server == server)


def to_arrival(row: Any) -> Arrival:
    """A row of the inbox; raises ValueError or TypeError where it is damaged."""
    return Arrival(
        id=row.id,
        channel=row.channel,
        chat=row.chat,
        visitor=row.visitor,
        event=Event.from_json(json.loads(row.event)),
        received=row.received,
    )


def read_calls(
    connection: Connection,
    channel: str,
    chats: Sequence[str] | None = None,
    *,
    server: int | None = None,
) -> list[OutCall]:
    """The calls of a channel that are not settled, or those of some chats, or of the chats of `server`."""
    wanted = select(OUTBOX).where(OUTBOX.c.channel == channel, OUTBOX.c.problem.is_(None))
    if chats is not None:
        wanted = wanted.where(OUTBOX.c.chat.in_(chats))
    if server is not None:
        wanted = _of_server(wanted, OUTBOX, server)
    rows: Iterable[Any] = connection.execute(wanted.order_by(OUTBOX.c.id))
    return [
        OutCall(
            id=row.id,
            channel=row.channel,
            chat=row.chat,
            created=row.created,
            method=row.method,
            body=json.loads(row.body),
            note=row.note,
        )
        for row in rows
    ]


def settle(connection: Connection, server: int, call: OutCall, problem: str) -> None:
    """Take a call out of the outbox, or mark it with its problem; let go of its chat if it was the last."""
    place = texts({"channel": call.channel, "chat": call.chat})
    lock_chat(connection, **place)
    if problem:
        row = texts({"problem": problem})
        connection.execute(update(OUTBOX).where(OUTBOX.c.id == call.id).values(row))
    else:
        connection.execute(delete(OUTBOX).where(OUTBOX.c.id == call.id))
    release(connection, server, call.channel, call.chat)


def hear(connection: Connection, channel: str, saying: Saying) -> str | None:
    """Remember a saying; the client of its chat, None where no person had the chat or it was heard before."""
    place = texts({"channel": channel, "chat": saying.chat})
    client = connection.execute(
        select(CHATS.c.client).where(
            *at(CHATS, place),
            CHATS.c.given <= saying.time + SAME_MOMENT,
            CHATS.c.taken_back.is_(None) | (CHATS.c.taken_back > saying.time),
        )
    ).scalar_one_or_none()
    if client is None:
        return None
    row = texts({**place, "saying": saying.id})
    put = insert(HEARD).values(row).on_conflict_do_nothing().returning(HEARD.c.saying)
    return None if connection.execute(put).first() is None else str(client)


def _drop_alarm(connection: Connection, place: dict[str, Any]) -> None:
    connection.execute(delete(ALARMS).where(*at(ALARMS, place)))


def at(table: Any, place: dict[str, Any]) -> tuple[Any, Any]:
    """What holds for the rows of a chat."""
    return table.c.channel == place["channel"], table.c.chat == place["chat"]


def _chat_key(channel: str, chat: str) -> int:
    """The number of a chat's lock: any two chats may share one, which only makes them wait."""
    data = f"{channel}\0{chat}".encode("utf-8", "replace")
    return int.from_bytes(hashlib.sha256(data).digest()[:8], "big", signed=True)
