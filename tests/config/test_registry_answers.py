"""What the registry answers and how it refuses, on a small office with every kind of cycle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from calendars.periods import Kind
from config.registry import Registry, RegistryError
from config.registry.remarks import remarks
from language import say

D = date.fromisoformat
Town = Callable[..., Registry]

HEAD = """\
document: {number: 2/KH, date: 2024-01-01, title: All cycles}
obligations:
"""
ENTRY = """\
  - code: duty
    title: Việc
    title_en: Duty
    cite: "1"
    worded: as written
    owed_by: [CLERK]
    owner: CLERK
    ladder: plain
    RULE
"""


def one(town: Town, *rules: str) -> Registry:
    """The small office with one duty of these rules."""
    return town(duties=HEAD + ENTRY.replace("RULE", "\n    ".join(rules)))


def within_year(registry: Registry, start: str = "2025-01-01", end: str = "2025-12-31") -> list[str]:
    """`period last_day` of the duty's periods due in the year."""
    return [
        f"{period.code} {registry.deadline('duty', period).last_day}"
        for period in registry.periods("duty", D(start), D(end))
    ]


@pytest.mark.parametrize(
    ("rules", "kind", "some"),
    [
        (["cycle: weekly", "due: {weekday: friday, boundary: by}"], Kind.WEEK, "2025-W30 2025-07-25"),
        (
            ["cycle: weekly", "in: [W30]", "due: {weekday: friday, boundary: by}"],
            Kind.WEEK,
            "2025-W30 2025-07-25",
        ),
        (["cycle: monthly", "due: {workday: 3, boundary: by}"], Kind.MONTH, "2025-06 2025-06-04"),
        (
            ["cycle: monthly", "due: {month: next, workday: last, boundary: by}"],
            Kind.MONTH,
            "2025-04 2025-05-30",
        ),
        (
            ["cycle: monthly", 'in: [6, "M12"]', "due: {day: 10, boundary: before}"],
            Kind.MONTH,
            "2025-06 2025-06-09",
        ),
        (["cycle: semiannual", "due: {month: next, day: 5, boundary: by}"], Kind.HALF, "2025-H1 2025-07-07"),
        (
            ["cycle: nine_month", "due: {month: 10, day: 10, boundary: by}"],
            Kind.NINE_MONTHS,
            "2025-9M 2025-10-10",
        ),
        (
            ["cycle: annual", "due: {year: next, month: 1, day: 15, boundary: by}"],
            Kind.YEAR,
            "2024 2025-01-15",
        ),
        (
            ["cycle: annual", "due: {after: {of: period_end, workdays: 10}, boundary: by}"],
            Kind.YEAR,
            "2024 2025-01-14",
        ),
        (["cycle: annual", "due: {day: last, boundary: by, roll: previous}"], Kind.YEAR, "2025 2025-12-31"),
        (
            ["cycle: every_n_years", "period: 2016..2020", "due: {month: 6, day: 30, boundary: by}"],
            Kind.SPAN,
            "2021..2025 2025-06-30",
        ),
        (["cycle: once", 'period: "2025-03-14"'], Kind.DAY, "2025-03-14 2025-03-14"),
        (["cycle: once", "period: 2025-Q2"], Kind.QUARTER, "2025-Q2 2025-06-30"),
        (["cycle: once", "period: 2025-Q2", "due: {boundary: before}"], Kind.QUARTER, "2025-Q2 2025-06-30"),
        (["cycle: range", "period: 2024..2025"], Kind.SPAN, "2024..2025 2025-12-31"),
        (["cycle: continuous", "checked: quarterly"], Kind.QUARTER, "2025-Q3 2025-09-30"),
    ],
)
def test_every_cycle(town: Town, rules: list[str], kind: Kind, some: str) -> None:
    registry = one(town, *rules)
    assert registry.obligation("duty").kind is kind
    assert some in within_year(registry)


def test_an_event_is_due_after_its_day_and_has_no_periods_of_its_own(town: Town) -> None:
    registry = one(town, "cycle: event", "due: {after: {of: event, workdays: 5}, boundary: by}")
    assert registry.periods("duty", D("2025-01-01"), D("2025-12-31")) == ()
    assert registry.deadline("duty", "2025-03-14").last_day == D("2025-03-21")


