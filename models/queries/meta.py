"""Single facts about this database: go-live, the registry's fingerprint, the last round."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.queries.sets import among, kind, listed, one_of
from models.tables import meta as m

# A round reads and writes some twenty facts. To build a statement takes longer than to run it here, so these
# are built once.
_KEY = m.c.key == bindparam("key")
_FACT = select(m.c.value).where(_KEY)
_HELD = _FACT.with_for_update()
_ALL = select(m.c.key, m.c.value).order_by(m.c.key)
_BEGINNING = _ALL.where(m.c.key.startswith(bindparam("prefix"), escape="/"))
_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert(m), "postgresql": postgresql.insert(m)}
_ONCE = {name: each.on_conflict_do_nothing() for name, each in _INSERTS.items()}
_NEW = {name: each.returning(m.c.key) for name, each in _ONCE.items()}
_OVER = {
    name: each.on_conflict_do_update(
        index_elements=[m.c.key],
        set_={"value": each.excluded.value},
        where=m.c.value != each.excluded.value,
    ).returning(m.c.key)
    for name, each in _INSERTS.items()
}


def fact(s: Session | Connection, key: str) -> str | None:
    """What is recorded under `key`, or None."""
    return s.scalar(_FACT, {"key": key})


def facts(s: Session, prefix: str = "") -> dict[str, str]:
    """All of them, or those whose key begins with `prefix`."""
    if not prefix:
        return {key: value for key, value in s.execute(_ALL)}  # noqa: C416 - rows
    escaped = prefix.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return {key: value for key, value in s.execute(_BEGINNING, {"prefix": escaped})}  # noqa: C416 - rows


def facts_of(s: Session | Connection, keys: Collection[str]) -> dict[str, str]:
    """Those of these keys under which something is recorded."""
    if not keys:
        return {}
    database = kind(s)
    found = s.execute(_of_keys(database), {"keys": listed(database, keys)})
    return {key: value for key, value in found}  # noqa: C416 - rows


@cache
def _of_keys(database: str) -> Select[Any]:
    return _ALL.where(one_of(database, m.c.key, "keys"))


def put(s: Session | Connection, key: str, value: str) -> None:
    """Records `value` under `key`, over whatever stood there."""
    put_if_different(s, key, value)


def forget(s: Session | Connection, keys: Collection[str]) -> None:
    """Removes what is recorded under these keys."""
    if keys:
        s.execute(delete(m).where(among(s, m.c.key, keys)))


def put_if_different(s: Session | Connection, key: str, value: str) -> bool:
    """Records `value`; False when it stood there already. A second process waits for the first one's
    commit."""
    written = s.execute(_OVER[kind(s)], {"key": key, "value": value})
    return written.first() is not None


def hold(s: Session, key: str, first: str) -> str:
    """Keeps everybody else who holds `key` waiting until this transaction ends; returns what stands there
    (`first` if nothing did)."""
    put_once(s, key, first)
    # SQLite's writer is alone already and ignores the lock.
    standing = s.scalar(_HELD, {"key": key})
    assert standing is not None
    return str(standing)


def put_new(s: Session, key: str, value: str) -> bool:
    """Records `value` unless something stands there already; says whether it was recorded."""
    return s.execute(_NEW[kind(s)], {"key": key, "value": value}).first() is not None


def put_once(s: Session, key: str, value: str) -> str:
    """Records `value` unless something stands there already; returns what stands there now (go-live)."""
    s.execute(_ONCE[kind(s)], {"key": key, "value": value})
    standing = fact(s, key)
    assert standing is not None
    return standing
