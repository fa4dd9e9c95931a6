"""Pushes: events that scripts ask for, any number of them in a chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "pushes",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, nullable=False),
        sa.Column("due", sa.Double, nullable=False),
        sa.Column("visitor", sa.Text),
        sa.Column("event", sa.Text, nullable=False),
    )
    op.create_index("pushes_by_time", "pushes", ["channel", "due"])
