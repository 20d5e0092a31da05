"""A table as it stands in a document, before it is any kind of file: boxes, some merged, and pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Box:
    """A cell, its paragraphs parted by newlines. `down` and `across` count the places a merged one covers."""

    text: str
    down: int = 1
    across: int = 1


Row = tuple[Box | None, ...]
"""None: covered by a merged cell above or to the left."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the table: its row, its number, and its words, empty where its row repeats none of them."""

    row: int
    no: str
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one width; the first `header` rows are its head. `breaks` are the rows a new page begins with,
    `roles` say what each column is for (empty: for nothing). A table without tasks hands nothing out.
    """

    rows: tuple[Row, ...]
    header: int
    tasks: tuple[Task, ...]
    breaks: tuple[int, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.rows[0])

    def text(self, row: int, column: int) -> str:
        """What stands in a place, also in one that a merged cell covers."""
        box = self.rows[row][column]
        if box is not None:
            return box.text
        for up in range(row, -1, -1):
            for left in range(column, -1, -1):
                over = self.rows[up][left]
                if over is not None and up + over.down > row and left + over.across > column:
                    return over.text
        raise LookupError(f"nothing covers row {row}, column {column}")


def padded(rows: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    """Plain cells as rows of one width."""
    width = max(len(row) for row in rows)
    return tuple(tuple(Box(text) for text in (*row, *[""] * (width - len(row)))) for row in rows)


def merged_down(rows: Sequence[Sequence[Box | None]]) -> tuple[Row, ...]:
    """Rows whose covered places are None at the left: the box above each such place grows over it."""
    grown: list[list[Box | None]] = [list(row) for row in rows]
    for at, row in enumerate(grown):
        for column, box in enumerate(row):
            if box is not None or any(each is not None and each.across > 1 for each in row[:column]):
                continue
            top = at
            while (over := grown[top][column]) is None:
                top -= 1
            grown[top][column] = replace(over, down=at - top + 1)
    return tuple(tuple(row) for row in grown)
