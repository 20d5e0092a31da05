"""The cast's registry after an edit, compared with the tasks and applied; and what became of a task."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from config.registry import Registry
from engine.changes.applying import Applied
from engine.changes.plan import Plan, make_plan
from models import db, queries
from models.tables import Task
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, settings

NOW = at("2026-09-03")


def quarterly(day: int | None = None, **changed: Any) -> Registry:
    """The cast's registry after an edit of its duty."""
    duty = replace(cast.QUARTERLY, **changed)
    if day is not None:
        duty = replace(duty, due=replace(duty.due, day=day))
    return cast.registry(duty, fingerprint=f"edited {day} {changed!r}")


def planned(engine: Engine, registry: Registry, home: Path, now: Any = NOW, **more: Any) -> Plan:
    with db.reading(engine) as s:
        return make_plan(s, registry, settings(home), now, **more)


def applied(engine: Engine, registry: Registry, home: Path, now: Any = NOW, **more: Any) -> Applied:
    return acts.apply(engine, registry, settings(home), now, by=LAN, **more)


def task(engine: Engine, unit: str = "TST", period: str = "2026-Q3") -> Task:
    with db.reading(engine) as s:
        found = queries.task_of(s, "kstthc-quy", period, unit)
        assert found is not None
        return found


def kinds_of(engine: Engine, unit: str = "TST") -> list[str]:
    with db.reading(engine) as s:
        return [each.kind for each in queries.history(s, task_id=task(engine, unit).id)]


def only(plan: Plan) -> dict[str, int]:
    """The kinds of change that there are."""
    return {kind: count for kind, count in plan.counts.items() if count}


def race_to_apply(url: str, home: str) -> dict[str, int]:
    """One process's whole application of the later day, for `races.together`."""
    engine = db.engine_for(url)
    try:
        return applied(engine, quarterly(26), Path(home)).done
    finally:
        engine.dispose()
