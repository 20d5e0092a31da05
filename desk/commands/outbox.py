"""`dondoc outbox`: the mails, one of them as its reader sees it, and another try for those that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from desk import options
from desk.errors import Problem, WrongUsage
from desk.office import Desk, login
from desk.output import ago, answer, clean, line, local, several, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from email.message import EmailMessage
    from pathlib import Path

    from models.tables import Message

STATES = ("pending", "sending", "sent", "dead", "cancelled")
SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only these; `dead` are those given up.")
@click.option("--recipient", metavar="CODE", help="Only to this recipient: TST, TST:head or leadership.")
@click.option("--limit", type=click.IntRange(1), default=200, show_default=True, help="The newest so many.")
@click.option("--show", "number", type=int, metavar="ID", help="Show one mail as its reader sees it.")
@click.option(
    "--retry", type=int, multiple=True, metavar="ID", help="Send this dead letter again (repeatable)."
)
@click.option("--retry-dead", is_flag=True, help="Send every dead letter again.")
@click.option("--dry-run", is_flag=True, help="With a retry: show what would be done, and do nothing.")
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
    """List and read the mails, and retry those that failed.

    A retry puts dead letters back; the next delivery sends them under the same Message-ID.

    \b
    Example:
      dondoc outbox --state dead
      dondoc outbox --show 17
      dondoc outbox --retry-dead
    """
    if (number is not None) + bool(retry) + retry_dead > 1:
        raise WrongUsage("choose one of --show, --retry and --retry-dead.")
    desk = Desk(as_of)
    if number is not None:
        _show(desk, number, as_json=as_json)
    elif retry or retry_dead:
        _retry(desk, retry, dry_run=dry_run, as_json=as_json)
    else:
        _list(desk, state, recipient, limit, as_json=as_json)


def _list(desk: Desk, state: str | None, recipient: str | None, limit: int, *, as_json: bool) -> None:
    from models import queries
    from models.states import MessageState

    with desk.looking() as session:
        rows = queries.outbox_rows(
            session, state=MessageState(state) if state else None, recipient=recipient, limit=limit
        )
        counts = queries.outbox_counts(session, desk.now)._asdict()
    rows = [row for row in rows if row.queued_at <= desk.now]
    if as_json:
        answer({"as_of": desk.now, "counts": counts, "messages": [_entry(row) for row in rows]})
        return
    zone = desk.registry.office.zone
    table(
        ("id", "queued", "recipient", "state", "subject", "note"),
        [
            (row.id, local(row.queued_at, zone), row.recipient, row.state.value, row.subject, row.last_error)
            for row in rows
        ],
        {place: "red" for place, row in enumerate(rows) if row.state is MessageState.DEAD},
    )
    said = [
        f"{counts[name]} {name}" for name in ("sent", "waiting", "scheduled", "sending", "dead", "cancelled")
    ]
    line(", ".join(said) + ".")
    oldest = counts["oldest_waiting"]
    if oldest is not None:
        line(f"The oldest has been waiting for {ago(desk.now - oldest)}.")
    if counts["dead"]:
        line("Dead letters: mend the address or the server, then `dondoc outbox --retry-dead`.")


def _show(desk: Desk, number: int, *, as_json: bool) -> None:
    from models.tables import Message

    with desk.looking() as session:
        row = session.get(Message, number)
        if row is None:
            raise WrongUsage(f"no mail {number}: `dondoc outbox` lists them.")
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
    line(f"State: {row.state.value}" + (f" ({row.last_error})" if row.last_error else ""))
    if attached:
        line(f"Attached: {', '.join(attached)}")
    line(
        f"File: {kept}"
        if kept
        else "(No file is kept of it: this is how it reads from the tasks as they are now.)"
    )
    line()
    for each in text.splitlines():
        click.echo(clean(each))


def _mail(desk: Desk, session: Any, row: Message) -> tuple[EmailMessage, Path | None]:
    """The mail as it was written to its file; without one, as it would be written now."""
    from email import message_from_bytes, policy

    file = next(desk.settings.outbox.glob(f"*-{row.id}.eml"), None)
    if file is not None:
        return message_from_bytes(file.read_bytes(), policy=policy.default), file
    from engine.mail import message, routing
    from engine.mail.letter_contents import Reader

    reader = Reader(session, desk.registry, desk.settings, row.sent_at or desk.now)
    letter, route = reader.letters([row]).get(row.id or 0, (None, None))  # type: ignore[list-item]
    if letter is None or route is None:
        raise Problem(f"mail {row.id} cannot be written: {reader.unreadable.get(row.id or 0)}")
    if letter.empty or not route.to:
        why = "all its tasks have been answered" if letter.empty else "nobody in its place has an address"
        raise Problem(f"mail {row.id} to {row.recipient} has nothing to show: {why}.")
    sender = routing.sender_of(desk.registry, desk.settings)
    return message.build(letter, sender, route.to, row.message_id_header, row.sent_at or desk.now), None


def _retry(desk: Desk, numbers: tuple[int, ...], *, dry_run: bool, as_json: bool) -> None:
    from models import db, queries

    engine = desk.existing()
    with db.session(engine) as session:
        dead = {row.id: row for row in queries.dead_messages(session)}
        strange = [str(number) for number in numbers if number not in dead]
        if strange:
            raise WrongUsage(
                f"not a dead letter: {', '.join(strange)}; `dondoc outbox --state dead` lists them."
            )
        chosen = sorted(numbers or dead)
        if not dry_run:
            queries.revive(session, chosen, at=desk.now)
            data: Mapping[str, Any] = {"messages": chosen}
            happening = queries.Happening(desk.now, "revived", login(), "cli", "", dict(data))
            queries.record(session, happening)
    if as_json:
        answer({"dry_run": dry_run, "revived": chosen})
        return
    verb = "would be put back" if dry_run else "put back: the next delivery sends them"
    line(f"{several(len(chosen), 'dead letter')} {verb}.")


def _entry(row: Message) -> dict[str, Any]:
    return {
        "id": row.id,
        "round": row.round_key,
        "kind": row.kind,
        "recipient": row.recipient,
        "address": row.address,
        "state": row.state.value,
        "subject": row.subject,
        "queued_at": row.queued_at,
        "not_before": row.not_before,
        "next_attempt_at": row.next_attempt_at,
        "attempts": row.attempts,
        "sent_at": row.sent_at,
        "last_error": row.last_error,
        "message_id": row.message_id_header,
    }
