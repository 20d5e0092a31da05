"""Work over a span: its period, when it opens, how it is pressed towards its end. Days worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendars.deadlines import Boundary, DueRule, Roll, deadline
from calendars.ladders import Anchor, Ladder, LadderError, Role, Rung, opens_on, steps
from calendars.period_names import name_of
from calendars.periods import Kind, PeriodError, months_span, parse, repeat
from language import say
from tests.calendars.vietnam import CALENDAR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
UNIT = (Role.UNIT,)
SPAN = Ladder(
    "giai-doan",
    0,
    (
        Rung("opened", Anchor.OPEN, 0, UNIT),
        Rung("quarter", Anchor.EACH, 0, UNIT, Kind.QUARTER),
        Rung("remind-60wd", Anchor.DEADLINE, -60, UNIT),
        Rung("remind-10wd", Anchor.DEADLINE, -10, UNIT),
        Rung("due-today", Anchor.DEADLINE, 0, UNIT),
        Rung("overdue-1wd", Anchor.LATE, 1, UNIT),
    ),
    from_start=True,
)
BY_ITS_END = DueRule(Boundary.BY, day="last")


def _walk(period: str, written: str | None = None) -> list[tuple[str, str]]:
    due = deadline(BY_ITS_END, parse(period), CALENDAR)
    earliest = date.fromisoformat(written) if written else None
    found = steps(SPAN, due, CALENDAR, morning=time(8), zone=HANOI, earliest=earliest)
    assert all(step.at == datetime.combine(step.day, time(8), HANOI).astimezone(UTC) for step in found)
    return [(step.rung.name, step.day.isoformat()) for step in found]


def test_a_span_of_months_is_written_and_read_back() -> None:
    span = parse("2022-04..2022-12")
    assert (span.first, span.last, span.kind) == (date(2022, 4, 1), date(2022, 12, 31), Kind.SPAN)
    assert (span.code, span.next().code, len(span.months)) == ("2022-04..2022-12", "2023-01..2023-09", 9)
    # Whole years are written as years, so that one period has one code.
    assert months_span(2022, 1, 2023, 12).code == "2022..2023"
    assert parse("2022-01..2022-12") == parse("2022..2022")
    assert parse("2021-02..2024-02").last == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("2022-12..2022-04", "is not a span"),
        ("2022-13..2023-01", "months are written 01 to 12"),
        ("2022-00..2022-04", "months are written 01 to 12"),
        ("2022-4..2022-12", "is not a period: write"),
    ],
)
def test_what_is_no_span_is_refused(code: str, why: str) -> None:
    with pytest.raises(PeriodError, match=why):
        parse(code)


def test_spans_follow_each_other_without_a_gap() -> None:
    found = [each.code for each in repeat(parse("2022-04..2022-12"), date(2021, 8, 1), date(2023, 2, 1))]
    assert found == ["2021-07..2022-03", "2022-04..2022-12", "2023-01..2023-09"]


def test_a_span_is_named_in_both_languages() -> None:
    span = parse("2022-04..2022-12")
    assert say(name_of(span), "vi") == "từ tháng 4 năm 2022 đến tháng 12 năm 2022"
    assert say(name_of(span, short=True), "vi") == "từ tháng 4/2022 đến tháng 12/2022"
    assert say(name_of(span), "en") == "April 2022 to December 2022"
    assert say(name_of(parse("2021..2025")), "vi") == "giai đoạn 2021-2025"
    for code in ("2026..2026", "2026-01..2026-12"):  # a whole year by another name
        assert [say(name_of(parse(code)), each) for each in ("vi", "en")] == ["năm 2026", "2026"]


def test_a_year_opens_at_its_start_and_is_pressed_towards_its_end() -> None:
    """2024: 1 January is a holiday. 60 working days before 31 December, without a holiday, is 8 October."""
    assert _walk("2024") == [
        ("opened", "2024-01-02"),
        ("quarter-2024-Q2", "2024-04-01"),
        ("quarter-2024-Q3", "2024-07-01"),
        ("quarter-2024-Q4", "2024-10-01"),
        ("remind-60wd", "2024-10-08"),
        ("remind-10wd", "2024-12-17"),
        ("due-today", "2024-12-31"),
        ("overdue-1wd", "2025-01-02"),
    ]


def test_nothing_opens_before_its_document() -> None:
    """Decision 24 is of Friday 19 January 2024; what is signed on a Saturday opens on the Monday after."""
    assert _walk("2024", "2024-01-19")[:2] == [("opened", "2024-01-19"), ("quarter-2024-Q2", "2024-04-01")]
    assert _walk("2024", "2024-03-30")[:2] == [("opened", "2024-04-01"), ("quarter-2024-Q3", "2024-07-01")]
    due = deadline(BY_ITS_END, parse("2022-04..2022-12"), CALENDAR)
    assert opens_on(SPAN, due, CALENDAR) == date(2022, 4, 1)
    assert opens_on(SPAN, due, CALENDAR, date(2022, 2, 25)) == date(2022, 4, 1)


def test_a_monthly_report_opens_with_its_document_too() -> None:
    short = Ladder("monthly", 15, SPAN.rungs[:1])
    due = deadline(DueRule(Boundary.BEFORE, day=22), parse("2024-01"), CALENDAR)
    assert opens_on(short, due, CALENDAR) == date(2023, 12, 28)
    assert opens_on(short, due, CALENDAR, date(2024, 1, 19)) == date(2024, 1, 19)


def test_a_span_of_years_is_told_each_quarter_but_not_when_the_end_presses() -> None:
    names = [name for name, _ in _walk("2022..2025", "2022-02-25")]
    assert names[:3] == ["opened", "quarter-2022-Q2", "quarter-2022-Q3"]
    assert names[-5:] == ["quarter-2025-Q4", "remind-60wd", "remind-10wd", "due-today", "overdue-1wd"]
    assert len([name for name in names if name.startswith("quarter-")]) == 15


def test_where_the_roll_is_forbidden_there_is_no_last_word() -> None:
    """31 August 2024 is a Saturday: the reminders end on Friday 30, and nothing rolls."""
    rule = DueRule(Boundary.BY, day="last")
    for roll, names in ((Roll.NEXT, ["due-today", "last-day"]), (Roll.NONE, ["due-today"])):
        due = deadline(rule, parse("2024-08"), CALENDAR, roll)
        found = steps(SPAN, due, CALENDAR, morning=time(8), zone=HANOI)
        assert [s.rung.name for s in found if s.rung.anchor in (Anchor.LAST, Anchor.DEADLINE)][
            -len(names) :
        ] == names


def test_a_rung_that_says_each_and_how_often_belong_together() -> None:
    with pytest.raises(LadderError, match="each goes with month, quarter"):
        Rung("x", Anchor.EACH, 0, UNIT)
    with pytest.raises(LadderError, match="each goes with month, quarter"):
        Rung("x", Anchor.OPEN, 0, UNIT, Kind.QUARTER)
