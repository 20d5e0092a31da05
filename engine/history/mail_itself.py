"""One mail of the outbox as its reader sees it: as it stands in its file, as it was sent, or as it would be
written now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import NoMail
from engine.mail import message, routing
from engine.mail.as_sent import unpacked
from engine.mail.letter_contents import Reader
from engine.mail.short_text import short_text
from models import queries
from models.states import MessageState
from models.tables import Message as Mail


@dataclass(frozen=True, slots=True)
class Shown:
    """The mail, and where it is from: its file, what was kept when it left, or the tasks as they are."""

    mail: EmailMessage
    file: Path | None = None
    as_sent: bool = False


def mail_itself(s: Session, registry: Registry, settings: Settings, row: Mail, now: datetime) -> Shown:
    """The mail to be read. NoMail where it cannot be written or says nothing any more."""
    file = next(settings.outbox.glob(f"*-{row.id}.eml"), None)
    if file is not None:
        return Shown(message_from_bytes(file.read_bytes(), policy=policy.default), file)
    if row.state is MessageState.SENT and (kept := queries.sent_mail(s, row.id or 0)) is not None:
        return Shown(unpacked(kept), as_sent=True)
    if row.way is not None and row.subject:
        return Shown(_short(row, row.subject))
    reader = Reader(s, registry, settings, row.sent_at or now)
    letter, route = reader.letters([row]).get(row.id or 0, (None, None))  # type: ignore[list-item]
    if letter is None or route is None:
        raise NoMail("outbox.unreadable", number=str(row.id), why=reader.unreadable.get(row.id or 0))
    if letter.empty or not route.to:
        why = "outbox.all-answered" if letter.empty else "outbox.no-address"
        raise NoMail(why, number=str(row.id), recipient=row.recipient)
    if row.way is not None:
        return Shown(_short(row, short_text(letter)[0]))
    sender = routing.sender_of(registry, settings)
    return Shown(message.build(letter, sender, route.to, row.message_id_header, row.sent_at or now))


def text_of(mail: EmailMessage) -> str:
    """What its reader reads, as plain text."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def _short(row: Mail, text: str) -> EmailMessage:
    """A short message as a mail, without its link, which is for the recipient alone."""
    made = EmailMessage()
    made["To"] = Address(row.recipient, row.way or "")
    made.set_content(text)
    return made
