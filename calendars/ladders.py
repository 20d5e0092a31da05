"""Ladders: which reminders and escalations stand around a deadline, and at which instants.

A ladder knows no obligation and no unit. Its rungs are in order of gravity, which is also their order in
time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from calendars.deadlines import Deadline
from calendars.errors import WhenError
from calendars.workdays import WorkCalendar

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
    DEADLINE = "deadline"  # the working deadline, or working days before it
    LATE = "late"  # working days after the last day


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: `workdays` from `anchor` to `to`. OPEN has 0, DEADLINE 0 or less, LATE 1 or more."""

    name: str
    anchor: Anchor
    workdays: int
    to: tuple[Role, ...]

    def __post_init__(self) -> None:
        if not self.name or not self.to:
            raise LadderError("when.rung-empty", name=self.name)
        if len(set(self.to)) != len(self.to):
            raise LadderError("when.rung-twice", name=self.name)
        least, most = {
            Anchor.OPEN: (0, 0),
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

    A task opens `open_workdays` working days before its working deadline; no reminder may stand before that.
    """

    code: str
    open_workdays: int
    rungs: tuple[Rung, ...]
    title: str = ""

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
            if rung.anchor is Anchor.DEADLINE and -rung.workdays > self.open_workdays:
                raise LadderError(
                    "when.ladder-before-open", code=self.code, rung=rung.name, open=self.open_workdays
                )


@dataclass(frozen=True, slots=True)
class Step:
    """One rung around one deadline: its day, its instant `at` (UTC), its place in the ladder (`gravity`)."""

    rung: Rung
    day: date
    at: datetime
    gravity: int = 0


def opens_on(ladder: Ladder, due: Deadline, calendar: WorkCalendar) -> date:
    """The working day on which a task of this deadline opens."""
    return calendar.shift(due.working_deadline, -ladder.open_workdays)


def steps(
    ladder: Ladder,
    deadline: Deadline,
    calendar: WorkCalendar,
    *,
    morning: time,
    zone: ZoneInfo,
    opened_on: date | None = None,
) -> tuple[Step, ...]:
    """The ladder's rungs as instants, by time, then in its own order; `at` is `morning` in `zone`.

    `opened_on` is the day the task really opened, when that is known and not the ladder's own: the OPEN rung
    then stands there, and reminders of days before it are left out, since nobody could have been reminded.
    LATE rungs always stay: lateness is a fact, whenever the task was opened. CalendarError when a step leaves
    the calendar's years.
    """
    opening = opened_on or opens_on(ladder, deadline, calendar)
    placed = []
    for gravity, rung in enumerate(ladder.rungs):
        day = _day(rung, opening, deadline, calendar)
        if rung.anchor is not Anchor.DEADLINE or day >= opening:
            at = datetime.combine(day, morning, zone).astimezone(UTC)
            placed.append(Step(rung, day, at, gravity))
    return tuple(sorted(placed, key=lambda step: (step.at, step.gravity)))


def _day(rung: Rung, opening: date, due: Deadline, calendar: WorkCalendar) -> date:
    if rung.anchor is Anchor.OPEN:
        return opening
    if rung.anchor is Anchor.DEADLINE:
        return calendar.shift(due.working_deadline, rung.workdays)
    return calendar.shift(due.last_day, rung.workdays)


def _place(rung: Rung) -> tuple[int, int]:
    return list(Anchor).index(rung.anchor), rung.workdays
