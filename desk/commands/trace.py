"""`dondoc trace`: which mail first names each row to each unit that leads it, and which days it asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import options, traced, writing
from desk.command import command, option
from desk.commands.assignments import document_number
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, in_json, line
from desk.typed import Choice, Place
from desk.walking import walking
from language import Message

if TYPE_CHECKING:
    from datetime import datetime

    from config.registry import Registry
    from engine.rounds.trace import Traced

ENDING = ".xlsx"


@command(help="help.trace")
@option("--from", "start", type=options.DAY, help="help.trace.from")
@option("--to", "end", type=options.DAY, help="help.trace.to")
@option("--document", metavar="metavar.number-of-document", help="help.trace.document")
@option("--unit", "units", metavar="metavar.codes", help="help.trace.unit")
@option(
    "--answers",
    type=Choice(["none", "on-time"]),
    default="none",
    show_default=True,
    help="help.trace.answers",
)
@option("-o", "--output", "output", metavar="metavar.workbook", type=Place(), help="help.trace.output")
@option("--force", is_flag=True, help="help.trace.force")
@options.reading
def trace(
    start: date | None,
    end: date | None,
    document: str | None,
    units: str | None,
    answers: str,
    output: Path | None,
    force: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Simulate the time, and tell of every row in force what its mails were."""
    desk = Desk(as_of)
    registry = desk.registry
    first = start or (end or desk.today).replace(month=1, day=1)
    last = end or first.replace(month=12, day=31)
    if last < first:
        raise WrongUsage("usage.backward", option="--to", day=last, start=first)
    if output is not None and as_json:
        raise WrongUsage("cli.trace.json-or-file")
    number = document_number(registry, document)
    chosen = desk.units(units)
    if output is not None:
        if output.suffix.lower() != ENDING:
            raise WrongUsage("cli.trace.no-xlsx", file=str(output))
        writing.refuse(output, force=force)
    from engine.rounds.trace import trace as follow

    with walking(first, last) as reached:
        found = follow(
            registry, desk.settings, first, last,
            document=number, units=chosen, answers=answers, progress=reached,
        )  # fmt: skip
    if as_json:
        answer({"from": first, "to": last, "rows": [_entry(registry, each) for each in found]})
        return
    if output is None:
        traced.tell(registry, found)
    traced.summarise(registry, found, first, last)
    if output is not None:
        from desk.traced_book import book

        writing.write(output, book(registry, found), force=force)
        line(Message("cli.trace.written", file=str(output), n=len(found)))


def _entry(registry: Registry, each: Traced) -> dict[str, Any]:
    """One row and unit as JSON; the keys are promised in docs/cli.md."""
    from config.registry import in_words, reporting

    row, told = each.row, each.first
    return {
        "document": row.document.number,
        "appendix": row.appendix.code,
        "no": row.no,
        "cite": row.cite,
        "title": row.title,
        "worded": row.worded,
        "kind": reporting.chased(registry, row),
        "rule": in_json(in_words.chase_of(registry, row)),
        "obligations": row.obligations,
        "told_in": row.told_in,
        "unit": each.unit,
        "since": each.since,
        "first_told": told.day if told else None,
        "told_by": told.obligation if told else None,
        "told_for": told.period if told else None,
        "reason": told.reason if told else None,
        "first_current": each.current.day if each.current else None,
        "times": each.times,
        "asked_for": each.asked_for,
        "waits_for": each.waits_for,
        "owners": each.owners,
        "owner_told": min(each.owner_asked, default=None),
        "owner_times": len(each.owner_asked),
    }
