"""The schema's versions: migrations and tables agree, upgrading is all or nothing and safe to repeat."""

from __future__ import annotations

import logging
import re
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from models import db, queries, schema
from models.scratch import scratch_engine
from models.tables import Base
from tests.support import races


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata))


def test_migrations_build_exactly_the_tables(database: Engine) -> None:
    assert differences(database) == []


def test_a_difference_would_be_seen(database: Engine) -> None:
    with database.begin() as connection:
        connection.execute(text("DROP INDEX ix_task_holder_state"))
        connection.execute(text("ALTER TABLE message ADD COLUMN cc VARCHAR"))
    assert {found[0] for found in differences(database)} == {"add_index", "remove_column"}  # type: ignore[index]


def test_constraints_keep_the_names_of_the_tables(database: Engine) -> None:
    found = inspect(database)
    named = {
        constraint["name"]
        for table in ("task", "notice", "message")
        for constraint in found.get_unique_constraints(table)
    }
    assert named == {
        "uq_task_obligation_period_unit",
        "uq_notice_task_id_deadline_no_rung_recipient",
        "uq_message_recipient_round_key_kind",
        "uq_message_message_id_header",
    }


def test_a_scratch_database_is_the_same_to_the_letter(tmp_path: Path) -> None:
    migrated, scratch = tmp_path / "migrated.db", tmp_path / "scratch.db"
    db.upgrade(f"sqlite:///{migrated}")
    scratch_engine(scratch).dispose()
    one, other = shape(migrated), shape(scratch)
    assert {"event_no_update", "event_no_delete", "event_no_replace"} <= one.keys()
    assert one == other


def shape(file: Path) -> dict[str, list[str]]:
    """Every table, index and trigger; the order of columns and constraints in a statement does not matter."""
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '%alembic%'")
        return {name: parts(sql or "") for name, sql in rows}


def parts(statement: str) -> list[str]:
    """A table's name, columns and constraints; any other statement whole. A column that a later migration
    added stands where SQLite put it, at the end."""
    head, _, body = " ".join(statement.split()).partition("(")
    if not head.startswith("CREATE TABLE"):
        return [head, body]
    inner = body.strip().removesuffix(")")
    return sorted(part.strip() for part in [head, *re.split(r",(?![^(]*\))", inner)])


def test_the_list_of_versions_is_the_folder_s() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert tuple(reversed([found.revision for found in script.walk_revisions()])) == schema.REVISIONS
    assert script.get_current_head() == schema.HEAD


def test_upgrade_makes_folder_and_file_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a' / 'b % c' / 'dondoc.db'}"
    assert db.upgrade(url) == "0009"
    assert db.upgrade(url) == "0009"
    assert db.check(db.engine_for(url)) == "0009"
    with sqlite3.connect(tmp_path / "a" / "b % c" / "dondoc.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_upgrade_works_from_anywhere_and_leaves_logging_alone(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    mine = logging.getLogger("engine.mail.outbox")
    before = (logging.root.level, list(logging.root.handlers), mine.disabled)
    db.upgrade(empty_database_url)
    assert (logging.root.level, list(logging.root.handlers), mine.disabled) == before


def test_a_migration_that_fails_half_way_leaves_nothing(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(connection: Connection, _table: str) -> None:
        assert inspect(connection).has_table("event")  # some tables are there already
        raise ArithmeticError("half way")

    monkeypatch.setattr("models.triggers.make_append_only", fail)
    with pytest.raises(ArithmeticError):
        db.upgrade(empty_database_url)
    with db.engine_for(empty_database_url).connect() as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    assert db.upgrade(empty_database_url) == "0009"


@pytest.mark.slow
def test_two_processes_upgrade_at_once(empty_database_url: str) -> None:
    assert races.together(races.upgrade, [(empty_database_url,)] * 3) == ["0009"] * 3
    assert db.check(db.engine_for(empty_database_url)) == "0009"


def test_an_empty_database_is_said_to_need_an_upgrade(empty_database_url: str) -> None:
    if empty_database_url.startswith("sqlite"):
        sqlite3.connect(empty_database_url.removeprefix("sqlite:///")).close()
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(db.DatabaseError, match=r"has no tables yet; run: dondoc db upgrade") as caught:
        db.check(db.engine_for(empty_database_url))
    assert caught.value.problem is db.Problem.SCHEMA_OLDER


def test_an_older_and_a_newer_database_are_told_apart(
    database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "0098"))
    monkeypatch.setattr(schema, "HEAD", "0098")
    with pytest.raises(db.DatabaseError, match=r"schema 0009, this one needs 0098\); run: dondoc db upgrade"):
        db.check(database)
    monkeypatch.undo()
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    for action in (lambda: db.check(database), lambda: db.upgrade(database_url)):
        with pytest.raises(db.DatabaseError, match=r"newer dondoc \(schema 0099, this one knows up to 0009"):
            action()


def test_a_database_of_before_figures_keeps_its_tasks_and_an_older_version_goes_on(
    empty_database_url: str,
) -> None:
    """0002 adds a column that the version before knows nothing of: it must still be able to open tasks."""
    assert schema.upgrade(empty_database_url, to="0001") == "0001"
    first = insert_as_the_first_version_did("TST")
    old = db.engine_for(empty_database_url)
    with old.begin() as connection:
        connection.execute(text(first))
    assert db.upgrade(empty_database_url) == "0009"
    with old.begin() as connection:
        connection.execute(text(insert_as_the_first_version_did("PC")))
    with db.session(old) as s:
        found = queries.tasks(s)
        assert [(task.unit, task.figure) for task in found] == [("PC", None), ("TST", None)]
        found[0].figure = Decimal("97.50")
    with db.reading(old) as s:
        assert str(queries.tasks(s, unit="PC")[0].figure) == "97.50"
    old.dispose()


def insert_as_the_first_version_did(unit: str) -> str:
    columns = {
        "obligation": "nq01-nam", "period": "2025", "unit": unit, "holder": unit, "owner": "VP",
        "state": "open", "nominal": "2025-11-05", "boundary": "before", "last_day": "2025-11-04",
        "working_deadline": "2025-11-04", "late_from": "2025-11-04 17:00:00.000000",
        "original_last_day": "2025-11-04", "deadline_no": "0", "began": "opened",
        "began_at": "2025-10-14 01:00:00.000000", "opened_at": "2025-10-14 01:00:00.000000", "version": "1",
    }  # fmt: skip
    values = ", ".join(f"'{value}'" for value in columns.values())
    return f"INSERT INTO task ({', '.join(columns)}) VALUES ({values})"
