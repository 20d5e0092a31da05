"""When a duty is due, from its YAML: cycle, periods, due rule and data window, checked against each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from calendars.deadlines import (
    After,
    Boundary,
    DueRule,
    Override,
    Roll,
    WindowRule,
)
from calendars.errors import WhenError
from calendars.kinds import IN_YEAR
from calendars.months import Day
from calendars.periods import Kind, Period, PeriodError, parse, weeks
from calendars.rules import PROMPT, WEEKLY
from config.loading.calendar import WEEKDAYS
from config.loading.data_window import read_window
from config.loading.fields import LIST_OF_DUTIES, Table, either, joined, whole
from config.loading.yaml_nodes import shown
from config.registry.errors import Place
from config.registry.objects import KIND_OF, NUMBERED, Cycle, example
from language import Message

CHECKABLE = (Cycle.WEEKLY, Cycle.SEMI_MONTHLY, Cycle.MONTHLY, Cycle.QUARTERLY, Cycle.SEMIANNUAL, Cycle.ANNUAL)
WITHIN = (Cycle.ONCE, Cycle.RANGE, Cycle.CONTINUOUS)
"""Without a `due` of their own, these are due by the end of their period."""
WAYS = ("day", "workday", "weekday", "days", "after", "with")
MOST = {"days": 3660, "workdays": 2610, "months": 120}
SHORT = (*WEEKLY, Kind.DAY, Kind.HALF_MONTH, Kind.MONTH, Kind.QUARTER, Kind.HALF)
"""The kinds of which a year has several."""
FURTHEST = 2 * 366
"""An override lies at most this many days from its period; further off is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What the keys about time came to."""

    cycle: Cycle
    kind: Kind
    only: frozenset[int] | None
    pattern: Period | None
    starts: int
    checked: Cycle | None
    due: DueRule
    window: WindowRule | None


def read_timing(table: Table, year_starts: int = 1) -> Timing | None:
    """The timing of one obligation; None when something in it was wrong. Asks for all its keys.

    `year_starts` is the month in which the office's reporting years begin.
    """
    word = table.choice("cycle", [each.value for each in Cycle], required=True)
    cycle = Cycle(word) if word else None
    pattern = _pattern(table, cycle)
    checked = _checked(table, cycle)
    kind = _kind(cycle, pattern, checked)
    starts = _starts(table, kind, pattern, year_starts)
    only = _only(table, kind)
    due = _due(table, cycle, kind, starts)
    data = read_window(table, kind, pattern, starts)
    if cycle is None or kind is None or due is None:
        return None
    return Timing(cycle, kind, only, pattern, starts, checked, due, data)


def numbered(word: str, kinds: list[Kind]) -> tuple[Kind, int] | None:
    """`Q3` as (quarter, 3), `11` or `M11` as (month, 11), when the kind is among `kinds`; else None."""
    for kind in kinds:
        letter, highest = NUMBERED[kind]
        digits = word.removeprefix(letter) if word.startswith(letter) or kind is Kind.MONTH else ""
        if digits.isascii() and digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= highest:
            return kind, int(digits)
    return None


def numbers_words(kinds: list[Kind]) -> Message:
    """What `numbered` takes, for an error."""
    named = (NUMBERED[kind] for kind in kinds)
    return either([Message("file.to", first=f"{letter}1", last=f"{letter}{most}") for letter, most in named])


def _pattern(table: Table, cycle: Cycle | None) -> Period | None:
    counted = _weeks(table, cycle)
    if cycle not in (Cycle.ONCE, Cycle.RANGE, Cycle.EVERY_N_YEARS):
        if table.has("period") and cycle is not None:
            table.wrong("period", Message("file.no-period", cycle=cycle.value))
        return counted
    span = cycle is not Cycle.ONCE
    expected = Message("file.years" if span else "file.period-once")
    text = table.text("period", required=True, expected=expected)
    if text is None:
        return None
    try:
        period = parse(text)
    except PeriodError:
        table.wrong("period", expected)
        return None
    if span and period.kind is not Kind.SPAN:
        table.wrong("period", expected)
        return None
    return period


def _weeks(table: Table, cycle: Cycle | None) -> Period | None:
    """every_n_weeks: the period that the anchor is in."""
    if cycle is not Cycle.EVERY_N_WEEKS:
        for key in ("weeks", "anchor"):
            if table.has(key) and cycle is not None:
                table.wrong(key, Message("file.only-weeks", cycle=cycle.value))
        return None
    n, anchor = table.integer("weeks", 2, 52, required=True), table.a_date("anchor", required=True)
    return weeks(anchor, n) if n and anchor else None


def _starts(table: Table, kind: Kind | None, pattern: Period | None, office: int) -> int:
    """The month in which the duty's reporting years begin; a period that is written out says it itself."""
    said = table.integer("year_starts", 1, 12)
    if said is not None and kind is not None and (kind not in IN_YEAR or pattern is not None):
        table.wrong("year_starts", Message("file.year-starts-only"))
    if pattern is not None:
        return pattern.starts
    return said or office if kind in IN_YEAR else 1


