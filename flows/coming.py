"""What the calendar says will happen: the runs that the planner keeps in Prefect. Pure, without prefect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar

from config.registry import Registry
from config.registry.errors import RegistryError
from config.registry.objects import Cycle, Obligation
from engine.errors import fault_of
from engine.overview.agenda import agenda
from flows import names
from flows.speaking import BOARD, spoken

HORIZON = timedelta(days=400)
LATELY = timedelta(days=183)
"""How long after its last deadline a duty that comes no more is still served: late answers and reruns."""
_FAR = timedelta(days=1200)  # far enough for the next deadlines of a duty that comes every three years
Id = TypeVar("Id")


@dataclass(frozen=True, slots=True)
class Planned:
    """One coming run: something happens at `at` (UTC) for one period of one obligation. `labels` say what, in
    the office's language.
    """

    obligation: str
    period: str
    at: datetime
    labels: tuple[str, ...]

    @property
    def key(self) -> str:
        """See `names.plan_key`."""
        return names.plan_key(self.obligation, self.period, self.at)

    @property
    def name(self) -> str:
        """See `names.run_name`."""
        return names.run_name(self.obligation, self.period, self.labels)

    @property
    def parameters(self) -> dict[str, str]:
        """What the run is given: it takes its instant from here, not from the clock."""
        return {"obligation": self.obligation, "period": self.period, "at": self.at.isoformat()}


@dataclass(frozen=True, slots=True)
class Difference(Generic[Id]):
    """What to do so that the runs that stand become the runs that should."""

    create: tuple[Planned, ...]
    delete: tuple[Id, ...]
    keep: int


def coming(
    registry: Registry, now: datetime, *, go_live: date | None = None, horizon: timedelta = HORIZON
) -> tuple[Planned, ...]:
    """All runs after `now` (UTC) and up to `horizon` from it, by instant, then by obligation.

    Periods due before `go_live` are left out, as the rounds leave them. The horizon is cut where the working
    calendar ends. Rungs that fall on one instant make one run.
    """
    zone = registry.office.zone
    first, last = (instant.astimezone(zone).date() for instant in (now, now + horizon))
    labels: dict[tuple[datetime, str, str], list[str]] = {}
    for each in agenda(registry, first, last, go_live=go_live):
        if now < each.at <= now + horizon:
            label = spoken(registry, names.rung_label(each.step), BOARD)
            labels.setdefault((each.at, each.obligation, each.period), []).append(label)
    return tuple(
        Planned(obligation, period, at, tuple(said))
        for (at, obligation, period), said in sorted(labels.items())
    )


def served(registry: Registry, today: date, *, lately: timedelta = LATELY) -> tuple[Obligation, ...]:
    """The duties that have a deployment: those that the calendar asks for in years to come, or did lately.

    What waits for an event has no dates to show; the form for events and the morning round look after it.
    """
    calendar = registry.calendar
    first, last = max(today - lately, calendar.first), min(today + _FAR, calendar.last)
    return tuple(
        duty
        for duty in registry.obligations.values()
        if duty.cycle is not Cycle.EVENT and _comes(registry, duty, first, last)
    )


def _comes(registry: Registry, duty: Obligation, first: date, last: date) -> bool:
    """Whether it comes in that time. One that cannot be computed has no runs to plan; the audit names it."""
    try:
        return bool(registry.periods(duty, first, last))
    except Exception as error:
        fault_of(error)
        return False


def difference(planned: Iterable[Planned], standing: Mapping[Id, tuple[str, str]]) -> Difference[Id]:
    """Compares what should be planned with what is: `standing` maps a run to its (key, name).

    A date that moved is one run to delete and one to create: Prefect cannot move one whole.
    """
    wanted = {each.key: each for each in planned}
    kept: set[str] = set()
    gone: list[Id] = []
    for run, (key, name) in standing.items():
        if key in wanted and key not in kept and wanted[key].name == name:
            kept.add(key)
        else:
            gone.append(run)
    create = tuple(each for key, each in wanted.items() if key not in kept)
    return Difference(create, tuple(gone), len(kept))


def deadlines(
    registry: Registry, obligation: Obligation, today: date, count: int
) -> Iterator[tuple[str, date, date, bool]]:
    """The next deadlines from `today` on, at most `count`: (period, opens, asked for, calendar confirmed)."""
    calendar = registry.calendar
    periods = registry.periods(obligation, max(today, calendar.first), min(today + _FAR, calendar.last))
    for period in periods[:count]:
        due = registry.deadline(obligation, period)
        try:
            opens = registry.opens(obligation, period)
        except RegistryError:
            return  # beyond the working calendar
        yield period.code, opens, due.working_deadline, due.confirmed


def days_of_week(registry: Registry, today: date) -> list[int]:
    """The days of the week (0 is Monday) on which anybody works in the coming year: a weekend day counts
    when a make-up day falls on one."""
    calendar = registry.calendar
    days = (today + timedelta(days=n) for n in range(HORIZON.days))
    return sorted(
        {day.weekday() for day in days if calendar.first <= day <= calendar.last and calendar.is_workday(day)}
    )
