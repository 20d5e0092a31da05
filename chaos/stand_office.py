"""The office of a stand: it works day and night, so that its mails leave whenever a trial runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


def made(folder: Path, units: int) -> Path:
    """An office that works day and night, with so many units that owe a report which opens today."""
    folder.mkdir()
    (folder / "office.yaml").write_text(OFFICE, encoding="utf-8")
    # Mails leave on working days alone: whatever day it is, it is no day of rest, nor is tomorrow.
    rests = f"{datetime.now(UTC) + timedelta(days=3):%A}".lower()
    (folder / "calendar.yaml").write_text(CALENDAR.format(rests=rests), encoding="utf-8")
    (folder / "ladders.yaml").write_text(LADDERS, encoding="utf-8")
    (folder / "duties.yaml").write_text(DUTIES, encoding="utf-8")
    lines = [f"  - {{code: U{n:05}, kind: branch, short: Unit {n}}}" for n in range(1, units + 1)]
    (folder / "units.yaml").write_text(UNITS + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


OFFICE = """
office:
  code: STAND
  name: An office of many machines
  zone: Etc/UTC
  morning: "03:00"
  hours: {from: "00:00", to: "23:59"}
  roll: none
  language: en
  report_form: off
  list_id: dondoc.stand.example
  mail_from: office@stand.example
  leadership: {name: Board, email: board@stand.example}
"""
CALENDAR = """
calendar:
  country: none
  years: {{from: 2024, to: 2040}}
  weekend: [{rests}]
  verified_until: 2039-12-31
"""
LADDERS = """
ladders:
  - code: standard
    title: Any
    open_workdays: 60
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit]}
"""
DUTIES = """
document: {number: 1/STAND, date: 2026-01-05, title: A plan}
obligations:
  - code: monthly-report
    title: Monthly report
    cite: section 1
    worded: by the end of the next month
    owed_by: ["@all"]
    owner: HEAD
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: standard
"""
UNITS = """
kinds:
  - code: department
    title: Departments
    email: "{code}@stand.example"
  - code: branch
    title: Branches
    name: "{short}"
    email: "{code}@stand.example"
groups:
  - {code: "@all", title: All branches, kinds: [branch]}
units:
  - {code: HEAD, kind: department, name: Head office}
"""
