"""`dondoc report`: a stretch of time in figures, as a file to read, to sort, or to lay before the leaders."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desk import options, writing
from desk.command import command, option
from desk.errors import WrongUsage, say
from desk.office import Desk
from desk.output import Block, Said, answer, drawn, line, table_in_blocks
from desk.typed import Place, Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from engine.report.counting import Report
    from engine.report.ranking import Place as Ranked
    from engine.report.scope import Scope


NAMED_FROM = 72
"""Columns of a terminal from which the ranking has the units' names."""
AT_ONCE = 500
"""So many lines of the ranking are printed together in a pipe."""


@command(help="help.report")
@option("--year", type=Whole(1900, 2200), help="help.report.year")
@option("--from", "first", type=options.DAY, help="help.report.from")
@option("--to", "last", type=options.DAY, help="help.report.to")
@option("--unit", "units", metavar="metavar.units", help="help.report.unit")
@option("--obligation", metavar="metavar.obligation", help="help.report.obligation")
@option("--document", metavar="metavar.document", help="help.report.document")
@option("--period", metavar="metavar.period", help="help.report.period")
@option("-o", "--output", "output", metavar="metavar.report-file", type=Place(), help="help.report.output")
@option("--force", is_flag=True, help="help.report.force")
@options.reading
def report(
    year: int | None,
    first: date | None,
    last: date | None,
    units: str | None,
    obligation: str | None,
    document: str | None,
    period: str | None,
    output: Path | None,
    force: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """The figures on the terminal, as JSON, or in a file."""
    desk = Desk(as_of)
    asked = _scope(desk, year, (first, last), units, (obligation, document, period))
    format_ = ""
    if output is not None:
        from engine.report.writing import FORMATS

        format_ = output.suffix.lower().removeprefix(".")
        if format_ not in FORMATS:
            known = tuple(f".{each}" for each in FORMATS)
            raise WrongUsage("cli.report.no-format", file=str(output), known=known)
        writing.refuse(output, force=force)
    from engine.report.counting import count

    # The ranking on a terminal has no trend: what is counted for one may be all of history.
    whole = as_json or output is not None
    with desk.looking() as session:
        found = count(
            session, desk.registry, desk.now, asked,
            archives=desk.settings.archives, years=whole and not asked.period, units_alone=not whole,
        )  # fmt: skip
    for each in found.stuck:
        say(each)
    if output is not None:
        from engine.report.writing import write

        language = desk.registry.office.language.partition("+")[0]
        writing.write(output, write(desk.registry, found, format_, language), force=force)
    if as_json:
        from engine.report.writers.as_json import document as in_json

        answer(in_json(found))
    elif output is not None:
        line(Message("cli.report.written", file=str(output), n=found.total.expected, units=len(found.units)))
    else:
        _tell(found)


def _scope(
    desk: Desk,
    year: int | None,
    days: tuple[date | None, date | None],
    units: str | None,
    named: tuple[str | None, str | None, str | None],
) -> Scope:
    """What is asked for, by the names that people type."""
    from calendars import periods
    from config.typed_names import document_number
    from engine.report.scope import Scope, of_year

    first, last = days
    if year is not None and (first is not None or last is not None):
        raise WrongUsage("cli.report.year-or-days")
    if first is not None and last is not None and last < first:
        raise WrongUsage("cli.report.days-backward", first=first, last=last)
    obligation, document, period = named
    registry = desk.registry
    duty = desk.duty(obligation) if obligation else None
    code = ""
    if period:
        code = (duty.period(period) if duty else periods.parse(period.strip())).code
    if period and not (year or first or last):  # whoever names a period means it, whenever it was due
        first, last = date.min, date.max
    whole = of_year(year or (last or first or desk.today).year)
    return Scope(
        first=first or whole.first,
        last=last or whole.last,
        units=tuple(desk.units(units) or ()),
        obligation=duty.code if duty else "",
        document=document_number(registry, document) if document else "",
        period=code,
    )


def _block(found: Report, rows: Sequence[Ranked], *, named: bool) -> Block:
    cells = [
        (
            *_numbered(each),
            Message("summary.value", value=each.figures.rate),
            *([found.unit_names[each.unit]] if named else []),
        )
        for each in rows
    ]
    return cells, {n: "red" for n, each in enumerate(rows) if each.figures.overdue}


def _numbered(each: Ranked) -> tuple[int | str, ...]:
    of = each.figures
    return each.place, each.unit, of.expected, of.on_time, of.late, of.not_due, of.overdue


def _foreseen(rows: Sequence[Ranked]) -> list[set[Said]]:
    """What the columns hold: each word once, before the names."""
    columns: list[set[Said]] = [set(map(str, set(each))) for each in zip(*map(_numbered, rows), strict=True)]
    rates = {each.figures.rate for each in rows}
    return [*columns, {Message("summary.value", value=each) for each in rates}]


def _tell(found: Report) -> None:
    from engine.report.ranking import ranked

    total = found.total
    if not total.expected:
        line(Message("cli.report.nothing", first=found.scope.first, last=found.scope.last))
        return
    rows = ranked(found.units)
    heads = (
        "head.rank", "head.unit", "head.all", "head.in-time", "head.late", "head.ahead", "head.over", "%",
    )  # fmt: skip
    # A name that would be broken after three letters says less than none; the code stands beside it.
    named = not sys.stdout.isatty() or shutil.get_terminal_size().columns >= NAMED_FROM
    at_once = len(rows) if drawn() else AT_ONCE
    table_in_blocks(
        (*heads, "head.name-of-unit") if named else heads,
        (_block(found, rows[n : n + at_once], named=named) for n in range(0, len(rows), at_once)),
        _foreseen(rows),
    )
    line(
        Message(
            "cli.report.total", n=total.expected, received=total.received, on_time=total.on_time,
            late=total.late, not_due=total.not_due, overdue=total.overdue, rate=total.rate,
        )
    )  # fmt: skip
    line(Message("summary.rule"))
