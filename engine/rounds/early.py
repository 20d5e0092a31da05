"""The first mails of a loud morning, which need not wait until all others are decided and queued.

The units whose tasks press most are decided first, in a transaction of their own, and some of their mails
leave at once. Nobody gets two mails of a morning for it: what goes early is complete, for all that is due of
a unit is decided together, and whoever may be told of other units' tasks as well waits for the rest. Who dies
in between leaves what a round leaves that was killed later: what was committed is true, the next one does the
rest.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.mail.digest import Early
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.views import head_of
from models import queries

UNITS = 500
"""So many units are decided first, when more have something due."""
MAILS = 20
"""So many of their mails leave before the others are decided."""


def chosen(s: Session, registry: Registry, now: datetime) -> Early | None:
    """The units whose due tasks are longest overdue, or due soonest; None when all may as well be decided at
    once."""
    holders = queries.due.foremost(s, now, most=UNITS + 1)
    if len(holders) <= UNITS:
        return None
    first, today = holders[:UNITS], local_day(registry, now)
    owners = {in_place_of(registry, owner, today) for owner in queries.due.owners(s, now)}
    return Early(frozenset(first), frozenset({*first, *map(head_of, first)} - owners))
