"""Calendars to subscribe to: what a unit owes, and what an owner follows up, the coming year included.

A task has one UID for ever, also before it opens, so that a program moves an entry and never doubles it. What
is over stays for some months as CANCELLED, or a program that keeps its own copy would go on showing it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.periods import Period
from config.registry import Registry, RegistryError
from config.registry.objects import Cycle, Obligation
from engine.errors import fault_of
from engine.mail import routing
from engine.mail.duty_contents import AnyTask, DutyReader
from engine.mail.ics import feed_of
from engine.mail.language import words_of
from engine.mail.letter import Item, Party
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from language import Either, Message, say
from models import queries
from models.queries import TaskRow
from models.states import Began, TaskState

AHEAD = timedelta(days=400)
"""How far the deadlines that no task has yet are shown."""
KEPT = timedelta(days=120)
"""How long what is over stays, from its last day."""

MOST_OVER = 1000
"""So many that are over, the newest."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar as it stands. `changed` (aware UTC): the last change of a task in it, or the start of
    the day, when the coming days moved on."""

    content: bytes
    changed: datetime


def unit_feed(s: Session, registry: Registry, unit: str, now: datetime, *, todo: bool = False) -> Feed:
    """What the unit has to send: open, lately over, and coming. RegistryError for an unknown unit."""
    return _Maker(s, registry, now, todo).unit(registry.unit(unit).code)


def owner_feed(s: Session, registry: Registry, unit: str, now: datetime, *, todo: bool = False) -> Feed:
    """What the unit follows up by now, in an ended unit's place too: one entry for each duty and period.
    RegistryError for an unknown unit."""
    return _Maker(s, registry, now, todo).owner(registry.unit(unit).code)


class _Maker:
    def __init__(self, s: Session, registry: Registry, now: datetime, todo: bool) -> None:
        self._s, self._registry, self._todo = s, registry, todo
        self._today = local_day(registry, now)
        self._duties = DutyReader(s, registry, self._today)
        self._language = registry.office.language.partition("+")[0]
        office = registry.office
        # Midnight of the office: the window of coming days moves on once a day.
        start = datetime.combine(self._today, datetime.min.time(), office.zone)
        self._changed = start.astimezone(UTC)

    def unit(self, code: str) -> Feed:
        open_ = queries.open_of(self._s, [code])
        ended = queries.ended_tasks(self._s, code, limit=MOST_OVER, since=self._today - KEPT)
        items = list(self._known(open_, over=False)) + list(self._known(ended, over=True))
        found: list[AnyTask] = [*open_, *ended]
        opened = {(task.obligation, task.period) for task in found}
        for duty, periods in groupby(self._coming(self._registry.of_unit(code)), key=itemgetter(0)):
            owes = self._registry.owes(code, duty)
            items += [
                (self._ahead(duty, period, code), False)
                for _, period in periods
                if (duty.code, period.code) not in opened and owes(period)
            ]
        name = Message("calendar.feed-unit", unit=self._called(code))
        return self._feed(items, name, [task.id for task in found if task.id is not None])

    def owner(self, code: str) -> Feed:
        items = []
        for duty, period in self._coming(self._registry, since=self._today - KEPT):
            if in_place_of(self._registry, duty.owner, self._today) == code:
                item = self._ahead(duty, period, "")
                items.append((item, item.last_day < self._today))
        name = Message("calendar.feed-owner", unit=self._called(code))
        return self._feed(items, name, [])

    def _feed(self, items: list[tuple[Item, bool]], name: Message, ids: list[int]) -> Feed:
        last = queries.last_event_at(self._s, ids)
        changed = max(self._changed, last) if last else self._changed
        items.sort(key=lambda each: (each[0].asked, each[0].uid))
        content = feed_of(
            items,
            changed.replace(microsecond=0),
            name=say(name, self._language, "mail"),
            morning=self._registry.office.morning,
            words=words_of(self._language),
            todo=self._todo,
        )
        return Feed(content, changed.replace(microsecond=0))

    def _coming(self, registry: Registry, since: date | None = None) -> Iterator[tuple[Obligation, Period]]:
        """Every duty and period whose last day is still to come, or lies after `since`, as far as known, by
        the days of this registry."""
        end = min(self._today + AHEAD, registry.calendar.last)
        for duty in registry.obligations.values():
            if duty.cycle is Cycle.EVENT:
                continue
            with contextlib.suppress(RegistryError, WhenError):
                for period in registry.periods(duty, since or self._today, end):
                    yield duty, period

    def _known(self, tasks: Iterable[AnyTask], *, over: bool) -> Iterator[tuple[Item, bool]]:
        """The entries of tasks; one that cannot be told keeps no other out of the calendar."""
        for task in tasks:
            try:
                yield self._item(task), over
            except Exception as error:
                fault_of(error)

    def _item(self, task: AnyTask) -> Item:
        return self._made(task, sequence=task.version - 1)

    def _ahead(self, duty: Obligation, period: Period, unit: str) -> Item:
        """A deadline without a task of its own: as its task will be when it opens."""
        due = self._registry.of_unit(unit).deadline(duty, period)
        return self._made(
            TaskRow(
                id=0,
                obligation=duty.code,
                period=period.code,
                unit=unit,
                holder=unit,
                owner=duty.owner,
                state=TaskState.OPEN,
                nominal=due.nominal,
                boundary=due.boundary,
                last_day=due.last_day,
                working_deadline=due.working_deadline,
                late_from=due.late_from(self._registry.office.zone),
                original_last_day=due.last_day,
                deadline_no=0,
                began=Began.OPENED,
                began_at=self._changed,
                opened_at=self._changed,
                next_action_at=None,
                submitted_at=None,
                document_no=None,
                figure=None,
                version=1,
            ),
            sequence=0,
        )

    def _made(self, task: AnyTask, *, sequence: int) -> Item:
        ref = "/".join(part for part in (task.obligation, task.period, task.unit) if part)
        calendar = self._registry.of_unit(task.unit).calendar
        alarm = None
        with contextlib.suppress(WhenError):
            alarm = calendar.shift(task.working_deadline, -1)
        whose = routing.party_of(self._registry, task.holder, self._today) if task.holder else Party("")
        return Item(
            duty=self._duties.duty(task),
            ref=ref,
            uid=f"{ref.replace('/', '.')}@{self._registry.office.list_id}",
            unit=whose,
            asked=task.working_deadline,
            last_day=task.last_day,
            workdays=0,
            late=False,
            reason="",
            today=self._today,
            spared=task.working_deadline < task.last_day and calendar.is_workday(task.last_day),
            sequence=sequence,
            alarm_on=alarm,
        )

    def _called(self, code: str) -> Either:
        unit = self._registry.unit(code)
        return Either(unit.name, unit.name_en or "")
