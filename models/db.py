"""Sessions: one transaction each, on SQLite or PostgreSQL; and the names others need to open a database.

All errors about the database itself come out as `DatabaseError`, whose text says what to do.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, Engine
from sqlmodel import Session

from models.engines import engine_for, parse_url
from models.errors import DatabaseError, Problem, explained, shown
from models.schema import check, upgrade
from models.types import UnknownWord

__all__ = [
    "DatabaseError",
    "Problem",
    "check",
    "engine_for",
    "explained",
    "parse_url",
    "reading",
    "recording",
    "session",
    "shown",
    "upgrade",
]


@contextlib.contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """One writing transaction: committed at the end, rolled back by any exception.

    On SQLite it takes the one write lock at once and waits for it up to half a minute, so what it reads stays
    true until it commits. Objects stay readable afterwards.
    """
    with explained(engine.url), Session(engine, expire_on_commit=False) as opened, opened.begin():
        opened.connection()
        with _named(opened):
            yield opened


@contextlib.contextmanager
def recording(engine: Engine) -> Iterator[Connection]:
    """`session` without what keeps objects: for a few statements that are run for each of thousands."""
    with explained(engine.url), engine.begin() as opened:
        yield opened


@contextlib.contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One reading transaction: sees one moment throughout, waits for no writer and blocks none; the database
    refuses to write in it."""
    if engine.dialect.name == "sqlite":
        view = engine.execution_options(dondoc_reading=True)
    else:
        view = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with (
        explained(engine.url),
        Session(view, expire_on_commit=False, autoflush=False) as opened,
        opened.begin(),
        _named(opened),
    ):
        yield opened


@contextlib.contextmanager
def _named(s: Session) -> Iterator[None]:
    """An UnknownWord says in which row it stands."""
    try:
        yield
    except UnknownWord as error:
        from models import rows  # nobody else needs it

        raise rows.named(s, error) or error from None
