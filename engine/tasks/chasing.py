"""Chasing: for every task whose instant has come, decide, and record the notices and the next instant.

The scan reads only tasks whose `next_action_at` has come, in chunks, with a fixed number of statements
each: a quiet morning costs the same whatever lies open, and a loud one needs room for a chunk. Tasks of one
period that stand alike get the same decision, so it is made once and addressed to each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from calendars.deadlines import Deadline
from calendars.errors import WhenError
from calendars.ladders import Step, opens_on, spread, steps, unplaced
from calendars.periods import parse
from config.registry import Registry
from engine.errors import fault_of
from engine.tasks import requests
from engine.tasks.days import local_day
from engine.tasks.decide import decide
from engine.tasks.in_charge import in_place_of
from engine.tasks.scope import EVERYTHING, Scope
from engine.tasks.views import Decision, NoticeDraft, TaskView, head_of
from language import Message
from models import queries
from models.states import Began, TaskState

CHUNK = 2000


@dataclass(slots=True)
class Chased:
    """What one pass over the due tasks did. `stuck`: task ids nobody can decide on, with why."""

    looked: int = 0
    raised: int = 0
    collapsed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    stuck: dict[int, Message | str] = field(default_factory=dict)


def chase(
    s: Session,
    registry: Registry,
    now: datetime,
    only: Scope = EVERYTHING,
    *,
    holders: Collection[str] | None = None,
    before: Chased | None = None,
) -> Chased:
    """Decides every open task whose next action has come at `now` (UTC), within `only` and of those
    `holders`, and records it. Answers what it did together with what it had done `before`.

    New notices carry no message: `digest.compose` puts them into mails, in the same transaction. A task
    whose duty is no longer in the registry is left as it is and named in `stuck`.
    """
    done = before or Chased()
    desk = _Desk(registry, now)
    due = queries.due.ids(
        s, now, obligation=only.obligation, period=only.period, units=only.units, holders=holders
    )
    asked = queries.due.that_asked(s, now) if due else frozenset()
    for start in range(0, len(due), CHUNK):
        _chase_chunk(s, desk, due[start : start + CHUNK], asked, done)
    return done


def _chase_chunk(
    s: Session, desk: _Desk, ids: Sequence[int], that_asked: Collection[int], done: Chased
) -> None:
    tasks = queries.due.part(s, ids, desk.now, suffix=head_of(""))
    desk.meet(s, tasks)
    asked = requests.waiting(s, [task.id for task in tasks if task.id in that_asked])
    notices: list[queries.due.Raised] = []
    planned: list[tuple[int, datetime | None]] = []
    for task in tasks:
        if task.id in done.stuck:
            continue
        done.looked += 1
        try:
            decision = desk.decide(task, asked.get(task.id))
        except Exception as error:
            done.stuck[task.id] = fault_of(error)
            continue
        planned.append((task.id, decision.next_action_at))
        notices += [_row(task, draft) for draft in decision.notices]
    # Counted from what the database took: another round may have been first.
    for (reason, collapsed), number in queries.due.raise_notices(s, notices, at=desk.now).items():
        if collapsed:
            done.collapsed += number
        else:
            done.raised += number
            done.reasons[reason] = done.reasons.get(reason, 0) + number
    queries.due.set_next_actions(s, planned)


def _row(task: queries.due.DueTask, draft: NoticeDraft) -> queries.due.Raised:
    return queries.due.Raised(
        task.id,
        task.deadline_no,
        draft.rung,
        draft.role,
        _swapped(draft.recipient, queries.due.HOLDER, task.holder),
        draft.reason,
        draft.collapsed,
    )


class _Desk:
    """One round's memory: tasks that stand for all like them, the steps of each deadline, and the decisions
    already made."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        self.registry, self.now = registry, now
        self._like: dict[str, queries.TaskRow] = {}
        self._owners: dict[str, str] = {}
        self._steps: dict[object, tuple[Step, ...]] = {}
        self._decisions: dict[object, Decision] = {}

    def meet(self, s: Session, tasks: Iterable[queries.due.DueTask]) -> None:
        """Reads one task whole of each kind that has not been met before."""
        new = {task.alike: task.id for task in tasks if task.alike not in self._like}
        rows = queries.tasks_by_id(s, list(new.values())) if new else {}
        self._like |= {alike: rows[number] for alike, number in new.items()}

    def decide(self, task: queries.due.DueTask, asked: requests.Request | None = None) -> Decision:
        """What is to be told, with `queries.due.HOLDER` for the holder, and when to look again."""
        like, own = self._like[task.alike], self.registry.of_unit(task.unit)
        held = None if asked is None else requests.held_until(self.registry, asked)
        key = (task.alike, own, task.holder == self._owner(like.owner), task.told, held)
        if key not in self._decisions:
            row = like._replace(unit=task.unit, holder=task.holder)
            self._decisions[key] = self._decided(row, queries.due.told_pairs(task.told), held)
        return self._decisions[key]

    def _owner(self, owner: str) -> str:
        if owner not in self._owners:
            self._owners[owner] = in_place_of(self.registry, owner, local_day(self.registry, self.now))
        return self._owners[owner]

    def _decided(
        self, task: queries.TaskRow, told: Collection[tuple[str, str]], held: datetime | None
    ) -> Decision:
        view = replace(view_of(self.registry, task, self.now), held=held)
        owner = queries.due.HOLDER if view.owner == view.holder else view.owner
        shared = replace(view, holder=queries.due.HOLDER, owner=owner)
        decision = decide(shared, self._ladder(task, view), told, self.now)
        if decision.next_action_at is None and view.open and self._beyond(task):
            return replace(decision, next_action_at=self._once_more())
        return decision

    def _beyond(self, task: queries.TaskRow) -> bool:
        own = self.registry.of_unit(task.unit)
        return bool(unplaced(own.ladder(task.obligation), task.last_day, own.calendar))

    def _once_more(self) -> datetime:
        """When to look again for rungs beyond the calendar: it has been lengthened by its last day, or the
        audit says every day that it has not."""
        office, last = self.registry.office, self.registry.calendar.last
        end = datetime.combine(last, office.morning, office.zone).astimezone(UTC)
        return max(end, self.now + timedelta(days=1))

    def _ladder(self, task: queries.TaskRow, view: TaskView) -> tuple[Step, ...]:
        own = self.registry.of_unit(task.unit).calendar
        deadline = (task.obligation, task.period, task.working_deadline, task.last_day, own)
        key = (deadline, view.since, view.began)
        if key not in self._steps:
            self._steps[key] = steps_of(self.registry, task, view)
        return self._steps[key]