@pytest.mark.parametrize(
    "rules",
    [
        ["cycle: event", "due: {day: 3, boundary: by}"],
        ["cycle: once"],
        ["cycle: once", "period: soon"],
        ["cycle: range", "period: 2025"],
        ["cycle: every_n_years", "due: {day: 3, boundary: by}"],
        ["cycle: continuous"],
        ["cycle: continuous", "checked: event"],
        ["cycle: weekly", "due: {day: 3, boundary: by}"],
        ["cycle: weekly", "due: {weekday: 4, boundary: by}"],
        ["cycle: annual", "due: {boundary: by}"],
        ["cycle: annual", "due: {month: next, year: next, day: 1, boundary: by}"],
        ["cycle: annual", "due: {after: {of: period_end, workdays: 0}, boundary: by}"],
        ["cycle: annual", "due: {after: {of: duty, days: 3}, boundary: by}"],
        [
            "cycle: weekly",
            "due: {weekday: friday, boundary: by}",
            "data: {from: {month: 1, day: 1}, to: {month: 1, day: 2}}",
        ],
    ],
)
def test_rules_that_say_no_day_are_refused(town: Town, rules: list[str]) -> None:
    with pytest.raises(Exception, match=r"duties.yaml:\d+: obligations.duty") as caught:
        one(town, *rules)
    assert type(caught.value).__name__ == "RegistryErrors"


def test_due_after_another_duty(town: Town) -> None:
    registry = town(
        duties=HEAD
        + ENTRY.replace("RULE", "cycle: monthly\n    due: {day: 10, boundary: before}")
        + ENTRY.replace("code: duty", "code: next").replace(
            "RULE", "cycle: monthly\n    due: {after: {of: duty, workdays: 2}, boundary: by}"
        )
    )
    # 10 May 2025 is a Saturday: the last permitted day is Friday the 9th; two working days on is Tuesday.
    assert registry.deadline("duty", "2025-05").last_day == D("2025-05-09")
    assert registry.deadline("next", "2025-05").last_day == D("2025-05-13")
    assert registry.periods("next", D("2025-05-13"), D("2025-05-13"))[0].code == "2025-05"


@pytest.mark.parametrize(
    ("period", "error"),
    [
        ("2025-11", "figures has no period 2025-11: its periods look like 2026-Q3"),
        ("2025-Q4", "figures has no period 2025-Q4: it is reported in Q1, Q2, Q3"),
        ("2023-Q3", "figures has no period 2023-Q3: it begins on 2024-01-10"),
        ("2025-Q7", "figures: '2025-Q7' is not a period"),
        ("soon", "figures: 'soon' is not a period"),
        ("2050-Q1", "figures 2050-Q1: 2050-03-18 is outside the working calendar"),
    ],
)
def test_periods_it_does_not_have(town: Town, period: str, error: str) -> None:
    with pytest.raises(RegistryError) as caught:
        town().deadline("figures", period)
    assert str(caught.value).startswith(error)


@pytest.mark.parametrize(
    ("rules", "period", "why"),
    [
        (["cycle: range", "period: 2024..2025"], "2025..2026", "its one period is 2024..2025"),
        (
            ["cycle: every_n_years", "period: 2021..2025", "due: {day: 1, boundary: by}"],
            "2022..2026",
            "it comes every 5 years, as in 2021..2025",
        ),
        (
            ["cycle: annual", "due: {day: 1, boundary: by}", "to: 2026-01-01"],
            "2026",
            "it ended on 2026-01-01",
        ),
    ],
)
def test_periods_off_the_pattern(town: Town, rules: list[str], period: str, why: str) -> None:
    with pytest.raises(RegistryError) as caught:
        one(town, *rules).obligation("duty").period(period)
    assert str(caught.value) == f"duty has no period {period}: {why}"


def test_names_it_does_not_know(town: Town) -> None:
    registry = town()
    with pytest.raises(RegistryError, match=r"^no unit 'clrk': did you mean CLERK\?$"):
        registry.unit("clrk")
    with pytest.raises(RegistryError, match=r"^no obligation 'FIGURES': did you mean figures\?$"):
        registry.deadline("FIGURES", "2025-Q1")
    with pytest.raises(RegistryError, match=r"^no obligation 'zzz': there are figures, summary$"):
        registry.obligation("zzz")


def test_who_owes_on_the_day_of_the_merger_and_the_day_before(town: Town) -> None:
    registry = town()
    assert [u.code for u in registry.owing("figures", D("2025-06-30"))] == ["NORTH", "SOUTH", "CLERK"]
    assert [u.code for u in registry.owing("figures", D("2025-07-01"))] == ["JOINT", "CLERK"]
    assert registry.roster("figures") == (
        ("NORTH", None, D("2025-07-01")),
        ("SOUTH", None, D("2025-07-01")),
        ("JOINT", D("2025-07-01"), None),
        ("CLERK", None, None),
    )


