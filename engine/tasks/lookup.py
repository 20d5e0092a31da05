"""Finding the one task an answer speaks of, by the names people use, and opening it when it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from calendars.periods import Period
from config.registry import Obligation, Registry, RegistryError
from config.registry.objects import Cycle
from engine.errors import AnswerError, UnknownName
from engine.tasks import opening
from engine.tasks.days import local_day
from models import queries
from models.tables import Task


@dataclass(frozen=True, slots=True)
class By:
    """Who answers, and from where: 'cli', 'flow', 'web' or 'engine'."""

    actor: str
    origin: str

    def did(
        self, at: datetime, kind: str, reason: str = "", data: dict[str, Any] | None = None
    ) -> queries.Happening:
        """The event that says so."""
        return queries.Happening(at, str(kind), self.actor, self.origin, reason, data or {})


def find(s: Session, registry: Registry, obligation: str, period: str, unit: str) -> Task:
    """The task, or UnknownName that says what there is."""
    duty, of = named(registry, obligation, period, unit)
    task = search(s, duty, of, unit)
    if task is None:
        raise UnknownName(
            f"{duty.code} {of.code} has not been opened for {unit}: there is nothing to change yet"
        )
    return task


def find_or_open(
    s: Session,
    registry: Registry,
    obligation: str,
    period: str,
    unit: str,
    now: datetime,
    by: By,
    *,
    ahead: timedelta | None = None,
) -> tuple[Task, bool]:
    """The task, opened for this unit alone if it was not; and whether it was opened here.

    A period of before go-live is not opened, nor one that opens later than `ahead` from now.
    """
    duty, of = named(registry, obligation, period, unit)
    task = search(s, duty, of, unit)
    if task is not None:
        return task, False
    check_reported(s, duty, of)
    due = opening.opening_of(registry, duty, of)
    owing = [each.code for each in registry.owing(duty, due.on)]
    if unit not in owing:
        raise UnknownName(f"{unit} does not owe {duty.code} for {of.code}; it is owed by {_listed(owing)}")
    since = queries.fact(s, opening.GO_LIVE)
    if due.deadline.last_day < date.fromisoformat(since or local_day(registry, now).isoformat()):
        raise AnswerError(
            f"{duty.code} {of.code} was due on {due.deadline.last_day}, before go-live: to record it "
            f"all the same, open the period first: dondoc rerun {duty.code} {of.code} --apply"
        )
    if ahead is not None and due.on > local_day(registry, now) + ahead:
        raise AnswerError(
            f"{duty.code} {of.code} opens only on {due.on}: is the year right? To record it all the same, "
            f"open the period first: dondoc rerun {duty.code} {of.code} --apply"
        )
    opening.sync_roster(s, registry)
    opening.open_period(
        s,
        registry,
        due,
        now,
        units=[unit],
        actor=by.actor,
        origin=by.origin,
        reason="answered before it opened",
    )
    task = queries.task_of(s, duty.code, of.code, unit)
    assert task is not None, "the roster has just been copied from the registry that says the unit owes it"
    return task, True


def check_reported(s: Session, duty: Obligation, of: Period) -> None:
    """AnswerError for an event that nobody reported: a day mistyped must not become an event of its own."""
    if duty.cycle is Cycle.EVENT and not queries.tasks(s, obligation=duty.code, period=of.code, limit=1):
        raise AnswerError(
            f"no event of {duty.code} on {of.code} has been reported: is the day right? To report it: "
            f"dondoc event {duty.code} {of.code}"
        )


def named(registry: Registry, obligation: str, period: str, *units: str) -> tuple[Obligation, Period]:
    """The names resolved, all of them checked."""
    try:
        duty = registry.obligation(obligation)
        for unit in units:
            registry.unit(unit)
        return duty, duty.period(period)
    except RegistryError as error:
        raise UnknownName(str(error)) from None


def search(s: Session, duty: Obligation, period: Period, unit: str) -> Task | None:
    """By the unit that owed it, else by the unit that holds it, if that is one task."""
    task = queries.task_of(s, duty.code, period.code, unit)
    if task is not None:
        return task
    held = queries.tasks(s, obligation=duty.code, period=period.code, holder=unit)
    if len(held) > 1:
        raise UnknownName(
            f"{unit} holds {len(held)} tasks of {duty.code} {period.code}; say whose: "
            + ", ".join(each.unit for each in held)
        )
    return held[0] if held else None


def name_of(task: Task) -> str:
    """A task as an error names it: 'kstthc-quy 2026-Q3 of TST'."""
    return f"{task.obligation} {task.period} of {task.unit}"


def _listed(codes: list[str]) -> str:
    return (
        ", ".join(codes[:12]) + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")
        if codes
        else "nobody"
    )
