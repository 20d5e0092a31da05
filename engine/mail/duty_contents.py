"""Reading the duties of letters: what an obligation of the registry asks for in one period."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars.periods import Period, parse
from config.registry import Registry, RegistryError, assumed
from config.registry.objects import Cycle, Obligation
from engine.mail import routing
from engine.mail.letter import Duty, Party
from engine.tasks.following import titles
from engine.tasks.reported_events import reported
from language import Message, say
from models import queries
from models.tables import Task

_DROPPED = Message("mail.duty-dropped")
AnyTask = Task | queries.TaskRow


@dataclass(frozen=True, slots=True)
class Days:
    """What is told of a task's days: whether the day asked for is another than the document's, whether the
    calendar is verified so far, and when a calendar program reminds."""

    rolled: bool
    confirmed: bool
    alarm_on: date


class DutyReader:
    """Reads duties as of a day of the office, each once, and what is the same for all who owe one by the same
    days."""

    def __init__(self, s: Session, registry: Registry, today: date) -> None:
        self._s, self._registry, self._today = s, registry, today
        self._duties: dict[tuple[str, str, str], Duty] = {}
        self._days: dict[tuple[Registry, str, str, date, date], Days] = {}
        self._reported: dict[tuple[str, str], str] | None = None

    def duty(self, task: AnyTask) -> Duty:
        """What the task is about; only its name where the registry has dropped it."""
        known = self._registry.obligations.get(task.obligation)
        key = task.obligation, task.period, task.unit if known and known.products else ""
        if key not in self._duties:
            self._duties[key] = _one(self._new_duty(task))
        return self._duties[key]

    def days(self, task: AnyTask) -> Days:
        """Of the task's days, by the working days of the unit that owed it."""
        own = self._registry.of_unit(task.unit)
        key = own, task.obligation, task.period, task.last_day, task.working_deadline
        if key not in self._days:
            self._days[key] = Days(
                rolled=self._rolled(own, task),
                confirmed=own.calendar.confirmed(task.last_day),
                alarm_on=own.calendar.shift(task.working_deadline, -1),
            )
        return self._days[key]

    def _rolled(self, own: Registry, task: AnyTask) -> bool:
        with contextlib.suppress(RegistryError):
            due = own.deadline(task.obligation, task.period)
            return due.last_day == task.last_day and due.unrolled_last_day != task.working_deadline
        return False

    def _new_duty(self, task: AnyTask) -> Duty:
        period = parse(task.period)
        owner = routing.in_charge(self._registry, task.owner, self._today)
        obligation = self._registry.obligations.get(task.obligation)
        if obligation is None:
            # The registry dropped it while its tasks were open: they are still owed until somebody
            # withdraws them. A unit knows it by its title, and never by the code alone.
            title = titles(self._s).get(task.obligation)
            vi, en = (title.vi, title.en) if title else (say(_DROPPED, "vi"), say(_DROPPED, "en"))
            return Duty(task.obligation, vi, period, owner, title_en=en)
        product, product_en = self._registry.product(obligation, task.unit)
        window = None
        if obligation.window is not None:
            with contextlib.suppress(RegistryError):
                window = self._registry.window(obligation, period)
        return Duty(
            code=obligation.code,
            title=obligation.title,
            period=period,
            owner=owner,
            document=obligation.document.number,
            document_date=obligation.document.date,
            cite=obligation.cite,
            worded=obligation.words(period),
            title_en=obligation.title_en,
            data=window,
            deliver_to=obligation.deliver_to or "",
            how=obligation.how or "",
            product=product,
            product_en=product_en,
            assumption=obligation.assumption or "",
            assumed=assumed.by_rule(self._registry, obligation),
            tentative=obligation.tentative,
            helpers=self._helpers(obligation),
            helpers_text=obligation.helpers_text or "",
            figure=obligation.figure.unit if obligation.figure else "",
            target=_target(obligation, period),
            event=self._event(obligation, period),
            spans=self._registry.ladder(obligation).from_start,
        )

    def _event(self, obligation: Obligation, period: Period) -> str | None:
        if obligation.cycle is not Cycle.EVENT:
            return None
        if self._reported is None:
            self._reported = reported(self._s)
        return self._reported.get((obligation.code, period.code), "")

    def _helpers(self, obligation: Obligation) -> tuple[Party, ...]:
        groups = self._registry.groups
        return tuple(
            Party(groups[ref].title, group=True)
            if ref in groups
            else replace(routing.party_of(self._registry, ref, self._today), address="")
            for ref in obligation.helpers
        )


@lru_cache(maxsize=2048)
def _one(duty: Duty) -> Duty:
    """The same duty, read again, is the same object: what is kept of it is looked up without comparing."""
    return duty


def _target(obligation: Obligation, period: Period) -> Decimal | None:
    return obligation.figure.target(period.closing_year) if obligation.figure else None
