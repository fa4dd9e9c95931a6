"""What Alembic runs first: the steps go over the connection that `jaicp.stores.migrate` hands in."""

from __future__ import annotations

from alembic import context

from jaicp.stores.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
