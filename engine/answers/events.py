"""Events: duties that no calendar asks for. Somebody says that it happened; then they are owed.

An event of a duty (`cycle: event`) is a day; the period's code is that day. Reporting it opens the tasks of
the units that owe the duty on that day, also of the event duties that count from this one, and the next
morning's round mails. The deadline counts from the event however late it is reported. What was reported, by
whom and why, are events of no task: `event-reported`, `event-withdrawn`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.periods import Period
from config.registry import Obligation, Registry
from config.settings import Settings
from engine.answers.event_report import EventReport, Owed
from engine.errors import AnswerError, UnknownName
from engine.tasks import chasing, opening
from engine.tasks.days import local_day
from engine.tasks.lookup import By, named
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
from engine.tasks.turns import check_day, enter, rolled_back_if
from engine.tasks.views import WITHDRAWN
from engine.texts import LONGEST_TEXT, line_in, reason_in
from models import queries
from models.queries import Happening
from models.states import Began, TaskState
from models.tables import Task

AHEAD = timedelta(days=31)
"""An event is reported when it has happened; this much before, for what is signed to take effect soon."""
LONG_AGO = timedelta(days=183)
"""An event further back is a year mistyped, unless the reporter says that he means it."""


def report(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    obligations: Sequence[str],
    day: date,
    by: By,
    units: Collection[str] | None = None,
    reason: str = "",
    past: bool = False,
    alike: bool = False,
    dry_run: bool = False,
) -> tuple[EventReport, ...]:
    """Records that the event of these duties happened on the local day `day`, and opens what is owed for it.

    `now` is aware and may not lie before the last round (RoundBehind). `units` None is all who owe a duty on
    that day. The same event again changes nothing; with other units it opens theirs. `past` allows a day of
    before go-live or of long ago; `alike` adds the duties that wait in the same words. All or nothing; a
    report for each duty. Errors: UnknownName for a duty that waits for no event, for a unit that does not owe
    it, for a day it does not have; AnswerError for a day that cannot be meant.
    """
    check_day(registry, now)
    reason = line_in(reason, LONGEST_TEXT, "the reason")
    duties = _named(registry, obligations, day, local_day(registry, now), units)
    with rolled_back_if(engine, dry_run) as s:
        now = enter(s, now)
        live = opening.go_live(s, registry, settings, now)
        for duty, _ in duties:
            _check_day(duty, day, local_day(registry, now), live, past=past)
        opening.sync_roster(s, registry)
        on_record = latest(s)
        if alike:
            duties = _with_alike(registry, duties, on_record, units)
        done = [
            _report(s, registry, *each, now, on_record, units=units, by=by, reason=reason) for each in duties
        ]
    said = {each.obligation for one in done for each in one.owed}
    return tuple(
        replace(one, dry_run=dry_run, alike=tuple(code for code in one.alike if code not in said))
        for one in done
    )


def _report(
    s: Session,
    registry: Registry,
    duty: Obligation,
    of: Period,
    now: datetime,
    on_record: OnRecord,
    *,
    units: Collection[str] | None,
    by: By,
    reason: str,
) -> EventReport:
    because = f"event of {of.code}" + (f": {reason}" if reason else "")
    owed = tuple(
        _open(s, registry, each, of, now, units=chosen, by=by, reason=because)
        for each, chosen in _owing(registry, duty, of, units)
    )
    before = on_record.get((duty.code, of.code))
    known = before is not None and before.kind == REPORTED
    changed = not known or any(each.opened for each in owed)
    if changed:
        units_of = {each.obligation: list(each.opened) for each in owed}
        data = {"obligation": duty.code, "period": of.code, "opened": units_of}
        queries.record(s, Happening(now, REPORTED, by.actor, by.origin, reason, data))
        chasing.hand_over(s, registry, now)
        for each in owed:
            chasing.chase(s, registry, now, obligation=each.obligation, period=of.code)
    others = tuple(
        sorted(
            period
            for (code, period), row in on_record.items()
            if code == duty.code and period != of.code and row.kind == REPORTED
        )
    )
    more = tuple(each.code for each in waits_alike(registry, duty, of, on_record))
    return EventReport(REPORTED, duty.code, of.code, False, changed, owed, others=others, alike=more)


def withdraw(
    engine: Engine,
    registry: Registry,
    now: datetime,
    *,
    obligations: Sequence[str],
    day: date,
    by: By,
    reason: str,
    alike: bool = False,
    dry_run: bool = False,
) -> tuple[EventReport, ...]:
    """Takes back an event that was reported by mistake: its open tasks are withdrawn, with the reason.

    Of these duties, with `alike` also of those that wait in the same words and for which it was reported; all
    or nothing. Refused when anything was sent for it: then somebody took it for true, and single tasks are
    waived. Nothing is deleted; reporting the event again opens the tasks again.
    """
    check_day(registry, now)
    reason = reason_in(reason)
    duties = _named(registry, obligations, day, local_day(registry, now))
    with rolled_back_if(engine, dry_run) as s:
        now = enter(s, now)
        on_record = latest(s)
        if alike:
            duties = _with_alike(registry, duties, on_record, reported=True)
        done = [_withdraw(s, registry, *each, now, on_record, by=by, reason=reason) for each in duties]
    return tuple(replace(one, dry_run=dry_run) for one in done)


def _withdraw(
    s: Session,
    registry: Registry,
    duty: Obligation,
    of: Period,
    now: datetime,
    on_record: OnRecord,
    *,
    by: By,
    reason: str,
) -> EventReport:
    before = on_record.get((duty.code, of.code))
    if before is None:
        days = sorted(period for code, period in on_record if code == duty.code)
        said = f"recorded are those of {', '.join(days[-MOST_NAMED:])}" if days else "none is recorded"
        raise UnknownName(f"no event of {duty.code} on {of.code} is on record: {said}")
    if before.kind == TAKEN_BACK:
        return EventReport(TAKEN_BACK, duty.code, of.code, False, changed=False)
    tasks = [
        task
        for each in (duty, *followers(registry, duty))
        for task in queries.tasks(s, obligation=each.code, period=of.code)
    ]
    _check_unsent(duty, of, tasks)
    ids = [task.id for task in tasks if task.id is not None]
    told = queries.told_of(s, ids)
    count = queries.amend_all(s, ids, event=by.did(now, "withdrawn", reason), to=TaskState.WITHDRAWN)
    # Who has had mail about it hears that it is off.
    queries.add_notices(
        s,
        (
            queries.NewNotice(task, number, WITHDRAWN, Role.UNIT, holder, WITHDRAWN, now)
            for task, number, holder in told
        ),
    )
    data = {"obligation": duty.code, "period": of.code, "withdrawn": count}
    queries.record(s, Happening(now, TAKEN_BACK, by.actor, by.origin, reason, data))
    return EventReport(TAKEN_BACK, duty.code, of.code, False, changed=True, withdrawn=count)


def _named(
    registry: Registry,
    obligations: Sequence[str],
    day: date,
    today: date,
    units: Collection[str] | None = None,
) -> list[tuple[Obligation, Period]]:
    found = []
    for code in dict.fromkeys(obligations):
        check_waits(registry, code, today)
        duty, of = named(registry, code, day.isoformat(), *(units or ()))
        if follows(registry, duty):
            first = counts_from(duty)
            raise UnknownName(
                f"{duty.code} is due after {first}: report the event of {first}, "
                f"and {duty.code} opens with it"
            )
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
    if day > today + AHEAD:
        raise AnswerError(
            f"{day} lies {(day - today).days} days ahead: is the year right? An event of {duty.code} is "
            f"reported when it has happened, at most {AHEAD.days} days before"
        )
    if past:
        return
    if day < live:
        raise AnswerError(
            f"{day} lies before go-live ({live}): is the year right? If the event of {duty.code} was on that "
            "day, say so with --past"
        )
    if day < today - LONG_AGO:
        raise AnswerError(
            f"{day} was {(today - day).days} days ago: is the year right? If the event of {duty.code} was on "
            "that day, say so with --past"
        )


def _owing(
    registry: Registry, duty: Obligation, of: Period, units: Collection[str] | None
) -> Iterator[tuple[Obligation, list[str]]]:
    """The duty and its followers, each with the units that owe it on the event's day, of those asked for."""
    for each in (duty, *followers(registry, duty)):
        owing = [unit.code for unit in registry.owing(each, of.first)]
        if each is duty:
            for code in units or ():
                if code not in owing:
                    raise UnknownName(f"{code} does not owe {duty.code} on {of.code}")
            if not owing:
                raise UnknownName(f"nobody owes {duty.code} on {of.code}: there is nothing to open")
        if each is duty or each.refusal(of) is None:
            yield each, [code for code in owing if units is None or code in units]


