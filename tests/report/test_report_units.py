"""The ranking on a terminal, which the database counts, is that of the whole report, counted task by task."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.registry import Registry
from engine.archive import moving
from engine.report.counting import Report, count
from engine.report.figures import Figures
from engine.report.scope import Scope, of_year
from models import db
from tests.report.lived import NOW, Lived
from tests.support import cast

pytestmark = pytest.mark.slow  # half a year is lived for it
EVER = Scope(first=date.min, last=date.max)
SCOPES = [
    of_year(2026),
    of_year(2027),
    EVER,
    replace(EVER, obligation="kstthc-quy"),
    replace(EVER, period="2026-Q3"),
    replace(EVER, running=True),
    Scope(first=date(2026, 9, 1), last=date(2026, 10, 31), units=("TST", "PC")),
]


def both(lived: Lived, registry: Registry, now: datetime, scope: Scope, home: Path) -> tuple[Report, Report]:
    with db.reading(lived.of.engine) as s:
        whole = count(s, registry, now, scope, archives=home)
        return whole, count(s, registry, now, scope, archives=home, units_alone=True)


def bare(figures: Figures) -> Figures:
    return replace(figures, days=type(figures.days)(), extensions=0)


def compare(lived: Lived, registry: Registry, now: datetime, home: Path) -> int:
    """Holds the two against each other; how many tasks the first of them tell of."""
    for scope in SCOPES:
        whole, alone = both(lived, registry, now, scope, home)
        assert bare(alone.total) == bare(whole.total), scope
        assert {code: bare(each) for code, each in alone.units.items()} == {
            code: bare(each) for code, each in whole.units.items()
        }
        assert list(alone.units) == list(whole.units)
        assert (alone.unit_names, alone.stuck) == (whole.unit_names, whole.stuck)
        assert not any((alone.lines, alone.duties, alone.matrix, alone.years))
    return both(lived, registry, now, SCOPES[0], home)[1].total.expected


def test_units_stand_as_in_the_whole_report(lived: Lived, tmp_path: Path) -> None:
    registry = lived.of.registry
    assert compare(lived, registry, lived.now, tmp_path) > 50
    owner = next(iter(registry.obligations.values())).owner
    whole, alone = both(lived, registry, lived.now, of_year(2026, owner=owner), tmp_path)
    assert bare(alone.total) == bare(whole.total)
    assert alone.total.expected


def test_looked_at_earlier_and_by_a_registry_that_cannot_be_computed(lived: Lived, tmp_path: Path) -> None:
    compare(lived, lived.of.registry, NOW.replace(year=2026, month=9, day=20), tmp_path)
    broken = cast.registry(
        *(
            replace(duty, owed_by=("@gone",)) if duty.code == "thang" else duty
            for duty in lived.of.registry.obligations.values()
        ),
        units=tuple(lived.of.registry.units.values()), language="vi",
    )  # fmt: skip
    compare(lived, broken, lived.now, tmp_path)


def test_with_half_of_it_in_an_archive(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "WAITING", timedelta(0))  # no mail was written for what was raised
    before = compare(lived, lived.of.registry, lived.now, tmp_path)
    assert sum(each.tasks for each in moving.archive(lived.of.engine, tmp_path, 2027, lived.now)) > 50
    try:
        assert compare(lived, lived.of.registry, lived.now, tmp_path) == before
    finally:
        list(moving.restore(lived.of.engine, tmp_path, 2026))
