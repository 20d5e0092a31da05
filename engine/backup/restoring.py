"""Bringing a backup back, all or nothing: everything is made beside what is there, and one last step, which
the system does whole or not at all, puts the database in its place: a rename for SQLite, a commit for
PostgreSQL.

What was there stays: a SQLite file under another name, a server's tables in a schema of their own. Registry
and settings go into a folder of the home and never over others.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from config.settings import TOML_NAME, Settings
from engine.backup import parts
from engine.backup.container import Manifest, Reading, reading
from engine.backup.taking import sync_folder
from engine.backup.verifying import look_through, refuse_newer
from engine.errors import BackupError
from engine.tasks.restored import Restored, mark
from models import db, portable
from models.schema import HEAD, upgrade_on

_WORK = ("task", "message", "round_log")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a restore did: `folder` holds the registry and the settings of the backup; `kept` is where the
    database that was there lies now. `registry`, `settings`, `keys`: whether the home uses the backup's own.
    """

    manifest: Manifest
    folder: Path
    kept: str | None
    settings: bool
    keys: bool


def restore(
    settings: Settings, source: Path, now: datetime, *, passphrase: str | None, keys: bool, replace: bool
) -> Brought:
    """Brings the backup into the home and the database that `settings` name, and lets the rounds wait.

    BackupError for a backup that is not whole or of a later version, and for a home with work in it unless
    `replace`; DatabaseError when the database is in use or cannot be written. Then everything is as it was.
    """
    stamp = f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
    with reading(source, passphrase) as backup:
        refuse_newer(backup.manifest)
        look_through(backup)
        engine = db.engine_for(settings.database)
        try:
            if not replace and portable.holds_rows(engine, _WORK):
                raise BackupError("backup.has-work", where=db.shown(engine.url))
            settings.home.mkdir(parents=True, exist_ok=True)
            folder = _unpack(backup, settings, stamp)
            archives = _bring_archives(backup, settings, stamp)
            told = Restored(taken_at=backup.manifest.taken_at, at=now.astimezone(UTC).isoformat())
            engine.dispose()  # a connection of our own would keep the file from being set aside
            put = _into_file if engine.dialect.name == "sqlite" else _into_server
            kept = put(engine, backup, stamp, told)
        finally:
            engine.dispose()
        # From here on it is done; what follows fills gaps only, and may be done again by hand.
        _use_archives(archives, stamp)
        took = _take_settings(settings, backup, folder)
        held = keys and _take_keys(settings, backup)
        return Brought(backup.manifest, folder, kept, took, held)


