"""From a meaning back to a short sentence, for the clerk to check.

In Vietnamese the sentence of a meaning with dates is itself a timing phrase: `parse` reads the same rules
from it wherever the registry has a word for them.
"""

from __future__ import annotations

from dataclasses import replace

from calendars.periods import Kind, Period
from calendars.periods import parse as period_of
from calendars.phrases.meaning import Cycle, Meaning, MeaningKind, Role, Rule
from calendars.rules import PERIOD_END, After, Boundary, DueRule, MonthDay
from language import Message

_WITHIN = DueRule(boundary=Boundary.BY, after=After(PERIOD_END, days=0))
_COUNTS = {
    "day": "phrase.days",
    "workday": "phrase.workdays",
    "month": "phrase.months",
    "hour": "phrase.hours",
}


def describe(meaning: Meaning) -> Message:
    """One short sentence without a full stop; never empty."""
    said = _said(meaning)
    if meaning.roll is not None and meaning.rules:
        return Message("phrase.rolling", said=said, roll=Message(f"phrase.roll-{meaning.roll.value}"))
    return said


def _said(m: Meaning) -> Message:
    if names := dict.fromkeys(rule.whom for rule in m.rules if rule.whom):
        each = [replace(m, rules=tuple(rule for rule in m.rules if rule.whom == whom)) for whom in names]
        said = [
            Message("phrase.for-class", whom=whom, said=_rules(one))
            for whom, one in zip(names, each, strict=True)
        ]
        return Message("phrase.for-classes", said=said)
    if m.kind is MeaningKind.UNKNOWN:
        return Message("phrase.unclear-why", why=m.notes[-1]) if m.notes else Message("phrase.unclear")
    if m.kind is MeaningKind.WINDOW:
        return _window(m)
    if m.role is Role.HORIZON:
        return Message("phrase.goal", span=_span(m))
    if m.role is Role.EFFECTIVE:
        return Message("phrase.begins", span=_span(m))
    if m.role is Role.CAP:
        return Message("phrase.most")
    dated = [rule for rule in m.rules if rule.due is not None]
    if m.kind is MeaningKind.OFFSET and m.offset is not None and not any(_plain(rule) for rule in dated):
        return _offset(m)
    if dated:
        return _rules(m)
    if m.kind is MeaningKind.EVENT:
        return Message("phrase.when", event=m.event)
    if m.kind is MeaningKind.CONTINUOUS:
        return Message("phrase.rule-head", head=Message("phrase.always"))
    if m.kind is MeaningKind.RANGE:
        return Message("phrase.during", span=_span(m))
    if m.rules:
        return Message("phrase.rules-without-day", rules=[_rule(rule) for rule in m.rules])
    if m.kind is MeaningKind.RECURRING:
        return Message("phrase.recurs-as", how=m.notes[0]) if m.notes else Message("phrase.recurs")
    return Message("phrase.mentions", span=_span(m))


def _plain(rule: Rule) -> bool:
    return rule.due is not None and (rule.due.after is None or rule.cycle is Cycle.ONCE)


def _rules(m: Meaning) -> Message:
    return Message("phrase.rules", rules=[_rule(rule) for rule in m.rules])


# --- data windows ---


def _window(m: Meaning) -> Message:
    if m.role is Role.CUTOFF:
        return Message("phrase.window-cutoff")
    if m.role is Role.CARRY:
        return Message("phrase.window-carry")
    if m.window is None or m.window_kind is None:
        return Message("phrase.window-some")
    unit = m.window_kind
    first, last = _window_day(m.window.from_, unit), _window_day(m.window.to, unit)
    return Message("phrase.window", of=_unit(unit), first=first, last=last)


def _window_day(day: MonthDay, unit: Kind) -> Message:
    n = {"first": 1, "last": _LENGTH[unit]}[day.month] if isinstance(day.month, str) else day.month
    which = Message("phrase.the-last") if day.day == "last" else Message("phrase.the-day", day=day.day)
    if n < 1 and unit is Kind.YEAR:
        return Message("phrase.window-last-year", which=which, month=_month_named(n + 12))
    if n < 1:
        return Message("phrase.window-month-before", which=which)
    if unit is Kind.YEAR and n <= 12:
        return Message("phrase.window-month", which=which, month=_month_named(n))
    return Message("phrase.window-nth-month", which=which, month=n)


