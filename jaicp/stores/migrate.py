"""Bringing the tables of a database up to date with Alembic.

Imported only where there is something to do: SQLAlchemy and Alembic take a while to load, which the
start of a server on an up-to-date file need not pay for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, inspect, text
from sqlalchemy.pool import NullPool

__all__ = ["newest", "upgrade", "upgrade_file"]

_LOCK = 0x6A616963
"""The lock that lets one server at a time change the tables of a PostgreSQL."""


def newest() -> str:
    """The revision after the last step."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None  # there are steps
    return found


def upgrade(connection: Connection) -> None:
    """Run the steps that are missing, all or none, within the transaction of `connection`."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    command.upgrade(_config(connection), "head")


def upgrade_file(path: Path, revision: str) -> None:
    """Run the steps that are missing on an SQLite file whose tables are at `revision`."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def no_transactions_of_its_own(connection: Any, _record: object) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with engine.begin() as connection:
        if "alembic_version" not in inspect(connection).get_table_names():
            command.stamp(_config(connection), revision)
        command.upgrade(_config(connection), "head")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
