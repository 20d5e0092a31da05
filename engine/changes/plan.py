"""Planning: what the registry as it stands would open, move, withdraw, or give to another owner. Reads only.

A registry file that is edited changes no task that is open: a person looks at this comparison first, and
`engine.changes.applying` then does it. What is compared, and what stays:

- Only open tasks change. What was submitted, accepted or waived stays as it is, whatever the registry says.
- A day that a person set (an extension, a returned report) stays, unless the registry's day is later.
- Nobody becomes late by an edit: a day that would move to today or earlier stays. A later day always counts.
- A unit that was dissolved still owes what it owed: its tasks go to its successor, and are not withdrawn.
  The successor gets no task of its own beside them.
- What was withdrawn opens again when the registry asks for it again and the period still runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from calendars.deadlines import Deadline
from calendars.rules import Boundary
from config.registry import Registry, RegistryError
from config.registry.objects import Cycle, within
from config.settings import Settings
from engine.tasks import opening
from engine.tasks.days import local_day
from engine.tasks.opening import Mark, Opening
from language import Message
from models import queries
from models.queries import PlannedTask
from models.states import Began, TaskState


class ChangeKind(StrEnum):
    """What would happen to the tasks of one period. REWORDED: the last day stays, what the source says or
    the day from which reminders count back does not. KEPT: the registry differs, and nothing is done.
    """

    OPENED = "opened"
    REOPENED = "reopened"
    MOVED = "moved"
    REWORDED = "reworded"
    WITHDRAWN = "withdrawn"
    OWNER = "owner-changed"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline as a task records it."""

    nominal: date
    boundary: Boundary
    last_day: date
    working_deadline: date


@dataclass(frozen=True, slots=True)
class Change:
    """One change of all tasks of an obligation and period that it befalls alike.

    `ids` are their numbers (none yet for what opens), `units` who owed them when they were opened. `why`
    is for the operator.
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


@dataclass(frozen=True, slots=True)
class Plan:
    """The comparison as of an instant: everything that would open by `until`, and every other change."""

    as_of: datetime
    today: date
    until: date
    registry: str
    open_tasks: int
    changes: tuple[Change, ...]

    @property
    def doing(self) -> tuple[Change, ...]:
        """The changes that `apply` makes: all but what is kept."""
        return tuple(change for change in self.changes if change.kind is not ChangeKind.KEPT)

    @property
    def counts(self) -> dict[str, int]:
        """Number of tasks by kind of change, every kind named."""
        counts = {kind.value: 0 for kind in ChangeKind}
        for change in self.changes:
            counts[change.kind.value] += len(change.units)
        return counts

    @property
    def fingerprint(self) -> str:
        """Twelve characters that change when the registry does, or what would be done."""
        digest = hashlib.sha256(self.registry.encode())
        for change in self.doing:
            digest.update(repr(change).encode())
        return digest.hexdigest()[:12]


def make_plan(
    s: Session,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    until: date | None = None,
    lock: bool = False,
) -> Plan:
    """Compares the registry with the tasks as of `now` (aware). Writes nothing.

    `until` (None: the day of `now`) is how far ahead openings are told. With `lock` the open tasks stay as
    they are until the transaction ends.
    """
    today = local_day(registry, now)
    until = max(until or today, today)
    judge = _Judge(registry, today)
    tasks = queries.planned_tasks(s, lock=lock)
    groups: dict[tuple[object, ...], list[PlannedTask]] = {}
    for task in tasks:
        for verdict in judge.verdicts(task):
            groups.setdefault((task.obligation, task.period, *verdict), []).append(task)
    changes = [_change(key, members) for key, members in groups.items()]
    changes += _openings(s, registry, settings, today, until, tasks)
    order = list(ChangeKind)
    return Plan(
        as_of=now,
        today=today,
        until=until,
        registry=registry.fingerprint,
        open_tasks=sum(task.state is TaskState.OPEN for task in tasks),
        changes=tuple(
            sorted(changes, key=lambda c: (order.index(c.kind), c.obligation, _day(c), c.period, c.units))
        ),
    )


def _day(change: Change) -> date:
    due = change.after or change.before
    return due.last_day if due else date.min


def due_of(deadline: Deadline) -> Due:
    """A deadline of the registry as a task would record it."""
    return Due(deadline.nominal, deadline.boundary, deadline.last_day, deadline.working_deadline)


# --- what the tasks are compared with ---

Verdict = tuple[ChangeKind, Due | None, Due | None, str | None, str | None, Message | None]
"""kind, before, after, owner before, owner after, why."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One period of one obligation, as the registry has it; without `opening` it has none, or cannot say."""

    opening: Opening | None = None
    due: Due | None = None
    owing: frozenset[str] = frozenset()
    gone: Message | None = None
    unknown: Message | None = None