def view_of(registry: Registry, task: queries.TaskRow, now: datetime) -> TaskView:
    """What a decision looks at as of `now` (aware): the owner is who stands in its place by then, and working
    days are those of the unit that owed it.
    """
    registry = registry.of_unit(task.unit)
    since = local_day(registry, task.began_at)
    office = registry.office
    try:
        next_day = registry.calendar.shift(since, 1)
    except WhenError:  # the calendar's last working day
        next_day = since + timedelta(days=1)
    morning = datetime.combine(next_day, office.morning, office.zone)
    return TaskView(
        holder=task.holder,
        owner=in_place_of(registry, task.owner, local_day(registry, now)),
        open=task.state is TaskState.OPEN,
        since=since,
        grace=morning.astimezone(UTC),
        began=task.began,
    )


def steps_of(registry: Registry, task: queries.TaskRow, view: TaskView) -> tuple[Step, ...]:
    """The ladder around the task's own deadline, which the registry may say differently by now.

    A task that opened late keeps the rungs that it missed, so that they are recorded; one that opened
    early, or whose deadline was set again, starts its ladder on that day. One whose deadline had passed when
    it began to run is not escalated to everybody at once.
    """
    registry = registry.of_unit(task.unit)
    ladder = registry.ladder(task.obligation)
    deadline = Deadline(
        period=parse(task.period),
        nominal=task.nominal,
        boundary=task.boundary,
        unrolled_last_day=task.last_day,
        last_day=task.last_day,
        working_deadline=task.working_deadline,
        rolled=None,
        confirmed=True,
        overridden=False,
    )
    written = registry.earliest(task.obligation)
    early = view.since < opens_on(ladder, deadline, registry.calendar, written)
    office, calendar = registry.office, registry.calendar
    placed = steps(
        ladder,
        deadline,
        calendar,
        morning=office.morning,
        zone=office.zone,
        opened_on=view.since if early or view.began is not Began.OPENED else None,
        earliest=written,
    )
    if view.since <= task.last_day:
        return placed
    return spread(placed, view.since, calendar, morning=office.morning, zone=office.zone)


def _swapped(recipient: str, code: str, by: str) -> str:
    """The recipient with one unit's code for another's, its head's included."""
    if recipient == code:
        return by
    return head_of(by) if recipient == head_of(code) else recipient


def hand_over(s: Session, registry: Registry, now: datetime) -> dict[tuple[str, str], int]:
    """Moves the open tasks of units that are dissolved by `now` to their successors, with an event for each.

    Only the holder changes: `unit` keeps saying who owed. The task is looked at in the same round, so that
    the successor is told where it stands. Answers (from, to) -> number of tasks. One statement when nothing
    moves.
    """
    today = local_day(registry, now)
    heirs: dict[str, str] = {}
    for unit in registry.units.values():
        try:
            if unit.to is not None and unit.to <= today:
                heir = registry.successor(unit.code, today)
                heirs |= {unit.code: heir.code} if heir is not unit else {}
        except Exception as error:  # what it holds stays with it, and the audit says so
            fault_of(error)
    moved = {}
    for code in queries.open_holders(s, of=heirs):
        ended = registry.units[code].to
        reason = f"{code} ended on {ended}; its successor is {heirs[code]}"
        event = queries.Happening(now, "handed-over", "dondoc", "engine", reason)
        moved[code, heirs[code]] = queries.hand_over(s, code, heirs[code], event=event, next_action_at=now)
    return moved
