"""A duty is owed while it is in force: not what was due before it began, or neither over nor due at its end.

The duty of these stories is due by the 10th of a quarter's first month: 2027-Q1 on Monday 11 January, 2027-Q2
on Monday 12 April. Dates from a wall calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from calendars.ladders import Ladder
from calendars.periods import parse
from calendars.rules import After, Boundary, DueRule
from config.registry import Registry, RegistryError
from config.registry.objects import Cycle, Document, Obligation
from config.registry.outlook import falling
from engine.changes.plan import ChangeKind
from engine.errors import UnknownName
from engine.overview.agenda import agenda
from engine.overview.boards import missing_units, overview
from models import db
from models.states import TaskState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.edits import applied, planned, task
from tests.support.rounds import mornings, quiet_round, settings, told

BEGINS = date(2027, 3, 20)
EARLY = replace(
    cast.QUARTERLY, only=None, due=DueRule(boundary=Boundary.BY, month="first", day=10), from_=BEGINS
)
BEFORE_IT_BEGAN = "it was due on 2027-01-11, before the duty began on 2027-03-20"


def early(**changed: object) -> Registry:
    return cast.registry(replace(EARLY, **changed), fingerprint=f"early {changed!r}")  # type: ignore[arg-type]


def periods_of(registry: Registry, first: str, last: str, duty: Obligation = EARLY) -> list[str]:
    found = registry.periods(duty.code, date.fromisoformat(first), date.fromisoformat(last))
    return [period.code for period in found]


@pytest.mark.slow
def test_nobody_is_chased_for_what_was_due_before_the_duty_began(database: Engine, tmp_path: Path) -> None:
    registry = early()
    assert periods_of(registry, "2026-06-01", "2027-12-31") == ["2027-Q2", "2027-Q3", "2027-Q4"]
    given = settings(tmp_path, go_live=date(2026, 6, 1))
    for morning in mornings("2026-12-15", "2027-03-18"):
        quiet_round(database, registry, given, morning)
    assert told(database) == []
    with db.reading(database) as s:
        assert overview(s, registry, at("2027-03-18"), since=date(2026, 1, 1)) == []
    # 2027-Q2 opens fifteen working days before 9 April, its working deadline: 19 March.
    (change,) = planned(database, registry, tmp_path, at("2027-03-18"), until=date(2027, 3, 31)).changes
    assert (change.kind, change.period) == (ChangeKind.OPENED, "2027-Q2")


def test_plan_withdraws_what_is_open_and_was_due_before_the_duty_began(
    database: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path, go_live=date(2027, 1, 1))
    quiet_round(database, early(from_=date(2026, 1, 1)), given, at("2027-01-04"))
    (change,) = planned(database, early(), tmp_path, at("2027-01-05")).changes
    assert (change.kind, change.period, len(change.units)) == (ChangeKind.WITHDRAWN, "2027-Q1", 4)
    assert BEFORE_IT_BEGAN in acts.en(change.why)
    applied(database, early(), tmp_path, at("2027-01-05"))
    assert task(database, period="2027-Q1").state is TaskState.WITHDRAWN


def test_every_room_says_the_same(database: Engine, tmp_path: Path) -> None:
    registry = early()
    with pytest.raises(RegistryError, match=BEFORE_IT_BEGAN):
        registry.period("kstthc-quy", "2027-Q1")
    assert registry.period("kstthc-quy", "2027-Q2") == parse("2027-Q2")
    year = date(2027, 1, 1), date(2027, 12, 31)
    assert [each.period.code for each in falling(registry, *year)] == ["2027-Q2", "2027-Q3", "2027-Q4"]
    assert {each.period for each in agenda(registry, *year)} == {"2027-Q2", "2027-Q3", "2027-Q4", "2028-Q1"}
    with pytest.raises(UnknownName, match="before the duty began"):
        acts.rerun(
            database,
            registry,
            settings(tmp_path),
            at("2027-01-05"),
            obligation="kstthc-quy",
            period="2027-Q1",
        )


def test_what_feeds_another_is_not_missed_before_it_began(database: Engine, tmp_path: Path) -> None:
    whole = replace(EARLY, code="tong-hop", owed_by=("VP",), needs=(EARLY.code,), from_=date(2026, 1, 1))
    registry = cast.registry(EARLY, whole, fingerprint="both")
    quiet_round(database, registry, settings(tmp_path), at("2027-01-05"))
    with db.reading(database) as s:
        now = at("2027-01-05")
        assert missing_units(s, registry, now, "tong-hop", "2027-Q1") == ()
        assert [each.period for each in missing_units(s, registry, now, "tong-hop", "2027-Q2")] == ["2027-Q2"]


@pytest.mark.parametrize(
    ("begins", "asked"),
    [
        (date(2027, 1, 11), "2027-Q1"),  # Sunday the 10th has rolled to Monday, the first day in force
        (date(2027, 1, 12), "2027-Q2"),
        (date(2027, 4, 12), "2027-Q2"),
        (date(2027, 4, 13), "2027-Q3"),
    ],
)
def test_the_last_day_itself_may_be_the_first_in_force(begins: date, asked: str) -> None:
    assert periods_of(early(from_=begins), "2026-06-01", "2027-12-31")[0] == asked


@pytest.mark.parametrize(
    ("rule", "ends", "last"),
    [
        # Due by the 10th of the month after the quarter: the first quarter of 2027 on 12 April.
        (DueRule(Boundary.BY, month="next", day=10), date(2027, 4, 1), "2027-Q1"),
        (DueRule(Boundary.BY, month="next", day=10), date(2027, 3, 20), "2026-Q4"),
        # Due within the quarter, on 11 January: before the duty ended.
        (DueRule(Boundary.BY, month="first", day=10), date(2027, 3, 20), "2027-Q1"),
        (DueRule(Boundary.BY, month="first", day=10), date(2027, 1, 11), "2026-Q4"),
    ],
)
def test_a_duty_that_ended_asks_for_what_was_over_or_due_by_then(
    rule: DueRule, ends: date, last: str
) -> None:
    assert periods_of(early(due=rule, from_=None, to=ends), "2026-01-01", "2028-12-31")[-1] == last


@pytest.mark.parametrize("month", ["first", "last", "next"])
@pytest.mark.parametrize("day", range(1, 32))
def test_of_two_duties_one_takes_the_others_place_and_each_period_is_asked_once(month: str, day: int) -> None:
    """Whatever day of March 2027 the new duty begins on and the old one ends."""
    rule = DueRule(Boundary.BY, month=month, day=12)  # type: ignore[arg-type]
    on = date(2027, 3, day)
    old = replace(EARLY, code="old", due=rule, from_=None, to=on)
    new = replace(EARLY, code="new", due=rule, from_=on)
    registry = cast.registry(old, new)
    both = [periods_of(registry, "2026-04-15", "2028-01-31", duty) for duty in (old, new)]
    assert sorted(both[0] + both[1]) == periods_of(
        cast.registry(replace(EARLY, due=rule, from_=None)), "2026-04-15", "2028-01-31"
    )


def test_what_opens_with_its_period_does_not_open_before_the_duty_is_in_force() -> None:
    ladder = Ladder("standard", 0, cast.LADDER.rungs[:1], from_start=True)
    yearly = replace(EARLY, cycle=Cycle.ANNUAL, due=DueRule(Boundary.BY, month=12, day=15))
    registry = cast.registry(yearly, ladder=ladder)
    # 2027 begins on 1 January; the duty on Saturday 20 March, so on Monday the 22nd.
    assert registry.opens("kstthc-quy", "2027") == date(2027, 3, 22)
    assert registry.opens("kstthc-quy", "2028") == date(2028, 1, 3)


def test_a_duty_may_count_from_one_that_began_later() -> None:
    first = replace(EARLY, code="first")
    then = replace(EARLY, code="then", from_=None, due=DueRule(Boundary.BY, after=After("first", workdays=2)))
    registry = cast.registry(first, then)
    # The first was not owed yet on 11 January; the second counts from that day all the same.
    assert registry.deadline("then", "2027-Q1").last_day == date(2027, 1, 13)
    assert periods_of(registry, "2027-01-01", "2027-06-30", then) == ["2027-Q1", "2027-Q2"]


def test_nothing_is_due_before_its_document() -> None:
    written = Document(number="5/KH", date=date(2027, 2, 1), title="Kế hoạch")
    plans = replace(cast.PLANS, document=written, from_=written.date)
    assert periods_of(cast.registry(plans), "2026-06-01", "2028-12-31", plans) == ["2028", "2029"]
