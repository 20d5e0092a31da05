"""Answers: what people say about a task, each checked, done and recorded as an event in the caller's
transaction.

All of them take names (obligation, period, unit), `now` (aware), and who did it from where. A task is found
by the unit that owed it, or by the unit that holds it now. Doing the same twice changes nothing; what a
task cannot take is an AnswerError that says what to do instead. A caller who only wants to see rolls its
transaction back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from calendars.deadlines import on_day
from calendars.workdays import CalendarError
from config.registry import Registry, RegistryError
from engine.answers import figures
from engine.errors import AlreadyAnswered, AnswerError, UnknownName
from engine.tasks.days import local_day
from engine.tasks.lookup import By, find, find_or_open, name_of, named
from engine.texts import LONGEST_TEXT as LONGEST_TEXT
from engine.texts import line_in, reason_in
from models import queries
from models.states import Began, TaskState, TransitionError
from models.tables import Task

MAX_EXTENSION_DAYS = 90
"""How far past the original last day a deadline may be moved, extensions and returns together, in calendar
days.
"""
FURTHEST_AHEAD = timedelta(days=183)
"""How long before its period opens a report may be recorded: beyond that, it is a year mistyped."""
LONGEST_NUMBER = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a task. `changed` is False when the same had been said before."""

    task: Task
    kind: str
    changed: bool = True
    late: bool = False
    opened: bool = False
    days_off: str | None = None
    """Why a new last day was moved, when it fell on a day nobody works."""
    doubt: str | None = None
    """What of a figure that was taken should be looked at again."""


def submit(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    now: datetime,
    by: By,
    document_no: str | None = None,
    submitted_on: date | None = None,
    figure: str | None = None,
    note: str = "",
    amend: bool = False,
) -> Answer:
    """Records that the unit has sent it, on the local day `submitted_on` (None: now). Stops all reminders.

    Late means: on a day after the last day, however late the record is made. The same answer again (same
    number, or none given) changes nothing; another one is AlreadyAnswered unless `amend`. A task that is
    not open yet is opened first; a period of before go-live, or far ahead, is not, see `rerun`. An
    indicator is not sent without its `figure` (see `figures.read`), and nothing else takes one.
    """
    number = line_in(document_no, LONGEST_NUMBER, "the document number") or None
    if document_no is not None and number is None:
        raise AnswerError("say the document's number: what was given is empty")
    note = line_in(note, LONGEST_TEXT, "the note")
    instant = _instant(registry, now, submitted_on)
    value, doubt = _figure(registry, figure, obligation, period, unit)
    task, opened = find_or_open(s, registry, obligation, period, unit, now, by, ahead=FURTHEST_AHEAD)
    data: dict[str, Any] = {
        "document_no": number,
        "submitted_at": instant.isoformat(),
        "late": instant >= task.late_from,
        **_said(value),
    }
    if task.state is TaskState.OPEN:
        _check_owed(registry, task, value)
        event = by.did(now, "submitted", note, data)
        sent = {"submitted_at": instant, "document_no": number, "figure": value}
        task = _change(s, task, TaskState.SUBMITTED, event, **sent)
        return Answer(task, "submitted", late=instant >= task.late_from, opened=opened, doubt=doubt)
    if task.state not in (TaskState.SUBMITTED, TaskState.ACCEPTED):
        raise AnswerError(f"{name_of(task)} was {task.state}: there is nothing to send")
    assert task.submitted_at is not None
    same_day = submitted_on in (None, local_day(registry, task.submitted_at))
    if number in (None, task.document_no) and value in (None, task.figure) and same_day:
        return Answer(task, "submitted", changed=False, late=_was_late(task))
    completes = same_day and all(
        said is None or had in (None, said)
        for said, had in ((number, task.document_no), (value, task.figure))
    )
    if task.state is TaskState.ACCEPTED or not (amend or completes):
        raise AlreadyAnswered(_answered_before(registry, task))
    if submitted_on is None:
        instant = task.submitted_at
        data |= {"submitted_at": instant.isoformat(), "late": instant >= task.late_from}
    data["before"] = {
        "document_no": task.document_no,
        "submitted_at": task.submitted_at.isoformat(),
        **_said(task.figure),
    }
    event = by.did(now, "amended", note, data)
    sent = {
        "submitted_at": instant,
        "document_no": number or task.document_no,
        "figure": task.figure if value is None else value,
    }
    task = _change(s, task, task.state, event, **sent)
    return Answer(task, "amended", late=instant >= task.late_from, doubt=doubt)


