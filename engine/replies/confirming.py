"""The one short answer to a reply: what was recorded, what waits, or why it was turned down.

Never to a program, and to one address only so often a day: two programs that answer each other come to an
end. The answer is claimed before it is sent and goes under the same Message-ID if a sender dies.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from sqlalchemy.orm import Session

from engine.errors import fault_of
from engine.installation import Installation
from engine.mail import routing
from engine.mail.channels import ChannelDown, Envelope, Refused
from engine.mail.channels.choose import channel_for
from engine.mail.channels.headers import POLICY, set_addresses, set_text
from engine.mail.message_ids import message_id
from engine.noted import noted
from engine.replies.recording import Item, item_of
from engine.tasks import restored
from language import Message, from_text, say
from models import db, queries
from models.states import ReplyState
from models.tables import Message as Mail
from models.tables import Reply

MOST_ANSWERS, WITHIN = 6, timedelta(days=1)
"""So many answers one address gets within so long."""
_LEASE, _AGAIN = timedelta(minutes=10), timedelta(minutes=15)
log = logging.getLogger(__name__)


def order(s: Session, domain: str, reply: Reply, now: datetime) -> bool:
    """Lets the reply be answered; False when its sender has had his answers for the day."""
    assert reply.sender is not None
    if queries.answers_since(s, reply.sender, now - WITHIN) >= MOST_ANSWERS:
        reply.heard = {**reply.heard, "unanswered": Message("replies.answers-enough").as_text()}
        return False
    # Of where the mail lies and of the answer before: read anew by a restored database, it is answered under
    # the same Message-ID.
    told = "/".join((reply.mailbox, reply.place, reply.answer_header or ""))
    reply.answer_header = message_id("reply", reply.unit or "x", told, domain)
    reply.answer_next_at, reply.answer_tries, reply.answered_at = now, 0, None
    return True


def send_due(installation: Installation, now: datetime) -> tuple[int, Message | None]:
    """Sends every answer that is due; answers how many left, and why the rest could not."""
    with db.session(installation.engine) as s:
        if restored.waits(s) is not None:
            return 0, None  # the delivery of mails tells it
        claimed = queries.claim_answers(s, now, until=now + _LEASE)
        answered = {each.id: s.get(Mail, each.message_id) if each.message_id else None for each in claimed}
    if not claimed:
        return 0, None
    sent = 0
    try:
        with channel_for(installation.settings) as channel:
            for reply in claimed:
                assert reply.id is not None
                fields = _sent(installation, channel.send, reply, answered[reply.id], now)
                with db.session(installation.engine) as s:
                    queries.end_answer(s, reply.id, **fields)
                sent += fields.get("answered_at") is not None
    except ChannelDown as error:
        with db.session(installation.engine) as s:
            for reply in claimed:
                assert reply.id is not None
                queries.postpone_answer(s, reply.id, at=now + _AGAIN)
        return sent, error.message
    return sent, None


def build(installation: Installation, reply: Reply, answered: Mail | None, now: datetime) -> EmailMessage:
    """The answer, in the office's languages."""
    registry, settings = installation.registry, installation.settings
    sender = routing.sender_of(registry, settings)
    languages = routing.languages(registry, settings)
    mail = EmailMessage(policy=POLICY)
    set_addresses(mail, "From", [(sender.name, sender.address)])
    set_addresses(mail, "To", [(reply.sender_name, reply.sender or "")])
    bare = reply.subject
    while bare[:3].lower() == "re:":
        bare = bare[3:].strip()
    set_text(mail, "Subject", f"Re: {bare}".strip())
    mail["Date"] = format_datetime(now.astimezone(sender.zone))
    mail["Message-ID"] = reply.answer_header
    if reply.message_id_header:
        mail["In-Reply-To"] = reply.message_id_header
        before = [answered.message_id_header] if answered else []
        mail["References"] = " ".join([*before, reply.message_id_header])
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content("\n\n-- \n\n".join(_text(installation, reply, each) for each in languages))
    mail["Content-Language"] = ", ".join(languages)
    return mail


def _sent(
    installation: Installation,
    send: Callable[[Envelope], str],
    reply: Reply,
    answered: Mail | None,
    now: datetime,
) -> dict[str, datetime | None]:
    """Sends one; what is to be recorded of it."""
    try:
        mail = build(installation, reply, answered, now)
        at = now.astimezone(installation.registry.office.zone)  # as the other files of the folder
        send(Envelope(mail, (reply.sender or "",), f"{at:%Y-%m-%dT%H%M}-reply-{reply.id}"))
    except ChannelDown:
        raise
    except Exception as error:  # one answer that cannot be written or sent stops no other
        said = "the answer to reply %s did not leave: %s"
        noted(log, logging.WARNING, "answer-postponed", said, reply.id, fault_of(error), reply=reply.id)
        over = isinstance(error, Refused) or reply.answer_tries >= queries.ANSWER_TRIES
        return {"answer_next_at": None if over else now + _AGAIN}
    return {"answered_at": now, "answer_next_at": None}


def _text(installation: Installation, reply: Reply, language: str) -> str:
    registry = installation.registry

    def t(name: str, /, **fields: object) -> str:
        return say(Message(f"replies.{name}", **fields), language, "mail")

    unit = registry.units.get(reply.unit or "")
    called = (unit.name_en if language == "en" and unit.name_en else unit.name) if unit else ""
    office = registry.office.name_en if language == "en" else registry.office.name
    lines = [t("greeting", name=reply.sender_name or called, unit=called), ""]
    items = [item_of(each) for each in reply.heard.get("items", ())]
    if reply.state is ReplyState.DISMISSED:
        lines += [t("was-dismissed", reason=reply.reason), ""]
    done = [each for each in items if each.did is not None]
    if done:
        lines += [t("was-recorded", n=len(done)), *_listed(done, language), ""]
    waits = [each for each in items if each.outcome == "waiting"]
    if waits:
        lines += [t("is-waiting", n=len(waits)), *_listed(waits, language), ""]
    if kept := [each["name"] for each in reply.heard.get("files", ())]:
        lines += [t("files-kept", names=tuple(kept)), ""]
    if left := [from_text(each) for each in reply.heard.get("files_left", ())]:
        lines += [t("files-left", files=tuple(left)), ""]
    lines += [t("closing"), "", t("footer", office=office)]
    return "\n".join(lines)


def _listed(items: list[Item], language: str) -> list[str]:
    return [f"- {say(each.did or waiting_line(each), language, 'mail')}" for each in items]


def waiting_line(item: Item) -> Message:
    """What was said and why it waits, as a line."""
    return Message("replies.waits-because", line=item.said.line, why=item.why)
