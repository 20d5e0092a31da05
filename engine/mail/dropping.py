"""A mail that waits and that somebody drops: it never leaves, and who did it and why stays."""

from __future__ import annotations

from collections.abc import Collection

from engine.errors import UnknownName
from engine.tasks.acts import Act
from engine.texts import reason_in
from language import Message
from models import queries

DROPPED = "mail-dropped"
"""The kind of the event; data: `messages`, their numbers."""


def drop(act: Act, numbers: Collection[int], *, reason: str) -> list[int]:
    """Cancels messages that wait, with the reason that the outbox and the tasks' history show; answers their
    numbers. UnknownName when one of them does not wait (any more): then none is cancelled.
    """
    reason = reason_in(reason)
    note = Message("outbox.dropped", by=act.by.actor, why=reason).as_text()
    dropped = queries.drop_waiting(act.s, numbers, note=note)
    if strange := tuple(str(each) for each in sorted(set(numbers) - set(dropped))):
        raise UnknownName("outbox.not-waiting", numbers=strange)
    queries.record(act.s, act.event(DROPPED, reason, {"messages": dropped}))
    return dropped
