"""`dondoc archive`: says what it would do, does it, and what lies in archives is read as before; backup,
restore and doctor know of them."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from models import db
from models import tables as tb
from models.states import MessageState
from tests.support.trial_office import TRIAL

pytestmark = pytest.mark.slow

AUGUST = (TRIAL, "2026-08", "TST")
LATER = ("--as-of", "2027-03-01")


@pytest.fixture
def ended(small_office: Path, home: Path, ask: Any) -> Path:
    """August's report was asked for, and sent."""
    assert ask("round", "--as-of", "2026-09-03").code == 0
    assert ask("submit", *AUGUST, "--document", "7/BC", "--by", "Lan", "--as-of", "2026-09-04").code == 0
    assert ask("round", "--as-of", "2026-10-05").code == 0
    engine = db.engine_for(f"sqlite:///{home / 'dondoc.db'}")
    with db.session(engine) as s:  # no mail server took them; they are settled all the same
        s.execute(
            update(tb.message).where(tb.message.c.sent_at.is_(None)).values(state=MessageState.CANCELLED)
        )
    engine.dispose()
    return home


def test_without_apply_it_only_says_what_it_would_do(ask: Any, ended: Path) -> None:
    before = (ended / "dondoc.db").read_bytes()
    assert "Nothing lies in an archive yet" in ask("archive").out
    told = ask("archive", "--before", "2027", *LATER, "--json").json
    assert told["applied"] is False
    assert [(each["year"], each["tasks"]) for each in told["would"]] == [(2026, 1)]
    assert "--apply does it" in ask("archive", "--before", "2027", *LATER).out
    assert "--apply does it" in ask("archive", "--before", "2027", *LATER, "--dry-run").out
    for more in ((), ("--apply",)):
        assert "Nothing to move" in ask("archive", "--before", "2026", *LATER, *more).out
    assert (ended / "dondoc.db").read_bytes() == before
    assert not list((ended / "archives").glob("*.db"))


def test_what_lies_in_an_archive_is_read_as_before(ask: Any, ended: Path) -> None:
    history = ask("history", *AUGUST, "--json", *LATER).json
    report = ask("report", "--year", "2026", "--json", *LATER).json
    number = next(each["mail"]["id"] for each in history["history"] if each["mail"])
    mail = ask("outbox", "--show", str(number), "--json").json
    done = ask("archive", "--before", "2027", *LATER, "--apply", "--json").json
    assert done["years"] == {"2026": 1}
    assert done["archives"] == [{"year": 2026, "tasks": 1}]
    tasks = ask("tasks", "--period", "2026-08", "--json", *LATER).json["tasks"]
    assert AUGUST not in [(each["obligation"], each["period"], each["unit"]) for each in tasks]
    listed = ask("tasks", "--archived", "2026", "--unit", "TST", "--json", *LATER).json
    assert [(each["obligation"], each["period"], each["unit"]) for each in listed["tasks"]] == [AUGUST]
    assert (listed["tasks"][0]["document_no"], listed["tasks"][0]["last"]["actor"]) == ("7/BC", "Lan")
    hint = "Archived tasks of 2026 are not in this list: dondoc tasks --archived 2026"
    assert hint in ask("tasks", "--unit", "TST", "--state", "all", *LATER).out
    for more in ((), ("--period", "2026-10", "--state", "all"), ("--archived", "2026")):
        assert "not in this list" not in ask("tasks", "--unit", "TST", *more, *LATER).out
    nothing = ask("tasks", "--archived", "2024", *LATER)
    assert (nothing.code, "2026" in nothing.err) == (1, True)
    assert ask("history", *AUGUST, "--json", *LATER).json == history
    assert ask("report", "--year", "2026", "--json", *LATER).json == report
    assert ask("outbox", "--show", str(number), "--json").json == mail
    assert "2026" in ask("archive").out
    refused = ask("return", *AUGUST, "--to", "2027-03-10", "--reason", "thiếu", *LATER)
    assert refused.code in (1, 2)
    assert "dondoc archive --restore 2026 --apply" in refused.err
    assert "1 tasks" in ask("archive", "--restore", "2026").out
    assert ask("archive", "--restore", "2026", "--apply", *LATER).code == 0
    assert not list((ended / "archives").glob("*.db"))
    assert ask("history", *AUGUST, "--json", *LATER).json == history
    assert ask("return", *AUGUST, "--to", "2027-03-10", "--reason", "thiếu", *LATER).code == 0