def accept(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    now: datetime,
    by: By,
    note: str = "",
) -> Answer:
    """The owner takes what was sent. Whether it was late stays as it was."""
    task = find(s, registry, obligation, period, unit)
    if task.state is TaskState.ACCEPTED:
        return Answer(task, "accepted", changed=False, late=_was_late(task))
    if task.state is not TaskState.SUBMITTED:
        raise AnswerError(f"{name_of(task)} is {task.state}: only what was submitted can be accepted")
    note = line_in(note, LONGEST_TEXT, "the note")
    task = _change(s, task, TaskState.ACCEPTED, by.did(now, "accepted", note))
    return Answer(task, "accepted", late=_was_late(task))


def return_report(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    new_day: date,
    reason: str,
    now: datetime,
    by: By,
) -> Answer:
    """The owner sends it back, to be done again by `new_day`, with the reason that the unit will read.

    The task is open again under a new deadline with its own reminders; what was sent, and whether that was
    late, stays in the events.
    """
    reason = reason_in(reason)
    task = find(s, registry, obligation, period, unit)
    if task.state is not TaskState.SUBMITTED:
        raise AnswerError(f"{name_of(task)} is {task.state}: only what was submitted can be returned")
    assert task.submitted_at is not None
    data: dict[str, Any] = {
        "document_no": task.document_no,
        "submitted_at": task.submitted_at.isoformat(),
        "late": _was_late(task),
        **_said(task.figure),
    }
    heir = registry.successor(task.holder, local_day(registry, now)).code
    if heir != task.holder:
        data |= {"from": task.holder, "to": heir}
    event = by.did(now, Began.RETURNED, reason, data)
    return _set_again(s, registry, task, new_day, event, document_no=None, figure=None, holder=heir)


def extend(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    new_day: date,
    reason: str,
    now: datetime,
    by: By,
    max_days: int = MAX_EXTENSION_DAYS,
) -> Answer:
    """Moves the last day of an open task forward to `new_day`, with the reason. The original last day stays
    on record.

    Forward only, and at most `max_days` past the original. A day nobody works rolls as the office's
    deadlines do.
    """
    reason = reason_in(reason)
    task, opened = find_or_open(s, registry, obligation, period, unit, now, by)
    if task.state is not TaskState.OPEN:
        raise AnswerError(f"{name_of(task)} is {task.state}: only an open task can be extended")
    if new_day <= task.last_day:
        raise AnswerError(
            f"an extension goes forward: {new_day} is not after the last day {task.last_day} "
            f"of {name_of(task)}"
        )
    furthest = task.original_last_day + timedelta(days=max_days)
    if new_day > furthest:
        raise AnswerError(
            f"{new_day} is more than {max_days} days after the original last day {task.original_last_day}; "
            f"the latest possible is {furthest}, or waive the task"
        )
    answer = _set_again(s, registry, task, new_day, by.did(now, Began.EXTENDED, reason))
    return Answer(answer.task, answer.kind, opened=opened, days_off=answer.days_off)


def waive(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    reason: str,
    now: datetime,
    by: By,
) -> Answer:
    """Lets the unit off this once, with the reason. It then counts neither as sent nor as late."""
    reason = reason_in(reason)
    task, opened = find_or_open(s, registry, obligation, period, unit, now, by)
    if task.state is TaskState.WAIVED:
        return Answer(task, "waived", changed=False)
    if task.state is not TaskState.OPEN:
        raise AnswerError(f"{name_of(task)} is {task.state}: only an open task can be waived")
    task = _change(s, task, TaskState.WAIVED, by.did(now, "waived", reason))
    return Answer(task, "waived", opened=opened)


