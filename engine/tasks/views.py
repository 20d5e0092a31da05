"""What a decision looks at and what it answers: plain values, no tables, no registry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from calendars.ladders import Role
from models.states import Began

LEADERSHIP = "leadership"
DIGEST = "digest"
"""The kind of the messages that leave each morning."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """The part of a task a decision depends on.

    `since` is the office's local day on which the present deadline began to run (the task was opened,
    extended or returned). `grace` is the first morning after that on which others than the unit may hear of
    rungs that had passed before `since`: nobody is escalated on the very morning he is first told.
    """

    holder: str
    owner: str
    open: bool
    since: date
    grace: datetime
    began: Began = Began.OPENED
    held: datetime | None = None
    """Until when nobody above the unit is told that it is late: the unit asked something and waits."""


@dataclass(frozen=True, slots=True)
class NoticeDraft:
    """One rung for one recipient, with the reason. A collapsed one is recorded and never mailed."""

    rung: str
    role: Role
    recipient: str
    reason: str
    collapsed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What to tell whom now, and the next instant at which there can be anything to tell (UTC; None:
    never).
    """

    notices: tuple[NoticeDraft, ...]
    next_action_at: datetime | None


def head_of(unit: str) -> str:
    """The recipient code of a unit's head: 'TST' -> 'TST:head'."""
    return f"{unit}:head"


def recipient_of(role: Role, *, holder: str, owner: str) -> str:
    """The recipient code of a role for one task: a unit code, '<code>:head' or 'leadership'."""
    match role:
        case Role.UNIT:
            return holder
        case Role.HEAD:
            return head_of(holder)
        case Role.OWNER:
            return owner
        case Role.LEADERSHIP:
            return LEADERSHIP
