"""`dondoc renewals` and `dondoc renew`: documents of one year that carry on, and what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.office import Desk, login
from desk.output import answer, line, several, table
from desk.starting import make_home

if TYPE_CHECKING:
    from datetime import date, datetime

SAID = {"goes-on": "goes on", "ended": "ended", "": ""}


@click.command()
@options.reading
def renewals(as_of: datetime | date | None, as_json: bool) -> None:
    """List the documents that carry on past their year, and who has confirmed them.

    Their owners are asked in the first mail of each January, and again every ten working days, six times at
    most. Until somebody answers, everything goes on as before.

    \b
    Example:
      dondoc renewals
      dondoc renewals --as-of 2027-01-15 --json
    """
    from engine.renewal import renewals as standing

    desk = Desk(as_of)
    registry = desk.registry
    with desk.looking() as session:
        found = standing(session, registry, desk.now)
    if as_json:
        documents = [
            {
                "document": each.document.number,
                "horizon": each.document.horizon,
                "year": each.year,
                "owners": each.owners,
                "answer": each.answer or None,
                "asked": each.asked,
            }
            for each in found
        ]
        answer({"as_of": desk.now, "documents": documents})
        return
    table(
        ("document", "written for", "year", "answer", "asked", "last asked", "owners"),
        [
            (
                each.document.number,
                each.document.horizon,
                each.year,
                SAID[each.answer] or ("waits for an answer" if each.asked else "not asked yet"),
                several(len(each.asked), "time"),
                each.asked[-1] if each.asked else "",
                ", ".join(each.owners),
            )
            for each in found
        ],
    )
    waiting = sum(not each.answer for each in found)
    line(f"{several(len(found), 'document')}, {waiting} without an answer for {desk.today.year}.")


@click.command()
@click.argument("document", metavar="DOCUMENT")
@click.option("--year", type=click.IntRange(1900, 2999), help="For which year (default: the present one).")
@click.option("--end", "ends", is_flag=True, help="It has ended before that year.")
@click.option("--reason", default="", help="Why, or by what paper: for the record.")
@options.by
@options.as_of
@options.writing
@options.as_json
def renew(
    document: str,
    year: int | None,
    ends: bool,
    reason: str,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Record whether a document goes on for another year.

    Ends the questions to its owners for that year. With --end it is recorded that the document has ended,
    and said what to edit: who owes what is in the registry's files alone.

    \b
    Example:
      dondoc renew 490/KH-BHXH --year 2027 --by VP
      dondoc renew 490/KH-BHXH --year 2027 --end --reason "Thay bằng kế hoạch mới"
    """
    from engine.lookup import By
    from engine.renewal import answer as record
    from engine.renewal import how_to_end
    from engine.rounds import rolled_back_if

    desk = Desk(as_of)
    registry = desk.registry
    of = year or desk.today.year
    if not dry_run:
        make_home(desk.settings.home)
    engine = desk.rehearsal() if dry_run else desk.ready()
    with rolled_back_if(engine, dry_run) as session:
        who = By(actor or login(), "cli")
        done = record(session, registry, document, of, ends=ends, by=who, now=desk.now, reason=reason)
    to_do = how_to_end(done.document, of) if ends else None
    if as_json:
        answer(
            {
                "document": done.document.number,
                "year": done.year,
                "answer": done.answer,
                "changed": done.changed,
                "dry_run": dry_run,
                "to_do": to_do,
            }
        )
        return
    verb = "had been recorded" if not done.changed else "would be recorded" if dry_run else "is recorded"
    what = f"ended before {done.year}" if ends else f"goes on in {done.year}"
    line(f"{done.document.number}: {verb}: {what}.")
    if to_do:
        line(f"Now {to_do}.")