def _checked(table: Table, cycle: Cycle | None) -> Cycle | None:
    if cycle is not Cycle.CONTINUOUS:
        if table.has("checked") and cycle is not None:
            table.wrong("checked", Message("file.only-continuous", cycle=cycle.value))
        return None
    word = table.choice("checked", [each.value for each in CHECKABLE], required=True)
    return Cycle(word) if word else None


def _kind(cycle: Cycle | None, pattern: Period | None, checked: Cycle | None) -> Kind | None:
    if cycle is None:
        return None
    if cycle is Cycle.ONCE:
        return pattern.kind if pattern else None
    if cycle is Cycle.CONTINUOUS:
        return KIND_OF[checked] if checked else None
    if cycle in (Cycle.RANGE, Cycle.EVERY_N_YEARS, Cycle.EVERY_N_WEEKS) and pattern is None:
        return None
    return KIND_OF[cycle]


def _only(table: Table, kind: Kind | None) -> frozenset[int] | None:
    words = table.texts("in")
    if not table.has("in") or kind is None:
        return None
    if kind not in NUMBERED:
        table.wrong("in", Message("file.no-in", kind_=Message(f"kind.{kind}")))
        return None
    found = set()
    for word, place in words:
        number = numbered(word, [kind])
        if number is None:
            table.problems.add(place, numbers_words([kind]), shown(word))
        else:
            found.add(number[1])
    return frozenset(found) or None


def _due(table: Table, cycle: Cycle | None, kind: Kind | None, starts: int) -> DueRule | None:
    if cycle in WITHIN and not table.has("due"):
        return DueRule(boundary=Boundary.BY, after=After("period_end", days=0))
    due = table.table("due", required=True)
    if due is None:
        return None
    before = len(table.problems.found)
    boundary = due.choice("boundary", [each.value for each in Boundary], required=True)
    ways = [way for way in WAYS if due.has(way)]
    if len(ways) > 1 or (not ways and cycle not in WITHIN):
        due.wrong("", Message("file.one-of-these", words=WAYS), joined(ways))
    parts: dict[str, Any] = {
        "day": due.integer_or("day", 1, 31, ("last",)),
        "workday": due.integer_or("workday", 1, 23, ("last",)),
        "weekday": _weekday(due),
        "nth": due.integer_or("nth", 1, 5, ("last",)),
        "days": _days(due),
        "after": _after(due, cycle) if ways else After("period_end", days=0),
        "with_": _with(due, cycle),
        "month": _month(due, kind),
        "year": due.choice("year", ("same", "previous", "next")) or "same",
        "roll": _roll(due),
        "overrides": _overrides(due, kind, starts),
    }
    due.done()
    if kind in WEEKLY and {"day", "workday"} & set(ways):
        due.wrong(ways[0], Message("file.weekday-weekly"))
    if kind is Kind.HALF_MONTH and {"day", "workday", "weekday"} & set(ways):
        due.wrong(ways[0], Message("file.half-month-due"))
    elif kind is not None and kind is not Kind.HALF_MONTH and "days" in ways:
        due.wrong("days", Message("file.half-month-only"))
    elif kind is not None and kind not in WEEKLY and "weekday" in ways and parts["nth"] is None:
        due.wrong("weekday", Message("file.weekday-nth", kind_=Message(f"kind.{kind}")))
    follows = parts["with_"] or (parts["after"] and parts["after"].of == "event")
    broken = "after" in ways and parts["after"] is None
    if cycle is Cycle.EVENT and not follows and not broken:
        due.wrong("after" if "after" in ways else "", Message("file.follows-event"))
    if len(table.problems.found) > before or boundary is None or kind is None:
        return None
    try:
        rule = DueRule(boundary=Boundary(boundary), **parts)
        rule.check_fits(kind)
    except WhenError as error:
        due.wrong("", Message("file.one-day"), error.message)
        return None
    return rule