def test_a_backup_takes_archives_along_and_a_restore_brings_them_back(
    ask: Any, ended: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("archive", "--before", "2027", *LATER, "--apply").code == 0
    told = ask("history", *AUGUST, "--json", *LATER).json
    file = tmp_path / "all.zip"
    assert ask("backup", str(file)).code == 0
    assert ask("verify", str(file)).code == 0
    for home, more in ((tmp_path / "other", ()), (ended, ("--replace",))):
        monkeypatch.setenv("DONDOC_HOME", str(home))
        gc.collect()  # connections of commands before, which end with their process
        assert ask("restore", str(file), *more).code == 0
        assert ask("history", *AUGUST, "--json", *LATER).json == told
    assert [each.name.partition("-")[0] for each in (ended / "archives").glob("*replaced*")] == [
        "2026.db.replaced"
    ]


def test_doctor_tells_of_archives(ask: Any, ended: Path, tmp_path: Path) -> None:
    def said() -> list[tuple[str, str]]:
        found = ask("doctor", "--json", *LATER).json["checks"]
        return [(each["level"], each["code"]) for each in found if each["check"] == "archives"]

    assert said() == [("ok", "doctor.archive-none")]
    assert ask("archive", "--before", "2027", *LATER, "--apply").code == 0
    assert said() == [("ok", "doctor.archive-whole")]
    file = ended / "archives" / "2026.db"
    shutil.move(file, tmp_path / "away.db")
    assert [level for level, _ in said()] == ["problem"]
    refused = ask("report", "--year", "2026", *LATER)
    assert refused.code == 1
    assert "2026.db" in refused.err


def test_an_archive_that_is_gone_or_damaged_is_told_by_whoever_needs_it(
    ask: Any, ended: Path, tmp_path: Path
) -> None:
    assert ask("archive", "--before", "2027", *LATER, "--apply").code == 0
    file = ended / "archives" / "2026.db"
    whole = file.read_bytes()
    file.unlink()
    for words in ((), ("--before", "2027"), ("--restore", "2026")):
        found = ask("archive", *words, *LATER)
        assert (found.code, "2026.db" in found.err) == (1, True), words
    for damaged in (b"", whole[:5000], b"x" * 5000):
        file.write_bytes(damaged)
        for words in (
            ("report", "--year", "2026"), ("backup", str(tmp_path / "all.zip")),
            ("archive", "--restore", "2026", "--apply"),
        ):  # fmt: skip
            found = ask(*words, *(LATER if words[0] != "backup" else ()))
            assert found.code == 1, words
            assert "put the file of a backup in its place" in found.err
            assert "db upgrade" not in found.err
    assert not (tmp_path / "all.zip").exists()
    file.write_bytes(whole)
    brought = ask("archive", "--restore", "2026", "--apply", *LATER)
    assert (brought.code, "smaller" in brought.out) == (0, False)


@pytest.mark.parametrize(
    "words",
    [("--before", "2028"), ("--before", "2026", "--restore", "2026"), ("--apply",),
     ("--before", "2026", "--apply", "--dry-run")],
)  # fmt: skip
def test_wrong_use_is_refused_before_anything_is_done(ask: Any, ended: Path, words: tuple[str, ...]) -> None:
    assert ask("archive", *words, *LATER).code == 2
    assert not (ended / "archives").exists()
