"""Units named by hand, in a duty, a row or a group: who stands for them after a merger, and after an end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from config.registry import Registry, reporting
from tests.config.conftest import DUTIES, UNITS

Town = Callable[..., Registry]

MERGED = date(2025, 7, 1)
ENDS = "  - {code: POST, kind: office, name: Post, to: 2026-03-01}\n"
PAIR = '  - {code: "@pair", title: Both, units: [NORTH, SOUTH]}\n'
UNTIL = '  - {code: "@until", title: Both, units: [NORTH, SOUTH], to: 2026-01-01}\n'
ROWS = """\
document: {number: 2/KH, date: 2024-01-10, title: Rows}
appendices:
  - code: pl
    title: Annex
    reported_in: [summary]
    assignments:
      - {no: 1, cite: "1", title: Sweep, leads: LEADS}
"""


def owed(town: Town, owed_by: str, more: str = "", groups: str = "") -> Registry:
    units = UNITS.replace("units:\n", groups + "units:\n") + more
    return town(units=units, duties=DUTIES.replace("owed_by: [CLERK]", f"owed_by: {owed_by}"))


def codes(registry: Registry, day: date) -> list[str]:
    return [unit.code for unit in registry.owing("summary", day)]


def test_the_successor_owes_from_the_day_on_which_the_unit_ends(town: Town) -> None:
    registry = owed(town, "[NORTH, CLERK]")
    assert registry.roster("summary") == (
        ("NORTH", None, MERGED), ("JOINT", MERGED, None), ("CLERK", None, None),
    )  # fmt: skip
    assert codes(registry, date(2025, 6, 30)) == ["NORTH", "CLERK"]
    assert codes(registry, MERGED) == ["JOINT", "CLERK"]


def test_two_that_become_one_owe_once(town: Town) -> None:
    registry = owed(town, "[NORTH, SOUTH]")
    assert registry.roster("summary") == (
        ("NORTH", None, MERGED), ("SOUTH", None, MERGED), ("JOINT", MERGED, None),
    )  # fmt: skip


def test_a_unit_that_takes_another_in_owes_in_one_stretch(town: Town) -> None:
    """CLERK takes POST in on 1 March 2026 and owed before that itself."""
    taken = ENDS.replace("2026-03-01", "2026-03-01, successor: CLERK")
    assert owed(town, "[POST, CLERK]", taken).roster("summary") == (
        ("CLERK", None, None), ("POST", None, date(2026, 3, 1)),
    )  # fmt: skip
    assert owed(town, "[POST]", taken).roster("summary") == (
        ("CLERK", date(2026, 3, 1), None), ("POST", None, date(2026, 3, 1)),
    )  # fmt: skip


def test_a_line_of_successors_is_followed_to_its_end(town: Town) -> None:
    joint = "{code: JOINT, kind: office, name: Joint, from: 2025-07-01}"
    units = UNITS.replace(joint, joint[:-1] + ", to: 2026-01-01, successor: CLERK}")
    registry = town(units=units, duties=DUTIES.replace("owed_by: [CLERK]", "owed_by: [NORTH]"))
    assert registry.roster("summary") == (
        ("NORTH", None, MERGED), ("JOINT", MERGED, date(2026, 1, 1)), ("CLERK", date(2026, 1, 1), None),
    )  # fmt: skip


def test_a_unit_that_ends_without_a_successor_owes_nothing_any_more(town: Town) -> None:
    registry = owed(town, "[POST, CLERK]", ENDS)
    assert codes(registry, date(2026, 2, 28)) == ["CLERK", "POST"]
    assert codes(registry, date(2026, 3, 1)) == ["CLERK"]


@pytest.mark.parametrize(
    ("group", "day", "members"),
    [
        ("@pair", date(2025, 6, 30), ["NORTH", "SOUTH"]),
        ("@pair", MERGED, ["JOINT"]),
        ("@pair", date(2026, 7, 1), ["JOINT"]),
        ("@until", date(2025, 12, 31), ["JOINT"]),
        ("@until", date(2026, 1, 1), []),  # the group itself has ended
        ("@all", date(2025, 6, 30), ["NORTH", "SOUTH", "CLERK"]),
        ("@all", MERGED, ["JOINT", "CLERK"]),
    ],
)
def test_all_that_are_asked_agree(town: Town, group: str, day: date, members: list[str]) -> None:
    units = UNITS.replace("units:\n", PAIR + UNTIL + "units:\n")
    duties = DUTIES.replace("owed_by: [CLERK]", f'owed_by: ["{group}", CLERK]')
    registry = town(units=units, duties=duties, rows=ROWS.replace("LEADS", f'["{group}"]'))
    row = registry.assignments["2/KH pl 1"]
    assert [unit.code for unit in reporting.leads_of(registry, row, day)] == members
    assert [unit.code for unit in registry.units.values() if registry.belongs(unit, group, day)] == members
    assert set(codes(registry, day)) == {*members, "CLERK"}


def test_a_successor_tells_of_the_rows_of_the_units_before_it(town: Town) -> None:
    registry = town(
        rows=ROWS.replace("LEADS", "[NORTH, SOUTH]"),
        duties=DUTIES.replace("owed_by: [CLERK]", 'owed_by: ["@all"]'),
    )

    def told(unit: str, period: str) -> list[str]:
        return [row.no for row in reporting.told(registry, "summary", unit, period)]

    assert (told("NORTH", "2025-Q2"), told("JOINT", "2025-Q2")) == (["1"], [])
    assert (told("NORTH", "2025-Q3"), told("JOINT", "2025-Q3")) == ([], ["1"])
    assert told("CLERK", "2025-Q3") == []


def test_the_five_provinces_of_the_pilot_follow_the_mergers_of_july_2025(shipped: Registry) -> None:
    """188/QĐ-BHXH, row 3.3: Hà Nội, Hồ Chí Minh, Bình Dương, Quảng Ninh, Bắc Ninh. On 1 July 2025 Bình Dương
    went into Hồ Chí Minh, and Bắc Ninh with Bắc Giang into the new Bắc Ninh."""

    def owing(day: str) -> list[str]:
        return [unit.code for unit in shipped.owing("qd188-3.3", date.fromisoformat(day))]

    assert owing("2025-06-30") == ["tinh-01", "tinh-22", "tinh-27", "tinh-74", "tinh-79"]
    assert owing("2025-07-01") == ["tinh-01", "tinh-22", "tinh-79", "tinh-24-2025"]
    row = shipped.assignments["188/QĐ-BHXH pl1 3.3"]
    led = reporting.leads_of(shipped, row, date(2025, 7, 1))
    assert [unit.code for unit in led] == owing("2025-07-01")
