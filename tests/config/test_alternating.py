"""Days of rest that are worked in turn: every second Saturday, the first and the third of a month.

Days from a printed calendar. The Saturdays of 2026: 3, 10, 17, 24, 31 January; 7, 14, 21, 28 February; 2, 9,
16, 23, 30 May; 5 September.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from calendars.rest import LAST, Turn
from calendars.workdays import WorkCalendar
from config.registry import Registry
from config.registry.difference import difference
from tests.config.conftest import CALENDAR, DUTIES, UNITS

Town = Callable[..., Registry]
Mistakes = Callable[..., list[str]]
WEEKEND = "weekend: [saturday, sunday]"


def d(text: str) -> date:
    return date.fromisoformat(text)


def turned(entry: str, calendar: str = CALENDAR) -> str:
    """The small office's calendar with such Saturdays, and without its swap."""
    kept = [
        line for line in calendar.splitlines(keepends=True) if "swaps" not in line and "off: 2026" not in line
    ]
    return "".join(kept).replace(WEEKEND, f"{WEEKEND}\n  alternating:\n    - {entry}")


def saturdays(days: WorkCalendar, *, month: str) -> list[int]:
    """Which Saturdays of the month are worked."""
    found = [date.fromisoformat(f"{month}-{n:02}") for n in range(1, 29)]
    return [day.day for day in found if day.weekday() == 5 and days.is_workday(day)]


def test_every_second_saturday_counts_from_its_anchor_both_ways(town: Town) -> None:
    days = town(calendar=turned("{worked: saturday, weeks: 2, anchor: 2026-01-17}")).calendar
    assert saturdays(days, month="2026-01") == [3, 17]
    assert saturdays(days, month="2026-02") == [14, 28]
    assert saturdays(days, month="2025-12") == [6, 20]
    other = town(calendar=turned("{worked: saturday, weeks: 2, anchor: 2026-01-10}")).calendar
    assert saturdays(other, month="2026-01") == [10, 24]
    assert [days.why_off(d(day)) for day in ("2026-01-10", "2026-01-18")] == ["weekend", "weekend"]
    # From Friday the 9th to Saturday the 17th: five days of the week, and the 17th.
    assert days.count(d("2026-01-09"), d("2026-01-17")) == 6
    assert days.shift(d("2026-01-16"), 1) == d("2026-01-17")
    assert not list(days.make_up)


def test_the_first_and_the_third_saturday_of_a_month(town: Town) -> None:
    days = town(calendar=turned("{worked: saturday, nth: [1, 3]}")).calendar
    assert saturdays(days, month="2026-01") == [3, 17]
    assert saturdays(days, month="2026-02") == [7, 21]
    assert saturdays(days, month="2026-05") == [2, 16]


