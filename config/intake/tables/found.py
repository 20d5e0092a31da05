"""What a table of tasks comes to: its rows with their doubts, and what of it is no task."""

from __future__ import annotations

from dataclasses import dataclass, field

from config.intake.tables.columns import Column
from config.intake.tables.roles import Role
from language import Message

TITLE_FROM_ABOVE = Message("intake.title-from-above")
"""Why a row is doubtful that has no task of its own and takes the one above."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """What a person must look at, and the registry key that it concerns."""

    key: str
    why: Message


@dataclass(slots=True)
class Row:
    """One task as its document writes it."""

    place: str
    no: str = ""
    title: str = ""
    section: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """The numbers of the headings above, from the outermost."""
    parts: dict[Role, str] = field(default_factory=dict)
    titles: dict[Column, str] = field(default_factory=dict)
    times: dict[Column, str] = field(default_factory=dict)
    """What stands in each of several columns of deadlines."""
    notes: list[Message] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def said(self, role: Role) -> str:
        """What stands in the column of this role."""
        return self.parts.get(role, "")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the file that is no task, and why."""

    text: str
    why: Message


@dataclass(slots=True)
class Table:
    """The tasks of one table. `headings` counts its headings."""

    rows: list[Row] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
