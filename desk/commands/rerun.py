"""`dondoc rerun`: a period run again, for all or some of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.errors import WrongUsage
from desk.home import acting_on
from desk.office import Desk
from desk.output import answer, line

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.rounds.rerun import RerunReport


@click.command()
@options.obligation
@options.period
@click.option("--units", metavar="A,B", help="Only for these units, by code.")
@click.option("--resend", is_flag=True, help="Mail each open task's present reminder again.")
@click.option("--apply", "execute", is_flag=True, help="Do it; without it only what would be done is shown.")
@click.option("--reason", default="", help="Why, for the record.")
@options.by
@options.as_of
@options.writing
@options.as_json
def rerun(
    obligation: str,
    period: str,
    units: str | None,
    resend: bool,
    execute: bool,
    reason: str,
    actor: str | None,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Run a period again, for all or some of its units.

    Opens what is missing (also a period of before go-live) and raises what has come due. Shows what it
    would do; --apply does it. Nothing is opened or reminded twice; --resend mails the present reminder
    again on purpose.

    \b
    Example:
      dondoc rerun kstthc-quy 2026-Q3
      dondoc rerun kstthc-quy 2026-Q3 --units TST,PC --resend --apply
    """
    if execute and dry_run:
        raise WrongUsage("choose one of --apply and --dry-run; without either it is a dry run.")
    from engine.rounds.rerun import rerun as run_again
    from engine.rounds.rounds import deliver_messages

    desk = Desk(as_of)
    registry = desk.registry
    duty = registry.obligation(obligation)
    duty.period(period)
    chosen = options.split(units)
    for code in chosen or ():
        registry.unit(code)
    engine = acting_on(desk, dry_run=not execute)
    with desk.acting(actor, dry_run=not execute, in_turn=True, engine=engine) as act:
        report = run_again(act, duty.code, period, units=chosen, resend=resend, reason=reason)
    delivery = None
    if execute and resend:
        delivery = deliver_messages(desk.installation(engine), report.as_of, origin="rerun")
    if as_json:
        answer({**plain_report(report), "sent": delivery.sent if delivery else 0})
        return
    line(f"{report}" + (f", {delivery.sent} sent" if delivery else ""))
    for name, codes in (("opened", report.opened), ("resent to", report.resent)):
        if codes:
            line(f"  {name}: {', '.join(codes)}")
    if not execute:
        line("Nothing was done: --apply does it.")


def plain_report(report: RerunReport) -> dict[str, object]:
    """The report of a rerun as docs/cli.md promises it."""
    return {
        "obligation": report.obligation,
        "period": report.period,
        "as_of": report.as_of,
        "dry_run": report.dry_run,
        "key": report.key,
        "units": report.units,
        "opened": report.opened,
        "raised": report.raised,
        "collapsed": report.collapsed,
        "reasons": report.reasons,
        "resent": report.resent,
        "messages": report.messages,
    }