def _open(
    s: Session,
    registry: Registry,
    duty: Obligation,
    of: Period,
    now: datetime,
    *,
    units: Collection[str],
    by: By,
    reason: str,
) -> Owed:
    due = opening.opening_of(registry, duty, of)
    before = {task.unit: task for task in queries.tasks(s, obligation=duty.code, period=of.code)}
    fresh = [code for code in units if code not in before]
    opening.open_period(s, registry, due, now, units=fresh, actor=by.actor, origin=by.origin, reason=reason)
    deadline, late_from = due.deadline, due.deadline.late_from(registry.office.zone)
    again = [code for code in units if code in before and before[code].state is TaskState.WITHDRAWN]
    queries.amend_all(
        s,
        [task_id for code in again if (task_id := before[code].id) is not None],
        event=by.did(now, "reopened", reason),
        seen=TaskState.WITHDRAWN,
        to=TaskState.OPEN,
        anew=True,
        nominal=deadline.nominal,
        boundary=deadline.boundary,
        last_day=deadline.last_day,
        original_last_day=deadline.last_day,
        working_deadline=deadline.working_deadline,
        late_from=late_from,
        began=Began.OPENED,
        began_at=now,
        next_action_at=now,
    )
    opened = tuple(code for code in units if code in fresh or code in again)
    return Owed(duty.code, deadline.last_day, late_from <= now, tuple(units), opened)


def _check_unsent(duty: Obligation, of: Period, tasks: Iterable[Task]) -> None:
    done = (TaskState.SUBMITTED, TaskState.ACCEPTED)
    sent = [task.unit for task in tasks if task.state in done or task.began is Began.RETURNED]
    if sent:
        who = ", ".join(sent[:MOST_NAMED]) + (
            f" and {len(sent) - MOST_NAMED} more" if len(sent) > MOST_NAMED else ""
        )
        raise AnswerError(
            f"the event of {duty.code} on {of.code} cannot be withdrawn: {who} sent a report for it; to let "
            "the others off, waive their tasks"
        )
