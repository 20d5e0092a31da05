"""`dondoc outbox`: the mails, one of them as its reader sees it, and another try for those that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.command import command, option
from desk.errors import Problem, WrongUsage
from desk.office import Desk
from desk.output import ago, answer, clean, in_json, line, listed, local, table
from desk.reasons import said
from desk.speaking import spoken
from desk.typed import Choice, Whole
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from email.message import EmailMessage
    from pathlib import Path

    from engine.mail.leaving import Undigested
    from models.tables import Message as Mail

STATES = ("pending", "sending", "sent", "dead", "cancelled")
COUNTED = ("sent", "waiting", "scheduled", "sending", "dead", "cancelled")
SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


@command(help="help.outbox")
@option("--state", type=Choice(STATES), help="help.outbox.state")
@option("--recipient", metavar="metavar.recipient", help="help.outbox.recipient")
@option("--limit", type=Whole(1), default=200, show_default=True, help="help.outbox.limit")
@option("--show", "number", type=Whole(1), metavar="metavar.id", help="help.outbox.show")
@option("--retry", type=Whole(1), multiple=True, metavar="metavar.id", help="help.outbox.retry")
@option("--retry-dead", is_flag=True, help="help.outbox.retry-dead")
@option("--dry-run", is_flag=True, help="help.outbox.dry-run")
@options.reading
def outbox(
    state: str | None,
    recipient: str | None,
    limit: int,
    number: int | None,
    retry: tuple[int, ...],
    retry_dead: bool,
    dry_run: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """List the mails, show one of them, or put dead letters back."""
    if (number is not None) + bool(retry) + retry_dead > 1:
        raise WrongUsage("cli.outbox.choose-one")
    desk = Desk(as_of)
    if number is not None:
        _show(desk, number, as_json=as_json)
    elif retry or retry_dead:
        _retry(desk, retry, dry_run=dry_run, as_json=as_json)
    else:
        _list(desk, state, recipient, limit, as_json=as_json)


def _list(desk: Desk, state: str | None, recipient: str | None, limit: int, *, as_json: bool) -> None:
    from engine.mail.leaving import undigested
    from engine.mail.outcome import note_of
    from models import queries
    from models.states import MessageState

    with desk.looking() as session:
        rows = queries.outbox_rows(
            session, state=MessageState(state) if state else None, recipient=recipient, limit=limit
        )
        counts = queries.outbox_counts(session, desk.now)._asdict()
        later = [
            each
            for each in undigested(session, desk.registry, desk.settings, desk.now)
            if recipient in (None, each.recipient) and state in (None, MessageState.PENDING.value)
        ]
    rows = [row for row in rows if row.queued_at <= desk.now]
    if as_json:
        messages = [_entry(row) for row in rows]
        answer({"as_of": desk.now, "counts": counts, "undigested": _undigested(later), "messages": messages})
        return
    zone = desk.registry.office.zone
    table(
        ("head.id", "head.queued", "head.recipient", "head.way", "head.state", "head.subject", "head.note"),
        [
            (
                *(
                    row.id,
                    local(row.queued_at, zone),
                    row.recipient,
                    row.way or Message("cli.outbox.by-mail"),
                ),
                *(_state(row), row.subject, note_of(row)),
            )
            for row in rows
        ],
        {place: "red" for place, row in enumerate(rows) if row.state is MessageState.DEAD},
    )
    line(
        Message(
            "cli.outbox.counts", counts=[Message(f"cli.outbox.n-{name}", n=counts[name]) for name in COUNTED]
        )
    )
    oldest = counts["oldest_waiting"]
    if oldest is not None:
        line(Message("cli.outbox.oldest", ago=ago(desk.now - oldest)))
    if counts["dead"]:
        line(Message("cli.outbox.dead-letters"))
    if later:
        _tell_undigested(desk, later)


def _tell_undigested(desk: Desk, later: Sequence[Undigested]) -> None:
    zone = desk.registry.office.zone
    line()
    line(Message("cli.outbox.undigested", n=len(later), at=local(later[0].at, zone)))
    table(
        ("head.recipient", "head.tasks", "head.why"),
        [(each.recipient, each.gist.tasks, _why(each)) for each in later],
    )


def _why(each: Undigested) -> str:
    return listed(dict.fromkeys(spoken(said(reason)) for reason, _ in each.gist.reasons))


def _undigested(later: Sequence[Undigested]) -> dict[str, Any]:
    """What no mail carries yet: how much, of whom, and when it leaves (null where there is nothing)."""
    return {
        "recipients": len(later),
        "leaves_at": later[0].at if later else None,
        "waiting": [
            {"recipient": each.recipient, "tasks": each.gist.tasks, "reasons": dict(each.gist.reasons)}
            for each in later
        ],
    }


def _state(row: Mail) -> Message:
    return Message(f"cli.outbox.state-{row.state.value}")


def _show(desk: Desk, number: int, *, as_json: bool) -> None:
    from engine.mail.outcome import note_of
    from models.tables import Message as Mail

    with desk.looking() as session:
        row = session.get(Mail, number)
        if row is None:
            raise WrongUsage("cli.outbox.no-mail", number=str(number))
        message, kept = _mail(desk, session, row)
    headers = {name: str(message[name]) for name in SHOWN_HEADERS if message[name] is not None}
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if as_json:
        answer(
            {**_entry(row), "text_from": "file" if kept else "now", "headers": headers, "text": text,
             "attachments": attached, "file": str(kept) if kept else None}
        )  # fmt: skip
        return
    for name, value in headers.items():
        line(f"{name}: {value}")
    if (note := note_of(row)) is not None:
        line(Message("cli.outbox.its-state-because", state=_state(row), why=note))
    else:
        line(Message("cli.outbox.its-state", state=_state(row)))
    if attached:
        line(Message("cli.outbox.attached", files=attached))
    line(Message("cli.outbox.file", file=str(kept)) if kept else Message("cli.outbox.no-file"))
    line()
    for each in text.splitlines():
        click.echo(clean(each))


def _mail(desk: Desk, session: Any, row: Mail) -> tuple[EmailMessage, Path | None]:
    """The mail as it was written to its file; without one, as it would be written now."""
    from email import message_from_bytes, policy

    file = next(desk.settings.outbox.glob(f"*-{row.id}.eml"), None)
    if file is not None:
        return message_from_bytes(file.read_bytes(), policy=policy.default), file
    if row.way is not None and row.subject:
        return _short(row, row.subject), None
    from engine.mail import message, routing
    from engine.mail.letter_contents import Reader
    from engine.mail.short_text import short_text

    reader = Reader(session, desk.registry, desk.settings, row.sent_at or desk.now)
    letter, route = reader.letters([row]).get(row.id or 0, (None, None))  # type: ignore[list-item]
    if letter is None or route is None:
        raise Problem("cli.outbox.unreadable", number=str(row.id), why=reader.unreadable.get(row.id or 0))
    if letter.empty or not route.to:
        why = "cli.outbox.all-answered" if letter.empty else "cli.outbox.no-address"
        raise Problem(why, number=str(row.id), recipient=row.recipient)
    if row.way is not None:
        return _short(row, short_text(letter)[0]), None
    sender = routing.sender_of(desk.registry, desk.settings)
    return message.build(letter, sender, route.to, row.message_id_header, row.sent_at or desk.now), None


def _short(row: Mail, text: str) -> EmailMessage:
    """A short message as a mail, without its link, which is for the recipient alone."""
    from email.headerregistry import Address
    from email.message import EmailMessage

    made = EmailMessage()
    made["To"] = Address(row.recipient, row.way or "")
    made.set_content(text)
    return made


def _retry(desk: Desk, numbers: tuple[int, ...], *, dry_run: bool, as_json: bool) -> None:
    from engine.mail.reviving import revive

    engine = desk.existing()
    with desk.acting(None, dry_run=dry_run, engine=engine) as act:
        chosen = revive(act, ", ".join(str(number) for number in numbers))
    if as_json:
        answer({"dry_run": dry_run, "revived": chosen})
        return
    line(Message("cli.outbox.would-revive" if dry_run else "cli.outbox.revived", n=len(chosen)))


def _entry(row: Mail) -> dict[str, Any]:
    from engine.mail.outcome import note_of

    return {
        "id": row.id,
        "round": row.round_key,
        "kind": row.kind,
        "way": row.way or "mail",
        "recipient": row.recipient,
        "address": row.address,
        "state": row.state.value,
        "subject": row.subject,
        "queued_at": row.queued_at,
        "not_before": row.not_before,
        "next_attempt_at": row.next_attempt_at,
        "attempts": row.attempts,
        "sent_at": row.sent_at,
        "last_error": in_json(note_of(row)),
        "message_id": row.message_id_header,
        "merged_into": row.merged_into,
        "answers": row.answers,
    }
