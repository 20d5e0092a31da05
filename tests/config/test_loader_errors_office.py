# ruff: noqa: E501 - the errors are compared whole, and some are long
"""Each class of mistake in units, ladders, calendar and office, with its line, key and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]

NUMBER = "a whole number from"


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
            "code: SOUTH",
            "code: Leadership",
            '11: units.Leadership.code: expected a code other than "leadership", which is our word for the '
            "office's leadership, found 'Leadership'",
        ),
        (
            "kind: office, name: Clerk}",
            "kind: office, name: Clerk, email: phong..a@office.example}",
            "13: units.CLERK.email: expected a mail address such as secretary@office.example, "
            "found 'phong..a@office.example'",
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
            "name: overdue-1wd",
            "name: withdrawn",
            "8: ladders.plain.rungs.3.name: expected a name other than last-day and withdrawn, which the program "
            "gives to rungs of its own, found 'withdrawn'",
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
        (
            "office",
            "roll: next",
            "roll: next\n  ask_events: weekly",
            "9: office.ask_events: expected monthly, quarterly, half-yearly or never, found 'weekly'",
        ),
    ],
)  # fmt: skip
def test_mistakes_in_the_other_files(swapped: Mistakes, file: str, old: str, new: str, error: str) -> None:
    assert f"{file}.yaml:{error}" in swapped(file, old, new)
