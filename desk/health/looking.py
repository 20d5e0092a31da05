"""What the checks of `dondoc doctor` have in common: what they answer, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desk.findings import Level
from desk.office import Desk
from desk.output import Said
from language import Message

Seen = tuple[Level, Said, Message | None]
Look = Callable[[Desk], Iterator[Seen]]


class CannotLook(Exception):
    """What this check needs is broken itself."""


def needs(desk: Desk, what: str) -> None:
    """CannotLook where the desk has no such thing: the check it belongs to says why."""
    try:
        getattr(desk, what)
    except Exception as error:
        raise CannotLook from error