_LENGTH = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}


# --- rules ---


def _offset(m: Meaning) -> Message:
    assert m.offset is not None
    after = m.offset.direction == "after"
    count = _count(m.offset.n, m.offset.unit)
    if not m.offset.of:
        return count
    if m.offset.of != PERIOD_END:
        since = "phrase.count-since" if after else "phrase.count-until"
        return Message(since, count=count, of=m.offset.of)
    if m.rules:
        return _rules(m)
    return Message("phrase.after-end" if after else "phrase.before-end", count=count, of=_unit(None))


def _rule(rule: Rule) -> Message:
    head = _head(rule)
    if rule.due is None:
        return Message("phrase.rule-head", head=head)
    if head and rule.pattern is not None and rule.due == _WITHIN:
        return Message("phrase.rule-within", period=head)
    day, overrides = _day(rule, rule.due), _overrides(rule.due)
    if not head:
        return Message("phrase.rule-day", day=day, overrides=overrides)
    return Message("phrase.rule", head=head, day=day, overrides=overrides)


def _overrides(due: DueRule) -> list[Message]:
    said = []
    for code, own in due.overrides.items():
        before = (own.boundary or due.boundary) is Boundary.BEFORE
        name = "phrase.override-before" if before else "phrase.override-by"
        said.append(Message(name, period=named(period_of(code)), day=own.date))
    return said


def _head(rule: Rule) -> Message | None:
    """How often, or for which period; None for one day of its own."""
    if rule.cycle is Cycle.EVERY_N_YEARS:
        return Message("phrase.every-n-years", n=rule.every)
    if rule.pattern is not None:
        return None if rule.pattern.kind is Kind.DAY else named(rule.pattern)
    if rule.cycle in (Cycle.CONTINUOUS, Cycle.EVENT):
        return Message("phrase.always" if rule.cycle is Cycle.CONTINUOUS else "phrase.on-event")
    years = _years(rule)
    if rule.only and rule.kind is not None:
        return _numbers(rule.kind, rule.only, years)
    return Message(f"phrase.every-{rule.cycle.value}", years=years)


def _years(rule: Rule) -> Message | None:
    first, last = rule.years
    if first is None:
        return None if last is None else Message("phrase.to-year", year=str(last))
    if last is None:
        return Message("phrase.from-year", year=str(first))
    if first == last:
        return Message("phrase.in-year", year=str(first))
    return Message("phrase.in-years", first=str(first), last=str(last))


def _numbers(kind: Kind, only: tuple[int, ...], years: Message | None) -> Message:
    if kind is Kind.QUARTER:
        quarters = [Message(f"words.quarter-{n}") for n in only]
        return Message("phrase.report-quarters", quarters=quarters, years=years)
    if kind is Kind.HALF:
        return Message("phrase.report-half-1" if only == (1,) else "phrase.report-half-2", years=years)
    return Message("phrase.report-months", months=[_month_named(n) for n in only], years=years)


def named(period: Period) -> Message:
    """A period as a sentence names it: `tháng 6 năm 2026`."""
    year = str(period.year)
    if period.kind is Kind.MONTH:
        return Message("phrase.month-in", month=_month_named(period.number), year=year)
    if period.kind is Kind.QUARTER:
        return Message("phrase.quarter-in", quarter=Message(f"words.quarter-{period.number}"), year=year)
    if period.kind is Kind.HALF:
        return Message("phrase.half-1-in" if period.number == 1 else "phrase.half-2-in", year=year)
    if period.kind is Kind.NINE_MONTHS:
        return Message("phrase.nine-months-in", year=year)
    if period.kind is Kind.YEAR:
        return Message("phrase.year-in", year=year)
    return Message("phrase.period", code=period.code)


# --- the day of a rule ---


