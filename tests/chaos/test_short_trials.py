"""What `make chaos` tries for long, in short: an office that is killed, one without power, many at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chaos import many, script, sinks
from chaos.killing import Campaign
from tests.support import postgres

SEED = 490


def silent(what: str) -> None:
    """Nobody listens."""


def in_file(home: Path) -> str:
    return f"sqlite:///{home / 'dondoc.db'}"


@pytest.fixture(scope="module")
def twin(tmp_path_factory: pytest.TempPathFactory) -> list[script.Morning]:
    """One morning that nobody disturbs."""
    return script.written(tmp_path_factory.mktemp("twin"), 1, SEED, silent)


@pytest.mark.long
@pytest.mark.parametrize("power", [False, True], ids=["killed", "without power"])
def test_an_office_that_dies_becomes_its_twin(
    twin: list[script.Morning], power: bool, tmp_path: Path
) -> None:
    tried = Campaign(twin, sinks.Folder(), "folder", in_file, tmp_path, f"{SEED}", silent, power=power)
    found = tried.run(6)
    assert found.violations == []
    assert (found.kills >= 6, found.lost, found.strayed, found.tasks_doubled) == (True, 0, 0, 0)


@pytest.mark.long
@pytest.mark.postgres
def test_eight_at_once_on_postgresql(postgres_server: postgres.Server, tmp_path: Path) -> None:
    url = postgres_server.new_database()
    found = many.tried(url, tmp_path, many.EIGHT, many.Size(5, 3, 2, 1), SEED, silent)
    assert found.violations == []
    assert (found.workers, found.tasks) == (8, 15)
    postgres_server.drop(url)


@pytest.mark.long
def test_two_at_once_on_sqlite(tmp_path: Path) -> None:
    new: Callable[[Path], str] = in_file
    found = many.tried(new(tmp_path), tmp_path, many.TWO, many.Size(5, 3, 2, 1), SEED, silent)
    assert found.violations == []
    assert found.mails > 0
