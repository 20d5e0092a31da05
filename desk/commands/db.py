"""`dondoc db`: the database's version, its address, and bringing it up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.command import Group
from desk.errors import Problem
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line, listed
from language import Message
from language.hidden import without_credentials

if TYPE_CHECKING:
    from datetime import date, datetime


@click.group(cls=Group, help="help.db")
def db() -> None:
    """The command itself does nothing: it has commands."""


@db.command(help="help.db.upgrade")
@options.writing
def upgrade(dry_run: bool) -> None:
    """Make the tables, or bring them up to date."""
    desk = Desk()
    state = _state(desk)[0]
    if state == "current":
        line(Message("cli.db.current-already"))
        return
    if dry_run:
        line(Message("cli.db.would-make" if state == "missing" else "cli.db.would-upgrade"))
        return
    make_home(desk.settings.home)
    desk.ready().dispose()
    line(Message("cli.db.made" if state == "missing" else "cli.db.upgraded"))


@db.command(help="help.db.status")
@options.reading
@click.pass_context
def status(ctx: click.Context, as_of: datetime | date | None, as_json: bool) -> None:
    """Print the version and the number of rows; exit code 1 without a current database."""
    desk = Desk(as_of)
    address = without_credentials(desk.settings.database)
    state, version = _state(desk)
    holds = _holds(desk) if state == "current" else {}
    if as_json:
        known = version if state == "current" else None
        answer({"url": address, "state": state, "version": known, "as_of": desk.now, "rows": holds})
        ctx.exit(0 if state == "current" else 1)
    if state != "current":
        raise Problem(version)
    line(Message("cli.db.current", address=address, version=version))
    line(listed(Message(f"cli.db.n-{name}", n=count) for name, count in holds.items()))


@db.command(help="help.db.url")
@options.reading
def url(as_of: datetime | date | None, as_json: bool) -> None:
    """Print the address without its password."""
    address = without_credentials(Desk(as_of).settings.database)
    answer({"url": address}) if as_json else line(address)


def _state(desk: Desk) -> tuple[str, str | Message]:
    """`current` and the version; or `missing`, `schema_older`, and the message that goes with it.

    A database that cannot be read at all is an error, not a state.
    """
    from models import db

    try:
        return "current", db.check(db.engine_for(desk.settings.database))
    except db.DatabaseError as error:
        if error.problem not in {db.Problem.MISSING, db.Problem.SCHEMA_OLDER, db.Problem.SCHEMA_NEWER}:
            raise
        return str(error.problem), error.message


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
