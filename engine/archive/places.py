"""Where archives lie, and who may change them: one at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from engine.errors import ArchiveError
from engine.tasks import archived
from engine.tasks.archived import Year
from models import archives
from models.db import DatabaseError

_LOCK = ".lock"
OFFICE = "office"
"""The fact in an archive that says whose it is."""


def file_of(folder: Path, year: int) -> Path:
    """The archive of that year."""
    return folder / f"{year}.db"


def files_told(s: Session, folder: Path) -> dict[int, Path]:
    """The archives that the database tells of, by year; ArchiveError for one that is not there."""
    found = {}
    for year in archived.years(s):
        found[year] = path = file_of(folder, year)
        if not path.is_file():
            raise ArchiveError("archive.missing", file=str(path), year=str(year))
    return found


def checked(path: Path, office: str, of: Year) -> Path:
    """The archive, of this code's schema. ArchiveError for another database's, for an older copy that holds
    less than the database tells of, or one that cannot be read."""
    try:
        facts, came = archives.ready(path, of.batches)
    except DatabaseError as error:
        raise ArchiveError("archive.unreadable", file=str(path), why=error.message) from error
    if facts.get(OFFICE) != office:
        raise ArchiveError("archive.others", file=str(path))
    if came != of.tasks:
        raise ArchiveError("archive.others-count", file=str(path), found=came, n=of.tasks)
    return path


@contextmanager
def held(folder: Path, *, alone: bool) -> Iterator[None]:
    """Inside, nobody else changes an archive; `alone`: nor copies one. ArchiveError where somebody does. The
    kernel forgets it however this process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError("archive.busy", folder=str(folder)) from None
        yield
    finally:
        os.close(handle)
