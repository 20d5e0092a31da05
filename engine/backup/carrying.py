"""Carrying an office over to another database, row by row, counted and compared before it counts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Engine
from sqlmodel import Session

from engine.errors import BackupError
from models import db, portable


def carry(source: Engine, to: str) -> dict[str, int]:
    """Copies every table, as of one moment, into the database of that URL, which has none of our rows yet;
    answers the rows of each. What has arrived is read back and compared before it is committed, byte by byte.

    BackupError when the other holds rows, or something arrived otherwise than it left; DatabaseError when
    either cannot be used. Then the other holds no rows.
    """
    url = db.parse_url(to)
    target = db.engine_for(url)
    counts: dict[str, int] = {}
    try:
        if portable.holds_rows(target):
            raise BackupError("backup.not-empty", where=db.shown(url))
        db.upgrade(url)
        with db.reading(source) as origin, db.explained(url), target.begin() as connection:
            there = Session(bind=connection)
            for name in portable.names():
                digest = hashlib.sha256()
                counts[name] = portable.fill(connection, name, _noted(portable.dump(origin, name), digest))
                arrived = hashlib.sha256()
                for line in portable.dump(there, name):
                    arrived.update(line)
                if arrived.digest() != digest.digest():
                    raise BackupError("backup.arrived-otherwise", table=name)
    finally:
        target.dispose()
    return counts


def _noted(lines: Iterator[bytes], digest: hashlib._Hash) -> Iterator[bytes]:
    for line in lines:
        digest.update(line)
        yield line
