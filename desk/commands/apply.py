"""`dondoc apply`: the open tasks become what the edited registry says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import argument, command, option
from desk.commands.plan import plain_plan, rows
from desk.errors import WrongUsage
from desk.home import is_up, make_home
from desk.office import Desk
from desk.output import answer, line
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime


@command("apply", help="help.apply")
@argument("fingerprint", "metavar.fingerprint", required=False)
@option("--reason", default="", help="help.apply.reason")
@options.by
@options.as_of
@options.writing
@options.as_json
def apply(
    fingerprint: str | None,
    reason: str,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Do what `dondoc plan` shows, in one transaction."""
    from engine.changes.applying import apply_plan
    from engine.tasks.turns import check_day

    desk = Desk(as_of)
    check_day(desk.registry, desk.now)
    if not dry_run:
        if desk.ahead and is_up(desk.settings.home):
            raise WrongUsage("cli.apply.ahead", home=str(desk.settings.home.absolute()))
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=dry_run, in_turn=True) as act:
        done = apply_plan(act, reason=reason, expected=fingerprint)
    if as_json:
        answer(plain_plan(done.plan) | {"dry_run": dry_run, "done": done.done})
        return
    rows(done.plan, full=False)
    did = tuple(Message(f"cli.change.did-{kind}", n=count) for kind, count in done.done.items())
    if not did:
        line(Message("cli.apply.nothing"))
    else:
        line(Message("cli.apply.would" if dry_run else "cli.apply.did", did=did))
