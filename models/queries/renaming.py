"""Moving the tasks of a duty that got another code to that code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import Session

from models.queries.changing import Happening
from models.queries.sets import among, constants
from models.states import TaskState
from models.tables import event as e
from models.tables import task as t

_ASIDE = " "
"""No code has a blank: where a task waits while the two of a pair exchange their codes."""


def left_over(task: TaskState, other: TaskState) -> bool:
    """Whether the task of an earlier code gives way to the `other` one, of the code that is in use: that one
    was answered, or nothing is asked under the earlier code any more.
    """
    return task is TaskState.WITHDRAWN or other not in (TaskState.OPEN, TaskState.WITHDRAWN)


def rename_tasks(s: Session, old: str, new: str, *, renamed: Happening, doubled: Happening) -> int:
    """Moves every task of `old` to `new`, in whatever state, with the event `renamed` each; says how many.

    Where both have a task for a period and unit, one of them is what the unit answers: the older one, with
    its history, unless the other was answered. The one that is left over goes under the old code, and
    is withdrawn if it is open, with the event `doubled`: the unit is asked once.
    """
    mine, other = t.alias("mine"), t.alias("other")
    pairs = s.execute(
        select(mine.c.id, mine.c.state, other.c.id, other.c.state)
        .join(other, and_(other.c.period == mine.c.period, other.c.unit == mine.c.unit))
        .where(mine.c.obligation == old, other.c.obligation == new)
        .order_by(mine.c.id)
        .with_for_update()
    ).all()
    stays = {row[0] for row in pairs if left_over(row[1], row[3])}
    aside = {row[2] for row in pairs if row[0] not in stays}
    moved = [
        row.id
        for row in s.execute(select(t.c.id).where(t.c.obligation == old).order_by(t.c.id).with_for_update())
        if row.id not in stays
    ]
    _called(s, aside, f"{old}{_ASIDE}{new}")
    _called(s, moved, new)
    _called(s, aside, old)
    _withdraw(s, stays | aside, doubled)
    _say(s, moved, replace(renamed, data={**renamed.data, "from": old, "to": new}))
    return len(moved)


def _called(s: Session, ids: Collection[int], code: str) -> None:
    if ids:
        s.execute(update(t).where(among(s, t.c.id, ids)).values(obligation=code, version=t.c.version + 1))


def _withdraw(s: Session, ids: Collection[int], event: Happening) -> None:
    if ids:
        chosen = and_(among(s, t.c.id, ids), t.c.state == TaskState.OPEN)
        open_ = [row.id for row in s.execute(select(t.c.id).where(chosen).order_by(t.c.id))]
        _say(s, open_, event)
        s.execute(update(t).where(chosen).values(state=TaskState.WITHDRAWN, next_action_at=None))


def _say(s: Session, ids: Collection[int], event: Happening) -> None:
    if ids:
        said = {
            "at": event.at,
            "kind": event.kind,
            "actor": event.actor,
            "origin": event.origin,
            "reason": event.reason,
            "data": event.data,
        }
        of_each = select(t.c.id, *constants(e, said)).where(among(s, t.c.id, ids)).order_by(t.c.id)
        s.execute(insert(e).from_select(["task_id", *said], of_each, include_defaults=False))
