"""What reporting an event, or taking it back, did: plain figures, and the sentence that says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.tasks.reported_events import TAKEN_BACK
from language import Message


@dataclass(frozen=True, slots=True)
class Owed:
    """What an event means for one duty: `opened` units have a task that they did not have (open) before."""

    obligation: str
    last_day: date
    late: bool
    """The last day had gone by when the event was reported."""
    units: tuple[str, ...]
    opened: tuple[str, ...]
    asked: date
    """The day by which it is asked for."""


@dataclass(frozen=True, slots=True)
class EventReport:
    """What reporting or withdrawing an event did, or with `dry_run` would do.

    `withdrawn`: number of open tasks that were withdrawn. `others`: the duty's other events that stand.
    """

    kind: str
    obligation: str
    period: str
    dry_run: bool
    changed: bool
    owed: tuple[Owed, ...] = ()
    withdrawn: int = 0
    others: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    """Other duties that wait in the same words, and of which nobody reported an event of that day."""

    @property
    def opened(self) -> int:
        """Tasks that the event opened."""
        return sum(len(each.opened) for each in self.owed)

    def message(self) -> Message:
        """What was done, for the person who looks."""
        day = date.fromisoformat(self.period)
        if self.kind == TAKEN_BACK:
            if not self.changed:
                return Message("event.withdrawn-before", day=day)
            said = Message("event.withdrawn", day=day, n=self.withdrawn)
        else:
            if not self.changed:
                return Message("event.reported-before", day=day)
            dues = tuple(
                Message(
                    "event.due-passed" if each.late else "event.due",
                    obligation=each.obligation,
                    n=len(each.opened),
                    last_day=each.last_day if each.late else each.asked,
                )
                for each in self.owed
            )
            others = [Message("event.others", days=self.others)] if self.others else []
            said = Message("event.reported", day=day, n=self.opened, dues=dues, others=others)
        if self.alike:
            said = Message("event.alike", said=said, obligations=self.alike)
        return Message("event.would", said=said) if self.dry_run else said
