"""What can be wrong with a database, said so that its reader knows what to do next."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

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


class DatabaseError(Exception):
    """The database cannot be used; the text says why and what to do, and never contains a password.

    `transient`: trying the same again a little later may succeed.
    """

    def __init__(self, problem: Problem, message: str, *, transient: bool = False) -> None:
        super().__init__(message)
        self.problem = problem
        self.transient = transient


@contextlib.contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turns a driver's error about the database itself into a DatabaseError; others pass unchanged."""
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseError(
            Problem.LOCKED, "all connections to the database are in use; try again", transient=True
        ) from error
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
    """The database as a person names it: the file, or host, port and name; never a password."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database).absolute()) if url.database else "in memory"
    return f"{url.database or ''} on {url.host or 'localhost'}:{url.port or 5432}"


def missing_schema(url: URL) -> DatabaseError:
    """No table of ours is there yet."""
    return DatabaseError(Problem.SCHEMA_OLDER, f"the database {shown(url)} has no tables yet; run: {UPGRADE}")


def _explain_sqlite(error: BaseException | None, url: URL) -> DatabaseError | None:
    # Extended codes carry the primary one in their last byte.
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    file = Path(url.database or "").absolute()
    match primary:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return DatabaseError(
                Problem.LOCKED,
                f"the database {file} is locked by another process; wait for it to end (a round, a backup) "
                "and try again",
                transient=True,
            )
        case sqlite3.SQLITE_CANTOPEN:
            return _cannot_open(file)
        case sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_CORRUPT:
            what = "is not a database" if primary == sqlite3.SQLITE_NOTADB else "is damaged"
            return DatabaseError(
                Problem.NOT_A_DATABASE,
                f"the file {file} {what}; restore it from a backup, or move it away and run: {UPGRADE}",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            if "query_only" in str(error) or _writable(file):
                return DatabaseError(Problem.READ_ONLY, "a reading command tried to write; this is a bug")
            return _unwritable(file)
        case sqlite3.SQLITE_FULL:
            return DatabaseError(
                Problem.FULL, f"the disk with {file} is full; free some space, nothing was half written"
            )
        case sqlite3.SQLITE_IOERR:
            return DatabaseError(
                Problem.UNWRITABLE, f"the disk with {file} does not read or write properly ({error})"
            )
    if "no such table" in str(error) or "no such column" in str(error):
        return DatabaseError(
            Problem.SCHEMA_OLDER, f"the database {file} is from an older dondoc; run: {UPGRADE}"
        )
    return None


def _cannot_open(file: Path) -> DatabaseError:
    try:
        folder, there = file.is_dir(), file.exists()
    except OSError:  # a folder above it may not be searched
        return _unwritable(file)
    if folder:
        return DatabaseError(
            Problem.NOT_A_DATABASE, f"{file} is a folder, where a database file was expected"
        )
    if there:
        return _unwritable(file)
    return DatabaseError(
        Problem.MISSING, f"there is no database at {file}; check DONDOC_HOME, or create it: {UPGRADE}"
    )


def _unwritable(file: Path) -> DatabaseError:
    return DatabaseError(
        Problem.UNWRITABLE,
        f"cannot write {file} or its folder; let this user write both (SQLite keeps two files beside it)",
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
            f"the server refused user {url.username or '(none)'} for {where}: "
            "check user and password in DONDOC_DATABASE_URL",
        )
    if state == "3D000" or (not state and f'database "{url.database}" does not exist' in text):
        return DatabaseError(
            Problem.MISSING, f"there is no database {where}; create it: createdb {url.database}"
        )
    if state in {"53100", "53200"}:
        return DatabaseError(Problem.FULL, f"the server of {where} has no disk or memory left; free some")
    if state == "42501":
        return DatabaseError(
            Problem.REFUSED, f"user {url.username} may not do this in {where}; grant it the database's tables"
        )
    if state in {"40001", "40P01"}:
        return DatabaseError(
            Problem.CONFLICT, "another process changed the same rows; try again", transient=True
        )
    if state in {"55P03", "57014"}:
        return DatabaseError(
            Problem.LOCKED, f"{where} is locked by another process; try again", transient=True
        )
    if state == "25006":
        return DatabaseError(Problem.READ_ONLY, "a reading command tried to write; this is a bug")
    if state in {"42P01", "42703"}:
        return DatabaseError(
            Problem.SCHEMA_OLDER, f"the database {where} is from an older dondoc; run: {UPGRADE}"
        )
    # Connecting fails without an SQLSTATE; 08 and 57P are lost or refused connections, 53300 too many.
    if state[:2] == "08" or state[:3] == "57P" or state == "53300" or (not state and _is_operational(error)):
        return DatabaseError(
            Problem.UNREACHABLE,
            f"cannot reach the database {where}; is the server running, and host and port right?",
            transient=True,
        )
    return None


def _is_operational(error: BaseException | None) -> bool:
    # By name: importing psycopg costs SQLite users a tenth of a second for nothing.
    return any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
