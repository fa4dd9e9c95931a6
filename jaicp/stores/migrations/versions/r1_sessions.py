"""Sessions, chats, the log of turns, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("client", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated", sa.Double, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "chats",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("handed_over", sa.Integer, nullable=False),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("session_id", sa.Text, nullable=False),
        sa.Column("query", sa.Text),
        sa.Column("event", sa.Text),
        sa.Column("state", sa.Text),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("replies", sa.Text, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("late", sa.Integer, nullable=False),
    )
    op.create_index("turns_of_chat", "turns", ["channel", "chat", "id"])
