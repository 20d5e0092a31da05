"""How far the tasks are that nobody has sent yet: the last word of each, from its events."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.queries.sets import among
from models.queries.undoing import stands
from models.tables import event as e

PROGRESS = "progress"
"""The kind of the events that say so; data: `percent` (whole, 0 to 100, or none) and `note`."""


class Progress(NamedTuple):
    """What was last said of how far a task is: a percentage, a sentence, or both. `at` is aware UTC."""

    percent: int | None
    note: str
    at: datetime
    actor: str


def last_progress(s: Session, ids: Collection[int], *, until: datetime | None = None) -> dict[int, Progress]:
    """The last word on how far each of these tasks is, by task id; at `until`, if given. Tasks of which
    nothing was said, or all of it taken back, are left out. The whole word counts: a sentence takes away an
    earlier percentage.
    """
    newest = select(func.max(e.c.id)).where(e.c.kind == PROGRESS, among(s, e.c.task_id, ids), stands())
    if until is not None:
        newest = newest.where(e.c.at <= until)
    query = select(e.c.task_id, e.c.data, e.c.at, e.c.actor).where(e.c.id.in_(newest.group_by(e.c.task_id)))
    return {
        row.task_id: Progress(row.data.get("percent"), str(row.data.get("note") or ""), row.at, row.actor)
        for row in s.execute(query)
    }
