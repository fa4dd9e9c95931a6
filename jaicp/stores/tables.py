"""The tables of a store on SQLAlchemy Core, as the last migration leaves them.

The SQLite store makes the same tables by statements of its own; a test compares both.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
    text,
)

__all__ = [
    "ALARMS",
    "CHATS",
    "CLAIMS",
    "HEARD",
    "INBOX",
    "MARKS",
    "META",
    "METADATA",
    "OUTBOX",
    "PUSHES",
    "RECORDS",
    "SERVER_IDS",
    "SESSIONS",
    "TURNS",
]

METADATA = MetaData()

META = Table(
    "meta",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("client", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("updated", Double, nullable=False),
    Column("data", Text, nullable=False),
)
CHATS = Table(
    "chats",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("client", Text, nullable=False),
    Column("handed_over", Integer, nullable=False),
    Column("given", Double),
    Column("taken_back", Double),
)
TURNS = Table(
    "turns",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("time", Double, nullable=False),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("query", Text),
    Column("event", Text),
    Column("state", Text),
    Column("context", Text, nullable=False),
    Column("replies", Text, nullable=False),
    Column("error", Text),
    Column("late", Integer, nullable=False),
    Column("question_id", Text, nullable=False, server_default=""),
    Column("start", Text, nullable=False, server_default="/"),
    Column("seconds", Double, nullable=False, server_default="0"),
    Column("transfer", Integer, nullable=False, server_default="0"),
    Column("walk", Text, nullable=False, server_default="[]"),
    Column("analytics", Text, nullable=False, server_default="[]"),
    Column("data", Text, nullable=False, server_default="null"),
    Column("rule", Text),
    Column("client_name", Text, nullable=False, server_default=""),
    Index("turns_of_chat", "channel", "chat", "id"),
    Index("turns_by_time", "time"),
)
INBOX = Table(
    "inbox",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("visitor", Text),
    Column("event", Text, nullable=False),
    Column("received", Double, nullable=False),
    Index("inbox_of_chat", "channel", "chat", "id"),
)
OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("created", Double, nullable=False),
    Column("method", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("problem", Text),
    Index("outbox_unsettled", "channel", "id", postgresql_where=text("problem IS NULL")),
    Index("outbox_of_chat", "channel", "chat", "id"),
)
MARKS = Table(
    "marks",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("time", Double, nullable=False),
    Index("marks_by_time", "time"),
)
HEARD = Table(
    "heard",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("saying", Text, primary_key=True),
)
ALARMS = Table(
    "alarms",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("due", Double, nullable=False),
    Column("visitor", Text),
    Column("event", Text, nullable=False),
    Index("alarms_by_time", "channel", "due"),
)
PUSHES = Table(
    "pushes",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("chat", Text, nullable=False),
    Column("due", Double, nullable=False),
    Column("visitor", Text),
    Column("event", Text, nullable=False),
    Index("pushes_by_time", "channel", "due"),
)
CLAIMS = Table(
    "claims",
    METADATA,
    Column("channel", Text, primary_key=True),
    Column("chat", Text, primary_key=True),
    Column("server", Integer, nullable=False),
    Index("claims_by_server", "server"),
)
RECORDS = Table(
    "records",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("data", Text, nullable=False),
)
SERVER_IDS = Sequence("server_ids", start=1, metadata=METADATA)
