"""Units with a working calendar of their own: their days, their reminders, their lateness.

The cast's third quarter of 2026 is due before 19 September, so by Friday the 18th. Here tinh-15 has a local
festival on the 17th and 18th: its last day rolls to Monday the 21st, the day asked for is Wednesday the 16th.
TCKT works on Saturdays: the duty `giao-ban`, due by Saturday 12 September, is due then for it, and on the
Monday for the others. Dates from a wall calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlalchemy import Engine

from calendars.rules import Boundary, DueRule
from calendars.workdays import WorkCalendar
from config.registry import Registry
from config.registry.narrowed import Narrowed
from config.registry.objects import Cycle
from config.registry.outlook import falling
from engine.changes.plan import ChangeKind
from engine.mail.feeds import unit_feed
from engine.overview.agenda import agenda
from engine.overview.boards import line_of, period_board
from engine.overview.due import due
from engine.overview.shares import Share
from models import db, queries
from models.tables import Task
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import applied, only, planned
from tests.support.rounds import LAN, mornings, quiet_round, settings, told


def working(
    *, weekend: frozenset[int] = frozenset({5, 6}), off: dict[date, str] | None = None
) -> WorkCalendar:
    return WorkCalendar(
        days_off=cast.DAYS_OFF | (off or {}),
        make_up={date(2026, 8, 22): "swapped with 31 August"} if 5 in weekend else {},
        first_year=2020,
        last_year=2032,
        verified_until=date(2026, 12, 31),
        weekend=weekend,
    )


FESTIVAL = working(off={date(2026, 9, 17): "festival", date(2026, 9, 18): "festival"})
SIX_DAYS = working(weekend=frozenset({6}))
UNITS = tuple(
    replace(unit, calendar={"tinh-15": "festival", "TCKT": "six-days"}.get(unit.code, ""))
    for unit in cast.UNITS
)
BRIEFING = replace(
    cast.QUARTERLY, code="giao-ban", title="Giao ban", title_en="Briefing", cycle=Cycle.MONTHLY, only=None,
    due=DueRule(boundary=Boundary.BY, day=12),
)  # fmt: skip


def office(
    *duties: object, units: tuple[object, ...] = UNITS, fingerprint: str = "own calendars"
) -> Registry:
    given = cast.registry(*(duties or (cast.QUARTERLY, BRIEFING)), units=units, fingerprint=fingerprint)  # type: ignore[arg-type]
    return Registry(
        office=given.office,
        calendar=given.calendar,
        calendars={"festival": FESTIVAL, "six-days": SIX_DAYS},
        fingerprint=given.fingerprint,
        **{
            name: getattr(given, name).values()
            for name in ("units", "groups", "ladders", "documents", "outlines", "obligations")
        },
    )


REGISTRY = office()


@pytest.fixture
def engine(database: Engine, tmp_path: Path) -> Engine:
    """Both duties are open."""
    given = settings(tmp_path, go_live=date(2026, 9, 1))
    for morning in mornings("2026-08-20", "2026-08-28"):
        quiet_round(database, REGISTRY, given, morning)
    return database


def tasks(engine: Engine, code: str, period: str) -> dict[str, Task]:
    with db.reading(engine) as s:
        return {task.unit: task for task in queries.tasks(s, obligation=code, period=period)}


def days(engine: Engine, code: str, period: str) -> dict[str, tuple[str, str]]:
    return {
        unit: (task.last_day.isoformat(), task.working_deadline.isoformat())
        for unit, task in tasks(engine, code, period).items()
    }


@pytest.mark.slow
def test_each_unit_owes_by_its_own_days(engine: Engine) -> None:
    assert days(engine, "kstthc-quy", "2026-Q3") == {
        "TST": ("2026-09-18", "2026-09-18"),
        "CSXH": ("2026-09-18", "2026-09-18"),
        "TCKT": ("2026-09-18", "2026-09-18"),
        "tinh-15": ("2026-09-21", "2026-09-16"),
    }
    assert days(engine, "giao-ban", "2026-09") == {
        "TST": ("2026-09-14", "2026-09-11"),
        "CSXH": ("2026-09-14", "2026-09-11"),
        "TCKT": ("2026-09-12", "2026-09-12"),
        "tinh-15": ("2026-09-14", "2026-09-11"),
    }
    assert tasks(engine, "giao-ban", "2026-09")["TCKT"].late_from == at("2026-09-13", 0)


@pytest.mark.slow
def test_a_second_round_opens_nothing_and_plan_has_nothing_to_change(engine: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    quiet_round(engine, REGISTRY, given, at("2026-08-28", 10))
    assert len(tasks(engine, "giao-ban", "2026-09")) == 4
    assert only(planned(engine, REGISTRY, tmp_path, at("2026-09-03"))) == {}


@pytest.mark.slow
def test_reminders_count_back_by_the_units_own_days(engine: Engine, tmp_path: Path) -> None:
    given = settings(tmp_path)
    for morning in mornings("2026-09-03", "2026-09-23"):
        quiet_round(engine, REGISTRY, given, morning)

    def heard(unit: str, why: str) -> list[str]:
        return [day for day, who, reason in told(engine) if (who, reason) == (unit, why)]

    # One working day before the day asked for: Thursday the 17th, for the festival Tuesday the 15th.
    assert "2026-09-17" in heard("TST", "reminder-1wd")
    assert "2026-09-15" in heard("tinh-15", "reminder-1wd")
    assert "2026-09-17" not in heard("tinh-15", "reminder-1wd")
    # Late by a working day: Monday the 21st and Tuesday the 22nd.
    assert "2026-09-21" in heard("TST", "overdue-1wd")
    assert "2026-09-22" in heard("tinh-15", "overdue-1wd")
    # The briefing, due on Monday the 14th: its third day late is Thursday, with a festival Monday the 21st.
    assert heard("TST", "overdue-3wd")[:1] == ["2026-09-17"]
    assert heard("tinh-15", "overdue-3wd")[:1] == ["2026-09-21"]


@pytest.mark.slow
def test_lateness_is_counted_in_the_units_own_days(engine: Engine) -> None:
    def late(day: str) -> dict[str, int]:
        with db.reading(engine) as s:
            rows = period_board(s, REGISTRY, at(day), "giao-ban", "2026-09")
        return {row.task.unit: row.workdays_late for row in rows}

    # On Tuesday the 15th one working day is over since Monday; for who works on Saturdays two since the 12th.
    assert late("2026-09-15") == {"TCKT": 2, "TST": 1, "CSXH": 1, "tinh-15": 1}
    # A week later a Saturday was worked, and two festival days were not.
    assert late("2026-09-22") == {"TCKT": 8, "TST": 6, "CSXH": 6, "tinh-15": 4}


@pytest.mark.slow
def test_a_line_counts_in_the_units_own_days_too(engine: Engine) -> None:
    """As the period's board and the mails do: one measure."""

    def shares(code: str, period: str, day: str) -> list[tuple[str, int, int | None]]:
        with db.reading(engine) as s:
            line = line_of(s, REGISTRY, at(day), code, period)
        return [(each.last_day.isoformat(), each.count, each.workdays) for each in line.shares]

    assert shares("giao-ban", "2026-09", "2026-09-15") == [("2026-09-12", 1, 2), ("2026-09-14", 3, 1)]
    # One last day, and on Tuesday the 22nd two working days over, for who works on Saturdays three.
    assert shares("kstthc-quy", "2026-Q3", "2026-09-22") == [
        ("2026-09-18", 2, 2),
        ("2026-09-18", 1, 3),
        ("2026-09-21", 1, 1),
    ]
    # A day asked for that has gone by parts nobody: two of one last day, and as late.
    d17, d18 = date(2026, 9, 17), date(2026, 9, 18)
    quarter = [Share(2, d18, d18, d17, 3, late=True), Share(1, d18, d18, d18, 3, late=True)]
    with db.reading(engine) as s:
        line = replace(line_of(s, REGISTRY, at("2026-09-22"), "kstthc-quy", "2026-Q3"), shares=tuple(quarter))
    assert acts.vi(due(line)) == "18/09/2026, quá 3 ngày làm việc"
    # Where the numbers agree nobody is told apart.
    assert shares("kstthc-quy", "2026-Q3", "2026-09-17") == [
        ("2026-09-18", 3, 1),
        ("2026-09-21", 1, 1),
    ]


