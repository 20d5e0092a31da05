"""Excel workbooks: openpyxl reads the workbook, its sheets' names and its number formats; the cells
themselves are read as a stream, so that a sheet costs what stands in it and not what it claims to be.
"""

from __future__ import annotations

import warnings
from bisect import bisect_left
from typing import Any, cast

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter

from config.intake.files import limits
from config.intake.files.archive import DAMAGED, STREAMED, Archive
from config.intake.files.excel_cells import Cells, Pace, Sheet, Strings, stream
from config.intake.files.excel_values import shown, worded
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.texts import some, tidy
from language import Message


class _Workbook(ExcelReader):  # type: ignore[misc, unused-ignore]
    """openpyxl's reader, without the shared strings and the sheets, which are read here as streams."""

    sheets: list[tuple[str, str, str, bool]]

    def read_workbook(self) -> None:
        """The workbook, unless it is a part that is only safe to be read as a stream."""
        for part in self.package.Override:
            if STREAMED.fullmatch(part.PartName.lstrip("/")) and "sheet.main" in part.ContentType:
                raise ValueError(part.PartName)
        super().read_workbook()

    def read_strings(self) -> None:
        """Left to `_strings`."""

    def read_worksheets(self) -> None:
        """The sheets' names, states, parts and whether each is a chart."""
        self.sheets = [
            (str(sheet.name), str(sheet.state or "visible"), str(rel.target), "worksheet" not in rel.Type)
            for sheet, rel in self.parser.find_sheets()
        ]


def read(archive: Archive, gathering: Gathering) -> None:
    """Every sheet with something in it becomes a table, hidden ones with a note. Formulas are refused."""
    book = _book(archive)
    strings = _strings(archive, book, gathering)
    styles = _Styles(book.wb)
    formulas: list[Message] = []
    pace = Pace(gathering, archive, [part for _, _, part, _ in book.sheets])
    for name, state, part, chart in book.sheets:
        if chart:
            gathering.note(Message("intake.left-chart-sheet", sheet=tidy(name)))
            continue
        reader = Cells(tidy(name), strings, styles, gathering.note)
        stream(archive, part, reader, pace)
        sheet = reader.sheet
        if sheet.formulas:
            places = some(sheet.formulas, limits.NAMED)
            formulas.append(Message("intake.of-sheet", places=places, sheet=sheet.name))
        gathering.table(_laid(sheet, gathering), sheet.name, f"sheet '{sheet.name}'")
        _note_hidden(sheet, state, gathering)
    if formulas:
        raise IntakeError("intake.formulas", places=some(formulas, limits.NAMED))


def _book(archive: Archive) -> _Workbook:
    """The workbook without its cells. What openpyxl raises for a spoilt file is of every kind there is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = _Workbook(archive.stream(), read_only=True, keep_links=False)
            book.read()
    except Exception:
        raise IntakeError(DAMAGED) from None
    if len(book.sheets) > limits.SHEETS:
        raise IntakeError("intake.many-sheets", most=limits.SHEETS)
    return book


class _Styles:
    """What cells hold as their styles show it."""

    def __init__(self, book: Any) -> None:
        self._epoch = book.epoch
        self._codes = [
            book._number_formats[style.numFmtId - 164]
            if 164 <= style.numFmtId < 164 + len(book._number_formats)
            else BUILTIN_FORMATS.get(style.numFmtId, "General")
            for style in book._cell_styles
        ]
        fonts = list(book._fonts)
        self._struck = [
            bool(fonts[style.fontId].strike) if style.fontId < len(fonts) else False
            for style in book._cell_styles
        ]

    def shown(self, raw: str, style: str) -> str:
        """The text of a stored value under the style of that index."""
        return shown(raw, self._code(style), self._epoch)

    def worded(self, text: str, style: str) -> str:
        """A text with what its format says around it."""
        return worded(text, self._code(style))

    def struck(self, style: str) -> bool:
        """Whether the style's font is struck out."""
        index = _index(style)
        return index < len(self._struck) and self._struck[index]

    def _code(self, style: str) -> str:
        index = _index(style)
        return str(self._codes[index]) if index < len(self._codes) else "General"


def _index(style: str) -> int:
    return int(style) if style.isdecimal() and style.isascii() and len(style) < 8 else 0


def _strings(archive: Archive, book: _Workbook, gathering: Gathering) -> list[str]:
    part = cast(Any, book.package).find(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    reader = Strings(gathering.note)
    if part is not None:
        name = part.PartName.lstrip("/")
        stream(archive, name, reader, Pace(Gathering(), archive, [name]))
    return reader.found


def _note_hidden(sheet: Sheet, state: str, gathering: Gathering) -> None:
    if not sheet.cells:
        return
    if state != "visible":
        gathering.note(Message("intake.hidden-sheet", sheet=sheet.name))
    rows = sorted(sheet.hidden_rows & sheet.cells.keys())
    if rows:
        numbers = some([str(each) for each in rows], limits.NAMED)
        gathering.note(Message("intake.hidden-rows", sheet=sheet.name, rows=numbers))
    used = {column for row in sheet.cells.values() for column in row}
    columns = sorted(each for each in used if any(low <= each <= high for low, high in sheet.hidden_columns))
    if columns:
        letters = some([get_column_letter(each) for each in columns], limits.NAMED)
        gathering.note(Message("intake.hidden-columns", sheet=sheet.name, columns=letters))


def _laid(sheet: Sheet, gathering: Gathering) -> Layout:
    """The used rows and columns moved together; one empty row is kept where there were any."""
    layout = Layout(gathering)
    rows = _with_gaps(sorted(sheet.cells))
    columns = sorted({column for row in sheet.cells.values() for column in row})
    where = {column: at for at, column in enumerate(columns)}
    spans = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    begun: dict[int, dict[int, str]] = {}
    for top, left in spans:
        if left in where:
            begun.setdefault(top, {})[left] = ""
    for at, number in enumerate(rows):
        layout.row()
        row = begun.get(number, {}) | sheet.cells.get(number, {})
        for column in sorted(row):
            if layout.free(where[column]):
                bottom, right = spans.get((number, column), (number, column))
                across = bisect_left(columns, right + 1) - where[column]
                layout.put(where[column], row[column], bisect_left(rows, bottom + 1) - at, across)
            elif row[column]:
                gathering.note(Message("intake.beneath-in-sheet", sheet=sheet.name))
    return layout


def _with_gaps(rows: list[int]) -> list[int]:
    """The rows with something in them, and of each run of empty rows between them the first."""
    slots: list[int] = []
    for row in rows:
        if slots and row > slots[-1] + 1:
            slots.append(slots[-1] + 1)
        slots.append(row)
    return slots
