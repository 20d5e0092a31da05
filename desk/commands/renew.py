"""`dondoc renew`: whether a document goes on for another year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, in_json, line
from desk.speaking import spoken

if TYPE_CHECKING:
    from datetime import date, datetime


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
    verb = "had been recorded" if not done.changed else "would be recorded" if dry_run else "is recorded"
    what = f"ended before {done.year}" if ends else f"goes on in {done.year}"
    line(f"{done.document.number}: {verb}: {what}.")
    if to_do:
        line(f"Now {spoken(to_do)}.")
