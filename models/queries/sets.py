"""What SQLite and PostgreSQL say differently about sets of rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Insert,
    Integer,
    String,
    Table,
    bindparam,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def among(
    s: Session, column: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`column` is one of `values`, however many: they travel as one parameter, so a million is no limit and
    the statement is the same, and prepared once, for one and for many."""
    listed = list(values)
    if s.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        return column.in_(select(each.c.value))
    # By the column, since an empty list does not tell what it is a list of.
    kind = BigInteger() if isinstance(column.type, Integer) else String()
    return column == func.any(bindparam(None, listed, type_=ARRAY(kind)))


def insert_new(s: Session, table: Table) -> Insert:
    """An INSERT that passes over rows that break a UNIQUE constraint instead of failing."""
    if s.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def constants(table: Table, values: Mapping[str, Any]) -> list[ColumnElement[Any]]:
    """The values as columns of a SELECT, each in the type of the column of `table` that has its name."""
    return [literal(value, table.c[name].type).label(name) for name, value in values.items()]
