"""Planning: what the registry as it stands would open, move, withdraw, or give to another owner. Reads only.

A registry file that is edited changes no task that is open: a person looks at this comparison first, and
`engine.changes.applying` then does it. What is compared, and what stays:

- Only open tasks change. What was submitted, accepted or waived stays as it is, whatever the registry says.
- A day that a person set (an extension, a returned report) stays, unless the registry's day is later.
- Nobody becomes late by an edit: a day that would move to today or earlier stays. A later day always counts.
- A unit that was dissolved still owes what it owed: its tasks go to its successor, and are not withdrawn.
  The successor gets no task of its own beside them.
- The instant from which a task is late follows the office's zone, as its day follows the rule.
- What was withdrawn opens again when the registry asks for it again and the period still runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.changes.change import Change as Change
from engine.changes.change import ChangeKind as ChangeKind
from engine.changes.change import Due as Due
from engine.changes.judging import Judge, Verdict, due_of
from engine.changes.renames import Renames, renames, told
from engine.tasks import opening, used
from engine.tasks.days import local_day
from engine.tasks.opening import Mark, Opening
from language import Message
from models import queries
from models.queries import PlannedTask
from models.states import TaskState


@dataclass(frozen=True, slots=True)
class Plan:
    """The comparison as of an instant: everything that would open by `until`, and every other change."""

    as_of: datetime
    today: date
    until: date
    registry: str
    open_tasks: int
    changes: tuple[Change, ...]
    gone: Mapping[str, list[str]] = field(default_factory=dict)
    """What the registry had when it was last used and has no more, by kind."""

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
    judge = Judge(registry, now)
    moving = renames(s, registry)
    tasks = list(moving.seen(queries.planned_tasks(s, lock=lock)))
    groups: dict[tuple[str, str, Verdict], list[PlannedTask]] = {}
    for task in tasks:
        for verdict in judge.verdicts(task):
            groups.setdefault((task.obligation, task.period, verdict), []).append(task)
    changes = [_change(*key, members) for key, members in groups.items()]
    changes = [*moving.changes, *told(s, registry, changes)]
    changes += _openings(s, registry, settings, until, tasks, now=now, moving=moving)
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
        gone=used.vanished(s, registry),
    )


def _day(change: Change) -> date:
    due = change.after or change.before
    return due.last_day if due else date.min


def _change(obligation: str, period: str, verdict: Verdict, tasks: list[PlannedTask]) -> Change:
    return Change(
        kind=verdict.kind,
        obligation=obligation,
        period=period,
        units=tuple(task.unit for task in tasks),
        ids=tuple(task.id for task in tasks),
        before=verdict.before,
        after=verdict.after,
        owner_before=verdict.owner_before,
        owner_after=verdict.owner_after,
        why=verdict.why,
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
    until: date,
    tasks: Collection[PlannedTask],
    *,
    now: datetime,
    moving: Renames,
) -> Iterator[Change]:
    today = local_day(registry, now)
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
        have = there.get(key, {}) | moving.there.get(key, {})
        answering = [code for code, state in have.items() if state is not TaskState.WITHDRAWN]
        spared = have.keys() | opening.heirs(registry, each, answering)
        new = tuple(unit.code for unit in each.owing(registry) if unit.code not in spared)
        if new:
            due = due_of(registry, each.deadline)
            others = sorted(open_days.get(key, set()) - {due.last_day})
            why = None
            if each.on > today:
                why = Message("plan.opens-on", day=each.on)
            elif others:
                why = Message("plan.others-have", days=others)
            yield Change(ChangeKind.OPENED, *key, new, after=due, why=why)
