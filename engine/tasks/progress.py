"""How far a task is, as a line tells it. Pure."""

from __future__ import annotations

from engine.texts import shortened
from language import Message


def how_far(percent: int | None, note: str, *, most: int | None = None) -> Message | str:
    """'40%', 'đang trình ký', '40%, đang trình ký'; '' where nothing was said. `most` characters of the
    sentence are enough.
    """
    said = note if most is None else shortened(note, most)
    if percent is None:
        return said
    return Message("progress.both" if said else "progress.percent", percent=percent, note=said)