@pytest.mark.slow
def test_a_unit_that_gets_a_calendar_of_its_own_is_moved_alone(engine: Engine, tmp_path: Path) -> None:
    units = tuple(replace(unit, calendar="six-days") if unit.code == "TST" else unit for unit in UNITS)
    edited = office(units=units, fingerprint="TST works on Saturdays")
    plan = planned(engine, edited, tmp_path, at("2026-09-03"))
    (change,) = plan.changes
    assert (change.kind, change.obligation) == (ChangeKind.MOVED, "giao-ban")
    assert change.units == ("TST",)
    assert change.after is not None
    assert change.after.last_day == date(2026, 9, 12)
    applied(engine, edited, tmp_path, at("2026-09-03"))
    assert days(engine, "giao-ban", "2026-09")["TST"] == ("2026-09-12", "2026-09-12")


@pytest.mark.slow
def test_an_extension_rolls_by_the_units_own_days(engine: Engine) -> None:
    for unit, last in (("TCKT", date(2026, 9, 26)), ("TST", date(2026, 9, 28))):
        with db.session(engine) as s:
            acts.extend(
                s, REGISTRY, obligation="kstthc-quy", period="2026-Q3", unit=unit, new_day=date(2026, 9, 26),
                reason="Chờ số liệu", now=at("2026-09-03"), by=LAN,
            )  # fmt: skip
        assert tasks(engine, "kstthc-quy", "2026-Q3")[unit].last_day == last


