"""Single facts about this database: go-live, the registry's fingerprint, the last round."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.queries.sets import among
from models.tables import meta as m


def fact(s: Session, key: str) -> str | None:
    """What is recorded under `key`, or None."""
    return s.scalar(select(m.c.value).where(m.c.key == key))


def facts(s: Session, prefix: str = "") -> dict[str, str]:
    """All of them, or those whose key begins with `prefix`."""
    query = select(m.c.key, m.c.value).order_by(m.c.key)
    if prefix:
        query = query.where(m.c.key.startswith(prefix, autoescape=True))
    return {key: value for key, value in s.execute(query)}  # noqa: C416 - rows


def put(s: Session, key: str, value: str) -> None:
    """Records `value` under `key`, over whatever stood there."""
    put_if_different(s, key, value)


def forget(s: Session, keys: Collection[str]) -> None:
    """Removes what is recorded under these keys."""
    if keys:
        s.execute(delete(m).where(among(s, m.c.key, keys)))


def put_if_different(s: Session, key: str, value: str) -> bool:
    """Records `value`; False when it stood there already. A second process waits for the first one's
    commit."""
    dialect = sqlite if s.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(m).values(key=key, value=value)
    written = s.execute(
        statement.on_conflict_do_update(
            index_elements=[m.c.key], set_={"value": value}, where=m.c.value != value
        ).returning(m.c.key)
    )
    return written.first() is not None


def hold(s: Session, key: str, first: str) -> str:
    """Keeps everybody else who holds `key` waiting until this transaction ends; returns what stands there
    (`first` if nothing did)."""
    put_once(s, key, first)
    # SQLite's writer is alone already and ignores the lock.
    standing = s.scalar(select(m.c.value).where(m.c.key == key).with_for_update())
    assert standing is not None
    return str(standing)


def put_new(s: Session, key: str, value: str) -> bool:
    """Records `value` unless something stands there already; says whether it was recorded."""
    dialect = sqlite if s.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(m).values(key=key, value=value).on_conflict_do_nothing()
    return s.execute(statement.returning(m.c.key)).first() is not None


def put_once(s: Session, key: str, value: str) -> str:
    """Records `value` unless something stands there already; returns what stands there now (go-live)."""
    dialect = sqlite if s.get_bind().dialect.name == "sqlite" else postgresql
    s.execute(dialect.insert(m).values(key=key, value=value).on_conflict_do_nothing())
    standing = fact(s, key)
    assert standing is not None
    return standing
