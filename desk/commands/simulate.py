"""`dondoc simulate`: the mails of days to come, or gone by, from the same engine on a throw-away database."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, day, line, lines, several

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from engine.rounds.simulate import SimulatedMail


@click.command()
@click.option("--from", "start", type=options.DAY, help="First day (default: the day of --as-of, or today).")
@click.option("--to", "end", type=options.DAY, help="Last day (default: 30 days after the first).")
@click.option("--unit", metavar="UNIT", help="Only mails to this unit or its head, or about it.")
@click.option("--obligation", metavar="OBLIGATION", help="Only what concerns this obligation.")
@click.option(
    "--answers",
    type=click.Choice(["none", "on-time"]),
    default="none",
    show_default=True,
    help="What the units do: send nothing (so that every escalation shows), or send on the last day.",
)
@click.option("--live", is_flag=True, help="Go on from a copy of the tasks as they are.")
@options.reading
def simulate(
    start: date | None,
    end: date | None,
    unit: str | None,
    obligation: str | None,
    answers: str,
    live: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """Show who would get which mail, and why, without sending any.

    Walks the working mornings on a throw-away database: the same engine, another clock. Nothing that exists
    is touched.

    \b
    Example:
      dondoc simulate --from 2026-01-01 --to 2026-12-31
      dondoc simulate --from 2026-09-01 --to 2026-10-31 --unit TST --obligation kstthc-quy
    """
    desk = Desk(as_of)
    registry = desk.registry
    first = start or desk.today
    last = end or first + timedelta(days=30)
    if last < first:
        raise WrongUsage(f"--to {last} lies before --from {first}.")
    unit = registry.unit(unit).code if unit else None
    obligation = registry.obligation(obligation).code if obligation else None
    from engine.rounds.simulate import simulate as walk

    base = desk.existing() if live else None
    walked = walk(registry, desk.settings, first, last, answers=answers, base=base)
    mails = list(_chosen(_shown(walked, first, last), unit, obligation))
    summary = _summary(mails)
    if as_json:
        document = {"from": first, "to": last, "answers": answers, "mails": mails, "summary": summary}
        answer(document)
        return
    room = max((len(mail.recipient) for mail in mails), default=0)
    lines(f"{day(mail.day)}  {mail.recipient:{room}}  {text}" for mail in mails for text in _lines(mail))
    said = [f"{count} {reason}" for reason, count in summary["reasons"].items()]
    line(
        f"{several(summary['mails'], 'mail')} to {several(summary['recipients'], 'recipient')} on "
        f"{several(summary['mornings'], 'morning')}, {day(first)} to {day(last)}" + (": " if said else ".")
    )
    if said:
        line(", ".join(said) + ".")
    if summary["unreachable"]:
        line(f"Nobody can be reached for {several(summary['unreachable'], 'mail')}: see `dondoc check`.")


def _chosen(
    mails: Iterable[SimulatedMail], unit: str | None, obligation: str | None
) -> Iterator[SimulatedMail]:
    """The mails with only those items that were asked for; a mail without any is left out."""
    for mail in mails:
        own = unit is None or mail.recipient in {unit, f"{unit}:head"}
        items = tuple(
            item
            for item in mail.items
            if (own or item.unit == unit) and obligation in {None, item.obligation}
        )
        questions = mail.questions if own and obligation is None else ()
        if items or questions:
            yield replace(mail, items=items, questions=questions)


def _lines(mail: SimulatedMail) -> Iterator[str]:
    """One line per duty, period and reason, with the number of units when the mail is about several; and one
    for each document of which it asks whether it goes on.
    """
    groups: dict[tuple[str, str, str, date], list[str]] = {}
    for item in mail.items:
        groups.setdefault((item.obligation, item.period, item.reason, item.last_day), []).append(item.unit)
    for (obligation, period, reason, last_day), units in groups.items():
        about = f", {len(units)} units" if len(units) > 1 else ""
        yield f"{obligation} {period}  {reason}  (last day {day(last_day)}{about})"
    for document in mail.questions:
        yield f"{document}  renewal: does it go on in {mail.day.year}?"


def _summary(mails: list[SimulatedMail]) -> dict[str, Any]:
    reasons = Counter(item.reason for mail in mails for item in mail.items)
    return {
        "mails": len(mails),
        "recipients": len({mail.recipient for mail in mails}),
        "mornings": len({mail.day for mail in mails}),
        "unreachable": sum(mail.address is None for mail in mails),
        "reasons": dict(sorted(reasons.items())),
    }


def _shown(mails: Iterator[SimulatedMail], first: date, last: date) -> Iterator[SimulatedMail]:
    """The mails, with a progress bar on a terminal; a pipe sees none of it."""
    if not sys.stderr.isatty():
        yield from mails
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("simulating", total=(last - first).days + 1)
        for mail in mails:
            progress.update(bar, completed=(mail.day - first).days)
            yield mail
