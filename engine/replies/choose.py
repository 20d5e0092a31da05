"""Which mailbox the settings name."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from engine.replies.mailbox import Mailbox, MailboxError
from engine.replies.maildir import Maildir


def mailbox_of(settings: Settings) -> Mailbox:
    """The mailbox of the setting `replies`, not opened yet; MailboxError when it is not set."""
    where = settings.reply_mailbox
    if where is None:
        raise MailboxError("replies.not-set")
    if not where.host:
        return Maildir(Path(where.folder))
    from engine.replies.imap import Imap

    return Imap(where)
