"""What a summary tells: a week to the leadership and to each owner, a year at its end. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from language import Either, Message

WEEKLY, YEARLY = "weekly-summary", "year-report"
KINDS = (WEEKLY, YEARLY)
"""The kinds of message that are summaries: what one says has its own mail, never a morning's."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure to be seen first, and what it is."""

    figure: Message
    label: Message


@dataclass(frozen=True, slots=True)
class File:
    """What goes with it: the report as a file of this content type."""

    name: Message
    maintype: str
    subtype: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Summary:
    """Three figures and the five worst: what fits a phone's screen. `first` and `last` are the days of
    deadlines that it tells of; `own` where its reader is in charge of the duties counted."""

    kind: str
    first: date
    last: date
    as_of: datetime
    """In the office's zone."""
    own: bool
    facts: tuple[Fact, ...]
    worst: tuple[tuple[Either | Message, Message], ...] = ()
    files: tuple[File, ...] = ()
