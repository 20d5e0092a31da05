"""`dondoc db`: the database's version, its address, and bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.errors import Problem, blank
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line

if TYPE_CHECKING:
    from datetime import date, datetime


@click.group()
def db() -> None:
    """Look after the database: upgrade, status, url.

    \b
    Example:
      dondoc db status
    """


@db.command()
@options.writing
def upgrade(dry_run: bool) -> None:
    """Bring the database to this version's tables; make it where there is none.

    Safe to repeat, and safe while an older version still runs.

    \b
    Example:
      dondoc db upgrade --dry-run
      dondoc db upgrade
    """
    desk = Desk()
    state = _state(desk)[0]
    if state == "current":
        line("The database is current already.")
        return
    if dry_run:
        line(f"The database would be {'made' if state == 'missing' else 'upgraded'}.")
        return
    make_home(desk.settings.home)
    desk.ready().dispose()
    line(f"The database was {'made' if state == 'missing' else 'upgraded'}.")


@db.command()
@options.reading
@click.pass_context
def status(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Show whether the database is there, its version, and what it holds.

    Exit code 1 when there is none or it needs `dondoc db upgrade`.

    \b
    Example:
      dondoc db status --json
    """
    desk = Desk(as_of)
    address = blank(desk.settings.database)
    state, text = _state(desk)
    holds = _holds(desk) if state == "current" else {}
    if as_json:
        version = text if state == "current" else None
        answer({"url": address, "state": state, "version": version, "as_of": desk.now, "rows": holds})
        ctx.exit(0 if state == "current" else 1)
    if state != "current":
        raise Problem(text)
    line(f"{address}: current, version {text}.")
    line(", ".join(f"{count} {name}" for name, count in holds.items()))


@db.command()
@options.reading
def url(as_of: datetime | date | None, as_json: bool) -> None:
    """Print the database's address, with its password blanked.

    \b
    Example:
      dondoc db url
    """
    address = blank(Desk(as_of).settings.database)
    answer({"url": address}) if as_json else line(address)


def _state(desk: Desk) -> tuple[str, str]:
    """`current` and the version; or `missing`, `schema_older`, and the sentence that goes with it.

    A database that cannot be read at all is an error, not a state.
    """
    from models import db

    try:
        return "current", db.check(db.engine_for(desk.settings.database))
    except db.DatabaseError as error:
        if error.problem not in {db.Problem.MISSING, db.Problem.SCHEMA_OLDER, db.Problem.SCHEMA_NEWER}:
            raise
        return str(error.problem), str(error)


def _holds(desk: Desk) -> dict[str, int]:
    """How many rows of each kind were there at the instant asked for."""
    from sqlalchemy import func, select

    from models import tables

    counted = {
        "tasks": (tables.task, tables.task.c.opened_at),
        "events": (tables.event, tables.event.c.at),
        "notices": (tables.notice, tables.notice.c.raised_at),
        "messages": (tables.message, tables.message.c.queued_at),
        "rounds": (tables.round_log, tables.round_log.c.as_of),
    }
    with desk.looking() as session:
        return {
            name: session.execute(
                select(func.count()).select_from(table).where(since <= desk.now)
            ).scalar_one()
            for name, (table, since) in counted.items()
        }
