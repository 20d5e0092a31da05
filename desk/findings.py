"""What the checks of `dondoc doctor` find: how bad it is, in which words, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from desk.output import Said
from desk.speaking import SURFACE
from language import LANGUAGES, Either, Message, say

ADVISED = frozenset(
    {
        "settings",
        "registry",
        "calendar",
        "home",
        "disk",
        "replies",
        "versions",
        "ports",
        "mail",
        "database",
        "outbox",
        "rows",
        "plan",
        "ahead",
        "archive",
    }
)
"""What there is advice for: `doctor.advice-<check>`."""


class Level(StrEnum):
    """How bad it is. Only a problem makes `dondoc doctor` exit 1."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check saw, and what to do about it (empty when all is well)."""

    check: str
    level: Level
    found: Said
    advice: Message | None = None
    because: str = ""
    """The kind of error, where the check could not be made as foreseen."""

    @property
    def code(self) -> str:
        """A name of what was found that stays, whatever the words."""
        return self.found.id if isinstance(self.found, Message) else self.because


def by_line(message: Message | str) -> Iterator[Either]:
    """The lines of an error in both languages, one finding for each."""
    texts = [say(message, each, SURFACE).splitlines() for each in LANGUAGES]
    for lines in zip_longest(*texts, fillvalue=""):
        yield Either(**dict(zip(LANGUAGES, lines, strict=True)))


def advice(check: str) -> Message | None:
    """What to do when that check finds something."""
    return Message(f"doctor.advice-{check}") if check in ADVISED else None
