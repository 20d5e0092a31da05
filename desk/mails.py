"""A mail of the outbox as it is shown: its entry in a JSON document, and itself as its reader sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.errors import WrongUsage
from desk.office import Desk
from desk.output import answer, in_json, line
from language import Message

if TYPE_CHECKING:
    from models.tables import Message as Mail

SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")


def state_of(row: Mail) -> Message:
    """The state of a mail as a list shows it."""
    return Message(f"cli.outbox.state-{row.state.value}")


def entry_of(row: Mail) -> dict[str, Any]:
    """A mail as `--json` lists it."""
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
        "held_by": row.held_by,
        "kept_by": row.kept_by,
        "answers": row.answers,
    }


def show(desk: Desk, number: int, *, as_json: bool) -> None:
    """Prints one mail: as it was written to its file, as it was sent, or as it would be written now."""
    from engine.archive.reading import where_mail_is
    from engine.history.mail_itself import mail_itself, text_of
    from engine.mail.outcome import note_of

    with desk.looking() as session, where_mail_is(session, desk.settings.archives, number) as lies:
        if lies is None:
            raise WrongUsage("cli.outbox.no-mail", number=str(number))
        where, row = lies
        found = mail_itself(where, desk.registry, desk.settings, row, desk.now)
    message, kept = found.mail, found.file
    headers = {name: str(message[name]) for name in SHOWN_HEADERS if message[name] is not None}
    text = text_of(message)
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if as_json:
        source = "file" if kept else "sent" if found.as_sent else "now"
        answer(
            {**entry_of(row), "text_from": source, "headers": headers, "text": text,
             "attachments": attached, "file": str(kept) if kept else None}
        )  # fmt: skip
        return
    for name, value in headers.items():
        line(f"{name}: {value}")
    if (note := note_of(row)) is not None:
        line(Message("cli.outbox.its-state-because", state=state_of(row), why=note))
    else:
        line(Message("cli.outbox.its-state", state=state_of(row)))
    if attached:
        line(Message("cli.outbox.attached", files=attached))
    if kept:
        line(Message("cli.outbox.file", file=str(kept)))
    else:
        line(Message("cli.outbox.as-sent" if found.as_sent else "cli.outbox.no-file"))
    line()
    for each in text.splitlines():
        line(each)
