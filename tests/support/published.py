"""An event of the tests: a procedure is published, and units have five working days to put it up.

The event is on Friday 20 November 2026, five working days before Friday the 27th; it is reported on Monday.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from calendars.deadlines import After, Boundary, DueRule
from engine.answers.event_report import EventReport
from engine.tasks import reported_events
from models import db, queries
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import Cycle, at
from tests.support.rounds import LAN, quiet_round, settings

PUBLISHED = replace(
    cast.QUARTERLY,
    code="cong-khai",
    title="Niêm yết thủ tục hành chính mới",
    worded="trong 05 ngày làm việc sau khi Quyết định công bố được ký",
    owed_by=("TST", "CSXH", "@tinh"),
    cycle=Cycle.EVENT,
    only=None,
    due=DueRule(boundary=Boundary.BY, after=After(of="event", workdays=5)),
)
REPORTED_ON = replace(
    PUBLISHED,
    code="bao-cao-niem-yet",
    title="Báo cáo kết quả niêm yết",
    owed_by=("TST", "TCKT"),
    due=DueRule(boundary=Boundary.BY, after=After(of="cong-khai", days=10)),
)
REGISTRY = cast.registry(cast.QUARTERLY, PUBLISHED)
DAY = date(2026, 11, 20)
CODE = "cong-khai"
Report = Callable[..., EventReport]


def live(database: Engine, home: Path) -> Engine:
    """A database that is live since Monday 2 November 2026."""
    quiet_round(database, REGISTRY, settings(home), at("2026-11-02"))
    return database


def reporter(engine: Engine, home: Path) -> Report:
    """Reports the event, on Monday 23 November unless told otherwise."""

    def report(when: str = "2026-11-23", day: date = DAY, **more: Any) -> EventReport:
        given: dict[str, Any] = {"obligations": [CODE], "by": LAN, "reason": "Quyết định 12/QĐ", "day": day}
        registry, now = more.pop("registry", REGISTRY), at(when, 10)
        return acts.report(engine, registry, settings(home), now, **given | more)[0]

    return report


def withdrawer(engine: Engine) -> Report:
    """Takes it back, on the Tuesday unless told otherwise."""

    def withdraw(when: str = "2026-11-24", day: date = DAY, **more: Any) -> EventReport:
        given: dict[str, Any] = {"obligations": [CODE], "by": LAN, "reason": "nhầm ngày", "day": day}
        return acts.withdraw(engine, REGISTRY, at(when, 10), **given | more)[0]

    return withdraw


def states(engine: Engine, period: str = "2026-11-20") -> dict[str, TaskState]:
    with db.reading(engine) as s:
        return {task.unit: task.state for task in queries.tasks(s, period=period)}


def on_record(engine: Engine, when: str = "2026-12-01") -> list[tuple[str, str, str, bool]]:
    with db.reading(engine) as s:
        found = reported_events.recorded(s, REGISTRY, at(when))
        return [(each.period, each.actor, each.reason, each.withdrawn) for each in found]
