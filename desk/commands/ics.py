"""`dondoc ics`: a unit's deadlines for its calendar program, as a file or as an address to subscribe to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desk import options, writing
from desk.command import command, option
from desk.home import make_home
from desk.office import Desk
from desk.output import line
from desk.typed import Place
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.ics")
@options.unit
@option("-o", "--output", "output", metavar="metavar.file", type=Place(), help="help.ics.output")
@option("--owner", "owner", is_flag=True, help="help.ics.owner")
@option("--todo", is_flag=True, help="help.ics.todo")
@option("--force", is_flag=True, help="help.ics.force")
@options.as_of
@options.writing
def ics(
    unit: str,
    output: Path | None,
    owner: bool,
    todo: bool,
    force: bool,
    as_of: datetime | date | None,
    dry_run: bool,
) -> None:
    """Write the calendar, or print where to subscribe to it."""
    from engine.links import keys, revoking
    from engine.links.addresses import Links, base_of
    from engine.mail.feeds import owner_feed, unit_feed

    desk = Desk(as_of)
    code = desk.unit(unit)
    if output is None:
        if not dry_run:
            make_home(desk.settings.home)
        known = keys.read(desk.settings.home) if dry_run else keys.ensure(desk.settings.home)
        if not known:
            line(Message("cli.link.no-keys"))
            return
        generations = {}
        if desk.has_database:
            with desk.looking() as session:
                generations = revoking.generations(session)
        made = Links(known, generations, base_of(desk.settings), desk.today).feed(code, owner=owner)
        line(f"{made}?todo=1" if todo else made)
        return
    writing.refuse(output, force=force)
    make = owner_feed if owner else unit_feed
    with desk.looking() as session:
        feed = make(session, desk.registry, code, desk.now, todo=todo)
    if dry_run:
        line(Message("cli.ics.would-write", file=str(output)))
        return
    writing.write(output, feed.content, force=force)
    line(Message("cli.ics.written", file=str(output), n=feed.content.count(b"BEGIN:VEVENT")))
