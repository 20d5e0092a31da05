"""Opening: one task for each unit that owes, for every period whose day to open has come; sets, never row
by row.

Which periods: those whose opening day is reached and whose last day is not before go-live. A watermark
remembers up to which day all of them were opened, so that a quiet morning looks at nothing and a morning
after an outage at all that was missed. When the registry has changed, periods that are still running are
looked at again as well: that is how a duty or a unit that was added opens. What had ended by then stays
closed; `rerun` opens an older period on purpose.

Who owes is read off the roster on the day on which the period was to open, also when it opens late: an
outage must not change who owes. A unit dissolved since then hands over at once, in the same round. A unit
that answers for a period in its predecessors' place gets no task of its own beside theirs: a rule that now
opens the period after the merger, or a merger that was written down late, asks nobody twice.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars.deadlines import Deadline
from calendars.periods import Period
from config.registry import Obligation, Registry, RegistryError, Unit
from config.registry.objects import Cycle
from config.settings import Settings
from engine.errors import fault_of
from engine.tasks.archived import is_archived
from engine.tasks.days import local_day
from engine.tasks.following import follow
from engine.tasks.scope import EVERYTHING, Scope
from models import queries

GO_LIVE = "go_live"
OPENED_THROUGH = "opened_through"
_KEPT = 16_384  # years of duties; the shipped office asks for 2,000 each morning


@dataclass(frozen=True, slots=True)
class Opening:
    """One period of one obligation that is to be opened, and on which day it was to be.

    `units`: for whom, by code, where the units' working calendars differ; None is all who owe it on that day.
    """

    obligation: Obligation
    period: Period
    deadline: Deadline
    on: date
    units: frozenset[str] | None = None

    def owing(self, registry: Registry) -> tuple[Unit, ...]:
        """The units that owe it, in the registry's order."""
        owing = registry.owing(self.obligation, self.on)
        return owing if self.units is None else tuple(unit for unit in owing if unit.code in self.units)


@dataclass(frozen=True, slots=True)
class Opened:
    """How many tasks came to be for one period."""

    obligation: str
    period: str
    tasks: int


def go_live(s: Session, registry: Registry, settings: Settings, now: datetime) -> date:
    """The first day this database cares about: fixed by its first round, from the settings or as that day's
    date.
    """
    stored = queries.fact(s, GO_LIVE)
    if stored is None:
        first = settings.go_live or local_day(registry, now)
        stored = queries.put_once(s, GO_LIVE, first.isoformat())
    return date.fromisoformat(stored)


def open_due(
    s: Session,
    registry: Registry,
    settings: Settings,
    now: datetime,
    only: Scope = EVERYTHING,
) -> tuple[Opened, ...]:
    """Opens what has come due to open at `now` (UTC), within `only`; answers what came to be, period by
    period.

    Doing it twice, or from two processes at once, opens nothing twice. Only a round without a scope moves the
    watermark.
    """
    since = go_live(s, registry, settings, now)
    follow(s, registry, now)
    today = local_day(registry, now)
    mark = read_mark(s)
    done: list[Opened] = []
    for opening in openings(registry, today, since, mark, obligation=only.obligation):
        if only.period in (None, opening.period.code):
            chosen = without_heirs(s, registry, opening, only.units)
            done += open_period(s, registry, opening, opened_by_engine(now), chosen)
    if not only:
        through = max(today, mark.through) if mark else today
        queries.put(s, OPENED_THROUGH, f"{through.isoformat()} {registry.fingerprint}")
    return tuple(done)


def opened_by_engine(now: datetime) -> queries.Happening:
    """The event of a task that a round opens by itself."""
    return queries.Happening(now, "opened", "dondoc", "engine")


def without_heirs(
    s: Session, registry: Registry, opening: Opening, units: Collection[str] | None
) -> Collection[str] | None:
    """`units` (None: all who owe it) without those that answer for the period in a predecessor's place."""
    answering = queries.units_answering(s, opening.obligation.code, opening.period.code)
    spared = heirs(registry, opening, answering)
    if not spared:
        return units
    if units is None:
        units = [unit.code for unit in opening.owing(registry)]
    return [code for code in units if code not in spared]


