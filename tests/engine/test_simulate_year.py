"""A simulated year of the shipped registry against an oracle that shares no code with `calendars/`.

The oracle is numpy's business days over days off written out here, dateutil's rules for the months, and the
documents' deadlines and the ladders as literals. Every mail line of 2026 must be in it, and nothing else.
The long tests take every unit; the others a few drawn ones, with all duties that these owe or own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from dateutil.rrule import MONTHLY, rrule

from config.registry import Registry
from engine.rounds.simulate import SimulatedMail, simulate
from tests.support import registries
from tests.support.rounds import settings
from tests.support.tiers import WHOLE, some

# Days nobody works though they are Monday to Friday, and Saturdays that are worked instead.
OFF = [
    date(2026, 1, 1), date(2026, 1, 2), date(2026, 2, 16), date(2026, 2, 17), date(2026, 2, 18),
    date(2026, 2, 19), date(2026, 2, 20), date(2026, 4, 27), date(2026, 4, 30), date(2026, 5, 1),
    date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24), date(2027, 1, 1),
]  # fmt: skip
WORKED = {date(2026, 1, 10), date(2026, 8, 22)}

WEEKENDS = [
    day for n in range(900) if (day := date(2025, 6, 1) + timedelta(n)).weekday() >= 5 and day not in WORKED
]
OPEN_DAYS = np.busdaycalendar(weekmask="1111111", holidays=OFF + WEEKENDS)

Rung = tuple[str, int | str, str]
"""Its name; working days from the last day, or the day itself; whom it speaks to."""

STANDARD: list[Rung] = [
    ("opened", -15, "u"), ("remind-10wd", -10, "u"), ("remind-5wd", -5, "u"), ("remind-1wd", -1, "u"),
    ("due-today", 0, "u"), ("overdue-1wd", 1, "u"), ("escalate-head-3wd", 3, "hu"),
    ("escalate-owner-5wd", 5, "ohu"), ("escalate-leadership-10wd", 10, "lohu"), ("overdue-15wd", 15, "uo"),
    ("overdue-20wd", 20, "uo"), ("overdue-25wd", 25, "uo"), ("overdue-30wd", 30, "uo"),
    ("overdue-35wd", 35, "uo"), ("overdue-40wd", 40, "uo"),
]  # fmt: skip
EVERY_MONTH: list[Rung] = [
    ("opened", -15, "u"), ("remind-5wd", -5, "u"), ("remind-1wd", -1, "u"), ("due-today", 0, "u"),
    ("overdue-1wd", 1, "u"), ("escalate-head-2wd", 2, "hu"), ("escalate-owner-4wd", 4, "ohu"),
    ("escalate-leadership-8wd", 8, "lohu"), ("overdue-13wd", 13, "uo"), ("overdue-18wd", 18, "uo"),
]  # fmt: skip

A_CHECK: list[Rung] = [
    ("opened", -15, "u"), ("remind-5wd", -5, "u"), ("due-today", 0, "u"), ("overdue-1wd", 1, "u"),
    ("escalate-owner-5wd", 5, "ou"), ("overdue-10wd", 10, "uo"), ("overdue-15wd", 15, "uo"),
]  # fmt: skip

# What runs from the start of the year opens on its first working day, and a date says so; to the end of March
# there are fewer than sixty working days. A word each quarter, until the reminders towards the end begin.
TOWARDS = [
    ("remind-30wd", -30, "u"), *STANDARD[1:],
]  # fmt: skip
TO_MARCH: list[Rung] = [("opened", "2026-01-05", "u"), *TOWARDS]
ALL_YEAR: list[Rung] = [
    ("opened", "2026-01-05", "u"), ("running-2026-Q2", "2026-04-01", "u"),
    ("running-2026-Q3", "2026-07-01", "u"), ("running-2026-Q4", "2026-10-01", "u"),
    ("remind-60wd", -60, "u"), *TOWARDS,
]  # fmt: skip

# Duty -> (owner, ladder, {period: last permitted day as the document says it, before any roll}).
DUTIES: dict[str, tuple[str, Sequence[Rung], dict[str, str]]] = {
    "kstthc-quy": ("VP", STANDARD, {
        "2026-Q1": "2026-03-18", "2026-Q2": "2026-06-18", "2026-Q3": "2026-09-18", "2027-Q1": "2027-03-18",
    }),
    "kstthc-nam": ("VP", STANDARD, {"2026": "2026-12-18"}),
    "cchc-ke-hoach": ("PC", STANDARD, {"2027": "2026-12-15"}),
    "cchc-tong-hop": ("PC", STANDARD, {"2027": "2026-12-25"}),
    "cchc-bao-cao": ("PC", STANDARD, {"2026": "2026-12-31"}),
    "cchc-khao-sat": ("PC", STANDARD, {"2026": "2026-12-31"}),
    "cchc-truyen-thong": ("PC", STANDARD, {"2026": "2026-12-31"}),
    # Ten days after the units' reports, of which those for 2025 were due on 31 December 2025.
    "cchc-bao-cao-nganh": ("PC", STANDARD, {"2025": "2026-01-10", "2026": "2027-01-10"}),
    "cchc-quy": ("PC", A_CHECK, {"2026-Q1": "2026-03-31", "2026-Q2": "2026-06-30", "2026-Q3": "2026-09-30"}),
    "cchc-nhiem-vu": ("PC", A_CHECK, {
        "2026-Q1": "2026-03-31", "2026-Q2": "2026-06-30", "2026-Q3": "2026-09-30", "2026-Q4": "2026-12-31",
    }),
    "cchc-quy-nganh": ("PC", A_CHECK, {
        "2026-Q1": "2026-04-10", "2026-Q2": "2026-07-10", "2026-Q3": "2026-10-10",
    }),
    # Ten days after the units' reviews of the half-year that ended on 31 December 2025.
    "kh3035-73": ("PC", STANDARD, {"2025-H2": "2026-01-10"}),
    **{
        f"kh3035-{row}": ("PC", ALL_YEAR, {"2026": "2026-12-31"})
        for row in (24, 29, 30, 31, 32, 50, 51, 55, 90)
    },
    "kh3035-56": ("PC", STANDARD, {"2026": "2026-11-30"}),
    "kstthc-nhiem-vu": ("VP", A_CHECK, {
        "2026-Q1": "2026-03-18", "2026-Q2": "2026-06-18", "2026-Q3": "2026-09-18", "2026-Q4": "2026-12-18",
        "2027-Q1": "2027-03-18",
    }),
    "kstthc-ke-hoach": ("VP", TO_MARCH, {"2026": "2026-03-31"}),
    "nq01-ban-hanh": ("KHDT", A_CHECK, {"2026": "2026-01-31", "2027": "2027-01-31"}),
    "nq01-chuong-trinh": ("KHDT", STANDARD, {"2026": "2026-02-20", "2027": "2027-02-20"}),
    "nq01-nam": ("KHDT", STANDARD, {"2026": "2026-11-04"}),
    "nq01-thang": ("KHDT", EVERY_MONTH, {
        f"{d:%Y-%m}": d.date().isoformat() for d in rrule(MONTHLY, dtstart=date(2026, 1, 14), count=13)
    }),
    "nq01-don-vi": ("KHDT", A_CHECK, {
        f"{d:%Y-%m}": d.date().isoformat()
        for d in rrule(MONTHLY, dtstart=date(2026, 1, 31), count=13, bymonthday=-1)
    }),
    # Five working days after the units' reports of the 14th, or of the working day after it.
    "nq01-tong-hop-thang": ("KHDT", A_CHECK, {
        "2026-01": "2026-01-21", "2026-02": "2026-03-02", "2026-03": "2026-03-23", "2026-04": "2026-04-21",
        "2026-05": "2026-05-21", "2026-06": "2026-06-22", "2026-07": "2026-07-21", "2026-08": "2026-08-21",
        "2026-09": "2026-09-21", "2026-10": "2026-10-21", "2026-11": "2026-11-23", "2026-12": "2026-12-21",
        "2027-01": "2027-01-21",
    }),
    "nq01-tong-hop": ("KHDT", STANDARD, {"2026": "2026-11-14"}),
    **{
        f"qd1177-{row}": ("CNTT", ALL_YEAR, {"2026": "2026-12-31"})
        for row in ("1.1", "4.1", "4.2", "5.1", "5.2", "5.4")
    },
    "qd1177-ii.1": ("CNTT", TO_MARCH, {"2026": "2026-03-31"}),
    **{
        code: ("CNTT", EVERY_MONTH, {
            f"{d:%Y-%m}": d.date().isoformat()
            for d in rrule(MONTHLY, dtstart=date(2026, 1, 31), count=13, bymonthday=-1)
        })
        for code in ("da06-thang", "da06-giao-ban")
    },
}  # fmt: skip

# Their days are the registry's own: nobody beyond the owner hears of them.
ASSUMED = {
    "da06-thang", "da06-giao-ban", "cchc-bao-cao", "cchc-khao-sat", "cchc-truyen-thong", "cchc-bao-cao-nganh",
    "kh3035-73", *(f"kh3035-{row}" for row in (24, 29, 30, 31, 32, 50, 51, 55, 90)), "kstthc-ke-hoach",
    "nq01-tong-hop", *(f"qd1177-{row}" for row in ("1.1", "4.1", "4.2", "5.1", "5.2", "5.4", "ii.1")),
}  # fmt: skip

# Duty that waits for an event -> its owner, of those in force in 2026: nobody reports any of them.
EVENTS = {
    **dict.fromkeys(("kh490-2.2", "kh490-3.4", "kh490-3.5", "kh490-3.6"), "VP"),
    **dict.fromkeys(("kh3035-52", "kh3035-53"), "PC"),
}

Line = tuple[str, str, str, str, str, str]
"""(day, recipient, obligation, period, unit, rung)."""


def shifted(day: str, workdays: int, roll: str) -> str:
    return str(np.busday_offset(day, workdays, roll=roll, busdaycal=OPEN_DAYS))  # type: ignore[call-overload]


def day_of(stated: str, rung: int | str) -> str:
    """Reminders count back from the last working day by then, delays from the rolled last day."""
    if isinstance(rung, str):
        return rung
    last = shifted(stated, 0, "forward")
    return shifted(last, rung, "forward") if rung > 0 else shifted(stated, rung, "backward")


def oracle(registry: Registry) -> Iterator[Line]:
    for code, (owner, ladder, periods) in DUTIES.items():
        if code not in registry.obligations:
            continue
        for period, stated in periods.items():
            last, working = shifted(stated, 0, "forward"), shifted(stated, 0, "backward")
            # Whoever was reminded on the working deadline hears once more on a last day that was moved.
            word = [("last-day", 0, to) for rung, _, to in ladder if rung == "due-today" and last != working]
            for rung, n, to in [*ladder, *word]:
                day = last if rung == "last-day" else day_of(stated, n)
                if not day.startswith("2026"):
                    continue
                for unit in registry.owing(code, date.fromisoformat(day_of(stated, ladder[0][1]))):
                    who = {"u": unit.code, "h": f"{unit.code}:head", "o": owner, "l": "leadership"}
                    for recipient in {who[letter] for letter in to if letter != "l" or code not in ASSUMED}:
                        yield day, recipient, code, period, unit.code, rung


@pytest.fixture(scope="module")
def registry() -> Registry:
    shipped = registries.shipped()
    return shipped if WHOLE else of_some_units(shipped, 1)


def of_some_units(whole: Registry, few: int) -> Registry:
    """The registry with a few drawn units beside those that own a duty: a year of mails costs by the unit."""
    owners = {duty.owner for duty in whole.obligations.values()}
    others = [unit.code for unit in whole.units.values() if unit.to is None and unit.code not in owners]
    kept = owners | set(some(others, few))
    duties = [
        replace(duty, owed_by=tuple(code for code in duty.owed_by if code in kept or code in whole.groups))
        for duty in whole.obligations.values()
    ]
    return Registry(
        office=whole.office,
        calendar=whole.calendar,
        units=[unit for unit in whole.units.values() if unit.code in kept],
        groups=whole.groups.values(),
        ladders=whole.ladders.values(),
        documents=whole.documents.values(),
        outlines=whole.outlines.values(),
        obligations=[duty for duty in duties if duty.owed_by],
        fingerprint="some units",
    )


@pytest.fixture(scope="module")
def mails(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> list[SimulatedMail]:
    home = tmp_path_factory.mktemp("home")
    return list(simulate(registry, settings(Path(home)), date(2026, 1, 1), date(2026, 12, 31)))


@pytest.fixture(scope="module")
def year(mails: list[SimulatedMail]) -> list[Line]:
    return [
        (mail.day.isoformat(), mail.recipient, item.obligation, item.period, item.unit, item.rung)
        for mail in mails
        for item in mail.items
    ]


@pytest.mark.slow
def test_every_line_of_the_year_is_the_oracles_and_none_is_missing(
    registry: Registry, year: list[Line]
) -> None:
    expected = set(oracle(registry))
    assert len(year) == len(set(year)), "a line was mailed twice"
    assert sorted(set(year) - expected)[:5] == []
    assert sorted(expected - set(year))[:5] == []
    assert len(year) > (20_000 if WHOLE else 2_000)


@pytest.mark.slow
def test_every_event_is_asked_for_on_the_first_working_morning_of_each_quarter(
    registry: Registry, mails: list[SimulatedMail]
) -> None:
    first_days = [shifted(f"2026-{month}-01", 0, "forward") for month in ("01", "04", "07", "10")]
    assert first_days == ["2026-01-05", "2026-04-01", "2026-07-01", "2026-10-01"]
    found = sorted((mail.day.isoformat(), mail.recipient, code) for mail in mails for code in mail.events)
    expected = [
        (day, owner, code)
        for day in first_days
        for code, owner in EVENTS.items()
        if code in registry.obligations  # of a few drawn units
    ]
    assert found == sorted(expected)
    assert len(found) >= (24 if WHOLE else 4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "obligation", "period", "rung"),
    [
        # 15 February 2026 is Sunday, so the 14th, a Saturday: Tết moves it to Monday the 23rd.
        ("2026-02-13", "nq01-thang", "2026-02", "due-today"),
        ("2026-02-23", "nq01-thang", "2026-02", "last-day"),
        ("2026-02-24", "nq01-thang", "2026-02", "overdue-1wd"),
        ("2026-09-18", "kstthc-quy", "2026-Q3", "due-today"),
        ("2026-09-21", "kstthc-quy", "2026-Q3", "overdue-1wd"),
        ("2026-12-15", "cchc-ke-hoach", "2027", "due-today"),
        ("2026-12-25", "cchc-tong-hop", "2027", "due-today"),
        # 31 January 2026 is a Saturday: the last working day is Friday, lateness counts from Monday.
        ("2026-01-30", "da06-thang", "2026-01", "due-today"),
        ("2026-02-03", "da06-thang", "2026-01", "overdue-1wd"),
        # Saturday 10 January is worked for Friday the 2nd: five working days before Wednesday the 14th.
        ("2026-01-08", "nq01-thang", "2026-01", "remind-5wd"),
    ],
)
def test_dates_worked_out_by_hand(
    year: list[Line], day: str, obligation: str, period: str, rung: str
) -> None:
    days = {line[0] for line in year if line[2:4] == (obligation, period) and line[5] == rung}
    assert days == {day}
