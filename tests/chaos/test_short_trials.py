"""What `make chaos` tries for long, in short: an office that is killed, one without power, many at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from chaos import chat, many, script, sinks, stalls
from chaos.killing import Campaign
from chaos.power import Recorded
from tests.chaos.conftest import SEED, silent
from tests.support import postgres


def in_file(home: Path) -> str:
    return f"sqlite:///{home / 'dondoc.db'}"


@pytest.mark.long
@pytest.mark.parametrize("power", [False, True], ids=["killed", "without power"])
def test_an_office_that_dies_becomes_its_twin(
    twin: list[script.Morning], power: bool, tmp_path: Path
) -> None:
    cut = Recorded(tmp_path, random.Random(SEED)) if power else None
    tried = Campaign(twin, sinks.Folder(), "folder", in_file, tmp_path, f"{SEED}", silent, power=cut)
    found = tried.run(6)
    assert found.violations == []
    assert (found.kills >= 6, found.lost, found.strayed, found.tasks_doubled) == (True, 0, 0, 0)


@pytest.mark.long
def test_an_office_with_a_chat_that_dies_becomes_its_twin(tmp_path: Path) -> None:
    server = chat.Server()
    try:
        room = chat.Both(server, chat.office(tmp_path / "office", server.port))
        played = script.written(tmp_path, 1, SEED, silent, room.settings())
        tried = Campaign(played, room, "chat", in_file, tmp_path, f"{SEED}", silent)
        found = tried.run(6)
    finally:
        server.close()
    assert found.violations == []
    assert (found.kills >= 6, found.lost, found.strayed, found.tasks_doubled) == (True, 0, 0, 0)
    assert room.short > 0


@pytest.mark.long
@pytest.mark.postgres
def test_eight_at_once_on_postgresql(postgres_server: postgres.Server, tmp_path: Path) -> None:
    url = postgres_server.new_database()
    found = many.tried(url, tmp_path, many.EIGHT, many.Size(5, 3, 2.8, 0.7), SEED, silent)
    assert found.violations == []
    assert (found.workers, found.tasks) == (8, 15)
    postgres_server.drop(url)


@pytest.mark.long
def test_two_at_once_on_sqlite(tmp_path: Path) -> None:
    new: Callable[[Path], str] = in_file
    found = many.tried(new(tmp_path), tmp_path, many.TWO, many.Size(5, 3, 2.8, 0.7), SEED, silent)
    assert found.violations == []
    assert found.mails > 0


@pytest.mark.long
def test_two_deliveries_of_which_one_stands_still(tmp_path: Path) -> None:
    trial = stalls.Trial(in_file(tmp_path), str(tmp_path), mails=60, lease=2, pause=0.1)
    found = stalls.tried(trial)
    assert found.violations == []
    assert (found.mails, found.stalls > 0) == (60, True)
