"""Which mailbox the settings name, and how much has arrived in it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from config.settings import Settings
from engine.installation import Installation
from engine.replies.mailbox import Mailbox, MailboxError
from engine.replies.maildir import Maildir
from engine.replies.reading import LOOK_BACK
from models import db, queries


def mailbox_of(settings: Settings) -> Mailbox:
    """The mailbox of the setting `replies`, not opened yet; MailboxError when it is not set."""
    where = settings.reply_mailbox
    if where is None:
        raise MailboxError("replies.not-set")
    if not where.host:
        return Maildir(Path(where.folder))
    from engine.replies.imap import Imap

    return Imap(where)


def arrived(installation: Installation, mailbox: Mailbox, now: datetime) -> int:
    """How many mails lie there that nobody has read; nothing is read."""
    with mailbox:
        with db.reading(installation.engine) as s:
            known = queries.places_read(s, mailbox.name)
        return len(mailbox.places(installation.today(now) - LOOK_BACK, known))
