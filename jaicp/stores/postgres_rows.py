"""Sessions, chats, turns and settings as rows of PostgreSQL; all within a transaction of the caller."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, case, select, update
from sqlalchemy.dialects.postgresql import insert

from jaicp.stores.base import Chat, StaleSession, Stored, TurnRecord
from jaicp.stores.log import LogFilter
from jaicp.stores.postgres_desk import texts
from jaicp.stores.rows import TURN_COLUMNS, conditions, turn_row
from jaicp.stores.tables import CHATS, META, SESSIONS, TURNS

__all__ = ["log_rows", "put_chat", "put_meta", "put_session", "put_turn"]

_TURN = [TURNS.c.id, *(TURNS.c[name] for name in TURN_COLUMNS)]
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda column, value: column == value,
    ">=": lambda column, value: column >= value,
    "<": lambda column, value: column < value,
    "IS NOT NULL": lambda column, _: column.is_not(None),
}


def put_session(connection: Connection, record: TurnRecord, changed: Stored) -> None:
    """Store the session after a turn; raises `StaleSession` where another version is stored by now."""
    row = texts({"updated": record.time, "data": json.dumps(changed.session.to_json())})
    at = texts(record.key._asdict())
    if changed.version:
        there = (SESSIONS.c.channel == at["channel"], SESSIONS.c.client == at["client"])
        put: Any = update(SESSIONS).where(*there, SESSIONS.c.version == changed.version)
        put = put.values({**row, "version": changed.version + 1})
    else:
        put = insert(SESSIONS).values({**at, **row, "version": 1}).on_conflict_do_nothing()
    if connection.execute(put.returning(SESSIONS.c.version)).first() is None:
        raise StaleSession


def put_chat(connection: Connection, record: TurnRecord, chat: Chat) -> None:
    """Note whose the chat is, and from when to when a person has it."""
    now = record.time
    given = {"client": chat.client, "handed_over": int(chat.handed_over)}
    put = insert(CHATS).values(
        texts(
            {
                "channel": record.channel,
                "chat": record.chat,
                **given,
                "given": now if chat.handed_over else None,
            }
        )
    )
    had = CHATS.c.handed_over == 1
    if chat.handed_over:
        times = {
            "given": case((had, CHATS.c.given), else_=now),
            "taken_back": case((had, CHATS.c.taken_back), else_=None),
        }
    else:
        times = {"taken_back": case((had, now), else_=CHATS.c.taken_back)}
    changed = {**texts(given), **times}
    connection.execute(put.on_conflict_do_update(constraint=CHATS.primary_key, set_=changed))


def put_turn(connection: Connection, record: TurnRecord) -> None:
    """Append a line to the log."""
    row = dict(zip(TURN_COLUMNS, turn_row(record), strict=True))
    connection.execute(insert(TURNS).values(texts(row)))


def log_rows(
    connection: Connection, wanted: LogFilter, edge: int, count: int, *, upwards: bool
) -> list[Any]:
    """The rows of the log that a filter may let through beyond an id."""
    number = TURNS.c.id
    rows = select(*_TURN).where(number > edge if upwards else number < edge)
    for name, sign, value in conditions(wanted):
        rows = rows.where(_COMPARED[sign](TURNS.c[name], texts({"": value})[""]))
    order = number if upwards else number.desc()
    return list(connection.execute(rows.order_by(order).limit(count)))


def put_meta(connection: Connection, name: str, value: str) -> None:
    """Set a setting."""
    put = insert(META).values(texts({"name": name, "value": value}))
    connection.execute(
        put.on_conflict_do_update(constraint=META.primary_key, set_={"value": value})
    )
