"""How many mails may leave in a minute: their moments are taken in turn by everybody who delivers.

The moment of the next mail stands in the database. Who claims letters takes as many moments as letters, a
fixed time apart, in the same transaction; so that several processes, on several machines, keep one pace.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import queries

_NEXT = "mail-pace"
_FAR = timedelta(minutes=15)
"""Nobody takes moments so far ahead: a clock that was wrong, or rehearsed, has written what stands there."""


class Pace:
    """The moments (UTC) that one delivery has taken. `per_minute` None: mails leave as they can."""

    def __init__(self, per_minute: int | None) -> None:
        self._gap = timedelta(minutes=1) / per_minute if per_minute else None
        self._taken: deque[datetime] = deque()
        self._until = ""
        self._last: datetime | None = None
        """When the last letter left."""

    @property
    def ahead(self) -> bool:
        """Whether moments are taken that were not used."""
        return bool(self._taken)

    @property
    def kept(self) -> bool:
        """Whether there is one."""
        return self._gap is not None

    def most(self, letters: int) -> int:
        """Of so many letters those that one claim should take: what leaves within half a minute."""
        return letters if self._gap is None else max(1, min(letters, timedelta(seconds=30) // self._gap))

    def take(self, s: Session, now: datetime, letters: int) -> None:
        """Takes the next moments for so many letters."""
        if self._gap is None:
            return
        first = max(now, datetime.fromisoformat(queries.hold(s, _NEXT, now.isoformat())))
        if first > now + _FAR:
            first = now
        self._taken += (first + self._gap * n for n in range(letters))
        self._until = (first + self._gap * letters).isoformat()
        queries.put(s, _NEXT, self._until)

    def give_back(self, s: Session) -> None:
        """Gives back the moments that were not used, unless others have taken later ones meanwhile."""
        if self._taken and queries.hold(s, _NEXT, self._until) == self._until:
            queries.put(s, _NEXT, self._taken[0].isoformat())
        self._taken.clear()

    def wait(self, now: datetime) -> float:
        """Seconds from `now` until the next letter may leave; 0: it may. Moments that went by while a letter
        took long are not made up for: the server would get many letters at once."""
        if self._gap is None or not self._taken:
            return 0.0
        first = self._taken[0] if self._last is None else max(self._taken[0], self._last + self._gap)
        return max((first - now).total_seconds(), 0.0)

    def used(self, now: datetime) -> None:
        """A letter leaves: its moment is over."""
        if self._taken:
            self._taken.popleft()
            self._last = now
