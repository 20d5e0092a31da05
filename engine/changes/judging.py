"""What the registry says of each open task: pure but for the registry's own answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from calendars.deadlines import Deadline, late_from
from config.registry import Registry, RegistryError
from config.registry.objects import Cycle, within
from engine.changes.change import ChangeKind, Due
from engine.errors import fault_of
from engine.tasks import opening
from engine.tasks.days import local_day
from engine.tasks.opening import Opening
from language import Message
from models.queries import PlannedTask
from models.states import Began, TaskState

_OWNER, _OPENED_AT = (PlannedTask._fields.index(name) for name in ("owner", "opened_at"))
"""What a verdict goes by, but for whose task it is and when it was opened, which says who owed it then."""


def due_of(registry: Registry, deadline: Deadline) -> Due:
    """A deadline of the registry as a task would record it."""
    return Due(
        deadline.nominal,
        deadline.boundary,
        deadline.last_day,
        deadline.working_deadline,
        deadline.late_from(registry.office.zone),
    )


def _recorded(task: PlannedTask) -> Due:
    return Due(task.nominal, task.boundary, task.last_day, task.working_deadline, task.late_from)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one task; tasks of a period with the same verdict are one change."""

    kind: ChangeKind
    before: Due | None = None
    after: Due | None = None
    owner_before: str | None = None
    owner_after: str | None = None
    why: Message | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One period of one obligation, as the registry has it; without `opening` it has none, or cannot say."""

    opening: Opening | None = None
    due: Due | None = None
    owing: frozenset[str] = frozenset()
    gone: Message | None = None
    unknown: Message | None = None


class Judge:
    """What the registry says of each task as of `now`; each period is asked about once."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        self._registry, self._now, self._today = registry, now, local_day(registry, now)
        self._wanted: dict[tuple[str, str, Registry], _Wanted] = {}
        self._alike: dict[tuple[object, ...], tuple[Verdict, ...]] = {}
        """The verdicts on tasks of those who owe them, by all that these verdicts go by."""

    def verdicts(self, task: PlannedTask) -> tuple[Verdict, ...]:
        """None, one, or for a new owner, a new day and a new zone several. A task that cannot be judged stays
        as it is, with the fault as the reason: the others are compared all the same."""
        try:
            key = task.obligation, task.period, self._registry.of_unit(task.unit)
            if key not in self._wanted:
                self._wanted[key] = self._ask(*key)
            wanted = self._wanted[key]
            if task.unit not in wanted.owing:
                return tuple(self._verdicts(task, wanted))
            alike = key, *task[_OWNER:_OPENED_AT]
            if alike not in self._alike:
                self._alike[alike] = tuple(self._verdicts(task, wanted))
            return self._alike[alike]
        except Exception as error:
            return (
                Verdict(
                    ChangeKind.KEPT, _recorded(task), why=Message("plan.cannot-compare", why=fault_of(error))
                ),
            )

    def _verdicts(self, task: PlannedTask, wanted: _Wanted) -> Iterator[Verdict]:
        recorded = _recorded(task)
        if task.state is TaskState.WITHDRAWN:
            if self._again(task, wanted):
                yield Verdict(ChangeKind.REOPENED, recorded, wanted.due, why=Message("plan.again"))
            return
        if wanted.gone:
            yield Verdict(ChangeKind.WITHDRAWN, recorded, why=wanted.gone)
            return
        if wanted.opening is None or wanted.due is None:
            yield Verdict(ChangeKind.KEPT, recorded, why=wanted.unknown)
        elif not self._owes(task, wanted):
            yield Verdict(ChangeKind.WITHDRAWN, recorded, why=self._why_not(task, wanted.opening))
            return
        else:
            owner = wanted.opening.obligation.owner
            if task.owner != owner:
                yield Verdict(ChangeKind.OWNER, owner_before=task.owner, owner_after=owner)
            if moved := self._moved(task, recorded, wanted.due):
                yield moved
                if moved.kind is ChangeKind.MOVED:
                    return
        if retimed := self._retimed(recorded):
            yield retimed

    def _moved(self, task: PlannedTask, recorded: Due, due: Due) -> Verdict | None:
        later = due.last_day > recorded.last_day
        if task.began in (Began.EXTENDED, Began.RETURNED):
            if later:
                return Verdict(ChangeKind.MOVED, recorded, due, why=Message("plan.later-than-given"))
            if due.last_day == task.original_last_day:
                return None
            began = Message(f"began.{task.began.value}")
            return Verdict(ChangeKind.KEPT, recorded, due, why=Message("plan.day-stays", began=began))
        if due.last_day == recorded.last_day:
            return Verdict(ChangeKind.REWORDED, recorded, due) if due != recorded else None
        if later or due.last_day > self._today:
            return Verdict(ChangeKind.MOVED, recorded, due)
        return Verdict(ChangeKind.KEPT, recorded, due, why=Message("plan.nobody-becomes-late"))

    def _retimed(self, recorded: Due) -> Verdict | None:
        """The instant after the last day, which is another one where the office's zone is."""
        zone = self._registry.office.zone
        instant = late_from(recorded.last_day, zone)
        if instant == recorded.late_from:
            return None
        due = replace(recorded, late_from=instant)
        if instant <= self._now < recorded.late_from:
            return Verdict(ChangeKind.KEPT, recorded, due, why=Message("plan.nobody-becomes-late"))
        before, after = (each.astimezone(UTC).isoformat() for each in (recorded.late_from, instant))
        why = Message("plan.retimed", before=before, after=after, zone=zone.key)
        return Verdict(ChangeKind.RETIMED, recorded, due, why=why)

    def _again(self, task: PlannedTask, wanted: _Wanted) -> bool:
        found, due = wanted.opening, wanted.due
        if found is None or due is None or found.obligation.cycle is Cycle.EVENT:
            return False
        return task.unit in wanted.owing and found.on <= self._today <= due.last_day

    def _owes(self, task: PlannedTask, wanted: _Wanted) -> bool:
        """Also in whose place another unit now owes it, and who owed it when the task was opened."""
        assert wanted.opening is not None
        heirs = opening.heirs(self._registry, wanted.opening, (task.unit,))
        return bool({task.unit, *heirs} & wanted.owing) or self._owed_then(task)

    def _owed_then(self, task: PlannedTask) -> bool:
        """Whether it owed it, as the registry sees it now, on the day on which the task was opened.

        So a unit dissolved, or a group that ended, before the day to which opening has moved keeps its task.
        """
        day = local_day(self._registry, task.opened_at)
        roster = self._registry.roster(task.obligation)
        return any(unit == task.unit and within(day, from_, to) for unit, from_, to in roster)

    def _why_not(self, task: PlannedTask, found: Opening) -> Message:
        if task.unit not in self._registry.units:
            return Message("plan.unit-gone")
        rows = [row for row in self._registry.roster(found.obligation) if row[0] == task.unit]
        return Message("plan.owes-not-on", day=found.on) if rows else Message("plan.owes-no-more")

    def _ask(self, code: str, period: str, registry: Registry) -> _Wanted:
        """`registry` is by the calendar of the unit whose task it is."""
        duty = self._registry.obligations.get(code)
        if duty is None:
            return _Wanted(gone=Message("plan.obligation-gone"))
        try:
            of = registry.period(duty, period)
        except RegistryError as error:
            return _Wanted(gone=error.message)
        try:
            found = opening.opening_of(registry, duty, of)
        except RegistryError as error:  # beyond the working calendar: nothing can be said
            return _Wanted(unknown=error.message)
        # An event is owed by those who owed it on its day, whenever it was reported.
        days = {found.on, of.first} if duty.cycle is Cycle.EVENT else {found.on}
        owing = frozenset(unit.code for day in days for unit in self._registry.owing(duty, day))
        return _Wanted(found, due_of(self._registry, found.deadline), owing)
