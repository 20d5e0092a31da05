"""Engines: how we talk to SQLite and to PostgreSQL.

SQLite is given what it leaves out by default: foreign keys, a write lock taken when a writing transaction
begins (so that two writers wait for each other instead of failing half-way), and no file made by mere
looking.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Dialect, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy import types as sqltypes
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import ArgumentError

from models.errors import DatabaseError, Problem
from models.types import from_json

NO_DAY = date(9998, 12, 31)
"""Stands for what is no day; outside of every working calendar, so nothing is decided by it."""
BUSY_SECONDS = 30
_POSTGRESQL = {"connect_timeout": 10, "application_name": "dondoc"}
"""Seconds for connecting as a whole, and what the server's own lists call us."""


def parse_url(url: str | URL) -> URL:
    """The URL with its driver. Accepts `sqlite:///FILE` (relative to the working directory; four slashes for
    an absolute one) and `postgresql://USER:PASSWORD@HOST:PORT/NAME`.

    Raises DatabaseError on anything else, without repeating it: it may hold a password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = None
    backend = parsed.get_backend_name() if parsed else None
    if parsed and backend == "sqlite":
        return parsed
    if parsed and backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseError(
        Problem.URL,
        "database.url",
    )


def engine_for(url: str | URL, *, create: bool = False) -> Engine:
    """An engine for `url` (see `parse_url`); does not connect yet.

    A SQLite file that is not there is an error when first used, unless `create`, which only `upgrade` needs.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite_engine(parsed, create=create)
    engine = create_engine(
        parsed,
        pool_pre_ping=True,
        json_serializer=_to_json,
        # What the URL itself says wins: these would otherwise go over it.
        connect_args={name: value for name, value in _POSTGRESQL.items() if name not in parsed.query},
    )
    event.listen(engine, "connect", _lists_at_once)
    return engine


def _lists_at_once(connection: Any, _record: object) -> None:
    from models.lists import ListsAtOnce  # the driver, which SQLite does not need

    connection.adapters.register_dumper(list, ListsAtOnce)


def in_memory(url: URL) -> bool:
    """Whether this is SQLite without a file."""
    return url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}


def sqlite_engine(url: URL, *, create: bool, throw_away: bool = False) -> Engine:
    """An engine for a SQLite file or memory. `throw_away` spares the disk: nothing survives a power cut."""
    memory, patience = in_memory(url), _patience(url)
    file = Path(url.database or "").absolute()
    target = ":memory:" if memory else f"file:{quote(str(file))}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        # isolation_level None: the driver begins nothing by itself, `_begin` does.
        # check_same_thread False: the pool hands a connection to one thread at a time.
        connection = sqlite3.connect(
            target, uri=not memory, timeout=patience, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA recursive_triggers=ON")
        # FULL otherwise: a mail recorded as sent must stay so after a power cut, or it is sent twice.
        connection.execute(f"PRAGMA synchronous={'OFF' if throw_away else 'FULL'}")
        return connection

    engine = create_engine(
        url,
        creator=connect,
        poolclass=StaticPool if memory else None,
        json_serializer=_to_json,
        json_deserializer=from_json,  # PostgreSQL keeps no document that is none
    )
    event.listen(engine, "begin", _begin)
    engine.dialect.colspecs = {**engine.dialect.colspecs, sqltypes.Date: _Day, sqltypes.DateTime: _Instant}
    return engine


class _Day(sqlite.DATE):
    """What stands in a row and is no day is NO_DAY: one such row must not keep all others from being read."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], date | None]:
        """Text to day."""

        def read(value: str | None) -> date | None:
            try:
                return None if value is None else date.fromisoformat(value)
            except (ValueError, TypeError):
                return NO_DAY

        return read


class _Instant(sqlite.DATETIME):
    """The same for instants."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], datetime | None]:
        """Text to a naive UTC instant."""

        def read(value: str | None) -> datetime | None:
            try:
                return None if value is None else datetime.fromisoformat(value)
            except (ValueError, TypeError):
                return datetime.combine(NO_DAY, time())

        return read


def _patience(url: URL) -> float:
    """Seconds to wait for another writer: `sqlite:///FILE?timeout=5` says so, as it does elsewhere."""
    text = url.query.get("timeout", str(BUSY_SECONDS))
    if isinstance(text, str) and text.replace(".", "", 1).isdecimal() and text.isascii():
        return float(text)
    raise DatabaseError(Problem.URL, "database.url-timeout")


def _begin(connection: Connection) -> None:
    reads = bool(connection.get_execution_options().get("dondoc_reading"))
    if connection.info.get("reads") is not reads:
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
        connection.info["reads"] = reads
    connection.exec_driver_sql("BEGIN DEFERRED" if reads else "BEGIN IMMEDIATE")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
