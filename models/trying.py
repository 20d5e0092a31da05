"""What a round needs of the database, tried: the write lock, a row that is written and taken back, and rows
that can be read.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import URL, Date, DateTime, Table, literal_column, or_, select, text
from sqlalchemy.orm import Session

from models import db, queries
from models.tables import Base
from models.types import EnumText, UtcDateTime, unknown

TRIED = "tried"
_TEXT = 'substr("{0}", 1, 10)'
_DAY = f"date({_TEXT}, '+0 days')"
"""Reckoned with, 31 February becomes 3 March: what is a day comes out as it went in."""


class Unreadable(NamedTuple):
    """A value that is no day, no instant or no known word: of which row of which table, by its first key."""

    table: str
    key: str
    column: str
    value: str


class _TakenBack(Exception):
    """Ends the trial."""


def try_to_write(url: URL, patience: int) -> None:
    """Writes a row and takes it back. DatabaseError when that cannot be, also when somebody else keeps the
    write lock for longer than `patience` seconds.
    """
    sqlite = url.get_backend_name() == "sqlite"
    engine = db.engine_for(url.update_query_dict({"timeout": str(patience)}) if sqlite else url)
    try:
        with db.session(engine) as s:
            if not sqlite:
                s.execute(text(f"SET LOCAL lock_timeout = '{patience}s'"))
            queries.put(s, TRIED, TRIED)
            raise _TakenBack
    except _TakenBack:
        pass
    finally:
        engine.dispose()


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def unreadable(s: Session, *tables: Table) -> list[Unreadable]:
    """The values of `tables` (none: all) that are no day, no instant or no word that this version knows.
    PostgreSQL takes no such days, SQLite everything that somebody writes into its file.
    """
    sqlite = s.get_bind().dialect.name == "sqlite"
    found: list[Unreadable] = []
    for table in tables or Base.metadata.sorted_tables:
        key = next(iter(table.primary_key.columns), next(iter(table.columns)))
        dates = [each.name for each in table.columns if isinstance(each.type, Date | DateTime | UtcDateTime)]
        days = dates if sqlite else []
        words = {each.name: each.type.known for each in table.columns if isinstance(each.type, EnumText)}
        if not (days or words):
            continue
        wrong: list[Any] = [
            text(f'("{name}" IS NOT NULL AND {_DAY} IS NOT {_TEXT})'.format(name)) for name in days
        ]
        wrong += [unknown(table.c[name]) for name in words]
        columns: list[Any] = [literal_column(f'"{name}"') for name in (*days, *words)]
        for row in s.execute(select(key, *columns).select_from(table).where(or_(*wrong))).all():
            found += [
                Unreadable(table.name, str(row[0]), name, str(value))
                for name, value in zip((*days, *words), row[1:], strict=True)
                if value is not None and not (value in words[name] if name in words else _is_day(str(value)))
            ]
    return found
