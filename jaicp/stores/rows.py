"""Lines of the log as rows of a table, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jaicp.stores.base import TurnRecord
from jaicp.stores.log import LogFilter

__all__ = ["TURN_COLUMNS", "conditions", "scan", "turn_record", "turn_row"]

TURN_COLUMNS = (
    "time",
    "channel",
    "chat",
    "client",
    "session_id",
    "query",
    "event",
    "state",
    "context",
    "replies",
    "error",
    "late",
    "question_id",
    "start",
    "seconds",
    "transfer",
    "walk",
    "analytics",
    "data",
    "rule",
    "client_name",
)
"""Columns of the table of turns beside its `id`, named like the fields of `TurnRecord`."""

_AS_JSON = ("replies", "error", "walk", "analytics", "data", "rule")
_MAY_BE_EMPTY = ("error", "rule")
_AS_BOOLEAN = ("late", "transfer")
PAGE = 500
"""Rows that are read at a time where only the program can tell which are wanted."""


def turn_row(record: TurnRecord) -> list[Any]:
    """The values of `TURN_COLUMNS`."""
    row = [getattr(record, name) for name in TURN_COLUMNS]
    for name in _AS_JSON:
        place = TURN_COLUMNS.index(name)
        if name not in _MAY_BE_EMPTY or row[place] is not None:
            row[place] = json.dumps(row[place])
    for name in _AS_BOOLEAN:
        row[TURN_COLUMNS.index(name)] = int(getattr(record, name))
    return row


def turn_record(row: Sequence[Any]) -> TurnRecord:
    """The turn of a row that has the `id` before `TURN_COLUMNS`."""
    values = dict(zip(("id", *TURN_COLUMNS), row, strict=True))
    for name in _AS_JSON:
        if values[name] is not None:
            values[name] = json.loads(values[name])
    for name in _AS_BOOLEAN:
        values[name] = bool(values[name])
    return TurnRecord(**values)


def conditions(wanted: LogFilter) -> list[tuple[str, str, Any]]:
    """What of a filter a database can tell: column, operator, value; without a value it is none."""
    found: list[tuple[str, str, Any]] = [
        (name, "=", getattr(wanted, name))
        for name in ("channel", "chat", "client", "session_id")
        if getattr(wanted, name) is not None
    ]
    if wanted.since is not None:
        found.append(("time", ">=", wanted.since))
    if wanted.until is not None:
        found.append(("time", "<", wanted.until))
    if wanted.errors:
        found.append(("error", "IS NOT NULL", None))
    if wanted.transfer:
        found.append(("transfer", "=", 1))
    return found


def scan(
    read: Callable[[int, int], Iterable[Sequence[Any]]],
    wanted: LogFilter,
    *,
    after: int | None,
    limit: int,
) -> list[TurnRecord]:
    """Turns that `wanted` lets through, the oldest first.

    `read(edge, count)` gives the next rows beyond the id `edge`: upwards where `after` is set, downwards
    from the end else.
    """
    found: list[TurnRecord] = []
    edge = after if after is not None else (1 << 62)
    count = limit if wanted.state is None and wanted.text is None else PAGE
    while len(found) < limit:
        turns = [turn_record(row) for row in read(edge, count)]
        found += [turn for turn in turns if wanted.has_state(turn) and wanted.has_text(turn)]
        if len(turns) < count:
            break
        edge = turns[-1].id
    found = found[:limit]
    return found if after is not None else found[::-1]
