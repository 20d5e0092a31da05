"""What can be wrong with a database, said so that its reader knows what to do next."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from language import MessageError

UPGRADE = "dondoc db upgrade"


class Problem(StrEnum):
    """What a caller may want to tell apart."""

    URL = "url"
    MISSING = "missing"
    LOCKED = "locked"
    NOT_A_DATABASE = "not_a_database"
    UNWRITABLE = "unwritable"
    FULL = "full"
    SCHEMA_OLDER = "schema_older"
    SCHEMA_NEWER = "schema_newer"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    CONFLICT = "conflict"
    READ_ONLY = "read_only"


class DatabaseError(MessageError):
    """The database cannot be used; the text says why and what to do, and never contains a password.

    `transient`: trying the same again a little later may succeed.
    """

    def __init__(self, problem: Problem, name: str, *, transient: bool = False, **fields: Any) -> None:
        super().__init__(name, **fields)
        self.problem = problem
        self.transient = transient


@contextlib.contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns a driver's error about the database itself into a DatabaseError; others pass unchanged."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseError(Problem.LOCKED, "database.all-in-use", transient=True) from error
    except DBAPIError as error:
        said = explain(error, url)
        if said is None:
            raise
        raise said from error
    except sqlite3.Error as error:  # raised by a PRAGMA while connecting
        said = _explain_sqlite(error, url)
        if said is None:
            raise
        raise said from error


def explain(error: DBAPIError, url: URL) -> DatabaseError | None:
    """What a driver's error means to a person, or None when it is not about the database as a whole."""
    if isinstance(error, IntegrityError):
        return None
    if url.get_backend_name() == "sqlite":
        return _explain_sqlite(error.orig, url)
    return _explain_postgresql(error.orig, url)


def shown(url: URL) -> str:
    """The database as a person of any language names it: the file, or host, port and name; never a
    password."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database).absolute()) if url.database else "in memory"
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"


def missing_schema(url: URL) -> DatabaseError:
    """No table of ours is there yet."""
    return DatabaseError(Problem.SCHEMA_OLDER, "database.no-tables", where=shown(url), upgrade=UPGRADE)


def _explain_sqlite(error: BaseException | None, url: URL) -> DatabaseError | None:
    # Extended codes carry the primary one in their last byte.
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    file = Path(url.database or "").absolute()
    match primary:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseError(
                Problem.LOCKED,
                "database.locked-wait",
                file=str(file),
                transient=True,
            )
        case sqlite3.SQLITE_CANTOPEN:
            return _cannot_open(file)
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            what = "database.no-database" if primary == sqlite3.SQLITE_NOTADB else "database.damaged"
            return DatabaseError(Problem.NOT_A_DATABASE, what, file=str(file))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            if "query_only" in str(error) or _writable(file):
                return DatabaseError(Problem.READ_ONLY, "database.read-only")
            return _unwritable(file)
        case sqlite3.SQLITE_FULL:
            return DatabaseError(Problem.FULL, "database.disk-full", file=str(file))
        case sqlite3.SQLITE_IOERR:
            return DatabaseError(Problem.UNWRITABLE, "database.disk-broken", file=str(file), error=str(error))
    if "no such table" in str(error) or "no such column" in str(error):
        return DatabaseError(Problem.SCHEMA_OLDER, "database.older", where=str(file), upgrade=UPGRADE)
    return None


def _cannot_open(file: Path) -> DatabaseError:
    try:
        folder, there = file.is_dir(), file.exists()
    except OSError:  # a folder above it may not be searched
        return _unwritable(file)
    if folder:
        return DatabaseError(Problem.NOT_A_DATABASE, "database.folder", file=str(file))
    if there:
        return _unwritable(file)
    return DatabaseError(Problem.MISSING, "database.missing", file=str(file), upgrade=UPGRADE)


def _unwritable(file: Path) -> DatabaseError:
    return DatabaseError(
        Problem.UNWRITABLE,
        "database.unwritable",
        file=str(file),
    )


def _writable(file: Path) -> bool:
    try:
        with file.open("r+b"):
            return True
    except OSError:
        return False


def _explain_postgresql(error: BaseException | None, url: URL) -> DatabaseError | None:
    state = getattr(error, "sqlstate", None) or ""
    text = str(error)
    where = shown(url)
    if state.startswith("28") or "authentication failed" in text or "no password supplied" in text:
        return DatabaseError(
            Problem.REFUSED,
            "database.refused-user",
            user=url.username or "(none)",
            where=where,
        )
    if state == "3D000" or (not state and f'database "{url.database}" does not exist' in text):
        return DatabaseError(Problem.MISSING, "database.missing-server", where=where, database=url.database)
    if state in {"53100", "53200"}:
        return DatabaseError(Problem.FULL, "database.server-full", where=where)
    if state == "42501":
        return DatabaseError(Problem.REFUSED, "database.not-granted", user=url.username, where=where)
    if state in {"40001", "40P01"}:
        return DatabaseError(Problem.CONFLICT, "database.conflict", transient=True)
    if state in {"55P03", "57014"}:
        return DatabaseError(Problem.LOCKED, "database.locked", where=where, transient=True)
    if state == "25006":
        return DatabaseError(Problem.READ_ONLY, "database.read-only")
    if state in {"42P01", "42703"}:
        return DatabaseError(Problem.SCHEMA_OLDER, "database.older", where=where, upgrade=UPGRADE)
    # Connecting fails without an SQLSTATE; 08 and 57P are lost or refused connections, 53300 too many.
    if state[:2] == "08" or state[:3] == "57P" or state == "53300" or (not state and _is_operational(error)):
        return DatabaseError(
            Problem.UNREACHABLE,
            "database.unreachable",
            where=where,
            transient=True,
        )
    return None


def _is_operational(error: BaseException | None) -> bool:
    # By name: importing psycopg costs SQLite users a tenth of a second for nothing.
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
