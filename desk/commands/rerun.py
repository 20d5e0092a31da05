"""`dondoc rerun`: a period run again, for all or some of its units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.home import acting_on
from desk.office import Desk
from desk.output import answer, in_json, line, listed, local, table
from desk.reasons import said
from desk.speaking import spoken
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.rounds.preview import ComingMail
    from engine.rounds.rerun import RerunReport

_MOST_NAMED = 6


@command(help="help.rerun")
@options.obligation
@options.period
@option("--units", metavar="metavar.codes", help="help.rerun.units")
@option("--resend", is_flag=True, help="help.rerun.resend")
@option("--apply", "execute", is_flag=True, help="help.rerun.apply")
@option("--reason", default="", help="help.rerun.reason")
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
    """Bring one period to what it should be, or show what that would take."""
    if execute and dry_run:
        raise WrongUsage("cli.rerun.choose-one")
    from engine.rounds.rerun import rerun as run_again
    from engine.rounds.rounds import deliver_messages

    desk = Desk(as_of)
    duty = desk.duty(obligation)
    duty.period(period)
    chosen = desk.units(units)
    engine = acting_on(desk, dry_run=not execute)
    with desk.acting(actor, dry_run=not execute, in_turn=True, engine=engine) as act:
        report = run_again(act, duty.code, period, units=chosen, resend=resend, reason=reason)
    delivery = None
    if execute and resend:
        delivery = deliver_messages(desk.installation(engine), report.as_of, origin="rerun")
    if as_json:
        answer({**plain_report(report), "sent": delivery.sent if delivery else 0})
        return
    line(
        Message(
            "cli.rerun.sent" if delivery else "cli.rerun.did",
            obligation=report.obligation,
            period=report.period,
            did=report.message(),
            n=delivery.sent if delivery else 0,
        )
    )
    if report.opened:
        line(Message("cli.rerun.opened", units=report.opened))
    if report.already_open:
        line(Message("cli.rerun.open", units=report.already_open))
    if report.resent:
        line(Message("cli.rerun.resent", units=report.resent))
    for unit, why in report.refused.items():
        line(Message("cli.rerun.refused", unit=unit, why=why))
    if not execute:
        _tell_mails(desk, report)
        line(Message("cli.rerun.nothing-done"))


def _tell_mails(desk: Desk, report: RerunReport) -> None:
    from engine.rounds.preview import at_once

    if not report.mails:
        line(Message("cli.rerun.no-mails"))
        return
    line(Message("cli.rerun.mails", n=len(report.mails)))
    table(
        ("head.at", "head.level", "head.recipient", "head.units", "head.why"),
        [
            (
                local(each.at, desk.registry.office.zone),
                Message(f"round.level-{each.role.value}"),
                _recipients(desk, each.recipients),
                listed(each.units),
                listed(said(reason) for reason in each.reasons),
            )
            for each in at_once(report.mails)
        ],
    )


def _recipients(desk: Desk, codes: Sequence[str]) -> str:
    """By name, as long as a line can be read; of many the codes."""
    from engine.overview.names import recipient_called

    if len(codes) > _MOST_NAMED:
        return listed(codes)
    return "; ".join(spoken(recipient_called(desk.registry, code, desk.today)) for code in codes)


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
        "already_open": report.already_open,
        "refused": [{"unit": unit, "why": in_json(why)} for unit, why in report.refused.items()],
        "mails": [plain_mail(mail) for mail in report.mails],
    }


def plain_mail(mail: ComingMail) -> dict[str, object]:
    """One mail that would leave, as docs/cli.md promises it."""
    return {
        "at": mail.at,
        "recipient": mail.recipient,
        "role": mail.role,
        "level": mail.level,
        "units": mail.units,
        "reasons": mail.reasons,
        "to": [party.address for party in mail.to],
        "instead_of": mail.rerouted_from or None,
    }
