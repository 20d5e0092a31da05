"""The databases to measure on, and what is spent on them: the processor's time of this process and of the
database's server, and the memory at the top.
"""

from __future__ import annotations

import gc
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event, text

from models import db
from tests.support import one_run, postgres

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """A migrated database of one kind."""

    kind: str
    engine: Engine
    server: int | None = None
    """The number of its server's process; SQLite has none."""

    def spent(self) -> float:
        """Seconds of the processor, of this process and the server's so far."""
        return time.process_time() + _of_server(self)

    def settle(self) -> None:
        """After many rows were written by hand: lets PostgreSQL learn of them, as it does by itself in time.
        SQLite only learns when it is asked to, and we never ask it."""
        if self.server:
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))


@contextmanager
def database(kind: str) -> Iterator[Measured]:
    """An empty, migrated database: a file of SQLite's, or one on a PostgreSQL server of its own on loopback
    that ends with it."""
    if kind == SQLITE:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/dondoc.db"
            db.upgrade(url)
            yield from _opened(Measured(kind, db.engine_for(url)))
        return
    programs = postgres.programs()
    if programs is None:
        raise SystemExit("PostgreSQL's server programs are not installed (initdb, postgres)")
    usual = os.environ.get("TMPDIR"), tempfile.tempdir
    one_run.begin()
    try:
        url = postgres.of_this_run(programs).new_database()
        number = int((one_run.folder() / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
        db.upgrade(url)
        yield from _opened(Measured(kind, db.engine_for(url), number))
    finally:
        postgres.stop_that_of_this_run()
        one_run.end()
        os.environ.pop("TMPDIR", None)
        os.environ |= {"TMPDIR": usual[0]} if usual[0] else {}
        tempfile.tempdir = usual[1]


def _opened(found: Measured) -> Iterator[Measured]:
    try:
        yield found
    finally:
        found.engine.dispose()


def kinds() -> tuple[str, ...]:
    """The databases that this machine has."""
    return (SQLITE, POSTGRESQL) if postgres.programs() else (SQLITE,)


class Statements:
    """What is spent on statements and how many there are, as long as it listens: seconds of the processor, of
    the server and of this process while it waits for an answer."""

    def __init__(self, measured: Measured) -> None:
        self._measured, self.number, self.seconds = measured, 0, -_of_server(measured)
        self._began = 0.0

    def __enter__(self) -> Statements:
        event.listen(self._measured.engine, "before_cursor_execute", self._before)
        event.listen(self._measured.engine, "after_cursor_execute", self._after)
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds += _of_server(self._measured)
        event.remove(self._measured.engine, "before_cursor_execute", self._before)
        event.remove(self._measured.engine, "after_cursor_execute", self._after)

    def _before(self, *_: object) -> None:
        self.number += 1
        self._began = time.thread_time()

    def _after(self, *_: object) -> None:
        self.seconds += time.thread_time() - self._began


class Memory:
    """The memory that this process holds at the top, in bytes, and how much `more` that is than before."""

    top = more = 0

    def __enter__(self) -> Memory:
        gc.collect()
        with suppress(OSError):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forgets the top so far
        self._before = _status("VmRSS")
        return self

    def __exit__(self, *_: object) -> None:
        self.top = _status("VmHWM")
        self.more = self.top - self._before

    def __str__(self) -> str:
        return f"{self.top / 2**20:,.0f} MB at the top, {self.more / 2**20:,.0f} MB more than before"


def _status(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found[1]) * 1024 if found else 0


def _of_server(measured: Measured) -> float:
    """The time of the server, of the processes that it has and of those that have ended."""
    number = measured.server
    if number is None:
        return 0.0
    ticks = sum(_stat(number)[11:15])
    for each in Path("/proc").iterdir():
        if each.name.isdecimal():
            with suppress(OSError, IndexError, ValueError):
                fields = _stat(int(each.name))
                ticks += sum(fields[11:13]) if fields[1] == number else 0
    return ticks / _TICK


def _stat(number: int) -> list[int]:
    """The numbers of `/proc/N/stat` behind the state, so that [1] is the parent and [11] the first time."""
    after = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
    return [0, *(int(each) for each in after.split()[1:])]
