"""Opening tasks, set by set: from the roster, once each, with an event each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import CursorResult, and_, delete, exists, false, insert, literal, or_, select
from sqlalchemy.orm import Session

from calendars.rules import Boundary
from models.queries.meta import put_if_different
from models.queries.sets import among, insert_new
from models.states import Began, TaskState
from models.tables import event as e
from models.tables import roster as r
from models.tables import task as t

OPENED = "opened"


def sync_roster(
    s: Session, rows: Iterable[tuple[str, str, date | None, date | None]], fingerprint: str
) -> bool:
    """Makes the roster say `rows` (obligation, unit, valid from, valid to); True when it had to be rewritten.

    Costs one small statement when `fingerprint`, of the registry it comes from, is the one already there. Two
    processes that do it at once wait for each other.
    """
    if not put_if_different(s, "roster", fingerprint):
        return False
    s.execute(delete(r))
    fresh = [
        {"obligation": obligation, "unit": unit, "valid_from": valid_from, "valid_to": valid_to}
        for obligation, unit, valid_from, valid_to in rows
    ]
    if fresh:
        s.execute(insert(r), fresh)
    return True


def open_tasks(
    s: Session,
    *,
    obligation: str,
    period: str,
    owner: str,
    nominal: date,
    boundary: Boundary,
    last_day: date,
    working_deadline: date,
    late_from: datetime,
    on_day: date,
    opened_at: datetime,
    next_action_at: datetime | None,
    only_units: Collection[str] | None = None,
    actor: str = "dondoc",
    origin: str = "engine",
    reason: str = "",
) -> int:
    """Opens the task of every unit that the roster names for `obligation` on `on_day`; returns how many are
    new.

    Those already there, in whatever state, stay as they are; opening again changes nothing. Each new task has
    its `opened` event in the same transaction. Two statements, whatever the number of units.
    """
    fixed: dict[str, Any] = {
        "obligation": obligation,
        "period": period,
        "owner": owner,
        "state": TaskState.OPEN,
        "nominal": nominal,
        "boundary": boundary,
        "last_day": last_day,
        "working_deadline": working_deadline,
        "late_from": late_from,
        "original_last_day": last_day,
        "deadline_no": 0,
        "began": Began.OPENED,
        "began_at": opened_at,
        "opened_at": opened_at,
        "next_action_at": next_action_at,
        "version": 1,
    }
    owing = and_(
        r.c.obligation == obligation,
        or_(r.c.valid_from.is_(None), r.c.valid_from <= on_day),
        or_(r.c.valid_to.is_(None), r.c.valid_to > on_day),
    )
    if only_units is not None:
        owing = and_(owing, among(s, r.c.unit, only_units) if only_units else false())
    values = [literal(value, t.c[name].type).label(name) for name, value in fixed.items()]
    inserted = s.execute(
        insert_new(s, t).from_select(
            ["unit", "holder", *fixed],
            select(r.c.unit, r.c.unit.label("holder"), *values).where(owing).order_by(r.c.id),
            include_defaults=False,
        ),
        execution_options={"preserve_rowcount": True},
    )
    assert isinstance(inserted, CursorResult)
    if inserted.rowcount:
        _say_opened(s, obligation, period, at=opened_at, actor=actor, origin=origin, reason=reason)
    return inserted.rowcount


def _say_opened(
    s: Session, obligation: str, period: str, *, at: datetime, actor: str, origin: str, reason: str
) -> None:
    # "Without an opened event" names exactly the rows just inserted, also when two processes open at once:
    # the second waits at its INSERT until the first has committed its tasks and its events together.
    said: dict[str, Any] = {
        "at": at,
        "kind": OPENED,
        "actor": actor,
        "origin": origin,
        "reason": reason,
        "data": {},
    }
    values = [literal(value, e.c[name].type).label(name) for name, value in said.items()]
    fresh = select(t.c.id, *values).where(
        t.c.obligation == obligation,
        t.c.period == period,
        ~exists().where(e.c.task_id == t.c.id, e.c.kind == OPENED),
    )
    s.execute(insert(e).from_select(["task_id", *said], fresh, include_defaults=False))
