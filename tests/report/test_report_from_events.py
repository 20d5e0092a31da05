"""A year's figures, counted a second time from the events alone, by code that shares nothing with the report:
`tests/support/ledger.py` replays what happened, the rest is counted here by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sqlalchemy import Engine, select

from engine.installation import Installation
from engine.overview import boards
from engine.report.contents import paper
from engine.report.counting import Report, count
from engine.report.scope import Scope, of_year
from engine.report.writers.as_json import document, figures
from models import db, queries
from models.tables import event as e
from tests.report.lived import NOW, Lived, live
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.hunted import OWN, OWN_DAYS, works
from tests.support.ledger import Ledger, Told
from tests.support.rounds import LAN, settings

pytestmark = pytest.mark.slow  # half a year is lived for it
KEYS = ("expected", "received", "on_time", "late", "open", "overdue", "not_opened", "waived", "withdrawn")


class Counted:
    """The figures of some tasks, from the events."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.days: list[int] = []
        self.extensions = 0

    def take(self, ledger: Ledger, told: Told, extensions: int) -> None:
        stands = ledger.standing(told)
        if stands in ("waived", "withdrawn"):
            self.counts[stands] += 1
            return
        self.counts["expected"] += 1
        self.extensions += extensions
        if stands in ("on_time", "submitted_late"):
            self.counts["received"] += 1
            self.counts["late" if stands == "submitted_late" else "on_time"] += 1
            assert told.sent is not None
            sent = told.sent.astimezone(ledger.registry.office.zone).date()
            early = sent < told.last_day
            first, then = sorted((sent, told.last_day))
            # Whole working days begun between the two: before the last day they are days in hand.
            between = ledger.workdays(first, then, told.unit)
            self.days.append(-between if early else between)
        else:
            self.counts[stands] += 1

    def owed_unasked(self) -> None:
        self.counts["expected"] += 1
        self.counts["not_opened"] += 1

    def said(self) -> dict[str, Any]:
        rate = Fraction(100 * self.counts["on_time"], self.counts["expected"] or 1)
        return {
            **{key: self.counts[key] for key in KEYS},
            "rate": float(round(rate, 4)) if self.counts["expected"] else None,
            "median_days": median(self.days) if self.days else None,
            "extensions": self.extensions,
        }


def expected_of(lived: Lived, first: date, last: date) -> dict[str, dict[Any, Counted]]:
    """By unit, duty, document, line, month and year."""
    of = lived.of
    with db.reading(of.engine) as s:
        ledger = Ledger(s, of.registry, lived.now, works, own=OWN_DAYS)
        events = s.execute(select(e).where(e.c.at <= lived.now).order_by(e.c.id)).all()
    gone = {event.data["event"] for event in events if event.kind == "undone"}
    granted = Counter(x.task_id for x in events if x.kind == "extended" and x.id not in gone)
    numbers = {id(told): number for number, told in ledger.tasks.items()}
    found: dict[str, dict[Any, Counted]] = defaultdict(lambda: defaultdict(Counted))
    for key, tasks in ledger.of.items():
        duty = of.registry.obligations[key[0]]
        due = min(of.registry.of_unit(each.unit).deadline(*key).last_day for each in tasks)
        if due > last:
            continue
        for unit, told in [(x.unit, x) for x in tasks] + [(u, None) for u in ledger.not_opened(key)]:
            places = [("year", due.year)]
            if first <= due:
                places += [
                    ("total", ""), ("unit", unit), ("duty", key[0]), ("document", duty.document.number),
                    ("line", key), ("month", (unit, f"{due:%Y-%m}")),
                ]  # fmt: skip
            for kind, name in places:
                counted = found[kind][name]
                if told is None:
                    counted.owed_unasked()
                else:
                    counted.take(ledger, told, granted[numbers[id(told)]])
    return found


def report_of(lived: Lived, scope: Scope, *, years: bool = True) -> Report:
    with db.reading(lived.of.engine) as s:
        return count(s, lived.of.registry, lived.now, scope, years=years)


def same(found: dict[str, Any], wanted: Counted) -> None:
    said = wanted.said()
    assert {key: found[key] for key in KEYS} == {key: said[key] for key in KEYS}
    assert found["extensions"] == said["extensions"]
    assert found["median_days"] == said["median_days"]
    assert found["rate"] == pytest.approx(said["rate"], abs=0.0501)


def compare(lived: Lived, year: int) -> Report:
    report = report_of(lived, of_year(year))
    wanted = expected_of(lived, date(year, 1, 1), date(year, 12, 31))
    same(figures(report.total), wanted["total"][""])
    for kind, found in (
        ("unit", report.units), ("duty", report.duties), ("document", report.documents),
        ("line", {(line.obligation, line.period): each for line, each in report.lines.items()}),
        ("year", report.years),
    ):  # fmt: skip
        assert set(found) == set(wanted[kind]), kind
        for name, each in found.items():
            same(figures(each), wanted[kind][name])
    # Counted by the database, for the terminal: the same.
    with db.reading(lived.of.engine) as s:
        alone = count(s, lived.of.registry, lived.now, of_year(year), units_alone=True)
    for name, each in {"": report.total, **report.units}.items():
        told = alone.units[name] if name else alone.total
        assert (told.received, told.not_due, told.overdue, told.late) == (
            each.received, each.not_due, each.overdue, each.late,
        ), name  # fmt: skip
    # The matrix: by the month of the deadline.
    assert {key for key, each in report.matrix.items()} == set(wanted["month"])
    for key, each in report.matrix.items():
        counts = wanted["month"][key].counts
        assert (each.missed, each.expected) == (counts["late"] + counts["overdue"], counts["expected"]), key
    return report


