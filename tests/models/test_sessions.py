"""Sessions: one transaction each; readers wait for nobody; writers wait for each other."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from models import db, queries
from models.scratch import copy_into, scratch_engine
from tests.support import office
from tests.support.databases import on_sqlite


def count(engine: Engine) -> int:
    with db.reading(engine) as s:
        return len(queries.tasks(s))


def test_an_exception_undoes_all(database: Engine) -> None:
    def half() -> None:
        with db.session(database) as s:
            office.fill_roster(s)
            office.open_q3(s)
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        half()
    assert count(database) == 0
    with db.reading(database) as s:
        assert queries.fact(s, "roster") is None


def test_objects_stay_readable_afterwards(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s)
        office.open_q3(s)
        task = office.the_task(s)
    assert (task.unit, task.late_from) == ("TST", office.LATE_FROM)


def test_a_reader_sees_one_moment_and_waits_for_no_writer(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s)
    with db.reading(database) as before:
        assert queries.tasks(before) == []
        with db.session(database) as writer:
            assert office.open_q3(writer) == 4
            with db.reading(database) as during:  # an open writing transaction is in nobody's way
                assert queries.tasks(during) == []
        assert queries.tasks(before) == []  # committed meanwhile, and still not seen
    assert count(database) == 4


def test_a_reader_cannot_write(database: Engine) -> None:
    with (
        pytest.raises(db.DatabaseError, match="a reading command tried to write") as caught,
        db.reading(database) as s,
    ):
        queries.put(s, "go_live", "2026-09-01")
    assert caught.value.problem is db.Problem.READ_ONLY
    with db.session(database) as s:  # and the connection is none the worse for it
        queries.put(s, "go_live", "2026-09-01")


@on_sqlite
def test_sqlite_s_switches_are_on(database: Engine) -> None:
    with database.connect() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous", "recursive_triggers")
        }
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "synchronous": 2,
        "recursive_triggers": 1,
    }


def test_a_scratch_copy_holds_the_same_and_leads_its_own_life(database: Engine) -> None:
    with db.session(database) as s:
        office.fill_roster(s)
        office.open_q3(s)
        queries.put(s, "go_live", "2026-09-01")
    scratch = scratch_engine()
    assert copy_into(database, scratch) == 4 + 4 + 4 + 2  # roster, tasks, events, facts
    with db.reading(database) as one, db.reading(scratch) as other:
        for look in (queries.tasks, queries.history, queries.facts):
            assert str(look(one)) == str(look(other))  # type: ignore[operator]
    with db.session(scratch) as s:
        assert office.open_q3(s, period="2026-Q2") == 4
    assert (count(database), count(scratch)) == (4, 8)


def test_a_copy_from_a_database_that_numbered_far_goes_on_numbering(database: Engine) -> None:
    scratch = scratch_engine()
    with db.session(scratch) as s:
        office.fill_roster(s)
        office.open_q3(s)
    copy_into(scratch, database)
    with db.session(database) as s:
        assert office.open_q3(s, period="2026-Q2") == 4
    assert count(database) == 8
