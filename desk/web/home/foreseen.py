"""The mails of the next morning as they were rehearsed last: a rehearsal goes through the whole morning, so
it is done again only when something happened meanwhile, and by one person at a time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime

from desk.web.office import Office
from engine.mail import rulings
from engine.rounds.coming import Coming, check_size, coming
from models import queries
from models.queries import events

KEPT_SECONDS = 60.0
"""Also where nothing is recorded: mails leave, and time goes on."""
Morning = tuple[datetime, tuple[Coming, ...]]


class Foreseen:
    """The morning and its mails, without their texts."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._until = 0.0
        self._known: tuple[object, Morning] | None = None
        self._lock = threading.Lock()

    def of(self, office: Office) -> Morning:
        """As `coming` answers it, errors too; RoundError in an office too large for a page to wait."""
        check_size(office.engine)
        with self._lock:
            key = _state(office)
            if self._known is None or self._known[0] != key or self._timer() >= self._until:
                found = coming(office.registry, office.settings, office.engine, office.now)
                self._known = key, found
                self._until = self._timer() + KEPT_SECONDS
            return self._known[1]


def _state(office: Office) -> object:
    """What is another one whenever something was recorded, ruled, queued or sent."""
    with office.looking() as s:
        counts = queries.outbox_counts(s, office.now)
        day = rulings.coming_day(office.registry, office.settings, office.now)
        standing = tuple(each.id for each in rulings.standing(s, office.registry, office.now))
        return office.registry.fingerprint, events.newest_event(s), counts, day, standing
