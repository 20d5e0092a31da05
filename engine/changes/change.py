"""One change that an edited registry makes of the tasks that are open, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from calendars.rules import Boundary
from language import Message


class ChangeKind(StrEnum):
    """What would happen to the tasks of one period.

    RENAMED: their duty has another code now. REWORDED: the last day stays, what the source says or the day
    from which reminders count back does not. RETIMED: the days stay, the instant from which the task is late
    does not, since the office's zone, or what is known of it, is another. KEPT: the registry differs, and
    nothing is done.
    """

    RENAMED = "renamed"
    OPENED = "opened"
    REOPENED = "reopened"
    MOVED = "moved"
    REWORDED = "reworded"
    RETIMED = "retimed"
    WITHDRAWN = "withdrawn"
    OWNER = "owner-changed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a task records it. Two are the same when their days are: `late_from` (UTC) follows from
    these and from the office's zone.
    """

    nominal: date
    boundary: Boundary
    last_day: date
    working_deadline: date
    late_from: datetime = field(compare=False)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of all tasks of an obligation and period that it befalls alike.

    `ids` are their numbers (none yet for what opens), `units` who owed them when they were opened. `why`,
    `reads` (what a unit will read that had been told of it) and `hint` are for the operator.
    """

    kind: ChangeKind
    obligation: str
    period: str
    units: tuple[str, ...]
    ids: tuple[int, ...] = ()
    before: Due | None = None
    after: Due | None = None
    owner_before: str | None = None
    owner_after: str | None = None
    why: Message | None = None
    reads: Message | None = None
    hint: Message | None = None
