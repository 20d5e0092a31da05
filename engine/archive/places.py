"""Where archives lie, and who may change them: one at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.orm import Session

from engine.errors import ArchiveError
from engine.tasks import archived
from engine.tasks.archived import Year
from language import system
from models import archives
from models.db import DatabaseError, Problem
from models.types import UnknownWord

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
    with of_archive(path):
        facts, came = archives.ready(path, of.batches)
    if facts.get(OFFICE) != office:
        raise ArchiveError("archive.others", file=str(path))
    if came != of.tasks:
        raise ArchiveError("archive.others-count", file=str(path), found=came, n=of.tasks)
    return path


@contextmanager
def of_archive(path: Path) -> Iterator[None]:
    """What is wrong with that file is an ArchiveError: what helps a database does not help an archive."""
    try:
        yield
    except UnknownWord:
        raise
    except DatabaseError as error:
        if str(path.absolute()) not in map(str, error.message.fields.values()):
            raise
        if error.problem in (Problem.NOT_A_DATABASE, Problem.SCHEMA_OLDER):
            raise ArchiveError("archive.damaged", file=str(path)) from error
        raise ArchiveError("archive.unreadable", file=str(path), why=error.message) from error


@contextmanager
def held(folder: Path, *, alone: bool) -> Iterator[None]:
    """Inside, nobody else changes an archive; `alone`: nor copies one. ArchiveError where somebody does, or
    the folder cannot be used. The kernel forgets it however this process ends."""
    if (handle := _opened(folder, alone=alone)) is None:
        yield
        return
    try:
        try:
            fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError("archive.busy", folder=str(folder)) from None
        yield
    finally:
        os.close(handle)


def _opened(folder: Path, *, alone: bool) -> int | None:
    """The lock's handle; None where the folder can only be read and nobody has ever locked it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o640)
    except OSError as error:
        if alone or not folder.is_dir():
            raise ArchiveError("archive.folder", folder=str(folder), why=system.why(error)) from error
    with suppress(FileNotFoundError):
        return os.open(folder / _LOCK, os.O_RDONLY)
    return None
