"""Marks for what only one kind of database has; without one, a test of `database` runs on both. And databases
of a kind, empty or copied from another.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SQLITE = "sqlite"
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
LONG_ON_POSTGRESQL = pytest.param("postgresql", marks=[pytest.mark.postgres, pytest.mark.long])

on_sqlite = pytest.mark.parametrize("database_url", [SQLITE], indirect=True)
on_postgresql = pytest.mark.parametrize("database_url", [POSTGRESQL], indirect=True)

_FILE = "sqlite:///"


def migrated(kind: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a migrated, empty database of that kind; one of SQLite is a file in the folder."""
    if kind == SQLITE:
        return copied(f"{_FILE}{request.getfixturevalue('upgraded_file')}", folder, request)
    template = request.getfixturevalue("upgraded_template")
    return str(request.getfixturevalue("postgres_server").new_database(template))


def copied(url: str, folder: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a copy of a database to which nobody is connected."""
    if url.startswith(_FILE):
        return f"{_FILE}{shutil.copy(url.removeprefix(_FILE), folder / 'dondoc.db')}"
    return str(request.getfixturevalue("postgres_server").new_database(url.rsplit("/", 1)[1]))


def dropped(url: str, request: pytest.FixtureRequest) -> None:
    """Removes a database from the server; a file goes with its folder."""
    if not url.startswith(_FILE):
        request.getfixturevalue("postgres_server").drop(url)
