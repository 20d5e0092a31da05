"""What a file says once its format is out of the way: tables as grids of cells, and the lines around them."""

from __future__ import annotations

from dataclasses import dataclass

from language import Message, MessageError


class IntakeError(MessageError):
    """The file cannot be taken in. The message is one sentence: what is wrong with it and what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `text` is everything in it, trimmed and in NFC, paragraphs and broken lines parted
    by newlines. A merged cell says at its top-left place how many rows and columns it covers. `loose`:
    nothing in the file says for sure that all of it belongs to this row.
    """

    text: str
    row_span: int = 1
    col_span: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Every row has the same width; a place that a merged cell above or to the left covers holds
    None. `title` is the sheet's name or the paragraphs just before the table, `place` where it stands
    ("table 2").
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    title: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or a line outside tables, never empty."""

    text: str


Source = tuple[Grid | Text, ...]
"""Tables and texts in the order of the document."""


@dataclass(frozen=True, slots=True)
class Content:
    """A file read: its name without folders, its format ("docx", "xlsx", "csv", "html", "txt", or the old
    one it had), its parts, and what the reader left out or had to decide, one message each.
    """

    name: str
    format: str
    parts: Source
    notes: tuple[Message, ...] = ()
