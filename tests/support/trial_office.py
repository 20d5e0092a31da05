"""The shipped registry with two duties of the tests' own, in a folder that a test may change."""

from __future__ import annotations

import shutil
from pathlib import Path

from config.settings import SHIPPED_REGISTRY

TRIAL, OPENED_BY_RUN = "thu-nghiem", "thu-mo"
"""Duties of the tests' own, open on every day of every year: each month's report is due at the end of the
next one and opens sixty working days before."""
TRIAL_FILE = f"{TRIAL}.yaml"
TRIAL_YAML = """
document: {number: 1/KH-TEST, date: 2026-01-05, title: Kế hoạch thử}
obligations:
  - code: thu-nghiem
    title: Báo cáo thử hằng tháng
    title_en: A monthly report for the tests
    cite: mục 1
    worded: chậm nhất ngày cuối tháng sau
    owed_by: [TST, PC, CNTT]
    owner: VP
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: thu
  - code: thu-mo
    title: Báo cáo thử hằng tháng, chỉ để mở
    title_en: Another one, which only the test of opening touches
    cite: mục 2
    worded: chậm nhất ngày cuối tháng sau
    owed_by: [TST, PC, CNTT]
    owner: VP
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: thu
"""
TRIAL_LADDER = """
  - code: thu
    title: Thử
    open_workdays: 60
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit]}
"""


def small_office_folder(target: Path) -> Path:
    """The same office with the tests' two duties alone: a round of it takes a tenth of the time."""
    for file in office_folder(target).glob("*.yaml"):
        if file.name != TRIAL_FILE and "document:" in file.read_text(encoding="utf-8"):
            file.unlink()
    return target


def office_folder(target: Path) -> Path:
    """The shipped registry and the trial duty, in a folder that a test may change."""
    shutil.copytree(SHIPPED_REGISTRY, target)
    (target / TRIAL_FILE).write_text(TRIAL_YAML, encoding="utf-8")
    ladders = target / "ladders.yaml"
    ladders.write_text(ladders.read_text(encoding="utf-8").rstrip() + "\n" + TRIAL_LADDER, encoding="utf-8")
    return target