def reassign(
    s: Session,
    registry: Registry,
    *,
    obligation: str,
    period: str,
    unit: str,
    to: str,
    reason: str,
    now: datetime,
    by: By,
) -> Answer:
    """Gives an open task to another unit, which is told where it stands. Who owed it stays on record."""
    reason = reason_in(reason)
    task = find(s, registry, obligation, period, unit)
    today = local_day(registry, now)
    receiver = registry.unit(to)
    if not receiver.alive(today):
        heir = registry.successor(to, today)
        raise UnknownName(
            f"{to} does not exist on {today}" + (f"; its successor is {heir.code}" if heir.code != to else "")
        )
    if task.state is not TaskState.OPEN:
        raise AnswerError(f"{name_of(task)} is {task.state}: only an open task can be given to another unit")
    if task.holder == to:
        return Answer(task, "reassigned", changed=False)
    data = {"from": task.holder, "to": to}
    event = by.did(now, "reassigned", reason, data)
    task = _change(s, task, TaskState.OPEN, event, holder=to, next_action_at=now)
    return Answer(task, "reassigned")


def _set_again(
    s: Session, registry: Registry, task: Task, new_day: date, event: queries.Happening, **fields: Any
) -> Answer:
    """A new deadline on `new_day`, with a ladder of its own. The nominal day stays, as the source words
    it.
    """
    if new_day <= local_day(registry, event.at):
        raise AnswerError(f"the new last day must lie ahead, and {new_day} does not")
    try:
        duty = registry.obligation(task.obligation)
        due = on_day(
            duty.period(task.period), new_day, registry.calendar, duty.due.roll or registry.office.roll
        )
    except (CalendarError, RegistryError) as error:
        raise AnswerError(str(error)) from None
    event.data.update(
        {
            "last_day": due.last_day.isoformat(),
            "before": task.last_day.isoformat(),
            "asked": new_day.isoformat(),
        }
    )
    task = _change(
        s, task, TaskState.OPEN, event,
        last_day=due.last_day, working_deadline=due.working_deadline,
        late_from=due.late_from(registry.office.zone), deadline_no=task.deadline_no + 1,
        began=Began(event.kind), began_at=event.at, next_action_at=event.at, **fields,
    )  # fmt: skip
    return Answer(task, event.kind, days_off=due.rolled)


def _change(s: Session, task: Task, to: TaskState, event: queries.Happening, **fields: Any) -> Task:
    try:
        return queries.change(s, task, to, event=event, **fields)
    except TransitionError as error:
        raise AnswerError(str(error)) from error


def _instant(registry: Registry, now: datetime, on: date | None) -> datetime:
    """When it was sent: `now`, or noon of the local day that is named (a day is all that its records say)."""
    today = local_day(registry, now)
    if on is None or on == today:
        return now
    if on > today:
        raise AnswerError(f"a report cannot have been sent on {on}: today is {today}")
    return datetime.combine(on, time(12), registry.office.zone).astimezone(UTC)


def _figure(
    registry: Registry, text: str | None, obligation: str, period: str, unit: str
) -> tuple[Decimal | None, str | None]:
    """The figure that was given, if any, and what is doubtful about it."""
    if text is None:
        return None, None
    duty, of = named(registry, obligation, period, unit)
    if duty.figure is None:
        raise AnswerError(f"{duty.code} asks for no figure: leave it out")
    value = figures.read(text, duty.figure, f"{duty.code} {of.code} of {unit}")
    return value, figures.doubt(duty.figure, value)


def _check_owed(registry: Registry, task: Task, value: Decimal | None) -> None:
    asked = registry.obligation(task.obligation).figure
    if asked is not None and value is None:
        raise AnswerError(
            f"{name_of(task)} is an indicator: its report needs the year's figure in {asked.unit}, such as "
            "--figure 97,5"
        )


def _said(value: Decimal | None) -> dict[str, str]:
    """A figure as an event keeps it: text, since a JSON number would be rounded."""
    return {} if value is None else {"figure": f"{value:f}"}


def _was_late(task: Task) -> bool:
    return task.submitted_at is not None and task.submitted_at >= task.late_from


def _answered_before(registry: Registry, task: Task) -> str:
    assert task.submitted_at is not None
    as_what = f" as {task.document_no}" if task.document_no else ""
    as_what += f" with {task.figure:f}" if task.figure is not None else ""
    said = f"{name_of(task)} was already submitted{as_what} on {local_day(registry, task.submitted_at)}"
    if task.state is TaskState.ACCEPTED:
        return f"{said} and accepted: it stays as it is"
    return f"{said}; to replace that, amend it (--amend)"
