"""As of which instant a run works: on time, early, missed, started by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.instants import as_of, missed

EIGHT = datetime(2026, 9, 11, 1, tzinfo=UTC)  # 08:00 in Hanoi


@pytest.mark.parametrize(
    ("started", "works"),
    [
        (
            "00:58:59",
            "00:58:59",
        ),  # a person pressed "run" before its time: it may not do what belongs to later
        ("00:59:00", "01:00:00"),  # Prefect is a little early: the instant is the planned one
        ("00:59:59", "01:00:00"),
        ("01:00:00", "01:00:00"),
        ("01:00:01", "01:00:00"),
        ("01:10:00", "01:00:00"),  # a queue of runs: still on time
        ("01:10:01", "01:10:01"),  # missed: what is true now counts
        ("23:00:00", "23:00:00"),
    ],
)
def test_a_planned_run_works_as_of_its_instant_unless_it_was_missed(started: str, works: str) -> None:
    clock = datetime.fromisoformat(f"2026-09-11T{started}+00:00")
    assert as_of(EIGHT, clock) == datetime.fromisoformat(f"2026-09-11T{works}+00:00")


def test_a_run_without_an_instant_works_as_of_the_clock() -> None:
    clock = EIGHT + timedelta(hours=5)
    assert as_of(None, clock) == clock
    assert not missed(None, clock)


def test_only_late_runs_count_as_missed() -> None:
    assert not missed(EIGHT, EIGHT - timedelta(days=3))
    assert not missed(EIGHT, EIGHT + timedelta(minutes=10))
    assert missed(EIGHT, EIGHT + timedelta(minutes=10, seconds=1))
