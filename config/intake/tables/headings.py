"""The headings above a row: which of them end where another begins, told by how they are numbered."""

from __future__ import annotations

from config.intake.comparable import one_line
from config.intake.tables.lines import label, style


class Headings:
    """The headings above the row that is read, from the outermost: how each is numbered, its number, its
    text.
    """

    def __init__(self) -> None:
        self.stack: list[tuple[str, str, str]] = []

    def opened(self, number: str, text: str) -> str:
        """Put a heading, which ends those numbered as it is and all below them; its text without number."""
        own, rest = label(text)
        number = one_line(number).strip(" .)(") or own
        said = rest if own and own == number else one_line(text)
        kind = style(number)
        self._end(kind)
        self.stack.append((kind, number, said))
        return said

    def beside(self, number: str) -> None:
        """A task numbered as a heading above is (II after I) stands beside that heading, not under it."""
        if (kind := style(number)) in ("roman", "capital"):
            self._end(kind)

    def _end(self, kind: str) -> None:
        place = next((n for n, (other, _, _) in enumerate(self.stack) if other == kind), None)
        if place is not None:
            del self.stack[place:]

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of those that have one."""
        return tuple(number for _, number, _ in self.stack if number)

    @property
    def texts(self) -> tuple[str, ...]:
        """What they say."""
        return tuple(text for _, _, text in self.stack)

    @property
    def lettered(self) -> bool:
        """Whether one of them is a), b) or the like."""
        return any(kind == "letter" for kind, _, _ in self.stack)

    @property
    def numbered(self) -> bool:
        """Whether the innermost has a number."""
        return bool(self.stack) and bool(self.stack[-1][1])
