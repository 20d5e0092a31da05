"""`dondoc simulate`: the mails of days to come, or gone by, from the same engine on a throw-away database."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, day, line, lines
from desk.reasons import said as reason_said
from desk.speaking import spoken
from desk.typed import Choice
from desk.walking import walking
from language import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from engine.rounds.simulate import SimulatedMail


@command(help="help.simulate")
@option("--from", "start", type=options.DAY, help="help.simulate.from")
@option("--to", "end", type=options.DAY, help="help.simulate.to")
@option("--unit", metavar="metavar.unit", help="help.simulate.unit")
@option("--obligation", metavar="metavar.obligation", help="help.simulate.obligation")
@option(
    "--answers",
    type=Choice(["none", "on-time"]),
    default="none",
    show_default=True,
    help="help.simulate.answers",
)
@option("--live", is_flag=True, help="help.simulate.live")
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
    """Walk the working mornings on a throw-away database, and tell every mail."""
    desk = Desk(as_of)
    registry = desk.registry
    first = start or desk.today
    last = end or first + timedelta(days=30)
    if last < first:
        raise WrongUsage("usage.backward", option="--to", day=last, start=first)
    unit = desk.unit(unit) if unit else None
    obligation = desk.duty(obligation).code if obligation else None
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
    lines(
        f"{day(mail.day)}  {mail.recipient:{room}}  {spoken(text)}" for mail in mails for text in _lines(mail)
    )
    said = [
        Message("cli.simulate.of-reason", n=n, reason=reason_said(name))
        for name, n in summary["reasons"].items()
    ]
    counts = {key: summary[key] for key in ("mails", "recipients", "mornings")}
    line(Message("cli.simulate.count", first=first, last=last, **counts))
    if said:
        line(Message("cli.simulate.reasons", reasons=said))
    if summary["unreachable"]:
        line(Message("cli.simulate.unreachable", n=summary["unreachable"]))


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
        events = tuple(code for code in mail.events if own and obligation in {None, code})
        if items or questions or events:
            yield replace(mail, items=items, questions=questions, events=events)


def _lines(mail: SimulatedMail) -> Iterator[Message]:
    """One line per duty, period and reason, with the number of units when the mail is about several; and one
    for each document of which it asks whether it goes on, and one for the events that it asks for.
    """
    groups: dict[tuple[str, str, str, date], list[str]] = {}
    for item in mail.items:
        groups.setdefault((item.obligation, item.period, item.reason, item.last_day), []).append(item.unit)
    for (obligation, period, reason, last_day), units in groups.items():
        yield Message(
            "cli.simulate.of-units" if len(units) > 1 else "cli.simulate.of-unit",
            obligation=obligation,
            period=period,
            reason=reason_said(reason),
            day=last_day,
            n=len(units),
        )
    for document in mail.questions:
        yield Message("cli.simulate.question", document=document, year=str(mail.day.year))
    if mail.events:
        yield Message("cli.simulate.events", obligations=mail.events)


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
    with walking(first, last) as reached:
        for mail in mails:
            reached(mail.day)
            yield mail
