"""The small office in which the laws are tried: three duties of short cycles, four units, one short ladder,
and what may be edited of them, with mergers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from calendars.deadlines import Boundary, DueRule
from calendars.ladders import Anchor, Ladder, Role, Rung
from config.registry import Registry
from config.registry.objects import Cycle
from tests.support import cast
from tests.support.cast import unit

FIRST = date(2026, 8, 17)
"""Before a long weekend with a swapped Saturday: last days roll, and working deadlines lie before them."""
UNITS = ("VP", "TST", "tinh-1", "tinh-2", "tinh-3")
DUTIES = ("tuan", "nua-thang", "thang")
UNIT, HEAD, OWNER, LEADERSHIP = Role.UNIT, Role.HEAD, Role.OWNER, Role.LEADERSHIP
LADDER = Ladder(
    "standard",
    4,
    (
        Rung("opened", Anchor.OPEN, 0, (UNIT,)),
        Rung("remind-3wd", Anchor.DEADLINE, -3, (UNIT,)),
        Rung("due-today", Anchor.DEADLINE, 0, (UNIT,)),
        Rung("overdue-1wd", Anchor.LATE, 1, (UNIT,)),
        Rung("head-2wd", Anchor.LATE, 2, (UNIT, HEAD)),
        Rung("owner-3wd", Anchor.LATE, 3, (HEAD, OWNER)),
        Rung("leadership-4wd", Anchor.LATE, 4, (LEADERSHIP,)),
    ),
)


@dataclass(frozen=True)
class Edit:
    """What of the office's files is not as they first were."""

    weekday: int = 4
    """On which the weekly report is due."""
    day: int = 20
    """Of the month on which the monthly one is."""
    tst: bool = True
    """Whether TST owes the weekly one."""
    merged: tuple[str, ...] = ()
    """The units that have ended, into `heir`, on `on`."""
    heir: str = ""
    on: date = FIRST


@cache
def registry(edit: Edit = Edit()) -> Registry:
    """The office's files after an edit."""
    duty = replace(cast.QUARTERLY, only=None)
    weekly = replace(
        duty, code="tuan", title="Báo cáo tuần", cycle=Cycle.WEEKLY,
        owed_by=("TST", "@tinh") if edit.tst else ("@tinh",),
        due=DueRule(boundary=Boundary.BY, weekday=edit.weekday),
    )  # fmt: skip
    halves = replace(
        duty, code="nua-thang", title="Báo cáo nửa tháng", cycle=Cycle.SEMI_MONTHLY, owed_by=("TST", "VP"),
        due=DueRule(boundary=Boundary.BY, days=(10, 25)),
    )  # fmt: skip
    monthly = replace(
        duty, code="thang", title="Báo cáo tháng", cycle=Cycle.MONTHLY, owed_by=("@tinh", "TST"),
        due=DueRule(boundary=Boundary.BEFORE, day=edit.day),
    )  # fmt: skip
    return cast.registry(
        weekly, halves, monthly,
        units=tuple(_unit(code, name, edit) for code, name in _NAMES.items()),
        ladder=LADDER, fingerprint=repr(edit), language="vi",
    )  # fmt: skip


_NAMES = {
    "VP": "Văn phòng",
    "TST": "Ban Quản lý thu",
    "tinh-1": "BHXH Hà Giang",
    "tinh-2": "BHXH Tuyên Quang",
    "tinh-3": "BHXH Tuyên Quang mới",
}


def _unit(code: str, name: str, edit: Edit) -> object:
    kind = "province" if code.startswith("tinh") else "central"
    if code in edit.merged:
        return unit(code, name, kind, to=edit.on, successor=edit.heir)
    if code == "tinh-3":  # stands only when the others have gone up in it
        return unit(code, name, kind, from_=edit.on if edit.heir == code else date(2031, 1, 1))
    return unit(code, name, kind)
