"""Archives that are missing, damaged, another's or older, and folders that cannot be used: each is told by
name, and nothing of them gets into the database."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from engine.archive import moving
from engine.archive.places import file_of, held
from engine.errors import ArchiveError
from engine.report.counting import count
from engine.report.scope import of_year
from models import archives, db
from tests.archive.invented import NOW, REGISTRY, everything, invent
from tests.archive.test_archiving import move, on_both, there

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", ["missing", "another's", "cut", "older"])
def test_a_report_refuses_rather_than_leave_a_year_out(
    scratch: Engine, tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 5)  # several batches a year: a copy made after one is older
    invent(scratch, 7, units=("TST", "VP"))
    file, older = file_of(tmp_path, 2023), tmp_path / "older"
    batches = 0
    for each in moving.archive(scratch, tmp_path, 2026, NOW):
        if each.year == 2023 and (batches := batches + 1) == 1:
            shutil.copy(file, older)
    assert batches > 1
    if how == "missing":
        file.unlink()
    elif how == "cut":
        file.write_bytes(file.read_bytes()[:5000])
    elif how == "older":
        older.replace(file)
    else:
        file.unlink()
        archives.make(file, {"office": "0000", "year": "2023"})
    with pytest.raises(ArchiveError, match="2023"), db.reading(scratch) as s:
        count(s, REGISTRY, NOW, of_year(2026), archives=tmp_path, years=True)
    left = everything(scratch)
    with pytest.raises(ArchiveError):
        list(moving.restore(scratch, tmp_path, 2023))
    assert everything(scratch) == left
    assert file.exists() == (how != "missing")


SPOIL = {
    "a mail": "UPDATE sent_mail SET mail = 'x' WHERE message_id = (SELECT max(message_id) FROM sent_mail)",
    "whom a mail went to": "UPDATE message SET recipient = 'VP' WHERE id = "
    "(SELECT max(message_id) FROM sent_mail)",
    "a task": "UPDATE task SET document_no = '9/XX' WHERE id = (SELECT max(id) FROM task)",
    "a notice": "UPDATE notice SET reason = 'x' WHERE id = (SELECT max(id) FROM notice)",
}


@on_both
@pytest.mark.parametrize("what", SPOIL)
def test_what_a_disk_gives_back_otherwise_is_never_brought_back(
    database: Engine, tmp_path: Path, what: str
) -> None:
    """SQLite notices nothing of it; the archive stays, and nothing of that batch is in the database."""
    invent(database, 3, units=("TST", "tinh-10"))
    move(database, tmp_path)
    file, whole = file_of(tmp_path, 2024), (tmp_path / "whole")
    shutil.copy(file, whole)
    with archives.writing(file) as s:
        s.execute(text(SPOIL[what]))
    with pytest.raises(ArchiveError, match="damaged"):
        list(moving.restore(database, tmp_path, 2024))
    assert file.exists()
    before = there(database, tmp_path)
    whole.replace(file)
    list(moving.restore(database, tmp_path, 2024))
    assert len(there(database, tmp_path)[0]) > len(before[0])


def test_an_archive_that_was_made_without_sums_is_brought_back_all_the_same(
    scratch: Engine, tmp_path: Path
) -> None:
    invent(scratch, 3, units=("TST", "VP"))
    before = everything(scratch)
    move(scratch, tmp_path)
    for file in sorted(tmp_path.glob("*.db")):
        with archives.writing(file) as s:
            s.execute(text("DROP TABLE sums"))
        list(moving.restore(scratch, tmp_path, int(file.stem)))
    assert everything(scratch) == before


def test_a_folder_that_cannot_be_used_is_told_by_name(scratch: Engine, tmp_path: Path) -> None:
    invent(scratch, 3, units=("TST", "VP"))
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ArchiveError, match="folder of archives"):
            move(scratch, folder)


def test_who_only_copies_needs_no_right_to_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a share that is mounted to read."""
    opened = os.open

    def reading_only(path: Any, flags: int, *more: Any) -> int:
        if flags & (os.O_RDWR | os.O_CREAT):
            raise OSError(errno.EROFS, "Read-only file system", str(path))
        return opened(path, flags, *more)

    monkeypatch.setattr(os, "open", reading_only)
    with held(tmp_path, alone=False):
        pass
    with held(tmp_path, alone=False):
        os.close(opened(tmp_path / ".lock", os.O_RDWR | os.O_CREAT))
    with (
        held(tmp_path, alone=False),
        pytest.raises(ArchiveError, match="Read-only"),
        held(tmp_path, alone=True),
    ):
        pass


def test_two_do_not_archive_at_once_nor_beside_a_backup(scratch: Engine, tmp_path: Path) -> None:
    for alone in (True, False):
        with held(tmp_path, alone=alone), pytest.raises(ArchiveError, match="archive"):
            move(scratch, tmp_path)
