"""Ladders: which reminders and escalations stand around a deadline, and at which instants.

A ladder knows no obligation and no unit. Its rungs are in order of gravity, which is also their order in
time.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from calendars.deadlines import Deadline
from calendars.errors import WhenError
from calendars.periods import Kind, iterate
from calendars.workdays import CalendarError, WorkCalendar

EACH_OF = (Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR)
"""How often a rung may say that something still runs."""
LAST_WORD = "last-day"
MAIL = "mail"
"""The way that everybody has."""
_MOST_WORKDAYS = 520  # two working years: beyond that a number of days is a slip of the keyboard


class LadderError(WhenError):
    """A rung or a ladder that contradicts itself."""


class Role(StrEnum):
    """Who a rung speaks to, from nearest to the task to furthest."""

    UNIT = "unit"
    HEAD = "head"
    OWNER = "owner"
    LEADERSHIP = "leadership"


class Anchor(StrEnum):
    """What a rung's working days count from."""

    OPEN = "open"  # the day the task opens
    EACH = "each"  # the first working day of each month, quarter, ... while it runs
    DEADLINE = "deadline"  # the working deadline, or working days before it
    LAST = "last"  # the last day itself, where it is later than the working deadline
    LATE = "late"  # working days after the last day


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `workdays` from `anchor`. OPEN, EACH and LAST have 0, DEADLINE 0 or less, LATE 1 or more.

    `each` is the kind of period of an EACH rung. `ways`: by which it is told, mail or the names of channels.
    """

    name: str
    anchor: Anchor
    workdays: int
    to: tuple[Role, ...]
    each: Kind | None = None
    ways: tuple[str, ...] = (MAIL,)

    def __post_init__(self) -> None:
        if (self.anchor is Anchor.EACH) != (self.each in EACH_OF):
            raise LadderError("when.rung-each", name=self.name)
        if not self.name or not self.to or not self.ways:
            raise LadderError("when.rung-empty", name=self.name)
        if len(set(self.to)) != len(self.to):
            raise LadderError("when.rung-twice", name=self.name)
        least, most = {
            Anchor.OPEN: (0, 0),
            Anchor.EACH: (0, 0),
            Anchor.LAST: (0, 0),
            Anchor.DEADLINE: (-_MOST_WORKDAYS, 0),
            Anchor.LATE: (1, _MOST_WORKDAYS),
        }[self.anchor]
        if isinstance(self.workdays, bool) or not least <= self.workdays <= most:
            raise LadderError(
                "when.rung-days",
                name=self.name,
                anchor=self.anchor,
                least=least,
                most=most,
                found=self.workdays,
            )


@dataclass(frozen=True, slots=True)
class Ladder:
    """`rungs` from first to last, which is also from mildest to gravest; LadderError if they are not so.

    A task opens `open_workdays` working days before its working deadline, or with `from_start` when its
    period begins; no reminder may stand before that. A LAST rung is not written: see `steps`.
    """

    code: str
    open_workdays: int
    rungs: tuple[Rung, ...]
    title: str = ""
    from_start: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.open_workdays, bool) or not 0 <= self.open_workdays <= _MOST_WORKDAYS:
            raise LadderError(
                "when.ladder-open", code=self.code, most=_MOST_WORKDAYS, found=self.open_workdays
            )
        names = [rung.name for rung in self.rungs]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise LadderError("when.ladder-twice", code=self.code, names=", ".join(twice))
        for milder, graver in pairwise(self.rungs):
            if _place(graver) < _place(milder):
                raise LadderError("when.ladder-order", code=self.code, graver=graver.name, milder=milder.name)
        for rung in self.rungs:
            too_early = rung.anchor is Anchor.DEADLINE and -rung.workdays > self.open_workdays
            if too_early and not self.from_start:
                raise LadderError(
                    "when.ladder-before-open", code=self.code, rung=rung.name, open=self.open_workdays
                )

    def ways(self, rung: str) -> tuple[str, ...]:
        """By which ways a rung is told, by its name as it is recorded; one that is not of this ladder by
        mail."""
        for each in self.rungs:
            last = rung == LAST_WORD and each.anchor is Anchor.DEADLINE and each.workdays == 0
            running = each.anchor is Anchor.EACH and rung.startswith(f"{each.name}-")
            if rung == each.name or last or running:
                return each.ways
        return (MAIL,)

    def without(self, role: Role) -> Ladder:
        """The same ladder, of which this role hears nothing; a rung for nobody else is left out."""
        return _without(self, role)


@lru_cache(maxsize=64)  # asked for every task and mail of a tentative duty
def _without(ladder: Ladder, role: Role) -> Ladder:
    spoken = ((rung, tuple(each for each in rung.to if each is not role)) for rung in ladder.rungs)
    return replace(ladder, rungs=tuple(replace(rung, to=to) for rung, to in spoken if to))


@dataclass(frozen=True, slots=True)
class Step:
    """One rung around one deadline: its day, its instant `at` (UTC), its place in the ladder (`gravity`).

    `others_at` is when anybody but the unit may hear of it, where that is not `at` (see `spread`).
    """

    rung: Rung
    day: date
    at: datetime
    gravity: int = 0
    others_at: datetime | None = None


def opens_on(ladder: Ladder, due: Deadline, calendar: WorkCalendar, earliest: date | None = None) -> date:
    """The working day on which a task of this deadline opens, not before `earliest`, its document's date."""
    if ladder.from_start:
        start = due.period.first if earliest is None else max(due.period.first, earliest)
        day = min(calendar.on_or_after(start), due.working_deadline)
    else:
        day = calendar.shift(due.working_deadline, -ladder.open_workdays)
    return day if earliest is None or day >= earliest else calendar.on_or_after(earliest)


