"""`dondoc renew`: whether a document goes on for another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command, option
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, in_json, line
from desk.typed import Whole
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.renew")
@argument("document", "metavar.document")
@option("--year", type=Whole(1900, 2999), help="help.renew.year")
@option("--end", "ends", is_flag=True, help="help.renew.end")
@option("--reason", default="", help="help.renew.reason")
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
    """Record the answer to the yearly question of a document."""
    from engine.answers.renewal import answer as record
    from engine.answers.renewal import how_to_end

    desk = Desk(as_of)
    of = year or desk.today.year
    if not dry_run:
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=dry_run) as act:
        done = record(act, document, of, ends=ends, reason=reason)
    to_do = how_to_end(done.document, of) if ends else None
    if as_json:
        answer(
            {
                "document": done.document.number,
                "year": done.year,
                "answer": done.answer,
                "changed": done.changed,
                "dry_run": dry_run,
                "to_do": in_json(to_do),
            }
        )
        return
    how = "already" if not done.changed else "would" if dry_run else "is"
    said = f"cli.renew.ends-{how}" if ends else f"cli.renew.goes-on-{how}"
    line(Message(said, document=done.document.number, year=str(done.year)))
    if to_do:
        line(Message("cli.renew.to-do", what=to_do))
