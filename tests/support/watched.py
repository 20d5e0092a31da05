"""An office on SQLite, and the alerts that its watchman's answers raise."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import text
from starlette.testclient import TestClient

from config.registry import Registry
from config.settings import Settings
from desk.web.app import app_of
from desk.web.office import Office
from engine.installation import Installation
from engine.rounds.rounds import run_round
from models import db
from tests.support import alerts, cast
from tests.support.cast import at

MORNING = at("2026-08-25", 9)


@dataclass
class Watched:
    """An office on SQLite, and what its watchman sees."""

    home: Path
    given: Settings
    registry: Registry = field(default_factory=cast.registry)
    now: Any = MORNING
    fault: Exception | None = None

    def __post_init__(self) -> None:
        self.engine = db.engine_for(f"sqlite:///{self.home / 'dondoc.db'}")
        self.office: Office | None = None

    def settings(self, **more: Any) -> None:
        self.given = replace(self.given, **more)

    @property
    def here(self) -> Installation:
        return Installation(self.given, self.registry, self.engine)

    def round(self, when: Any = None, **more: Any) -> None:
        run_round(self.here, when or self.now, **more)

    def load(self, _: Path) -> Registry:
        if self.fault is not None:
            raise self.fault
        return self.registry

    def sql(self, statement: str) -> None:
        with db.session(self.engine) as s:
            s.execute(text(statement))

    def serve(self) -> None:
        self.office = Office(self.given, self.engine, clock=lambda: self.now, load=self.load)

    def seen(self) -> set[str]:
        if self.office is None:
            self.serve()
        client = TestClient(
            app_of(self.office),  # type: ignore[arg-type]
            base_url="http://127.0.0.1:4201",
            client=("127.0.0.1", 1234),
            raise_server_exceptions=False,
        )
        answer = client.get("/metrics")
        assert answer.status_code == 200
        return alerts.raised(answer.text)