def steps(
    ladder: Ladder,
    deadline: Deadline,
    calendar: WorkCalendar,
    *,
    morning: time,
    zone: ZoneInfo,
    opened_on: date | None = None,
    earliest: date | None = None,
) -> tuple[Step, ...]:
    """The ladder's rungs as instants, by time, then in its own order; `at` is `morning` in `zone`.

    `opened_on` is the day the task really opened, when that is known and not the ladder's own: the OPEN rung
    then stands there, and reminders of days before it are left out, since nobody could have been reminded.
    LATE rungs always stay: lateness is a fact, whenever the task was opened. Where the last day is a later
    working day than the working deadline, whoever is reminded on that hears once more, on the last day. An
    EACH rung stops where the reminders towards the deadline begin. A rung beyond the calendar's years is left
    out, and `unplaced` names it: it silences no other.
    """
    opening = opened_on or opens_on(ladder, deadline, calendar, earliest)
    placed: list[tuple[date, Rung, int]] = []
    gravity = 0
    for rung in ladder.rungs:
        if rung.anchor is Anchor.EACH:
            running = _running(rung, ladder, opening, deadline, calendar)
            placed += [(day, each, gravity) for day, each in running]
            gravity += 1
            continue
        day = _day(rung, opening, deadline, calendar)
        if day is not None and (rung.anchor is not Anchor.DEADLINE or day >= opening):
            placed.append((day, rung, gravity))
        gravity += 1
        last_word = rung.anchor is Anchor.DEADLINE and rung.workdays == 0 and deadline.last_day >= opening
        if last_word and _ends_later(deadline, calendar):
            placed.append((deadline.last_day, replace(rung, name=LAST_WORD, anchor=Anchor.LAST), gravity))
            gravity += 1
    made = (
        Step(rung, day, datetime.combine(day, morning, zone).astimezone(UTC), gravity)
        for day, rung, gravity in placed
    )
    return tuple(sorted(made, key=lambda step: (step.at, step.gravity)))


def spread(
    placed: tuple[Step, ...], since: date, calendar: WorkCalendar, *, morning: time, zone: ZoneInfo
) -> tuple[Step, ...]:
    """The steps of a deadline that had passed when it began to run, on `since`: the unit hears first, whoever
    is told that it is late as many working days after it as the ladder says, at least one.
    """
    late = [step for step in placed if step.rung.anchor is Anchor.LATE]
    first = min((step.rung.workdays for step in late if Role.UNIT in step.rung.to), default=0)
    told = []
    for step in placed:
        day = None
        if step.rung.anchor is Anchor.LATE:
            day = _shifted(calendar, since, max(1, step.rung.workdays - first))
        at = None if day is None else datetime.combine(day, morning, zone).astimezone(UTC)
        told.append(step if at is None else replace(step, others_at=max(step.at, at)))
    return tuple(told)


def unplaced(ladder: Ladder, last_day: date, calendar: WorkCalendar) -> tuple[Rung, ...]:
    """The rungs after that last day that lie beyond the calendar's years, where no day can be told."""
    late = (rung for rung in ladder.rungs if rung.anchor is Anchor.LATE)
    return tuple(rung for rung in late if _shifted(calendar, last_day, rung.workdays) is None)


def _ends_later(due: Deadline, calendar: WorkCalendar) -> bool:
    return due.last_day > due.working_deadline and calendar.is_workday(due.last_day)


def _running(
    rung: Rung, ladder: Ladder, opening: date, due: Deadline, calendar: WorkCalendar
) -> Iterator[tuple[date, Rung]]:
    """The days of an EACH rung, each with a rung of its own name: `quarter-2024-Q2`."""
    assert rung.each is not None, "Rung makes sure of it"
    towards = [-each.workdays for each in ladder.rungs if each.anchor is Anchor.DEADLINE]
    end = due.working_deadline
    if towards:
        with contextlib.suppress(WhenError):  # before the calendar's first day
            end = calendar.shift(end, -max(towards))
    for period in iterate(rung.each, opening, end):
        day = calendar.on_or_after(period.first) if period.first > opening else opening
        if opening < day < end:
            yield day, replace(rung, name=f"{rung.name}-{period.code}")


def _day(rung: Rung, opening: date, due: Deadline, calendar: WorkCalendar) -> date | None:
    """None for a rung beyond the calendar's years."""
    if rung.anchor is Anchor.OPEN:
        return opening
    start = due.working_deadline if rung.anchor is Anchor.DEADLINE else due.last_day
    return _shifted(calendar, start, rung.workdays)


def _shifted(calendar: WorkCalendar, day: date, workdays: int) -> date | None:
    try:
        return calendar.shift(day, workdays)
    except CalendarError:
        return None


def _place(rung: Rung) -> tuple[int, int]:
    return list(Anchor).index(rung.anchor), rung.workdays
