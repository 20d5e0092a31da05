"""Rows in a form that both kinds of database read: what a backup keeps of them.

A table is lines of JSON. The first names its columns with their kinds, `[["id", "integer"], ...]`; each other
one is a row, a list in that order. Instants and days are ISO texts (instants in UTC), decimals texts. So the
form says by itself what it holds, also to a later version whose tables have other columns.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    func,
    inspect,
    literal,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from models.errors import explained
from models.tables import Base
from models.types import ExactDecimal, UtcDateTime

CHUNK = 2_000

# Nothing at all is NULL, and not the JSON document `null`.
_DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_TYPES: dict[str, TypeEngine[Any]] = {
    "integer": BigInteger(),
    "boolean": Boolean(),
    "text": String(),
    "instant": UtcDateTime(),
    "day": Date(),
    "decimal": ExactDecimal(),
    "document": _DOCUMENT,
}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


_READERS: dict[str, Callable[[Any], Any]] = {
    "instant": _instant,
    "day": date.fromisoformat,
    "decimal": Decimal,
}


class NotPortable(ValueError):
    """Lines that are no table of ours, or one that this database does not have."""


def names() -> tuple[str, ...]:
    """Our tables, each after those that it points to."""
    return tuple(table.name for table in Base.metadata.sorted_tables)


def holds_rows(engine: Engine, tables: Collection[str] | None = None) -> bool:
    """Whether any of these tables of ours (None: of all) holds a row; a database without tables holds none,
    nor does a file that is not there."""
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        return False
    with explained(engine.url), engine.execution_options(dondoc_reading=True).connect() as connection:
        there = set(inspect(connection).get_table_names())
        wanted = [Base.metadata.tables[name] for name in tables or names() if name in there]
        return any(
            connection.execute(select(literal(1)).select_from(each).limit(1)).first() for each in wanted
        )


def dump(s: Session, name: str, only: ColumnElement[bool] | None = None) -> Iterator[bytes]:
    """The table's lines (`only` those of some rows), in order of its key, read little by little: a million
    rows need no more room than a thousand."""
    table = Base.metadata.tables[name]
    kinds = [(column.name, _kind(column)) for column in table.columns]
    yield _line(kinds)
    # As plain text also what this version does not know: a word of a later one is carried, not judged.
    columns = [
        type_coerce(column, String()) if kind == "text" else column
        for column, (_, kind) in zip(table.columns, kinds, strict=True)
    ]
    query = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=CHUNK)
    for row in s.execute(query if only is None else query.where(only)):
        yield _line([_written(value) for value in row])


def read(lines: Iterable[bytes]) -> tuple[list[tuple[str, str]], Iterator[dict[str, Any]]]:
    """The columns with their kinds, and the rows one by one. NotPortable for lines that are none of these,
    also while the rows are read."""
    rest = iter(lines)
    kinds = _header(next(rest, b""))
    return kinds, _rows(kinds, rest)


def fill(connection: Connection, name: str, lines: Iterable[bytes], *, number_on: bool = True) -> int:
    """Puts the rows into the table of that name, within the connection's transaction; answers how many. With
    `number_on` it was empty, and new rows are numbered after these. NotPortable for a table or a column that
    is not there."""
    if name not in names():
        raise NotPortable(f"no table {name}")
    kinds, rows = read(lines)
    looked = inspect(connection)
    there = {each["name"] for each in looked.get_columns(name)} if looked.has_table(name) else set()
    if strange := [column for column, _ in kinds if column not in there]:
        raise NotPortable(f"{name} has no column {', '.join(strange)}")
    table = Table(name, MetaData(), *(Column(column, _TYPES[kind]) for column, kind in kinds))
    filled = 0
    while part := list(islice(rows, CHUNK)):
        connection.execute(table.insert(), part)
        filled += len(part)
    if number_on and connection.dialect.name == "postgresql" and "id" in table.c:
        # The rows brought their numbers along; new ones must go on after them.
        top = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0) + 1
        connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), top, False)))
    return filled


def _kind(column: Column[Any]) -> str:
    kind = column.type
    if isinstance(kind, UtcDateTime):
        return "instant"
    if isinstance(kind, ExactDecimal):
        return "decimal"
    for name, known in (("document", JSON), ("day", Date), ("boolean", Boolean), ("integer", Integer)):
        if isinstance(kind, known):
            return name
    return "text"


def _written(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def _line(values: object) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _header(line: bytes) -> list[tuple[str, str]]:
    kinds = _parsed(line)
    try:
        found = [(str(name), str(kind)) for name, kind in kinds]
    except (TypeError, ValueError) as error:
        raise NotPortable("the columns are not named") from error
    if not found or any(kind not in _TYPES for _, kind in found):
        raise NotPortable("a column is of no known kind")
    return found


def _rows(kinds: list[tuple[str, str]], lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    readers = [(name, _READERS.get(kind)) for name, kind in kinds]
    for line in lines:
        values = _parsed(line)
        if len(values) != len(readers):
            raise NotPortable("a row has not the columns of its table")
        try:
            yield {
                name: value if reader is None or value is None else reader(value)
                for (name, reader), value in zip(readers, values, strict=True)
            }
        except (TypeError, ValueError, ArithmeticError) as error:
            raise NotPortable("a value is not of its column's kind") from error


def _parsed(line: bytes) -> list[Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise NotPortable("a line is no JSON") from error
    if not isinstance(values, list):
        raise NotPortable("a line is no list")
    return values
