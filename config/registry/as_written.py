"""The registry's values in the words of its files: `{month: last, day: 19, boundary: before}`.

What a comparison prints, so that an administrator finds in the file what he reads on the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Any

from calendars.ladders import MAIL, Anchor, Rung
from calendars.periods import Period
from calendars.rules import After, DueRule, MonthDay, WindowRule
from config.registry.figures import Figure
from config.registry.objects import NUMBERED, Document, Obligation, Section

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def spoken(value: object) -> str:
    """One value as a file would say it; '' for none, and for an empty list."""
    if value is None or value == ():
        return ""
    if isinstance(value, DueRule):
        return _flow(_due(value))
    if isinstance(value, WindowRule):
        return _flow({"from": value.from_, "to": value.to, "estimated": value.estimated or None})
    if isinstance(value, MonthDay):
        return _flow({"month": value.month, "day": value.day})
    if isinstance(value, After):
        return _flow({key: getattr(value, key) for key in ("of", "days", "workdays", "months", "term")})
    if isinstance(value, Figure):
        return _flow({"unit": value.unit, "targets": value.targets, "better": value.better})
    if isinstance(value, Rung):
        return _rung(value)
    if isinstance(value, Section):
        return f"{value.number}. {value.title} (by {', '.join(value.by)}{_only(value)})"
    if isinstance(value, Period):
        return value.code
    if isinstance(value, Document):
        return value.number
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return _flow(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(spoken(each) for each in value)}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def periods_of(obligation: Obligation) -> tuple[str, ...]:
    """`in`, as `Q1`, `Q2`; empty for all."""
    if obligation.only is None:
        return ()
    letter, _ = NUMBERED[obligation.kind]
    return tuple(f"{letter}{number}" for number in sorted(obligation.only))


def _due(rule: DueRule) -> dict[str, Any]:
    return {
        "year": None if rule.year == "same" else rule.year,
        "month": rule.month,
        "day": rule.day,
        "workday": rule.workday,
        "days": rule.days,
        "weekday": None if rule.weekday is None else WEEKDAYS[rule.weekday],
        "after": rule.after,
        "with": rule.with_,
        "boundary": rule.boundary,
        "roll": rule.roll,
        "overrides": {
            period: _flow(
                {"date": own.date, "boundary": own.boundary, "roll": own.roll, "worded": own.worded or None}
            )
            for period, own in rule.overrides.items()
        }
        or None,
    }


def _rung(rung: Rung) -> str:
    before = rung.anchor is Anchor.DEADLINE
    at = (
        "at: open"
        if rung.anchor is Anchor.OPEN
        else f"{'before' if before else 'late'}: {abs(rung.workdays)}"
    )
    by = "" if rung.ways == (MAIL,) else f", channels: {spoken(rung.ways)}"
    return f"{{name: {rung.name}, {at}, to: {spoken(rung.to)}{by}}}"


def _only(section: Section) -> str:
    if not section.only:
        return ""
    numbered = (f"{NUMBERED[kind][0]}{number}" for kind, number in section.only if kind in NUMBERED)
    return f" in {', '.join(numbered)}"


def _flow(pairs: Mapping[Any, Any]) -> str:
    """`{day: 19, boundary: before}`, without what is not given."""
    said = [f"{spoken(key)}: {spoken(value)}" for key, value in pairs.items() if value is not None]
    return "{" + ", ".join(said) + "}"
