"""An office whose units answer its mails: a mail that left, replies into a Maildir, reading them."""

from __future__ import annotations

import itertools
import mailbox
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from engine.installation import Installation
from engine.replies.choose import mailbox_of
from engine.replies.reading import Hearer, Report, read_replies
from engine.replies.said import Heard, Said
from models import db, queries
from models.states import ReplyState, TaskState
from models.tables import Event, Message, Reply, Task
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom

SENT = at("2026-09-11")
"""Friday 11 September 2026, 8:00: the mail of the third quarter left; the last day is Friday the 18th."""
READ = at("2026-09-14", 10)
_count = itertools.count(1)


@dataclass
class Correspondence:
    """An office, its Maildir, and what came of each reply."""

    room: Mailroom
    maildir: Path
    arrived: dict[str, str] = field(default_factory=dict)

    @property
    def here(self) -> Installation:
        return Installation(self.room.settings, self.room.registry, self.room.engine)

    def message(self, recipient: str = "TST") -> Message:
        """The newest mail to that recipient."""
        return [each for each in self.room.messages() if each.recipient == recipient][-1]

    def arrive(self, mail: EmailMessage | bytes) -> None:
        """A mail is delivered into the Maildir."""
        mailbox.Maildir(self.maildir, create=True).add(mail)

    def read(self, *said: Said, now: datetime = READ, hear: Hearer | None = None, **more: Any) -> Report:
        """Reads what has arrived; every mail says `said`, unless `hear` hears it."""
        return read_replies(self.here, mailbox_of(self.room.settings), hear or saying(*said), now, **more)

    def replies(self) -> list[Reply]:
        """Every mail that was read, in order."""
        with db.reading(self.room.engine) as s:
            return queries.replies(s)[::-1]

    def reply(self) -> Reply:
        """The only one."""
        (found,) = self.replies()
        return found

    def states(self) -> list[ReplyState]:
        return [each.state for each in self.replies()]

    def task(self, unit: str = "TST", obligation: str = "kstthc-quy") -> Task:
        with db.reading(self.room.engine) as s:
            (found,) = queries.tasks(s, unit=unit, obligation=obligation)
        return found

    def history(self, unit: str = "TST") -> list[Event]:
        """What was recorded of the unit's task by mail."""
        with db.reading(self.room.engine) as s:
            return [each for each in queries.history(s, task_id=self.task(unit).id) if each.origin == "mail"]

    def untouched(self) -> bool:
        """Nothing was recorded of any task, and nothing sent to anybody."""
        with db.reading(self.room.engine) as s:
            by_mail = [each for each in queries.history(s) if each.origin == "mail"]
            open_ = all(each.state is TaskState.OPEN for each in queries.tasks(s))
        return not by_mail and open_ and not self.answers()

    def answers(self) -> list[EmailMessage]:
        """What was sent in answer to replies."""
        return [mail for name, mail in self.room.files().items() if "-reply-" in name]


def correspondence(url: str, home: Path, *obligations: Any, **settings: Any) -> Correspondence:
    """The office on that database: the mail of 11 September has left to four units."""
    maildir = home / "Maildir"
    mailbox.Maildir(maildir, create=True)
    room = mailroom(url, home, *obligations, replies=f"maildir:{maildir}", **settings)
    for duty in room.registry.obligations.values():
        room.open(duty.code, "2026-Q3", at("2026-08-27"))
    room.tell(SENT)
    room.compose(SENT)
    room.deliver(SENT)
    return Correspondence(room, maildir)


def saying(*said: Said, automatic: bool = False, text: str = "…") -> Hearer:
    """A hearer by hand: what is heard is what the test says."""

    def hear(mail: EmailMessage, received: date) -> Heard:
        return Heard(automatic, text, said)

    return hear


def reply_to(
    message: Message | None,
    text: str = "đã gửi, số 123/BC ngày 14/09/2026",
    *,
    sender: str = "Họ Đệm Tên <tst@bhxh.example>",
    when: datetime = READ,
    headers: Sequence[tuple[str, str]] = (),
    message_id: str = "",
) -> EmailMessage:
    """A reply as a mail program writes it; `headers` stand on top, as servers put theirs."""
    mail = EmailMessage()
    for name, value in headers:
        mail[name] = value
    mail["From"], mail["To"] = sender, "dondoc@bhxh.example"
    mail["Subject"] = f"Re: {message.subject}" if message else "Báo cáo"
    mail["Date"] = format_datetime(when)
    mail["Message-ID"] = message_id or f"<{next(_count)}@bhxh.example>"
    if message:
        mail["In-Reply-To"] = message.message_id_header
        mail["References"] = f"<thread@list.example> {message.message_id_header}"
    mail.set_content(text)
    return mail


def sent(**more: Any) -> Said:
    """'đã gửi, số 123/BC ngày 14/09/2026'."""
    fields: dict[str, Any] = {
        "number": "123/BC",
        "dated": date(2026, 9, 14),
        "line": "đã gửi, số 123/BC ngày 14/09/2026",
        **more,
    }
    return Said("submitted", **fields)


_BOUNCE = """\
From: MAILER-DAEMON@relay.example
To: dondoc@bhxh.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <{to}>: User unknown

--b
Content-Type: text/rfc822-headers

From: dondoc@bhxh.example
Message-ID: {header}

--b--
"""


def bounced(to: str, header: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    """What a relay writes (RFC 3464) of the mail with that Message-ID, which did not arrive at `to`."""
    return _BOUNCE.format(to=to, header=header, action=action, status=status).encode()
