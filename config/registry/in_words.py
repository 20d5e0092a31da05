"""How a row is chased, as a sentence that an auditor can hold against the document's own words."""

from __future__ import annotations

from dataclasses import replace

from calendars.phrases import Meaning, MeaningKind, Rule, describe
from calendars.rules import EVENT, PERIOD_END, After
from config.registry import reporting
from config.registry.assignments import Assignment
from config.registry.objects import Cycle, Obligation
from config.registry.registry import Registry
from language import Message

_COUNTS = {"days": "phrase.days", "workdays": "phrase.workdays", "months": "phrase.months"}


def chase_of(registry: Registry, row: Assignment) -> Message:
    """The duties that ask for it, each with its timing, and the reports in which it is told."""
    own = reporting.own_duties(registry, row)
    duties = [Message("rule.duty", code=duty.code, timing=timing(duty)) for duty in own]
    reports = [code for code in row.told_in if code not in row.obligations or not own]
    if not reports:
        return Message("rule.own", duties=duties)
    if not duties:
        return Message("rule.told", reports=reports)
    return Message("rule.own-and-told", duties=duties, reports=reports)


def timing(duty: Obligation) -> Message:
    """When a duty is due: how often and on which day, without the exceptions of single periods."""
    due = duty.due
    if due.with_ is not None:
        return Message("rule.with", reports=due.with_)
    if due.after is not None and due.after.of not in (PERIOD_END, EVENT):
        return _after(due.after)
    cycle = duty.checked if duty.cycle is Cycle.CONTINUOUS and duty.checked else duty.cycle
    rule = Rule(cycle, replace(due, overrides={}), tuple(sorted(duty.only or ())), duty.pattern)
    if rule.pattern is not None and cycle is Cycle.EVERY_N_YEARS:
        # Of every span, not of the one that the registry names.
        years = rule.pattern.last.year - rule.pattern.first.year + 1
        rule = replace(rule, pattern=None, every=years)
    return describe(Meaning("", MeaningKind.RECURRING, (rule,)))


def _after(after: After) -> Message:
    unit, n = next((unit, n) for unit in _COUNTS if (n := getattr(after, unit)) is not None)
    if n == 0:
        return Message("rule.on-the-day-of", duty=after.of)
    count = Message(_COUNTS[unit], n=abs(n))
    return Message("rule.after-duty" if n > 0 else "rule.before-duty", count=count, duty=after.of)
