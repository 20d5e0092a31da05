"""`dondoc assignments`: the rows of the documents' appendices, who leads them and how each is chased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, several, table

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.registry import Registry
    from config.registry.assignments import Assignment, Count

KINDS = ("dated", "event", "cycle")
TITLE_ROOM = 60


@click.command()
@click.option("--document", "document", help="Only this document, by number: 490/KH-BHXH, or 490.")
@click.option("--unit", "units", help="Only what these units lead, by code: TST,PC.")
@click.option(
    "--kind", type=click.Choice(KINDS), help="Only rows with a date, waiting for an event, or neither."
)
@click.option("--all", "everything", is_flag=True, help="Also rows no longer, or not yet, in force.")
@click.option(
    "--counts", "only_counts", is_flag=True, help="Only how many rows of each appendix are chased how."
)
@options.reading
def assignments(
    document: str | None,
    units: str | None,
    kind: str | None,
    everything: bool,
    only_counts: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """List the rows of the documents' appendices, and how each is chased.

    A row with a date has an obligation of its own; a row without one is told of in the reports named.

    \b
    Example:
      dondoc assignments --document 490 --unit VP
      dondoc assignments --counts
    """
    desk = Desk(as_of)
    from config.registry import reporting

    registry = desk.registry
    number = _number(registry, document)
    counts = [each for each in reporting.counts(registry) if number in (None, each.document)]
    if only_counts:
        answer({"counts": counts}) if as_json else _tell_counts(counts)
        return
    codes = [registry.unit(code).code for code in options.split(units) or ()]
    rows = [
        row
        for row in registry.assignments.values()
        if number in (None, row.document.number)
        and (everything or row.alive(desk.today))
        and (kind is None or reporting.chased(registry, row) == kind)
        and (not codes or set(codes) & {unit.code for unit in reporting.leads_of(registry, row, desk.today)})
    ]
    if as_json:
        answer({"as_of": desk.now, "assignments": [_told(registry, row) for row in rows], "counts": counts})
        return
    _tell(registry, rows)
    hidden = "" if everything else f" in force on {desk.today} (--all shows the others too)"
    line(f"{several(len(rows), 'row')}{hidden}.")


def _number(registry: Registry, wanted: str | None) -> str | None:
    """The document of that number, or the only one whose number begins so."""
    if wanted is None or wanted in registry.documents:
        return wanted
    begin = [number for number in registry.documents if number.split("/")[0] == wanted]
    if len(begin) != 1:
        raise WrongUsage(f"no document {wanted!r}: there are {', '.join(registry.documents)}.")
    return begin[0]


def _told(registry: Registry, row: Assignment) -> dict[str, Any]:
    from config.registry import reporting

    """One row as JSON; the keys are promised in docs/cli.md."""
    return {
        "document": row.document.number,
        "appendix": row.appendix.code,
        "no": row.no,
        "cite": row.cite,
        "section": row.section,
        "title": row.title,
        "leads": row.leads,
        "leads_text": row.leads_text,
        "helpers": row.helpers,
        "helpers_text": row.helpers_text,
        "product": row.product,
        "worded": row.worded,
        "kind": reporting.chased(registry, row),
        "obligations": row.obligations,
        "assumption": row.assumption,
        "from": row.from_,
        "to": row.to,
    }


def _tell(registry: Registry, rows: Iterable[Assignment]) -> None:
    from config.registry import reporting

    by_appendix: dict[str, list[Assignment]] = {}
    for row in rows:
        by_appendix.setdefault(row.appendix.ref, []).append(row)
    for ref, listed in by_appendix.items():
        appendix = registry.appendices[ref]
        line(f"{appendix.document.number}, {appendix.title} ({appendix.code})")
        table(
            ("no", "title", "leads", "time as worded", "chased"),
            [
                (
                    row.no,
                    row.title if len(row.title) <= TITLE_ROOM else row.title[: TITLE_ROOM - 1] + "…",
                    ", ".join(row.leads[:4]) + (f" +{len(row.leads) - 4}" if len(row.leads) > 4 else ""),
                    row.worded or "-",
                    f"{reporting.chased(registry, row)}: {', '.join(row.obligations)}",
                )
                for row in listed
            ],
        )
        line()


def _tell_counts(counts: list[Count]) -> None:
    table(
        ("document", "appendix", "rows in the document", "in the registry", "dated", "event", "cycle"),
        [
            (each.document, each.appendix, each.stated or "-", each.rows, each.dated, each.event, each.cycle)
            for each in counts
        ],
    )
