"""Financial years, twice a month, every second week: read from files, with each mistake in its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from config.registry import Registry
from tests.config.conftest import DUTIES, OFFICE

Town = Callable[..., Registry]
Mistakes = Callable[..., list[str]]
HEAD = DUTIES.partition("obligations:")[0].partition("outlines:")[0]
FISCAL_OFFICE = OFFICE + "  year_starts: 4\n"


def duty(code: str, timing: str, more: str = "") -> str:
    return f"""\
  - code: {code}
    title: Báo cáo {code}
    cite: "1"
    worded: as written
    owed_by: [CLERK]
    owner: CLERK
    ladder: plain
    {timing}
{more}"""


def plan(*duties: str) -> str:
    return HEAD + "obligations:\n" + "".join(duties)


def found(registry: Registry, code: str, first: str, last: str) -> dict[str, str]:
    """The periods due in a span, each with its last day."""
    periods = registry.periods(code, date.fromisoformat(first), date.fromisoformat(last))
    return {each.code: registry.deadline(code, each).last_day.isoformat() for each in periods}


def test_a_financial_year_that_begins_in_april(town: Town) -> None:
    registry = town(
        office=FISCAL_OFFICE,
        duties=plan(
            duty(
                "quarter", "cycle: quarterly\n    in: [Q1, Q4]\n    due: {month: next, day: 10, boundary: by}"
            ),
            duty("half", "cycle: semiannual\n    due: {month: next, day: 5, boundary: by}"),
            duty("year", "cycle: annual\n    due: {year: next, month: 4, day: 20, boundary: by}"),
            duty("month", "cycle: monthly\n    due: {day: 25, boundary: by}"),
            duty(
                "other", "cycle: quarterly\n    year_starts: 1\n    due: {month: next, day: 10, boundary: by}"
            ),
        ),
    )
    # 10 April 2027 is a Saturday.
    assert found(registry, "quarter", "2026-05-01", "2027-05-01") == {
        "2026F04-Q1": "2026-07-10",
        "2026F04-Q4": "2027-04-12",
    }
    assert found(registry, "half", "2026-05-01", "2027-05-01") == {
        "2026F04-H1": "2026-10-05",
        "2026F04-H2": "2027-04-05",
    }
    assert found(registry, "year", "2026-05-01", "2027-05-01") == {"2026F04": "2027-04-20"}
    assert found(registry, "month", "2026-11-01", "2026-11-30") == {"2026-11": "2026-11-25"}
    assert list(found(registry, "other", "2026-05-01", "2026-08-01")) == ["2026-Q2"]
    assert registry.window("quarter", "2026F04-Q4") == (date(2027, 1, 1), date(2027, 3, 31))


def test_twice_a_month_and_every_second_week(town: Town) -> None:
    registry = town(
        duties=plan(
            duty("twice", "cycle: semi_monthly\n    due: {days: [15, last], boundary: by}"),
            duty("after", "cycle: semi_monthly\n    due: {after: {of: period_end, days: 1}, boundary: by}"),
            duty(
                "weeks",
                "cycle: every_n_weeks\n    weeks: 2\n    anchor: 2026-01-07\n"
                "    due: {weekday: friday, boundary: by}",
            ),
        )
    )
    # 15 November 2026 is a Sunday.
    assert found(registry, "twice", "2026-11-03", "2026-12-01") == {
        "2026-11-H1": "2026-11-16",
        "2026-11-H2": "2026-11-30",
    }
    assert found(registry, "after", "2026-11-10", "2026-12-05") == {
        "2026-11-H1": "2026-11-16",
        "2026-11-H2": "2026-12-01",
    }
    # The week of Wednesday 7 January 2026 is W02; 23 weeks of two later, W48 and W49.
    assert found(registry, "weeks", "2026-11-20", "2026-12-20") == {
        "2026-W46..2026-W47": "2026-11-20",
        "2026-W48..2026-W49": "2026-12-04",
        "2026-W50..2026-W51": "2026-12-18",
    }
    for wrong, why in (
        ("2026-W47..2026-W48", "it comes every 2 weeks, like 2026-W02..2026-W03"),
        ("2026-W47", "it comes every 2 weeks, like 2026-W02..2026-W03"),
    ):
        with pytest.raises(Exception, match=why):
            registry.period("weeks", wrong)


def test_halves_of_a_month_feed_the_month(town: Town) -> None:
    registry = town(
        duties=plan(
            duty("half", "cycle: semi_monthly\n    due: {days: [10, 25], boundary: by}"),
            duty("month", "cycle: monthly\n    needs: [half]\n    due: {day: last, boundary: by}"),
        )
    )
    month = registry.obligation("month").period("2026-11")
    assert [each.code for each in registry.obligation("half").feeding(month)] == ["2026-11-H1", "2026-11-H2"]


def test_a_calendar_quarter_is_no_financial_one(town: Town) -> None:
    registry = town(
        office=FISCAL_OFFICE,
        duties=plan(duty("q", "cycle: quarterly\n    due: {month: next, day: 10, boundary: by}")),
    )
    with pytest.raises(Exception, match="its periods look like 2026F04-Q3"):
        registry.period("q", "2026-Q3")
    assert registry.obligation("q").period("quý III năm tài chính 2026").code == "2026F04-Q3"


@pytest.mark.parametrize(
    ("timing", "error"),
    [
        (
            "cycle: monthly\n    year_starts: 4\n    due: {day: 5, boundary: by}",
            "year_starts: expected it only with quarters, halves, nine months and years",
        ),
        (
            "cycle: quarterly\n    year_starts: 13\n    due: {day: 5, boundary: by}",
            "year_starts: expected a whole number from 1 to 12",
        ),
        (
            "cycle: monthly\n    weeks: 2\n    due: {day: 5, boundary: by}",
            "weeks: expected it only with cycle: every_n_weeks, not monthly",
        ),
        (
            "cycle: every_n_weeks\n    weeks: 2\n    due: {weekday: friday, boundary: by}",
            "anchor: expected a date",
        ),
        (
            "cycle: every_n_weeks\n    weeks: 1\n    anchor: 2026-01-05\n"
            "    due: {weekday: friday, boundary: by}",
            "weeks: expected a whole number from 2 to 52",
        ),
        (
            "cycle: semi_monthly\n    due: {day: 5, boundary: by}",
            "due.day: expected `days` or `after` for halves",
        ),
        ("cycle: semi_monthly\n    due: {days: [5], boundary: by}", "due.days: expected two days of a month"),
        (
            "cycle: semi_monthly\n    due: {days: [5, 32], boundary: by}",
            "due.days: expected two days of a month",
        ),
        (
            "cycle: monthly\n    due: {days: [5, 20], boundary: by}",
            "due.days: expected it only with cycle: semi_monthly",
        ),
        (
            "cycle: quarterly\n    year_starts: 4\n"
            "    due: {day: 5, boundary: by, overrides: {2026-Q1: {date: 2026-05-05}}}",
            "overrides.2026-Q1: expected a period such as 2026F04-Q3",
        ),
    ],
)
def test_mistakes_in_their_line(mistakes: Mistakes, timing: str, error: str) -> None:
    errors = mistakes(duties=plan(duty("x", timing)))
    assert any(error in each for each in errors), errors


def test_what_counts_from_another_has_its_periods(mistakes: Mistakes) -> None:
    after = "due: {after: {of: a, workdays: 2}, boundary: by}"
    errors = mistakes(
        duties=plan(
            duty("a", "cycle: quarterly\n    year_starts: 4\n    due: {day: 5, boundary: by}"),
            duty("b", f"cycle: quarterly\n    {after}"),
        )
    )
    assert len(errors) == 1
    assert "obligations.b.due.after.of" in errors[0]
