"""What a person says in a reply, as it was understood. Who said it, and whether it may be believed, is not
asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from language import Message

Kind = Literal["submitted", "progress", "extension", "not_ours", "acknowledged"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a person says in a reply."""

    kind: Kind
    reference: str | None = None
    """`da06-thang/2026-11`, as written; None when the line names no task."""
    number: str | None = None
    """The document's number, and the day it is of."""
    dated: date | None = None
    until: date | None = None
    """An extension's day, or its days more."""
    days: int | None = None
    workdays: bool = False
    """Whether `days` are working days."""
    reason: str | None = None
    """Of an extension, or of what is not the unit's."""
    percent: int | None = None
    note: str | None = None
    sure: bool = True
    doubts: tuple[Message, ...] = ()
    """Why it is not sure."""
    line: str = ""
    """The words it was read from."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A whole mail."""

    automatic: bool
    """Out of office, a list, a bounce, sent by a program: never answered."""
    text: str
    """What the person wrote; quoted text and signature have fallen away."""
    said: tuple[Said, ...] = ()
