"""Ladders as stories: which morning each rung falls on, over Tết 2026; every instant worked out by hand."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from calendars.deadlines import Boundary, Deadline, DueRule, Roll, deadline, on_day
from calendars.ladders import Anchor, Ladder, LadderError, Role, Rung, opens_on, steps, unplaced
from calendars.periods import parse
from tests.calendars.vietnam import CALENDAR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EIGHT = time(8, 0)
UNIT, HEAD, OWNER, LEADERSHIP = Role

STANDARD = Ladder(
    code="standard",
    open_workdays=10,
    rungs=(
        Rung("opened", Anchor.OPEN, 0, (UNIT,)),
        Rung("remind-5wd", Anchor.DEADLINE, -5, (UNIT,)),
        Rung("remind-1wd", Anchor.DEADLINE, -1, (UNIT,)),
        Rung("due-today", Anchor.DEADLINE, 0, (UNIT,)),
        Rung("overdue-1wd", Anchor.LATE, 1, (UNIT,)),
        Rung("escalate-head-3wd", Anchor.LATE, 3, (UNIT, HEAD)),
        Rung("escalate-owner-5wd", Anchor.LATE, 5, (UNIT, HEAD, OWNER)),
        Rung("escalate-leadership-10wd", Anchor.LATE, 10, (OWNER, LEADERSHIP)),
    ),
)


def d(text: str) -> date:
    return date.fromisoformat(text)


def plan(due: Deadline, opened_on: str | None = None, ladder: Ladder = STANDARD) -> list[tuple[str, str]]:
    opened = d(opened_on) if opened_on else None
    found = steps(ladder, due, CALENDAR, morning=EIGHT, zone=HANOI, opened_on=opened)
    return [(step.rung.name, step.at.isoformat()) for step in found]


def test_a_monthly_report_whose_last_day_rolls_over_tet() -> None:
    # Before Sunday 15 February 2026. The last working day before it is Friday 13; Tết lasts from Saturday 14
    # to Sunday 22, so the last day is Monday 23. Reminders count back from the 13th, lateness from the 23rd,
    # and on it whoever has not answered hears a last word.
    due = deadline(DueRule(Boundary.BEFORE, day=15), parse("2026-02"), CALENDAR)
    assert opens_on(STANDARD, due, CALENDAR) == d("2026-01-30")
    assert plan(due) == [
        ("opened", "2026-01-30T01:00:00+00:00"),
        ("remind-5wd", "2026-02-06T01:00:00+00:00"),
        ("remind-1wd", "2026-02-12T01:00:00+00:00"),
        ("due-today", "2026-02-13T01:00:00+00:00"),
        ("last-day", "2026-02-23T01:00:00+00:00"),
        ("overdue-1wd", "2026-02-24T01:00:00+00:00"),
        ("escalate-head-3wd", "2026-02-26T01:00:00+00:00"),
        ("escalate-owner-5wd", "2026-03-02T01:00:00+00:00"),
        ("escalate-leadership-10wd", "2026-03-09T01:00:00+00:00"),
    ]
    assert due.late_from(HANOI) == datetime(2026, 2, 23, 17, 0, tzinfo=UTC)


def test_a_report_due_before_tet_is_chased_only_after_it() -> None:
    # By Friday 13 February: the first working day after it is Monday 23.
    due = deadline(DueRule(Boundary.BY, day=13), parse("2026-02"), CALENDAR)
    assert plan(due)[3:] == [
        ("due-today", "2026-02-13T01:00:00+00:00"),
        ("overdue-1wd", "2026-02-23T01:00:00+00:00"),
        ("escalate-head-3wd", "2026-02-25T01:00:00+00:00"),
        ("escalate-owner-5wd", "2026-02-27T01:00:00+00:00"),
        ("escalate-leadership-10wd", "2026-03-06T01:00:00+00:00"),
    ]
    assert due.late_from(HANOI) == datetime(2026, 2, 13, 17, 0, tzinfo=UTC)


def test_a_report_due_after_tet_is_reminded_before_it() -> None:
    # By Tuesday 24 February: one working day before is Monday 23, two before is Friday 13.
    due = deadline(DueRule(Boundary.BY, day=24), parse("2026-02"), CALENDAR)
    assert plan(due)[:4] == [
        ("opened", "2026-02-03T01:00:00+00:00"),
        ("remind-5wd", "2026-02-10T01:00:00+00:00"),
        ("remind-1wd", "2026-02-23T01:00:00+00:00"),
        ("due-today", "2026-02-24T01:00:00+00:00"),
    ]


def test_make_up_saturdays_are_mornings_too() -> None:
    # By Monday 12 January 2026; Saturday 10 is worked for Friday 2.
    due = deadline(DueRule(Boundary.BY, day=12), parse("2026-01"), CALENDAR)
    assert ("remind-1wd", "2026-01-10T01:00:00+00:00") in plan(due)


def test_with_no_roll_lateness_starts_at_once_but_is_told_on_a_working_day() -> None:
    due = deadline(DueRule(Boundary.BY, day=15), parse("2026-02"), CALENDAR, Roll.NONE)
    assert due.late_from(HANOI) == datetime(2026, 2, 15, 17, 0, tzinfo=UTC)
    assert ("overdue-1wd", "2026-02-23T01:00:00+00:00") in plan(due)


def test_a_task_opened_late_is_told_that_it_opened_and_keeps_what_is_still_to_come() -> None:
    due = deadline(DueRule(Boundary.BEFORE, day=15), parse("2026-02"), CALENDAR)
    assert plan(due, opened_on="2026-02-10")[:3] == [
        ("opened", "2026-02-10T01:00:00+00:00"),
        ("remind-1wd", "2026-02-12T01:00:00+00:00"),
        ("due-today", "2026-02-13T01:00:00+00:00"),
    ]


def test_a_task_opened_on_the_very_day_is_still_told_that_it_is_due() -> None:
    due = deadline(DueRule(Boundary.BEFORE, day=15), parse("2026-02"), CALENDAR)
    assert [name for name, _ in plan(due, opened_on="2026-02-13")][:4] == [
        "opened",
        "due-today",
        "last-day",
        "overdue-1wd",
    ]


def test_a_task_opened_when_already_late_keeps_its_lateness() -> None:
    due = deadline(DueRule(Boundary.BEFORE, day=15), parse("2026-02"), CALENDAR)
    assert plan(due, opened_on="2026-02-27") == [
        ("overdue-1wd", "2026-02-24T01:00:00+00:00"),
        ("escalate-head-3wd", "2026-02-26T01:00:00+00:00"),
        ("opened", "2026-02-27T01:00:00+00:00"),
        ("escalate-owner-5wd", "2026-03-02T01:00:00+00:00"),
        ("escalate-leadership-10wd", "2026-03-09T01:00:00+00:00"),
    ]


def test_rungs_of_one_morning_stand_in_the_ladders_order() -> None:
    ladder = Ladder(
        "same-day",
        5,
        (
            Rung("opened", Anchor.OPEN, 0, (UNIT,)),
            Rung("remind-5wd", Anchor.DEADLINE, -5, (UNIT,)),
            Rung("overdue-1wd", Anchor.LATE, 1, (UNIT,)),
            Rung("escalate-head-1wd", Anchor.LATE, 1, (HEAD,)),
        ),
    )
    due = on_day(parse("2026-Q3"), d("2026-09-18"), CALENDAR)
    found = steps(ladder, due, CALENDAR, morning=time(7, 30), zone=HANOI)
    assert [(step.gravity, step.day.isoformat()) for step in found] == [
        (0, "2026-09-11"), (1, "2026-09-11"), (2, "2026-09-21"), (3, "2026-09-21"),
    ]  # fmt: skip
    assert {step.at.time() for step in found} == {time(0, 30)}


def test_a_ladder_without_notice_opens_on_the_deadline_itself() -> None:
    due = on_day(parse("2026-Q3"), d("2026-09-20"), CALENDAR)
    assert opens_on(Ladder("bare", 0, ()), due, CALENDAR) == d("2026-09-18")
    assert plan(due, ladder=Ladder("bare", 0, ())) == []


def test_the_morning_keeps_its_hour_when_the_clocks_change() -> None:
    due = on_day(parse("2026"), d("2026-03-09"), CALENDAR)
    found = steps(STANDARD, due, CALENDAR, morning=EIGHT, zone=ZoneInfo("America/New_York"))
    assert [step.at.isoformat() for step in found[2:4]] == [
        "2026-03-06T13:00:00+00:00",
        "2026-03-09T12:00:00+00:00",
    ]


def test_a_rung_beyond_the_calendar_silences_no_other() -> None:
    # Friday 27 December 2030; the calendar ends with the year, on Tuesday 31 December.
    due = on_day(parse("2030-12"), d("2030-12-27"), CALENDAR)
    assert [name for name, _ in plan(due)] == [
        "opened",
        "remind-5wd",
        "remind-1wd",
        "due-today",
        "overdue-1wd",
    ]
    assert [rung.name for rung in unplaced(STANDARD, due.last_day, CALENDAR)] == [
        "escalate-head-3wd",
        "escalate-owner-5wd",
        "escalate-leadership-10wd",
    ]
    assert unplaced(STANDARD, d("2030-11-27"), CALENDAR) == ()


@pytest.mark.parametrize(
    ("name", "anchor", "workdays", "to", "says"),
    [
        ("", Anchor.OPEN, 0, (UNIT,), "expected a name"),
        ("x", Anchor.OPEN, 0, (), "at least one recipient"),
        ("x", Anchor.OPEN, 0, (UNIT, UNIT), "names a recipient twice"),
        ("x", Anchor.OPEN, 1, (UNIT,), "rung x: open takes 0 to 0 working days, found 1"),
        ("x", Anchor.DEADLINE, 1, (UNIT,), "deadline takes -520 to 0 working days, found 1"),
        ("x", Anchor.LATE, 0, (UNIT,), "late takes 1 to 520 working days, found 0"),
        ("x", Anchor.LATE, 10**9, (UNIT,), "late takes 1 to 520 working days, found 1000000000"),
        ("x", Anchor.LATE, True, (UNIT,), "found True"),
    ],
)
def test_a_rung_that_cannot_be(
    name: str, anchor: Anchor, workdays: int, to: tuple[Role, ...], says: str
) -> None:
    with pytest.raises(LadderError) as wrong:
        Rung(name, anchor, workdays, to)
    assert says in str(wrong.value)


@pytest.mark.parametrize(
    ("open_workdays", "rungs", "says"),
    [
        (-1, (), "ladder odd: open_workdays is 0 to 520, found -1"),
        (True, (), "found True"),
        (5, (STANDARD.rungs[0], STANDARD.rungs[0]), "more than one rung is named opened"),
        (
            5,
            (STANDARD.rungs[5], STANDARD.rungs[4]),
            "overdue-1wd comes before escalate-head-3wd and must stand above it",
        ),
        (5, (STANDARD.rungs[1], STANDARD.rungs[0]), "opened comes before remind-5wd"),
        (
            4,
            (STANDARD.rungs[1],),
            "remind-5wd comes before the task opens, 4 working days before its deadline",
        ),
    ],
)
def test_a_ladder_that_cannot_be(open_workdays: int, rungs: tuple[Rung, ...], says: str) -> None:
    with pytest.raises(LadderError) as wrong:
        Ladder("odd", open_workdays, rungs)
    assert says in str(wrong.value)
