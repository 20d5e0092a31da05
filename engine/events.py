"""Events: duties that no calendar asks for. Somebody says that it happened; then they are owed.

An event of a duty (`cycle: event`) is a day; the period's code is that day. Reporting it opens the tasks of
the units that owe the duty on that day, also of the event duties that count from this one, and the next
morning's round mails. The deadline counts from the event however late it is reported. What was reported, by
whom and why, are events of no task: `event-reported`, `event-withdrawn`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.periods import Period
from calendars.rules import EVENT
from config.objects import Cycle
from config.registry import Obligation, Registry, RegistryError
from config.settings import Settings
from engine import chasing, opening
from engine.errors import AnswerError, UnknownName
from engine.event_report import REPORTED, TAKEN_BACK, EventReport, Owed
from engine.lookup import By, named
from engine.rounds import check_day, enter, rolled_back_if
from engine.typed import LONGEST_TEXT, line_in, reason_in
from engine.views import WITHDRAWN
from models import queries
from models.queries import BoardRow, Happening
from models.states import Began, TaskState
from models.tables import Event, Task

AHEAD = timedelta(days=31)
"""An event is reported when it has happened; this much before, for what is signed to take effect soon."""
LONG_AGO = timedelta(days=183)
"""An event further back is a year mistyped, unless the reporter says that he means it."""
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event on record: what was last said of it, and how its tasks stand (None: there are none)."""

    obligation: str
    period: str
    at: datetime
    actor: str
    reason: str
    withdrawn: bool
    figures: BoardRow | None

    @property
    def day(self) -> date:
        """When it happened."""
        return date.fromisoformat(self.period)


def waiting(registry: Registry, today: date | None = None) -> tuple[Obligation, ...]:
    """The duties that wait for events, in the registry's order; with `today`, those that have not ended."""
    return tuple(
        duty
        for duty in registry.obligations.values()
        if duty.cycle is Cycle.EVENT and (today is None or duty.to is None or today < duty.to)
    )


def recorded(
    s: Session, registry: Registry, now: datetime, *, obligation: str | None = None
) -> list[Recorded]:
    """The events on record at `now`, newest day first; of one duty, or of all."""
    if obligation is not None:
        check_waits(registry, obligation)
    found = []
    for (code, period), row in _latest(s, until=now).items():
        if obligation not in (None, code):
            continue
        figures = queries.board_rows(s, now, obligation=code, period=period)
        withdrawn = row.kind == TAKEN_BACK
        board = figures[0] if figures else None
        found.append(Recorded(code, period, row.at, row.actor, row.reason, withdrawn, board))
    return sorted(found, key=lambda each: (each.period, each.obligation), reverse=True)


def reported(s: Session) -> dict[tuple[str, str], str]:
    """What was said of each event when it was last reported, by (obligation, period); also of the duties that
    open with it."""
    return {
        (str(code), str(row.data["period"])): row.reason
        for row in queries.happenings(s, (REPORTED,))
        for code in row.data["opened"]
    }


def report(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    obligation: str,
    day: date,
    by: By,
    units: Collection[str] | None = None,
    reason: str = "",
    past: bool = False,
    dry_run: bool = False,
) -> EventReport:
    """Records that the event of a duty happened on the local day `day`, and opens what is owed for it.

    `now` is aware and may not lie before the last round (RoundBehind). `units` None is all who owe the duty
    on that day. The same event again changes nothing; with other units it opens theirs. `past` allows a day
    of before go-live or of long ago. Errors: UnknownName for a duty that waits for no event, for a unit that
    does not owe it, for a day it does not have; AnswerError for a day that cannot be meant.
    """
    check_day(registry, now)
    reason = line_in(reason, LONGEST_TEXT, "the reason")
    duty, of = _named(registry, obligation, day, opening.local_day(registry, now), *(units or ()))
    with rolled_back_if(engine, dry_run) as s:
        now = enter(s, now)
        live = opening.go_live(s, registry, settings, now)
        _check_day(duty, day, opening.local_day(registry, now), live, past=past)
        opening.sync_roster(s, registry)
        because = f"event of {of.code}" + (f": {reason}" if reason else "")
        owed = tuple(
            _open(s, registry, each, of, now, units=chosen, by=by, reason=because)
            for each, chosen in _owing(registry, duty, of, units)
        )
        latest = _latest(s)
        before = latest.get((duty.code, of.code))
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
                for (code, period), row in latest.items()
                if code == duty.code and period != of.code and row.kind == REPORTED
            )
        )
        alike = tuple(
            each.code
            for each in waiting(registry)
            if (each.document, each.worded) == (duty.document, duty.worded)
            and each.refusal(of) is None
            and each.code not in {one.obligation for one in owed}
            and ((said := latest.get((each.code, of.code))) is None or said.kind != REPORTED)
        )
    return EventReport(REPORTED, duty.code, of.code, dry_run, changed, owed, others=others, alike=alike)


