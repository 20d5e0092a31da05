"""The log of rounds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.tables import RoundLog
from models.tables import round_log as r

_BEGIN = insert(r).returning(r.c.id)
_END = (
    update(r)
    .where(r.c.id == bindparam("round_id"))
    .values(finished_at=bindparam("finished_at"), counts=bindparam("counts"))
    .returning(r.c.id)
)


def start_round(
    s: Session,
    *,
    key: str,
    as_of: datetime,
    origin: str,
    started_at: datetime,
    scope: str = "",
    counts: dict[str, Any] | None = None,
) -> int:
    """Records that a round begins; returns its number. Empty `scope` is a whole round."""
    begun = {"key": key, "as_of": as_of, "origin": origin, "scope": scope, "started_at": started_at}
    return int(s.execute(_BEGIN, {**begun, "counts": counts or {}}).one().id)


def note_round(s: Session, round_id: int, *, counts: dict[str, Any]) -> None:
    """Records what it has done so far."""
    s.execute(update(r).where(r.c.id == round_id).values(counts=counts))


def finish_round(s: Session, round_id: int, *, finished_at: datetime, counts: dict[str, Any]) -> bool:
    """Records its end and what it did; False when it is not there (its first transaction was undone)."""
    ended = s.execute(_END, {"round_id": round_id, "finished_at": finished_at, "counts": counts})
    return ended.first() is not None


def last_round(s: Session, *, whole: bool = False, finished: bool = False) -> RoundLog | None:
    """The round that looked from the latest instant; `whole`: not limited to a part, `finished`: not cut
    off."""
    query = select(RoundLog).order_by(r.c.as_of.desc(), r.c.id.desc()).limit(1)
    if whole:
        query = query.where(r.c.scope == "")
    if finished:
        query = query.where(r.c.finished_at.is_not(None))
    return s.scalars(query).first()


def rounds(
    s: Session, *, limit: int = 50, whole: bool = False, until: datetime | None = None
) -> list[RoundLog]:
    """The latest rounds by when they began, newest first; `whole`: not limited to a part; `until`: that
    looked from then at the latest."""
    query = select(RoundLog).order_by(r.c.id.desc()).limit(limit)
    if until is not None:
        query = query.where(r.c.as_of <= until)
    return list(s.scalars(query.where(r.c.scope == "") if whole else query))