def test_the_last_and_the_fifth() -> None:
    last, fifth = Turn(5, frozenset({LAST})), Turn(5, frozenset({5}))
    assert [last.worked(d(day)) for day in ("2026-01-24", "2026-01-31", "2026-02-28", "2026-02-21")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [fifth.worked(d(day)) for day in ("2026-01-31", "2026-02-28", "2026-05-30")] == [True, False, True]


def test_a_deadline_on_such_a_saturday_does_not_roll(town: Town) -> None:
    """19 September 2026 is the third Saturday; otherwise the figures are due on the Monday after it."""
    duties = DUTIES.replace("day: 19, boundary: before", "day: 19, boundary: by")
    plain = town(duties=duties).deadline("figures", "2026-Q3")
    assert (plain.last_day, plain.working_deadline) == (d("2026-09-21"), d("2026-09-18"))
    registry = town(duties=duties, calendar=turned("{worked: saturday, nth: [1, 3]}"))
    due = registry.deadline("figures", "2026-Q3")
    assert (due.last_day, due.working_deadline, due.rolled) == (d("2026-09-19"), d("2026-09-19"), None)
    days = {step.rung.name: step.day for step in registry.steps("figures", "2026-Q3")}
    assert (days["remind-5wd"], days["overdue-1wd"]) == (d("2026-09-14"), d("2026-09-21"))


def test_a_holiday_on_a_worked_saturday_earns_no_day_and_on_a_free_one_does(town: Town) -> None:
    """Labour Code 2019, art. 111.3: New Year 2028 is a Saturday, the first of January's."""
    vietnam = (
        CALENDAR.replace("country: none", "country: VN")
        .replace("    - {date: 2026-01-01, name: New Year, source: law}\n", "")
        .replace("  days_off:\n", "")
    )
    worked = town(calendar=turned("{worked: saturday, nth: [1]}", vietnam)).calendar
    free = town(calendar=turned("{worked: saturday, nth: [2]}", vietnam)).calendar
    assert [days.is_workday(d("2028-01-01")) for days in (worked, free)] == [False, False]
    assert [days.is_workday(d("2028-01-03")) for days in (worked, free)] == [True, False]
    # The country's own swap of 22 August 2026 for Monday the 31st is not this office's.
    assert [worked.is_workday(d(day)) for day in ("2026-08-22", "2026-08-31")] == [False, True]


def test_days_off_and_make_up_days_know_which_saturdays_are_worked(mistakes: Mistakes, town: Town) -> None:
    entry = "{worked: saturday, nth: [1, 3]}"
    off = turned(entry) + "    - {date: 2026-01-17, name: Flood, source: letter 3}\n"
    assert town(calendar=off).calendar.why_off(d("2026-01-17")) == "Flood"
    (found,) = mistakes(
        calendar=turned(entry) + "  make_up:\n    - {date: 2026-01-17, name: More, source: x}\n"
    )
    assert "expected a day of rest to work on, found 2026-01-17, a Saturday that is worked anyway" in found


def test_a_unit_may_have_them_alone(town: Town) -> None:
    further = (
        CALENDAR
        + "calendars:\n  - code: turns\n    title: Saturdays in turn\n"
        + "    alternating:\n      - {worked: saturday, nth: [1, 3]}\n"
    )
    registry = town(
        calendar=further, units=UNITS.replace("name: Joint, from", "name: Joint, calendar: turns, from")
    )
    assert saturdays(registry.calendar, month="2026-02") == []
    assert saturdays(registry.of_unit("JOINT").calendar, month="2026-02") == [7, 21]
    # Another week of its own has none of the office's turns.
    own = (
        turned("{worked: saturday, nth: [1, 3]}")
        + "calendars:\n  - {code: fridays, title: x, weekend: [friday, saturday]}\n"
    )
    assert saturdays(town(calendar=own).calendars["fridays"], month="2026-02") == []


def test_they_are_a_difference(town: Town) -> None:
    before, after = (
        town(calendar=turned("{worked: saturday, nth: [1]}")),
        town(calendar=turned("{worked: saturday, weeks: 2, anchor: 2026-01-17}")),
    )
    (change,) = difference(before, after, d("2026-09-01"), d("2026-09-30")).changes
    (key,) = change.keys
    assert (key.key, key.went, key.came) == (
        "alternating", ("saturday 1",), ("saturday weeks: 2, anchor: 2026-01-17",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "error"),
    [
        ("{worked: friday, nth: [1]}", "alternating.friday.worked: expected one of the days of `weekend`"),
        ("{worked: saturday}", "alternating.saturday.worked: expected `nth` (which of a month) or `weeks`"),
        (
            "{worked: saturday, nth: [1], weeks: 2, anchor: 2026-01-17}",
            "alternating.saturday.worked: expected `nth`",
        ),
        (
            "{worked: saturday, nth: [6]}",
            "alternating.saturday.nth: expected a number from 1 to 5, or last, found '6'",
        ),
        ("{worked: saturday, weeks: 2}", "alternating.saturday.anchor: expected a date"),
        (
            "{worked: saturday, weeks: 2, anchor: 2026-01-18}",
            "alternating.saturday.anchor: expected a Saturday that is worked, found 2026-01-18, a Sunday",
        ),
        ("{worked: saturdays, nth: [1]}", "alternating.saturdays.worked: expected"),
    ],
)  # fmt: skip
def test_mistakes_in_their_line(mistakes: Mistakes, entry: str, error: str) -> None:
    found = mistakes(calendar=turned(entry))
    assert any(error in each for each in found), found
