"""The schema's versions: bringing a database up to this code's, and refusing one that does not fit.

Alembic runs inside the program: from any working directory, without an ini file, without touching logging. A
migration and the record of its version are one transaction, and two processes that upgrade at once wait for
each other. Alembic is imported only to upgrade; checking needs no more than the list of versions here (a test
holds it true).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from language import system
from models.engines import engine_for, in_memory, parse_url
from models.errors import UPGRADE, DatabaseError, Problem, explained, missing_schema, shown

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""All versions of the schema, oldest first."""

HEAD = REVISIONS[-1]

# Any number will do, as long as nobody else in the same PostgreSQL database locks it: "dondoc" in ASCII.
UPGRADE_LOCK = 0x646F6E646F63
WAIT_SECONDS = 60


def check(engine: Engine) -> str:
    """The database's version, which is this code's. Writes nothing and waits for no writer.

    Raises DatabaseError, saying what to do, when it is missing, unreadable, older or newer.
    """
    found = version(engine)
    if found is None:
        raise missing_schema(engine.url)
    if found != HEAD:
        _refuse_newer(found, engine.url)
        raise DatabaseError(
            Problem.SCHEMA_OLDER,
            "database.schema-older",
            where=shown(engine.url),
            found=found,
            head=HEAD,
            upgrade=UPGRADE,
        )
    return found


def version(engine: Engine) -> str | None:
    """The database's version, of whatever dondoc; None when it has no tables yet. Writes nothing.

    Raises DatabaseError when it is missing or cannot be read.
    """
    with explained(engine.url), engine.execution_options(dondoc_reading=True).connect() as connection:
        return _version(connection)


def lacking(engine: Engine) -> tuple[str, ...]:
    """What is not there of what this code reads and writes: tables, and columns as `task.unit`. Whatever the
    recorded version says: somebody may have dropped one."""
    from models.tables import Base  # a mere check of the version does without

    with explained(engine.url), engine.execution_options(dondoc_reading=True).connect() as connection:
        looked = inspect(connection)
        there = set(looked.get_table_names())
        gone: list[str] = []
        for table in Base.metadata.sorted_tables:
            if table.name not in there:
                gone.append(table.name)
                continue
            columns = {each["name"] for each in looked.get_columns(table.name)}
            gone += [f"{table.name}.{each.name}" for each in table.columns if each.name not in columns]
    return tuple(gone)


def upgrade(target: str | URL | Engine, to: str = "head") -> str:
    """Brings the database to this code's schema and returns its version; makes a SQLite file and its folder.

    All or nothing, whoever else does the same at the same time. A newer one is refused, never downgraded.
    """
    url = target.url if isinstance(target, Engine) else parse_url(target)
    if in_memory(url):
        if not isinstance(target, Engine):
            raise DatabaseError(Problem.URL, "database.in-memory")
        return _upgrade(target, to)
    if url.get_backend_name() == "sqlite":
        _make_folder(url)
    # An engine of its own: only this one may create the file, and its connection is used for nothing else.
    engine = engine_for(url, create=True)
    try:
        return _upgrade(engine, to)
    finally:
        engine.dispose()


def upgrade_on(connection: Connection, to: str = "head") -> None:
    """Brings the tables there are, or none, to that version within the connection's own transaction. For
    PostgreSQL, or for a SQLite database that holds no rows yet."""
    from alembic import command

    command.upgrade(alembic_config(connection), to)


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, to be run on `connection`."""
    from alembic.config import Config

    config = Config()
    # Config interpolates `%`, which a folder's name may contain.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(engine: Engine, to: str) -> str:
    from alembic import command

    with explained(engine.url), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _use_wal(connection)
        with _upgrading(connection):
            found = _version(connection)
            if found is not None:
                _refuse_newer(found, engine.url)
            wanted = HEAD if to == "head" else to
            if found != wanted:
                command.upgrade(alembic_config(connection), wanted)
        return wanted


@contextmanager
def _upgrading(connection: Connection) -> Iterator[None]:
    """One transaction that no other upgrade can run beside."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            connection.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
            yield
        return
    # Rebuilding a table drops it, which with foreign keys on would count as deleting its rows; the switch
    # works only outside a transaction, and the check before the commit stands in for it.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(
                    f"the migration would leave {len(broken)} rows pointing nowhere: {broken[:3]}"
                )
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


def _use_wal(connection: Connection) -> None:
    """Write-ahead logging, so that readers and the writer never wait for each other; it stays with the
    file."""
    # Changing the mode needs the file alone and, unlike a transaction, does not wait for it.
    until = time.monotonic() + WAIT_SECONDS
    raw = connection.connection.driver_connection
    assert raw is not None
    while True:
        try:
            raw.execute("PRAGMA journal_mode=WAL")
            return
        except Exception as error:
            busy = "locked" in str(error)
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.05)


def _refuse_newer(found: str, url: URL) -> None:
    if found not in REVISIONS:
        raise DatabaseError(
            Problem.SCHEMA_NEWER,
            "database.schema-newer",
            where=shown(url),
            found=found,
            head=HEAD,
        )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    try:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    return None if found is None else str(found)


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(
            Problem.UNWRITABLE,
            "database.no-folder",
            folder=str(folder),
            why=system.why(error),
        ) from error
