"""Applying: makes the tasks what the registry says, as `engine.changes.plan` told, with an event for each.

One transaction, set by set. It takes the rounds' turn and locks the open tasks before it compares, so what it
decides on is what it changes, and applying twice does nothing the second time. Mails leave with the next
morning's: a unit hears of its new day, and of a task that it need not do any more if it had been told of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.changes.plan import Change, ChangeKind, Due, Plan, make_plan
from engine.errors import PlanChanged
from engine.tasks import following, opening, telling
from engine.tasks.acts import Act
from engine.texts import one_line, shortened
from models import queries
from models.states import Began, TaskState

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Applied:
    """What was done, or with `dry_run` would have been: the plan, and the number of tasks by kind."""

    plan: Plan
    dry_run: bool
    done: dict[str, int]

    @property
    def tasks(self) -> int:
        """How many tasks were changed or opened."""
        return sum(self.done.values())


def apply_plan(act: Act, *, reason: str = "", expected: str | None = None) -> Applied:
    """Compares as of the act's instant and does all of it; `reason` goes into the events, and into the mails.

    The act has the rounds' turn. `expected`, a plan's fingerprint: PlanChanged when what would be done is not
    what that plan showed.
    """
    s, registry, settings = act.s, act.registry, act.settings
    opening.go_live(s, registry, settings, act.now)
    plan = make_plan(s, registry, settings, act.now, lock=True)
    if expected is not None and expected != plan.fingerprint:
        raise PlanChanged("plan.changed", expected=expected)
    said = shortened(one_line(reason), LONGEST_REASON)
    renamed = following.follow(s, registry, act.now, by=act.event("renamed", said), agreed=True)
    done = ({ChangeKind.RENAMED.value: renamed} if renamed else {}) | _Doing(act, said).all(plan)
    # Moves the watermark: rounds need not look at the periods that run a second time.
    opening.open_due(s, registry, settings, act.now)
    return Applied(plan, act.dry_run, done)


class _Doing:
    """One application: its session, its instant, and who does it."""

    def __init__(self, act: Act, reason: str) -> None:
        self._act, self._reason = act, reason
        self._s, self._registry, self._now = act.s, act.registry, act.now

    def all(self, plan: Plan) -> dict[str, int]:
        """Does every change; answers the number of tasks by kind."""
        done: dict[str, int] = {}
        for change in plan.doing:
            if change.kind is ChangeKind.RENAMED:
                continue  # done first: what else changes is already under the new code
            done[change.kind.value] = done.get(change.kind.value, 0) + self._one(change)
        return done

    def _one(self, change: Change) -> int:
        match change.kind:
            case ChangeKind.OPENED:
                return self._open(change)
            case ChangeKind.WITHDRAWN:
                return self._withdraw(change)
            case ChangeKind.OWNER:
                return self._amend(change, owner=change.owner_after)
            case ChangeKind.REWORDED:
                return self._amend(change, **_dates(change.after))
            case ChangeKind.RETIMED:
                return self._amend(change, late_from=change.after and change.after.late_from)
            case _:
                return self._begin_anew(change)

    def _open(self, change: Change) -> int:
        duty = self._registry.obligation(change.obligation)
        event = self._act.event("opened", self._reason)
        return sum(
            each.tasks
            for found in opening.openings_of(self._registry, duty, duty.period(change.period))
            for each in opening.open_period(self._s, self._registry, found, event, change.units)
        )

    def _withdraw(self, change: Change) -> int:
        told = queries.told_of(self._s, change.ids)
        withdrawn = queries.amend_all(self._s, change.ids, to=TaskState.WITHDRAWN, event=self._event(change))
        queries.add_notices(self._s, telling.notices("withdrawn", told, self._now))
        return withdrawn

    def _begin_anew(self, change: Change) -> int:
        """MOVED and REOPENED: a new deadline, with a ladder of its own, from today on."""
        due = change.after
        assert due is not None, "what moves or opens again has a day"
        again = change.kind is ChangeKind.REOPENED
        return self._amend(
            change,
            seen=TaskState.WITHDRAWN if again else TaskState.OPEN,
            anew=True,
            **_dates(due),
            late_from=due.late_from,
            last_day=due.last_day,
            # The plan's own day: what an extension is counted from, and what "extended" is held against.
            original_last_day=due.last_day,
            began=Began.OPENED if again else Began.MOVED,
            began_at=self._now,
        )

    def _amend(self, change: Change, **fields: Any) -> int:
        return queries.amend_all(
            self._s, change.ids, event=self._event(change), next_action_at=self._now, **fields
        )

    def _event(self, change: Change) -> queries.Happening:
        return self._act.event(change.kind.value, self._reason, dict(_data(change)))


def _dates(due: Due | None) -> dict[str, Any]:
    assert due is not None
    return {
        "nominal": due.nominal,
        "boundary": due.boundary,
        "working_deadline": due.working_deadline,
    }


def _data(change: Change) -> Iterator[tuple[str, Any]]:
    """An event's data: the days before and after, the owners, and why."""
    if change.owner_after is not None:
        yield from (("from", change.owner_before), ("to", change.owner_after))
        return
    if change.before is not None:
        yield "before", change.before.last_day.isoformat()
    if change.after is not None:
        yield "last_day", change.after.last_day.isoformat()
        for name, due in (("nominal_before", change.before), ("nominal", change.after)):
            if due is not None:
                yield name, f"{due.boundary.value} {due.nominal.isoformat()}"
    if change.kind is ChangeKind.RETIMED:
        for name, due in (("late_from_before", change.before), ("late_from", change.after)):
            if due is not None:
                yield name, due.late_from.isoformat()
    if change.why:
        yield "why", change.why.as_json()
