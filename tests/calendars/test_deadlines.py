"""Deadlines as literals: the hand-worked dates, every way of saying a day, every roll and clamp."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from calendars.deadlines import (
    After,
    Boundary,
    Deadline,
    DeadlineError,
    DueRule,
    Override,
    Roll,
    deadline,
    on_day,
)
from calendars.periods import parse
from calendars.workdays import CalendarError, WorkCalendar
from tests.calendars.vietnam import CALENDAR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BEFORE, BY = Boundary.BEFORE, Boundary.BY

QUARTERLY = DueRule(BEFORE, day=19, month="last")
PLAN = DueRule(BY, day=15, month=12, year="previous")
AGGREGATE = DueRule(BY, day=25, month=12, year="previous")
MONTHLY = DueRule(BEFORE, day=15, overrides={"2024-01": Override(date(2024, 1, 22))})


def d(text: str) -> date:
    return date.fromisoformat(text)


def due(rule: DueRule, period: str, roll: Roll = Roll.NEXT, event: str | None = None) -> Deadline:
    return deadline(rule, parse(period), CALENDAR, roll, d(event) if event else None)


@pytest.mark.parametrize(
    ("rule", "period", "nominal", "unrolled", "last", "working", "rolled"),
    [
        (QUARTERLY, "2026-Q3", "2026-09-19", "2026-09-18", "2026-09-18", "2026-09-18", None),
        (QUARTERLY, "2028-Q1", "2028-03-19", "2028-03-18", "2028-03-20", "2028-03-17", "weekend"),
        (PLAN, "2025", "2024-12-15", "2024-12-15", "2024-12-16", "2024-12-13", "weekend"),
        (AGGREGATE, "2027", "2026-12-25", "2026-12-25", "2026-12-25", "2026-12-25", None),
        (MONTHLY, "2024-01", "2024-01-22", "2024-01-21", "2024-01-22", "2024-01-19", "weekend"),
        (MONTHLY, "2026-02", "2026-02-15", "2026-02-14", "2026-02-23", "2026-02-13", "weekend; Tết Bính Ngọ"),
    ],
)
def test_the_dates_worked_out_by_hand(
    rule: DueRule, period: str, nominal: str, unrolled: str, last: str, working: str, rolled: str | None
) -> None:
    found = due(rule, period)
    assert found.nominal == d(nominal)
    assert found.unrolled_last_day == d(unrolled)
    assert found.last_day == d(last)
    assert found.working_deadline == d(working)
    assert found.rolled == rolled
    assert found.boundary is rule.boundary
    assert found.overridden is (period == "2024-01")


@pytest.mark.parametrize(
    ("rule", "period", "nominal"),
    [
        # a day of a month, clamped where the month is shorter
        (DueRule(BY, day=31), "2026-02", "2026-02-28"),
        (DueRule(BY, day=31), "2024-02", "2024-02-29"),
        (DueRule(BY, day=30), "2024-02", "2024-02-29"),
        (DueRule(BY, day=29), "2025-02", "2025-02-28"),
        (DueRule(BY, day=29), "2024-02", "2024-02-29"),
        (DueRule(BY, day="last"), "2026-02", "2026-02-28"),
        (DueRule(BY, day="last"), "2026-04", "2026-04-30"),
        (DueRule(BY, day=31, month=6), "2026", "2026-06-30"),
        # which month
        (DueRule(BY, day=10), "2026-H1", "2026-06-10"),
        (DueRule(BY, day=10, month="first"), "2026-H2", "2026-07-10"),
        (DueRule(BY, day=10, month="last"), "2026-9M", "2026-09-10"),
        (DueRule(BY, day=10, month="next"), "2026-9M", "2026-10-10"),
        (DueRule(BY, day=5, month="next"), "2026-12", "2027-01-05"),
        (DueRule(BY, day=31, month="next"), "2026-01", "2026-02-28"),
        (DueRule(BY, day="last", month="next"), "2026-Q4", "2027-01-31"),
        (DueRule(BY, day=5, month="next"), "2021..2025", "2026-01-05"),
        (DueRule(BY, day=5, month=11), "2024", "2024-11-05"),
        # which year
        (DueRule(BY, day=15, month=1, year="next"), "2026", "2027-01-15"),
        (DueRule(BY, day=15, month=12, year="previous"), "2026..2030", "2025-12-15"),
        (DueRule(BY, day=15, month=12), "2021..2025", "2025-12-15"),
        (DueRule(BY, day=15, month=1, year="next"), "2021..2025", "2026-01-15"),
        (DueRule(BY, day=20, month="last", year="previous"), "2026-Q2", "2025-06-20"),
        (DueRule(BY, day=29, month=2, year="next"), "2023", "2024-02-29"),
        # a working day of a month
        (DueRule(BY, workday=3), "2026-01", "2026-01-07"),
        (DueRule(BY, workday=1, month="next"), "2026-01", "2026-02-02"),
        (DueRule(BY, workday=11), "2026-02", "2026-02-23"),
        (DueRule(BY, workday=23), "2026-02", "2026-02-27"),
        (DueRule(BY, workday="last"), "2026-Q1", "2026-03-31"),
        (DueRule(BY, workday="last", month=5), "2026", "2026-05-29"),
        # a day of the week
        (DueRule(BY, weekday=4), "2026-W47", "2026-11-20"),
        (DueRule(BY, weekday=0), "2026-W53", "2026-12-28"),
        (DueRule(BY, weekday=6), "2026-W53", "2027-01-03"),
        # a weekday of a month: the fifth is the last where there are four
        (DueRule(BY, weekday=4, nth=1), "2026-05", "2026-05-01"),
        (DueRule(BY, weekday=4, nth=2), "2026-05", "2026-05-08"),
        (DueRule(BY, weekday=4, nth=5), "2026-05", "2026-05-29"),
        (DueRule(BY, weekday=4, nth=5), "2026-06", "2026-06-26"),
        (DueRule(BY, weekday=0, nth="last"), "2026-08", "2026-08-31"),
        (DueRule(BY, weekday=6, nth="last", month="first"), "2026-Q2", "2026-04-26"),
        (DueRule(BY, weekday=0, nth=1, month=12, year="previous"), "2027", "2026-12-07"),
        # the second month of the period
        (DueRule(BY, day=10, month="second"), "2026-Q4", "2026-11-10"),
        (DueRule(BY, day=10, month="second"), "2026-H2", "2026-08-10"),
        # after the end of the period
        (DueRule(BY, after=After("period_end", days=10)), "2026-Q1", "2026-04-10"),
        (DueRule(BY, after=After("period_end", days=1)), "2026-W47", "2026-11-23"),
        (DueRule(BY, after=After("period_end", workdays=5)), "2026-01", "2026-02-06"),
        (DueRule(BY, after=After("period_end", workdays=-1)), "2026-01", "2026-01-30"),
        (DueRule(BY, after=After("period_end", months=1)), "2026-Q2", "2026-07-30"),
        (DueRule(BY, after=After("period_end", months=2)), "2025-12", "2026-02-28"),
        # a one-off date
        (DueRule(BY, after=After("period_end", days=0)), "2026-03-31", "2026-03-31"),
        (DueRule(BY, day=31, month=3), "2026-03-31", "2026-03-31"),
    ],
)
def test_every_way_of_saying_the_day(rule: DueRule, period: str, nominal: str) -> None:
    assert due(rule, period).nominal == d(nominal)


@pytest.mark.parametrize(
    ("after", "event", "nominal"),
    [
        (After("event", days=3), "2026-02-12", "2026-02-15"),
        (After("event", workdays=3), "2026-02-12", "2026-02-24"),
        (After("event", workdays=1), "2026-02-15", "2026-02-23"),
        (After("event", workdays=-2), "2026-02-23", "2026-02-12"),
        (After("event", months=1), "2026-01-31", "2026-02-28"),
        (After("event", months=-1), "2026-03-31", "2026-02-28"),
        (After("event", months=12), "2024-02-29", "2025-02-28"),
        (After("event", days=0), "2026-02-12", "2026-02-12"),
        (After("kstthc-quy", workdays=2), "2026-09-18", "2026-09-22"),
    ],
)
def test_distances_from_an_event(after: After, event: str, nominal: str) -> None:
    """The day of the event is never counted, and a month ends on its corresponding day: art. 147.3, 148.3."""
    assert due(DueRule(BY, after=after), event, event=event).nominal == d(nominal)


def test_a_period_of_one_day_is_its_own_event() -> None:
    rule = DueRule(BY, after=After("event", workdays=5))
    assert due(rule, "2026-02-12").nominal == d("2026-02-26")
    assert due(rule, "2026-02-12", event="2026-03-02").nominal == d("2026-03-09")


@pytest.mark.parametrize(
    ("rule", "period", "says"),
    [
        (
            DueRule(BY, after=After("event", days=5)),
            "2026-Q1",
            "2026-Q1: due after event, whose day is not known yet",
        ),
        (
            DueRule(BY, after=After("nq01-nam", days=5)),
            "2026-02-12",
            "due after nq01-nam, whose day is not known",
        ),
        (DueRule(BY, weekday=4), "2026-11", "weekday is for weekly periods, and this one is a month"),
        (DueRule(BY, day=4), "2026-W47", "a weekly period has no day of a month"),
        (DueRule(BY, workday=4), "2026-W47", "a weekly period has no day of a month"),
        (MONTHLY, "2026-Q1", "overrides: 2024-01 is a month, and the periods here are each a quarter"),
    ],
)
def test_a_rule_that_does_not_fit_its_period(rule: DueRule, period: str, says: str) -> None:
    with pytest.raises(DeadlineError) as wrong:
        due(rule, period)
    assert says in str(wrong.value)


def test_an_events_day_must_be_a_day() -> None:
    rule = DueRule(BY, after=After("event", days=1))
    for wrong in (date(1, 1, 1), date.max, datetime(2026, 1, 1, tzinfo=UTC)):
        with pytest.raises(DeadlineError, match="expected the day of event"):
            deadline(rule, parse("2026-01-01"), CALENDAR, event_day=wrong)


@pytest.mark.parametrize(
    ("roll", "period", "last", "working", "rolled"),
    [
        (Roll.NEXT, "2026-08", "2026-08-17", "2026-08-14", "weekend"),
        (Roll.PREVIOUS, "2026-08", "2026-08-14", "2026-08-14", "weekend"),
        (Roll.NONE, "2026-08", "2026-08-15", "2026-08-14", None),
        (Roll.NEXT, "2026-07", "2026-07-15", "2026-07-15", None),
        (Roll.PREVIOUS, "2026-02", "2026-02-13", "2026-02-13", "weekend"),
    ],
)
def test_the_three_rolls(roll: Roll, period: str, last: str, working: str, rolled: str | None) -> None:
    found = due(DueRule(BY, day=15), period, roll)
    assert (found.last_day, found.working_deadline, found.rolled) == (d(last), d(working), rolled)


def test_rolling_back_over_tet_names_what_it_passed() -> None:
    found = due(DueRule(BY, day=18), "2026-02", Roll.PREVIOUS)
    assert (found.last_day, found.rolled) == (d("2026-02-13"), "weekend; Tết Bính Ngọ")


def test_a_rules_own_roll_wins_over_the_offices() -> None:
    assert due(DueRule(BY, day=15, roll=Roll.NONE), "2026-08", Roll.NEXT).last_day == d("2026-08-15")
    assert due(DueRule(BY, day=15, roll=Roll.NEXT), "2026-08", Roll.NONE).last_day == d("2026-08-17")


def test_a_make_up_saturday_is_a_working_day_for_deadlines() -> None:
    found = due(DueRule(BY, day=10), "2026-01")
    assert (found.last_day, found.working_deadline, found.rolled) == (d("2026-01-10"), d("2026-01-10"), None)


def test_before_the_first_of_the_month_is_the_month_before() -> None:
    found = due(DueRule(BEFORE, day=1, month="next"), "2026-12")
    assert (found.nominal, found.unrolled_last_day) == (d("2027-01-01"), d("2026-12-31"))
    leap = due(DueRule(BEFORE, day=1, month=3), "2024")
    assert (leap.nominal, leap.last_day) == (d("2024-03-01"), d("2024-02-29"))


def test_an_override_may_bring_its_own_boundary() -> None:
    rule = DueRule(BEFORE, day=15, overrides={"2026-03": Override(d("2026-03-20"), BY)})
    special, usual = due(rule, "2026-03"), due(rule, "2026-04")
    assert (special.boundary, special.last_day, special.overridden) == (BY, d("2026-03-20"), True)
    assert (usual.boundary, usual.last_day, usual.overridden) == (BEFORE, d("2026-04-14"), False)


@pytest.mark.parametrize(
    ("rule", "period", "confirmed"),
    [
        (DueRule(BY, day=31), "2026-12", True),  # the last verified day itself
        (DueRule(BY, day=1, month="next"), "2026-12", False),
        (DueRule(BEFORE, day=1, month="next"), "2026-12", True),
        (DueRule(BY, day=1, month="next", roll=Roll.PREVIOUS), "2026-12", False),  # looked at 1 January 2027
        (DueRule(BY, workday="last"), "2026-12", True),
        (DueRule(BY, after=After("event", workdays=-5)), "2027-01-04", False),  # counted back from 2027
        (DueRule(BY, day=5, month=1), "2027", False),
    ],
)
def test_a_deadline_beyond_the_verified_calendar_says_so(rule: DueRule, period: str, confirmed: bool) -> None:
    assert due(rule, period).confirmed is confirmed


def test_the_last_working_day_is_confirmed_only_with_the_whole_month() -> None:
    # 30 April 2026 is a holiday, so the last working day is the 29th: as long as nobody changes the 30th.
    last, third = DueRule(BY, workday="last"), DueRule(BY, workday=3)
    for verified, confirmed in (("2026-04-29", False), ("2026-04-30", True)):
        calendar = WorkCalendar(
            days_off={d("2026-04-30"): "30/4"},
            make_up={},
            first_year=2026,
            last_year=2026,
            verified_until=d(verified),
        )
        found = deadline(last, parse("2026-04"), calendar)
        assert (found.last_day, found.confirmed) == (d("2026-04-29"), confirmed)
        assert deadline(third, parse("2026-04"), calendar).confirmed


@pytest.mark.parametrize("period", ["2021-12", "2031-01", "1900-01", "2999-12"])
def test_beyond_the_calendars_years_there_is_one_clear_error(period: str) -> None:
    with pytest.raises(CalendarError, match="covers 2022-01-01 to 2030-12-31"):
        due(DueRule(BY, day=15), period)


def test_a_new_day_for_an_old_period_takes_the_same_steps() -> None:
    extended = on_day(parse("2026-Q3"), d("2026-10-03"), CALENDAR, overridden=True)
    assert (extended.nominal, extended.last_day, extended.working_deadline, extended.overridden) == (
        d("2026-10-03"), d("2026-10-05"), d("2026-10-02"), True,
    )  # fmt: skip
