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
    Row,
    String,
    Table,
    bindparam,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def among(
    s: Session, asked: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`asked` is one of `values`, however many: they travel as one parameter, so a million is no limit and
    the statement is the same, and prepared once, for one and for many."""
    listed = list(values)
    if s.get_bind().dialect.name == "sqlite":
        each = func.json_each(json.dumps(listed)).table_valued("value")
        return asked.in_(select(each.c.value))
    # By the column, since an empty list does not tell what it is a list of.
    kind = BigInteger() if isinstance(asked.type, Integer) else String()
    return asked == func.any(bindparam(None, listed, type_=ARRAY(kind)))


def insert_new(s: Session, table: Table) -> Insert:
    """An INSERT that passes over rows that break a UNIQUE constraint instead of failing."""
    if s.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def add_new(
    s: Session, table: Table, rows: list[dict[str, Any]], *returning: ColumnElement[Any]
) -> list[Row[Any]]:
    """Inserts those of `rows` (at least one; all with the same keys) that break no UNIQUE constraint; returns
    the columns asked for of what was inserted, in no particular order."""
    statement = insert_new(s, table)
    if s.get_bind().dialect.name == "sqlite":
        done = s.execute(statement.returning(*returning) if returning else statement, rows)
    else:
        # One array per column instead of one parameter per value: psycopg takes a tenth of the time over it.
        names = list(rows[0])
        arrays = [
            bindparam(None, [row[name] for row in rows], type_=ARRAY(table.c[name].type)) for name in names
        ]
        columns = [column(name, table.c[name].type) for name in names]
        fresh = func.unnest(*arrays).table_valued(*columns, name="fresh").render_derived()
        new = statement.from_select(names, select(fresh), include_defaults=False)
        done = s.execute(new.returning(*returning) if returning else new)
    return list(done.all()) if returning else []


def constants(table: Table, values: Mapping[str, Any]) -> list[ColumnElement[Any]]:
    """The values as columns of a SELECT, each in the type of the column of `table` that has its name."""
    return [literal(value, table.c[name].type).label(name) for name, value in values.items()]
