"""When a report is late, to the second in any zone, and how many working days are left until then."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from calendars.deadlines import Boundary, DueRule, Roll, deadline, on_day, workdays_left
from calendars.periods import parse
from tests.calendars.vietnam import CALENDAR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
QUARTERLY = DueRule(Boundary.BEFORE, day=19, month="last")
MONTHLY = DueRule(Boundary.BEFORE, day=15)


def d(text: str) -> date:
    return date.fromisoformat(text)


def last_day(rule: DueRule, period: str) -> date:
    return deadline(rule, parse(period), CALENDAR, Roll.NEXT).last_day


def test_late_from_is_the_midnight_after_the_last_day_where_the_office_is() -> None:
    found = deadline(QUARTERLY, parse("2026-Q3"), CALENDAR, Roll.NEXT)
    late = found.late_from(HANOI)
    assert late == datetime(2026, 9, 18, 17, 0, 0, tzinfo=UTC)
    assert late.tzinfo is UTC
    in_time = datetime(2026, 9, 18, 23, 59, 59, tzinfo=HANOI)
    assert in_time < late <= in_time + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "day", "late"),
    [
        ("UTC", "2026-09-18", "2026-09-19T00:00:00+00:00"),
        ("America/New_York", "2026-03-06", "2026-03-07T05:00:00+00:00"),
        ("America/New_York", "2026-03-09", "2026-03-10T04:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-09-18", "2026-09-18T10:00:00+00:00"),
        # Midnight of 6 September 2026 does not exist in Chile: the clocks go from 24:00 to 01:00.
        ("America/Santiago", "2026-09-05", "2026-09-06T04:00:00+00:00"),
    ],
)
def test_late_from_in_other_zones(zone: str, day: str, late: str) -> None:
    found = on_day(parse("2026"), d(day), CALENDAR, Roll.NONE)
    assert found.late_from(ZoneInfo(zone)) == datetime.fromisoformat(late)


@pytest.mark.parametrize(
    ("today", "left"),
    [
        ("2026-09-11", 5),  # Friday a week before: Monday to Friday are to come
        ("2026-09-13", 5),
        ("2026-09-17", 1),
        ("2026-09-18", 0),  # the last day itself
        ("2026-09-19", 0),  # a Saturday: late, but no working day has passed
        ("2026-09-21", -1),
        ("2026-09-25", -5),
    ],
)
def test_working_days_left(today: str, left: int) -> None:
    assert workdays_left(last_day(QUARTERLY, "2026-Q3"), d(today), CALENDAR) == left


def test_working_days_left_count_the_day_it_rolled_to() -> None:
    tet = last_day(MONTHLY, "2026-02")
    assert workdays_left(tet, d("2026-02-12"), CALENDAR) == 2  # Friday the 13th and Monday the 23rd
    assert workdays_left(tet, d("2026-02-13"), CALENDAR) == 1
    assert workdays_left(tet, d("2026-02-18"), CALENDAR) == 1
