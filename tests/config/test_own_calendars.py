"""`calendars` beside the office's, and which units have them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from config.registry import Registry
from config.registry.difference import difference
from desk import cli
from tests.config.conftest import CALENDAR, UNITS, settle

Town = Callable[..., Registry]
Mistakes = Callable[..., list[str]]

FURTHER = (
    CALENDAR
    + """\
calendars:
  - code: south
    title: Holidays of the south
    days_off:
      - {date: 2026-09-18, name: Festival, source: letter 2}
  - code: six-days
    title: Saturdays are worked
    weekend: [sunday]
"""
)
OWNED = UNITS.replace("name: Joint, from", "name: Joint, calendar: south, from").replace(
    "name: Clerk}", "name: Clerk, calendar: six-days}"
)


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_a_further_calendar_takes_what_it_does_not_say_from_the_offices(town: Town) -> None:
    registry = town(calendar=FURTHER, units=OWNED)
    south, six_days = registry.calendars["south"], registry.calendars["six-days"]
    assert south.why_off(d("2026-09-18")) == "Festival"
    assert registry.calendar.is_workday(d("2026-09-18"))
    # The office's New Year and its swap; a foreign swap for who works on Saturdays, whose New Year stays.
    assert [south.is_workday(d(day)) for day in ("2026-01-01", "2026-01-02", "2026-01-10")] == [
        False,
        False,
        True,
    ]
    assert [six_days.is_workday(d(day)) for day in ("2026-01-01", "2026-01-02")] == [False, True]
    assert six_days.is_workday(d("2026-01-17"))
    assert south.verified_until == six_days.verified_until == d("2026-12-31")
    assert (south.source(d("2026-09-18")), south.source(d("2026-01-01"))) == ("letter 2", "law")


def test_the_calendar_that_was_verified_least_far_is_the_one_to_look_after(town: Town) -> None:
    near = FURTHER.replace(
        "title: Saturdays are worked", "title: Saturdays are worked\n    verified_until: 2026-06-30"
    )
    assert town(calendar=FURTHER, units=OWNED).verified_until == d("2026-12-31")
    assert town(calendar=near, units=OWNED).verified_until == d("2026-06-30")


def test_units_and_kinds_have_them(town: Town) -> None:
    registry = town(calendar=FURTHER, units=OWNED)
    assert {code: unit.calendar for code, unit in registry.units.items()} == {
        "NORTH": "", "SOUTH": "", "JOINT": "south", "CLERK": "six-days",
    }  # fmt: skip
    of_kind = UNITS.replace("title: Offices", "title: Offices\n    calendar: south").replace(
        "name: Clerk}", "name: Clerk, calendar: office}"
    )
    assert {code: unit.calendar for code, unit in town(calendar=FURTHER, units=of_kind).units.items()} == {
        "NORTH": "south", "SOUTH": "south", "JOINT": "south", "CLERK": "",
    }  # fmt: skip
    # Before 19 September 2026: Friday the 18th, for the south the Monday after its festival.
    last = {
        code: registry.of_unit(code).deadline("figures", "2026-Q3").last_day for code in ("JOINT", "NORTH")
    }
    assert last == {"JOINT": d("2026-09-21"), "NORTH": d("2026-09-18")}


@pytest.mark.parametrize(
    ("calendar", "units", "error"),
    [
        (
            FURTHER,
            OWNED.replace("calendar: south", "calendar: soutn"),
            "units.yaml:12: units.JOINT.calendar: expected one of the `calendars` of calendar.yaml, or "
            "office (did you mean south?), found 'soutn'",
        ),
        (
            FURTHER.replace("code: six-days", "code: south"),
            UNITS,
            "calendar.yaml:15: calendars.south.code: expected each code once, found 'south' again",
        ),
        (
            FURTHER.replace("code: six-days", "code: office"),
            UNITS,
            "calendar.yaml:15: calendars.office.code: expected each code once, found 'office' again",
        ),
        (
            FURTHER.replace("2026-09-18, name", "2026-09-19, name"),
            UNITS,
            "calendar.yaml:14: calendars.south.days_off.2026-09-19.date: expected a working day to take off",
        ),
        (
            FURTHER.replace("    title: Saturdays are worked\n", ""),
            UNITS,
            "calendar.yaml:15: calendars.six-days.title: expected text, found nothing",
        ),
    ],
)
def test_mistakes_in_their_line(mistakes: Mistakes, calendar: str, units: str, error: str) -> None:
    found = mistakes(calendar=calendar, units=units)
    assert any(each.startswith(error) for each in found), found


def test_another_calendar_is_another_registry_and_a_difference(tmp_path: Path, town: Town) -> None:
    before = town(calendar=FURTHER, units=OWNED)
    after = town(calendar=FURTHER.replace("2026-09-18", "2026-09-17"), units=OWNED)
    assert before.fingerprint != after.fingerprint
    found = difference(before, after, d("2026-09-01"), d("2026-09-30"))
    assert [(each.section, each.code) for each in found.changes] == [("calendars", "south")]


def test_the_command_line_tells_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_CONFIG", str(settle(tmp_path, calendar=FURTHER, units=OWNED)))
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")

    def said(*words: str) -> str:
        capsys.readouterr()
        assert cli.main(list(words)) == 0
        return capsys.readouterr().out

    office = json.loads(said("due", "figures", "2026-Q3", "--json"))
    own = json.loads(said("due", "figures", "2026-Q3", "--unit", "JOINT", "--json"))
    assert (office["last_day"], own["last_day"]) == ("2026-09-18", "2026-09-21")
    assert "2026-09-21 (JOINT)" in said("due", "figures", "2026-Q3")
    agenda = json.loads(said("agenda", "--from", "2026-09-01", "--to", "2026-09-30", "--json"))["items"]
    assert [(each["obligation"], each["last_day"], each["units"]) for each in agenda] == [
        ("figures", "2026-09-18", ["CLERK"]),
        ("figures", "2026-09-21", ["JOINT"]),
        ("summary", "2026-09-25", ["CLERK"]),
    ]
    off = json.loads(said("calendar", "2026", "--unit", "JOINT", "--json"))["days_off"]
    assert "2026-09-18" in [each["date"] for each in off]
