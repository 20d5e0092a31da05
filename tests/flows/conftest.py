"""One real Prefect server for the session, on a free loopback port and in a home of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import prefect
import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from config.loading import loader
from engine.installation import Installation
from flows.supervisor import gate, server
from flows.supervisor.children import Child
from models import db
from tests.support import scheduling
from tests.support.ports import free_port
from tests.support.served import Running, settings_for, wait
from tests.support.trial_office import office_folder

_running: list[Child] = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """The server ends with the last test of its files: to the end of the session it would go on looking after
    its schedules, beside the other tests.
    """
    yield
    if nextitem is None or not scheduling.is_served(nextitem):
        _stop()


def _stop() -> None:
    for child in _running:
        child.ask_to_end()
    while _running:
        _running.pop(0).end()


def _file_of(env: dict[str, str]) -> Path:
    return Path(env["PREFECT_HOME"]) / "prefect.db"


def _copied(file: Path, to: Path) -> None:
    """Whole or not at all, though a server has it open and another run may be doing the same."""
    beside = to.with_name(f"{to.name}.{os.getpid()}")
    with closing(sqlite3.connect(file)) as read, closing(sqlite3.connect(beside)) as written:
        read.backup(written)
    beside.replace(to)


@pytest.fixture(scope="session")
def prefects_tables(pytestconfig: pytest.Config) -> Path:
    """Where a database with the tables of this Prefect lies after the first run of the tests in a clone: its
    hundred revisions take ten seconds. That a server makes them itself is seen in `test_up.py`.
    """
    folder: Path = pytestconfig.cache.mkdir("prefect")  # type: ignore[union-attr]
    return folder / f"{prefect.__version__}.db"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, prefects_tables: Path) -> Iterator[Running]:
    """The server and `flows.serve`, without the runs of a first start: what a test finds, it did."""
    base = tmp_path_factory.mktemp("served")
    settings = settings_for(base / "home", office_folder(base / "office"), free_port())
    bare = server.environment(settings) | {"DONDOC_PAGE_PORT": str(settings.page_port)}
    # Prefect looks at its schedules once a minute: only the waiting is shortened.
    bare["PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS"] = "5"
    env = gate.with_key(bare, settings.home)
    api = Child("server", server.command(bare), bare, base / "server.log")
    serve = [sys.executable, "-P", "-m", "flows.serve", "--guarded", "--look-every", "0"]
    runner = Child("runner", serve, env, base / "serve.log")
    (settings.home / "prefect").mkdir(parents=True)
    if prefects_tables.exists():
        shutil.copyfile(prefects_tables, _file_of(env))
    _running.extend((runner, api))
    try:
        api.start()
        wait(lambda: server.is_healthy(env), 180, api)
        if not prefects_tables.exists():
            _copied(_file_of(env), prefects_tables)
        runner.start()
        wait(lambda: "deployments registered" in runner.log.read_text(), 120, runner)
        installation = Installation(settings, loader.load(settings.config), db.engine_for(settings.database))
        with temporary_settings({PREFECT_API_URL: env["PREFECT_API_URL"], PREFECT_HOME: env["PREFECT_HOME"]}):
            yield Running(env, installation, runner)
        installation.engine.dispose()
    finally:
        _stop()


@pytest.fixture
async def client(served: Running) -> AsyncIterator[PrefectClient]:
    async with get_client() as opened:
        yield opened
