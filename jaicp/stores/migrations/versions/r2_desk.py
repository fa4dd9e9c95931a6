"""The inbox, the outbox and the alarms, and when a chat was with a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.add_column("chats", sa.Column("given", sa.Double))
    op.add_column("chats", sa.Column("taken_back", sa.Double))
    op.create_table(
        "inbox",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("visitor", sa.Text),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("received", sa.Double, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "marks",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("mark", sa.Text, primary_key=True),
        sa.Column("time", sa.Double, nullable=False),
    )
    op.create_index("marks_by_time", "marks", ["time"])
    op.create_table(
        "heard",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("saying", sa.Text, primary_key=True),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("problem", sa.Text),
        sqlite_autoincrement=True,
    )
    unsettled = sa.text("problem IS NULL")
    op.create_index(
        "outbox_unsettled",
        "outbox",
        ["channel", "id"],
        sqlite_where=unsettled,
        postgresql_where=unsettled,
    )
    op.create_table(
        "alarms",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("visitor", sa.Text),
        sa.Column("event", sa.Text, nullable=False),
    )
    op.create_index("alarms_by_time", "alarms", ["channel", "due"])
