"""From a meaning to its deadlines between two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from calendars.deadlines import deadline
from calendars.errors import WhenError
from calendars.months import FIRST_YEAR, LAST_YEAR
from calendars.periods import Period, iterate
from calendars.phrases.meaning import Dated, Meaning, Rule
from calendars.rules import Boundary, Roll
from calendars.workdays import WorkCalendar

_MARGIN_YEARS = 11
"""At most 120 months after its period, and a year more: no deadline lies further away."""


class _EveryDay(WorkCalendar):
    """A calendar on which every day is worked: enough for the nominal day of a rule that counts none."""

    __slots__ = ()

    def on_or_before(self, day: date) -> date:
        return day

    def confirmed(self, day: date) -> bool:
        return False


_EVERY_DAY = _EveryDay(
    days_off={}, make_up={}, first_year=FIRST_YEAR, last_year=FIRST_YEAR, verified_until=None
)


def deadlines(meaning: Meaning, start: date, end: date, calendar: WorkCalendar | None = None) -> list[Dated]:
    """The deadlines whose nominal day lies in [start, end], in order, as the phrase words them.

    A rule that counts working days needs the office's `calendar`; without one it has no dates here. Neither
    has a meaning that waits for an event, names no day, or is not sure.
    """
    found = {each for rule in meaning.rules for each in _of(rule, start, end, calendar)}
    return sorted(found, key=lambda each: (each.nominal, each.period.last, each.period.code, each.boundary))


def counts_workdays(meaning: Meaning) -> bool:
    """Whether finding the dates takes a calendar of working days."""
    return any(_by_workdays(rule) for rule in meaning.rules)


def _by_workdays(rule: Rule) -> bool:
    due = rule.due
    return due is not None and (
        due.workday is not None or (due.after is not None and due.after.workdays is not None)
    )


def _of(rule: Rule, start: date, end: date, calendar: WorkCalendar | None) -> Iterator[Dated]:
    for period in _periods(rule, start, end):
        day = nominal(rule, period, calendar)
        if day is None or not start <= day <= end:
            continue
        boundary = rule.due.boundary if rule.due else Boundary.BY
        if rule.due and (own := rule.due.overrides.get(period.code)):
            boundary = own.boundary or boundary
        yield Dated(day, boundary, period)


def _periods(rule: Rule, start: date, end: date) -> Iterator[Period]:
    if rule.pattern is not None:
        yield rule.pattern
        return
    kind = rule.kind
    if kind is None or rule.due is None:
        return
    first, last = rule.years
    reach = _MARGIN_YEARS if rule.due is not None and rule.due.after is not None else 2
    begins = max(start.year - reach, FIRST_YEAR, first or FIRST_YEAR)
    ends = min(end.year + reach, LAST_YEAR, last or LAST_YEAR)
    if begins > ends:
        return
    for period in iterate(kind, date(begins, 1, 1), date(ends, 12, 31)):
        if (not rule.only or period.number in rule.only) and begins <= period.year <= ends:
            yield period


def nominal(rule: Rule, period: Period, calendar: WorkCalendar | None = None) -> date | None:
    """The day of a period as the phrase words it; None when the rule cannot say."""
    if rule.due is None or (_by_workdays(rule) and calendar is None):
        return None
    if own := rule.due.overrides.get(period.code):
        return own.date
    try:
        return _day(rule, period, calendar)
    except WhenError:
        return None


def _day(rule: Rule, period: Period, calendar: WorkCalendar | None) -> date | None:
    assert rule.due is not None
    counting = calendar if calendar is not None and _by_workdays(rule) else _EVERY_DAY
    return deadline(replace(rule.due, roll=None), period, counting, Roll.NONE).nominal
