"""Finding the one task an answer speaks of, by the names people use, and opening it when it may be."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from calendars.periods import Period
from config.registry import Cycle, Obligation, Registry, RegistryError
from config.typed_names import duty_code, unit_code
from engine.errors import AnswerError, UnknownName
from engine.tasks import archived, following, opening
from engine.tasks.acts import Act, TaskRef
from engine.texts import few
from language import Message
from models import queries
from models.tables import Task


def find(act: Act, ref: TaskRef) -> Task:
    """The task, or UnknownName that says what there is."""
    duty, of = named(act.registry, ref.obligation, ref.period, ref.unit)
    task = search(act.s, duty, of, ref.unit)
    if task is None:
        archived.check(act.s, duty.code, of.code)
        raise UnknownName("task.not-opened", obligation=duty.code, period=of.code, unit=ref.unit)
    return task


def find_or_open(act: Act, ref: TaskRef, *, ahead: timedelta | None = None) -> tuple[Task, bool]:
    """The task, opened for this unit alone if it was not; and whether it was opened here.

    A period of before go-live is not opened, nor one that opens later than `ahead` from now.
    """
    registry = act.registry
    duty, of = named(registry, ref.obligation, ref.period, ref.unit)
    task = search(act.s, duty, of, ref.unit)
    if task is not None:
        return task, False
    archived.check(act.s, duty.code, of.code)
    check_reported(act.s, duty, of)
    own = registry.of_unit(ref.unit)
    check_owed(own, duty, of)
    due = opening.opening_of(own, duty, of)
    named_so = {"obligation": duty.code, "period": of.code}
    owing = [each.code for each in registry.owing_for(duty, of)]
    if ref.unit not in owing:
        owed_by = few(owing) if owing else Message("words.nobody")
        raise UnknownName("task.not-owed", unit=ref.unit, owed_by=owed_by, **named_so)
    since = queries.fact(act.s, opening.GO_LIVE)
    if due.deadline.last_day < date.fromisoformat(since or act.today.isoformat()):
        raise AnswerError("task.before-go-live", day=due.deadline.last_day, **named_so)
    if ahead is not None and due.on > act.today + ahead:
        raise AnswerError("task.opens-later", day=due.on, **named_so)
    following.follow(act.s, registry, act.now)
    opening.open_period(act.s, registry, due, act.event("opened", "answered before it opened"), [ref.unit])
    task = queries.task_of(act.s, duty.code, of.code, ref.unit)
    assert task is not None, "the roster has just been copied from the registry that says the unit owes it"
    return task, True


def ref_of(registry: Registry, obligation: str, period: str, unit: str, today: date) -> TaskRef:
    """The task that somebody names as people do, by its codes; UnknownName says what there is.

    Behind the period may stand the unit that owed it, `2026-10/YB`, as mails write it: the forms offer only
    its successor, which may have the same report to send for itself.
    """
    try:
        duty, code = registry.obligation(duty_code(registry, obligation)), unit_code(registry, unit, today)
        of, _, whose = period.rpartition("/")
        codes = {each.lower(): each for each in registry.units}
        owed = registry.units.get(codes.get(whose.strip().lower(), ""))
        if owed is not None and registry.standing(owed.code, today) is registry.unit(code):
            return TaskRef(duty.code, duty.period(of).code, owed.code)
        return TaskRef(duty.code, duty.period(period).code, code)
    except RegistryError as error:
        raise UnknownName(error.message) from None


def unit_named(registry: Registry, typed: str, today: date) -> str:
    """The code of the unit that somebody names as people do; UnknownName for none or several."""
    try:
        return unit_code(registry, typed, today)
    except RegistryError as error:
        raise UnknownName(error.message) from None


def acting_unit(registry: Registry, typed: str, today: date) -> str:
    """The same, of a unit that is there to act; UnknownName for one that is no more names its successor."""
    code = unit_named(registry, typed, today)
    if registry.unit(code).alive(today):
        return code
    heir = registry.successor(code, today)
    if heir.code != code:
        raise UnknownName("answer.unit-ended-successor", unit=code, day=today, successor=heir.code)
    raise UnknownName("answer.unit-ended", unit=code, day=today)


def check_owed(registry: Registry, duty: Obligation, of: Period) -> None:
    """UnknownName for a period that nobody owes, though the duty has such: it was not yet in force."""
    if why := registry.refusal(duty, of):
        raise UnknownName("registry.no-period", obligation=duty.code, period=of.code, why=why)


def check_reported(s: Session, duty: Obligation, of: Period) -> None:
    """AnswerError for an event that nobody reported: a day mistyped must not become an event of its own."""
    if duty.cycle is Cycle.EVENT and not queries.tasks(s, obligation=duty.code, period=of.code, limit=1):
        raise AnswerError("event.not-reported", obligation=duty.code, period=of.code, day=of.first)


def named(registry: Registry, obligation: str, period: str, *units: str) -> tuple[Obligation, Period]:
    """The names resolved, all of them checked."""
    try:
        duty = registry.obligation(obligation)
        for unit in units:
            registry.unit(unit)
        return duty, duty.period(period)
    except RegistryError as error:
        raise UnknownName(error.message) from None


def search(s: Session, duty: Obligation, period: Period, unit: str) -> Task | None:
    """By the unit that owed it, else by the unit that holds it, if that is one task."""
    task = queries.task_of(s, duty.code, period.code, unit)
    if task is not None:
        return task
    held = queries.tasks(s, obligation=duty.code, period=period.code, holder=unit)
    if len(held) > 1:
        whose = tuple(each.unit for each in held)
        raise UnknownName(
            "task.holds-several",
            unit=unit,
            n=len(held),
            obligation=duty.code,
            period=period.code,
            whose=whose,
            one=whose[0],
        )
    return held[0] if held else None


def name_of(task: Task) -> Message:
    """A task as a sentence names it: 'kstthc-quy 2026-Q3 of TST'."""
    return Message("task.named", obligation=task.obligation, period=task.period, unit=task.unit)


def state_of(task: Task) -> Message:
    """The state of a task as a sentence says it."""
    return Message(f"state.{task.state.value}")
