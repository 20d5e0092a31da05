"""A room with the page of one unit: the cast's office, its third quarter open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from config.registry import Registry
from config.settings import Settings
from desk.web.app import app_of
from desk.web.office import Office
from engine.links import revoking
from engine.links.addresses import Links
from models import db
from models.tables import Event, Task
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import quiet_round, settings

REGISTRY = cast.registry()
PERIOD = "2026-Q3"
KEY = "kstthc-quy/2026-Q3/TST"


@dataclass
class Room:
    """An office, its pages, and who looks at them."""

    office: Office
    now: list[datetime]
    client: TestClient
    cookies: dict[str, str] = field(default_factory=dict)

    def go(self, day: str, hour: int = 10) -> None:
        """The clock of the office."""
        self.now[0] = at(day, hour)

    def link(self, unit: str = "TST", *, acts: bool = True) -> str:
        """A link of today, as a path."""
        with db.reading(self.office.engine) as s:
            known = revoking.generations(s)
        return Links(self.office.link_keys, known, "", self.office.today).of(unit, acts=acts)

    def enter(self, unit: str = "TST", *, acts: bool = True) -> Response:
        """Follows a link to the page."""
        return self.client.get(self.link(unit, acts=acts))

    def get(self, path: str, **more: Any) -> Response:
        """A page by its path."""
        return self.client.get(path, **more)

    def post(self, path: str, data: dict[str, Any], *, page: str = "/u/TST/", **more: Any) -> Response:
        """A form of `page`, sent to `path` with what a person writes."""
        found = re.search(r'name="proof" value="([0-9a-f]+)"', self.client.get(page).text)
        proof = found[1] if found else ""
        return self.client.post(path, data={"proof": proof, **data}, **more)

    def task(self, unit: str = "TST") -> Task:
        """The task as it stands."""
        from models import queries

        with db.reading(self.office.engine) as s:
            task = queries.task_of(s, "kstthc-quy", PERIOD, unit)
            assert task is not None
            return task

    def events(self, unit: str = "TST") -> list[Event]:
        """What happened to it."""
        from models import queries

        with db.reading(self.office.engine) as s:
            return queries.history(s, task_id=self.task(unit).id)


def text_of(response: Response) -> str:
    """What a person reads of a page."""
    body = re.sub(r"<(style|script).*?</\1>", " ", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def room_of(
    engine: Engine, home: Path, registry: Registry = REGISTRY, *, given: Settings | None = None
) -> Room:
    """A room as of 10 September 2026."""
    now = [at("2026-09-10", 10)]
    office = Office(given or settings(home), engine, clock=lambda: now[0], load=lambda _: registry)
    return Room(office, now, TestClient(app_of(office), base_url="http://127.0.0.1:4201"))


@pytest.fixture
def room(database: Engine, tmp_path: Path) -> Room:
    """The third quarter is open, as of 10 September; nobody has entered."""
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-25"))
    return room_of(database, tmp_path)
