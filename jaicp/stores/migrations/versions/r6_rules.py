"""The rule that chose the state of a turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Add the column."""
    op.add_column("turns", sa.Column("rule", sa.Text))
