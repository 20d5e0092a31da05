"""`dondoc renewals`: documents of one year that carry on, and what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.office import Desk
from desk.output import answer, line, several, table

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
    from engine.mail.yearly_question import renewals as standing

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
