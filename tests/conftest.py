"""Fixtures shared by all rooms' tests: real databases. And how the tests are chosen and shared out."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from language.catalogues import compile_all
from models import db
from models.scratch import scratch_engine
from tests.support import compiled, databases, one_run, postgres, scheduling, tiers
from tests.support.databases import POSTGRESQL, SQLITE
from tests.support.required import refuse_skips, require

_SLOW = {"dondoc", "program", "first_round", "at_work"}
"""What asks for one of these starts a process, or needs a home after a first round."""

_TWINS = 20
"""So many tests of what stands above the queries run on PostgreSQL too in the usual tests: what it does in
its own way is for the tests of `models/`, which all do."""

settings.load_profile("whole" if tiers.WHOLE else "some")


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # until all is collected: nothing of it is garbage, and to look takes a fifth of that time
    compiled.share()
    if not _is_worker(config):
        compile_all()  # texts that were edited, as `make` does it
        one_run.begin()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not _is_worker(session.config):
        refuse_skips(session)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        postgres.stop_that_of_this_run()
        one_run.end()


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session")
def postgres_server() -> postgres.Server:
    """The PostgreSQL server of the run, shared by all workers."""
    binaries = postgres.programs()
    require("postgres", binaries, "PostgreSQL's server programs are not installed (initdb, postgres)")
    assert binaries is not None
    return postgres.of_this_run(binaries)


@pytest.fixture(scope="session")
def upgraded_template(postgres_server: postgres.Server) -> str:
    """The name of a migrated, empty PostgreSQL database, to be copied."""
    return postgres.template_of_this_run(postgres_server)


@pytest.fixture(scope="session")
def upgraded_file() -> Path:
    """A migrated, empty SQLite database, to be copied."""
    return one_run.once("sqlite-template", lambda file: db.upgrade(f"sqlite:///{file}"))


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
    url = databases.migrated(request.param, tmp_path, request)
    yield url
    databases.dropped(url, request)


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
    for item in items:
        scheduling.check(item)
        if _SLOW & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
        if tiers.goes_deeper(item):
            item.add_marker(pytest.mark.deeper)
    tiers.sort_out(items)
    tiers.leave_twins([each for each in items if each.path.parent.name != "models"], _TWINS)
    items.sort(key=scheduling.first_to_last)


def pytest_collection_finish() -> None:
    # The collected tests stay to the end: not to look through them again in every garbage collection saves
    # a twelfth of the whole time, and to look more seldom another tenth.
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> scheduling.Pieces | None:
    return scheduling.Pieces(config, log) if config.getoption("dist") == "load" else None
