"""The schema's versions: migrations and tables agree, upgrading is all or nothing and safe to repeat."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from models import db, schema
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
        return {name: sorted(line.strip(" ,\t") for line in (sql or "").splitlines()) for name, sql in rows}


def test_the_list_of_versions_is_the_folder_s() -> None:
    script = ScriptDirectory.from_config(schema.alembic_config())
    assert tuple(reversed([found.revision for found in script.walk_revisions()])) == schema.REVISIONS
    assert script.get_current_head() == schema.HEAD


def test_upgrade_makes_folder_and_file_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a' / 'b % c' / 'dondoc.db'}"
    assert db.upgrade(url) == "0001"
    assert db.upgrade(url) == "0001"
    assert db.check(db.engine_for(url)) == "0001"
    with sqlite3.connect(tmp_path / "a" / "b % c" / "dondoc.db") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_upgrade_works_from_anywhere_and_leaves_logging_alone(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    mine = logging.getLogger("engine.outbox")
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
    assert db.upgrade(empty_database_url) == "0001"


def test_two_processes_upgrade_at_once(empty_database_url: str) -> None:
    assert races.together(races.upgrade, [(empty_database_url,)] * 3) == ["0001"] * 3
    assert db.check(db.engine_for(empty_database_url)) == "0001"


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
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002"))
    monkeypatch.setattr(schema, "HEAD", "0002")
    with pytest.raises(db.DatabaseError, match=r"schema 0001, this one needs 0002\); run: dondoc db upgrade"):
        db.check(database)
    monkeypatch.undo()
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    for action in (lambda: db.check(database), lambda: db.upgrade(database_url)):
        with pytest.raises(db.DatabaseError, match=r"newer dondoc \(schema 0099, this one knows up to 0001"):
            action()
