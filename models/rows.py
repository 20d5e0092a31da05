"""Rows in which something stands that cannot be read: found, and called by names that a person knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    String,
    Table,
    and_,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from language import Message
from models.errors import shown
from models.tables import Base
from models.tables import task as t
from models.types import EnumText, ExactDecimal, UnknownWord, UtcDateTime, kind_of, unknown

_TEXT = 'substr("{0}", 1, 10)'
_DAY = f"date({_TEXT}, '+0 days')"
"""Reckoned with, 31 February becomes 3 March: what is a day comes out as it went in."""
_FIGURE = r"^-?[0-9]+(\.[0-9]+)?$"


class Unreadable(NamedTuple):
    """A value that cannot be read: of which row of which table, by its first key."""

    table: str
    key: str
    column: str
    value: str


def unreadable(s: Session, *tables: Table) -> list[Unreadable]:
    """The values of `tables` (none: all) that are no day, no instant, no figure, no JSON or no word that this
    version knows. PostgreSQL takes no such days and no such JSON, SQLite everything that somebody writes into
    its file.
    """
    return [found for table in tables or Base.metadata.sorted_tables for found in _unreadable(s, table)]


def _unreadable(s: Session, table: Table) -> Iterator[Unreadable]:
    sqlite = s.get_bind().dialect.name == "sqlite"
    wrong: dict[str, Any] = {}
    for each in table.columns:
        if isinstance(each.type, EnumText):
            wrong[each.name] = unknown(each)
        elif isinstance(each.type, ExactDecimal):
            wrong[each.name] = ~type_coerce(each, String()).regexp_match(_FIGURE)
        elif sqlite and isinstance(each.type, JSON):
            document = type_coerce(each, String())
            wrong[each.name] = and_(document.is_not(None), func.json_valid(document) == 0)
        elif sqlite and isinstance(each.type, Date | DateTime | UtcDateTime):
            wrong[each.name] = literal_column(
                f'("{{0}}" IS NOT NULL AND {_DAY} IS NOT {_TEXT})'.format(each.name)
            )
    if not wrong:
        return
    said: list[Any] = [literal_column(f'"{name}"') for name in wrong]
    asked = select(_key(table), *said, *wrong.values()).where(or_(*wrong.values()))
    for number, *rest in s.execute(asked).all():
        for name, value, is_wrong in zip(wrong, rest[: len(wrong)], rest[len(wrong) :], strict=True):
            if is_wrong:
                yield Unreadable(table.name, str(number), name, str(value))


def named(s: Session, error: UnknownWord) -> UnknownWord | None:
    """The same error, saying in which row it stands: a task by its duty, period and unit; None where that is
    not found."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if kind_of(column) is not error.kind:
                continue
            try:
                row = s.execute(_row(table, column, error.said)).mappings().first()
            except SQLAlchemyError:
                return None
            if row is not None:
                return UnknownWord(
                    "database.in-row", error.said, error.kind, row=_called(table, row), column=column.name,
                    why=error.message, where=shown(s.get_bind().engine.url),
                )  # fmt: skip
    return None


def strays(s: Session, most: int) -> list[Message]:
    """The tasks in a state that nobody knows, at most so many: no list of what is owed or sent has them."""
    query = select(t.c.id.label("key"), t.c.obligation, t.c.period, t.c.unit).where(unknown(t.c.state))
    return [_called(t, row) for row in s.execute(query.limit(most)).mappings()]


def check_states(s: Session) -> None:
    """Raises UnknownWord for a task in a state that nobody knows: where the database itself counts how tasks
    stand, nothing else would notice."""
    s.execute(select(t.c.state).where(unknown(t.c.state)).limit(1)).first()


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns), next(iter(table.columns)))


def _row(table: Table, column: Column[Any], said: str) -> Any:
    """The first row in which that stands, with the task that it belongs to."""
    names = [each for each in ("recipient",) if each in table.columns]
    asked = select(_key(table).label("key"), *(table.c[each] for each in names))
    if table is t or "task_id" in table.columns:
        asked = asked.add_columns(t.c.obligation, t.c.period, t.c.unit)
    if "task_id" in table.columns:
        asked = asked.select_from(table.outerjoin(t, t.c.id == table.c.task_id))
    return asked.where(type_coerce(column, String()) == said).order_by(_key(table)).limit(1)


def _called(table: Table, row: Any) -> Message:
    if row.get("obligation"):
        return Message(
            "database.row-of-task", table=table.name, key=str(row["key"]), duty=row["obligation"],
            period=row["period"], unit=row["unit"],
        )  # fmt: skip
    if row.get("recipient"):
        return Message(
            "database.row-for", table=table.name, key=str(row["key"]), recipient=str(row["recipient"])
        )
    return Message("database.row", table=table.name, key=str(row["key"]))
