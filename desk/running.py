"""`dondoc round` and `dondoc rerun`: one pass of the engine, now or for a period again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.errors import WrongUsage, say
from desk.office import Desk, login
from desk.output import answer, line, local, table
from desk.starting import is_up, make_home

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Engine

    from engine.report import RoundReport
    from engine.rerun import RerunReport


@click.command("round")
@options.as_of
@options.writing
@options.as_json
@click.pass_context
def round_(ctx: click.Context, as_of: datetime | date | None, dry_run: bool, as_json: bool) -> None:
    """Run one round: open, remind, escalate, mail.

    Safe to repeat: it compares what should be true with what is. With --as-of it really runs that round (a
    rehearsal in a scratch DONDOC_HOME, or catching up); an instant before the last round is refused. Exit
    code 1 when its audit finds something that waits for a person.

    \b
    Example:
      dondoc round --dry-run
      DONDOC_HOME=/tmp/rehearsal dondoc round --as-of 2026-09-11
    """
    from engine.rounds import run_round

    desk = Desk(as_of)
    engine = acting_on(desk, dry_run)
    report = run_round(engine, desk.registry, desk.settings, desk.now, origin="cli", dry_run=dry_run)
    if as_json:
        answer(_document(report))
    else:
        _tell(desk, report)
    ctx.exit(0 if report.clean else 1)


def acting_on(desk: Desk, dry_run: bool) -> Engine:
    """The database to act on; for a dry run without one, an empty database in memory."""
    from engine.rounds import check_day

    check_day(desk.registry, desk.now)  # wrong usage and a broken registry are told before anything is made
    if dry_run:
        return desk.rehearsal()
    if desk.ahead and is_up(desk.settings.home):
        raise WrongUsage(
            f"`dondoc up` runs in {desk.settings.home.absolute()}: a round of a later day would send mails "
            "now and hold up every round until then. Rehearse in another DONDOC_HOME, or use --dry-run."
        )
    make_home(desk.settings.home)
    return desk.ready()


def _document(report: RoundReport) -> dict[str, object]:
    delivery = report.delivery
    return {
        "as_of": report.as_of,
        "key": report.key,
        "dry_run": report.dry_run,
        "scope": report.scope,
        **report.counts(),
        "sent": report.sent,
        "failed": report.failed,
        "waiting": delivery.waiting if delivery else None,
        "findings": [
            {"code": each.code, "severity": each.severity, "text": each.en, "count": each.count}
            for each in report.findings
        ],
    }


def _tell(desk: Desk, report: RoundReport) -> None:
    line(f"{report} ({local(report.as_of, desk.registry.office.zone)})")
    if report.opened:
        table(
            ("obligation", "period", "would open" if report.dry_run else "opened"),
            [(each.obligation, each.period, each.tasks) for each in report.opened],
        )
    reasons = report.counts()["reasons"]
    if reasons:
        table(("reason", "notices"), list(reasons.items()))
    for finding in report.findings:
        say(str(finding))


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
    from engine.rerun import rerun as run_again
    from engine.rounds import deliver_messages

    desk = Desk(as_of)
    registry = desk.registry
    duty = registry.obligation(obligation)
    duty.period(period)
    chosen = options.split(units)
    for code in chosen or ():
        registry.unit(code)
    engine = acting_on(desk, dry_run=not execute)
    report = run_again(
        engine,
        registry,
        desk.settings,
        desk.now,
        obligation=duty.code,
        period=period,
        units=chosen,
        resend=resend,
        execute=execute,
        actor=actor or login(),
        origin="cli",
        reason=reason,
    )
    delivery = None
    if execute and resend:
        delivery = deliver_messages(engine, registry, desk.settings, report.as_of, worker="rerun")
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
