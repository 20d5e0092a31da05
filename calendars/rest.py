"""Weekly rest: the days of the week on which nobody works, and those of them that are worked in turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.months import last_day, month_of

LAST = -1
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Turn:
    """A day of rest that is worked in turn: the first and the third Saturday of a month, or every second one.

    `weekday`: Monday is 0. `nth`: which of a month are worked, 1 to 5, and `LAST`; a fifth that a month lacks
    is none. With `weeks` and `anchor` every so many weeks, counted both ways from that day, which is worked.
    """

    weekday: int
    nth: frozenset[int] = frozenset()
    weeks: int = 0
    anchor: date | None = None

    def worked(self, day: date) -> bool:
        """Whether it is worked on that day."""
        if day.weekday() != self.weekday:
            return False
        if self.anchor is not None:
            return (day - self.anchor).days // 7 % self.weeks == 0
        if LAST in self.nth and day + _WEEK > last_day(month_of(day)):
            return True
        return (day.day - 1) // 7 + 1 in self.nth


@dataclass(frozen=True, slots=True)
class WeeklyRest:
    """`weekend`: weekday numbers, Monday is 0; `turns` are days of it that are worked now and then."""

    weekend: frozenset[int]
    turns: tuple[Turn, ...] = ()

    def rests(self, day: date) -> bool:
        """Whether the week alone makes it a day off."""
        return day.weekday() in self.weekend and not any(turn.worked(day) for turn in self.turns)

    def worked(self, first: date, last: date) -> Iterator[date]:
        """The days of the weekend in [first, last] that are worked in turn."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1)) if self.turns else ()
        return (day for day in days if day.weekday() in self.weekend and not self.rests(day))
