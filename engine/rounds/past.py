"""The rounds that have been, as somebody reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine.rounds.roundlog import Outcome
from language import Message, from_text
from models import queries
from models.tables import RoundLog

UNFINISHED = "unfinished"
"""At work, or cut off before its end."""


@dataclass(frozen=True, slots=True)
class PastRound:
    """One round. Figures are None where it did not come so far, or was of a version that did not keep them;
    `findings`: of its audit, by code; `why`: the id of the message, or the kind of error, that stopped
    it, `said` the same in words."""

    number: int
    key: str
    as_of: datetime
    origin: str
    by: str
    run: str
    scope: str
    outcome: str
    why: str
    said: Message | str
    seconds: float | None
    opened: int | None
    raised: int | None
    queued: int | None
    sent: int | None
    failed: int | None
    held: int | None
    waiting: int | None
    findings: Mapping[str, int]
    errors: int
    """How many of the findings wait for a person."""

    def told(self) -> Message:
        """How it ended, in words."""
        name = f"round.ended-{self.outcome}"
        return Message(f"{name}-why", why=self.said) if self.why else Message(name, n=self.errors)


def past_rounds(
    s: Session, *, limit: int, whole: bool = True, until: datetime | None = None
) -> list[PastRound]:
    """The latest rounds, newest first; `whole`: those of everything, `until`: that looked from then at the
    latest."""
    return [_read(each) for each in queries.rounds(s, limit=limit, whole=whole, until=until)]


def _read(row: RoundLog) -> PastRound:
    assert row.id is not None
    # Whatever stands there: one row that somebody spoilt hides no other.
    kept: dict[str, Any] = row.counts if isinstance(row.counts, dict) else {}
    done = Outcome.CLEAN.value if row.finished_at is not None else UNFINISHED
    failed = [kept[name] for name in ("failed", "dead") if name in kept]
    return PastRound(
        number=row.id,
        key=row.key,
        as_of=row.as_of,
        origin=row.origin,
        by=kept.get("by", ""),
        run=kept.get("run", ""),
        scope=row.scope,
        outcome=kept.get("outcome", done),
        why=kept.get("why", ""),
        said=from_text(kept.get("said", "")),
        seconds=kept.get("seconds"),
        opened=kept.get("opened"),
        raised=kept.get("raised"),
        queued=kept.get("messages"),
        sent=kept.get("sent"),
        failed=sum(failed) if failed else None,
        held=kept.get("held"),
        waiting=kept.get("waiting"),
        findings=kept.get("findings", {}),
        errors=kept.get("errors", 0),
    )
