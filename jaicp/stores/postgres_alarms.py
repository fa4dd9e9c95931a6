"""Alarms and pushes in PostgreSQL: when the next is due, and how they become arrivals.

Each becomes an arrival once, whichever of several servers looks first: its row is taken within the
transaction that puts the arrival into the inbox.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, and_, case, delete, exists, func, select

from jaicp.runtime.messages import Event
from jaicp.stores.base import REMEMBERED, Arrival
from jaicp.stores.postgres_desk import (
    ADOPTED_AT_ONCE,
    at,
    put_arrival,
    texts,
    try_lock_chat,
)
from jaicp.stores.tables import ALARMS, CHATS, PUSHES

__all__ = ["next_alarm", "ring"]


def next_alarm(connection: Connection, channel: str) -> float | None:
    """When the next alarm or push is due, None where none is set."""
    alarms = select(func.min(ALARMS.c.due)).where(ALARMS.c.channel == channel)
    found = (
        connection.execute(alarms).scalar_one(),
        connection.execute(_ready(channel).with_only_columns(PUSHES.c.due).limit(1)).scalar(),
    )
    return min((float(due) for due in found if due is not None), default=None)


def ring(connection: Connection, server: int, channel: str, now: float) -> list[Arrival]:
    """Turn what is due into arrivals, the oldest first; those of chats of this server.

    What is for a chat that is being worked on this moment is left for the next time. A push that a
    person's chat has kept waiting for long is dropped.
    """
    _drop_outdated(connection, channel, now)
    alarms = select(ALARMS).where(ALARMS.c.channel == channel).order_by(ALARMS.c.due)
    rows = [
        *connection.execute(alarms.where(ALARMS.c.due <= now).limit(ADOPTED_AT_ONCE)).all(),
        *connection.execute(_due(channel, now)).all(),
    ]
    rung = []
    for row in sorted(rows, key=lambda row: float(row.due)):
        place = {"channel": row.channel, "chat": row.chat}
        if not try_lock_chat(connection, **place) or not _take(connection, row, place):
            continue
        event = Event.from_json(json.loads(row.event))
        event.timestamp = now
        arrival = Arrival(
            channel=row.channel, chat=row.chat, visitor=row.visitor, event=event, received=row.due
        )
        rung.append(put_arrival(connection, server, arrival, place))
    return [arrival for arrival in rung if not arrival.elsewhere]


def _drop_outdated(connection: Connection, channel: str, now: float) -> None:
    """Forget the pushes that a person's chat has kept waiting for too long, now or before the bot got it back."""
    until = case((CHATS.c.handed_over != 0, now), else_=CHATS.c.taken_back)
    since = func.greatest(PUSHES.c.due, func.coalesce(CHATS.c.given, PUSHES.c.due))
    waited = exists().where(
        *at(CHATS, {"channel": channel, "chat": PUSHES.c.chat}), until - since > REMEMBERED
    )
    old = select(PUSHES.c.id).where(
        PUSHES.c.channel == channel, PUSHES.c.due < now - REMEMBERED, waited
    )
    gone = PUSHES.c.id.in_(old.with_for_update(skip_locked=True))
    connection.execute(delete(PUSHES).where(PUSHES.c.channel == channel, gone))


def _ready(channel: str) -> Select[Any]:
    """The pushes of a channel whose chat no person has, the oldest first."""
    same = and_(PUSHES.c.channel == CHATS.c.channel, PUSHES.c.chat == CHATS.c.chat)
    free = func.coalesce(CHATS.c.handed_over, 0) == 0
    return (
        select(PUSHES)
        .select_from(PUSHES.outerjoin(CHATS, same))
        .where(PUSHES.c.channel == texts({"channel": channel})["channel"], free)
        .order_by(PUSHES.c.due)
    )


def _due(channel: str, now: float) -> Select[Any]:
    """Pushes that are due and that no other transaction is at."""
    due = _ready(channel).where(PUSHES.c.due <= now).limit(ADOPTED_AT_ONCE)
    return due.with_for_update(of=PUSHES, skip_locked=True)


def _take(connection: Connection, row: Any, place: dict[str, Any]) -> bool:
    """Delete the row of an alarm or a push; False where somebody was quicker."""
    if hasattr(row, "id"):
        wanted = delete(PUSHES).where(PUSHES.c.channel == row.channel, PUSHES.c.id == row.id)
    else:
        wanted = delete(ALARMS).where(*at(ALARMS, place), ALARMS.c.due == row.due)
    return connection.execute(wanted).rowcount == 1
