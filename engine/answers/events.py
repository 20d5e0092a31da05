"""Events: duties that no calendar asks for. Somebody says that it happened; then they are owed.

An event of a duty (`cycle: event`) is a day; the period's code is that day. Reporting it opens the tasks of
the units that owe the duty on that day, also of the event duties that count from this one, and the next
morning's round mails. The deadline counts from the event however late it is reported. What was reported, by
whom and why, are events of no task: `event-reported`, `event-withdrawn`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from calendars.periods import Period
from config.registry import Obligation, Registry
from engine.answers.event_report import EventReport, Owed
from engine.errors import AnswerError, UnknownName
from engine.tasks import chasing, following, opening, telling
from engine.tasks.acts import Act
from engine.tasks.lookup import named
from engine.tasks.reported_events import (
    MOST_NAMED,
    REPORTED,
    TAKEN_BACK,
    OnRecord,
    check_waits,
    counts_from,
    followers,
    follows,
    latest,
    waits_alike,
)
from engine.tasks.scope import Scope
from engine.texts import LONGEST_TEXT, few, line_in, reason_in
from language import Message
from models import queries
from models.states import Began, TaskState
from models.tables import Task

AHEAD = timedelta(days=31)
"""An event is reported when it has happened; this much before, for what is signed to take effect soon."""
LONG_AGO = timedelta(days=183)
"""An event further back is a year mistyped, unless the reporter says that he means it."""


def report(
    act: Act,
    obligations: Sequence[str],
    day: date,
    *,
    units: Collection[str] | None = None,
    reason: str = "",
    past: bool = False,
    alike: bool = False,
) -> tuple[EventReport, ...]:
    """Records that the event of these duties happened on the local day `day`, and opens what is owed for it.

    The act has the rounds' turn. `units` None is all who owe a duty on that day. The same event again changes
    nothing; with other units it opens theirs. `past` allows a day of before go-live or of long ago; `alike`
    adds the duties that wait in the same words. All or nothing; a report for each duty. Errors: UnknownName
    for a duty that waits for no event, for a unit that does not owe it, for a day it does not have;
    AnswerError for a day that cannot be meant.
    """
    s, registry = act.s, act.registry
    reason = line_in(reason, LONGEST_TEXT, Message("answer.the-reason"))
    duties = _named(act, obligations, day, units)
    live = opening.go_live(s, registry, act.settings, act.now)
    for duty, _ in duties:
        _check_day(duty, day, act.today, live, past=past)
    following.follow(s, registry, act.now)
    on_record = latest(s)
    if alike:
        duties = _with_alike(registry, duties, on_record, units)
    done = [_report(act, *each, on_record, units=units, reason=reason) for each in duties]
    said = {each.obligation for one in done for each in one.owed}
    return tuple(replace(one, alike=tuple(code for code in one.alike if code not in said)) for one in done)


def _report(
    act: Act,
    duty: Obligation,
    of: Period,
    on_record: OnRecord,
    *,
    units: Collection[str] | None,
    reason: str,
) -> EventReport:
    s, registry = act.s, act.registry
    because = f"event of {of.code}" + (f": {reason}" if reason else "")
    owed = tuple(
        _open(act, each, of, units=chosen, reason=because)
        for each, chosen in _owing(registry, duty, of, units)
    )
    before = on_record.get((duty.code, of.code))
    known = before is not None and before.kind == REPORTED
    changed = not known or any(each.opened for each in owed)
    if changed:
        units_of = {each.obligation: list(each.opened) for each in owed}
        data = {"obligation": duty.code, "period": of.code, "opened": units_of}
        queries.record(s, act.event(REPORTED, reason, data))
        chasing.hand_over(s, registry, act.now)
        for each in owed:
            chasing.chase(s, registry, act.now, only=Scope(each.obligation, of.code))
    others = tuple(
        sorted(
            period
            for (code, period), row in on_record.items()
            if code == duty.code and period != of.code and row.kind == REPORTED
        )
    )
    more = tuple(each.code for each in waits_alike(registry, duty, of, on_record))
    return EventReport(REPORTED, duty.code, of.code, act.dry_run, changed, owed, others=others, alike=more)


def withdraw(
    act: Act, obligations: Sequence[str], day: date, *, reason: str, alike: bool = False
) -> tuple[EventReport, ...]:
    """Takes back an event that was reported by mistake: its open tasks are withdrawn, with the reason.

    The act has the rounds' turn. Of these duties, with `alike` also of those that wait in the same words and
    for which it was reported; all or nothing. Refused when anything was sent for it: then somebody took it
    for true, and single tasks are waived. Nothing is deleted; reporting the event again opens the tasks
    again.
    """
    reason = reason_in(reason)
    duties = _named(act, obligations, day)
    on_record = latest(act.s)
    if alike:
        duties = _with_alike(act.registry, duties, on_record, reported=True)
    return tuple(_withdraw(act, *each, on_record, reason) for each in duties)


def _withdraw(act: Act, duty: Obligation, of: Period, on_record: OnRecord, reason: str) -> EventReport:
    s, registry = act.s, act.registry
    before = on_record.get((duty.code, of.code))
    if before is None:
        days = sorted(period for code, period in on_record if code == duty.code)
        named_so = {"obligation": duty.code, "day": of.first}
        if not days:
            raise UnknownName("event.none-on-record", **named_so)
        raise UnknownName("event.other-days", days=tuple(days[-MOST_NAMED:]), **named_so)
    if before.kind == TAKEN_BACK:
        return EventReport(TAKEN_BACK, duty.code, of.code, act.dry_run, changed=False)
    tasks = [
        task
        for each in (duty, *followers(registry, duty))
        for task in queries.tasks(s, obligation=each.code, period=of.code)
    ]
    _check_unsent(duty, of, tasks)
    ids = [task.id for task in tasks if task.id is not None]
    told = queries.told_of(s, ids)
    count = queries.amend_all(s, ids, event=act.event("withdrawn", reason), to=TaskState.WITHDRAWN)
    # Who has had mail about it hears that it is off.
    queries.add_notices(s, telling.notices("withdrawn", told, act.now))
    data = {"obligation": duty.code, "period": of.code, "withdrawn": count}
    queries.record(s, act.event(TAKEN_BACK, reason, data))
    return EventReport(TAKEN_BACK, duty.code, of.code, act.dry_run, changed=True, withdrawn=count)


def _named(
    act: Act, obligations: Sequence[str], day: date, units: Collection[str] | None = None
) -> list[tuple[Obligation, Period]]:
    registry, found = act.registry, []
    for code in dict.fromkeys(obligations):
        check_waits(registry, code, act.today)
        duty, of = named(registry, code, day.isoformat(), *(units or ()))
        if follows(registry, duty):
            raise UnknownName("event.follows", obligation=duty.code, first=counts_from(duty))
        found.append((duty, of))
    return found


def _with_alike(
    registry: Registry,
    duties: Collection[tuple[Obligation, Period]],
    on_record: OnRecord,
    units: Collection[str] | None = None,
    *,
    reported: bool = False,
) -> list[tuple[Obligation, Period]]:
    """These duties and those alike; with `units` only where one of them owes it on the event's day."""
    found = {duty.code: (duty, of) for duty, of in duties}
    for duty, of in duties:
        for each in waits_alike(registry, duty, of, on_record, reported=reported):
            owing = {unit.code for unit in registry.owing(each, of.first)}
            if units is None or owing.intersection(units):
                found.setdefault(each.code, (each, of))
    return list(found.values())


