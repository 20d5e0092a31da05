"""A frequency or named period and a day, put together into a rule; None whenever the two do not fit.

Which of several readings a paper means is decided here and nowhere else; what is not decided has no rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from calendars.errors import WhenError
from calendars.months import day_of
from calendars.periods import Kind, Period, containing
from calendars.periods import day as day_period
from calendars.phrases.grammar.items import Point
from calendars.phrases.meaning import CYCLE_OF, Cycle, Rule
from calendars.rules import PERIOD_END, After, Boundary, DueRule

MonthWord = int | Literal["first", "second", "last", "next"]
SIZE = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.NINE_MONTHS: 9, Kind.YEAR: 12}
_LATEST = 92
"""A report is due at most so many days after its period: a later date belongs to something else."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a date is for: a kind of period, perhaps only some `numbers` of the year, perhaps one `year`.

    `outer`: said as "hằng", so that a finer frequency may stand inside it; `plan`, `report`: its name.
    """

    kind: Kind
    numbers: tuple[int, ...] = ()
    year: int | None = None
    outer: bool = False
    plan: bool = False
    report: bool = False


def alone(points: Sequence[Point], bounds: Sequence[Boundary]) -> list[Rule] | None:
    """Rules of days that nothing else explains; None when one of them is unclear."""
    if len(points) > 1 and all(p.month is not None and p.year is None for p in points):
        return _of_the_year(points, bounds)
    rules = []
    for p, bound in zip(points, bounds, strict=True):
        rule = _one(p, bound)
        if rule is None:
            return None
        rules += rule
    return rules


def _one(p: Point, bound: Boundary) -> list[Rule] | None:
    if p.nth is not None:
        due = DueRule(boundary=bound, weekday=p.weekday or 0, nth=p.nth if p.nth > 0 else "last")
        return [Rule(Cycle.MONTHLY, due)]
    if p.unit is Kind.WEEK:
        return fit(Head(Kind.WEEK), p, bound)
    if p.year is not None and p.month is not None and p.unit is None:
        if isinstance(p.day, int):
            return [on(date(p.year, p.month, p.day), bound)]
        return fit(Head(Kind.YEAR, year=p.year), replace(p, year=None), bound)
    if p.month is not None:
        return fit(Head(Kind.YEAR), p, bound)
    if p.unit in (Kind.MONTH, Kind.QUARTER, Kind.HALF, Kind.YEAR):
        return fit(Head(p.unit), p, bound)
    return None


def on(day: date, bound: Boundary) -> Rule:
    """A one-off date."""
    return Rule(Cycle.ONCE, DueRule(boundary=bound, after=After(PERIOD_END, days=0)), pattern=day_period(day))


def _of_the_year(points: Sequence[Point], bounds: Sequence[Boundary]) -> list[Rule] | None:
    """Several days of each year: the ends of halves or quarters where they fit, else months by number."""
    if any(p.year_ref in ("previous", "next") for p in points):
        return None
    pairs = list(zip(points, bounds, strict=True))
    if all(p.year_ref == "every" for p in points):
        pairs.sort(key=lambda pair: pair[0].month or 0)
    months = [p.month or 0 for p, _ in pairs]
    if sorted(set(months)) != months:
        return None
    if len(pairs) == 2 and months[0] in (5, 6) and months[1] in (11, 12):
        kinds = [Head(Kind.HALF, (n,)) for n in (1, 2)]
    elif months == [3, 6, 9, 12]:
        kinds = [Head(Kind.QUARTER, (n,)) for n in (1, 2, 3, 4)]
    else:
        kinds = [Head(Kind.MONTH, (m,)) for m in months]
    rules = []
    for head, (p, bound) in zip(kinds, pairs, strict=True):
        rule = fit(head, p, bound)
        if rule is None:
            return None
        rules += rule
    return merged(rules)


def merged(rules: list[Rule]) -> list[Rule]:
    """Rules that differ only in the numbers of their periods, as one."""
    out: list[Rule] = []
    for rule in rules:
        for n, known in enumerate(out):
            if rule.only and known.only and replace(rule, only=()) == replace(known, only=()):
                numbers = tuple(sorted({*known.only, *rule.only}))
                whole = rule.kind is not None and len(numbers) == {
                    Kind.QUARTER: 4,
                    Kind.HALF: 2,
                    Kind.MONTH: 12,
                }.get(rule.kind)
                out[n] = replace(known, only=() if whole else numbers)
                break
        else:
            out.append(rule)
    return out


def fit(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    """The rules of a point under its head."""
    try:
        return _fit(head, p, bound)
    except WhenError:
        return None


def _fit(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    if p.nth is not None:
        return _one(p, bound) if head.kind is Kind.MONTH and not head.numbers else None
    if p.weekday is not None and p.month is None:
        return _week(head, p, bound)
    if p.unit is not None:
        return _relative(head, p, bound)
    if p.month is None:
        return _bare(head, p, bound)
    if p.year is not None:
        return _dated(head, p, bound)
    return _numbered(head, p, bound)


def _rules(head: Head, p: Point, bound: Boundary, month: MonthWord | None, year: str = "same") -> list[Rule]:
    """The rules of a head whose day is `p` in `month`: one that comes round, or one for each named period."""
    due = DueRule(
        boundary=bound,
        day=p.day,
        workday=p.workday,
        month=month,
        year=year,  # type: ignore[arg-type]
    )
    if head.year is None:
        return [Rule(CYCLE_OF[head.kind], due, head.numbers if head.kind is not Kind.YEAR else ())]
    periods = [period(head.kind, n, head.year) for n in head.numbers or range(1, 12 // SIZE[head.kind] + 1)]
    if not head.numbers and head.kind is not Kind.YEAR:
        return [Rule(CYCLE_OF[head.kind], due, years=(head.year, head.year))]
    return [Rule(Cycle.ONCE, due, pattern=each) for each in periods]


def period(kind: Kind, number: int, year: int) -> Period:
    """The period of that number in the year."""
    return containing(kind, date(year, (number - 1) * SIZE[kind] + 1, 1))


def _week(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    if head.kind is not Kind.WEEK and not (head.outer and p.every):
        return None
    assert p.weekday is not None
    if p.which == "next":
        due = DueRule(boundary=bound, after=After(PERIOD_END, days=p.weekday + 1))
    else:
        due = DueRule(boundary=bound, weekday=p.weekday)
    years = (head.year, head.year)
    return [Rule(Cycle.WEEKLY, due, years=years)]


def _bare(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    """Only "ngày 15": a day of the month that is reported on."""
    if head.kind is Kind.MONTH:
        return _rules(head, p, bound, None)
    if head.kind is not Kind.WEEK and "last" in (p.day, p.workday):
        return _rules(head, p, bound, "last")
    return None


def _relative(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    unit = p.unit
    if p.which == "previous":
        return None
    if unit is Kind.SPAN:  # "kỳ báo cáo": whatever the head is
        if head.kind is Kind.WEEK:
            return None
        return _placed(head, p, bound)
    if head.kind is not unit:
        if unit is Kind.MONTH and p.which == "next" and head.kind in (Kind.QUARTER, Kind.HALF):
            return _rules(head, p, bound, "next")
        if not (head.kind is Kind.YEAR and (head.outer or head.year is not None)):
            return None
        head = Head(unit or Kind.YEAR, year=head.year)
    if p.numbers:
        if head.numbers and head.numbers != p.numbers:
            return None
        head = replace(head, numbers=p.numbers)
    if p.year is not None:
        if head.year not in (None, p.year):
            return None
        head = replace(head, year=p.year)
    if p.year_ref in ("previous", "next"):
        return None
    return _placed(head, p, bound)


def _placed(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    if head.kind is Kind.MONTH:
        return _rules(head, p, bound, "next" if p.which == "next" else None)
    if p.which == "own" and p.place in ("first", "last"):
        return _rules(head, p, bound, p.place)
    if p.which == "next" and p.place == "first":
        return _rules(head, p, bound, "next")
    if head.kind is not Kind.QUARTER or head.year is not None or p.place is None:
        return None
    if p.which != "next" and p.place == "second":
        return _rules(head, p, bound, "second")
    # A later month of the next quarter has no word of its own: one rule for each quarter.
    step = {"first": 1, "second": 2, "third": 3, "last": 3}[p.place] + (3 if p.which == "next" else 0)
    rules = []
    for number in head.numbers or (1, 2, 3, 4):
        month = (number - 1) * 3 + step
        year = "next" if month > 12 else "same"
        rules += _rules(replace(head, numbers=(number,)), p, bound, (month - 1) % 12 + 1, year)
    return rules


def _numbered(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    """A day of a numbered month, of the year that the head or a word about the year says."""
    month = p.month
    assert month is not None
    if head.kind is Kind.YEAR:
        if head.year is not None and (p.year_ref == "every" or _doubtful_year(head, p)):
            return None
        if p.year_ref == "every" and head.year is not None:
            return None
        year = p.year_ref if p.year_ref in ("previous", "next") else "same"
        return _rules(head, p, bound, month, year)
    if head.kind not in SIZE or p.year_ref == "previous":
        return None
    numbers = head.numbers
    if not numbers:
        number = _closing(head.kind, month)
        if number is None:
            return None
        numbers = (number,)
    if len(numbers) != 1:
        return None
    number = numbers[0]
    last = number * SIZE[head.kind]
    late = (month - last) % 12
    if head.kind is not Kind.MONTH and (late - 12) >= -1:
        late -= 12  # the month before the last one
    if late > 2 or ((p.year_ref == "next") != (last + late > 12) and p.year_ref == "next"):
        return None
    head = replace(head, numbers=numbers if head.kind is not Kind.NINE_MONTHS or head.year else ())
    if late == 0:
        return _rules(head, p, bound, "last" if head.kind is not Kind.MONTH else None)
    if late == 1:
        return _rules(head, p, bound, "next")
    return _rules(head, p, bound, month, "next" if last + late > 12 else "same")


def _doubtful_year(head: Head, p: Point) -> bool:
    """Whether "báo cáo năm 2024 trước ngày 15/01" may mean the year after, and a plan the one before."""
    if p.year_ref in ("previous", "next", "same"):
        return False
    month = p.month or 0
    return (head.report and month <= 5) or (head.plan and month >= 9)


def _closing(kind: Kind, month: int) -> int | None:
    """Which quarter or half a date in that month closes; None where it could be two."""
    if kind is Kind.QUARTER:
        return {3: 1, 4: 1, 6: 2, 7: 2, 9: 3, 10: 3, 12: 4, 1: 4}.get(month)
    if kind is Kind.HALF:
        return {5: 1, 6: 1, 7: 1, 8: 1, 11: 2, 12: 2, 1: 2}.get(month)
    return 1 if kind is Kind.NINE_MONTHS else None


def _dated(head: Head, p: Point, bound: Boundary) -> list[Rule] | None:
    """A full date: once, for the period that the head names or that the date closes."""
    assert p.month is not None
    assert p.year is not None
    if head.outer:
        return None
    if not isinstance(p.day, int):
        return (
            _rules(replace(head, year=p.year), replace(p, year=None), bound, p.month)
            if head.kind is Kind.YEAR
            else None
        )
    day = day_of((p.year, p.month), p.day)
    if head.kind is Kind.WEEK or (not head.numbers and head.kind is not Kind.YEAR):
        return [on(day, bound)]
    if len(head.numbers) > 1:
        return [on(day, bound)]
    number = head.numbers[0] if head.numbers else 1
    if head.year is None and head.kind is Kind.YEAR and p.month < 10:
        return [on(day, bound)]
    for year in [head.year] if head.year else [p.year, p.year - 1]:
        found = period(head.kind, number, year)
        if head.kind is Kind.YEAR and head.year and day.year == year - 1 and p.month >= 7:
            return [_exactly(found, day, bound, "previous")]
        if found.first <= day and (day - found.last).days <= _LATEST:
            return [_exactly(found, day, bound, "next" if day.year > found.last.year else "same")]
    return None


def _exactly(found: Period, day: date, bound: Boundary, year: Literal["same", "previous", "next"]) -> Rule:
    if found.kind is Kind.MONTH and (day.year, day.month) == (found.first.year, found.first.month):
        due = DueRule(boundary=bound, day=day.day)
    else:
        due = DueRule(boundary=bound, day=day.day, month=day.month, year=year)
    return Rule(Cycle.ONCE, due, pattern=found)
