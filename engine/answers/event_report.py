"""What reporting an event, or taking it back, did: plain figures, and the sentence that says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.tasks.reported_events import REPORTED, TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Owed:
    """What an event means for one duty: `opened` units have a task that they did not have (open) before."""

    obligation: str
    last_day: date
    late: bool
    """The last day had gone by when the event was reported."""
    units: tuple[str, ...]
    opened: tuple[str, ...]


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

    def sentence(self) -> str:
        """For the administrator, in Vietnamese."""
        day = f"{date.fromisoformat(self.period):%d/%m/%Y}"
        if self.kind == TAKEN_BACK:
            said = f"rút sự kiện ngày {day}, {self.withdrawn} việc đang mở được rút"
            none = f"sự kiện ngày {day} đã được rút từ trước, không thay đổi gì"
        else:
            dues = "; ".join(
                f"{each.obligation}: {len(each.opened)} việc, hạn cuối {each.last_day:%d/%m/%Y}"
                + (" (ĐÃ QUA)" if each.late else "")
                for each in self.owed
            )
            said = f"ghi nhận sự kiện ngày {day}, mở {self.opened} việc ({dues})"
            none = f"sự kiện ngày {day} đã được ghi nhận từ trước, không thay đổi gì"
        if not self.changed:
            return none
        if self.others and self.kind == REPORTED:
            said += f"; trước đó đã có sự kiện: {', '.join(self.others)}"
        if self.alike:
            said += f"; cùng chờ sự kiện như vậy, chưa ghi nhận: {', '.join(self.alike)}"
        return ("Chạy thử, chưa thay đổi gì: " if self.dry_run else "") + said
