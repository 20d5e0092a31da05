"""The offices that a hunt lives in: a small one, the same after an edit, and one of which some units have
working calendars of their own; and on which days they work, by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from calendars.deadlines import Boundary, DueRule
from calendars.workdays import WorkCalendar
from config.registry import Registry
from config.registry.objects import Cycle
from tests.support import cast, published
from tests.support.cast import unit

MERGES = date(2026, 10, 1)
UNITS = (
    *cast.UNITS,
    unit("tinh-30", "BHXH Hà Giang", "province", to=MERGES, successor="tinh-32"),
    unit("tinh-31", "BHXH Tuyên Quang cũ", "province", to=MERGES, successor="tinh-32"),
    unit("tinh-32", "BHXH Tuyên Quang", "province", from_=MERGES),
)
MONTHLY = replace(
    cast.QUARTERLY,
    code="thang",
    title="Báo cáo tháng về thu",
    title_en="Monthly report",
    cycle=Cycle.MONTHLY,
    only=None,
    owed_by=("TST", "@tinh"),
    owner="TCKT",
    due=DueRule(boundary=Boundary.BY, day=3, month="next"),
)
SMALL = cast.registry(
    cast.QUARTERLY, MONTHLY, cast.PLANS, cast.WHOLE_PLAN, published.PUBLISHED, published.REPORTED_ON,
    units=UNITS, language="vi",
)  # fmt: skip
FIRST = date(2026, 8, 3)
FESTIVAL = {date(2026, 9, 17): "festival", date(2026, 9, 18): "festival", date(2027, 3, 18): "festival"}


def _calendar(weekend: set[int], off: Mapping[date, str]) -> WorkCalendar:
    return WorkCalendar(
        days_off=cast.DAYS_OFF | dict(off),
        make_up={date(2026, 8, 22): "swapped with 31 August"} if 5 in weekend else {},
        first_year=2020, last_year=2032, verified_until=date(2026, 12, 31), weekend=frozenset(weekend),
    )  # fmt: skip


_OWN = {"tinh-15": "festival", "TCKT": "six-days", "TST": "six-days"}
OWN = Registry(
    office=SMALL.office, calendar=SMALL.calendar, fingerprint="own calendars",
    calendars={"festival": _calendar({5, 6}, FESTIVAL), "six-days": _calendar({6}, {})},
    units=[
        replace(each, calendar=_OWN.get(each.code, ""))
        for each in SMALL.units.values()
    ],
    groups=SMALL.groups.values(), ladders=SMALL.ladders.values(), documents=SMALL.documents.values(),
    outlines=SMALL.outlines.values(), obligations=SMALL.obligations.values(),
)  # fmt: skip


LATER, LONGER = DueRule(boundary=Boundary.BY, day=24), DueRule(boundary=Boundary.BY, day=6, month="next")
EDITED = cast.registry(
    replace(cast.QUARTERLY, owed_by=("TST", "TCKT", "VP", "@tinh"), due=LATER),
    replace(MONTHLY, owed_by=("TST", "CSXH", "@tinh"), due=LONGER),
    cast.PLANS, cast.WHOLE_PLAN, published.PUBLISHED, published.REPORTED_ON,
    units=UNITS, language="vi", fingerprint="cast-edited",
)  # fmt: skip


def works(day: date) -> bool:
    """The cast's working days, by hand."""
    return day == date(2026, 8, 22) or (day.weekday() < 5 and day not in cast.DAYS_OFF)


def _festive(day: date) -> bool:
    return works(day) and day not in FESTIVAL


def _six_days(day: date) -> bool:
    return day.weekday() < 6 and day not in cast.DAYS_OFF


OWN_DAYS = {"tinh-15": _festive, "TCKT": _six_days, "TST": _six_days}
