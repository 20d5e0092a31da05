"""Simulating: the same rounds on a throw-away database, with virtual mornings for a clock.

It answers "who would get which mail for which reason, if nothing changes in the registry": nothing is sent,
nothing that exists is touched. A fresh simulation goes live on its first day and walks the weeks before it
silently, so that on that day everything stands as it would had the engine been running; duties that were
due before it are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import RoundError
from engine.installation import Installation
from engine.mail import event_questions, yearly_question
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.rounds.rounds import Steps, run_round
from engine.tasks import opening, used
from engine.tasks.days import local_day
from engine.tasks.turns import last_round
from models import db, queries
from models.scratch import rehearsal_of, scratch_engine
from models.states import MessageState, TaskState
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t

LONGEST = timedelta(days=5 * 366)
_CATCH_UP = timedelta(days=21)
"""In so many days there is a working morning, whatever the holidays."""


class Answers(StrEnum):
    """What the simulated units do. NONE: nobody ever sends anything, so that every reminder and escalation
    shows. ON_TIME: everybody sends on the last day, after that morning's mail.
    """

    NONE = "none"
    ON_TIME = "on-time"


@dataclass(frozen=True, slots=True)
class SimulatedItem:
    """One line of a mail: the task it speaks of, and the rung and reason for which it is in there."""

    obligation: str
    period: str
    unit: str
    rung: str
    reason: str
    role: str
    last_day: date


@dataclass(frozen=True, slots=True)
class SimulatedMail:
    """One mail that would leave on `day`, at the instant `at` (UTC). `address` None: nobody can be told."""

    day: date
    at: datetime
    recipient: str
    address: str | None
    items: tuple[SimulatedItem, ...]
    questions: tuple[str, ...] = ()
    """Documents of which it asks whether they go on this year."""
    events: tuple[str, ...] = ()
    """Duties of which it asks whether the event that they wait for has happened, by code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail(SimulatedMail):
    """One mail whose letter was read, as it would have been to be sent."""

    letter: Letter


def simulate(
    registry: Registry,
    settings: Settings,
    start: date,
    end: date,
    *,
    answers: Answers | str = Answers.NONE,
    go_live: date | None = None,
    base: Engine | None = None,
    read: Collection[str] = (),
) -> Iterator[SimulatedMail]:
    """The mails of every working morning from `start` to `end`, both included, in order of day and
    recipient.

    `go_live` (None: `start`): duties due before it are left out. `base`: the database whose state to start
    from; it is copied, and `start` may not lie before its last round (RoundError). Mails to the recipients
    `read` are ReadMails, which costs about twice the time. RoundError as well for days in the wrong order,
    outside the working calendar or more than five years apart.
    """
    check_days(registry, start, end)
    policy = Answers(answers)
    engine = scratch_engine() if base is None else rehearsal_of(base)
    try:
        mornings = list(_mornings(registry, start, end))
        if base is not None:
            used.agree(engine, registry)
            _set_aside(engine, registry, start)
        else:
            mornings = _warm_up(registry, start) + mornings
        # Mail is composed and never leaves: without a mail server nothing waits for office hours.
        quiet = replace(settings, smtp=None, channels="off", heartbeat_url=None, go_live=go_live or start)
        installation = Installation(quiet, registry, engine)
        for day in mornings:
            now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
            if policy is Answers.ON_TIME:
                _all_send(engine, registry, day)
            run_round(installation, now, origin="simulate", steps=Steps.QUEUE)
            with db.session(engine) as s:
                asked = yearly_question.questions(s, registry, quiet, {day.isoformat()}, now)
                letters = _letters(s, Reader(s, registry, quiet, now), read) if day >= start and read else {}
                events = event_questions.asked_codes(s, registry, day.isoformat())
                mails = [
                    replace(
                        mail,
                        questions=tuple(
                            each.document for each in asked.get((mail.recipient, day.isoformat()), ())
                        ),
                        events=events.get(mail.recipient, ()),
                    )
                    for mail in _take_mail(s, day, now)
                ]
            if day >= start:
                for mail in mails:
                    letter = letters.get(mail.recipient)
                    yield mail if letter is None else ReadMail(**_fields(mail), letter=letter)
    finally:
        engine.dispose()