@pytest.mark.long
def test_the_year_as_its_events_tell_it(lived: Lived) -> None:
    report = compare(lived, 2026)
    # The life was worth comparing: something of everything.
    total = report.total
    parts = (
        total.on_time,
        total.late,
        total.open,
        total.overdue,
        total.unopened,
        total.waived,
        total.extensions,
    )
    assert min(parts) > 0, total
    assert len(report.units) >= 6
    assert list(report.units) == [code for code in OWN.units if code in report.units]
    assert len(report.lines) >= 12


@pytest.mark.long
def test_the_year_that_has_begun_tells_of_the_one_before(lived: Lived) -> None:
    report = compare(lived, 2027)
    assert list(report.years) == [2026, 2027]


@pytest.mark.long
def test_a_line_of_the_report_is_the_line_of_the_board(lived: Lived) -> None:
    report = report_of(lived, Scope(first=date.min, last=date.max))
    with db.reading(lived.of.engine) as s:
        lines = boards.lines_of(s, lived.of.registry, lived.now)
    shown = {(line.figures.obligation, line.figures.period): line for line in lines}
    counted = {(line.obligation, line.period): each for line, each in report.lines.items()}
    assert counted.keys() == shown.keys()
    for key, each in counted.items():
        row = shown[key].figures
        assert (each.expected, each.received, each.on_time, each.late, each.open, each.overdue) == (
            shown[key].expected, row.submitted, row.on_time, row.submitted_late, row.open, row.overdue,
        ), key  # fmt: skip
        assert (each.unopened, each.waived, each.withdrawn) == (
            len(shown[key].unopened), row.waived, row.withdrawn,
        ), key  # fmt: skip
    assert sum(each.overdue for each in report.units.values()) == sum(x.figures.overdue for x in lines)


@pytest.mark.long
def test_what_is_asked_for_restricts_and_the_parts_make_the_whole(lived: Lived) -> None:
    whole = report_of(lived, of_year(2026))
    for code, each in whole.duties.items():
        assert document(report_of(lived, of_year(2026, obligation=code)))["total"] == figures(each)
    units = {unit: report_of(lived, Scope(first=date(2026, 1, 1), last=date(2026, 12, 31), units=(unit,)))
             for unit in whole.units}  # fmt: skip
    for unit, each in whole.units.items():
        assert figures(units[unit].total) == figures(each)
        assert list(units[unit].units) == [unit]
    owners = {duty.owner for duty in lived.of.registry.obligations.values()}
    parts = [report_of(lived, of_year(2026, owner=owner)).total.expected for owner in owners]
    assert sum(parts) == whole.total.expected
    assert sum(count > 0 for count in parts) >= 2
    one = report_of(lived, of_year(2026, obligation="kstthc-quy"))
    # The periods of a single duty, also those that only a rerun opened: which ones, this life drew.
    with db.reading(lived.of.engine) as s:
        opened = {task.period for task in queries.tasks(s, obligation="kstthc-quy")}
    assert one.columns == tuple(sorted(each for each in opened if each.startswith("2026")))
    assert "2026-Q3" in one.columns


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20, 24))
def test_other_lives(database: Engine, tmp_path: Any, seed: int) -> None:
    compare(live(database, tmp_path, seed), 2026)


@pytest.mark.long
def test_looked_at_earlier_it_is_as_it_was(lived: Lived) -> None:
    """Nothing that came later is in it: no task opened, nothing sent."""
    then = NOW.replace(year=2026, month=10, day=1)
    with db.reading(lived.of.engine) as s:
        report = count(s, lived.of.registry, then, of_year(2026))
        lines = boards.lines_of(s, lived.of.registry, then)
    assert report.total.received == sum(
        line.figures.submitted for line in lines if line.figures.last_day.year == 2026
    )


def test_an_extension_into_january_hides_nobody_in_the_next_year(scratch: Engine, tmp_path: Path) -> None:
    """Plans due on 15 December 2026, all three extended to 20 January: they are still of 2026."""
    registry = cast.registry(cast.PLANS)
    given = settings(tmp_path, go_live=date(2026, 8, 1))
    acts.a_round(scratch, registry, given, at("2026-12-01"), deliver=False)
    with db.session(scratch) as s:
        for unit in ("TST", "CSXH", "VP"):
            acts.extend(
                s, registry, obligation="ke-hoach", period="2027", unit=unit, now=at("2026-12-10"), by=LAN,
                new_day=date(2027, 1, 20), reason="chờ số liệu",
            )  # fmt: skip
    lived = Lived(Installation(given, registry, scratch), at("2027-01-11"))
    year, next_year = (report_of(lived, of_year(each), years=False).total for each in (2026, 2027))
    assert (year.expected, year.open, year.extensions, next_year.expected) == (3, 3, 3, 0)


@pytest.mark.long
def test_a_duty_that_cannot_be_computed_is_named_and_the_others_are_counted(lived: Lived) -> None:
    of = lived.of
    broken = cast.registry(
        *(
            replace(duty, owed_by=("@gone",)) if duty.code == "thang" else duty
            for duty in of.registry.obligations.values()
        ),
        units=tuple(of.registry.units.values()), language="vi",
    )  # fmt: skip
    with db.reading(of.engine) as s:
        whole = count(s, of.registry, lived.now, of_year(2026))
        found = count(s, broken, lived.now, of_year(2026))
    assert found.duties["kstthc-quy"].expected == whole.duties["kstthc-quy"].expected
    assert found.duties["thang"].received == whole.duties["thang"].received
    named = {str(each.fields["line"]) for each in found.stuck}
    assert named == {f"thang {line.period}" for line in whole.lines if line.obligation == "thang"}
    said = paper(broken, found, "vi").sentences
    assert any("chỉ đếm các việc đã mở" in each and "KeyError: '@gone'" in each for each in said)
