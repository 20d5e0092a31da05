"""A backup is whole or refused, comes back all or nothing, and what it brings back sends no mail twice."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.backup.carrying import carry
from engine.backup.container import Manifest, writing
from engine.backup.restoring import Brought, restore
from engine.backup.taking import take
from engine.backup.verifying import verify
from engine.errors import BackupError, RoundError
from engine.installation import Installation
from engine.mail.left import between, note
from engine.rounds.rounds import run_round
from engine.tasks import restored
from engine.tasks.acts import By, acting
from models import db, portable, schema
from tests.support import cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom
from tests.support.tiers import some

BEFORE, MORNING, NOON = at("2026-09-16"), at("2026-09-17"), at("2026-09-17", 12)


@pytest.fixture
def room(url: str, tmp_path: Path) -> Mailroom:
    """Four open tasks of the quarterly duty, in a home with a registry folder."""
    registry = tmp_path / "registry"
    registry.mkdir()
    (registry / "office.yaml").write_text("name: Cơ quan\n", encoding="utf-8")
    made = mailroom(url, tmp_path, cast.QUARTERLY, config=registry, database_url=url, smtp_password="geheim")
    assert made.open("kstthc-quy", "2026-Q3", at("2026-08-27")) == 4
    return made


def here(room: Mailroom) -> Installation:
    return Installation(room.settings, room.registry, room.engine)


def back_up(room: Mailroom, passphrase: str | None = None) -> Path:
    """A backup of the room, which keeps no connection open: a restore wants the file alone."""
    file = room.settings.home / "backup.zip"
    room.engine.dispose()
    take(here(room), file, BEFORE, keys=False, passphrase=passphrase, force=True)
    return file


LAST_STEP = 4
"""Settings, registry, folder, the old one's second name: then comes the rename that counts."""


def bring(file: Path, settings: Settings, passphrase: str | None = None, *, over: bool = False) -> Brought:
    return restore(settings, file, NOON, passphrase=passphrase, keys=False, replace=over)


def rows(engine: Engine) -> dict[str, list[bytes]]:
    """Every row of every table, without the marks that a restore and a backup leave behind them."""
    with db.reading(engine) as s:
        found = {name: list(portable.dump(s, name)) for name in portable.names()}
    marks = (b'"restored"', b'"last-backup"')
    found["meta"] = [line for line in found["meta"] if not any(mark in line for mark in marks)]
    return found


def elsewhere(room: Mailroom, url: str) -> tuple[Settings, Engine]:
    home = room.settings.home / "other"
    return replace(room.settings, home=home, database_url=url), db.engine_for(url)


def test_every_row_comes_back_into_an_empty_home(room: Mailroom, tmp_path: Path) -> None:
    room.tell(MORNING)
    room.compose(MORNING)
    file = back_up(room)
    held = verify(file, None)
    assert (held.rows["task"], held.rows["message"], held.secrets) == (
        4,
        4,
        ("database_url", "smtp_password"),
    )
    assert b"geheim" not in b"".join(zipfile.ZipFile(file).read(each.name) for each in held.parts)
    settings, engine = elsewhere(room, f"sqlite:///{tmp_path}/other/dondoc.db")
    done = bring(file, settings)
    assert rows(engine) == rows(room.engine)
    assert (done.folder / "registry" / "office.yaml").read_text(encoding="utf-8") == "name: Cơ quan\n"
    assert schema.check(engine) == schema.HEAD


def test_nothing_leaves_and_no_round_runs_until_a_person_says_so(room: Mailroom) -> None:
    room.tell(MORNING)
    room.compose(MORNING)
    file = back_up(room)
    room.engine.dispose()
    kept = bring(file, room.settings, over=True).kept
    assert kept
    assert Path(kept).exists()
    done = room.deliver(NOON)
    assert (done.sent, done.waiting, done.problem and done.problem.id) == (0, 4, "channel.restored")
    with pytest.raises(RoundError) as refused:
        run_round(here(room), NOON)
    assert refused.value.message.id == "round.restored"
    with acting(here(room), NOON, By("Lan")) as act:
        assert restored.go_on(act)
    assert room.deliver(NOON).sent == 4


