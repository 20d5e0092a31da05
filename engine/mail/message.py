"""A letter as an e-mail: headers, text, HTML and the calendar, in one `EmailMessage`.

Threading: a letter about one duty continues the thread of its task (or, when it follows up many units, of
its duty); a letter about several continues the recipient's thread of that month. The thread's root is an
identifier nobody has sent: mail programs group by it all the same, and no letter has to know which one came
first.

`Auto-Submitted` (RFC 3834) and `X-Auto-Response-Suppress` keep out-of-office answers away; failure reports
still come. No `Precedence: bulk`: it is no standard, and filters take it for advertising.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.addresses import usable
from engine.mail import mime, report_forms, table
from engine.mail.channels.headers import set_addresses
from engine.mail.detail import STEPS, Detail, needs_table
from engine.mail.ics import calendar_of, cancellation_of
from engine.mail.language import words_of
from engine.mail.letter import Audience, Letter, Party
from engine.mail.message_ids import thread_root
from engine.mail.render import html_of, pages_of, summary_of, text_of
from engine.mail.subject import subject
from engine.mail.summary import Summary
from engine.mail.summary_page import subject_of
from engine.texts import one_line
from language import Either

_LONGEST_NAME = 100
_A_PARTS_HEADERS = 400


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom unit mail comes. `domain` is the office's List-Id and names it in Message-IDs and UIDs;
    `templates` is the office's own template folder, if it has one.
    """

    name: str
    address: str
    domain: str
    zone: ZoneInfo
    morning: time = time(8, 0)
    templates: Path | None = None
    report_template: Path | None = None
    """The office's own report form."""
    most_bytes: int = 250 * 1024
    """A mail that would be larger tells less in full."""


def build(letter: Letter, sender: Sender, to: tuple[Party, ...], message_id: str, now: datetime) -> mime.Mail:
    """The finished mail. `message_id` is the recorded one, with its angle brackets; `now` is aware.

    Every name and title is reduced to one line first, whatever the files held. A letter that is larger than
    the sender's `most_bytes` is told in short, with a table of everything, or at last without its forms
    (`engine.mail.detail`); the smallest there is when nothing fits. ValueError when the letter is empty or
    `to` has nobody with a usable address.
    """
    if letter.empty:
        raise ValueError("a letter that says nothing is not sent")
    if not to or not all(usable(party.address) for party in to):
        raise ValueError("a letter needs a usable address")
    if letter.summary is not None:
        return _summarised(letter, letter.summary, sender, to, message_id, now)
    content, smallest = b"", None
    for detail in STEPS:
        if not content and needs_table(letter, detail):
            content = table.table_of(letter, words_of(letter.languages[0]))
        mail = _built(letter, sender, to, message_id, now, detail, content)
        size = size_of(mail)
        if size <= sender.most_bytes:
            return mail
        if smallest is None or size < smallest[0]:
            smallest = size, mail
    assert smallest is not None
    return smallest[1]


def size_of(mail: EmailMessage) -> int:
    """About how many bytes leave; the parts are encoded already."""
    return sum(_A_PARTS_HEADERS + len(part.get_payload()) for part in mail.walk() if not part.is_multipart())


def _built(
    letter: Letter,
    sender: Sender,
    to: tuple[Party, ...],
    message_id: str,
    now: datetime,
    detail: Detail,
    everything: bytes,
) -> mime.Mail:
    """The mail with so much detail, and `everything` as a table where it needs that."""
    mail = _headed(letter, sender, to, message_id, now)
    words = words_of(letter.languages[0])
    pages = pages_of(letter, detail)
    texts = [
        mime.plain(text_of(letter, sender.templates, pages)),
        mime.html(html_of(letter, sender.templates, pages)),
    ]
    files = []
    if needs_table(letter, detail):
        maintype, subtype = table.CONTENT_TYPE
        files.append(mime.file(everything, maintype, subtype, words.t("mail.table-file")))
    if letter.audience is Audience.UNIT:
        said = replace(letter, items=detail.named(letter), over=detail.ended(letter))
        files += _calendars(said, sender, now, brief=detail.short)
        files += report_forms.files(detail.with_forms(letter), sender.report_template)
    mime.fill(mail, texts, files)
    mime.set_always(mail, "Content-Language", ", ".join(letter.languages))
    return mail


def _headed(
    letter: Letter, sender: Sender, to: tuple[Party, ...], message_id: str, now: datetime
) -> mime.Mail:
    """The mail's headers."""
    words = words_of(letter.languages[0])
    mail = mime.Mail()
    set_addresses(mail, "From", [(sender.name, sender.address)])
    set_addresses(mail, "To", _mailboxes(to, words.code))
    if letter.reply_to:
        set_addresses(mail, "Reply-To", _mailboxes(letter.reply_to, words.code))
    mime.set_subject(mail, subject_of(letter.summary, words) if letter.summary else subject(letter, words))
    mail.set_raw("Date", _dated(now.replace(microsecond=0), sender.zone))
    mail.set_raw("Message-ID", message_id)
    root = thread_root(letter, sender.domain)
    mail.set_raw("In-Reply-To", root)
    mail.set_raw("References", root)
    mime.set_always(mail, "List-Id", f"<{sender.domain}>")
    mime.set_always(mail, "Auto-Submitted", "auto-generated")
    mime.set_always(mail, "X-Auto-Response-Suppress", "OOF, AutoReply")
    return mail


@lru_cache(maxsize=8)
def _dated(second: datetime, zone: ZoneInfo) -> str:
    return format_datetime(second.astimezone(zone))


def _summarised(
    letter: Letter, summary: Summary, sender: Sender, to: tuple[Party, ...], message_id: str, now: datetime
) -> mime.Mail:
    """A summary with so many of its files as the size of a mail allows, the first before the others."""
    words = words_of(letter.languages[0])
    text, html = summary_of(letter, summary, sender.templates)
    texts = [mime.plain(text), mime.html(html)]
    files = [
        mime.file(each.content, each.maintype, each.subtype, words.said(each.name)) for each in summary.files
    ]
    for most in range(len(files), -1, -1):
        mail = _headed(letter, sender, to, message_id, now)
        mime.fill(mail, texts, files[:most])
        mime.set_always(mail, "Content-Language", ", ".join(letter.languages))
        if size_of(mail) <= sender.most_bytes:
            break
    return mail


def _calendars(letter: Letter, sender: Sender, now: datetime, *, brief: bool) -> list[mime.Mail]:
    """What is to be done, to put into a calendar; and what is over, to take out of it."""
    words = words_of(letter.languages[0])
    said: Any = {"words": words, "own": words.code == letter.native, "organizer": sender.address}
    made = []
    if letter.items:
        morning = None if brief else sender.morning
        made.append(
            ("PUBLISH", "calendar.file-name", calendar_of(letter.items, now, morning=morning, **said))
        )
    if letter.over:
        made.append(("CANCEL", "calendar.file-name-cancel", cancellation_of(letter.over, now, **said)))
    return [
        mime.file(content, "text", "calendar", words.t(name), (("method", method), ("charset", "utf-8")))
        for method, name, content in made
    ]


def _mailboxes(parties: tuple[Party, ...], language: str) -> list[tuple[str, str]]:
    names = (one_line(Either(vi=party.name, en=party.name_en).of(language)) for party in parties)
    return [(name[:_LONGEST_NAME], party.address) for name, party in zip(names, parties, strict=True)]
