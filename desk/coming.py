"""`dondoc outbox --coming`: the mails of a morning to come, and one of them to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import naming
from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import Said, answer, in_json, line, listed, local, table
from desk.reasons import said
from language import Message

if TYPE_CHECKING:
    from datetime import date

    from engine.rounds.coming import Coming

SHOWN = ("From", "To", "Reply-To", "Subject")


def show_coming(desk: Desk, on: date | None, recipient: str | None, *, read: bool, as_json: bool) -> None:
    """List who will get what and why; with `read` print the mails to the recipient."""
    from engine.rounds.coming import coming

    if read and recipient is None:
        raise WrongUsage("cli.outbox.read-whose")
    wanted = (recipient,) if read and recipient else ()
    at, found = coming(desk.registry, desk.settings, desk.existing(), desk.now, on=on, read=wanted)
    found = tuple(each for each in found if recipient in (None, each.recipient))
    if as_json:
        answer({"as_of": desk.now, "at": at, "mails": [_entry(each) for each in found]})
        return
    zone = desk.registry.office.zone
    if read:
        for each in found:
            _print(each)
    elif found:
        table(
            ("head.recipient", "head.address", "head.tasks", "head.why"),
            [
                (naming.recipient(desk, each.recipient), _where(each), each.gist.tasks, _why(each))
                for each in found
            ],
        )
    line(Message("cli.outbox.coming", n=len(found), at=local(at, zone)))


def _where(each: Coming) -> str:
    return each.way or ", ".join(each.to)


def _why(each: Coming) -> Said:
    if each.why_not is not None:
        return Message("cli.outbox.cannot-be-written", why=each.why_not)
    return listed(dict.fromkeys(said(reason) for reason, _ in each.gist.reasons))


def _print(each: Coming) -> None:
    if each.mail is None:
        line(_why(each))
        return
    for name in SHOWN:
        if each.mail[name] is not None:
            line(f"{name}: {each.mail[name]}")
    body = each.mail.get_body(("plain",))
    line()
    for text in (body.get_content() if body is not None else "").splitlines():
        line(text)
    line()


def _entry(each: Coming) -> dict[str, Any]:
    body = each.mail.get_body(("plain",)) if each.mail is not None else None
    return {
        "recipient": each.recipient,
        "way": each.way or "mail",
        "to": each.to,
        "at": each.at,
        "tasks": each.gist.tasks,
        "reasons": dict(each.gist.reasons),
        "subject": str(each.mail["Subject"]) if each.mail is not None and each.mail["Subject"] else None,
        "text": body.get_content() if body is not None else None,
        "why_not": in_json(each.why_not),
    }
