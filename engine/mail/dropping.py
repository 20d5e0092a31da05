"""A mail that waits and that somebody drops: it does not leave, and who did it and why stays; it can be put
back (`reviving`)."""

from __future__ import annotations

from collections.abc import Collection

from engine.errors import UnknownName
from engine.mail.outcome import note_of
from engine.tasks.acts import Act
from engine.texts import reason_in
from language import Message
from models import queries
from models.states import MessageState
from models.tables import Message as Mail

DROPPED = "mail-dropped"
"""The kind of the event; data: `messages`, their numbers."""
_NOTE = "outbox.dropped"


def drop(act: Act, numbers: Collection[int], *, reason: str) -> list[int]:
    """Cancels messages that wait, with the reason that the outbox and the tasks' history show; answers their
    numbers. UnknownName when one of them does not wait (any more): then none is cancelled.
    """
    reason = reason_in(reason)
    dropped = queries.drop_waiting(act.s, numbers, note=note(act.by.actor, reason))
    if strange := tuple(str(each) for each in sorted(set(numbers) - set(dropped))):
        raise UnknownName("outbox.not-waiting", numbers=strange)
    queries.record(act.s, act.event(DROPPED, reason, {"messages": dropped}))
    return dropped


def note(by: str, reason: str) -> str:
    """What a dropped message says of itself, as its row keeps it."""
    return Message(_NOTE, by=by, why=reason).as_text()


def was_dropped(row: Mail) -> bool:
    """Whether it is one that somebody dropped, and not one that had nothing to say any more."""
    said = note_of(row)
    return row.state is MessageState.CANCELLED and isinstance(said, Message) and said.id == _NOTE