def _days(due: Table) -> tuple[Day, Day] | None:
    words = [word for word, _ in due.texts("days", expected=Message("file.two-days"))]
    numbers: list[Day | None] = ["last" if word == "last" else whole(word) for word in words]
    if not due.has("days"):
        return None
    match numbers:
        case [first, second] if all(each == "last" or each in range(1, 32) for each in numbers):
            assert first is not None
            assert second is not None
            return first, second
    due.wrong("days", Message("file.two-days"))
    return None


def _weekday(due: Table) -> int | None:
    word = due.choice("weekday", WEEKDAYS)
    return WEEKDAYS.index(word) if word else None


def _roll(due: Table) -> Roll | None:
    word = due.choice("roll", [each.value for each in Roll])
    return Roll(word) if word else None


def _month(due: Table, kind: Kind | None) -> int | str | None:
    month = due.integer_or("month", 1, 12, ("first", "second", "last", "next"))
    if isinstance(month, int) and kind in SHORT:
        # The same month for every quarter would be due at the same time for all four.
        due.wrong("month", Message("file.counted-from", kind_=Message(f"kind.{kind}")))
    return month


def _after(due: Table, cycle: Cycle | None) -> After | None:
    after = due.table("after")
    if after is None:
        return None
    of = after.text("of", required=True, expected=Message("file.after-of"))
    ways = (*MOST, "term")
    given = [unit for unit in ways if after.has(unit)]
    amounts: dict[str, Any] = {unit: after.integer(unit, -most, most) for unit, most in MOST.items()}
    amounts["term"] = after.choice("term", (PROMPT,))
    after.done()
    if len(given) != 1:
        after.wrong("", Message("file.one-of-these", words=ways), joined(given))
        return None
    if given == ["term"] and cycle is not None and cycle is not Cycle.EVENT:
        after.wrong("term", Message("file.event-only-term"), Message("file.in-a-duty", cycle=cycle.value))
    if of == "event" and cycle is not None and cycle is not Cycle.EVENT:
        after.wrong("of", Message("file.event-only"), Message("file.in-a-duty", cycle=cycle.value))
    if amounts[given[0]] is None or of is None:
        return None
    try:
        return After(of, **amounts)
    except WhenError as error:
        after.wrong(given[0], Message("file.distance"), error.message)
        return None


def _with(due: Table, cycle: Cycle | None) -> tuple[str, ...] | None:
    codes = tuple(code for code, _ in due.texts("with", expected=LIST_OF_DUTIES))
    if codes and cycle is not None and cycle is not Cycle.EVENT:
        due.wrong("with", Message("file.only-event"), Message("file.in-a-duty", cycle=cycle.value))
    return codes or None


def _overrides(due: Table, kind: Kind | None, starts: int) -> dict[str, Override]:
    table = due.table("overrides")
    found: dict[str, Override] = {}
    if table is None:
        return found
    for code in table.data_keys():
        entry = table.table(code)
        period = _period(code)
        fits = period and (period.kind, period.starts, period.code) == (kind, starts, code)
        if kind is not None and not fits:
            table.wrong(code, Message("file.period", example=example(kind, starts)), shown(code))
        if entry is None:
            continue
        day = entry.a_date("date", required=True)
        boundary = entry.choice("boundary", [each.value for each in Boundary])
        roll, worded = _roll(entry), entry.text("worded") or ""
        entry.done()
        if day is None or period is None:
            continue
        if _distance(day, period) > FURTHEST:
            entry.wrong("date", Message("file.date-within", period=period.code))
        found[code] = Override(day, Boundary(boundary) if boundary else None, roll, worded)
    return found


def _distance(day: date, period: Period) -> int:
    return max((period.first - day).days, (day - period.last).days, 0)


def _period(code: str) -> Period | None:
    try:
        return parse(code)
    except PeriodError:
        return None


def place_of_after(table: Table) -> Place:
    """Where an obligation's `due.after.of` or `due.with` stands, for a reference that fails later."""
    due = table.table("due")
    after = due.table("after") if due else None
    if after:
        return after.place("of")
    return due.place("with") if due and due.has("with") else table.place("due")
