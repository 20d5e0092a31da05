"""`dondoc apply`: the open tasks become what the edited registry says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.commands.plan import plain_plan, rows
from desk.errors import WrongUsage
from desk.home import is_up, make_home
from desk.office import Desk
from desk.output import answer, line

if TYPE_CHECKING:
    from datetime import date, datetime


@click.command("apply")
@click.argument("fingerprint", metavar="[FINGERPRINT]", required=False)
@click.option("--reason", default="", help="Why: it stays on record, and the units read it.")
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
    """Change the open tasks to what the edited registry says.

    Does what `dondoc plan` shows, all or nothing, with an event for each task. Units hear of a new day, and
    of a task that is no more, in the next morning's mail. Applying twice changes nothing. With FINGERPRINT,
    as `dondoc plan` printed it, nothing is done unless that very plan still holds.

    \b
    Example:
      dondoc apply --dry-run
      dondoc apply 3f9c0a1b2d4e --reason "Kế hoạch 490 sửa đổi"
    """
    from engine.changes.applying import apply_plan
    from engine.tasks.turns import check_day

    desk = Desk(as_of)
    check_day(desk.registry, desk.now)
    if not dry_run:
        if desk.ahead and is_up(desk.settings.home):
            raise WrongUsage(
                f"`dondoc up` runs in {desk.settings.home.absolute()}: applying as of a later day would hold "
                "up every round until then. Rehearse in another DONDOC_HOME, or use --dry-run."
            )
        make_home(desk.settings.home)
    with desk.acting(actor, dry_run=dry_run, in_turn=True) as act:
        done = apply_plan(act, reason=reason, expected=fingerprint)
    if as_json:
        answer(plain_plan(done.plan) | {"dry_run": dry_run, "done": done.done})
        return
    rows(done.plan, full=False)
    what = ", ".join(f"{count} {kind}" for kind, count in done.done.items()) or "nothing to change"
    line(f"{'would have: ' if dry_run else ''}{what}.")
