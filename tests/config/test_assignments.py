"""Appendices: rows with a date found obligations, rows without one are told of in their leads' reports."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from config.registry import Cycle, Registry, RegistryError, RegistryErrors, reporting
from config.registry.assignments import AssignmentKind, Count

Town = Callable[..., Registry]

ROWS = """\
document:
  number: 2/KH
  date: 2024-01-10
  title: Programme
  horizon: 2026
appendices:
  - code: pl1
    title: Tasks
    rows: 5
    owner: CLERK
    ladder: plain
    reported_in: [figures]
    assignments:
      - {no: "1.1", cite: PL1 1.1, title: Road plan, leads: [CLERK], helpers: ["@all"], worded: Quý I/2024,
         product: A plan, code: road, title_en: Road plan, cycle: once, period: 2024-Q1}
      - {no: "1.2", cite: PL1 1.2, title: Roads, leads: ["@all"], helpers_text: others, worded: Thường xuyên}
      - {no: "1.3", cite: PL1 1.3, title: North road, leads: [NORTH], from: 2024-04-01, to: 2026-01-01}
      - {no: "2", cite: PL1 2, title: Post it, leads: [CLERK], worded: Sau khi ban hành, code: post,
         title_en: Post it, cycle: event, due: {with: [figures], boundary: by}}
      - {no: "3", cite: PL1 3, title: Report, leads: ["@all"], same_as: [figures]}
  - code: pl2
    title: Figures
    rows: 1
    assignments:
      - {no: "1", cite: PL2 1, title: Share, leads: [CLERK], worded: 2025, owner: CLERK, ladder: plain,
         code: share, title_en: Share, cycle: annual, figure: {unit: "%", targets: {2025: 94.1}}}
