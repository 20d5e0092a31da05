"""A handful of units and one duty in a database, as the models tests need them (dates worked out by hand)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from calendars.rules import Boundary
from models import queries
from models.tables import Task

OBLIGATION = "kstthc-quy"
PERIOD = "2026-Q3"
UNITS = ("CSXH", "CSYT", "TCKT", "TST")

OPENED = datetime(2026, 9, 4, 1, tzinfo=UTC)  # Fri 08:00 in Hanoi
FIRST_REMINDER = datetime(2026, 9, 11, 1, tzinfo=UTC)  # Fri, 5 working days before the 18th
LATE_FROM = datetime(2026, 9, 18, 17, tzinfo=UTC)  # Sat 19th 00:00 in Hanoi


def fill_roster(s: Session, units: Iterable[str] = UNITS, obligation: str = OBLIGATION) -> None:
    queries.sync_roster(s, [(obligation, unit, None, None) for unit in units], fingerprint="f1")


def open_q3(s: Session, *, only_units: Collection[str] | None = None, **changed: Any) -> int:
    """Opens "before 19 September 2026"."""
    given: dict[str, Any] = {
        "obligation": OBLIGATION,
        "period": PERIOD,
        "owner": "VP",
        "nominal": date(2026, 9, 19),
        "boundary": Boundary.BEFORE,
        "last_day": date(2026, 9, 18),
        "working_deadline": date(2026, 9, 18),
        "late_from": LATE_FROM,
        "next_action_at": FIRST_REMINDER,
    }
    told: dict[str, Any] = {"actor": "dondoc", "origin": "engine", "reason": ""}
    told |= {name: changed.pop(name) for name in list(changed) if name in told}
    event = queries.Happening(changed.pop("opened_at", OPENED), "opened", **told)
    on_day = changed.pop("on_day", date(2026, 9, 4))
    new = queries.NewTasks(**{**given, **changed})
    return queries.open_tasks(s, new, on_day=on_day, event=event, only_units=only_units)


def the_task(s: Session, unit: str = "TST") -> Task:
    found = queries.task_of(s, OBLIGATION, PERIOD, unit)
    assert found is not None
    return found


def happening(kind: str, at: datetime = OPENED, **data: Any) -> queries.Happening:
    return queries.Happening(
        at=at, kind=kind, actor="lan", origin="cli", reason="đề nghị của đơn vị", data=data
    )
