"""The decision alone: a quarter's ladder written out by hand, and one question per test."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from calendars.ladders import Anchor, Role, Rung, Step
from engine.tasks.decide import decide
from engine.tasks.views import Decision, TaskView
from models.states import Began

# kstthc-quy 2026-Q3: last day and working deadline Friday 2026-09-18. Hanoi's 08:00 is 01:00 UTC.
LADDER = [
    ("opened", Anchor.OPEN, 0, (Role.UNIT,), date(2026, 8, 21)),
    ("remind-10wd", Anchor.DEADLINE, -10, (Role.UNIT,), date(2026, 9, 4)),
    ("remind-5wd", Anchor.DEADLINE, -5, (Role.UNIT,), date(2026, 9, 11)),
    ("remind-1wd", Anchor.DEADLINE, -1, (Role.UNIT,), date(2026, 9, 17)),
    ("due-today", Anchor.DEADLINE, 0, (Role.UNIT,), date(2026, 9, 18)),
    ("overdue-1wd", Anchor.LATE, 1, (Role.UNIT,), date(2026, 9, 21)),
    ("escalate-head-3wd", Anchor.LATE, 3, (Role.UNIT, Role.HEAD), date(2026, 9, 23)),
    ("escalate-owner-5wd", Anchor.LATE, 5, (Role.HEAD, Role.OWNER), date(2026, 9, 25)),
    ("escalate-leadership-10wd", Anchor.LATE, 10, (Role.LEADERSHIP,), date(2026, 10, 2)),
]


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


STEPS = tuple(
    Step(Rung(name, anchor, n, to), day, morning(day), gravity)
    for gravity, (name, anchor, n, to, day) in enumerate(LADDER)
)
TASK = TaskView("TST", "VP", True, since=date(2026, 8, 21), grace=morning(date(2026, 8, 24)))
SECOND = timedelta(seconds=1)
ALL_UNIT = {(name, "TST") for name, *_ in LADDER[:6]}


def told(decision: Decision) -> list[tuple[str, str]]:
    return [(n.recipient, n.reason) for n in decision.notices if not n.collapsed]


def folded(decision: Decision) -> list[tuple[str, str, str]]:
    return [(n.recipient, n.rung, n.reason) for n in decision.notices if n.collapsed]


def test_opening_morning_tells_the_unit_and_waits_for_the_first_reminder() -> None:
    decision = decide(TASK, STEPS, set(), morning(date(2026, 8, 21)))
    assert told(decision) == [("TST", "opened")]
    assert decision.next_action_at == datetime(2026, 9, 4, 1, tzinfo=UTC)


def test_a_second_before_the_instant_nothing_and_at_the_instant_the_rung() -> None:
    at = datetime(2026, 9, 11, 1, tzinfo=UTC)
    ledger = {("opened", "TST"), ("remind-10wd", "TST")}
    assert decide(TASK, STEPS, ledger, at - SECOND) == Decision((), at)
    assert told(decide(TASK, STEPS, ledger, at)) == [("TST", "reminder-5wd")]


def test_asking_again_adds_nothing() -> None:
    now = morning(date(2026, 9, 11))
    first = decide(TASK, STEPS, set(), now)
    again = decide(TASK, STEPS, {(n.rung, n.recipient) for n in first.notices}, now)
    assert again.notices == ()
    assert again.next_action_at == first.next_action_at == morning(date(2026, 9, 17))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 9, 18), [("TST", "due-today")]),
        (date(2026, 9, 21), [("TST", "overdue-1wd")]),
        (date(2026, 9, 23), [("TST", "overdue-3wd"), ("TST:head", "escalated-head")]),
        (date(2026, 9, 25), [("TST:head", "escalated-head"), ("VP", "escalated-owner")]),
        (date(2026, 10, 2), [("leadership", "escalated-leadership")]),
    ],
)
def test_each_morning_with_everything_before_it_told(day: date, expected: list[tuple[str, str]]) -> None:
    ledger = {
        (n.rung, n.recipient)
        for earlier in STEPS
        if earlier.day < day
        for n in decide(TASK, STEPS, set(), earlier.at).notices
    }
    assert told(decide(TASK, STEPS, ledger, morning(day))) == expected


def test_after_the_last_rung_there_is_no_next_instant() -> None:
    assert decide(TASK, STEPS, set(), morning(date(2026, 10, 2))).next_action_at is None


def test_an_outage_raises_the_gravest_for_each_and_records_the_rest() -> None:
    decision = decide(TASK, STEPS, {("opened", "TST"), ("remind-10wd", "TST")}, morning(date(2026, 9, 25)))
    assert told(decision) == [
        ("TST", "overdue-3wd"),
        ("TST:head", "escalated-head"),
        ("VP", "escalated-owner"),
    ]
    assert folded(decision) == [
        ("TST", "remind-5wd", "collapsed: into escalate-head-3wd; engine was down"),
        ("TST", "remind-1wd", "collapsed: into escalate-head-3wd; engine was down"),
        ("TST", "due-today", "collapsed: into escalate-head-3wd; engine was down"),
        ("TST", "overdue-1wd", "collapsed: into escalate-head-3wd; engine was down"),
        ("TST:head", "escalate-head-3wd", "collapsed: into escalate-owner-5wd; engine was down"),
    ]


def late_opening(day: date, next_morning: date) -> tuple[TaskView, tuple[Step, ...]]:
    view = replace(TASK, since=day, grace=morning(next_morning))
    steps = tuple(replace(s, day=day, at=morning(day)) if s.rung.anchor is Anchor.OPEN else s for s in STEPS)
    return view, steps


def test_a_task_opened_late_hears_the_reminder_that_fits_today() -> None:
    view, steps = late_opening(date(2026, 9, 14), date(2026, 9, 15))
    decision = decide(view, steps, set(), morning(date(2026, 9, 14)))
    assert told(decision) == [("TST", "reminder-5wd")]
    assert folded(decision) == [
        ("TST", "opened", "collapsed: into remind-5wd; opened late"),
        ("TST", "remind-10wd", "collapsed: into remind-5wd; opened late"),
    ]


def test_opened_after_its_deadline_nobody_else_hears_before_the_unit_had_a_morning() -> None:
    view, steps = late_opening(date(2026, 9, 28), date(2026, 9, 29))
    first = decide(view, steps, set(), morning(date(2026, 9, 28)))
    assert told(first) == [("TST", "overdue-3wd")]
    assert first.next_action_at == morning(date(2026, 9, 29))
    ledger = {(n.rung, n.recipient) for n in first.notices}
    assert told(decide(view, steps, ledger, morning(date(2026, 9, 29)))) == [
        ("TST:head", "escalated-head"),
        ("VP", "escalated-owner"),
    ]


def test_a_task_that_is_not_open_gets_nothing_ever() -> None:
    assert decide(replace(TASK, open=False), STEPS, set(), morning(date(2027, 1, 4))) == Decision((), None)


def test_the_owner_who_owes_hears_once_and_as_a_unit() -> None:
    view = replace(TASK, holder="VP")
    ledger = {(name, "VP") for name, *_ in LADDER[:7]} | {("escalate-head-3wd", "VP:head")}
    decision = decide(view, STEPS, ledger, morning(date(2026, 9, 25)))
    assert [(n.recipient, n.role, n.reason) for n in decision.notices] == [
        ("VP:head", Role.HEAD, "escalated-head"),
        ("VP", Role.UNIT, "overdue-5wd"),
    ]


def test_a_successor_is_told_where_the_task_stands_and_others_are_not_told_again() -> None:
    view = replace(TASK, holder="CNTT")
    ledger = ALL_UNIT | {("escalate-head-3wd", "TST"), ("escalate-head-3wd", "TST:head")}
    decision = decide(view, STEPS, ledger, morning(date(2026, 9, 24)))
    assert told(decision) == [("CNTT", "overdue-3wd"), ("CNTT:head", "escalated-head")]
    assert {why for _, _, why in folded(decision)} == {"collapsed: into escalate-head-3wd; handed over"}


def test_a_rung_added_to_the_ladder_afterwards_is_recorded_without_a_mail() -> None:
    decision = decide(TASK, STEPS, ALL_UNIT - {("remind-10wd", "TST")}, morning(date(2026, 9, 21)))
    assert told(decision) == []
    assert folded(decision) == [("TST", "remind-10wd", "collapsed: into overdue-1wd; graver already raised")]


@pytest.mark.parametrize("began", [Began.EXTENDED, Began.RETURNED])
def test_a_deadline_set_again_is_announced_with_how_it_came(began: Began) -> None:
    view, steps = late_opening(date(2026, 9, 1), date(2026, 9, 3))
    decision = decide(replace(view, began=began), steps, set(), morning(date(2026, 9, 1)))
    assert told(decision) == [("TST", began.value)]
