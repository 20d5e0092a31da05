"""The mailbox in which replies arrive: what reading needs of it, whatever it is.

A mailbox is only looked at: nothing is marked, moved or deleted in it, so that people may read it as well.
What has been read stands in our database, by the place of each mail.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Protocol, Self

from engine.errors import EngineError

WHOLE = 25 * 1024 * 1024
"""So many bytes a mail may have to be read whole."""
BEGINNING = 1024 * 1024
"""Of a larger one so many are read: what the person wrote stands before the files."""


class MailboxError(EngineError):
    """The mailbox cannot be read now; the text says what to do. Nothing is lost: the next run reads on."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail as it lies there. `cut`: it is larger than `WHOLE`, and `raw` is only its beginning."""

    place: str
    raw: bytes
    size: int
    cut: bool = False


class Mailbox(Protocol):
    """Open from `__enter__` to `__exit__`; every method may raise MailboxError."""

    name: str
    """What it is called in our database: no password in it."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def places(self, since: date, known: Collection[str]) -> list[str]:
        """Where the mails lie that arrived on or after `since`, without the known, oldest first."""
        ...

    def fetch(self, place: str) -> Arrived | None:
        """The mail at that place; None when it is gone."""
        ...
