"""What SQLite and PostgreSQL say differently about sets of rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
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
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine


def among(
    s: Session, asked: ColumnElement[Any], values: Collection[int] | Collection[str]
) -> ColumnElement[bool]:
    """`asked` is one of `values`, however many: they travel as one parameter, so a million is no limit and
    the statement is the same, and prepared once, for one and for many."""
    database = kind(s)
    return _among(database, asked, bindparam(None, listed(database, values), type_=_type(database, asked)))


def both_among(
    s: Session, asked: tuple[ColumnElement[str], ColumnElement[str]], pairs: Collection[tuple[str, str]]
) -> ColumnElement[bool]:
    """The two together are one of `pairs`, which travel as `among`'s do."""
    if kind(s) == "sqlite":
        listed_ = func.json_each(bindparam(None, json.dumps(list(pairs)), type_=String()))
        value = listed_.table_valued("value").c.value
        known = select(func.json_extract(value, "$[0]"), func.json_extract(value, "$[1]"))
    else:
        each = [bindparam(None, [pair[n] for pair in pairs], type_=ARRAY(String())) for n in (0, 1)]
        known = select(func.unnest(*each).table_valued("one", "other", name="pair").render_derived())
    return tuple_(*asked).in_(known)


def kind(s: Session) -> str:
    """The kind of database, `sqlite` or `postgresql`."""
    return s.get_bind().dialect.name


def one_of(database: str, asked: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`among` for a statement that is built once and run with `listed(...)` as its parameter `name`: to build
    one takes longer than to run it, where it finds little."""
    return _among(database, asked, bindparam(name, type_=_type(database, asked)))


def listed(database: str, values: Collection[int] | Collection[str]) -> Any:
    """The values as the one parameter as which they travel."""
    return json.dumps(list(values)) if database == "sqlite" else list(values)


def _among(database: str, asked: ColumnElement[Any], values: BindParameter[Any]) -> ColumnElement[bool]:
    if database == "sqlite":
        return asked.in_(select(func.json_each(values).table_valued("value").c.value))
    return asked == func.any(values)


def _type(database: str, asked: ColumnElement[Any]) -> TypeEngine[Any]:
    # By the column, since an empty list does not tell what it is a list of.
    if database == "sqlite":
        return String()
    return ARRAY(BigInteger() if isinstance(asked.type, Integer) else String())


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