def withdraw(
    engine: Engine,
    registry: Registry,
    now: datetime,
    *,
    obligation: str,
    day: date,
    by: By,
    reason: str,
    dry_run: bool = False,
) -> EventReport:
    """Takes back an event that was reported by mistake: its open tasks are withdrawn, with the reason.

    Refused when anything was sent for it: then somebody took it for true, and single tasks are waived.
    Nothing is deleted; reporting the event again opens the tasks again.
    """
    check_day(registry, now)
    reason = reason_in(reason)
    duty, of = _named(registry, obligation, day, opening.local_day(registry, now))
    with rolled_back_if(engine, dry_run) as s:
        now = enter(s, now)
        latest = _latest(s)
        before = latest.get((duty.code, of.code))
        if before is None:
            days = sorted(period for code, period in latest if code == duty.code)
            said = f"recorded are those of {', '.join(days[-_NAMED:])}" if days else "none is recorded"
            raise UnknownName(f"no event of {duty.code} on {of.code} is on record: {said}")
        if before.kind == TAKEN_BACK:
            return EventReport(TAKEN_BACK, duty.code, of.code, dry_run, changed=False)
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
    return EventReport(TAKEN_BACK, duty.code, of.code, dry_run, changed=True, withdrawn=count)


def followers(registry: Registry, duty: Obligation) -> tuple[Obligation, ...]:
    """The event duties whose deadline counts from this one's, directly or through each other: their event is
    the same.
    """
    found = [duty.code]
    more = waiting(registry)
    while fresh := [each for each in more if each.code not in found and _counts_from(each) in found]:
        found += [each.code for each in fresh]
    return tuple(registry.obligation(code) for code in found[1:])


def _named(
    registry: Registry, obligation: str, day: date, today: date, *units: str
) -> tuple[Obligation, Period]:
    check_waits(registry, obligation, today)
    duty, of = named(registry, obligation, day.isoformat(), *units)
    first = _counts_from(duty)
    if first in registry.obligations and registry.obligation(first).cycle is Cycle.EVENT:
        raise UnknownName(
            f"{duty.code} is due after {first}: report the event of {first}, and {duty.code} opens with it"
        )
    return duty, of


def check_waits(registry: Registry, obligation: str, today: date | None = None) -> None:
    """UnknownName unless that duty exists and waits for events; it says which do (on the day `today`)."""
    if obligation in [duty.code for duty in waiting(registry)]:
        return
    codes = [duty.code for duty in waiting(registry, today)]
    which = ", ".join(codes[:_NAMED]) + (f" and {len(codes) - _NAMED} more" if len(codes) > _NAMED else "")
    those = f"those that do: {which}" if codes else "no duty of the registry does"
    try:
        found = registry.obligation(obligation)
    except RegistryError as error:
        raise UnknownName(f"{error}; duties that wait for events: {which or 'none'}") from None
    raise UnknownName(f"{found.code} waits for no event, it is {found.cycle.replace('_', '-')}; {those}")


def _counts_from(duty: Obligation) -> str:
    return duty.due.after.of if duty.due.after is not None else EVENT


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
        who = ", ".join(sent[:_NAMED]) + (f" and {len(sent) - _NAMED} more" if len(sent) > _NAMED else "")
        raise AnswerError(
            f"the event of {duty.code} on {of.code} cannot be withdrawn: {who} sent a report for it; to let "
            "the others off, waive their tasks"
        )


def _latest(s: Session, until: datetime | None = None) -> Mapping[tuple[str, str], Event]:
    """What was last said of each event, by (obligation, period)."""
    return dict(_said(s, until))


def _said(s: Session, until: datetime | None) -> Iterator[tuple[tuple[str, str], Event]]:
    for row in queries.happenings(s, (REPORTED, TAKEN_BACK), until=until):
        yield (str(row.data["obligation"]), str(row.data["period"])), row
