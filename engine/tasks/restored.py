"""A database that was brought back from a backup: what happened since is not in it, so nothing is done by
itself until a person has said that it may go on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.errors import RoundError
from engine.tasks.acts import Act
from models import queries

WAITS, BEFORE = "restored", "restored-before"


@dataclass(frozen=True, slots=True)
class Restored:
    """When (ISO instants, UTC) the backup was taken and when it was brought back."""

    taken_at: str
    at: str

    @property
    def taken(self) -> datetime:
        """When the backup was taken (UTC)."""
        return datetime.fromisoformat(self.taken_at).astimezone(UTC)

    @property
    def brought(self) -> datetime:
        """When it was brought back (UTC)."""
        return datetime.fromisoformat(self.at).astimezone(UTC)


def mark(s: Session, restored: Restored) -> None:
    """Lets every round and every delivery wait for a person's word."""
    queries.put(s, WAITS, json.dumps(asdict(restored)))
    queries.seeing.note_backup(s, restored.taken)  # of which the backup itself could not know


def waits(s: Session) -> Restored | None:
    """The restore of which nobody has said yet that the rounds may go on; None when there is none."""
    return _of(queries.fact(s, WAITS))


def before(s: Session) -> Restored | None:
    """The last restore, after which the rounds have gone on; None for a database that never was restored."""
    return _of(queries.fact(s, BEFORE))


def check(s: Session, registry: Registry) -> None:
    """RoundError while a restored database waits for a person's word."""
    if (found := waits(s)) is not None:
        raise RoundError("round.restored", taken=found.taken.astimezone(registry.office.zone))


def go_on(act: Act) -> Restored | None:
    """A person's word: from now on rounds do their work. Answers the restore; None where nothing waited."""
    found = waits(act.s)
    if found is None:
        return None
    queries.put(act.s, BEFORE, json.dumps(asdict(found)))
    queries.forget(act.s, [WAITS])
    queries.record(act.s, act.event(WAITS, data=asdict(found)))
    return found


def _of(stored: str | None) -> Restored | None:
    return None if stored is None else Restored(**json.loads(stored))
