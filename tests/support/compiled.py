"""The statements that SQLAlchemy has compiled, shared by all databases of a kind that a process opens.

SQLAlchemy keeps them with the engine, which is right for a program with one database. Each test has one of
its own, and would compile the same statements anew: a third of the time of the tests that ask a database.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

_Key = tuple[Any, ...]
"""As SQLAlchemy makes it: the dialect, the statement's own key, and how it is run."""


class _Compiled(dict[_Key, Any]):
    """Finds what another dialect object of the same kind and server version has compiled."""

    def get(self, key: _Key, default: Any = None) -> Any:
        return super().get(_of_a_kind(key), default)

    def __setitem__(self, key: _Key, compiled: Any) -> None:
        super().__setitem__(_of_a_kind(key), compiled)


_compiled = _Compiled()


def share() -> None:
    """From now on, whatever engine of the process connects."""
    event.listen(Engine, "engine_connect", _use)


def _use(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)


def _of_a_kind(key: _Key) -> _Key:
    dialect = key[0]
    return (type(dialect), dialect.paramstyle, dialect.server_version_info, *key[1:])
