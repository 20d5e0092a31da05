"""`dondoc renewals`: documents of one year that carry on, and what was said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import naming, options
from desk.command import command
from desk.office import Desk
from desk.output import answer, line, table
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.mail.yearly_question import Renewal

HEADS = (
    "head.document",
    "head.written-for",
    "head.year",
    "head.answer",
    "head.asked",
    "head.last-asked",
    "head.owners",
)


@command(help="help.renewals")
@options.reading
def renewals(as_of: datetime | date | None, as_json: bool) -> None:
    """Print how each document of one year stands for the present one."""
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
        HEADS,
        [
            (
                each.document.number,
                each.document.horizon,
                each.year,
                _answer(each),
                Message("cli.renewals.times", n=len(each.asked)),
                each.asked[-1] if each.asked else "",
                naming.owners(desk, each.owners),
            )
            for each in found
        ],
    )
    waiting = sum(not each.answer for each in found)
    line(Message("cli.renewals.count", n=len(found), waiting=waiting, year=str(desk.today.year)))


def _answer(each: Renewal) -> Message:
    if each.answer:
        return Message(f"cli.renewals.answer-{each.answer}")
    return Message("cli.renewals.waiting" if each.asked else "cli.renewals.not-asked")
