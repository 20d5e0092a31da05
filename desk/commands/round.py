"""`dondoc round`: one pass of the engine, now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from desk import options
from desk.command import command, option
from desk.errors import say
from desk.home import acting_on
from desk.office import Desk, login
from desk.output import answer, in_json, line, local, table
from desk.reasons import said as reason_said
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

    from engine.rounds.report import RoundReport

STOPPED = 143
"""Asked to end by SIGTERM: what was not sent waits for the next one."""


@command("round", help="help.round")
@options.as_of
@options.writing
@options.as_json
@option("--after-restore", is_flag=True, help="help.round.after-restore")
@option("--far-ahead", is_flag=True, help="help.round.far-ahead")
@click.pass_context
def round_(
    ctx: click.Context,
    as_of: datetime | date | None,
    dry_run: bool,
    as_json: bool,
    after_restore: bool,
    far_ahead: bool,
) -> None:
    """Do what a round does, now or as of an instant; exit code 1 when its audit finds an error."""
    from engine import stopping
    from engine.rounds.rounds import run_round
    from engine.tasks.acts import By

    desk = Desk(as_of)
    engine = acting_on(desk, dry_run)
    if after_restore and not dry_run:
        from engine.tasks.restored import go_on

        with desk.acting(None, dry_run=False, engine=engine) as act:
            go_on(act)
    if far_ahead and not dry_run:
        from engine.tasks.going_on import agree

        with desk.acting(None, dry_run=False, engine=engine) as act:
            agree(act, act.now)
    with stopping.heeding():
        who = By(login(), "cli")
        report = run_round(desk.installation(engine), desk.now, origin=who, dry_run=dry_run)
    if as_json:
        answer(_document(report))
    else:
        _tell(desk, report)
    ctx.exit(STOPPED if stopping.asked() else 0 if report.clean else 1)


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
        "heartbeat": report.heartbeat,
        "findings": [
            {"code": each.code, "severity": each.severity, "text": in_json(each.message), "count": each.count}
            for each in report.findings
        ],
    }


def _tell(desk: Desk, report: RoundReport) -> None:
    as_of = local(report.as_of, desk.registry.office.zone)
    line(Message("cli.round.did", key=report.key, did=report.message(), as_of=as_of))
    if report.opened:
        table(
            ("head.obligation", "head.period", "head.would-open" if report.dry_run else "head.opened"),
            [(each.obligation, each.period, each.tasks) for each in report.opened],
        )
    reasons = report.counts()["reasons"]
    if reasons:
        table(("head.reason", "head.notices"), [(reason_said(name), n) for name, n in reasons.items()])
    for finding in report.findings:
        say(Message(f"cli.round.finding-{finding.severity}", what=finding.message, code=finding.code))