class _Judge:
    """What the registry says of each task; each period is asked about once."""

    def __init__(self, registry: Registry, today: date) -> None:
        self._registry, self._today = registry, today
        self._wanted: dict[tuple[str, str], _Wanted] = {}

    def verdicts(self, task: PlannedTask) -> Iterator[Verdict]:
        """None, one, or for a new owner and a new day two."""
        key = task.obligation, task.period
        if key not in self._wanted:
            self._wanted[key] = self._ask(*key)
        wanted = self._wanted[key]
        recorded = Due(task.nominal, task.boundary, task.last_day, task.working_deadline)
        if task.state is TaskState.WITHDRAWN:
            if self._again(task, wanted):
                yield ChangeKind.REOPENED, recorded, wanted.due, None, None, Message("plan.again")
        elif wanted.gone:
            yield ChangeKind.WITHDRAWN, recorded, None, None, None, wanted.gone
        elif wanted.opening is None or wanted.due is None:
            yield ChangeKind.KEPT, recorded, None, None, None, wanted.unknown
        elif not self._owes(task, wanted):
            yield ChangeKind.WITHDRAWN, recorded, None, None, None, self._why_not(task, wanted.opening)
        else:
            owner = wanted.opening.obligation.owner
            if task.owner != owner:
                yield ChangeKind.OWNER, recorded, None, task.owner, owner, None
            yield from self._moved(task, recorded, wanted.due)

    def _moved(self, task: PlannedTask, recorded: Due, due: Due) -> Iterator[Verdict]:
        later = due.last_day > recorded.last_day
        if task.began in (Began.EXTENDED, Began.RETURNED):
            if later:
                yield ChangeKind.MOVED, recorded, due, None, None, Message("plan.later-than-given")
            elif due.last_day != task.original_last_day:
                yield (
                    ChangeKind.KEPT,
                    recorded,
                    due,
                    None,
                    None,
                    Message("plan.day-stays", began=Message(f"began.{task.began.value}")),
                )
        elif due.last_day == recorded.last_day:
            if due != recorded:
                yield ChangeKind.REWORDED, recorded, due, None, None, None
        elif later or due.last_day > self._today:
            yield ChangeKind.MOVED, recorded, due, None, None, None
        else:
            yield (
                ChangeKind.KEPT,
                recorded,
                due,
                None,
                None,
                Message("plan.nobody-becomes-late"),
            )

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

    def _ask(self, code: str, period: str) -> _Wanted:
        duty = self._registry.obligations.get(code)
        if duty is None:
            return _Wanted(gone=Message("plan.obligation-gone"))
        try:
            of = self._registry.period(duty, period)
        except RegistryError as error:
            return _Wanted(gone=error.message)
        try:
            found = opening.opening_of(self._registry, duty, of)
        except RegistryError as error:  # beyond the working calendar: nothing can be said
            return _Wanted(unknown=error.message)
        # An event is owed by those who owed it on its day, whenever it was reported.
        days = {found.on, of.first} if duty.cycle is Cycle.EVENT else {found.on}
        owing = frozenset(unit.code for day in days for unit in self._registry.owing(duty, day))
        return _Wanted(found, due_of(found.deadline), owing)


def _change(key: tuple[object, ...], members: Iterable[PlannedTask]) -> Change:
    obligation, period, kind, before, after, owner_before, owner_after, why = key
    tasks = list(members)
    return Change(
        kind=kind,  # type: ignore[arg-type]
        obligation=str(obligation),
        period=str(period),
        units=tuple(task.unit for task in tasks),
        ids=tuple(task.id for task in tasks),
        before=before,  # type: ignore[arg-type]
        after=after,  # type: ignore[arg-type]
        owner_before=owner_before,  # type: ignore[arg-type]
        owner_after=owner_after,  # type: ignore[arg-type]
        why=why,  # type: ignore[arg-type]
    )


# --- what would open ---


def to_open(
    s: Session, registry: Registry, settings: Settings, today: date, until: date
) -> Iterator[Opening]:
    """The periods that rounds would look at from today until that day, as `opening.open_due` does."""
    stored = queries.fact(s, opening.GO_LIVE)
    since = date.fromisoformat(stored) if stored else settings.go_live or today
    mark = opening.read_mark(s)
    yield from opening.openings(registry, today, since, mark)
    if until > today:
        yield from opening.openings(registry, until, since, Mark(today, registry.fingerprint))


def _openings(
    s: Session,
    registry: Registry,
    settings: Settings,
    today: date,
    until: date,
    tasks: Collection[PlannedTask],
) -> Iterator[Change]:
    found = list(to_open(s, registry, settings, today, until))
    there = queries.units_with_tasks(
        s, {each.obligation.code for each in found}, {each.period.code for each in found}
    )
    open_days: dict[tuple[str, str], set[date]] = {}
    for task in tasks:
        if task.state is TaskState.OPEN:
            open_days.setdefault((task.obligation, task.period), set()).add(task.last_day)
    for each in found:
        key = each.obligation.code, each.period.code
        have = there.get(key, {})
        answering = [code for code, state in have.items() if state is not TaskState.WITHDRAWN]
        spared = have.keys() | opening.heirs(registry, each, answering)
        new = tuple(unit.code for unit in registry.owing(each.obligation, each.on) if unit.code not in spared)
        if new:
            due = due_of(each.deadline)
            others = sorted(open_days.get(key, set()) - {due.last_day})
            why = None
            if each.on > today:
                why = Message("plan.opens-on", day=each.on)
            elif others:
                why = Message("plan.others-have", days=others)
            yield Change(ChangeKind.OPENED, *key, new, after=due, why=why)
