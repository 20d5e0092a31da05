"""Rules of a distance: so many days after a period, after a day, after an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from calendars.errors import WhenError
from calendars.months import same_day_later
from calendars.periods import Kind
from calendars.phrases.grammar.items import (
    Distance,
)
from calendars.phrases.meaning import CYCLE_OF, Cycle, Rule
from calendars.phrases.sense.exceptions import Unclear
from calendars.phrases.sense.resolve import Head, on, period
from calendars.rules import EVENT, PERIOD_END, After, Boundary, DueRule


def rules_of(heads: list[Head], d: Distance) -> list[Rule]:
    n = d.n if d.after else -d.n
    if d.unit == "hour":
        return []
    amounts = {"day": "days", "workday": "workdays", "month": "months"}
    given: dict[str, Any] = {amounts[d.unit]: n}
    try:
        if d.day is not None:
            return _from_day(d, n)
        if d.of != PERIOD_END:
            return [Rule(Cycle.EVENT, DueRule(boundary=Boundary.BY, after=After(EVENT, **given)))]
        due = DueRule(boundary=Boundary.BY, after=After(PERIOD_END, **given))
    except (WhenError, OverflowError, ValueError) as wrong:
        raise Unclear("phrase.span-too-long") from wrong
    if d.period is not None:
        return [Rule(Cycle.ONCE, due, pattern=d.period)]
    kinds = [d.unit_end] if d.unit_end not in (None, Kind.SPAN) else []
    if not kinds:
        if not heads:  # "kể từ ngày kết thúc kỳ báo cáo": whenever that is
            return [Rule(Cycle.EVENT, DueRule(boundary=Boundary.BY, after=After(EVENT, **given)))]
        return [_ending(head, due) for head in heads]
    kind = kinds[0]
    assert kind is not None
    same = [head for head in heads if head.kind is kind]
    if heads and not same and not any(head.outer and head.kind is Kind.YEAR for head in heads):
        raise Unclear("phrase.cycle-and-end")
    head = same[0] if same else Head(kind)
    if d.numbers:
        if kind is Kind.YEAR:
            raise Unclear("phrase.which-year")
        if head.numbers not in ((), d.numbers):
            raise Unclear("phrase.cycle-and-end")
        head = replace(head, numbers=d.numbers)
    return [_ending(head, due)]


def _ending(head: Head, due: DueRule) -> Rule:
    if head.year is not None and len(head.numbers) == 1:
        return Rule(Cycle.ONCE, due, pattern=period(head.kind, head.numbers[0], head.year))
    only = head.numbers if head.kind in (Kind.MONTH, Kind.QUARTER, Kind.HALF) else ()
    return Rule(CYCLE_OF[head.kind], due, only, years=(head.year, head.year))


def _from_day(d: Distance, n: int) -> list[Rule]:
    assert d.day is not None
    if d.unit == "day":
        return [on(d.day + timedelta(days=n), Boundary.BY)]
    if d.unit == "month":
        return [on(same_day_later(d.day, n), Boundary.BY)]
    due = DueRule(boundary=Boundary.BY, after=After(PERIOD_END, workdays=n))
    return [replace(on(d.day, Boundary.BY), due=due)]
