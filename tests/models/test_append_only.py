"""The database itself refuses to edit, delete or replace an event, whoever asks."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import db, queries
from tests.support import office
from tests.support.databases import on_postgresql, on_sqlite


@pytest.fixture
def recorded(database: Engine) -> int:
    with db.session(database) as s:
        return queries.record(s, office.happening("go-live"))


def as_stored(engine: Engine) -> list[tuple[int, str]]:
    with db.reading(engine) as s:
        return [(e.id or 0, e.kind) for e in queries.history(s)]


ANYWHERE = [
    "UPDATE event SET kind = 'forged'",
    "DELETE FROM event",
    "INSERT INTO event (id, at, kind, actor, origin, reason, data)"
    " SELECT id, at, 'forged', actor, origin, reason, data FROM event WHERE true"
    " ON CONFLICT (id) DO UPDATE SET kind = 'forged'",
]
SQLITE = [
    "INSERT OR REPLACE INTO event (id, at, kind, actor, origin, reason, data)"
    " SELECT id, at, 'forged', actor, origin, reason, data FROM event",
    "UPDATE OR REPLACE event SET kind = 'forged'",
]
POSTGRESQL = ["TRUNCATE event", "TRUNCATE task CASCADE", "DELETE FROM event WHERE false"]


def test_no_statement_changes_an_event(database: Engine, recorded: int) -> None:
    for statement in ANYWHERE + (SQLITE if database.dialect.name == "sqlite" else POSTGRESQL):
        with pytest.raises(DBAPIError, match="event is append-only"), database.begin() as connection:
            connection.execute(text(statement))
    assert as_stored(database) == [(recorded, "go-live")]


@on_sqlite
def test_a_foreign_tool_cannot_replace_one_either(database: Engine, recorded: int) -> None:
    with sqlite3.connect(database.url.database or "") as plain:  # no pragmas of ours
        assert plain.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        for statement in (*ANYWHERE, *SQLITE):
            with pytest.raises(sqlite3.IntegrityError, match="event is append-only"):
                plain.execute(statement)
    plain.close()
    assert as_stored(database) == [(recorded, "go-live")]


@on_postgresql
def test_a_replica_session_cannot_either(database: Engine, recorded: int) -> None:
    with database.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        with pytest.raises(DBAPIError, match="event is append-only"):
            connection.execute(text("UPDATE event SET kind = 'forged'"))
    assert as_stored(database) == [(recorded, "go-live")]


def test_a_task_with_events_cannot_be_deleted(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s)
        office.open_q3(s)
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), database.begin() as connection:
        connection.execute(text("DELETE FROM task"))