def check_days(registry: Registry, start: date, end: date) -> None:
    """RoundError for days that cannot be simulated."""
    calendar = registry.calendar
    if end < start:
        raise RoundError("round.simulate-backward", start=start, end=end)
    if end - start > LONGEST:
        raise RoundError("round.simulate-too-long", start=start, end=end)
    for day in (start, end):
        if not calendar.first <= day <= calendar.last:
            raise RoundError("round.simulate-outside", day=day, first=calendar.first, last=calendar.last)


def _set_aside(engine: Engine, registry: Registry, start: date) -> None:
    """Leaves out what waits in the copied outbox, and refuses to go back in time."""
    with db.session(engine) as s:
        last = last_round(s)
        day = None if last is None else local_day(registry, last)
        if day is not None and day > start:
            raise RoundError("round.simulate-before-base", last=day)
        s.execute(update(m).where(m.c.state == MessageState.PENDING).values(state=MessageState.CANCELLED))


def _warm_up(registry: Registry, start: date) -> list[date]:
    """The mornings before `start`: every one since the first on which something that is due on `start` or
    later opened. Of what runs for years only the day on which it opened, since little happens to it then, and
    the last mornings, on which whatever did is made up for.
    """
    first, years_ago = start, set()
    for obligation in registry.obligations.values():
        runs_long = registry.ladder(obligation).from_start
        for due in opening.reachable(registry, obligation, start, start):
            if runs_long and due.on < start:
                years_ago.add(due.on)
            elif not runs_long:
                first = min(first, due.on)
    if years_ago:
        first = min(first, start - _CATCH_UP)
    first = max(first, registry.calendar.first)
    before = start - timedelta(days=1)
    return sorted({day for day in years_ago if day < first} | set(_mornings(registry, first, before)))


def _mornings(registry: Registry, first: date, end: date) -> Iterator[date]:
    day = first
    while day <= end:
        if registry.calendar.is_workday(day):
            yield day
        day += timedelta(days=1)


def _all_send(engine: Engine, registry: Registry, day: date) -> None:
    """Everybody whose last day went by since the last morning has sent on it, when the office closed, in one
    stroke for each last day: only here, where no one will ask the events.
    """
    office = registry.office
    gone = (t.c.state == TaskState.OPEN, t.c.last_day < day)
    with db.session(engine) as s:
        for last in s.scalars(select(t.c.last_day).where(*gone).distinct()).all():
            evening = datetime.combine(last, office.hours[1], office.zone).astimezone(UTC)
            s.execute(
                update(t)
                .where(*gone, t.c.last_day == last)
                .values(
                    state=TaskState.SUBMITTED,
                    submitted_at=evening,
                    next_action_at=None,
                    version=t.c.version + 1,
                )
            )


def _letters(s: Session, reader: Reader, read: Collection[str]) -> dict[str, Letter]:
    """The letters of what was composed this morning for these recipients."""
    columns = (m.c[name] for name in queries.MessageRow._fields)
    waiting = select(*columns).where(m.c.state == MessageState.PENDING, m.c.recipient.in_(read))
    messages = {each.id: each for each in map(queries.MessageRow._make, s.execute(waiting))}
    found = reader.letters(messages.values())
    return {messages[number].recipient: letter for number, (letter, _) in found.items()}


def _fields(mail: SimulatedMail) -> dict[str, Any]:
    return {each.name: getattr(mail, each.name) for each in fields(SimulatedMail)}


def _take_mail(s: Session, day: date, now: datetime) -> list[SimulatedMail]:
    """What was composed this morning, taken out of the outbox as if it had been sent."""
    taken = queries.take_waiting(s, now)
    if not taken:
        return []
    found = s.execute(
        select(
            n.c.message_id, t.c.obligation, t.c.period, t.c.unit, n.c.rung, n.c.reason, n.c.role, t.c.last_day
        )
        .join(t, t.c.id == n.c.task_id)
        .where(n.c.message_id.in_([each.id for each in taken]))
        .order_by(n.c.id)
    )
    items: dict[int, list[SimulatedItem]] = {}
    for message_id, *rest in found:
        items.setdefault(message_id, []).append(SimulatedItem(*rest))
    return [
        SimulatedMail(day, now, each.recipient, each.address, tuple(items.get(each.id, ()))) for each in taken
    ]
