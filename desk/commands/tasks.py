"""`dondoc tasks`: what each unit owes, as it stands at an instant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import naming, options, writing
from desk.command import command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, table
from desk.typed import Choice, Place, Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models.queries import Progress
    from models.states import Standing
    from models.tables import Task

# What --state takes: the two of these first words are derived from the deadline, the others stored.
STATES = ("owed", "open", "overdue", "submitted", "accepted", "waived", "withdrawn", "all")
UNSENT = frozenset({"open", "overdue"})
HEADS = (
    "head.last-day",
    "head.obligation",
    "head.period",
    "head.unit",
    "head.standing",
    "head.late-by",
    "head.document",
)


@command(help="help.tasks")
@option("--unit", metavar="metavar.unit", help="help.tasks.unit")
@option("--obligation", metavar="metavar.obligation", help="help.tasks.obligation")
@option("--period", metavar="metavar.period", help="help.tasks.period")
@option("--state", type=Choice(STATES), help="help.tasks.state")
@option("--late", is_flag=True, help="help.tasks.late")
@option("--due-within", "within", type=Whole(0, 100_000), help="help.tasks.due-within")
@option("-o", "--output", "output", metavar="metavar.workbook", type=Place(), help="help.tasks.output")
@option("--force", is_flag=True, help="help.tasks.force")
@options.reading
def tasks(
    unit: str | None,
    obligation: str | None,
    period: str | None,
    state: str | None,
    late: bool,
    within: int | None,
    output: Path | None,
    force: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """One row per task, as it stood at the instant asked for."""
    desk = Desk(as_of)
    if output is not None:
        _check(output, force=force, as_json=as_json)
    filters = _filters(desk, unit, obligation, period)
    until = None if within is None else _workday(desk, within)
    wanted = state or ("all" if late else "owed")
    with desk.looking() as session:
        stood = list(_standing(session, desk.now, filters))
        said = _progress(session, desk.now, [task for task, standing, _ in stood if standing in UNSENT])
        last = _last(session, desk.now, [task for task, _, _ in stood]) if as_json else {}
    found = [
        entry
        for task, standing, holder in stood
        for entry in [
            _entry(desk, task, standing, holder)
            | {"progress": said.get(task.id or 0), "last": last.get(task.id or 0)}
        ]
        if _matches(entry, wanted) and (entry["late"] or not late)
        if until is None or (entry["standing"] == "open" and entry["last_day"] <= until)
    ]
    if as_json:
        answer({"as_of": desk.now, "count": len(found), "tasks": [_in_json(each) for each in found]})
        return
    if output is not None:
        from desk.tracking import book

        writing.write(output, book(desk.registry, found, desk.today), force=force)
        line(Message("cli.tasks.written", n=len(found), file=str(output)))
        return
    from engine.answers.progress import as_message

    # Columns of their own only where an indicator is among them, or somebody said how far it is.
    figures = [_figure(desk, each) for each in found]
    told = [as_message(each["progress"]) if each["progress"] else "" for each in found]
    extra = (("head.figure",) if any(figures) else ()) + (("head.progress",) if any(told) else ())
    table(
        (*HEADS, *extra),
        [
            (
                each["last_day"],
                each["obligation"],
                each["period"],
                naming.unit(desk, each["unit"], each["holder"]),
                Message(f"cli.tasks.is-{each['state'] if each['state'] == 'accepted' else each['standing']}"),
                lateness(each["days_late"]) if each["late"] else "",
                each["document_no"],
                *([figure] if any(figures) else []),
                *([progress] if any(told) else []),
            )
            for each, figure, progress in zip(found, figures, told, strict=True)
        ],
        {place: "red" for place, each in enumerate(found) if each["standing"] == "overdue"},
    )
    overdue = sum(each["standing"] == "overdue" for each in found)
    line(Message("cli.tasks.count", n=len(found), overdue=overdue, today=desk.today))


def _workday(desk: Desk, within: int) -> date:
    """The day by whose end so many working days from today on have gone by; today of none."""
    calendar = desk.registry.calendar
    return calendar.shift(desk.today, within) if within else desk.today


def _check(output: Path, *, force: bool, as_json: bool) -> None:
    if as_json:
        raise WrongUsage("cli.tasks.json-or-file")
    if output.suffix.lower() != ".xlsx":
        raise WrongUsage("cli.trace.no-xlsx", file=str(output))
    writing.refuse(output, force=force)


def lateness(workdays: int) -> Message:
    """'3 working days'; 'under 1 working day' between a last day and the next working day."""
    return Message("cli.tasks.workdays-late", n=workdays) if workdays else Message("cli.tasks.just-late")


def _filters(desk: Desk, unit: str | None, obligation: str | None, period: str | None) -> dict[str, str]:
    """What to ask the database for; a code that the registry does not know is wrong usage."""
    assert desk.registry.office  # a broken registry is told before anything else
    filters: dict[str, str] = {}
    if unit is not None:
        filters["unit"] = desk.unit(unit)
    if obligation is not None:
        filters["obligation"] = desk.duty(obligation).code
    if period is not None:
        from calendars.periods import parse
        from calendars.written_periods import as_code

        duty = desk.duty(obligation) if obligation else None
        filters["period"] = (duty.period(period) if duty else parse(as_code(period))).code
    return filters


def _standing(
    session: Session, now: datetime, filters: dict[str, str]
) -> Iterator[tuple[Task, Standing, str]]:
    """The tasks that had been opened by `now`, with how they stood then and who held them then."""
    from models import queries, states

    wanted: dict[str, Any] = dict(filters)
    unit = wanted.pop("unit", None)
    held = queries.holders_before(session, now)
    # With a unit: also what it took over, and what it held then and has given away since.
    if unit is None or unit in held.values():
        found = queries.tasks(session, **wanted)
    else:
        both = queries.tasks(session, unit=unit, **wanted) + queries.tasks(session, holder=unit, **wanted)
        found = list({task.id: task for task in both}.values())
        found.sort(key=lambda task: (task.last_day, task.obligation, task.period, task.unit))
    for task in found:
        holder = held.get(task.id or 0, task.holder)
        if task.opened_at <= now and unit in (None, task.unit, holder):
            stands = states.standing(
                task.state, late_from=task.late_from, submitted_at=task.submitted_at, as_of=now
            )
            yield task, stands, holder


def _entry(desk: Desk, task: Task, standing: Standing, holder: str) -> dict[str, Any]:
    from desk.figures import columns
    from engine.tasks.days import workdays_late
    from engine.tasks.in_charge import in_place_of

    unsent = standing in UNSENT
    late = standing in {"overdue", "submitted_late"}
    until = task.submitted_at if task.submitted_at is not None and not unsent else desk.now
    last_seen = until.astimezone(desk.registry.office.zone).date()
    return {
        "obligation": task.obligation,
        "period": task.period,
        "unit": task.unit,
        "holder": holder,
        "owner": task.owner,
        "in_charge": in_place_of(desk.registry, task.owner, desk.today),
        "state": "open" if unsent else task.state.value,
        "standing": standing.value,
        "late": late,
        "days_late": workdays_late(desk.registry.of_unit(task.unit), task.last_day, last_seen) if late else 0,
        "nominal": task.nominal,
        "boundary": str(task.boundary),
        "last_day": task.last_day,
        "original_last_day": task.original_last_day,
        "working_deadline": task.working_deadline,
        "late_from": task.late_from,
        "opened_at": task.opened_at,
        "submitted_at": None if unsent else task.submitted_at,
        "document_no": None if unsent else task.document_no,
        **columns(
            desk.registry.obligations.get(task.obligation), task.period, None if unsent else task.figure
        ),
    }


def _progress(session: Session, now: datetime, unsent: list[Task]) -> dict[int, Progress]:
    """How far those that are not sent were by `now`, as was last said."""
    from models import queries

    ids = [task.id for task in unsent if task.id is not None]
    return queries.last_progress(session, ids, until=now) if ids else {}


def _last(session: Session, now: datetime, tasks: list[Task]) -> dict[int, dict[str, Any]]:
    """What last happened to each by `now`, who did it and why; answers that were taken back apart."""
    from models import queries

    ids = [task.id for task in tasks if task.id is not None]
    return {
        number: {"kind": each.kind, "at": each.at, "actor": each.actor, "origin": each.origin}
        | {"reason": each.reason or None}
        for number, each in queries.newest_events(session, ids, until=now).items()
    }


def _in_json(entry: dict[str, Any]) -> dict[str, Any]:
    said = entry["progress"]
    return entry | {"progress": said and {"percent": said.percent, "note": said.note, "at": said.at}}


def _figure(desk: Desk, entry: dict[str, Any]) -> Message | None:
    from decimal import Decimal

    from desk.figures import told

    figure = None if entry["figure"] is None else Decimal(entry["figure"])
    return told(desk.registry.obligations.get(entry["obligation"]), entry["period"], figure)


def _matches(entry: dict[str, Any], state: str) -> bool:
    if state == "all":
        return True
    if state == "owed":
        return bool(entry["state"] == "open")
    if state in {"open", "overdue"}:
        return bool(entry["standing"] == state)
    return bool(entry["state"] == state)
