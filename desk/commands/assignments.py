"""`dondoc assignments`: the rows of the documents' appendices, who leads them and how each is chased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, line, table
from desk.typed import Choice
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.registry import Registry
    from config.registry.assignments import Assignment, Count

KINDS = ("dated", "event", "cycle")
TITLE_ROOM = 60
COUNTS = (
    "head.document",
    "head.appendix",
    "head.rows-in-document",
    "head.in-registry",
    "head.dated",
    "head.waits-event",
    "head.cycle",
)


@command(help="help.assignments")
@option("--document", "document", metavar="metavar.number-of-document", help="help.assignments.document")
@option("--unit", "units", metavar="metavar.codes", help="help.assignments.unit")
@option("--kind", type=Choice(KINDS), help="help.assignments.kind")
@option("--all", "everything", is_flag=True, help="help.assignments.all")
@option("--counts", "only_counts", is_flag=True, help="help.assignments.counts")
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
    """Each row with who leads it and how it is chased, by appendix."""
    desk = Desk(as_of)
    from config.registry import reporting

    registry = desk.registry
    number = document_number(registry, document)
    counts = [each for each in reporting.counts(registry) if number in (None, each.document)]
    if only_counts:
        answer({"counts": counts}) if as_json else _tell_counts(counts)
        return
    codes = desk.units(units) or []
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
    if everything:
        line(Message("cli.assignments.count", n=len(rows)))
    else:
        line(Message("cli.assignments.count-in-force", n=len(rows), today=desk.today))


def document_number(registry: Registry, wanted: str | None) -> str | None:
    """The document of that number, or the only one whose number begins so."""
    if wanted is None or wanted in registry.documents:
        return wanted
    begin = [number for number in registry.documents if number.split("/")[0] == wanted]
    if len(begin) != 1:
        raise WrongUsage(
            "cli.assignments.no-document", found=repr(wanted), documents=list(registry.documents)
        )
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
        "deliver_to": row.deliver_to,
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
            ("head.no", "head.title", "head.leads", "head.time-as-worded", "head.chased"),
            [
                (
                    row.no,
                    row.title if len(row.title) <= TITLE_ROOM else row.title[: TITLE_ROOM - 1] + "…",
                    ", ".join(row.leads[:4]) + (f" +{len(row.leads) - 4}" if len(row.leads) > 4 else ""),
                    row.worded or "-",
                    Message(
                        f"cli.assignments.chased-{reporting.chased(registry, row)}",
                        obligations=row.obligations,
                    ),
                )
                for row in listed
            ],
        )
        line()


def _tell_counts(counts: list[Count]) -> None:
    table(
        COUNTS,
        [
            (each.document, each.appendix, each.stated or "-", each.rows, each.dated, each.event, each.cycle)
            for each in counts
        ],
    )
