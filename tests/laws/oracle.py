"""When which rung of a ladder may be told, worked out by hand from the events: walks days one by one, and
shares no code with the engine. What a task's deadline is, tells `tests/support/ledger.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.support.cast import HANOI
from tests.support.ledger import Told

ONE = timedelta(days=1)
MORNING = time(8)
HOLD = 5
"""For so many working days a request that nobody answers holds back what goes above its unit."""
RUNGS = (
    ("opened", "open", 0, "unit"),
    ("remind-3wd", "before", 3, "unit"),
    ("due-today", "before", 0, "unit"),
    ("last-day", "last", 0, "unit"),
    ("overdue-1wd", "late", 1, "unit"),
    ("head-2wd", "late", 2, "unit head"),
    ("owner-3wd", "late", 3, "head owner"),
    ("leadership-4wd", "late", 4, "leadership"),
)
"""The ladder of `office.py`, from mild to grave: name, from what it counts, working days, to whom."""
GRAVITY = {name: place for place, (name, *_) in enumerate(RUNGS)}
_BEGINS = ("opened", "extended", "returned", "moved", "reopened")
_CHASED_ANEW = ("submitted", "accepted", "returned", "extended", "waived", "reassigned")


def day_of(at: datetime) -> date:
    return at.astimezone(HANOI).date()


def morning_of(day: date) -> datetime:
    return datetime.combine(day, MORNING, HANOI).astimezone(UTC)


@dataclass
class Run:
    """Since when the deadline of a task runs, how that came to be, and when its unit last asked something."""

    since: datetime
    began: str = "opened"
    asked: datetime | None = None


def runs(events: Iterable[Any]) -> dict[int, Run]:
    """By task, from its events, the oldest first."""
    found: dict[int, Run] = {}
    seen = list(events)
    gone = {each.data["event"] for each in seen if each.kind == "undone"}
    for each in seen:
        if each.kind == "opened":
            found[each.task_id] = Run(each.at)
        run = found[each.task_id]
        if each.kind == "undone":
            run.since = each.at if each.data["what"] in _CHASED_ANEW else run.since
        elif each.id in gone:
            # The day it was said is over as well: what came meanwhile waits from the day it was taken back.
            continue
        elif each.kind in _BEGINS:
            began = "opened" if each.kind == "reopened" else each.kind
            run.since, run.began = each.at, began
        elif each.kind in ("asked-extension", "asked-release"):
            run.asked = each.at
    return found


class Days:
    """Working days, walked one by one."""

    def __init__(self, works: Callable[[date], bool]) -> None:
        self.works = works

    def shift(self, day: date, n: int) -> date:
        """The n-th working day after (before) that day; the day itself for 0."""
        step = ONE if n > 0 else -ONE
        for _ in range(abs(n)):
            day += step
            while not self.works(day):
                day += step
        return day


def earliest(days: Days, told: Told, run: Run, rung: str, role: str) -> datetime | None:
    """Before when nobody of that role may be told of that rung; None where the deadline has no such rung."""
    _, anchor, n, _ = RUNGS[GRAVITY[rung]]
    since = day_of(run.since)
    if anchor == "open":  # by days: a clock that ran back may be behind that of whoever answered
        return datetime.combine(since, time.min, HANOI)
    if anchor == "before":
        day = days.shift(told.asked, -n)
        return None if run.began != "opened" and day < since else morning_of(day)
    if anchor == "last":
        later = told.last_day > told.asked and days.works(told.last_day)
        stands = later and (run.began == "opened" or told.last_day >= since)
        return morning_of(told.last_day) if stands else None
    day = days.shift(told.last_day, n)
    at = morning_of(day)
    if role == "unit":
        return at
    if since > told.last_day:  # the unit hears first, the others as far after it as the ladder has them
        at = max(at, morning_of(days.shift(since, max(1, n - 1))))
    if day < since:
        at = max(at, morning_of(days.shift(since, 1)))
    if told.asks and run.asked is not None:
        at = max(at, morning_of(days.shift(day_of(run.asked), HOLD)))
    return at


def gravest(days: Days, told: Told, run: Run, owner: str, now: datetime) -> Iterator[tuple[str, str]]:
    """(recipient, rung): of each who is to have been told by now, the gravest rung that has come."""
    found: dict[str, str] = {}
    for rung, anchor, _, roles in RUNGS:
        for role in roles.split():
            if role == "owner" and owner == told.holder:
                role = "unit"  # who owes it and chases it hears as the one who owes
            at = earliest(days, told, run, rung, role)
            if anchor == "open":
                at = max(run.since, morning_of(day_of(run.since)))
            if at is not None and at <= now:
                who = {"unit": told.holder, "head": f"{told.holder}:head", "owner": owner}.get(role, role)
                found[who] = rung
    yield from found.items()
