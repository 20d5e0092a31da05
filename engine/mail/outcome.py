"""What is told of how a message of the outbox ended, or why it still waits."""

from __future__ import annotations

from language import Message, from_text
from models.tables import Message as Mail


def note_of(mail: Mail) -> Message | str | None:
    """Into which mail it was merged, or what is kept of its last attempt: a message of ours, or the mail
    server's own words, of a mail that was sent those to the recipients that it refused. None when there is
    nothing to tell.
    """
    if mail.way is not None and mail.merged_into is not None and mail.last_error:
        return Message("channel.by-mail", number=str(mail.merged_into), why=from_text(mail.last_error))
    if mail.merged_into is not None:
        return Message("channel.merged", number=str(mail.merged_into))
    if mail.last_error:
        return from_text(mail.last_error)
    refused = (f"{address}: {said}" for address, said in (mail.answers or {}).items() if said[:1] in "45")
    return "; ".join(refused) or None
