"""Answers: what people say about a task, each checked, done and recorded as an event of one act.

All of them take the act (who, when, in which transaction) and the task by its names; it is found by the unit
that owed it, or by the unit that holds it now. Doing the same twice changes nothing; what a task cannot take
is an AnswerError that says what to do instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from calendars.deadlines import on_day
from calendars.periods import parse
from calendars.workdays import CalendarError
from config.registry import RegistryError
from engine.answers import figures
from engine.answers.refusing import back_from, not_so
from engine.errors import AlreadyAnswered, AnswerError
from engine.mail.outcome import EMPTY
from engine.tasks import telling
from engine.tasks.acts import Act, TaskRef
from engine.tasks.days import local_day
from engine.tasks.lookup import acting_unit, find, find_or_open, name_of, named
from engine.tasks.requests import concerned
from engine.texts import LONGEST_TEXT as LONGEST_TEXT
from engine.texts import line_in, reason_in
from language import Message
from models import queries
from models.states import Began, TaskState, TransitionError
from models.tables import Event, Task

MAX_EXTENSION_DAYS = 90
"""How far past the original last day a deadline may be moved, extensions and returns together, in calendar
days.
"""
MAX_RETURN_DAYS = 90
"""How far ahead a report may be returned to, in calendar days: beyond that, it is a year mistyped."""
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
    doubt: Message | None = None
    """What of a figure, or of a word on how far it is, should be looked at again though it was taken."""
    progress: queries.Progress | None = None
    """How far it is, where that was the answer."""
    undone: Event | None = None
    """The answer that was taken back."""


def submit(
    act: Act,
    ref: TaskRef,
    *,
    document_no: str | None = None,
    submitted_on: date | None = None,
    figure: str | None = None,
    note: str = "",
    amend: bool = False,
    confirmed: bool = False,
) -> Answer:
    """Records that the unit has sent it, on the local day `submitted_on` (None: now). Stops all reminders.

    Late means: on a day after the last day, however late the record is made. The same answer again (same
    number, or none given) changes nothing; another one is AlreadyAnswered unless `amend`. A task that is
    not open yet is opened first; a period of before go-live, or far ahead, is not, see `rerun`. A day before
    the report could be asked for is a year mistyped, unless it is `confirmed`. An
    indicator is not sent without its `figure` (see `figures.read`), and nothing else takes one.
    """
    number = line_in(document_no, LONGEST_NUMBER, Message("answer.the-number")) or None
    if document_no is not None and number is None:
        raise AnswerError("answer.number-empty")
    note = line_in(note, LONGEST_TEXT, Message("answer.the-note"))
    instant = _instant(act, submitted_on)
    value, doubt = _figure(act, figure, ref)
    task, opened = find_or_open(act, ref, ahead=FURTHEST_AHEAD)
    if submitted_on is not None and not confirmed:
        _check_not_before(act, task, submitted_on)
    data: dict[str, Any] = {
        "document_no": number,
        "submitted_at": instant.isoformat(),
        "late": instant >= task.late_from,
        **_said(value),
    }
    if task.state is TaskState.OPEN:
        _check_owed(act, task, value)
        event = act.event("submitted", note, data)
        sent = {"submitted_at": instant, "document_no": number, "figure": value}
        task = _change(act, task, TaskState.SUBMITTED, event, **sent)
        return Answer(task, "submitted", late=instant >= task.late_from, opened=opened, doubt=doubt)
    if task.state not in (TaskState.SUBMITTED, TaskState.ACCEPTED):
        raise not_so("answer.nothing-to-send", task)
    assert task.submitted_at is not None
    same_day = submitted_on in (None, local_day(act.registry, task.submitted_at))
    if number in (None, task.document_no) and value in (None, task.figure) and same_day:
        return Answer(task, "submitted", changed=False, late=_was_late(task))
    completes = same_day and all(
        said is None or had in (None, said)
        for said, had in ((number, task.document_no), (value, task.figure))
    )
    if task.state is TaskState.ACCEPTED or not (amend or completes):
        raise AlreadyAnswered(_answered_before(act, task))
    if submitted_on is None:
        instant = task.submitted_at
        data |= {"submitted_at": instant.isoformat(), "late": instant >= task.late_from}
    data["before"] = {
        "document_no": task.document_no,
        "submitted_at": task.submitted_at.isoformat(),
        **_said(task.figure),
    }
    event = act.event("amended", note, data)
    sent = {
        "submitted_at": instant,
        "document_no": number or task.document_no,
        "figure": task.figure if value is None else value,
    }
    task = _change(act, task, task.state, event, **sent)
    return Answer(task, "amended", late=instant >= task.late_from, doubt=doubt)


def accept(act: Act, ref: TaskRef, *, note: str = "") -> Answer:
    """The owner takes what was sent. Whether it was late stays as it was."""
    task = find(act, ref)
    if task.state is TaskState.ACCEPTED:
        return Answer(task, "accepted", changed=False, late=_was_late(task))
    if task.state is not TaskState.SUBMITTED:
        raise not_so("answer.only-submitted-accepted", task)
    note = line_in(note, LONGEST_TEXT, Message("answer.the-note"))
    task = _change(act, task, TaskState.ACCEPTED, act.event("accepted", note))
    return Answer(task, "accepted", late=_was_late(task))


def return_report(act: Act, ref: TaskRef, *, new_day: date, reason: str, confirmed: bool = False) -> Answer:
    """The owner sends it back, to be done again by `new_day`, with the reason that the unit will read.

    At most `MAX_RETURN_DAYS` ahead, unless it is `confirmed` that so much is meant. The task is open again
    under a new deadline with its own reminders; what was sent, and whether that was late, stays in the
    events.
    """
    reason = reason_in(reason)
    task = find(act, ref)
    if task.state is not TaskState.SUBMITTED:
        raise not_so("answer.only-submitted-returned", task)
    furthest = act.today + timedelta(days=MAX_RETURN_DAYS)
    if new_day > furthest and not confirmed:
        n = (new_day - act.today).days
        raise AnswerError(
            "answer.return-too-far", new_day=new_day, n=n, most=MAX_RETURN_DAYS, furthest=furthest
        )
    assert task.submitted_at is not None
    data: dict[str, Any] = {
        "document_no": task.document_no,
        "submitted_at": task.submitted_at.isoformat(),
        "late": _was_late(task),
        **_said(task.figure),
    }
    heir = act.registry.successor(task.holder, act.today).code
    if heir != task.holder:
        data |= {"from": task.holder, "to": heir}
    event = act.event(Began.RETURNED, reason, data)
    return _set_again(act, task, new_day, event, document_no=None, figure=None, holder=heir)


def extend(
    act: Act, ref: TaskRef, *, new_day: date, reason: str, max_days: int = MAX_EXTENSION_DAYS
) -> Answer:
    """Moves the last day of an open task forward to `new_day`, with the reason. The original last day stays
    on record.

    Forward only, and at most `max_days` past the original. A day nobody works rolls as the office's
    deadlines do.
    """
    reason = reason_in(reason)
    task, opened = find_or_open(act, ref)
    if task.state is not TaskState.OPEN:
        raise not_so("answer.only-open-extended", task, returnable=True)
    if new_day <= task.last_day:
        raise AnswerError(
            "answer.extension-backward", new_day=new_day, last_day=task.last_day, task=name_of(task)
        )
    furthest = task.original_last_day + timedelta(days=max_days)
    if new_day > furthest:
        raise AnswerError(
            "answer.extension-too-far",
            new_day=new_day,
            n=max_days,
            original=task.original_last_day,
            furthest=furthest,
        )
    answer = _set_again(act, task, new_day, act.event(Began.EXTENDED, reason))
    return Answer(answer.task, answer.kind, opened=opened, days_off=answer.days_off)


def waive(act: Act, ref: TaskRef, *, reason: str) -> Answer:
    """Lets the unit off this once, with the reason. It then counts neither as sent nor as late."""
    reason = reason_in(reason)
    task, opened = find_or_open(act, ref)
    if task.state is TaskState.WAIVED:
        return Answer(task, "waived", changed=False)
    if task.state is not TaskState.OPEN:
        raise not_so("answer.only-open-waived", task, returnable=True)
    task = _change(act, task, TaskState.WAIVED, act.event("waived", reason))
    return Answer(task, "waived", opened=opened)


def reassign(act: Act, ref: TaskRef, *, to: str, reason: str) -> Answer:
    """Gives an open task to another unit, which is told where it stands. Who owed it stays on record."""
    reason = reason_in(reason)
    task = find(act, ref)
    to = acting_unit(act.registry, to, act.today)
    if task.state is not TaskState.OPEN:
        raise not_so("answer.only-open-reassigned", task, returnable=True)
    if task.holder == to:
        return Answer(task, "reassigned", changed=False)
    data = {"from": task.holder, "to": to}
    event = act.event("reassigned", reason, data)
    task = _change(act, task, TaskState.OPEN, event, holder=to, next_action_at=act.now)
    # One that had it before may have had no mail, since it was taken away before that left.
    queries.free_untold(act.s, task, empty=EMPTY)
    return Answer(task, "reassigned")


def _set_again(act: Act, task: Task, new_day: date, event: queries.Happening, **fields: Any) -> Answer:
    """A new deadline on `new_day`, with a ladder of its own. The nominal day stays, as the source words
    it.
    """
    registry = act.registry.of_unit(task.unit)
    if new_day <= act.today:
        raise AnswerError("answer.day-not-ahead", new_day=new_day)
    try:
        duty = registry.obligation(task.obligation)
        due = on_day(
            duty.period(task.period), new_day, registry.calendar, duty.due.roll or registry.office.roll
        )
    except (CalendarError, RegistryError) as error:
        raise AnswerError(error.message) from None
    event.data.update(
        {
            "last_day": due.last_day.isoformat(),
            "before": task.last_day.isoformat(),
            "asked": new_day.isoformat(),
            "was": {
                "working_deadline": task.working_deadline.isoformat(),
                "late_from": task.late_from.isoformat(),
                "deadline_no": task.deadline_no,
                "began": task.began.value,
                "began_at": task.began_at.isoformat(),
            },
        }
    )
    task = _change(
        act, task, TaskState.OPEN, event,
        last_day=due.last_day, working_deadline=due.working_deadline,
        late_from=due.late_from(registry.office.zone), deadline_no=queries.fresh_deadline(),
        began=Began(event.kind), began_at=event.at, next_action_at=event.at, **fields,
    )  # fmt: skip
    return Answer(task, event.kind, days_off=due.rolled)


def _change(act: Act, task: Task, to: TaskState, event: queries.Happening, **fields: Any) -> Task:
    assert task.id is not None
    told = concerned(act.s, task)
    try:
        task = queries.change(act.s, task, to, event=event, **fields)
    except TransitionError as error:
        raise AnswerError(error.message) from error
    # A unit that is no more has nobody to tell.
    heirs = {unit: act.registry.standing(unit, act.today) for _, _, unit in told}
    still = [each for each in told if (heir := heirs[each[2]]) is not None and heir.code == each[2]]
    queries.add_notices(act.s, telling.notices(event.kind, still, event.at, nth=task.version))
    return task


def _instant(act: Act, on: date | None) -> datetime:
    """When it was sent: `now`, or noon of the local day that is named (a day is all that its records say)."""
    if on is None or on == act.today:
        return act.now
    if on > act.today:
        raise AnswerError("answer.sent-ahead", day=on, today=act.today)
    return datetime.combine(on, time(12), act.registry.office.zone).astimezone(UTC)


def _check_not_before(act: Act, task: Task, day: date) -> None:
    """AnswerError for a day before the period began and the task opened: nobody could report then."""
    first = min(parse(task.period).first, local_day(act.registry, task.opened_at))
    if day < first:
        raise AnswerError("answer.sent-before", day=day, first=first, task=name_of(task))


def _figure(act: Act, text: str | None, ref: TaskRef) -> tuple[Decimal | None, Message | None]:
    """The figure that was given, if any, and what is doubtful about it."""
    if text is None:
        return None, None
    duty, _ = named(act.registry, ref.obligation, ref.period, ref.unit)
    if duty.figure is None:
        raise AnswerError("answer.no-figure-asked", obligation=duty.code)
    value = figures.read(text, duty.figure, Message("task.named", **ref._asdict()))
    return value, figures.doubt(duty.figure, value)


def _check_owed(act: Act, task: Task, value: Decimal | None) -> None:
    asked = act.registry.obligation(task.obligation).figure
    if asked is not None and value is None:
        raise AnswerError("answer.figure-needed", task=name_of(task), unit=asked.unit)


def _said(value: Decimal | None) -> dict[str, str]:
    """A figure as an event keeps it: text, since a JSON number would be rounded."""
    return {} if value is None else {"figure": f"{value:f}"}


def _was_late(task: Task) -> bool:
    return task.submitted_at is not None and task.submitted_at >= task.late_from


def _answered_before(act: Act, task: Task) -> Message:
    assert task.submitted_at is not None
    day = local_day(act.registry, task.submitted_at)
    as_what = [Message("answer.as-number", number=task.document_no)] if task.document_no else []
    if task.figure is not None:
        as_what.append(Message("answer.with-figure", figure=task.figure))
    said = {"task": name_of(task), "as_what": as_what, "day": day}
    if task.state is TaskState.ACCEPTED:
        return Message("answer.accepted-before", **said, first=back_from(task))
    return Message("answer.submitted-before", **said)
