"""The statements that make a table append-only, in the database itself.

Shared by the first migration and by scratch databases, and therefore frozen: a change is a new function and a
new migration. On both databases an edit, a deletion and a replacement fail with a text that says
"append-only".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text


def make_append_only(connection: Connection, table: str) -> None:
    """Refuses UPDATE, DELETE and REPLACE (on PostgreSQL also TRUNCATE) of `table` from now on."""
    statements = _sqlite(table) if connection.dialect.name == "sqlite" else _postgresql(table)
    for statement in statements:
        connection.execute(text(statement))


@contextmanager
def lifted(connection: Connection, table: str) -> Iterator[None]:
    """Lets rows of `table` be deleted inside, within the connection's transaction: others see the guard stand
    before it and after it. For history that is moved as it is (`models.archives`), never to change it."""
    if connection.dialect.name == "sqlite":
        lift, restore = f"DROP TRIGGER {table}_no_delete", _sqlite(table)[1]
    else:
        lift, restore = (
            f"ALTER TABLE {table} {how} TRIGGER {table}_append_only" for how in ("DISABLE", "ENABLE ALWAYS")
        )
    connection.execute(text(lift))
    yield
    connection.execute(text(restore))


def _sqlite(table: str) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only');"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse} END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse} END",
        # INSERT OR REPLACE deletes without asking the trigger above, unless the connection happens to have
        # recursive_triggers on; a foreign tool's has not. This one needs no such luck.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our own table's name
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) BEGIN {refuse} END",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE FUNCTION dondoc_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$",
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION dondoc_append_only()",
        # ALWAYS: also for a session that calls itself a replica.
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_append_only",
    ]
