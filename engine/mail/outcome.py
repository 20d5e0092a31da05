"""What is told of how a message of the outbox ended, or why it still waits."""

from __future__ import annotations

from language import Message, from_text, say
from models.states import MessageState
from models.tables import Message as Mail

_SERVERS_WORDS = ("channel.said", "channel.address-refused")
"""What is the same in every language."""
HELD = "channel.held"
"""Kept by a message out of which a silence has taken what it told."""


EMPTY = Message("channel.answered").as_text()
"""What is recorded of a mail that does not leave, since nothing that it was to tell is so any more."""


def note_of(mail: Mail) -> Message | str | None:
    """For which silence it waits, into which mail it was merged, or what is kept of its last attempt: a
    message of ours, or the mail server's own words, of a mail that was sent those to the recipients that it
    refused. None when there is nothing to tell.
    """
    if mail.held_by is not None and mail.state is MessageState.PENDING:
        return Message("channel.silent", number=str(mail.held_by))
    if mail.way is not None and mail.merged_into is not None and mail.last_error:
        return Message("channel.by-mail", number=str(mail.merged_into), why=from_text(mail.last_error))
    if mail.merged_into is not None:
        return Message("channel.merged", number=str(mail.merged_into))
    if mail.last_error:
        return from_text(mail.last_error)
    refused = (f"{address}: {said}" for address, said in (mail.answers or {}).items() if said[:1] in "45")
    return "; ".join(refused) or None


def empty_because(last_error: str | None) -> str:
    """Why a message that says nothing does not leave, as the outbox records it: a silence took out what it
    told, or all of it was answered meanwhile."""
    said = from_text(last_error or "-")
    held = isinstance(said, Message) and said.id == HELD
    return Message(HELD).as_text() if held else EMPTY


def kept(message: Message) -> str:
    """As the outbox records it: the server's own words as they are, ours as a message."""
    return logged(message) if message.id in _SERVERS_WORDS else message.as_text()


def logged(message: Message) -> str:
    """As the log has it, in English."""
    return say(message, "en", "cli")
