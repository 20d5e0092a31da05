"""What a letter says of a duty that its reader follows up: who has not answered. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.mail.duties import Duty, Party


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit that has not answered; `workdays` late (0 when it is not, or by less than one working day)."""

    unit: Party
    workdays: int
    late: bool
    percent: int | None = None
    note: str = ""
    """How far it is, as was last said: a percentage, a sentence, or both."""
    until: date | None = None
    """The day that counts for it now, as `Watch.until` does for most."""
    last_day: date | None = None
    """Its own last day; none: that of the watch."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One duty that the recipient follows up: who has not answered, of how many.

    `total` is who owes it by the roster, less those who were let off. `behind` are all who have not answered,
    or with `late_only` those of them who are late; who was not asked yet (`unopened`) is not among them.
    """

    duty: Duty
    asked: date
    last_day: date
    workdays: int
    late: bool
    today: date
    behind: tuple[Behind, ...]
    total: int
    spared: bool = False
    """`last_day` is a later working day than `asked`."""
    late_only: bool = False
    sent: int = 0
    opened: int = 0
    """How many tasks there are; told where some who owe it have none yet."""
    unopened: int = 0
    confirmed: bool = True

    @property
    def due_today(self) -> bool:
        """Today is the day asked for, or, when that has gone by, the last on which it is not late."""
        return self.today == (self.last_day if self.passed else self.asked)

    @property
    def passed(self) -> bool:
        """The day asked for has gone by, and it is not late yet: days off lie between."""
        return self.asked < self.today and not self.late

    @property
    def until(self) -> date:
        """The day that counts now: the one asked for, then the last one."""
        return self.last_day if self.late or self.passed else self.asked

    @property
    def spread(self) -> bool:
        """Some of those who have not answered have another day than the one that is named."""
        return any(each.until not in (None, self.until) for each in self.behind)

    @property
    def alike(self) -> bool:
        """All are equally late, as the deadline above already says: their names alone are enough."""
        return all((b.workdays, b.late) == (self.workdays, self.late) for b in self.behind)
