"""Working days and deadlines, against the libraries that count them too.

`python benchmarks/workdays.py` asks each the same questions about the same days off, compares every answer,
then measures in turn. Needs what `benchmarks/requirements.in` names: `make bench` installs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import holidays  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import QuantLib as ql  # noqa: E402, N813 - as its own examples call it
from dateutil.rrule import DAILY, rrule  # noqa: E402

from benchmarks.measuring import QUICK, Comparison, in_turn, keep  # noqa: E402
from calendars import periods  # noqa: E402
from calendars.deadlines import deadline  # noqa: E402
from calendars.kinds import Kind  # noqa: E402
from calendars.rules import Boundary, DueRule  # noqa: E402
from calendars.workdays import WorkCalendar  # noqa: E402

FIRST, LAST = date(2021, 1, 1), date(2021 if QUICK else 2025, 1 if QUICK else 12, 31)
DAYS = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]
OFF = {
    day: name
    for day, name in holidays.country_holidays("VN", years=range(2020, 2028)).items()
    if day.weekday() < 5
}

CALENDAR = WorkCalendar(days_off=OFF, make_up={}, first_year=2020, last_year=2037, verified_until=None)
NUMPY = np.busdaycalendar(holidays=[np.datetime64(day) for day in OFF])
PANDAS = pd.tseries.offsets.CustomBusinessDay(holidays=list(OFF))
HOLIDAYS = holidays.HolidayBase(years=range(2020, 2028))
HOLIDAYS.update(OFF)
QUANTLIB = ql.BespokeCalendar("office")
for weekday in (ql.Saturday, ql.Sunday):
    QUANTLIB.addWeekend(weekday)
for day in OFF:
    QUANTLIB.addHoliday(ql.Date(day.day, day.month, day.year))

Asked = Callable[[int], list[date]]


def _rrule(n: int) -> list[date]:
    found = []
    for day in DAYS:
        left = n
        for each in rrule(DAILY, dtstart=day + timedelta(1), byweekday=range(5)):
            left -= each.date() not in OFF
            if not left:
                found.append(each.date())
                break
    return found


def _quantlib(n: int) -> list[date]:
    days = [ql.Date(day.day, day.month, day.year) for day in DAYS]
    return [QUANTLIB.advance(day, n, ql.Days).to_date() for day in days]


def _numpy(n: int) -> list[date]:
    return [np.busday_offset(day, n, roll="backward", busdaycal=NUMPY).item() for day in DAYS]


def _numpy_at_once(n: int) -> list[date]:
    return np.busday_offset(DAYS, n, roll="backward", busdaycal=NUMPY).tolist()  # type: ignore[no-any-return]


def _pandas(n: int) -> list[date]:
    return [(pd.Timestamp(day) + PANDAS * n).date() for day in DAYS]


ONE_BY_ONE: dict[str, Asked] = {
    "dondoc": lambda n: [CALENDAR.shift(day, n) for day in DAYS],
    "holidays": lambda n: [HOLIDAYS.get_nth_working_day(day, n) for day in DAYS],
    "pandas CustomBusinessDay": _pandas,
    "numpy busday_offset": _numpy,
    "QuantLib BespokeCalendar": _quantlib,
    "dateutil rrule": _rrule,
}
AT_ONCE: dict[str, Asked] = {"numpy busday_offset, all at once": _numpy_at_once}


def shifted(n: int, what: str, times: float, against: str) -> Comparison:
    """The n-th working day after each day of five years."""
    asked = ONE_BY_ONE | AT_ONCE
    answers = {name: work(n) for name, work in asked.items()}
    for name, found in answers.items():
        wrong = [(day, ours, theirs) for day, ours, theirs in zip(DAYS, answers["dondoc"], found, strict=True)
                 if ours != theirs]  # fmt: skip
        if wrong:
            sys.exit(f"{name} answers otherwise: {wrong[:3]}")
    rates = in_turn({name: lambda work=work: len(work(n)) for name, work in asked.items()})  # type: ignore[misc]
    others = {name: rate for name, rate in rates.items() if name in ONE_BY_ONE and name != "dondoc"}
    best = against or max(others, key=others.__getitem__)
    aim = f"{times:g} times {against or 'the best that is asked one by one'}"
    ratio = rates["dondoc"] / rates[best]
    return Comparison(
        what, f"{len(DAYS):,} days", aim, "dondoc", rates, ratio >= times, reached=f"{ratio:.1f} times {best}"
    )


def expanded(duties: int = 3 if QUICK else 1000) -> Comparison:
    """Ten years of a thousand duties: each deadline with its working and its last day."""
    rules = [
        (kind, DueRule(boundary=Boundary.BEFORE, day=1 + n % 28, month="next"))
        for n, kind in zip(range(duties), _in_turn((Kind.MONTH, Kind.QUARTER, Kind.YEAR)), strict=False)
    ]
    spans = {
        kind: list(periods.iterate(kind, date(2025, 1, 1), date(2034, 12, 31)))
        for kind in (Kind.MONTH, Kind.QUARTER, Kind.YEAR)
    }
    number = sum(len(spans[kind]) for kind, _ in rules)

    def work() -> int:
        return sum(1 for kind, rule in rules for period in spans[kind] if deadline(rule, period, CALENDAR))

    rates = in_turn({"dondoc": work}, 3)
    return Comparison(
        "Ten years of 1,000 duties, every deadline",
        f"{number:,} deadlines",
        "under a second",
        "dondoc",
        rates,
        number / rates["dondoc"] < 1,
        reached=f"{number / rates['dondoc']:.2g} s",
    )


def _in_turn(kinds: tuple[Kind, ...]) -> Iterable[Kind]:
    while True:
        yield from kinds


if __name__ == "__main__":
    keep(
        "workdays",
        [
            shifted(1, "The next working day", 5, ""),
            shifted(10, "Ten working days on", 20, "QuantLib BespokeCalendar"),
            expanded(),
        ],
        ("holidays", "pandas", "numpy", "QuantLib", "python-dateutil"),
    )
