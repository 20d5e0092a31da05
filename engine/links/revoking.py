"""Revoking the links of one unit: those that have left stop opening, the next mail brings a new one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from engine.tasks.acts import Act
from engine.texts import reason_in
from models import queries

REVOKED = "links-revoked"
_FACT = "links:"


def generation(s: Session, unit: str) -> int:
    """How often the unit's links were revoked."""
    return int(queries.fact(s, f"{_FACT}{unit}") or 0)


def generations(s: Session) -> dict[str, int]:
    """The same for every unit whose links were ever revoked."""
    return {key.removeprefix(_FACT): int(value) for key, value in queries.facts(s, _FACT).items()}


def revoke(act: Act, unit: str, *, reason: str) -> int:
    """Lets no link open that was made before; answers how often it was done for this unit.

    RegistryError for an unknown unit. Recorded as an event of no task, with who did it and why.
    """
    code, reason = act.registry.unit(unit).code, reason_in(reason)
    queries.hold(act.s, f"{_FACT}{code}", "0")
    now = generation(act.s, code) + 1
    queries.put(act.s, f"{_FACT}{code}", str(now))
    queries.record(act.s, act.event(REVOKED, reason, {"unit": code, "generation": now}))
    return now
