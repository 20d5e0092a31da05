"""Reading the mailbox of replies: each mail once, in a transaction of its own with all that follows from it.

A reader that is killed has recorded a mail whole or not at all; the next one reads on. A mail that cannot be
read is set aside with its fault, and the others are read. What cannot be done for any mail (no server, no
room on the disk) ends the run with one message.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from engine.errors import fault_of
from engine.installation import Installation
from engine.noted import noted
from engine.replies import attachments, bounces, confirming, matching, recording, trust
from engine.replies.arrived import Letterhead, letterhead, parsed
from engine.replies.mailbox import Arrived, Mailbox, MailboxError
from engine.replies.recording import Item, Source
from engine.replies.said import Heard, Said
from engine.tasks.acts import Act, By
from engine.texts import shortened
from language import Message, system
from models import db, queries
from models.states import ReplyState
from models.tables import Reply

ORIGIN = "mail"
MOST = 200
"""So many mails are read in one run; the next one goes on."""
MOST_SECONDS = 240
"""Of one run, before the next one is due: the mails that it does not come to wait for that."""
LOOK_BACK = timedelta(days=45)
"""A mail that arrived longer ago is not looked at, so that an old mailbox is not read from its beginning."""
_LONGEST = 4000
Hearer = Callable[[EmailMessage, date], Heard]
"""What a mail says, received on that day."""
log = logging.getLogger(__name__)


@dataclass
class Report:
    """What a run did: mails by what became of them, answers that left, and what ended it early."""

    counts: dict[ReplyState, int] = field(default_factory=dict)
    answered: int = 0
    problem: Message | None = None

    def of(self, state: ReplyState) -> int:
        """How many mails ended so."""
        return self.counts.get(state, 0)

    @property
    def read(self) -> int:
        """How many mails were read."""
        return sum(self.counts.values())


def read_replies(
    installation: Installation,
    mailbox: Mailbox,
    hear: Hearer,
    now: datetime,
    *,
    most: int = MOST,
    timer: Callable[[], float] = time.monotonic,
) -> Report:
    """Reads what has arrived and sends the answers that are due, as of `now` (aware)."""
    report = Report()
    now, until = now.astimezone(UTC), timer() + MOST_SECONDS
    try:
        with mailbox:
            with db.reading(installation.engine) as s:
                known = queries.places_read(s, mailbox.name)
            since = installation.today(now) - LOOK_BACK
            for place in mailbox.places(since, known)[:most]:
                if timer() > until:
                    break
                arrived = mailbox.fetch(place)
                state = _take(installation, mailbox.name, arrived, hear, now) if arrived else None
                if state is not None:
                    noted(
                        log,
                        logging.INFO,
                        "reply-read",
                        "a reply was read: %s",
                        state.value,
                        state=state.value,
                    )
                    report.counts[state] = report.of(state) + 1
    except MailboxError as error:
        report.problem = error.message
    with db.session(installation.engine) as s:
        queries.seeing.note_reading(s, now, report.problem.as_text() if report.problem else None)
    report.answered, stopped = confirming.send_due(installation, now)
    report.problem = report.problem or stopped
    return report


def _take(
    installation: Installation, mailbox: str, arrived: Arrived, hear: Hearer, now: datetime
) -> ReplyState | None:
    """One mail, whole or not at all; None when another reader had it."""
    try:
        with db.session(installation.engine) as s:
            reply = queries.add_reply(s, mailbox, arrived.place, now)
            if reply is None:
                return None
            Reading(installation, reply, arrived, now, Act(
                s, installation.settings, installation.registry, now, By("", ORIGIN)
            )).take(hear)  # fmt: skip
            return reply.state
    except (MailboxError, db.DatabaseError):
        raise
    except Exception as error:  # a mail is anybody's bytes
        log.exception("a mail could not be read: %s %s", mailbox, arrived.place)
        with db.session(installation.engine) as s:
            reply = queries.add_reply(s, mailbox, arrived.place, now)
            if reply is not None:
                reply.state = ReplyState.UNREADABLE
                reply.heard = _why(Message("replies.unreadable", why=fault_of(error)))
        return ReplyState.UNREADABLE


class Reading:
    """One mail, from its bytes to what is recorded of it; with `again` also one that was read before."""

    def __init__(
        self,
        installation: Installation,
        reply: Reply,
        arrived: Arrived,
        now: datetime,
        act: Act,
        *,
        again: bool = False,
    ) -> None:
        self.again = again
        self.installation, self.reply, self.arrived, self.now, self.act = (
            installation,
            reply,
            arrived,
            now,
            act,
        )

    def take(self, hear: Hearer) -> None:
        """Everything that follows from it."""
        mail = parsed(self.arrived.raw)
        head, reply, today = letterhead(mail), self.reply, self.act.today
        if (bounce := bounces.bounce_in(mail)) is not None:
            self._bounced(bounce)
            return
        found = trust.judge(self.act.s, self.act.registry, self.act.settings, mail, head, today)
        if found.state is ReplyState.IGNORED:  # nothing of other people's mail is kept
            reply.state, reply.heard = found.state, _why(*found.why)
            return
        reply.sender, reply.sender_name = head.sender, head.name
        reply.unit, reply.message_id = found.unit or None, found.answered.id if found.answered else None
        reply.subject, reply.message_id_header = head.subject, head.message_id or None
        if self._seen(head):
            reply.state, reply.heard = ReplyState.IGNORED, _why(Message("replies.seen-before"))
            return
        received = self._received(mail)
        heard = hear(mail, received)
        if heard.automatic:
            reply.state, reply.heard = ReplyState.IGNORED, _why(Message("replies.automatic"))
            return
        reply.text = shortened(heard.text.strip(), _LONGEST)
        if found.state is ReplyState.REFUSED:
            reply.state, reply.heard = found.state, _why(*found.why)
            said, why = "reply %s is refused: %s", found.why[0].id
            noted(log, logging.WARNING, "reply-refused", said, reply.id, why, reply=reply.id, why=why)
            return
        self._believed(mail, heard, found, received)

    def _believed(self, mail: EmailMessage, heard: Heard, found: trust.Standing, received: date) -> None:
        """A reply that is recorded, or waits for somebody."""
        reply, act = self.reply, self.act
        believed = found.state is ReplyState.RECORDED
        known = found.unit in trust.units_of(act.registry, reply.sender or "", act.today)
        files, left = self._files(mail) if known else ([], [])
        who = By(f"{reply.sender_name or reply.sender} ({found.unit})", ORIGIN)
        speaking = Act(act.s, act.settings, act.registry, act.now, who)
        assert reply.id is not None
        source = Source(reply.id, received, files)
        items = [self._item(speaking, found, said, source) for said in heard.said]
        why = list(found.why)
        if not items:  # also where nothing can be read: sealed, packed in, or a picture of words
            why.append(Message("replies.not-understood"))
        elif files and all(each.said.kind == "acknowledged" for each in items):
            why.append(Message("replies.files-alone"))
        waits = why or any(each.outcome == "waiting" for each in items)
        reply.state = ReplyState.WAITING if waits else ReplyState.RECORDED
        reply.heard = {
            "items": [each.as_json() for each in items],
            "why": [each.as_text() for each in why],
            "files": files,
            "files_left": [each.as_text() for each in left],
            "believed": believed,
            "received": received.isoformat(),
        }
        if known:
            addresses = {unit.email for unit in act.registry.units.values() if unit.email}
            queries.mailboxes_answer(act.s, [each for each in addresses if each.lower() == reply.sender])
        if believed and any(each.said.kind != "acknowledged" for each in items):
            confirming.order(act.s, act.registry.office.list_id, reply, self.now)

    def _item(self, act: Act, found: trust.Standing, said: Said, source: Source) -> Item:
        spoken = matching.spoken_of(act.s, act.registry, found.unit, found.answered, said)
        if said.kind == "acknowledged" and spoken.ref is None:
            return Item(said, "recorded", did=Message("replies.did-noted"))
        doubts = (*said.doubts, *spoken.doubts)
        if found.state is ReplyState.RECORDED and said.sure and spoken.ref and not spoken.doubts:
            item = recording.tried(act, spoken.ref, said, source)
            if said.kind == "acknowledged" and item.outcome == "waiting":  # thanks for what is over already
                return Item(said, "recorded", did=Message("replies.did-noted"))
            return item
        return Item(said, "waiting", spoken.ref, why=doubts or found.why or (Message("replies.not-sure"),))

    def _files(self, mail: EmailMessage) -> tuple[list[dict[str, Any]], list[Message]]:
        if self.act.settings.replies_attachments == "drop":
            return [], []
        folder = self.act.settings.evidence / str(self.reply.id)
        try:
            return attachments.keep(mail, folder, cut=self.arrived.cut)
        except OSError as error:
            raise MailboxError(
                "replies.evidence-unwritable", folder=str(folder), why=system.why(error)
            ) from error

    def _bounced(self, bounce: bounces.Bounce) -> None:
        """The addresses of a mail of ours that did not arrive are marked; whoever is in charge is told in the
        morning's mail, see `engine.mail.unreachable`."""
        s, reply = self.act.s, self.reply
        reply.state, reply.message_id_header = ReplyState.IGNORED, None
        ids = (bounce.message_id,)
        sent = {
            address: mail.id
            for mail in queries.sent_messages(s, ids)
            for address in (mail.address or "").split(", ")
        }
        sent |= {each.sender or "": each.message_id for each in queries.replies_answered(s, ids)}
        marked = {}
        for address, number in sent.items():
            if (said := bounce.failed.get(address.lower())) is not None:
                queries.mailbox_refused(s, self._as_registered(address), at=self.now, said=said, bounced=True)
                marked[address] = said
                reply.message_id = number
        if not marked:
            reply.heard = _why(Message("replies.bounce-of-nothing"))
            return
        reply.state, reply.heard = ReplyState.BOUNCE, {"bounced": marked}
        data = {"addresses": marked, "message": bounce.message_id}
        queries.record(s, queries.Happening(self.now, "bounced", "dondoc", ORIGIN, data=data))

    def _as_registered(self, address: str) -> str:
        """The address as the registry writes it, by which refusals are looked up."""
        registry = self.act.registry
        known = [each for unit in registry.units.values() for each in (unit.email, unit.head_email)]
        known += [each.mail for people in registry.contacts.values() for each in people]
        return next((each for each in known if each and each.lower() == address.lower()), address)

    def _seen(self, head: Letterhead) -> bool:
        assert self.reply.id is not None
        return (
            not self.again
            and bool(head.message_id)
            and queries.reply_seen(self.act.s, head.message_id, head.sender, but=self.reply.id)
        )

    def _received(self, mail: EmailMessage) -> date:
        """The office's day on which it was written, as the mail says, if that is not long ago: "yesterday"
        counts from there. Else today."""
        with contextlib.suppress(Exception):  # whatever stands in Date
            written = mail["Date"].datetime
            if written.tzinfo is not None and self.now - timedelta(days=7) <= written <= self.now:
                return self.installation.today(written)
        return self.act.today


def _why(*messages: Message) -> dict[str, Any]:
    return {"why": [each.as_text() for each in messages]}
