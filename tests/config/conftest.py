"""A small office: four units, two duties, no public holidays; every file short enough to count its lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.loading import loader
from config.registry import Registry, RegistryErrors
from config.settings import SHIPPED_REGISTRY
from tests.support import registries

OFFICE = """\
office:
  code: TOWN
  name: Toà thị chính
  name_en: Town Hall
  zone: Asia/Ho_Chi_Minh
  morning: "08:00"
  hours: {from: "07:30", to: "17:00"}
  roll: next
  language: vi
  list_id: dondoc.town.example
  mail_from: dondoc@town.example
  leadership: {name: Thị trưởng, email: mayor@town.example}
"""
CALENDAR = """\
calendar:
  country: none
  years: {from: 2024, to: 2028}
  weekend: [saturday, sunday]
  verified_until: 2026-12-31
  swaps:
    - {off: 2026-01-02, worked: 2026-01-10, source: letter 1}
  days_off:
    - {date: 2026-01-01, name: New Year, source: law}
"""
LADDERS = """\
ladders:
  - code: plain
    title: Plain
    open_workdays: 10
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit, head]}
      - {every: 5, from: 6, times: 3, to: [unit, owner]}
"""
UNITS = """\
kinds:
  - code: office
    title: Offices
    email: "{code}@town.example"
    head_email: "head.{code}@town.example"
    head_title: Head
groups:
  - {code: "@all", title: Everyone, kinds: [office]}
units:
  - {code: NORTH, kind: office, name: North, to: 2025-07-01, successor: JOINT}
  - {code: SOUTH, kind: office, name: South, to: 2025-07-01, successor: JOINT}
  - {code: JOINT, kind: office, name: Joint, from: 2025-07-01}
  - {code: CLERK, kind: office, name: Clerk}
"""
DUTIES = """\
document:
  number: 1/KH
  date: 2024-01-10
  title: Plan
outlines:
  - code: form
    title: Form
    cite: annex
    sections:
      - {no: 1, title: Figures, by: [office]}
      - {no: 2, title: Review, by: [office], in: [Q3]}
obligations:
  - code: figures
    title: Số liệu
    title_en: Figures
    cite: "1"
    worded: before the 19th
    owed_by: ["@all"]
    owner: CLERK
    cycle: quarterly
    in: [Q1, Q2, Q3]
    due: {month: last, day: 19, boundary: before}
    data: {from: {month: 0, day: 15}, to: {month: last, day: 14}}
    outline: form
    ladder: plain
  - code: summary
    title: Tổng hợp
    title_en: Summary
    cite: "2"
    worded: by the 25th
    owed_by: [CLERK]
    owner: CLERK
    cycle: quarterly
    due: {month: last, day: 25, boundary: by}
    needs: [figures]
    ladder: plain
"""
FILES = {
    "office.yaml": OFFICE,
    "calendar.yaml": CALENDAR,
    "ladders.yaml": LADDERS,
    "units.yaml": UNITS,
    "duties.yaml": DUTIES,
}
SHIPPED = SHIPPED_REGISTRY

Town = Callable[..., Registry]
Mistakes = Callable[..., list[str]]


def settle(folder: Path, **texts: str | bytes | None) -> Path:
    """Write the small office into the folder; some files (`units=...`) put otherwise or left out (None)."""
    for name, text in {**FILES, **{f"{name}.yaml": text for name, text in texts.items()}}.items():
        if text is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture(scope="session")
def shipped() -> Registry:
    """The registry that comes with the program."""
    return registries.shipped()


@pytest.fixture
def files() -> dict[str, str]:
    """The small office's files, by name without the ending."""
    return {name.removesuffix(".yaml"): text for name, text in FILES.items()}


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """The small office's registry, with some of its files put otherwise."""
    return lambda **texts: loader.load(settle(tmp_path, **texts))


@pytest.fixture
def mistakes(tmp_path: Path) -> Mistakes:
    """The errors of the small office with some files put otherwise."""

    def find(**texts: str | bytes | None) -> list[str]:
        with pytest.raises(RegistryErrors) as caught:
            loader.load(settle(tmp_path, **texts))
        errors = [str(each) for each in caught.value.errors]
        assert str(caught.value).splitlines() == errors
        return errors

    return find


@pytest.fixture
def swapped(mistakes: Mistakes) -> Mistakes:
    """The errors after one piece of one file was replaced: `swapped("duties", "day: 19", "day: 32")`."""

    def find(file: str, old: str, new: str) -> list[str]:
        text = FILES[f"{file}.yaml"]
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}.yaml"
        return mistakes(**{file: text.replace(old, new)})

    return find
