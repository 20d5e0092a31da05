"""`dondoc history`: everything that happened to one task, and the mails about it to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import command, option
from desk.errors import WrongUsage
from desk.mails import show
from desk.office import Desk
from desk.output import answer, in_json, line, listed, local, table
from desk.reasons import said
from desk.typed import Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.history.of_task import Happened, Mailed
    from models.tables import Task


@command(help="help.history")
@options.obligation
@options.period
@options.unit
@option("--mail", "number", type=Whole(1), metavar="metavar.id", help="help.history.mail")
@options.reading
def history(
    obligation: str,
    period: str,
    unit: str,
    number: int | None,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """One line per event and mail, the oldest first; or one of the mails."""
    from engine.archive.reading import of_period
    from engine.errors import UnknownName
    from engine.history.of_task import history_of
    from engine.tasks.lookup import search

    desk = Desk(as_of)
    duty = desk.duty(obligation)
    of, code = duty.period(period), desk.unit(unit)
    with desk.looking() as session, of_period(session, desk.settings.archives, duty.code, of.code) as file:
        where = session
        task = search(session, duty, of, code)
        if task is None and file is not None:
            where, task = file, search(file, duty, of, code)
        if task is None or task.opened_at > desk.now:
            raise UnknownName("task.not-opened", obligation=duty.code, period=of.code, unit=code)
        happened = history_of(where, desk.registry, task, desk.now, until=desk.now)
    if number is not None:
        _check_its_own(happened, number)
        show(desk, number, as_json=as_json)
    elif as_json:
        answer(_document(desk, task, happened))
    else:
        _tell(desk, task, happened)


def _check_its_own(happened: Sequence[Happened], number: int) -> None:
    """WrongUsage for a mail that says nothing of the task."""
    numbers = [str(each.mail.number) for each in happened if each.mail and each.mail.number is not None]
    if str(number) not in numbers:
        name = "cli.history.mails-there" if numbers else "cli.history.no-mails"
        there = Message(name, numbers=tuple(numbers))
        raise WrongUsage("cli.history.no-such-mail", number=str(number), there=there)


def _tell(desk: Desk, task: Task, happened: Sequence[Happened]) -> None:
    from engine.overview.names import duty_called, unit_called

    zone = desk.registry.office.zone
    named = {"obligation": task.obligation, "period": task.period, "unit": task.unit}
    duty = desk.registry.obligation(task.obligation)
    line(Message("cli.history.heading", title=duty_called(duty), **named))
    line(
        Message(
            "cli.history.stands",
            state=Message(f"state.{task.state.value}"),
            day=task.last_day,
            holder=unit_called(desk.registry, task.holder, desk.today),
        )
    )
    line()
    table(
        ("head.when", "head.happened", "head.who", "head.why"),
        [(local(each.at, zone), _what(each), each.who, _why(each)) for each in happened],
        {
            place: "red"
            for place, each in enumerate(happened)
            if each.mail and each.mail.state.value == "dead"
        },
    )


def _what(each: Happened) -> Message:
    mail = each.mail
    if mail is None:
        return Message("cli.history.taken-back", what=each.what) if each.taken_back else each.what
    if mail.number is None:
        return each.what
    where = mail.way or mail.address
    to = Message("cli.history.mail-to", to=mail.to, address=where) if where else mail.to
    name = "cli.history.mail" if mail.subject else "cli.history.mail-coming"
    return Message(name, number=str(mail.number), to=to, subject=mail.subject)


def _why(each: Happened) -> Message | str:
    mail = each.mail
    if mail is None:
        return each.reason
    why = listed(said(reason) for reason in mail.reasons)
    name = "cli.history.ended-because" if mail.note else "cli.history.ended"
    return Message(name, why=why, state=Message(f"cli.outbox.state-{mail.state.value}"), note=mail.note)


def _document(desk: Desk, task: Task, happened: Sequence[Happened]) -> dict[str, Any]:
    return {
        "as_of": desk.now,
        "obligation": task.obligation,
        "period": task.period,
        "unit": task.unit,
        "holder": task.holder,
        "state": task.state.value,
        "last_day": task.last_day,
        "original_last_day": task.original_last_day,
        "history": [
            {
                "at": each.at,
                "kind": each.kind,
                "what": in_json(each.what),
                "actor": each.who or None,
                "origin": each.origin or None,
                "reason": in_json(each.reason) or None,
                "taken_back": each.taken_back,
                "mail": _mail(each.mail) if each.mail else None,
            }
            for each in happened
        ],
    }


def _mail(mail: Mailed) -> dict[str, Any]:
    return {
        "id": mail.number,
        "recipient": mail.recipient,
        "way": mail.way or "mail",
        "address": mail.address or None,
        "subject": mail.subject or None,
        "state": mail.state.value,
        "reasons": list(mail.reasons),
        "note": in_json(mail.note),
    }
