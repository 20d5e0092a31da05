"""`dondoc doctor` tries what a round needs: a write and its lock, the tables, every day in every row, a file
of a mail; and one bad row stops only itself.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desk.health import database
from tests.desk.conftest import Answer

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

Ask = Callable[..., Answer]


@pytest.fixture
def began(ask: Ask, small_office: Path, home: Path) -> Path:
    """The home after a round; its database."""
    assert ask("round").code in (0, 1)
    return home / "dondoc.db"


def found(answer: Answer, check: str) -> list[str]:
    return [
        each["found"] for each in answer.json["checks"] if each["check"] == check and each["level"] != "ok"
    ]


def test_a_database_that_somebody_keeps_locked(
    ask: Ask, began: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 1)
    with closing(sqlite3.connect(began, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (said,) = found(ask("doctor", "--json"), "database")
    assert "lock" in said
    assert found(ask("doctor", "--json"), "database") == []
    with closing(sqlite3.connect(began)) as c:  # what was tried is gone
        assert c.execute("SELECT count(*) FROM meta WHERE key = 'tried'").fetchone() == (0,)


def test_a_database_on_which_nothing_can_be_written(ask: Ask, began: Path) -> None:
    with closing(sqlite3.connect(began)) as c:
        c.execute("CREATE TRIGGER no BEFORE INSERT ON meta BEGIN SELECT RAISE(ABORT, 'no writing'); END")
        c.commit()
    answer = ask("doctor", "--json")
    assert answer.code == 1
    assert any("no writing" in each for each in found(answer, "database"))


# To root every folder is open.
@pytest.mark.parametrize("wrong", ["file", "nowhere", *(["folder"] if os.geteuid() else [])])
def test_an_outbox_folder_that_cannot_be_written_to(ask: Ask, began: Path, wrong: str) -> None:
    outbox = began.parent / "outbox"
    for each in outbox.glob("*"):
        each.unlink()
    outbox.rmdir()
    if wrong == "file":
        outbox.write_text("")
    elif wrong == "nowhere":
        outbox.symlink_to(began.parent / "not" / "there")
    else:
        outbox.mkdir(mode=0o500)
    answer = ask("doctor", "--json")
    assert answer.code == 1
    (said,) = found(answer, "mail")
    assert "cannot write to the outbox folder" in said


def test_a_table_of_versions_that_is_gone(ask: Ask, began: Path) -> None:
    with closing(sqlite3.connect(began)) as c:
        c.execute("DROP TABLE alembic_version")
    answer = ask("doctor", "--json")
    assert answer.code == 1
    assert found(answer, "database")


@pytest.mark.parametrize("column", ["last_day", "working_deadline", "late_from", "next_action_at"])
def test_one_bad_date_stops_only_itself(ask: Ask, began: Path, column: str) -> None:
    with closing(sqlite3.connect(began)) as c:
        ids = [row[0] for row in c.execute("SELECT id FROM task WHERE state = 'open' ORDER BY id")]
        c.execute(f"UPDATE task SET {column} = '2026-02-31' WHERE id = ?", (ids[0],))
        c.execute("UPDATE task SET next_action_at = '2026-01-01 00:00:00.000000' WHERE id <> ?", (ids[0],))
        c.commit()
    answer = ask("doctor", "--json")
    assert answer.code == 1
    (said,) = found(answer, "database")
    assert f"task {ids[0]}: {column} = 2026-02-31" in said
    assert found(answer, "work")[0].count("ValueError") == 0
    ran = ask("round", "--json")
    assert ran.code in (0, 1)
    assert json.loads(ran.out)["looked"] >= len(ids) - 1
    for words in (("board",), ("tasks",), ("outbox",)):
        said = ask(*words)
        assert said.code in (0, 1), words
        assert "ValueError" not in said.err, said.err
