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
)


def start_round(
    s: Session, *, key: str, as_of: datetime, origin: str, started_at: datetime, scope: str = ""
) -> int:
    """Records that a round begins; returns its number. Empty `scope` is a whole round."""
    begun = {"key": key, "as_of": as_of, "origin": origin, "scope": scope, "started_at": started_at}
    return int(s.execute(_BEGIN, {**begun, "counts": {}}).one().id)


def finish_round(s: Session, round_id: int, *, finished_at: datetime, counts: dict[str, Any]) -> None:
    """Records its end and what it did."""
    s.execute(_END, {"round_id": round_id, "finished_at": finished_at, "counts": counts})


def last_round(s: Session, *, whole: bool = False, finished: bool = False) -> RoundLog | None:
    """The round that looked from the latest instant; `whole`: not limited to a part, `finished`: not cut
    off."""
    query = select(RoundLog).order_by(r.c.as_of.desc(), r.c.id.desc()).limit(1)
    if whole:
        query = query.where(r.c.scope == "")
    if finished:
        query = query.where(r.c.finished_at.is_not(None))
    return s.scalars(query).first()


def rounds(s: Session, *, limit: int = 50) -> list[RoundLog]:
    """The latest rounds, newest first."""
    return list(s.scalars(select(RoundLog).order_by(r.c.id.desc()).limit(limit)))
