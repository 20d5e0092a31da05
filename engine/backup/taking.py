"""Taking a backup: one moment of the database, the registry's files, settings without secrets; read
back before it gets its name.
"""

from __future__ import annotations

import logging
import os
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import URL, Engine

from engine.archive.places import checked, files_told
from engine.archive.places import held as archives_held
from engine.backup import parts
from engine.backup.abandoned import held, sweep
from engine.backup.container import Manifest, Writing, reading, writing
from engine.backup.verifying import look_through
from engine.errors import BackupError
from engine.installation import Installation
from engine.noted import noted
from engine.tasks import archived
from models import db, portable, queries

log = logging.getLogger(__name__)


def take(
    installation: Installation,
    target: Path,
    now: datetime,
    *,
    keys: bool,
    passphrase: str | None,
    force: bool,
) -> Manifest:
    """Writes the backup beside `target`, reads it back, and only then gives it its name; rounds and answers
    go on meanwhile. With `keys` also what signs links and lets persons in.

    BackupError or DatabaseError when it cannot be: then there is no file, or the one of before.
    """
    sweep(target.parent, f".{escape(target.name)}.????????.part", now)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file, held(part):
            with writing(file, passphrase) as backup:
                _fill(backup, installation, now, keys)
            file.flush()
            os.fsync(file.fileno())
        with reading(part, passphrase) as written:
            look_through(written)
            manifest = written.manifest
        if force:
            part.replace(target)
        else:
            os.link(part, target)  # unlike a rename, it never replaces a file that came meanwhile
        sync_folder(target.parent)
        # What is there is a backup all the same, even if that cannot be noted.
        with suppress(db.DatabaseError), db.session(installation.engine) as s:
            queries.seeing.note_backup(s, now)
        noted(log, logging.INFO, "backup", "a backup was taken", rows=sum(manifest.rows.values()))
        return manifest
    finally:
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """What was renamed in the folder stays so after a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(backup: Writing, installation: Installation, now: datetime, keys: bool) -> None:
    settings, registry, engine = installation.settings, installation.registry, installation.engine
    rows: dict[str, int] = {}
    with ExitStack() as stack:
        if settings.archives.is_dir():  # what the database tells of them stays so until they are copied
            stack.enter_context(archives_held(settings.archives, alone=False))
        still = stack.enter_context(_one_moment(engine, now))
        s = stack.enter_context(db.reading(still))
        schema = db.check(still)
        for name in portable.names():
            backup.add(f"{parts.TABLES}/{name}.jsonl", _counted(portable.dump(s, name), name, rows))
        for year, path in files_told(s, settings.archives).items():
            checked(path, archived.office(s), archived.told(s, year))
            backup.add(f"{parts.ARCHIVES}/{path.name}", parts.pieces(path))
    text, left = parts.settings_text(settings)
    backup.add(parts.SETTINGS, [text.encode()])
    files = {**parts.registry_files(settings), **parts.evidence_files(settings)}
    if keys:
        files |= parts.key_files(settings)
    for name, path in files.items():
        backup.add(name, parts.pieces(path))
    backup.finish(
        Manifest(
            dondoc=version("dondoc"),
            taken_at=now.astimezone(UTC).isoformat(timespec="seconds"),
            schema=schema,
            database=engine.dialect.name,
            office=registry.office.name,
            registry=registry.fingerprint,
            rows=rows,
            keys=keys,
            secrets=left,
        )
    )


def _counted(lines: Iterator[bytes], name: str, rows: dict[str, int]) -> Iterator[bytes]:
    rows[name] = -1  # the first line names the columns
    for line in lines:
        rows[name] += 1
        yield line


@contextmanager
def _one_moment(engine: Engine, now: datetime) -> Iterator[Engine]:
    """The database, as of one moment. SQLite is copied first, by its online backup: a long look at the file
    itself would keep what is written meanwhile out of it. A copy that is damaged is told."""
    if engine.dialect.name != "sqlite":
        yield engine
        return
    source = Path(engine.url.database or "").absolute()
    sweep(source.parent, ".backup-*", now)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=source.parent) as folder, held(Path(folder)):
        copy = Path(folder) / "copy.db"
        with (
            db.explained(engine.url),
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as origin,
            closing(sqlite3.connect(copy)) as target,
        ):
            origin.backup(target)
            said = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if said != "ok":
            raise BackupError("backup.database-damaged", file=str(source), why=said)
        still = db.engine_for(URL.create("sqlite", database=str(copy)))
        try:
            yield still
        finally:
            still.dispose()
