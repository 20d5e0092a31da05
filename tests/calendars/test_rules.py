"""A rule says exactly one day, or it cannot be built; the error names the key and what was expected."""

import copy
import pickle
from datetime import date, datetime

import pytest

from calendars.deadlines import After, Boundary, DeadlineError, DueRule, MonthDay, Override, Roll
from calendars.periods import Kind

BY = Boundary.BY


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "due: expected exactly one of day, workday, weekday, after, with, found none"),
        (
            {"day": 5, "workday": 3},
            "expected exactly one of day, workday, weekday, after, with, found day and workday",
        ),
        ({"weekday": 0, "after": After("event", days=1)}, "found weekday and after"),
        ({"day": 0}, "day: expected 1 to 31 or last, found 0"),
        ({"day": 32}, "day: expected 1 to 31 or last, found 32"),
        ({"day": -1}, "day: expected 1 to 31 or last, found -1"),
        ({"day": "lats"}, "day: expected 1 to 31 or last, found 'lats'"),
        ({"day": "15"}, "day: expected 1 to 31 or last, found '15'"),
        ({"day": True}, "day: expected 1 to 31 or last, found True"),
        ({"day": 1.5}, "day: expected 1 to 31 or last, found 1.5"),
        ({"workday": 0}, "workday: expected 1 to 23 or last, found 0"),
        ({"workday": 24}, "workday: expected 1 to 23 or last, found 24"),
        ({"weekday": 7}, "weekday: expected 0 to 6, found 7"),
        ({"weekday": "last"}, "weekday: expected 0 to 6, found 'last'"),
        ({"weekday": 4, "nth": 6}, "nth: expected 1 to 5 or last, found 6"),
        ({"weekday": 4, "nth": 0}, "nth: expected 1 to 5 or last, found 0"),
        ({"day": 4, "nth": 1}, "nth says which weekday of a month; write weekday too"),
        ({"day": 5, "month": 13}, "month: expected 1 to 12 or first, second, last or next, found 13"),
        ({"day": 5, "month": 0}, "month: expected 1 to 12 or first, second, last or next, found 0"),
        (
            {"day": 5, "month": "previous"},
            "month: expected 1 to 12 or first, second, last or next, found 'previous'",
        ),
        ({"day": 5, "year": "last"}, "year: expected same, previous or next, found 'last'"),
        ({"day": 5, "month": "next", "year": "next"}, "month: next already says the year"),
        ({"weekday": 4, "month": "last"}, "month and year belong to a day of a month"),
        ({"after": After("event", days=1), "year": "next"}, "month and year belong to a day of a month"),
        ({"day": 5, "boundary": "by then"}, "boundary: expected before or by, found 'by then'"),
        ({"day": 5, "roll": "forward"}, "roll: expected next, previous or none, found 'forward'"),
        (
            {"day": 5, "overrides": {"2026-13": Override(date(2026, 1, 1))}},
            "overrides: '2026-13' is not a period",
        ),
        (
            {"day": 5, "overrides": {"2026-q1": Override(date(2026, 1, 1))}},
            "expected the period written 2026-Q1",
        ),
    ],
)
def test_a_rule_that_does_not_say_one_day(given: dict[str, object], says: str) -> None:
    with pytest.raises(DeadlineError) as wrong:
        DueRule(**({"boundary": BY} | given))  # type: ignore[arg-type]
    assert says in str(wrong.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"of": "event"}, "after event: expected exactly one of days, workdays, months, term, found none"),
        ({"of": "event", "days": 1, "months": 1}, "found days and months"),
        ({"of": "", "days": 1}, "after: of what?"),
        ({"of": "event", "workdays": 0}, "workdays other than 0 (for the day itself write days: 0)"),
        ({"of": "event", "days": 10**9}, "after event: days: expected -3660 to 3660, found 1000000000"),
        ({"of": "event", "workdays": 3000}, "workdays: expected -2610 to 2610"),
        ({"of": "event", "months": -121}, "months: expected -120 to 120"),
        ({"of": "event", "days": "5"}, "found '5'"),
    ],
)
def test_a_distance_that_is_none(given: dict[str, object], says: str) -> None:
    with pytest.raises(DeadlineError) as wrong:
        After(**given)  # type: ignore[arg-type]
    assert says in str(wrong.value)


@pytest.mark.parametrize("wrong", ["2026-01-22", datetime(2026, 1, 22), date(1, 1, 1), date.max, None])  # noqa: DTZ001
def test_an_override_needs_a_date(wrong: object) -> None:
    with pytest.raises(DeadlineError, match="override: expected a date"):
        Override(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("month", "day"), [(-13, 1), (61, 1), ("next", 1), (1, 0), (1, 32), (1, "end"), (True, 1)]
)
def test_a_window_needs_a_month_and_a_day(month: object, day: object) -> None:
    with pytest.raises(DeadlineError, match="expected"):
        MonthDay(month, day)  # type: ignore[arg-type]


def test_which_kinds_of_period_a_rule_fits() -> None:
    weekly, monthly, offset = (
        DueRule(BY, weekday=4),
        DueRule(BY, day=5),
        DueRule(BY, after=After("event", days=1)),
    )
    halves = DueRule(BY, days=(10, 25))
    fitting = {Kind.WEEK: weekly, Kind.WEEKS: weekly, Kind.HALF_MONTH: halves}
    for kind in Kind:
        offset.check_fits(kind)
        fits = fitting.get(kind, monthly)
        fits.check_fits(kind)
        for other in {weekly, monthly, halves} - {fits}:
            with pytest.raises(DeadlineError, match="due: "):
                other.check_fits(kind)


@pytest.mark.parametrize(
    ("rule", "kind", "says"),
    [
        (DueRule(BY, weekday=4, nth=1), Kind.WEEK, "nth counts the weekdays of a month"),
        (DueRule(BY, weekday=4, nth=1), Kind.DAY, "nth counts the weekdays of a month"),
        (DueRule(BY, day=1, month="second"), Kind.MONTH, "second is of a quarter or longer"),
        (DueRule(BY, with_=("other",)), Kind.MONTH, "with is for events, which are days"),
    ],
)
def test_rules_that_do_not_fit_a_kind(rule: DueRule, kind: Kind, says: str) -> None:
    with pytest.raises(DeadlineError, match=says):
        rule.check_fits(kind)


def test_a_rule_is_frozen_hashable_and_can_be_copied() -> None:
    overrides = {"2024-01": Override(date(2024, 1, 22))}
    rule = DueRule(BY, day=15, roll=Roll.NONE, overrides=overrides)
    overrides["2024-02"] = Override(date(2024, 2, 22))
    assert list(rule.overrides) == ["2024-01"]
    assert hash(rule) == hash(copy.deepcopy(rule))
    assert pickle.loads(pickle.dumps(rule)) == rule
    with pytest.raises(AttributeError):
        rule.day = 16  # type: ignore[misc]