def _day(rule: Rule, due: DueRule) -> Message:
    if due.after is not None:
        return _after(rule, due.after, due.boundary)
    return _bounded(due.boundary, _named_day(rule, due))


def _bounded(boundary: Boundary, day: Message) -> Message:
    return Message("phrase.before" if boundary is Boundary.BEFORE else "phrase.by", day=day)


def _named_day(rule: Rule, due: DueRule) -> Message:
    if due.weekday is not None:
        number = due.weekday + 1
        weekday = Message(f"phrase.weekday-{number}")
        if due.nth is None:
            return Message("phrase.weekday-of-week", weekday=weekday)
        nth = Message(f"phrase.nth-{due.nth}")
        return Message("phrase.nth-weekday", nth=nth, weekday=weekday, month=_month(rule, due))
    month = _month(rule, due)
    if due.workday is not None:
        if due.workday == "last":
            return Message("phrase.last-workday", month=month)
        return Message("phrase.nth-workday", nth=due.workday, month=month)
    if due.day == "last":
        return Message("phrase.last-day", month=month)
    if isinstance(due.month, int):
        return Message("phrase.day-of-named", day=due.day, month=month)
    return Message("phrase.day-of", day=due.day, month=month)


def _month_named(n: int) -> Message:
    return Message(f"words.month-{n}-short")


def _month(rule: Rule, due: DueRule) -> Message:
    """The month in which the day is looked for."""
    if isinstance(due.month, int):
        named = _month_named(due.month)
        if due.year in ("previous", "next"):
            return Message(f"phrase.month-{due.year}-year", month=named)
        if rule.pattern is not None:
            return Message("phrase.month-of-year", month=named, year=str(rule.pattern.year))
        return Message("phrase.month", month=named)
    if rule.kind is Kind.MONTH:
        return Message("phrase.next-month" if due.month == "next" else "phrase.that-month")
    if due.month == "next":
        return Message("phrase.next-period-month")
    place = due.month if due.month in ("first", "second") else "last"
    if rule.kind is Kind.QUARTER:
        return Message(f"phrase.quarter-month-{place}")
    return Message(f"phrase.period-month-{place}")


def _after(rule: Rule, after: After, boundary: Boundary) -> Message:
    units = ("day", "workday", "month")
    n, unit = next((n, unit) for unit in units if (n := getattr(after, f"{unit}s")) is not None)
    count = _count(abs(n), unit)
    if rule.pattern is not None and rule.pattern.kind is Kind.DAY:
        day = rule.pattern.first
        if n == 0:
            return _bounded(boundary, Message("phrase.date", day=day))
        return _counted(boundary, Message(_side(n, "date"), count=count, day=day))
    if after.of != PERIOD_END:
        return _counted(boundary, Message(_side(n, "event"), count=count))
    if rule.kind is Kind.WEEK and unit == "day" and 0 < n <= 7:
        return _bounded(boundary, Message("phrase.weekday-next", weekday=Message(f"phrase.weekday-{n}")))
    if n == 0:
        return Message("phrase.by-the-end")
    return _counted(boundary, Message(_side(n, "end"), count=count, of=_unit(rule.kind)))


def _side(n: int, what: str) -> str:
    return f"phrase.after-{what}" if n > 0 else f"phrase.before-{what}"


def _counted(boundary: Boundary, when: Message) -> Message:
    """`chậm nhất 05 ngày sau ...`: a limit that is so long before or after something."""
    return Message("phrase.before" if boundary is Boundary.BEFORE else "phrase.at-the-latest", day=when)


def _count(n: int, unit: str) -> Message:
    return Message(_COUNTS[unit], n=n)


def _unit(kind: Kind | None) -> Message:
    """A period by its kind, as its end is counted from."""
    if kind is None or kind in (Kind.DAY, Kind.SPAN):
        return Message("phrase.unit")
    return Message(f"phrase.unit-{kind.value}")


def _span(m: Meaning) -> Message | None:
    first, last = m.span or (None, None)
    if first is None:
        return None if last is None else Message("phrase.to-day", last=last)
    if last is None:
        return Message("phrase.from-day", first=first)
    return Message("phrase.between-days", first=first, last=last)