"""
ROWS = ROWS.replace("cycle: annual, figure", "cycle: annual, due: {month: 12, day: 31, boundary: by}, figure")
OWED_BY_ALL = 'owed_by: ["@all"]'


def test_a_row_with_a_date_is_an_obligation_owed_by_its_leads(town: Town) -> None:
    registry = town(rows=ROWS)
    road = registry.obligation("road")
    assert (road.cycle, road.owed_by, road.owner, road.ladder) == (Cycle.ONCE, ("CLERK",), "CLERK", "plain")
    assert (road.helpers, road.product, road.worded) == (("@all",), "A plan", "Quý I/2024")
    assert road.assignment == "2/KH pl1 1.1"
    assert road.to == date(2027, 1, 1)
    assert registry.deadline("road", "2024-Q1").last_day == date(2024, 4, 1)  # 31 March 2024 was a Sunday
    row = registry.assignments["2/KH pl1 1.1"]
    assert (row.kind, row.obligations, row.cite) == (AssignmentKind.DATED, ("road",), "PL1 1.1")


def test_a_row_without_a_date_opens_nothing_and_is_told_of_in_the_report(town: Town) -> None:
    registry = town(rows=ROWS)
    assert set(registry.obligations) == {"figures", "summary", "road", "post", "share"}
    row = registry.assignments["2/KH pl1 1.2"]
    assert (row.kind, row.obligations, row.helpers_text) == (AssignmentKind.CYCLE, ("figures",), "others")
    assert [each.no for each in reporting.reported(registry, "figures", "CLERK", "2024-Q1")] == ["1.2"]
    assert reporting.reported(registry, "summary", "CLERK", "2024-Q1") == ()


def test_a_successor_tells_of_what_the_unit_before_it_led_while_the_row_is_in_force(town: Town) -> None:
    told = functools.partial(reporting.reported, town(rows=ROWS))
    assert [each.no for each in told("figures", "NORTH", "2024-Q1")] == ["1.2"]
    assert [each.no for each in told("figures", "NORTH", "2024-Q2")] == ["1.2", "1.3"]
    assert [each.no for each in told("figures", "SOUTH", "2024-Q2")] == ["1.2"]
    assert [each.no for each in told("figures", "JOINT", "2025-Q3")] == ["1.2", "1.3"]
    assert [each.no for each in told("figures", "JOINT", "2026-Q1")] == ["1.2"]
    assert told("figures", "JOINT", "2027-Q1") == ()  # the document's horizon is 2026


@pytest.mark.parametrize(
    ("event", "last_day"),
    [
        ("2024-02-01", date(2024, 3, 18)),
        ("2024-03-17", date(2024, 3, 18)),
        ("2024-03-18", date(2024, 6, 18)),  # what happens on the last day itself waits for the next report
        ("2024-10-01", date(2025, 3, 18)),  # there is no report in the fourth quarter
    ],
)
def test_an_event_without_a_number_of_days_is_due_with_the_next_report(
    town: Town, event: str, last_day: date
) -> None:
    due = town(rows=ROWS).deadline("post", event)
    assert (due.last_day, due.period.code) == (last_day, event)


def test_an_event_after_the_last_report_is_refused(town: Town) -> None:
    registry = town(rows=ROWS)
    late = replace(registry.obligation("post"), to=None)
    with pytest.raises(RegistryError, match="post 2028-10-02: none of figures is due after 2028-10-02"):
        registry.deadline(late, "2028-10-02")


def test_an_indicator_has_a_figure_and_a_target(town: Town) -> None:
    figure = town(rows=ROWS).obligation("share").figure
    assert figure is not None
    assert (figure.unit, figure.target(2025), figure.target(2026)) == ("%", Decimal("94.1"), None)
    assert figure.met(2025, Decimal("94.1")) is True
    assert figure.met(2025, Decimal("94.0999")) is False
    assert figure.met(2026, Decimal("1")) is None


def test_every_row_is_counted_once(town: Town) -> None:
    pl1, pl2 = reporting.counts(town(rows=ROWS))
    assert pl1 == Count("2/KH", "pl1", stated=5, rows=5, dated=2, event=1, cycle=2)
    assert pl2 == Count("2/KH", "pl2", stated=1, rows=1, dated=1, event=0, cycle=0)
    assert pl1.agrees
    assert not Count("2/KH", "pl1", stated=6, rows=5, dated=2, event=1, cycle=2).agrees


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("rows: 5", "rows: 6",
         "9: appendices.pl1.rows: expected as many rows as `assignments` has, 5, found '6'"),
        ('no: "3"', 'no: "2"', "20: 1/2.no: expected each row once, found '2' again"),
        ("same_as: [figures]", "same_as: [figure]",
         "20: 1/3.same_as: expected an obligation of the registry (did you mean figures?), "
         "found 'figure'"),
        ("with: [figures]", "with: [figure]",
         "19: 1/2.due.with: expected an obligation of the registry (did you mean figures?), "
         "found 'figure'"),
        ("cycle: once, period: 2024-Q1", "cycle: once, period: 2024-Q1, same_as: [figures]",
         "14: 1/1.1: expected cycle and milestones, or same_as, not both, found more than one"),
        ("worded: Thường xuyên", "code: keep",
         "16: 1/1.2.code: expected it only in a row with `cycle`, a date of its own, "
         "found 'keep'"),
        ("code: road", "code: figures", "15: 1/1.1.code: expected each code once, "
         "found 'figures' again (first in duties.yaml:13)"),
        ("leads: [NORTH]", "leads: [WEST]",
         "17: 1/1.3.leads: expected a unit of units.yaml, found 'WEST'"),
        ("targets: {2025: 94.1}", "targets: {2025: lots}",
         "26: 2/1.figure.targets.2025: expected a number such as 83 or 94.1, found 'lots'"),
        ("cycle: annual, due: {month: 12, day: 31,", "cycle: quarterly, due: {month: last, day: 31,",
         "26: 2/1.figure: expected it only in a duty with at most one period a year: targets are those "
         "of years, found a mapping"),
    ],
)  # fmt: skip
def test_mistakes_in_an_appendix(town: Town, old: str, new: str, error: str) -> None:
    assert ROWS.count(old) == 1
    with pytest.raises(RegistryErrors) as wrong:
        town(rows=ROWS.replace(old, new))
    place = error.replace(" 1/", " appendices.pl1.assignments.").replace(
        " 2/", " appendices.pl2.assignments."
    )
    assert f"rows.yaml:{place}" in map(str, wrong.value.errors)


def test_a_lead_who_is_never_asked_is_an_error(town: Town, files: dict[str, str]) -> None:
    duties = files["duties"].replace(OWED_BY_ALL, "owed_by: [CLERK]")
    with pytest.raises(RegistryErrors) as wrong:
        town(rows=ROWS, duties=duties)
    assert tuple(map(str, wrong.value.errors)) == (
        "rows.yaml:16: appendices.pl1.assignments.1.2: expected reports that each leading unit owes "
        "(`reported_in`, or a date of its own), found none of figures is owed by NORTH, SOUTH, JOINT",
        "rows.yaml:17: appendices.pl1.assignments.1.3: expected reports that each leading unit owes "
        "(`reported_in`, or a date of its own), found none of figures is owed by NORTH, JOINT",
    )


def test_a_report_tells_every_row_in_force_however_it_is_chased(town: Town) -> None:
    told = functools.partial(reporting.told, town(rows=ROWS))
    assert [each.no for each in told("figures", "CLERK", "2024-Q1")] == ["1.1", "1.2", "2"]
    assert [each.no for each in told("figures", "NORTH", "2024-Q2")] == ["1.2", "1.3"]
    # Row 3 is the report itself, and summary tells nothing.
    assert told("summary", "CLERK", "2024-Q1") == ()


def test_a_span_opens_at_its_start_and_says_each_quarter_that_it_runs(
    town: Town, files: dict[str, str]
) -> None:
    ladder = files["ladders"] + (
        "  - code: span\n"
        "    title: Span\n"
        "    open: start\n"
        "    rungs:\n"
        "      - {name: opened, at: open, to: [unit]}\n"
        "      - {name: running, each: quarter, to: [unit]}\n"
        "      - {name: remind-10wd, before: 10, to: [unit]}\n"
    )
    duties = (
        files["duties"]
        .replace("cycle: quarterly\n    in: [Q1, Q2, Q3]", "cycle: once\n    period: 2024")
        .replace(
            "due: {month: last, day: 19, boundary: before}\n"
            "    data: {from: {month: 0, day: 15}, to: {month: last, day: 14}}\n"
            "    outline: form\n    ladder: plain",
            "ladder: span",
        )
    )
    registry = town(ladders=ladder, duties=duties.replace("needs: [figures]\n    ", ""))
    assert registry.ladder("figures").from_start
    assert [(each.rung.name, each.day.isoformat()) for each in registry.steps("figures", "2024")] == [
        ("opened", "2024-01-10"),  # the document's day, later than the period's first
        ("running-2024-Q2", "2024-04-01"),
        ("running-2024-Q3", "2024-07-01"),
        ("running-2024-Q4", "2024-10-01"),
        ("remind-10wd", "2024-12-17"),
    ]


def test_a_ladder_opens_in_one_way(town: Town, files: dict[str, str]) -> None:
    twice = files["ladders"].replace("open_workdays: 10", "open_workdays: 10\n    open: start")
    with pytest.raises(RegistryErrors, match="nothing: this ladder opens when the period starts"):
        town(ladders=twice)
