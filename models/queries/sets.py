"""What SQLite and PostgreSQL say differently about sets of rows."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Connection,
    CursorResult,
    Dialect,
    Insert,
    Integer,
    Row,
    Select,
    String,
    Table,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

T = TypeVar("T")


def among(
    s: Session | Connection, asked: ColumnElement[Any], values: Collection[int] | Collection[str]
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


def kind(s: Session | Connection) -> str:
    """The kind of database, `sqlite` or `postgresql`."""
    return (s if isinstance(s, Connection) else s.get_bind()).dialect.name


def one_of(database: str, asked: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """`among` for a statement that is built once and run with `listed(...)` as its parameter `name`: to build
    one takes longer than to run it, where it finds little."""
    return _among(database, asked, bindparam(name, type_=_type(database, asked)))


def aside(asked: ColumnElement[T]) -> ColumnElement[T]:
    """The column, only to be held against what `one_of` finds, without an index. A database that knows little
    of its rows would look through all that is open for each few that are named."""
    return func.coalesce(asked, asked)


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


def numbers(s: Session, query: Select[Any], given: Mapping[str, Any] = MappingProxyType({})) -> array[int]:
    """All numbers that the query answers, in their order: a million take eight megabytes."""
    found = array("q")
    for part in s.scalars(query, given).partitions(10_000):
        found.extend(part)
    return found


def insert_new(s: Session, table: Table) -> Insert:
    """An INSERT that passes over rows that break a UNIQUE constraint instead of failing."""
    if s.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


class Added(NamedTuple):
    """What `add_new` did: how many rows it inserted, and of each the columns that were asked for."""

    number: int
    rows: Sequence[Row[Any]]


def add_new(
    s: Session,
    table: Table,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    *returning: ColumnElement[Any],
    fixed: Mapping[str, Any] = MappingProxyType({}),
) -> Added:
    """Inserts those of `rows` (at least one, with the values of the columns `names`) that break no UNIQUE
    constraint; what was inserted is answered in no particular order. `fixed`: columns that are the same in
    all."""
    database = kind(s)
    given = {f"of_{name}": value for name, value in fixed.items()}
    columns = zip(*rows, strict=True)
    if database == "sqlite":
        dialect = s.get_bind().dialect
        written = (
            _as_text(table.c[name].type, dialect, values) for name, values in zip(names, columns, strict=True)
        )
        given["rows"] = json.dumps(list(zip(*written, strict=True)))
    else:
        given |= {f"all_{name}": list(values) for name, values in zip(names, columns, strict=True)}
    done = s.execute(_adding(database, table, names, tuple(fixed), returning), given)
    if returning:
        found = done.all()
        return Added(len(found), found)
    assert isinstance(done, CursorResult)
    return Added(done.rowcount, ())


@cache
def _adding(
    database: str,
    table: Table,
    names: tuple[str, ...],
    fixed: tuple[str, ...],
    returning: tuple[ColumnElement[Any], ...],
) -> Any:
    """All rows travel together, as one document or as one array a column, instead of one parameter a value:
    the drivers take a tenth of the time over it."""
    same = [bindparam(f"of_{name}", type_=table.c[name].type) for name in fixed]
    statement: Any
    if database == "sqlite":
        row = func.json_each(bindparam("rows", type_=String())).table_valued("value").c.value
        values = [func.json_extract(row, literal_column(f"'$[{place}]'")) for place in range(len(names))]
        new = select(*values, *same).where(literal_column("1") == literal_column("1"))
        statement = sqlite.insert(table)
    else:
        arrays = [bindparam(f"all_{name}", type_=ARRAY(table.c[name].type)) for name in names]
        columns = [column(name, table.c[name].type) for name in names]
        fresh = func.unnest(*arrays).table_valued(*columns, name="fresh").render_derived()
        new = select(*fresh.c, *same)
        statement = postgresql.insert(table)
    added = statement.from_select([*names, *fixed], new, include_defaults=False).on_conflict_do_nothing()
    return added.returning(*returning) if returning else added.execution_options(preserve_rowcount=True)


def _as_text(of: TypeEngine[Any], dialect: Dialect, values: Iterable[Any]) -> Iterable[Any]:
    """The values as SQLite is given them."""
    written = of.dialect_impl(dialect).bind_processor(dialect)
    return values if written is None else map(written, values)


def constants(table: Table, values: Mapping[str, Any]) -> list[ColumnElement[Any]]:
    """The values as columns of a SELECT, each in the type of the column of `table` that has its name."""
    return [literal(value, table.c[name].type).label(name) for name, value in values.items()]
