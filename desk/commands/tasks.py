"""`dondoc tasks`: what each unit owes, as it stands at an instant."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import naming, options, writing
from desk.command import command, option
from desk.errors import WrongUsage, say
from desk.office import Desk
from desk.output import answer_in_blocks, line, table_in_blocks
from desk.typed import Choice, Place, Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models.queries import TaskRow
    from models.queries.listing import Asked
    from models.states import Standing

# What --state takes: the two of these first words are derived from the deadline, the others stored.
STATES = ("owed", "open", "overdue", "submitted", "accepted", "waived", "withdrawn", "all")
UNSENT = frozenset({"open", "overdue"})
MOST_TOLD = 5
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
@option("--archived", "year", type=Whole(1900, 2200), metavar="metavar.year", help="help.tasks.archived")
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
    year: int | None,
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
    wanted = state or ("all" if late or year is not None else "owed")
    asked = _asked(wanted, late=late, until=until, filters=filters)
    tally = Counter({"all": 0, "overdue": 0})
    with _lying(desk, year) as (database, session):
        found = _counted(_entries(session, desk, asked, with_last=as_json), tally)
        beside = _beside(database, wanted, year, asked)
        if as_json:
            tail: dict[str, Any] = {"archived": beside}
            answer_in_blocks(
                {"as_of": desk.now}, "tasks", map(_in_json, found), lambda: {**tail, "count": tally["all"]}
            )
        elif output is not None:
            from desk.tracking import book

            with writing.making(output, force=force) as file:
                n = book(file, desk.registry, chain.from_iterable(found), desk.today)
            line(Message("cli.tasks.written", n=n, file=str(output)))
        else:
            _tell(desk, found)
            line(Message("cli.tasks.count", n=tally["all"], overdue=tally["overdue"], today=desk.today))
        _tell_of_strays(session)
        if beside and not as_json:
            named = tuple(str(each) for each in beside)
            line(Message("cli.tasks.archived-too", years=named, year=named[-1]))


@contextmanager
def _lying(desk: Desk, year: int | None) -> Iterator[tuple[Session, Session]]:
    """The database, and where the tasks lie: there, or in the archive of a year."""
    from engine.archive.reading import opened

    with desk.looking() as s:
        if year is None:
            yield s, s
            return
        with opened(s, desk.settings.archives, year) as file:
            yield s, file


def _beside(s: Session, wanted: str, year: int | None, asked: Asked) -> list[int]:
    """The years whose archives may hold more of what was asked for; what lies there has ended."""
    from engine.tasks import archived

    if year is not None or wanted in (*UNSENT, "owed"):
        return []
    return archived.years_of(s, asked.obligation, asked.period)


def _tell_of_strays(s: Session) -> None:
    """What no list has, since nobody knows its state: told beside the answer, whatever its form."""
    from models.rows import strays

    if found := strays(s, MOST_TOLD):
        say(Message("cli.tasks.strays", tasks=tuple(found)))


def _tell(desk: Desk, found: Iterator[list[dict[str, Any]]]) -> None:
    from engine.answers.progress import as_message
    from models.queries.listing import AT_ONCE

    first = next(found, [])
    # Columns of their own only where an indicator is among them, or somebody said how far it is; a list that
    # goes on has them, whatever comes.
    goes_on = len(first) == AT_ONCE
    figures = goes_on or any(_figure(desk, each) for each in first)
    said = goes_on or any(each["progress"] for each in first)
    extra = (("head.figure",) if figures else ()) + (("head.progress",) if said else ())

    def row(each: dict[str, Any]) -> tuple[object, ...]:
        return (
            each["last_day"],
            each["obligation"],
            each["period"],
            naming.unit(desk, each["unit"], each["holder"]),
            Message(f"cli.tasks.is-{each['state'] if each['state'] == 'accepted' else each['standing']}"),
            lateness(each["days_late"]) if each["late"] else "",
            each["document_no"],
            *([_figure(desk, each)] if figures else []),
            *([as_message(each["progress"]) if each["progress"] else ""] if said else []),
        )

    table_in_blocks(
        (*HEADS, *extra),
        (
            (
                [row(each) for each in block],
                {place: "red" for place, each in enumerate(block) if each["standing"] == "overdue"},
            )
            for block in chain([first], found)
        ),
    )


def _counted(found: Iterator[list[dict[str, Any]]], tally: Counter[str]) -> Iterator[list[dict[str, Any]]]:
    for block in found:
        tally["all"] += len(block)
        tally["overdue"] += sum(each["standing"] == "overdue" for each in block)
        yield block


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


def _asked(wanted: str, *, late: bool, until: date | None, filters: dict[str, str]) -> Asked:
    """The question to the database, by what `--state` takes."""
    from models.queries import listing
    from models.states import Standing, TaskState

    stored = None if wanted in (*UNSENT, "owed", "all") else TaskState(wanted)
    ways: dict[str, tuple[Standing, ...] | None] = {
        "all": None,
        "owed": listing.UNSENT,
        "open": (Standing.OPEN,),
        "overdue": (Standing.OVERDUE,),
        "submitted": listing.SENT,
        "accepted": listing.SENT,
    }
    stands = ways.get(wanted)
    if late:
        stands = tuple(each for each in stands or listing.LATE if each in listing.LATE)
    return listing.Asked(stands=stands, state=stored, until=until, **filters)


def _entries(
    session: Session, desk: Desk, asked: Asked, *, with_last: bool
) -> Iterator[list[dict[str, Any]]]:
    """What was asked for in blocks, with how far those are that were not sent, and what last happened."""
    from models import queries
    from models.queries.listing import listed

    held = queries.holders_before(session, desk.now)
    for block in listed(session, desk.now, asked, held):
        unsent = [each.task.id for each in block if each.standing in UNSENT]
        said = queries.last_progress(session, unsent, until=desk.now) if unsent else {}
        last = _last(session, desk.now, [each.task.id for each in block]) if with_last else {}
        yield [
            _entry(desk, *each) | {"progress": said.get(each.task.id), "last": last.get(each.task.id)}
            for each in block
        ]


def _entry(desk: Desk, task: TaskRow, standing: Standing, holder: str) -> dict[str, Any]:
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


def _last(session: Session, now: datetime, ids: list[int]) -> dict[int, dict[str, Any]]:
    """What last happened to each by `now`, who did it and why; answers that were taken back apart."""
    from models import queries

    return {
        number: {"kind": each.kind, "at": each.at, "actor": each.actor, "origin": each.origin}
        | {"reason": each.reason or None}
        for number, each in queries.newest_events(session, ids, until=now).items()
    }


def _in_json(block: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for each in block:
        if said := each["progress"]:
            each["progress"] = {"percent": said.percent, "note": said.note, "at": said.at}
    return block


def _figure(desk: Desk, entry: dict[str, Any]) -> Message | None:
    from decimal import Decimal

    from desk.figures import told

    figure = None if entry["figure"] is None else Decimal(entry["figure"])
    return told(desk.registry.obligations.get(entry["obligation"]), entry["period"], figure)
