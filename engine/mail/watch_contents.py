"""Reading who has not answered: the duties that a letter's recipient follows up, and what feeds his own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy.orm import Session

from calendars.periods import Period
from config.registry import Registry
from config.registry.objects import Obligation
from config.registry.unit_names import is_former
from engine.mail.duty_contents import AnyTask, DutyReader
from engine.mail.letter import Behind, Missing, Party, Watch
from engine.overview.unopened import unopened
from engine.tasks.days import local_day, workdays_late
from models import queries
from models.states import TaskState
from models.tables import Task

_GONE = frozenset({TaskState.WAIVED, TaskState.WITHDRAWN})


class WatchReader:
    """Reads them as of `now` (aware UTC), the tasks of each duty and period once."""

    def __init__(self, s: Session, registry: Registry, duties: DutyReader, now: datetime) -> None:
        self._s, self._registry, self._duties, self._now = s, registry, duties, now
        self._today: date = local_day(registry, now)
        self._all: dict[tuple[str, str], Sequence[Task]] = {}
        self._said: dict[tuple[str, str], dict[int, queries.Progress]] = {}

    def watch(self, key: tuple[str, str], *, late_only: bool) -> Watch:
        """One duty and period, by `key`, and who has not answered it; of these with `late_only` the late."""
        tasks = self._tasks(key)
        open_ = [task for task in tasks if task.state is TaskState.OPEN]
        stands = {task.unit: self.stand(task) for task in open_}
        behind = [
            Behind(
                self._who(task.holder, task.unit),
                stands[task.unit][1] if late else 0,
                late,
                *self._progress(task),
                self._until(task),
                task.last_day,
            )
            for task in open_
            if (late := stands[task.unit][0]) or not late_only
        ]
        # The deadline most of them share heads the list; those that were given another show their own delay.
        first = min(open_ or tasks, key=lambda task: task.last_day)
        late, workdays = self.stand(first)
        owed = [task for task in tasks if task.state not in _GONE]
        unasked = self._unopened(key)
        return Watch(
            duty=self._duties.duty(first),
            asked=first.working_deadline,
            last_day=first.last_day,
            spared=self.spared(first),
            workdays=workdays,
            late=late,
            today=self._today,
            behind=tuple(sorted(behind, key=lambda each: (-each.late, -each.workdays))),
            total=len(owed) + len(unasked),
            late_only=late_only,
            sent=len(owed) - len(open_),
            opened=len(tasks),
            unopened=len(unasked),
            confirmed=self._of(first).calendar.confirmed(first.last_day),
        )

    def _unopened(self, key: tuple[str, str]) -> tuple[str, ...]:
        """Who owes it by the roster and has no task yet, in the registry's order."""
        asked = {task.unit: task.state for task in self._tasks(key)}
        return unopened(self._s, self._registry, self._now, *key, lambda: asked)

    def _until(self, task: Task) -> date:
        """The day that counts now: the one asked for, then the last one."""
        return task.working_deadline if self._today <= task.working_deadline else task.last_day

    def _progress(self, task: Task) -> tuple[int | None, str]:
        """How far an open task is; those of its period are read in one statement."""
        key = task.obligation, task.period
        if key not in self._said:
            ids = [
                each.id for each in self._tasks(key) if each.state is TaskState.OPEN and each.id is not None
            ]
            self._said[key] = queries.last_progress(self._s, ids, until=self._now)
        said = self._said[key].get(task.id or 0)
        return (said.percent, said.note) if said else (None, "")

    def missing(self, obligation: Obligation, period: Period) -> Iterable[Missing]:
        """The duties that feed this one, each with the units that have not answered it yet."""
        for code in obligation.needs:
            need = self._registry.obligations.get(code)
            if need is None:
                continue
            for each in need.feeding(period):
                tasks = [task for task in self._tasks((code, each.code)) if task.state not in _GONE]
                if tasks:
                    unasked = self._unopened((code, each.code))
                    units = [self._who(t.holder, t.unit) for t in tasks if t.state is TaskState.OPEN]
                    units += [self.by_name(unit) for unit in unasked]
                    total = len(tasks) + len(unasked)
                    yield Missing(need.title, need.title_en, each, tuple(units), total)

    def _tasks(self, key: tuple[str, str]) -> Sequence[Task]:
        """All tasks of an obligation and period, in the registry's order of units."""
        if key not in self._all:
            found, place = queries.tasks(self._s, obligation=key[0], period=key[1]), self._place
            self._all[key] = sorted(found, key=lambda task: (place.get(task.unit, len(place)), task.unit))
        return self._all[key]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {code: n for n, code in enumerate(self._registry.units)}

    def by_name(self, code: str) -> Party:
        """A unit as it was called, also when it is no more: without an address, since nothing goes there."""
        unit = self._registry.units.get(code)
        if unit is None:
            return Party(code)
        return Party(unit.name, "", unit.name_en or "", former=is_former(self._registry, unit, self._today))

    def _who(self, holder: str, unit: str) -> Party:
        """Who must act, and for whom where that is another: 'BHXH Lào Cai (cho BHXH Yên Bái)'."""
        party = self.by_name(holder)
        return party if holder == unit else replace(party, stands_for=self.by_name(unit))

    def stand(self, task: AnyTask) -> tuple[bool, int]:
        """Whether it is late, and by how many working days it is, or how many are left: to the day asked for,
        then to the last one."""
        own = self._of(task)
        if task.late_from <= self._now:
            return True, workdays_late(own, task.last_day, self._today)
        until = task.working_deadline if self._today <= task.working_deadline else task.last_day
        return False, own.calendar.count(self._today, until)

    def spared(self, task: AnyTask) -> bool:
        """Whether the last day is a later working day than the one asked for. One that nobody works is no day
        to name: the day asked for stands alone."""
        later = task.working_deadline < task.last_day
        return later and self._of(task).calendar.is_workday(task.last_day)

    def _of(self, task: AnyTask) -> Registry:
        """By the working days of the unit that owed it."""
        return self._registry.of_unit(task.unit)
