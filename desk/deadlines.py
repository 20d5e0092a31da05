"""How the commands tell a deadline: its keys in JSON, its words on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.output import clean
from language import Either, Message

if TYPE_CHECKING:
    from datetime import date

    from calendars.deadlines import Deadline
    from calendars.periods import Period
    from config.registry import Obligation, Registry

WEEKEND = "weekend"
"""What the calendar calls a day off that has no name."""


def describe(registry: Registry, duty: Obligation, period: Period) -> dict[str, Any]:
    """The answer of `dondoc due OBLIGATION PERIOD --json`; the keys are promised in docs/cli.md."""
    deadline = registry.deadline(duty, period)
    data_from, data_to = registry.window(duty, period) or (None, None)
    steps = registry.steps(duty, period)
    return {
        **heads(duty, deadline),
        "late_from": deadline.late_from(registry.office.zone),
        "rolled": deadline.rolled,
        "opens": period.first if is_event(duty) else registry.opens(duty, period),
        "data_from": data_from,
        "data_to": data_to,
        "rungs": [
            {"rung": step.rung.name, "at": step.at, "to": role} for step in steps for role in step.rung.to
        ],
        "calendar_confirmed": deadline.confirmed,
    }


def worded(deadline: Deadline) -> Message:
    """`before Sat 2026-09-19` or `by Fri 2026-12-25`: the date as the document words it."""
    return on(deadline.boundary, deadline.nominal)


def on(boundary: str, nominal: date) -> Message:
    """`before Sat 2026-09-19` or `by Fri 2026-12-25`."""
    return Message(f"cli.boundary-{boundary}", day=nominal)


def remark(deadline: Deadline) -> Message | None:
    """Why the last day is not where the wording puts it, and whether the calendar is certain."""
    said = []
    if deadline.rolled:
        said.append(Message("cli.moved-from", day=deadline.unrolled_last_day, why=days_off(deadline.rolled)))
    if deadline.overridden:
        said.append(Message("cli.stated-exception"))
    if not deadline.confirmed:
        said.append(Message("cli.calendar-unconfirmed"))
    return Message("cli.remarks", remarks=said) if said else None


def days_off(names: str) -> tuple[Message | str, ...]:
    """Why a day moved: names of holidays as the calendar has them, and the word for a weekend."""
    return tuple(Message("cli.weekend") if name == WEEKEND else name for name in names.split("; "))


def titled(duty: Obligation) -> Either:
    """The duty's title, which the registry has in both languages."""
    return Either(duty.title, duty.title_en)


def unit_said(registry: Registry, code: str) -> Message | str:
    """`VP (Văn phòng)`: a unit's code with its name."""
    unit = registry.units.get(code)
    if unit is None:
        return code
    return Message("cli.unit", code=code, name=Either(unit.name, unit.name_en or ""))


def in_charge_said(registry: Registry, owner: str, today: date) -> Message | str:
    """Whoever is in charge on that day in the owner's place, as mails go to it; the leadership by name."""
    unit = registry.standing(owner, today)
    return registry.office.leadership_name if unit is None else unit_said(registry, unit.code)


def heads(duty: Obligation, deadline: Deadline) -> dict[str, Any]:
    return {
        "obligation": duty.code,
        "period": deadline.period.code,
        "nominal": deadline.nominal,
        "boundary": deadline.boundary,
        "last_day": deadline.last_day,
        "working_deadline": deadline.working_deadline,
    }


def is_event(duty: Obligation) -> bool:
    return duty.cycle == "event"


def source(duty: Obligation) -> str:
    return f"{duty.document.number}, {duty.cite}"


def few(codes: list[str], most: int = 4) -> str:
    return clean(
        ", ".join(codes) if len(codes) <= most else f"{', '.join(codes[: most - 1])} +{len(codes) - most + 1}"
    )
