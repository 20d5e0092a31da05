"""A purely English office, written as its own people would write it: no Vietnamese word, no `..._en` key.

Small, but with everything a mail, a board or a form can show: a merger that leaves its name to the new unit,
reports that feed another, an outline, rows without a date, an indicator, an event, a body outside the office.
"""

from __future__ import annotations

import re
from pathlib import Path

_LETTER = re.compile("[\u00c0-\u1ef9]")
_WORD = re.compile(
    r"(?<![a-z0-9])(bhxh|tthc|kstthc|vp|tst|bc|qđ|kh|han|nop|hạn|bang|chung|hop|nhiem|quy|thang|tinh|"
    r"bao|cao|ky|ngay)(?![a-z0-9])",
    re.IGNORECASE,
)
"""Vietnamese that has lost its marks, as in codes and names of files."""


def vietnamese_in(text: str) -> list[str]:
    """What is Vietnamese in a text of this office: words with such letters, and words that lost them."""
    return [each for each in text.split() if _LETTER.search(each)] + [m[0] for m in _WORD.finditer(text)]


OFFICE = """\
office:
  code: HARBOUR
  name: Northern Harbour Authority
  zone: Europe/London
  morning: "08:00"
  hours: {from: "07:30", to: "17:00"}
  roll: next
  language: en
  list_id: dondoc.harbour.example
  mail_from: dondoc@harbour.example
  leadership: {name: The Director General, email: director@harbour.example}
"""
CALENDAR = """\
calendar:
  country: GB
  language: en_GB
  years: {from: 2024, to: 2030}
  weekend: [saturday, sunday]
  verified_until: 2026-12-31
  days_off:
    - {date: 2026-09-14, name: Harbour Day, source: Harbour Act section 9}
"""
LADDERS = """\
ladders:
  - code: standard
    title: Monthly and quarterly reports
    open_workdays: 15
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: remind-1wd, before: 1, to: [unit]}
      - {name: due-today, before: 0, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit]}
      - {name: escalate-head-3wd, late: 3, to: [head, unit]}
      - {name: escalate-owner-5wd, late: 5, to: [owner, head, unit]}
      - {name: escalate-leadership-10wd, late: 10, to: [leadership, owner, head, unit]}
  - code: patient
    title: Once a year
    open_workdays: 60
    rungs:
      - {name: opened, at: open, to: [unit]}
      - {name: remind-5wd, before: 5, to: [unit]}
      - {name: overdue-1wd, late: 1, to: [unit]}
"""
UNITS = """\
kinds:
  - code: department
    title: Departments
    email: "{code}@harbour.example"
    head_email: "head.{code}@harbour.example"
    head_title: Head of department
  - code: station
    title: Pilot stations
    name: "{short} pilot station"
    email: "{code}@harbour.example"
    head_email: "head.{code}@harbour.example"
    head_title: Station master
groups:
  - {code: "@departments", title: All departments, kinds: [department]}
  - {code: "@stations", title: All pilot stations, kinds: [station]}
units:
  - {code: SEC, kind: department, name: Secretariat}
  - {code: FIN, kind: department, name: Finance Department}
  - {code: SAFE, kind: department, name: "Safety, Pilotage and Lights Department"}
  - {code: LEGAL, kind: department, name: Legal Department, head_email: none}
  - {code: north-old, kind: station, short: North, to: 2026-07-01, successor: north}
  - {code: islands, kind: station, short: Islands, to: 2026-07-01, successor: north}
  - {code: north, kind: station, short: North, from: 2026-07-01}
  - {code: south, kind: station, short: South}
"""
SAFETY = """\
document: {number: Order 12/2026, date: 2026-01-05, title: Order on pilotage, horizon: 2026, renewal: yearly}
outlines:
  - code: quarterly-form
    title: Form of the quarterly report
    cite: Annex A
    sections:
      - {no: 1, title: Incidents and near misses, by: [department, station]}
      - {no: 2, title: Lights out of order, by: [station]}
obligations:
  - code: incidents
    title: Quarterly report on incidents
    cite: section 4
    worded: before the 19th of the last month of the quarter
    owed_by: [FIN, SAFE, "@stations"]
    owner: SEC
    cycle: quarterly
    due: {month: last, day: 19, boundary: before}
    data: {from: {month: 0, day: 15}, to: {month: last, day: 14}}
    outline: quarterly-form
    helpers: [LEGAL, "@departments"]
    helpers_text: the port doctors
    product: A report in the form of Annex A
    how: Through the document system
    assumption: The Order does not say which calendar counts; ours does
    ladder: standard
  - code: summary
    title: Summary of incidents for the Ministry
    cite: section 5
    worded: by the 25th of the last month of the quarter
    owed_by: [SEC]
    owner: SEC
    cycle: quarterly
    due: {month: last, day: 25, boundary: by}
    needs: [incidents]
    deliver_to: Ministry of Transport
    product: One page and a table
    ladder: standard
  - code: grounding
    title: Report on a grounding
    cite: section 7
    worded: within three working days
    owed_by: [SAFE]
    owner: SEC
    cycle: event
    due: {after: {of: event, workdays: 3}, boundary: by}
    deliver_to: Marine Accident Branch
    ladder: standard
  - code: logbook
    title: Monthly copy of the log book
    cite: section 9
    worded: by the last day of the next month
    owed_by: [FIN, SAFE, LEGAL]
    owner: SEC
    cycle: monthly
    due: {month: next, day: last, boundary: by}
    ladder: patient
appendices:
  - code: annex-b
    title: What is to be done in 2026
    rows: 3
    owner: SEC
    ladder: patient
    reported_in: [incidents]
    assignments:
      - {no: "1", cite: B 1, title: Renew the light of the mole, leads: ["@stations"], worded: always}
      - {no: "2", cite: Annex B 2, title: Train two more pilots, leads: [SAFE], helpers_text: the school}
      - no: "3"
        cite: Annex B 3
        title: Share of pilots with a valid certificate
        leads: [SAFE]
        product: The share on 31 December
        worded: at the end of the year
        code: certificates
        cycle: annual
        due: {month: 12, day: last, boundary: by}
        figure: {unit: "%", targets: {2026: 98.5}}
"""
FILES = {
    "office.yaml": OFFICE,
    "calendar.yaml": CALENDAR,
    "ladders.yaml": LADDERS,
    "units.yaml": UNITS,
    "safety.yaml": SAFETY,
}


def english_folder(target: Path) -> Path:
    """The registry of the office, in a folder that a test may change."""
    target.mkdir()
    for name, text in FILES.items():
        (target / name).write_text(text, encoding="utf-8")
    return target
