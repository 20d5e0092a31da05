"""What people and mornings do, in the few words that a story needs: the engine's acts and rounds, opened and
ended here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.answers import answers, events, renewal
from engine.answers import progress as progress_of_a_task
from engine.answers import requests as asking
from engine.answers import undo as taking_back
from engine.answers.answers import Answer
from engine.answers.event_report import EventReport
from engine.changes.applying import Applied, apply_plan
from engine.installation import Installation
from engine.rounds.audit import audit
from engine.rounds.report import RoundReport
from engine.rounds.rerun import RerunReport
from engine.rounds.rerun import rerun as rerun_period
from engine.rounds.rounds import Steps, run_round
from engine.tasks.acts import Act, By, TaskRef, acting
from engine.tasks.scope import Scope
from language import Message, say
from models import db

HERE = Settings(home=Path("var"))


def _answer(name: str, s: Session, registry: Registry, of: Any = answers, **said: Any) -> Answer:
    ref = TaskRef(said.pop("obligation"), said.pop("period"), said.pop("unit"))
    act = Act(s, HERE, registry, said.pop("now"), said.pop("by"))
    done: Answer = getattr(of, name)(act, ref, **said)
    return done


def submit(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("submit", s, registry, **said)


def progress(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("report", s, registry, progress_of_a_task, **said)


def accept(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("accept", s, registry, **said)


def return_report(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("return_report", s, registry, **said)


def extend(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("extend", s, registry, **said)


def waive(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("waive", s, registry, **said)


def reassign(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("reassign", s, registry, **said)


def undo(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("undo", s, registry, taking_back, **said)


def ask_extension(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("ask_extension", s, registry, asking, **said)


def ask_release(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("ask_release", s, registry, asking, **said)


def refuse(s: Session, registry: Registry, **said: Any) -> Answer:
    return _answer("refuse", s, registry, asking, **said)


def renew(
    s: Session,
    registry: Registry,
    document: str,
    year: int,
    *,
    ends: bool,
    by: By,
    now: datetime,
    **more: Any,
) -> renewal.Renewed:
    return renewal.answer(Act(s, HERE, registry, now, by), document, year, ends=ends, **more)


def report(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    obligations: Collection[str],
    day: date,
    by: By,
    dry_run: bool = False,
    **more: Any,
) -> tuple[EventReport, ...]:
    with acting(Installation(settings, registry, engine), now, by, dry_run=dry_run, in_turn=True) as act:
        return events.report(act, tuple(obligations), day, **more)


def withdraw(
    engine: Engine,
    registry: Registry,
    now: datetime,
    *,
    obligations: Collection[str],
    day: date,
    by: By,
    dry_run: bool = False,
    **more: Any,
) -> tuple[EventReport, ...]:
    with acting(Installation(HERE, registry, engine), now, by, dry_run=dry_run, in_turn=True) as act:
        return events.withdraw(act, tuple(obligations), day, **more)


def rerun(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    obligation: str,
    period: str,
    execute: bool = False,
    actor: str = "dondoc",
    **more: Any,
) -> RerunReport:
    here = Installation(settings, registry, engine)
    with acting(here, now, By(actor, "engine"), dry_run=not execute, in_turn=True) as act:
        return rerun_period(act, obligation, period, **more)


def apply(
    engine: Engine, registry: Registry, settings: Settings, now: datetime, *, by: By, dry_run: bool = False,
    **more: Any,
) -> Applied:  # fmt: skip
    with acting(Installation(settings, registry, engine), now, by, dry_run=dry_run, in_turn=True) as act:
        return apply_plan(act, **more)


def a_round(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    deliver: bool = True,
    obligation: str | None = None,
    period: str | None = None,
    units: Collection[str] | None = None,
    **more: Any,
) -> RoundReport:
    only = Scope(obligation, period, units)
    steps = more.pop("steps", Steps.ALL if deliver else Steps.QUEUE)
    done = run_round(Installation(settings, registry, engine), now, only=only, steps=steps, **more)
    if steps is Steps.QUEUE and not done.dry_run:
        # What stays in the outbox on purpose is audited all the same.
        with db.reading(engine) as s:
            done.findings = audit(s, registry, done.as_of, stuck=done.chased.stuck)
    return done


def en(message: Message | str | None) -> str:
    """As the English command line says it."""
    assert message is not None
    return say(message, "en", "cli")


def vi(message: Message | None) -> str:
    """As a Vietnamese form says it."""
    assert message is not None
    return say(message, "vi", "form")
