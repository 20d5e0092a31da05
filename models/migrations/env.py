"""Run by Alembic: migrates on the connection, and inside the transaction, that `models.schema` opened."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from models.tables import Base

connection: Connection | None = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("migrations run through `dondoc db upgrade` (models.schema.upgrade)")

context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    transactional_ddl=True,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
