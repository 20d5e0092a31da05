"""What the names in a text of a unit column came to."""

from __future__ import annotations

from dataclasses import dataclass

from language import Message


@dataclass(frozen=True, slots=True)
class Found:
    """What a text came to: codes in their order, what is left as text, and each doubt."""

    codes: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    """Pieces that no unit or group stands for."""
    remarks: tuple[str, ...] = ()
    """Words in brackets beside a unit, which may narrow what it leads."""
    doubts: tuple[Message, ...] = ()
    """`text` is what a doubt is about, where it begins a piece of the text."""

    @property
    def sure(self) -> bool:
        """Whether every unit stands for exactly what was written."""
        return not self.doubts


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at its place. `code` is empty for one that stands for no unit, `-` for the name of a list."""

    start: int
    end: int
    code: str
    doubt: Message | None = None
    group: bool = False
