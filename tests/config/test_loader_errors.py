# ruff: noqa: E501 - the errors are compared whole, and some are long
"""Each class of mistake in what the files say, with its line, key and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]

DUE = "obligations.figures.due"
NUMBER = "a whole number from"


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        # values
        ("day: 19,", "day: 32,", f"22: {DUE}.day: expected {NUMBER} 1 to 31, or last, found '32'"),
        ("day: 19,", "day: ,", f"22: {DUE}: expected one of day, workday, weekday, after, with, found none"),
        (
            "boundary: before}",
            "boundary: befor}",
            f"22: {DUE}.boundary: expected before or by (did you mean before?), found 'befor'",
        ),
        (
            "day: 19, boundary: before",
            "day: 19",
            f"22: {DUE}.boundary: expected before or by, found nothing",
        ),
        (
            "date: 2024-01-10",
            "date: 10/01/2024",
            "3: document.date: expected a date such as 2026-01-05, found '10/01/2024'",
        ),
        (
            "date: 2024-01-10",
            "date: 2024-02-30",
            "3: document.date: expected a date such as 2026-01-05, found '2024-02-30'",
        ),
        (
            "title_en: Summary",
            'title_en: "a\\nb"',
            "28: obligations.summary.title_en: expected text, found 'a\\nb'",
        ),
        (
            "title_en: Summary",
            "title_en: [a]",
            "28: obligations.summary.title_en: expected text, found a list",
        ),
        ('    cite: "2"\n', "", "26: obligations.summary.cite: expected text, found nothing"),
        # rules that do not fit the cycle
        (
            "day: 19, boundary",
            "day: 19, workday: 3, boundary",
            f"22: {DUE}: expected one of day, workday, weekday, after, with, found day and workday",
        ),
        (
            "month: last, day: 19",
            "month: 3, day: 19",
            f"22: {DUE}.month: expected first, second, last or next, counted from the quarter, found '3'",
        ),
        (
            "month: last, day: 19",
            "weekday: monday",
            f"22: {DUE}.weekday: expected it with `nth` (or day, workday): a quarter has that weekday more than "
            "once, found 'monday'",
        ),
        (
            "month: last, day: 19",
            "after: {of: event, days: 3}",
            f"22: {DUE}.after.of: expected event only with cycle: event, found it in a duty that is quarterly",
        ),
        (
            "month: last, day: 19",
            "after: {of: period_end, days: 3, months: 1}",
            f"22: {DUE}.after: expected one of days, workdays, months, found days and months",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "in: [Q1, M2, Q3]",
            "21: obligations.figures.in: expected Q1 to Q4, found 'M2'",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "period: 2024",
            "21: obligations.figures.period: expected no period for a duty that is quarterly, found '2024'",
        ),
        (
            "in: [Q1, Q2, Q3]",
            "checked: monthly",
            "21: obligations.figures.checked: expected it only with cycle: continuous, and this duty is quarterly, "
            "found 'monthly'",
        ),
        (
            "boundary: before}",
            "boundary: before, overrides: {2025-Q5: {date: 2025-03-01}}}",
            f"22: {DUE}.overrides.2025-Q5: expected a period such as 2026-Q3, found '2025-Q5'",
        ),
        (
            "boundary: before}",
            "boundary: before, overrides: {2025-Q1: {date: 2052-03-01}}}",
            f"22: {DUE}.overrides.2025-Q1.date: expected a date within two years of 2025-Q1, found '2052-03-01'",
        ),
        (
            "from: {month: 0, day: 15}",
            "from: {month: 5, day: 15}",
            "23: obligations.figures.data: expected days of the period, in order, found data: 2026-Q1 has 3 months, "
            "so no month 5",
        ),
        # references
        (
            'owed_by: ["@all"]',
            'owed_by: ["@al"]',
            "18: obligations.figures.owed_by: expected a group of units.yaml (did you mean @all?), found '@al'",
        ),
        (
            'owed_by: ["@all"]',
            "owed_by: [CLERC]",
            "18: obligations.figures.owed_by: expected a unit of units.yaml (did you mean CLERK?), found 'CLERC'",
        ),
        (
            'owed_by: ["@all"]',
            "owed_by: [CLERK, CLERK]",
            "18: obligations.figures.owed_by: expected each entry once, found 'CLERK' again",
        ),
        (
            "outline: form",
            "outline: from",
            "24: obligations.figures.outline: expected an outline of the registry (did you mean form?), found 'from'",
        ),
        (
            "outline: form\n    ladder: plain",
            "outline: form\n    ladder: plane",
            "25: obligations.figures.ladder: expected a ladder of ladders.yaml (did you mean plain?), found 'plane'",
        ),
        (
            "needs: [figures]",
            "needs: [figure]",
            "35: obligations.summary.needs: expected an obligation of the registry (did you mean figures?), "
            "found 'figure'",
        ),
        (
            "needs: [figures]",
            "needs: [summary]",
            "35: obligations.summary.needs: expected needs that do not go in a circle, found summary -> summary",
        ),
        (
            "cycle: quarterly\n    due: {month: last, day: 25",
            "cycle: monthly\n    due: {month: last, day: 25",
            "35: obligations.summary.needs: expected an obligation whose periods are each a month or shorter, "
            "found 'figures', each a quarter",
        ),
        (
            "day: 25, boundary: by}",
            "day: 25, boundary: by}\n    from: 2025-01-01\n    to: 2025-01-01",
            "36: obligations.summary.to: expected a date after 2025-01-01, found '2025-01-01'",
        ),
        (
            "{month: last, day: 25, boundary: by}",
            "{after: {of: figures, days: 3}, boundary: by}",
            "34: obligations.summary.due.after.of: expected an obligation that has all the same periods, "
            "found 'figures', which has fewer",
        ),
        # names and shapes
        (
            "code: summary",
            "code: figures",
            "26: obligations.figures.code: expected each code once, found 'figures' again (first in duties.yaml:13)",
        ),
        (
            "worded: by the 25th",
            "wordet: by the 25th",
            "30: obligations.summary.wordet: expected a known key (did you mean worded?), found 'wordet', unknown",
        ),
        ('cite: "2"', 'cite: "2"\n    cite: "3"', "30: cite: expected each key once, found it again (first in line 29)"),
        ("no: 2", "no: 1", "11: outlines.form.sections.1.no: expected each section once, found '1' again"),
        (
            "by: [office], in",
            "by: [ofice], in",
            "11: outlines.form.sections.2.by: expected a kind of units (did you mean office?), found 'ofice'",
        ),
        (
            "date: 2024-01-10",
            "date: 2024-01-10\n  renewal: yearly",
            "4: document.renewal: expected yearly only with a horizon, the year that the document was written for, "
            "found 'yearly'",
        ),
        (
            "document:\n",
            "document: plan\nextra:\n",
            "1: document: expected keys with values, found 'plan'",
        ),
    ],
)  # fmt: skip
def test_mistakes_in_a_document(swapped: Mistakes, old: str, new: str, error: str) -> None:
    assert f"duties.yaml:{error}" in swapped("duties", old, new)


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "from: 2025-07-01}",
            "from: 2025-08-01}",
            "10: units.NORTH.successor: expected a unit that exists on 2025-07-01, found JOINT, which begins on "
            "2025-08-01",
        ),
        (
            "South, to: 2025-07-01, successor: JOINT",
            "South, to: 2025-07-01, successor: JOIN",
            "11: units.SOUTH.successor: expected a unit of this file (did you mean JOINT?), found 'JOIN'",
        ),
        (
            "South, to: 2025-07-01, successor: JOINT",
            "South, successor: JOINT",
            "11: units.SOUTH.successor: expected it only with `to`, the first day without the unit, found 'JOINT'",
        ),
        (
            "Joint, from: 2025-07-01",
            "Joint, from: 2025-07-01, to: 2026-01-01, successor: NORTH",
            "12: units.JOINT.successor: expected a line of successors with an end, found JOINT -> NORTH -> JOINT",
        ),
        (
            "Joint, from: 2025-07-01",
            "Joint, from: 2025-07-01, to: 2025-07-01",
            "12: units.JOINT.to: expected a date after 2025-07-01, found '2025-07-01'",
        ),
        (
            "code: CLERK",
            "code: joint",
            "13: units.joint.code: expected each code once, found 'joint' again (first in line 12)",
        ),
        (
            "kind: office, name: Clerk",
            "kind: offices, name: Clerk",
            "13: units.CLERK.kind: expected one of this file's kinds (did you mean office?), found 'offices'",
        ),
        (
            "kind: office, name: Clerk",
            "kind: office",
            "13: units.CLERK.name: expected text, since the unit's kind has no name of its own, found nothing",
        ),
        (
            "name: Clerk",
            "name: Clerk, email: clerk",
            "13: units.CLERK.email: expected a mail address such as secretary@office.example, found 'clerk'",
        ),
        (
            "name: Clerk",
            'name: Clerk, email: "a@b.example, c@d.example"',
            "13: units.CLERK.email: expected a mail address such as secretary@office.example, "
            "found 'a@b.example, c@d.example'",
        ),
        (
            '"{code}@town.example"',
            '"{cod}@town.example"',
            "4: kinds.office.email: expected no other braces than {code} and {short}, found '{cod}@town.example'",
        ),
        (
            "kinds: [office]}",
            "units: [CLERK, NORT]}",
            "8: groups.@all.units: expected a unit of this file (did you mean NORTH?), found 'NORT'",
        ),
        (
            "kinds: [office]}",
            "from: 2025-01-01}",
            "8: groups.@all.kinds: expected kinds or units, found neither",
        ),
        (
            'code: "@all"',
            "code: all",
            "8: groups.all.code: expected a name such as @provinces, in quotes, found 'all'",
        ),
    ],
)
def test_mistakes_in_units(swapped: Mistakes, old: str, new: str, error: str) -> None:
    assert f"units.yaml:{error}" in swapped("units", old, new)


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        (
            "ladders",
            "before: 5",
            "before: 11",
            "6: ladders.plain.rungs: expected rungs in order of time, each with its own name, found ladder plain: "
            "remind-5wd comes before the task opens, 10 working days before its deadline",
        ),
        (
            "ladders",
            "before: 5",
            "before: 5, late: 2",
            "7: ladders.plain.rungs.2: expected one of at, each, before, late, every, found before and late",
        ),
        ("ladders", "times: 3", "times: 300", f"9: ladders.plain.rungs.4.times: expected {NUMBER} 1 to 52, found '300'"),
        (
            "ladders",
            "from: 6, times: 3",
            "from: 6",
            f"9: ladders.plain.rungs.4.times: expected {NUMBER} 1 to 52, found nothing",
        ),
        (
            "ladders",
            "every: 5, from: 6, times: 3",
            "every: 100, from: 6, times: 9",
            "9: ladders.plain.rungs.4.times: expected an end within 260 working days, found 9 times 100",
        ),
        (
            "ladders",
            "[unit, head]",
            "[unit, boss]",
            "8: ladders.plain.rungs.3.to: expected one of unit, head, owner, leadership, found 'boss'",
        ),
        (
            "calendar",
            "off: 2026-01-02",
            "off: 2026-01-03",
            "7: calendar.swaps.2026-01-03.off: expected a working day to take off, found 2026-01-03, a Saturday",
        ),
        (
            "calendar",
            "worked: 2026-01-10",
            "worked: 2026-01-12",
            "7: calendar.swaps.2026-01-02.worked: expected a day of rest to work on, found 2026-01-12, a Monday that "
            "is worked anyway",
        ),
        (
            "calendar",
            ", source: law",
            "",
            "9: calendar.days_off.2026-01-01.source: expected text, found nothing",
        ),
        (
            "calendar",
            "date: 2026-01-01",
            "date: 2026-01-02",
            "9: calendar.days_off.2026-01-02.date: expected each day once, found 2026-01-02 again",
        ),
        ("calendar", "to: 2028", "to: 2023", "3: calendar.years.to: expected a year from 2024 to 2123, found '2023'"),
        (
            "calendar",
            "country: none",
            "country: XX",
            "2: calendar.country: expected a country the holidays package knows, such as VN, or none, found 'XX'",
        ),
        (
            "calendar",
            "verified_until: 2026-12-31",
            "verified_until: 2036-12-31",
            "5: calendar.verified_until: expected a date in the calendar's years, 2024 to 2028, found '2036-12-31'",
        ),
        (
            "calendar",
            "[saturday, sunday]",
            "[saturday, sonntag]",
            "4: calendar.weekend: expected a day from monday to sunday, found 'sonntag'",
        ),
        (
            "office",
            "Asia/Ho_Chi_Minh",
            "../etc/passwd",
            "5: office.zone: expected a time zone such as Asia/Ho_Chi_Minh, found '../etc/passwd'",
        ),
        ("office", '"08:00"', "8am", "6: office.morning: expected a time such as 08:00, in quotes, found '8am'"),
        (
            "office",
            '"08:00"',
            '"18:00"',
            "6: office.morning: expected a time within hours, 07:30 to 17:00, found '18:00'",
        ),
        (
            "office",
            "mail_from: dondoc@town.example",
            'mail_from: "a@town.example\\nBcc: x@y.example"',
            "11: office.mail_from: expected a mail address such as secretary@office.example, "
            "found 'a@town.example\\nBcc: x@y.example'",
        ),
        ("office", "roll: next", "roll: forward", "8: office.roll: expected next, previous or none, found 'forward'"),
    ],
)  # fmt: skip
def test_mistakes_in_the_other_files(swapped: Mistakes, file: str, old: str, new: str, error: str) -> None:
    assert f"{file}.yaml:{error}" in swapped(file, old, new)
