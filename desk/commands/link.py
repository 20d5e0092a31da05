"""`dondoc link`: the address of a unit's page, and taking back those that have left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command, option
from desk.errors import WrongUsage
from desk.home import make_home
from desk.office import Desk
from desk.output import answer, line
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


@command(help="help.link")
@argument("unit", "metavar.unit", required=False)
@option("--read", "reads", is_flag=True, help="help.link.read")
@option("--revoke", is_flag=True, help="help.link.revoke")
@option("--reason", metavar="metavar.text", help="help.shared.reason")
@option("--rotate", is_flag=True, help="help.link.rotate")
@option("--at-once", is_flag=True, help="help.link.at-once")
@options.by
@options.as_of
@options.writing
@options.as_json
def link(
    unit: str | None,
    reads: bool,
    revoke: bool,
    reason: str | None,
    rotate: bool,
    at_once: bool,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print a link, revoke a unit's links, or sign with a new key from now on."""
    from engine.links import keys, revoking
    from engine.links.addresses import Links, base_of

    if (unit is None) != rotate or (rotate and revoke) or (at_once and not rotate):
        raise WrongUsage("cli.link.which")
    if revoke and not reason:
        raise WrongUsage("cli.link.reason")
    desk = Desk(as_of)
    code = desk.unit(unit) if unit else ""
    if not dry_run:
        make_home(desk.settings.home)
    if rotate:
        known = (
            len(keys.read(desk.settings.home))
            if dry_run
            else len(keys.rotate(desk.settings.home, at_once=at_once))
        )
        if as_json:
            answer({"rotated": not dry_run, "keys": known})
        else:
            line(Message("cli.link.would-rotate" if dry_run else "cli.link.rotated", n=known))
        return
    if revoke:
        with desk.acting(actor, dry_run=dry_run) as act:
            times = revoking.revoke(act, code, reason=reason or "")
        if as_json:
            answer({"unit": code, "revoked": times, "dry_run": dry_run})
        else:
            line(Message("cli.link.would-revoke" if dry_run else "cli.link.revoked", unit=code))
        return
    generations = {}
    if desk.has_database:
        with desk.looking() as session:
            generations = revoking.generations(session)
    known_keys = keys.read(desk.settings.home) if dry_run else keys.ensure(desk.settings.home)
    if not known_keys:
        line(Message("cli.link.no-keys"))
        return
    made = Links(known_keys, generations, base_of(desk.settings), desk.today).of(code, acts=not reads)
    answer({"unit": code, "url": made, "reads": reads}) if as_json else line(made)