def _unpack(backup: Reading, settings: Settings, stamp: str) -> Path:
    """The registry and the settings into a folder of their own, whole or not at all; evidence to the evidence
    that is there, under the same names."""
    folder = settings.home / f"restored-{stamp}"
    part = folder.with_name(f".{folder.name}.part")
    names = [parts.SETTINGS, *backup.named(parts.REGISTRY)]
    try:
        for name in names:
            _write(part / name, backup, name)
        (part / parts.REGISTRY).mkdir(exist_ok=True)
        part.replace(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    for name in backup.named(parts.EVIDENCE):
        if not (target := settings.home / name).exists():
            _write(target, backup, name)
    return folder


def _bring_archives(backup: Reading, settings: Settings, stamp: str) -> dict[Path, Path]:
    """The archives that the backup's database tells of, under names of their own beside those that are there;
    answers which takes whose place."""
    brought = {}
    for name in backup.named(parts.ARCHIVES):
        target = settings.archives / name.removeprefix(f"{parts.ARCHIVES}/")
        brought[target.with_name(f"{target.name}.restored-{stamp}")] = target
    for made, target in brought.items():
        _write(made, backup, f"{parts.ARCHIVES}/{target.name}")
    return brought


def _use_archives(brought: dict[Path, Path], stamp: str) -> None:
    """What was there is kept beside: it belongs to the database that is kept."""
    for made, target in brought.items():
        if target.exists():
            target.replace(target.with_name(f"{target.name}.replaced-{stamp}"))
        made.replace(target)


def _write(target: Path, backup: Reading, name: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for piece in backup.pieces(name):
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def _into_file(engine: Engine, backup: Reading, stamp: str, told: Restored) -> str | None:
    target = Path(engine.url.database or "").absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    made = target.with_name(f".{target.name}.{stamp}.restoring")
    url = URL.create("sqlite", database=str(made))
    try:
        db.upgrade(url, backup.manifest.schema)
        fresh = db.engine_for(url)
        try:
            with db.explained(url), fresh.begin() as connection:
                _fill(connection, backup)
            db.upgrade(url)
            with db.session(fresh) as s:
                mark(s, told)
        finally:
            fresh.dispose()
        with closing(sqlite3.connect(made)) as looked:
            if (said := looked.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise BackupError("backup.database-damaged", file=str(made), why=said)
        kept = _set_aside(target, stamp) if target.exists() else None
        made.replace(target)
        sync_folder(target.parent)
        return kept
    finally:
        for each in ("", "-wal", "-shm", "-journal"):
            made.with_name(made.name + each).unlink(missing_ok=True)


def _set_aside(target: Path, stamp: str) -> str:
    """Gives the database that is there a second name, with all that its log holds. It keeps the first one
    until the rename takes that: at no instant is there none."""
    kept = target.with_name(f"{target.name}.replaced-{stamp}")
    url = URL.create("sqlite", database=str(target))
    try:
        with db.explained(url), closing(sqlite3.connect(target, timeout=5, isolation_level=None)) as held:
            # Alone with the file: then closing it takes what its log holds into it, and the log away. A log
            # that stayed would be taken for the new file's.
            held.execute("PRAGMA locking_mode=EXCLUSIVE")
            held.execute("BEGIN EXCLUSIVE")
            held.execute("COMMIT")
            held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except db.DatabaseError as error:
        if error.problem is not db.Problem.NOT_A_DATABASE:
            raise
        # It cannot be read: it is kept as it lies, with its log.
        for each in ("-wal", "-shm"):
            beside = target.with_name(target.name + each)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + each))
    if target.with_name(f"{target.name}-wal").exists():
        raise BackupError("backup.in-use", file=str(target))
    os.link(target, kept)
    sync_folder(target.parent)
    return str(kept)


def _into_server(engine: Engine, backup: Reading, stamp: str, told: Restored) -> str | None:
    with db.explained(engine.url), engine.begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        kept = _move_aside(connection, f"replaced_{stamp.replace('-', '_')}")
        upgrade_on(connection, backup.manifest.schema)
        _fill(connection, backup)
        upgrade_on(connection, HEAD)
        with Session(bind=connection, join_transaction_mode="create_savepoint") as s, s.begin():
            mark(s, told)
        return kept


def _move_aside(connection: Connection, schema: str) -> str | None:
    """Our tables, with what belongs to them, into a schema of their own."""
    there = set(inspect(connection).get_table_names()) & {*portable.names(), "alembic_version"}
    if not there:
        return None
    connection.execute(text(f"CREATE SCHEMA {schema}"))
    for name in sorted(there):
        connection.execute(text(f"ALTER TABLE {name} SET SCHEMA {schema}"))
    ours = connection.execute(text("SELECT to_regprocedure('dondoc_append_only()') IS NOT NULL")).scalar()
    if ours:
        connection.execute(text(f"ALTER FUNCTION dondoc_append_only() SET SCHEMA {schema}"))
    return schema


def _fill(connection: Connection, backup: Reading) -> None:
    for name in (each for each in portable.names() if each in backup.manifest.rows):
        lines = backup.lines(f"{parts.TABLES}/{name}.jsonl")
        try:
            filled = portable.fill(connection, name, lines)
        except portable.NotPortable as error:
            raise BackupError("backup.damaged-rows", part=name, why=str(error)) from error
        if filled != backup.manifest.rows[name]:
            raise BackupError("backup.other-count", part=name, found=filled, n=backup.manifest.rows[name])


def _take_settings(settings: Settings, backup: Reading, folder: Path) -> bool:
    """The backup's settings and registry for a home that has no settings file; otherwise they lie in the
    folder for whoever wants them. A registry that is the one in use stays where it is."""
    if settings.toml.exists():
        return False
    said = (folder / parts.SETTINGS).read_text(encoding="utf-8")
    if not _same_registry(settings, backup):
        said = f'config = "{folder.name}/{parts.REGISTRY}"\n{said}'
    part = settings.toml.with_name(f".{TOML_NAME}.part")
    part.write_text(said, encoding="utf-8")
    part.replace(settings.toml)
    return True


def _same_registry(settings: Settings, backup: Reading) -> bool:
    ours = {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in parts.registry_files(settings).items()
    }
    theirs = {
        part.name: part.sha256 for part in backup.manifest.parts if part.name.startswith(f"{parts.REGISTRY}/")
    }
    return ours == theirs


def _take_keys(settings: Settings, backup: Reading) -> bool:
    """The keys for a home that has none: never over others, by which links that have left still open."""
    names = [name for name in backup.named(parts.KEYS) if not (settings.home / name).exists()]
    if names:
        (settings.home / parts.KEYS).mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in names:
        _write(settings.home / name, backup, name)
    return bool(names)
