"""PostgreSQL on a machine whose power is cut: a real file system on a disk that loses what was not flushed.

Where nobody may mount, nothing can be tried, and the run says so at its end.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import machine, script, sinks
from chaos.killing import Campaign
from chaos.machine import SYNCED, Machine
from models import db, queries
from tests.chaos.conftest import SEED, silent
from tests.support import one_run, postgres
from tests.support.required import beyond, require

pytestmark = [pytest.mark.long, pytest.mark.postgres]


@pytest.fixture(scope="module")
def computer() -> Iterator[Machine]:
    """One for all: each test begins with a new disk."""
    require("postgres", postgres.programs(), "install postgresql")
    absent = machine.not_installed()
    require("power", not absent, f"install {', '.join(absent)}")
    if why := machine.forbidden():
        beyond(f"cut its power: {why}")
    made = Machine(one_run.folder() / f"machine-{os.getpid()}", random.Random(SEED))
    yield made
    made.close()


def test_the_disk_loses_what_was_not_flushed(computer: Machine, tmp_path: Path) -> None:
    home = computer.home(tmp_path, 0)
    home.mkdir()
    for name in ("kept", "lost"):
        with (home / name).open("w") as file:
            file.write(name)
            file.flush()
            if name == "kept":
                os.fsync(file.fileno())
    computer.off()
    computer.on()
    assert (home / "kept").read_text() == "kept"
    assert not (home / "lost").exists()


@pytest.mark.parametrize("synced", ["on", "off"])
def test_what_was_committed_outlives_the_power_when_it_is_synced(
    synced: str, computer: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That it is lost without `fsync` shows that the trial sees what is lost."""
    monkeypatch.setattr(computer, "settings", {**SYNCED, "fsync": synced})
    computer.home(tmp_path, 0)
    engine = db.engine_for(computer.url)
    for number in range(3):
        with db.session(engine) as s:
            queries.put(s, f"told-{number}", "yes")
    engine.dispose()
    computer.off()
    computer.on()
    with db.reading(engine) as s:
        there = [queries.fact(s, f"told-{number}") for number in range(3)]
    engine.dispose()
    assert there == (["yes"] * 3 if synced == "on" else [None] * 3)


def test_an_office_on_it_becomes_its_twin(
    computer: Machine, twin: list[script.Morning], tmp_path: Path
) -> None:
    def new(home: Path) -> str:
        return computer.url

    tried = Campaign(twin, sinks.Folder(), "folder", new, tmp_path, f"{SEED}", silent, power=computer)
    found = tried.run(4)
    assert found.violations == []
    assert (found.kills >= 4, found.lost, found.strayed, found.tasks_doubled) == (True, 0, 0, 0)