def test_a_rerun_opens_each_by_its_own_calendar(database: Engine, tmp_path: Path) -> None:
    acts.rerun(
        database, REGISTRY, settings(tmp_path), at("2026-08-20"), obligation="giao-ban", period="2026-09",
        execute=True,
    )  # fmt: skip
    assert {unit: day for unit, (day, _) in days(database, "giao-ban", "2026-09").items()} == {
        "TST": "2026-09-14",
        "CSXH": "2026-09-14",
        "TCKT": "2026-09-12",
        "tinh-15": "2026-09-14",
    }


def test_an_answer_before_it_opens_opens_by_the_units_calendar(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, REGISTRY, settings(tmp_path), at("2026-08-19"))
    with db.session(database) as s:
        acts.submit(
            s,
            REGISTRY,
            obligation="giao-ban",
            period="2026-09",
            unit="TCKT",
            now=at("2026-08-19", 10),
            by=LAN,
        )
    assert days(database, "giao-ban", "2026-09")["TCKT"] == ("2026-09-12", "2026-09-12")


def test_what_is_coming_and_what_falls_due_tell_them_apart() -> None:
    september = date(2026, 9, 1), date(2026, 9, 30)
    assert sorted(
        (each.deadline.last_day.isoformat(), each.units)
        for each in falling(REGISTRY, *september)
        if each.obligation.code == "giao-ban"
    ) == [("2026-09-12", 1), ("2026-09-14", 1), ("2026-09-14", 2)]
    reminders = {
        each.day.isoformat()
        for each in agenda(REGISTRY, *september, obligation="kstthc-quy")
        if each.rung == "remind-1wd"
    }
    assert reminders == {"2026-09-15", "2026-09-17"}
    assert [unit.code for unit in REGISTRY.owing_for("giao-ban", "2026-09")] == [
        "TST",
        "CSXH",
        "TCKT",
        "tinh-15",
    ]


def test_a_units_own_feed_has_its_own_days(scratch: Engine) -> None:
    """Before anything is open: `giao-ban` of September, as it will be."""
    with db.reading(scratch) as s:
        feeds = {unit: unit_feed(s, REGISTRY, unit, at("2026-08-03")).content for unit in ("TST", "TCKT")}
    found = {
        unit: each.decoded("dtstart").isoformat()
        for unit, content in feeds.items()
        for each in Calendar.from_ical(content).walk("VEVENT")
        if str(each["UID"]).startswith("giao-ban.2026-09.")
    }
    # The day asked for: Friday the 11th, and the Saturday that is worked.
    assert found == {"TST": "2026-09-11", "TCKT": "2026-09-12"}


def test_a_part_of_the_registry_has_the_same_days() -> None:
    part = Narrowed(REGISTRY, {"giao-ban"}, {"TCKT", "TST"})
    found = {
        unit.code: view.deadline("giao-ban", "2026-09").last_day.isoformat()
        for view in part.views()
        for unit in view.owing_for("giao-ban", "2026-09")
    }
    assert found == {"TST": "2026-09-14", "TCKT": "2026-09-12"}


def test_an_office_with_one_calendar_pays_nothing() -> None:
    plain = cast.registry()
    assert plain.views() == (plain,)
    assert plain.of_unit("TST") is plain
