"""Gathering the parts of a file in their order, and laying out the cells of a table, within the limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from config.intake.files import limits
from config.intake.files.grids import Cell, Grid, IntakeError, Text
from config.intake.files.marks import settled
from config.intake.files.texts import tidy
from language import Message

Progress = Callable[[int, int], None]
_BLANK = Cell("")
_EVERY = 200


class Gathering:
    """What has been read of a file so far. Readers call it in document order."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.parts: list[Grid | Text] = []
        self.notes: dict[Message, None] = {}
        self.cells = 0
        self.characters = 0
        self.tables = 0
        self._progress = progress
        self._told = 0

    def note(self, what: Message) -> None:
        """What was left out or decided; the same only once."""
        self.notes[what] = None

    def text(self, text: str) -> None:
        """A paragraph outside tables; one without anything to see is dropped."""
        tidied = tidy(settled(text, self.note))
        if tidied:
            self.said(tidied)
            self._add(Text(tidied))

    def table(self, layout: Layout, title: str | None = None, place: str | None = None) -> None:
        """A table, numbered in document order; one without any text is dropped."""
        self.tables += 1
        grid = layout.grid(self.title() if title is None else title, place or f"table {self.tables}")
        if grid:
            self._add(grid)

    def title(self) -> str:
        """The short lines gathered since the last table, which stand above the one that comes."""
        found: list[str] = []
        for part in reversed(self.parts):
            if isinstance(part, Grid) or len(part.text) > limits.TITLE_CHARS:
                break
            found.append(part.text)
            if len(found) == limits.TITLE_LINES:
                break
        return "\n".join(reversed(found))

    def said(self, text: str) -> None:
        """Count a text of a cell or a paragraph."""
        self.characters += len(text)
        if self.characters > limits.CHARACTERS:
            raise IntakeError("intake.much-text")

    def told(self, done: int, total: int) -> None:
        """Tell how far the reading is, now and then: `done` of `total` rows or lines."""
        if self._progress and (done - self._told >= _EVERY or done == total or done < self._told):
            self._told = done
            self._progress(min(done, total), total)

    def _add(self, part: Grid | Text) -> None:
        if len(self.parts) >= limits.PARTS:
            raise IntakeError("intake.many-paragraphs", most=limits.PARTS)
        self.parts.append(part)


class Layout:
    """The cells of one table, put row after row. A cell goes to the first free place at or after the column
    asked for, and never over another: where spans collide, the earlier one stays whole.
    """

    def __init__(self, gathering: Gathering) -> None:
        self._gathering = gathering
        self._rows: list[dict[int, Cell]] = []
        self._until = [0] * limits.COLUMNS
        """Per column, the first row that no cell put so far covers."""

    @property
    def height(self) -> int:
        """Rows begun so far."""
        return len(self._rows)

    def row(self) -> int:
        """Begin a row; its index."""
        if len(self._rows) >= limits.ROWS:
            raise IntakeError("intake.many-rows", most=limits.ROWS)
        self._rows.append({})
        return len(self._rows) - 1

    def free(self, column: int) -> bool:
        """Whether no cell put so far covers this column of the last row begun."""
        return self._until[column] < len(self._rows) if column < limits.COLUMNS else True

    def put(
        self, column: int, text: str, row_span: int = 1, col_span: int = 1, *, loose: bool = False
    ) -> int:
        """Put a cell into the last row begun; the column after it."""
        row = len(self._rows) - 1
        while column < limits.COLUMNS and self._until[column] > row:
            column += 1
        if column >= limits.COLUMNS:
            raise IntakeError("intake.many-columns", most=limits.COLUMNS)
        end = column + 1
        while end < min(column + col_span, limits.COLUMNS) and self._until[end] <= row:
            end += 1
        row_span = max(1, min(row_span, limits.ROWS))
        self._until[column:end] = [row + row_span] * (end - column)
        tidied = tidy(settled(text, self._gathering.note))
        if len(tidied) > limits.CELL_TEXT:
            raise IntakeError("intake.long-cell", row=row + 1, most=limits.CELL_TEXT)
        self._gathering.said(tidied)
        self._gathering.cells += 1
        if self._gathering.cells > limits.CELLS:
            raise IntakeError("intake.many-cells", most=limits.CELLS)
        self._rows[row][column] = (
            Cell(tidied, row_span, end - column, loose) if tidied else _blank(row_span, end - column)
        )
        return end

    def grid(self, title: str, place: str) -> Grid | None:
        """The table as a grid; None when no cell says anything. Empty rows at the end and columns in which no
        cell begins are left away.
        """
        height = max((at + _reach(row) for at, row in enumerate(self._rows)), default=0)
        if height <= 0:
            return None
        rows = self._rows[:height]
        height = len(rows)
        kept = sorted({column for row in rows for column in row})
        covered = [0] * limits.COLUMNS
        laid: list[tuple[Cell | None, ...]] = []
        for at, row in enumerate(rows):
            line: list[Cell | None] = []
            for index, column in enumerate(kept):
                cell = row.get(column)
                if cell is None:
                    line.append(None if covered[column] > at else _BLANK)
                    continue
                span = min(cell.row_span, height - at)
                wide = sum(1 for each in kept[index:] if each < column + cell.col_span)
                covered[column : column + cell.col_span] = [at + span] * cell.col_span
                same = (span, wide) == (cell.row_span, cell.col_span)
                line.append(cell if same else replace(cell, row_span=span, col_span=wide))
            laid.append(tuple(line))
        return Grid(tuple(laid), title, place)


def _reach(row: dict[int, Cell]) -> int:
    """How many rows down the cells of a row that say something reach; far above when none does."""
    return max((cell.row_span for cell in row.values() if cell.text), default=-limits.ROWS)


def _blank(row_span: int, col_span: int) -> Cell:
    return _BLANK if row_span == col_span == 1 else Cell("", row_span, col_span)
