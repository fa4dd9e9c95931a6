"""More of each turn in the log; which server has which chat, where several share a database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    """Widen the log, and make the table of claims."""
    op.add_column("turns", sa.Column("question_id", sa.Text, nullable=False, server_default=""))
    op.add_column("turns", sa.Column("start", sa.Text, nullable=False, server_default="/"))
    op.add_column("turns", sa.Column("seconds", sa.Double, nullable=False, server_default="0"))
    op.add_column("turns", sa.Column("transfer", sa.Integer, nullable=False, server_default="0"))
    op.add_column("turns", sa.Column("walk", sa.Text, nullable=False, server_default="[]"))
    op.add_column("turns", sa.Column("analytics", sa.Text, nullable=False, server_default="[]"))
    op.add_column("turns", sa.Column("data", sa.Text, nullable=False, server_default="null"))
    op.create_index("turns_by_time", "turns", ["time"])
    if op.get_context().dialect.name == "sqlite":
        return
    op.create_table(
        "claims",
        sa.Column("channel", sa.Text, primary_key=True),
        sa.Column("chat", sa.Text, primary_key=True),
        sa.Column("server", sa.Integer, nullable=False),
    )
    op.create_index("claims_by_server", "claims", ["server"])
    op.create_index("inbox_of_chat", "inbox", ["channel", "chat", "id"])
    op.create_index("outbox_of_chat", "outbox", ["channel", "chat", "id"])
    op.execute(sa.schema.CreateSequence(sa.Sequence("server_ids", start=1)))
