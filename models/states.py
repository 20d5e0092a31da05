"""The states of a task and of a message, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from language import MessageError


class TaskState(StrEnum):
    """Where a task stands. Due, late and on time are derived from its deadline, never stored."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    WAIVED = "waived"
    WITHDRAWN = "withdrawn"


class Began(StrEnum):
    """How the deadline that runs now came to be."""

    OPENED = "opened"
    EXTENDED = "extended"
    RETURNED = "returned"
    MOVED = "moved"
    """By a change of the registry: `dondoc apply`."""


class MessageState(StrEnum):
    """Where a message of the outbox stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"


class ReplyState(StrEnum):
    """What became of a mail that arrived in the mailbox of replies."""

    RECORDED = "recorded"
    """All that it says is recorded, or it says nothing that is to be."""
    WAITING = "waiting"
    """Somebody has to decide."""
    ACCEPTED = "accepted"
    """Somebody took what waited."""
    DISMISSED = "dismissed"
    """Somebody turned it down."""
    REFUSED = "refused"
    """It cannot be believed: nothing is recorded, nobody is answered."""
    IGNORED = "ignored"
    """It is no reply to a mail of ours, or a program sent it."""
    BOUNCE = "bounce"
    """A mail server says that a mail of ours did not arrive."""
    UNREADABLE = "unreadable"
    """It could not be read."""


ASKED_EXTENSION, ASKED_RELEASE = "asked-extension", "asked-release"
ASKED = frozenset({ASKED_EXTENSION, ASKED_RELEASE})
"""The kinds of events by which units ask something about a task."""
ASKED_ALONE = f"kind IN ({', '.join(repr(kind) for kind in sorted(ASKED))})"
"""The condition of their index, which serves a question in the same words alone."""


class Standing(StrEnum):
    """What a task looks like from an instant: derived, for boards and mails."""

    OPEN = "open"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    SUBMITTED_LATE = "submitted_late"
    WAIVED = "waived"
    WITHDRAWN = "withdrawn"


# `submitted -> open` is a returned report, `withdrawn -> open` something withdrawn by mistake. A state may
# follow itself where its task may be amended: an extension, a new holder, a corrected document number.
TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = MappingProxyType(
    {
        TaskState.OPEN: frozenset(
            {TaskState.OPEN, TaskState.SUBMITTED, TaskState.WAIVED, TaskState.WITHDRAWN}
        ),
        TaskState.SUBMITTED: frozenset({TaskState.SUBMITTED, TaskState.ACCEPTED, TaskState.OPEN}),
        TaskState.ACCEPTED: frozenset(),
        TaskState.WAIVED: frozenset(),
        TaskState.WITHDRAWN: frozenset({TaskState.OPEN}),
    }
)

UNDOES: Mapping[TaskState, frozenset[TaskState]] = MappingProxyType(
    {
        TaskState.OPEN: frozenset({TaskState.OPEN, TaskState.SUBMITTED}),
        TaskState.SUBMITTED: frozenset({TaskState.SUBMITTED, TaskState.OPEN}),
        TaskState.ACCEPTED: frozenset({TaskState.ACCEPTED, TaskState.SUBMITTED}),
        TaskState.WAIVED: frozenset({TaskState.WAIVED, TaskState.OPEN}),
        TaskState.WITHDRAWN: frozenset({TaskState.WITHDRAWN}),
    }
)
"""The same for an answer that is taken back: where a task may stand without it."""


class TransitionError(MessageError):
    """A task was not changed. `why`: 'forbidden' (its state does not allow it), 'stale' (it was changed by
    somebody else first: read it again and decide again), or 'gone' (there is no such task)."""

    def __init__(self, why: Literal["forbidden", "stale", "gone"], **fields: Any) -> None:
        super().__init__(f"transition.{why}", **fields)
        self.why = why


def may_move(current: TaskState, to: TaskState, *, undoing: bool = False) -> bool:
    """Whether a task in `current` may become (or, if the same, be amended in) `to`; or, when an answer is
    taken back, may have been in it before."""
    return to in (UNDOES if undoing else TASK_MOVES)[current]


def standing(
    state: TaskState, *, late_from: datetime, submitted_at: datetime | None, as_of: datetime
) -> Standing:
    """How a task stands at `as_of`; `queries.boards` says the same in SQL, and a test holds the two together.

    A submission counts from `submitted_at` on; before that instant the task is seen as still open. A task is
    overdue, or its submission late, from `late_from` itself on. The four instants are aware.
    """
    if state is TaskState.WAIVED:
        return Standing.WAIVED
    if state is TaskState.WITHDRAWN:
        return Standing.WITHDRAWN
    if submitted_at is None or submitted_at > as_of:
        return Standing.OVERDUE if late_from <= as_of else Standing.OPEN
    return Standing.SUBMITTED_LATE if late_from <= submitted_at else Standing.ON_TIME
