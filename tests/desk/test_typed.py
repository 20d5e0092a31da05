"""What people type for days and instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import click
import pytest

from desk.options import DAY, WHEN, split


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-09-18", date(2026, 9, 18)),
        ("2026-09-18T08:00", datetime(2026, 9, 18, 8)),  # noqa: DTZ001
        ("2026-09-18 08:00:30", datetime(2026, 9, 18, 8, 0, 30)),  # noqa: DTZ001
        ("2026-09-18T01:00:00Z", datetime(2026, 9, 18, 1, tzinfo=UTC)),
        ("2026-09-18T08:00+07:00", datetime(2026, 9, 18, 8, tzinfo=timezone(timedelta(hours=7)))),
    ],
)
def test_an_instant_or_a_day(text: str, value: date) -> None:
    found = WHEN.convert(text, None, None)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "today",
        "2026",
        "20260918",
        "2026-02-29",
        "2026-13-01",
        "2026-09-18T25:00",
        "2026-09-18x08:00",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59-12:00",
        "2026-09-18T08:00 ",
        "２０２６-09-18T08:00",
    ],
)
def test_anything_else_is_refused_with_a_pattern_to_follow(text: str) -> None:
    with pytest.raises(click.BadParameter, match="2026-09-18T08:00"):
        WHEN.convert(text, None, None)


@pytest.mark.parametrize("text", ["", "2026-9-18", "20260918", "2026-W38-5", "18/09/2026", "2026-09-31"])
def test_a_day_is_written_one_way(text: str) -> None:
    with pytest.raises(click.BadParameter, match="write it like 2026-09-18"):
        DAY.convert(text, None, None)


def test_lists_of_codes() -> None:
    assert split(None) is None
    assert split("TST, PC,,") == ("TST", "PC")
