"""Following the registry: what the database keeps of it, brought up to date when it is another one.

Who owes what is copied, for opening inserts from it. Reminders stand at the office's hours, so when its zone,
or what the machine knows of that zone, is another one, every open task is looked at anew in the next round:
reminders and mails are at the right hours at once. The instant from which a task is late is recorded with the
task; it stays until `apply` moves it, with an event.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry, RosterRow
from models import queries

CLOCK = "clock"


def follow(s: Session, registry: Registry, now: datetime) -> bool:
    """Brings what the database keeps of the registry up to date at `now` (UTC); whether it was another one.

    Costs one small statement when it was not.
    """
    rows: list[tuple[str, *RosterRow]] = [
        (code, *row) for code in registry.obligations for row in registry.roster(code)
    ]
    if not queries.sync_roster(s, rows, registry.fingerprint):
        return False
    if queries.put_if_different(s, CLOCK, registry.clock):
        queries.wake(s, now)
    return True
