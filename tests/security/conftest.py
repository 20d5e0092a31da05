"""An attacker's view of an office: its pages as they are served, its persons, its mails."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from argon2 import PasswordHasher
from sqlalchemy import Engine

from desk.web import serving
from desk.web.office import Office
from engine.persons import passwords
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings
from tests.web.conftest import REGISTRY, Room, room_of


@pytest.fixture
def room(scratch: Engine, tmp_path: Path) -> Room:
    """The third quarter is open, as of 10 September; nobody has entered."""
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return room_of(scratch, tmp_path)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real library with parameters that cost a test nothing."""
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield
    passwords._nobodys.cache_clear()


@contextmanager
def served(office: Office, *, ask: float = 15, of_one: int = 32) -> Iterator[int]:
    """The pages as `dondoc web` serves them, on a port of loopback."""
    listening = serving.listen("127.0.0.1", 0)
    config = serving.configured(office, ask=ask, of_one=of_one)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