def _check_day(duty: Obligation, day: date, today: date, live: date, *, past: bool) -> None:
    fields = {"obligation": duty.code, "day": day}
    if day > today + AHEAD:
        raise AnswerError("event.ahead", n=(day - today).days, most=AHEAD.days, **fields)
    if past:
        return
    if day < live:
        raise AnswerError("event.before-go-live", go_live=live, **fields)
    if day < today - LONG_AGO:
        raise AnswerError("event.long-ago", n=(today - day).days, **fields)


def _owing(
    registry: Registry, duty: Obligation, of: Period, units: Collection[str] | None
) -> Iterator[tuple[Obligation, list[str]]]:
    """The duty and its followers, each with the units that owe it on the event's day, of those asked for."""
    for each in (duty, *followers(registry, duty)):
        owing = [unit.code for unit in registry.owing(each, of.first)]
        if each is duty:
            for code in units or ():
                if code not in owing:
                    raise UnknownName("event.unit-owes-not", unit=code, obligation=duty.code, day=of.first)
            if not owing:
                raise UnknownName("event.nobody-owes", obligation=duty.code, day=of.first)
        if each is duty or each.refusal(of) is None:
            yield each, [code for code in owing if units is None or code in units]


def _open(act: Act, duty: Obligation, of: Period, *, units: Collection[str], reason: str) -> Owed:
    s, registry, now = act.s, act.registry, act.now
    before = {task.unit: task for task in queries.tasks(s, obligation=duty.code, period=of.code)}
    fresh = [code for code in units if code not in before]
    again = [code for code in units if code in before and before[code].state is TaskState.WITHDRAWN]
    dues = opening.openings_of(registry, duty, of)
    for due in dues:
        opening.open_period(s, registry, due, act.event("opened", reason), fresh)
        deadline = due.deadline
        queries.amend_all(
            s,
            [
                task_id
                for code in again
                if (due.units is None or code in due.units) and (task_id := before[code].id) is not None
            ],
            event=act.event("reopened", reason),
            seen=TaskState.WITHDRAWN,
            to=TaskState.OPEN,
            anew=True,
            nominal=deadline.nominal,
            boundary=deadline.boundary,
            last_day=deadline.last_day,
            original_last_day=deadline.last_day,
            working_deadline=deadline.working_deadline,
            late_from=deadline.late_from(registry.office.zone),
            began=Began.OPENED,
            began_at=now,
            next_action_at=now,
        )
    opened = tuple(code for code in units if code in fresh or code in again)
    # Of several working calendars the earliest day is told.
    mine = [due.deadline for due in dues if due.units is None or due.units.intersection(units)]
    told = min(mine or [due.deadline for due in dues], key=lambda each: each.last_day)
    late = told.late_from(registry.office.zone) <= now
    return Owed(duty.code, told.last_day, late, tuple(units), opened, told.working_deadline)


def _check_unsent(duty: Obligation, of: Period, tasks: Iterable[Task]) -> None:
    done = (TaskState.SUBMITTED, TaskState.ACCEPTED)
    sent = [task.unit for task in tasks if task.state in done or task.began is Began.RETURNED]
    if sent:
        raise AnswerError("event.sent-already", obligation=duty.code, day=of.first, units=few(sent))
