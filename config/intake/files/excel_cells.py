"""The cells of Excel sheets, read as a stream of tags: memory goes by what is written, not by what is
claimed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from config.intake.files import limits
from config.intake.files.archive import BROKEN, DAMAGED, Archive
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering
from config.intake.files.marks import LEVEL, RAISED, STRUCK
from language import Message

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _FORMULA, _MERGE, _COLUMN, _VALUE, _TEXT, _ASIDE = (
    _MAIN + name for name in ("row", "c", "f", "mergeCell", "col", "v", "t", "rPh")
)
_ITEM = _MAIN + "si"
_RUN, _STRIKE, _ALIGN = (_MAIN + name for name in ("r", "strike", "vertAlign"))
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_CHUNK = 1 << 16
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class Sheet:
    """What stands in a sheet, by row and column (1 is the first); merged ranges as first and last row,
    column.
    """

    name: str
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)


class Pace:
    """How far the sheets are read, in bytes, and how many elements they had so far."""

    def __init__(self, gathering: Gathering, archive: Archive, parts: list[str]) -> None:
        sizes = {each.filename: each.file_size for each in archive.parts.infolist()}
        self.total = sum(sizes.get(part, 0) for part in parts)
        self.done = 0
        self.elements = 0
        self._gathering = gathering

    def read(self, size: int, elements: int) -> None:
        self.done += size
        self._gathering.told(self.done, max(self.done, self.total))
        self.elements += elements
        if self.elements > limits.SHEET_ELEMENTS:
            raise IntakeError("intake.many-empty-cells")


def stream(archive: Archive, part: str, reader: _Reader, pace: Pace) -> None:
    """Feed a part to a reader, without a tree."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _CHUNK
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    try:
        with archive.parts.open(part) as file:
            while chunk := file.read(_CHUNK):
                pace.read(len(chunk), chunk.count(b"<"))
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, *BROKEN):
        raise IntakeError(DAMAGED) from None


class _Reader:
    """The text of the elements being read; `rPh` holds a reading aid for Japanese that is no part of it.
    Runs that are struck out are none either, and those set high may be marks of footnotes.
    """

    def __init__(self, note: Callable[[Message], None]) -> None:
        self.note = note
        self.pieces: list[str] = []
        self.taking = False
        self.aside = 0
        self._struck = self._high = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError

    def data(self, text: str) -> None:
        if not self.taking or self.aside:
            return
        if self._struck:
            self.note(STRUCK)
        else:
            self.pieces += (RAISED, text, LEVEL) if self._high else (text,)

    def run(self, name: str, attributes: dict[str, str]) -> None:
        """How the run that begins is set."""
        if name == _RUN:
            self._struck = self._high = False
        elif name == _STRIKE:
            self._struck = attributes.get("val", "1") not in ("0", "false")
        elif name == _ALIGN:
            self._high = attributes.get("val") == "superscript"

    def taken(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        self._struck = self._high = False
        return text


class Strings(_Reader):
    """The strings that cells share, in their order."""

    def __init__(self, note: Callable[[Message], None]) -> None:
        super().__init__(note)
        self.found: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.taking = name == _TEXT
        self.run(name, attributes)
        self.aside += name == _ASIDE

    def end(self, name: str) -> None:
        self.taking = False
        self.aside -= name == _ASIDE
        if name == _ITEM:
            if len(self.found) >= limits.CELLS:
                raise IntakeError("intake.many-texts", most=limits.CELLS)
            self.found.append(unescape(self.taken()))


class Styles(Protocol):
    """What the styles of a workbook, told by their index, make of what cells hold."""

    def shown(self, raw: str, style: str) -> str:
        """A stored number or date as its cell shows it."""
        ...

    def worded(self, text: str, style: str) -> str:
        """A text as its cell shows it."""
        ...

    def struck(self, style: str) -> bool:
        """Whether all that such a cell holds is struck out."""
        ...


class Cells(_Reader):
    """One sheet."""

    def __init__(
        self, name: str, strings: list[str], styles: Styles, note: Callable[[Message], None]
    ) -> None:
        super().__init__(note)
        self.sheet = Sheet(name)
        self._strings = strings
        self._styles = styles
        self._row = self._column = 0
        self._kind = self._style = ""
        self._filled = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            _CELL: self._start_cell,
            _ROW: self._start_row,
            _FORMULA: self._formula,
            _MERGE: self._merge,
            _COLUMN: self._columns,
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.taking = name in (_VALUE, _TEXT)
        if handler := self._starts.get(name):
            handler(attributes)
        elif name == _ASIDE:
            self.aside += 1
        else:
            self.run(name, attributes)

    def end(self, name: str) -> None:
        self.taking = False
        if name == _CELL:
            self._end_cell()
        elif name == _ASIDE:
            self.aside -= 1

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r"), self._row + 1, _LAST_ROW)
        self._column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        at = _REFERENCE.fullmatch(attributes.get("r", ""))
        if at:
            self._row, self._column = _place(at)
        else:
            self._column += 1
        self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
        self.pieces.clear()

    def _formula(self, attributes: dict[str, str]) -> None:
        if len(self.sheet.formulas) <= limits.NAMED:
            self.sheet.formulas.append(f"{get_column_letter(max(1, self._column))}{self._row}")

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes.get("ref", "").partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
        if not start or not end:
            raise IntakeError(DAMAGED)
        if len(self.sheet.merges) >= limits.MERGES:
            raise IntakeError("intake.many-merges", most=limits.MERGES)
        (top, left), (bottom, right) = _place(start), _place(end)
        self.sheet.merges.append((top, left, bottom, right))

    def _columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true") and len(self.sheet.hidden_columns) < 1000:
            first = _number(attributes.get("min"), 1, _LAST_COLUMN)
            self.sheet.hidden_columns.append((first, _number(attributes.get("max"), first, _LAST_COLUMN)))

    def _end_cell(self) -> None:
        if not self.pieces:
            return
        raw = self.taken()
        if self._kind == "s":
            index = int(raw) if raw.isdigit() and len(raw) < 9 else len(self._strings)
            if index >= len(self._strings):
                raise IntakeError(DAMAGED)
            text = self._styles.worded(self._strings[index], self._style)
        elif self._kind in ("n", "d"):
            text = self._styles.shown(raw, self._style)
        elif self._kind == "b":
            text = {"0": "FALSE", "1": "TRUE"}.get(raw, raw)
        else:
            text = self._styles.worded(unescape(raw), self._style)
        if text.strip() and self._styles.struck(self._style):
            self.note(STRUCK)
        elif text.strip():
            self._filled += 1
            if self._filled > limits.CELLS:
                raise IntakeError("intake.many-cells-in-sheet", most=limits.CELLS)
            self.sheet.cells.setdefault(self._row, {})[self._column] = text


def _number(text: str | None, otherwise: int, most: int) -> int:
    number = int(text) if text and text.isdigit() and len(text) < 9 else otherwise
    if not 1 <= number <= most:
        raise IntakeError(DAMAGED)
    return number


def _place(reference: re.Match[str]) -> tuple[int, int]:
    column = 0
    for letter in reference[1]:
        column = column * 26 + ord(letter) - 64
    row = int(reference[2])
    if not (1 <= row <= _LAST_ROW and column <= _LAST_COLUMN):
        raise IntakeError(DAMAGED)
    return row, column
