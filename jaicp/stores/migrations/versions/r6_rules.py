"""The rule that chose the state of a turn, and what the client is called."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("turns", sa.Column("rule", sa.Text))
    op.add_column("turns", sa.Column("client_name", sa.Text, nullable=False, server_default=""))