def test_what_had_left_before_a_restore_is_not_sent_again(room: Mailroom) -> None:
    file = back_up(room)
    room.tell(MORNING)
    room.compose(MORNING)
    assert room.deliver(MORNING).sent == 4
    room.engine.dispose()
    left = [mail["Message-ID"] for mail in room.files().values()]
    bring(file, room.settings, over=True)
    with acting(here(room), NOON, By("Lan")) as act:
        restored.go_on(act)
    room.tell(NOON)
    room.compose(NOON)
    assert room.deliver(NOON).sent == 0
    assert [mail["Message-ID"] for mail in room.files().values()] == left
    assert sorted(each.message_id_header for each in room.messages()) == sorted(left)
    assert {each.state.value for each in room.messages()} == {"sent"}


def test_a_cut_or_changed_file_is_refused(room: Mailroom) -> None:
    file = back_up(room)
    whole, held = file.read_bytes(), verify(file, None)
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:cut])
        with pytest.raises(BackupError):
            verify(file, None)
    refused = 0
    places = some(range(0, len(whole), len(whole) // 400), 50)
    for place in places:
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            # What is not told is a byte that says nothing, such as the time of a member.
            assert verify(file, None) == held
        except BackupError:
            refused += 1
    # The rest are bytes of the container that say nothing: in so small a backup its heads are a fifth.
    assert refused > len(places) * 0.7


@pytest.mark.long
def test_a_passphrase_hides_everything_and_another_opens_nothing(room: Mailroom, tmp_path: Path) -> None:
    file = back_up(room, "một mật khẩu dài")
    assert b"kstthc" not in file.read_bytes()
    settings, engine = elsewhere(room, f"sqlite:///{tmp_path}/other/dondoc.db")
    for wrong, said in ((None, "backup.needs-passphrase"), ("Một mật khẩu dài", "backup.wrong-passphrase")):
        with pytest.raises(BackupError) as refused:
            bring(file, settings, wrong)
        assert refused.value.message.id == said
    assert not settings.home.exists()
    bring(file, settings, "một mật khẩu dài")
    assert rows(engine) == rows(room.engine)


def test_work_is_not_written_over(room: Mailroom) -> None:
    file, before = back_up(room), rows(room.engine)
    with pytest.raises(BackupError) as refused:
        bring(file, room.settings)
    assert refused.value.message.id == "backup.has-work"
    with pytest.raises(BackupError) as refused:
        carry(room.engine, room.settings.database)
    assert refused.value.message.id == "backup.not-empty"  # what restores can replace, a copy cannot
    assert rows(room.engine) == before


def test_a_pipe_is_no_backup_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BackupError) as refused:
        verify(tmp_path / "pipe", None)
    assert refused.value.message.id == "backup.none"


@pytest.mark.long
@pytest.mark.parametrize("step", range(6))
def test_the_power_fails_at_each_step_of_a_restore(
    room: Mailroom, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename or link comes last, the database is the one of before, or the other whole."""
    file = back_up(room)
    room.tell(MORNING)
    room.compose(MORNING)
    before, done = rows(room.engine), 0
    room.engine.dispose()
    with monkeypatch.context() as patch:
        for owner, name in ((Path, "replace"), (os, "link")):
            true = getattr(owner, name)

            def counted(one: Path, other: Path, true: Callable[[Path, Path], object] = true) -> None:
                nonlocal done
                if done == step:
                    raise KeyboardInterrupt
                done += 1
                true(one, other)

            patch.setattr(owner, name, counted)
        with suppress(KeyboardInterrupt):
            bring(file, room.settings, over=True)
    with db.reading(room.engine) as s:
        marked = restored.waits(s) is not None
    assert marked or rows(room.engine) == before
    assert marked == (step > LAST_STEP)
    room.engine.dispose()
    assert bring(file, room.settings, over=True).kept  # and it can be done again


def made(file: Path, version: str) -> Path:
    """A backup of that schema with two rows of who owes what."""
    columns = '[["id","integer"],["obligation","text"],["unit","text"],["valid_from","day"]]'
    texts = (columns, '[1,"kstthc-quy","TST","2026-01-01"]', '[7,"kstthc-quy","PC",null]')
    lines = [f"{text}\n".encode() for text in texts]
    with file.open("wb") as opened, writing(opened, None) as backup:
        backup.add("tables/roster.jsonl", lines)
        backup.add("dondoc.toml", [b""])
        backup.finish(
            Manifest(
                dondoc="9.0", taken_at="2026-01-02T03:04:05+00:00", schema=version, database="postgresql",
                office="x", registry="x", rows={"roster": 2}, keys=False,
            )
        )  # fmt: skip
    return file


def test_an_older_schema_is_upgraded_and_a_newer_one_refused(room: Mailroom, tmp_path: Path) -> None:
    settings, engine = elsewhere(room, f"sqlite:///{tmp_path}/other/dondoc.db")
    with pytest.raises(BackupError) as refused:
        bring(made(tmp_path / "new.zip", "9999"), settings)
    assert refused.value.message.id == "backup.newer-schema"
    assert not settings.home.exists()
    bring(made(tmp_path / "old.zip", "0001"), settings)
    assert schema.check(engine) == schema.HEAD
    assert rows(engine)["roster"][2] == b'[7,"kstthc-quy","PC",null,null]\n'


def test_a_part_that_leaves_its_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    with file.open("wb") as opened, writing(opened, None) as backup:
        backup.add("registry/../../evil", [b"x"])
        backup.finish(Manifest("1", "2026-01-01T00:00:00+00:00", "0001", "sqlite", "x", "x", {}, False))
    with pytest.raises(BackupError):
        verify(file, None)


@pytest.mark.long
@pytest.mark.postgres
def test_an_office_moves_between_the_two_kinds_and_back(
    room: Mailroom, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    room.tell(MORNING)
    room.compose(MORNING)
    room.deliver(MORNING)
    server = request.getfixturevalue("postgres_server")
    url = server.new_database()
    settings, there = elsewhere(room, url)
    bring(back_up(room), settings)
    assert rows(there) == rows(room.engine)
    # What is there is kept in a schema of its own, and comes back from a backup of the server.
    kept = bring(back_up(room), settings, over=True).kept
    with there.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {kept}.task").scalar() == 4
    file = tmp_path / "server.zip"
    take(Installation(settings, room.registry, there), file, NOON, keys=False, passphrase=None, force=False)
    back, engine = elsewhere(room, f"sqlite:///{tmp_path}/back/dondoc.db")
    bring(file, replace(back, home=tmp_path / "back"))
    assert rows(engine) == rows(room.engine)
    # Numbers go on after those that came along.
    with db.session(there) as s:
        restored.mark(s, restored.Restored("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00+00:00"))
    other = server.new_database()
    assert carry(room.engine, other)["task"] == 4
    assert rows(db.engine_for(other)) == rows(room.engine)
    with pytest.raises(BackupError):
        carry(room.engine, other)


def test_a_part_that_was_put_in_place_of_another_is_refused(room: Mailroom, tmp_path: Path) -> None:
    """A ZIP that is whole in itself: only the sum in the manifest tells."""
    file = back_up(room)
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(file) as true, zipfile.ZipFile(forged, "w") as other:
        for name in true.namelist():
            other.writestr(name, true.read(name).replace(b"quan", b"quaN"))
    with pytest.raises(BackupError):
        verify(forged, None)


def test_only_what_left_between_a_backup_and_its_return_is_looked_for(tmp_path: Path) -> None:
    """What leaves later stands in the database: a run does not read the files of all years."""
    days = [datetime(2026, month, 15, tzinfo=UTC) for month in (1, 2, 3, 4, 5)]
    for day in days:
        note(tmp_path, f"<{day.month}@x.example>", day)
    assert between(tmp_path, days[1], days[3]) == {"<2@x.example>", "<3@x.example>", "<4@x.example>"}
