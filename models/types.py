"""Column types that mean the same on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    String,
    and_,
    or_,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from models.errors import DatabaseError, Problem

E = TypeVar("E", bound=StrEnum)


class UnknownWord(DatabaseError, LookupError):
    """What stands in a row and this version cannot read: of a newer one, or somebody wrote into the file.

    `said` is that, as it stands there, and `kind` the type of the column. Which row it is says
    `models.rows.named`, whoever reads by `db.reading` or `db.session` hears it.
    """

    def __init__(self, name: str, said: str, kind: type[Any], **fields: Any) -> None:
        super().__init__(Problem.SCHEMA_NEWER, name, word=repr(said)[:100], **fields)
        self.said, self.kind = said, kind


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in, aware UTC out, to the microsecond.

    SQLite has no zone of its own and drops one silently, so there the UTC wall clock is stored as text
    (`2026-09-18 17:00:00.000000`, which also sorts by time); PostgreSQL stores `timestamptz`.
    A naive datetime is refused with ValueError: which instant it means is anybody's guess.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"{value.isoformat()} has no time zone; pass an aware datetime, best in UTC")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        # SQLite answers naive UTC; PostgreSQL an instant in the connection's zone.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[E], Generic[E]):
    """A StrEnum stored as its value, the lowercase word, in a plain text column.

    Deliberately without CHECK or a native enum: a later version may add a word while an older one still runs,
    and on SQLite changing a CHECK means rebuilding the table. What is written is checked here (ValueError);
    a word this version does not know raises UnknownWord when read, rather than passing for another.
    """

    impl = String
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words
        # A scan reads hundreds of thousands: a look-up takes a tenth of the time of calling the Enum.
        self.known = {word.value: word for word in words}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:
        if value is None:
            return None
        try:
            return self.known[value]
        except KeyError:
            known = ", ".join(self.known)
            raise UnknownWord("database.unknown-word", value, self.words, known=known) from None


def unknown(column: Column[Any]) -> ColumnElement[bool]:
    """The word in this column of EnumText is none that this version knows. Asked by what lies between the
    known ones: an index finds that without reading all rows."""
    said, kind = type_coerce(column, String()), column.type
    known: list[str] = sorted(kind.known) if isinstance(kind, EnumText) else []
    between = (and_(said > low, said < high) for low, high in pairwise(known))
    return or_(said < known[0], *between, said > known[-1])


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal figure kept to the digit, as plain text (`97.50`): SQLite's NUMERIC would make a binary
    fraction of it.

    Not for sorting or summing in SQL. ValueError for what is no finite number, UnknownWord for one that
    stands in a row.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError(f"{value} is no figure: expected a finite decimal")
        return f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        with suppress(InvalidOperation):
            if (figure := Decimal(value)).is_finite():
                return figure
        raise UnknownWord("database.no-figure", value, Decimal)


def from_json(said: str) -> Any:
    """What a JSON document of a row says; UnknownWord for what is none."""
    try:
        return json.loads(said)
    except ValueError:
        raise UnknownWord("database.no-json", said, JSON) from None


def kind_of(column: Column[Any]) -> type[Any] | None:
    """The `kind` of an UnknownWord that may stand in this column; None where all is read as it stands."""
    of = column.type
    if isinstance(of, EnumText):
        return of.words
    return Decimal if isinstance(of, ExactDecimal) else JSON if isinstance(of, JSON) else None


JsonDocument = JSON().with_variant(JSONB(), "postgresql")
"""JSON: text on SQLite, `jsonb` on PostgreSQL."""

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A key that numbers itself: SQLite does that only for a column declared exactly INTEGER."""


def some_rows(name: str, column: str, where: str) -> Index:
    """An index of some rows only, which costs nothing where the others are written."""
    return Index(name, column, sqlite_where=text(where), postgresql_where=text(where))
