"""Fixtures shared by all rooms' tests: real databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from language.catalogues import compile_all
from models import db
from models.scratch import scratch_engine
from tests.support import postgres
from tests.support.databases import POSTGRESQL, SQLITE
from tests.support.required import require


def pytest_configure(config: pytest.Config) -> None:
    """Texts that were edited are compiled first, as `make` does it: once, before workers start."""
    if not hasattr(config, "workerinput"):
        compile_all()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server of the test session's own."""
    binaries = postgres.programs()
    require("postgres", binaries, "PostgreSQL's server programs are not installed (initdb, postgres)")
    assert binaries is not None
    with postgres.running(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def upgraded_template(postgres_server: postgres.Server) -> str:
    """The name of a migrated, empty PostgreSQL database, to be copied."""
    url = postgres_server.new_database()
    db.upgrade(url)
    return url.rsplit("/", 1)[1]


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables (on SQLite: not there yet), once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'dondoc.db'}"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture(params=[SQLITE, POSTGRESQL])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database, once on each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'dondoc.db'}"
        db.upgrade(url)
        yield url
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    url = server.new_database(request.getfixturevalue("upgraded_template"))
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An engine on a migrated, empty database, once on each kind."""
    opened = db.engine_for(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def scratch() -> Iterator[Engine]:
    """An engine on an empty SQLite database in memory: for what does not depend on the kind of database."""
    opened = scratch_engine()
    yield opened
    opened.dispose()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of a real server first: they mostly wait, and the others fill their pauses."""
    items.sort(key=lambda item: item.get_closest_marker("server") is None)