def test_a_group_s_own_dates_bound_its_members(town: Town) -> None:
    units = """\
kinds: [{code: office, title: Offices}]
groups:
  - {code: "@old", title: Old, kinds: [office], to: 2025-03-01}
  - {code: "@new", title: New, units: [B], from: 2025-02-01, to: 2025-05-01}
units:
  - {code: A, kind: office, name: A, from: 2025-03-01}
  - {code: B, kind: office, name: B}
  - {code: CLERK, kind: office, name: Clerk, email: none}
"""
    duty = ENTRY.replace("[CLERK]", '["@old", "@new"]').replace(
        "RULE", "cycle: annual\n    due: {day: 1, boundary: by}"
    )
    registry = town(units=units, duties=HEAD + duty)
    # A begins when its group ends and never owes; B's two spells overlap and are one.
    assert registry.roster("duty") == (("B", None, D("2025-05-01")), ("CLERK", None, D("2025-03-01")))
    assert any(say(each, "en").startswith("CLERK: no mail address") for each in remarks(registry))


def test_successors_follow_the_line(town: Town) -> None:
    units = """\
kinds: [{code: office, title: Offices}]
groups: []
units:
  - {code: A, kind: office, name: A, to: 2025-01-01, successor: B}
  - {code: B, kind: office, name: B, to: 2026-01-01, successor: CLERK}
  - {code: CLERK, kind: office, name: Clerk}
  - {code: GONE, kind: office, name: Gone, to: 2025-01-01}
"""
    registry = town(
        units=units, duties=HEAD + ENTRY.replace("RULE", "cycle: annual\n    due: {day: 1, boundary: by}")
    )
    assert [registry.successor("A", D(day)).code for day in ("2024-12-31", "2025-01-01", "2026-01-01")] == [
        "A",
        "B",
        "CLERK",
    ]
    assert registry.successor("GONE", D("2026-01-01")).code == "GONE"
    told = [say(each, "en") for each in remarks(registry)]
    assert any(line.startswith("GONE: ends on 2025-01-01 without a successor") for line in told)


def test_steps_are_instants_of_the_office_s_morning(town: Town) -> None:
    registry = town()
    steps = registry.steps("figures", "2025-Q1")
    # Before Wednesday 19 March: the 18th is the last day; ten working days back is Tuesday the 4th.
    assert registry.opens("figures", "2025-Q1") == D("2025-03-04")
    assert [(step.rung.name, step.day.isoformat()) for step in steps] == [
        ("opened", "2025-03-04"),
        ("remind-5wd", "2025-03-11"),
        ("overdue-1wd", "2025-03-19"),
        ("overdue-6wd", "2025-03-26"),
        ("overdue-11wd", "2025-04-02"),
        ("overdue-16wd", "2025-04-09"),
    ]
    assert steps[0].at == datetime(2025, 3, 4, 1, 0, tzinfo=UTC)


def test_steps_that_leave_the_calendar_are_named_and_the_others_stand(town: Town) -> None:
    registry = one(town, "cycle: annual", "due: {day: 29, boundary: by}")
    assert [step.rung.name for step in registry.steps("duty", "2028")] == ["opened", "remind-5wd"]
    assert [rung.name for rung in registry.unplaced("duty", "2028")] == [
        "overdue-1wd",
        "overdue-6wd",
        "overdue-11wd",
        "overdue-16wd",
    ]
    assert registry.unplaced("duty", "2027") == ()


def test_looking_beyond_the_calendar_is_refused(town: Town) -> None:
    registry = town()
    assert registry.periods("figures", D("2028-12-31"), D("2028-12-31")) == ()
    assert registry.periods("figures", D("2025-12-31"), D("2025-01-01")) == ()
    with pytest.raises(RegistryError, match="2029-01-01 is outside the calendar: 2024-01-01 to 2028-12-31"):
        registry.periods("figures", D("2028-01-01"), D("2029-01-01"))


def test_the_fingerprint_follows_every_file_and_the_calendar(town: Town, files: dict[str, str]) -> None:
    first = town().fingerprint
    assert town().fingerprint == first
    assert town(units=files["units"] + "# a remark\n").fingerprint != first
    assert town(calendar=files["calendar"].replace("2026-01-10", "2026-01-17")).fingerprint != first


def test_the_registry_cannot_be_changed(town: Town) -> None:
    registry = town()
    with pytest.raises(TypeError):
        registry.units["NEW"] = registry.unit("CLERK")  # type: ignore[index]
    with pytest.raises(AttributeError):
        registry.unit("CLERK").email = "x@y.example"  # type: ignore[misc]


def test_what_feeds_an_annual_duty_is_every_quarter_that_is_reported(
    town: Town, files: dict[str, str]
) -> None:
    annual = files["duties"].replace(
        "cycle: quarterly\n    due: {month: last, day: 25", "cycle: annual\n    due: {month: last, day: 25"
    )
    registry = town(duties=annual)
    figures, summary = registry.obligation("figures"), registry.obligation("summary")
    assert summary.needs == ("figures",)
    feeding = figures.feeding(summary.period("2026"))
    assert [each.code for each in feeding] == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert [each.code for each in figures.feeding(figures.period("2026-Q2"))] == ["2026-Q2"]
    assert summary.feeding(figures.period("2026-Q2")) == ()
