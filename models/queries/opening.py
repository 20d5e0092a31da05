"""Opening tasks, set by set: from the roster, once each, with an event each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import CursorResult, Insert, and_, delete, false, func, insert, or_, select
from sqlalchemy.orm import Session

from calendars.rules import Boundary
from models.queries.changing import Happening
from models.queries.meta import put_if_different
from models.queries.sets import add_new, among, constants, insert_new
from models.states import Began, TaskState
from models.tables import event as e
from models.tables import roster as r
from models.tables import task as t

ROSTER = "roster"
"""The fact that says of which registry the roster is: its fingerprint."""
_PART = 10_000
"""So many rows of a roster are written at a time."""


def sync_roster(
    s: Session, rows: Iterable[tuple[str, str, date | None, date | None]], fingerprint: str
) -> bool:
    """Makes the roster say `rows` (obligation, unit, valid from, valid to); True when it had to be rewritten.

    Costs one small statement when `fingerprint`, of the registry it comes from, is the one already there. Two
    processes that do it at once wait for each other.
    """
    if not roster_differs(s, fingerprint):
        return False
    write_roster(s, rows)
    return True


def roster_differs(s: Session, fingerprint: str) -> bool:
    """Records of which registry the roster is, and whether it was another's: then it is to be written. A
    second process waits for the first one's commit.
    """
    return put_if_different(s, ROSTER, fingerprint)


def write_roster(s: Session, rows: Iterable[tuple[str, str, date | None, date | None]]) -> None:
    """Makes the roster say `rows` (obligation, unit, valid from, valid to)."""
    s.execute(delete(r))
    left = iter(rows)
    while part := list(islice(left, _PART)):
        add_new(s, r, ("obligation", "unit", "valid_from", "valid_to"), part)


def roster_names(s: Session) -> tuple[frozenset[str], frozenset[str]]:
    """The duties and the units of the roster as it stands."""
    rows = s.execute(select(r.c.obligation, r.c.unit).distinct()).all()
    return frozenset(row.obligation for row in rows), frozenset(row.unit for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTasks:
    """What all tasks of one period have in common when they open: columns of `task`."""

    obligation: str
    period: str
    owner: str
    nominal: date
    boundary: Boundary
    last_day: date
    working_deadline: date
    late_from: datetime
    next_action_at: datetime | None = None
    """None: at once, when they open."""


def open_tasks(
    s: Session, new: NewTasks, *, on_day: date, event: Happening, only_units: Collection[str] | None = None
) -> int:
    """Opens the task of every unit that the roster names for the obligation on `on_day`; returns how many
    are new.

    Those already there, in whatever state, stay as they are; opening again changes nothing. Each new task has
    `event` in the same transaction, and its next action at that instant. Two statements, whatever the number
    of units.
    """
    fixed: dict[str, Any] = {
        **{each.name: getattr(new, each.name) for each in fields(new)},
        "state": TaskState.OPEN,
        "original_last_day": new.last_day,
        "deadline_no": 0,
        "began": Began.OPENED,
        "began_at": event.at,
        "opened_at": event.at,
        "next_action_at": new.next_action_at or event.at,
        "version": 1,
    }
    owing = and_(
        r.c.obligation == new.obligation,
        or_(r.c.valid_from.is_(None), r.c.valid_from <= on_day),
        or_(r.c.valid_to.is_(None), r.c.valid_to > on_day),
    )
    if only_units is not None:
        owing = and_(owing, among(s, r.c.unit, only_units) if only_units else false())
    tasks = insert_new(s, t).from_select(
        ["unit", "holder", *fixed],
        select(r.c.unit, r.c.unit.label("holder"), *constants(t, fixed)).where(owing).order_by(r.c.id),
        include_defaults=False,
    )
    said = {
        "at": event.at,
        "kind": event.kind,
        "actor": event.actor,
        "origin": event.origin,
        "reason": event.reason,
        "data": event.data,
    }
    return _insert_with_events(s, tasks, said)


def _insert_with_events(s: Session, tasks: Insert, said: dict[str, Any]) -> int:
    """Runs the INSERT of tasks and writes an event for exactly the rows it inserted; returns their number."""
    if s.get_bind().dialect.name == "sqlite":
        # No INSERT within a statement here; but we are the only writer, and numbers only grow.
        last = s.scalar(select(func.max(t.c.id))) or 0
        s.execute(tasks)
        new = select(t.c.id, *constants(e, said)).where(t.c.id > last)
    else:
        inserted = tasks.returning(t.c.id).cte("inserted")
        new = select(inserted.c.id, *constants(e, said))
    events = insert(e).from_select(["task_id", *said], new, include_defaults=False)
    written = s.execute(events, execution_options={"preserve_rowcount": True})
    assert isinstance(written, CursorResult)
    return written.rowcount