def heirs(registry: Registry, opening: Opening, units: Iterable[str]) -> set[str]:
    """Who stands in the place of those of `units` that had ended by the day on which a period opens.

    Codes that the registry does not know are nobody's predecessors.
    """
    known = (code for code in units if code in registry.units)
    return {heir for code in known if (heir := registry.successor(code, opening.on).code) != code}


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything to be opened up to and including `through` was, as the registry of that fingerprint saw
    it.
    """

    through: date
    fingerprint: str


def openings(
    registry: Registry, today: date, go_live: date, mark: Mark | None = None, *, obligation: str | None = None
) -> Iterator[Opening]:
    """The periods to open on `today`: those that opened since the mark, and after a change those still
    running.
    """
    changed = mark is not None and mark.fingerprint != registry.fingerprint
    # What opened after the mark is due after it, too.
    start = go_live if mark is None or changed else max(go_live, mark.through)
    codes = registry.obligations if obligation is None else (registry.obligation(obligation).code,)
    for code in codes:
        for opening in _of_duty(registry, code, start, today):
            missed = mark is None or opening.on > mark.through
            if opening.on <= today and (missed or (changed and opening.deadline.last_day >= today)):
                yield opening


def _of_duty(registry: Registry, code: str, start: date, today: date) -> tuple[Opening, ...]:
    """Its periods; none for a duty that cannot be computed, which the audit names: the others open."""
    try:
        return tuple(reachable(registry, registry.obligation(code), start, today))
    except Exception as error:
        fault_of(error)
        return ()


def reachable(registry: Registry, obligation: Obligation, start: date, today: date) -> Iterator[Opening]:
    """The periods of an obligation, from those due on `start` to the furthest that may have opened by
    `today`; where the units' working calendars differ, once for each of these.
    """
    if len(views := registry.views()) > 1:
        for view in views:
            yield from reachable(view, obligation, start, today)
        return
    calendar = registry.calendar
    end = registry.latest_due(obligation, today)
    for year in range(max(start, calendar.first).year, min(end, calendar.last).year + 1):
        for opening in _due_in(registry, obligation.code, year):
            if start <= opening.deadline.last_day <= end:
                yield opening


@lru_cache(maxsize=_KEPT)
def _due_in(registry: Registry, code: str, year: int) -> tuple[Opening, ...]:
    """The periods of an obligation that are due in a year: asked again every morning, and always the same.

    All years of all duties must fit: in turn, one too many would push out each before it is asked for again.
    """
    calendar, obligation = registry.calendar, registry.obligation(code)
    first, last = max(date(year, 1, 1), calendar.first), min(date(year, 12, 31), calendar.last)
    found = []
    for period in registry.periods(obligation, first, last):
        # A period that would open before the working calendar begins is none of ours.
        with contextlib.suppress(RegistryError):
            found.append(opening_of(registry, obligation, period))
    return tuple(found)


def opening_of(registry: Registry, obligation: Obligation, period: Period) -> Opening:
    """When a period opens and is due. What waits for an event opens on the event's day, when that is
    reported: who owes it is whoever did on that day.
    """
    due = registry.deadline(obligation, period)
    on = period.first if obligation.cycle is Cycle.EVENT else registry.opens(obligation, period)
    own = {unit.code for unit in registry.owing(obligation, on)} if registry.partial else None
    return Opening(obligation, period, due, on, None if own is None else frozenset(own))


def openings_of(registry: Registry, obligation: Obligation, period: Period) -> tuple[Opening, ...]:
    """When a period opens and is due, for the units of each working calendar; one where all have the same."""
    return tuple(opening_of(view, obligation, period) for view in registry.views())


def open_period(
    s: Session,
    registry: Registry,
    opening: Opening,
    event: queries.Happening,
    units: Collection[str] | None = None,
) -> Iterable[Opened]:
    """Opens one period for every unit that owes it (or those of `units` that do) and has no task yet.

    `event` says when, by whom and why; each new task keeps it. Nothing of a period that lies in an archive.
    """
    due = opening.deadline
    # Nothing else is asked of what is due this year: no round waits for it.
    if due.last_day.year < event.at.year and is_archived(s, opening.obligation.code, opening.period.code):
        return ()
    if opening.units is not None:
        units = opening.units if units is None else opening.units.intersection(units)
    tasks = queries.open_tasks(
        s,
        queries.NewTasks(
            obligation=opening.obligation.code,
            period=opening.period.code,
            owner=opening.obligation.owner,
            nominal=due.nominal,
            boundary=due.boundary,
            last_day=due.last_day,
            working_deadline=due.working_deadline,
            late_from=due.late_from(registry.office.zone),
        ),
        on_day=opening.on,
        event=event,
        only_units=units,
    )
    return (Opened(opening.obligation.code, opening.period.code, tasks),) if tasks else ()


def read_mark(s: Session) -> Mark | None:
    """Up to which day everything was opened, and by which registry; None before the first whole round."""
    stored = queries.fact(s, OPENED_THROUGH)
    if stored is None:
        return None
    through, _, fingerprint = stored.partition(" ")
    return Mark(date.fromisoformat(through), fingerprint)
