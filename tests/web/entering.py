"""Persons who enter the administrators' pages, and offices that they find there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from engine.installation import Installation
from engine.persons import changing, passwords
from engine.persons.roles import Role
from engine.tasks.acts import acting
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings
from tests.web.conftest import REGISTRY, Room, room_of

HA, PASSWORD = "Họ Đệm Tên", "mật khẩu đủ dài"


def routes_of(routes: list[Any]) -> Iterator[APIRoute]:
    """Every path, also of the routers that were taken in."""
    for each in routes:
        if isinstance(each, APIRoute):
            yield each
        else:
            yield from routes_of(each.original_router.routes)


def person(room: Room, name: str = HA, role: Role = Role.ADMINISTER, password: str | None = PASSWORD) -> None:
    here = Installation(room.office.settings, REGISTRY, room.office.engine)
    with acting(here, at("2026-09-10"), LAN) as act:
        changing.add(act, name, role, password=password)


def proof_of(page: str) -> str:
    found = re.search(r'name="proof" value="([0-9a-f]+)"', page)
    return found[1] if found else ""


def log_in(room: Room, name: str = HA, password: str = PASSWORD, **more: Any) -> Any:
    page = room.get("/login")
    data = {"name": name, "password": password, "proof": proof_of(page.text), **more}
    return room.client.post("/login", data=data, follow_redirects=False)


@pytest.fixture
def room(scratch: Engine, tmp_path: Path) -> Room:
    """As in the other tests of the pages, but on SQLite alone: nothing here depends on the database."""
    quiet_round(scratch, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return room_of(scratch, tmp_path)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The real library with parameters that cost a test nothing."""
    passwords._nobodys.cache_clear()
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    yield
    passwords._nobodys.cache_clear()


@pytest.fixture
def overdue_room(scratch: Engine, tmp_path: Path) -> Room:
    """The third quarter as of 23 September, three working days after its last day; an administrator is in."""
    for day in ("2026-08-25", "2026-09-23"):
        quiet_round(scratch, REGISTRY, settings(tmp_path), at(day))
    made = room_of(scratch, tmp_path)
    made.go("2026-09-23")
    person(made)
    log_in(made)
    return made
