"""Throw-away databases: for `simulate`, for rehearsals and for tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Engine, func, select

from models.db import reading, session
from models.engines import in_memory, sqlite_engine
from models.errors import explained
from models.tables import Base
from models.triggers import make_append_only


def scratch_engine(path: Path | None = None) -> Engine:
    """A throw-away SQLite database with the present schema, in memory or in a new file at `path`.

    Made in a few milliseconds, straight from the tables instead of through the migrations (a test holds the
    two together). One in memory is forgotten at `dispose()` and serves one thread.
    """
    url = URL.create("sqlite", database=str(path) if path else None)
    engine = sqlite_engine(url, create=True, throw_away=True)
    with explained(engine.url), engine.begin() as connection:
        Base.metadata.create_all(connection, checkfirst=False)
        make_append_only(connection, "event")
    return engine


def rehearsal_of(base: Engine) -> Engine:
    """A throw-away copy of an office's database, in memory, to be disposed of: of a SQLite file page by page,
    a hundred times as quickly as row by row."""
    engine = scratch_engine()
    try:
        if base.dialect.name != "sqlite" or in_memory(base.url):
            copy_into(base, engine)
            return engine
        with explained(base.url), base.connect() as origin, engine.connect() as copy:
            read, write = origin.connection.driver_connection, copy.connection.driver_connection
            assert isinstance(read, sqlite3.Connection)
            assert isinstance(write, sqlite3.Connection)
            read.backup(write)
    except BaseException:
        engine.dispose()
        raise
    return engine


def copy_into(source: Engine, target: Engine, *, chunk: int = 10_000) -> int:
    """Copies all rows of `source`, as of one moment, into the empty `target` of the same schema, whatever
    databases the two are; returns their number. Also how an office moves from SQLite to PostgreSQL."""
    copied = 0
    with reading(source) as origin, session(target) as copy:
        for table in Base.metadata.sorted_tables:
            rows = origin.execute(table.select().execution_options(yield_per=chunk))
            for part in rows.mappings().partitions(chunk):
                copy.execute(table.insert(), [dict(row) for row in part])
                copied += len(part)
            if target.dialect.name == "postgresql" and "id" in table.c:
                # The rows brought their numbers along; new ones must go on after them.
                top = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0) + 1
                copy.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), top, False)))
    return copied
