"""A small office whose rows are chased in every way there is, so that each mail of 2025 can be worked out on
a wall calendar: no public holidays, and NORTH and SOUTH become JOINT on 1 July.
"""

from __future__ import annotations

from pathlib import Path

from config.loading import loader
from config.registry import Registry

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
  - code: span
    title: Span
    open: start
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: running, each: quarter, to: [unit]}
      - {name: remind-10wd, before: 10, to: [unit]}
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
ROWS = """\
document:
  number: 2/KH
  date: 2024-01-10
  title: Programme
  horizon: 2026
obligations:
  - code: figures
    title: Bảng kê
    title_en: Figures
    cite: "1"
    worded: trước ngày 19
    owed_by: ["@all"]
    owner: CLERK
    cycle: quarterly
    in: [Q1, Q2, Q3]
    due: {month: last, day: 19, boundary: before}
    ladder: plain
appendices:
  - code: pl1
    title: Tasks
    rows: 6
    owner: CLERK
    ladder: plain
    reported_in: [figures]
    assignments:
      - {no: "1", cite: PL1 1, title: Làm đường, leads: [CLERK], worded: Quý IV/2025,
         code: road, title_en: Road, cycle: once, period: 2025-Q4}
      - {no: "2", cite: PL1 2, title: Trồng cây, leads: ["@all"], worded: Năm 2025,
         code: trees, title_en: Trees, cycle: once, period: 2025, ladder: span}
      - {no: "3", cite: PL1 3, title: Giữ gìn vệ sinh, leads: ["@all"], worded: Thường xuyên}
      - {no: "4", cite: PL1 4, title: Sửa cầu phía bắc, leads: [NORTH]}
      - {no: "5", cite: PL1 5, title: Niêm yết quy hoạch, leads: [CLERK], worded: Sau khi ban hành quy hoạch,
         code: post, title_en: Post it, cycle: event, due: {with: [figures], boundary: by}}
      - {no: "6", cite: PL1 6, title: Báo cáo số liệu, leads: ["@all"], same_as: [figures]}
"""
SILENT = """\
document:
  number: 3/KH
  date: 2025-02-03
  title: Without a report
  horizon: 2026
appendices:
  - code: pl
    title: Events
    rows: 1
    owner: SOUTH
    ladder: plain
    assignments:
      - {no: "1", cite: PL 1, title: Khai trương, leads: [CLERK], worded: Khi hoàn thành,
         code: launch, title_en: Launch, cycle: event, due: {after: {of: event, months: 1}, boundary: by}}
"""
YEARLY = """\
document:
  number: 4/KH
  date: 2024-01-10
  title: With a report of the year in January
obligations:
  - code: yearly
    title: Tổng kết
    title_en: The year
    cite: "1"
    worded: trước ngày 15/01 năm sau
    owed_by: [CLERK]
    owner: CLERK
    cycle: annual
    due: {year: next, month: 1, day: 15, boundary: by}
    ladder: plain
appendices:
  - code: pl
    title: All the year
    rows: 1
    reported_in: [yearly]
    assignments:
      - {no: "1", cite: PL 1, title: Trực ban, leads: [CLERK], worded: Cả năm}
"""
FILES = {
    "office.yaml": OFFICE,
    "calendar.yaml": CALENDAR,
    "ladders.yaml": LADDERS,
    "units.yaml": UNITS,
    "rows.yaml": ROWS,
    "silent.yaml": SILENT,
    "yearly.yaml": YEARLY,
}


def town_folder(folder: Path) -> Path:
    """The office's files, written into the folder."""
    folder.mkdir(exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def town(folder: Path) -> Registry:
    """The office's registry."""
    return loader.load(town_folder(folder))
