"""Two registries compared: each kind of edit, in the files' own words, and what it does to last days."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date

import pytest

from config.registry import Registry
from config.registry import difference as comparing
from config.registry.difference import Change, DayChange, Difference, What, difference
from tests.config.conftest import DUTIES, UNITS, Town

Compare = Callable[..., Difference]
FROM, TO = date(2026, 1, 1), date(2026, 12, 31)
PLAIN = "ladder: plain\n"


@pytest.fixture
def compared(town: Town) -> Compare:
    def compare(**texts: str) -> Difference:
        return difference(town(), town(**texts), FROM, TO)

    return compare


def edited(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


def only(found: Difference) -> Change:
    (change,) = found.changes
    return change


def test_the_same_files_differ_in_nothing(town: Town) -> None:
    found = difference(town(), town(), FROM, TO)
    assert (found.none, found.changes, found.days) == (True, (), ())


def test_a_comment_is_no_difference(compared: Compare) -> None:
    assert compared(duties="# as of today\n" + DUTIES).none


def test_another_day_says_the_rule_and_the_days(compared: Compare) -> None:
    found = compared(duties=edited(DUTIES, "day: 19, boundary: before", "day: 22, boundary: by"))
    change = only(found)
    assert (change.section, change.code, change.what) == ("obligations", "figures", What.CHANGED)
    (key,) = change.keys
    assert (key.key, key.before, key.after) == (
        "due",
        "{month: last, day: 19, boundary: before}",
        "{month: last, day: 22, boundary: by}",
    )
    # Before 19 March, June, September: the 18th, each a working day. By the 22nd: Sunday 22 March rolls.
    assert found.days == (
        DayChange("figures", "2026-Q1", date(2026, 3, 18), date(2026, 3, 23), 2, 2),
        DayChange("figures", "2026-Q2", date(2026, 6, 18), date(2026, 6, 22), 2, 2),
        DayChange("figures", "2026-Q3", date(2026, 9, 18), date(2026, 9, 22), 2, 2),
    )


def test_lists_say_what_came_and_what_went(compared: Compare) -> None:
    text = edited(DUTIES, "owed_by: [CLERK]", "owed_by: [JOINT]")
    (key,) = only(compared(duties=text)).keys
    assert (key.key, key.came, key.went) == ("owed_by", ("JOINT",), ("CLERK",))


def test_one_more_who_owes_shows_in_the_number_of_units(compared: Compare) -> None:
    found = compared(duties=edited(DUTIES, "owed_by: [CLERK]", "owed_by: [CLERK, JOINT]"))
    # 25 December 2026 is a Friday here, 25 October was none of ours: the fourth quarter is due in it.
    assert {(day.period, day.units_before, day.units_after) for day in found.days} == {
        ("2026-Q1", 1, 2), ("2026-Q2", 1, 2), ("2026-Q3", 1, 2), ("2026-Q4", 1, 2),
    }  # fmt: skip
    assert all(day.before == day.after for day in found.days)


def test_a_duty_that_came_and_one_that_went(compared: Compare) -> None:
    found = compared(duties=DUTIES.replace("code: summary", "code: overview"))
    assert [(change.code, change.what) for change in found.changes] == [
        ("overview", What.ADDED), ("summary", What.REMOVED),
    ]  # fmt: skip
    gone = [day for day in found.days if day.obligation == "summary"]
    assert (gone[0].before, gone[0].after, gone[0].units_after) == (date(2026, 3, 25), None, 0)


def test_a_day_that_leaves_the_span_is_told_and_not_taken_for_gone(compared: Compare) -> None:
    """Due in the month after: the fourth quarter falls on 25 January 2027, beyond the span."""
    found = compared(duties=edited(DUTIES, "{month: last, day: 25", "{month: next, day: 25"))
    days = {day.period: (day.before, day.after) for day in found.days}
    assert days["2026-Q4"] == (date(2026, 12, 25), date(2027, 1, 25))
    # And the last quarter of 2025 comes into it: Sunday 25 January rolls to the 26th.
    assert days["2025-Q4"] == (date(2025, 12, 25), date(2026, 1, 26))


def test_a_unit_that_ends_with_a_successor(compared: Compare) -> None:
    clerk = "{code: CLERK, kind: office, name: Clerk}"
    new = "{code: CLERK, kind: office, name: Scribe, to: 2026-07-01, successor: JOINT}"
    found = compared(units=edited(UNITS, clerk, new))
    (change,) = [each for each in found.changes if each.section == "units"]
    # The short name follows the name, as the file gives none.
    said = {key.key: (key.before, key.after) for key in change.keys if key.key != "short"}
    assert said == {"name": ("Clerk", "Scribe"), "to": ("", "2026-07-01"), "successor": ("", "JOINT")}
    assert ("figures", "2026-Q3", 2, 1) in {
        (day.obligation, day.period, day.units_before, day.units_after) for day in found.days
    }


def test_a_day_off_moves_what_falls_on_it(compared: Compare, files: dict[str, str]) -> None:
    more = "    - {date: 2026-06-18, name: Town day, source: letter 2}\n"
    found = compared(calendar=files["calendar"] + more)
    change = only(found)
    assert [(key.key, key.came) for key in change.keys] == [("days_off", ("2026-06-18 Town day",))]
    assert [(day.period, day.before, day.after) for day in found.days] == [
        ("2026-Q2", date(2026, 6, 18), date(2026, 6, 19))
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "section", "key"),
    [
        ("office", "language: vi", "language: vi+en", "office", "language"),
        ("ladders", "before: 5", "before: 6", "ladders", "rungs"),
        ("duties", "title: Plan", "title: Plan anew", "documents", "title"),
        ("duties", "title: Review", "title: Second look", "outlines", "sections"),
        (
            "duties",
            "data: {from: {month: 0, day: 15}",
            "data: {from: {month: 0, day: 16}",
            "obligations",
            "data",
        ),
        ("duties", "in: [Q1, Q2, Q3]", "in: [Q1, Q2]", "obligations", "in"),
        ("duties", "needs: [figures]", "assumption: none", "obligations", "needs"),
        ("units", "title: Everyone, kinds", "title: All, kinds", "groups", "title"),
    ],
)
def test_every_section_is_compared(
    compared: Compare, files: dict[str, str], file: str, old: str, new: str, section: str, key: str
) -> None:
    found = compared(**{file: edited(files[file], old, new)})
    assert (section, key) in {(change.section, each.key) for change in found.changes for each in change.keys}


def test_no_field_of_a_thing_is_left_out(shipped: Registry) -> None:
    """What is compared is named by hand: a field that somebody adds must be in it, or be told otherwise."""
    duty, row = shipped.obligations["kstthc-quy"], next(iter(shipped.assignments.values()))
    said = {
        "duty": (duty, comparing._obligation(shipped, duty), {"code", "assignment"}),
        "row": (row, comparing._assignment(row), {"appendix", "no", "kind", "obligations"}),
        "office": (shipped.office, comparing._office(shipped.office), {"code"}),
        "unit": (shipped.unit("VP"), comparing._unit(shipped.unit("VP")), {"code"}),
    }
    files = {
        "from_": "from", "only": "in", "pattern": "period", "window": "data", "told_in": "reported_in",
        "short_name": "short", "leadership_name": "leadership", "leadership_email": "leadership",
        "report_template": "report_form",
    }  # fmt: skip
    for what, (thing, keys, elsewhere) in said.items():
        fields = {files.get(each.name, each.name) for each in dataclasses.fields(thing)} - elsewhere
        assert fields - set(keys) == set(), what


def test_a_rung_is_said_as_its_file_says_it(compared: Compare, files: dict[str, str]) -> None:
    (key,) = only(compared(ladders=edited(files["ladders"], "before: 5", "before: 6"))).keys
    assert key.went == ("{name: remind-5wd, before: 5, to: [unit]}",)
    assert key.came == ("{name: remind-5wd, before: 6, to: [unit]}",)
