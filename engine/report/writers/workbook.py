"""The report as an Excel workbook: a sheet for each table, to sort and filter and to print.

Text is always text, whatever it begins with. Rows are written as they come (`constant_memory`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from engine.report.paper import Column, Kind, Paper, Square, Table, Value
from engine.report.pictures import INKS, NO_SHADE, SHADES

MOST_CHARACTERS = 32_000
"""In a cell; Excel takes 32,767."""
_BANNED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_HEAD_ROW = 3
_LANDSCAPE_FROM = 7


def write(paper: Paper) -> bytes:
    """The bytes of a `.xlsx`."""
    into = BytesIO()
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False, "default_date_format": "dd/mm/yyyy",
    }  # fmt: skip
    with Workbook(into, options) as book:
        book.set_properties({"title": paper.title, "company": paper.office})
        looks = _Looks(book)
        for table in paper.tables:
            _sheet(book, looks, paper, table)
    return into.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        font = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
        line = {**font, "border": 1, "border_color": "#B4BCC6"}

        def made(**how: Any) -> Any:
            return book.add_format({**line, **how})

        self.title = book.add_format({**font, "bold": True, "font_size": 14})
        self.quiet = book.add_format({**font, "font_color": "#4D5866"})
        self.note = book.add_format({**font, "font_color": "#4D5866", "text_wrap": True})
        self.head = made(bold=True, bg_color="#DCE6F1", text_wrap=True, align="center", valign="vcenter")
        numbers = {"num_format": "#,##0", "align": "right"}
        decimals = {"num_format": "0.0", "align": "right"}
        days = {"num_format": "dd/mm/yyyy", "align": "center"}
        how: dict[Kind, dict[str, Any]] = {
            Kind.TEXT: {"text_wrap": True, "num_format": "@", "indent": 1},
            Kind.CODE: {"num_format": "@"},
            Kind.DAY: days,
            Kind.COUNT: numbers,
            Kind.DECIMAL: decimals,
            Kind.CELL: {"align": "center"},
        }
        self.of = {kind: made(**each) for kind, each in how.items()}
        self.total = {kind: made(bold=True, top=2, **each) for kind, each in how.items()}
        self.squares = {
            n: made(align="center", bg_color=fill.upper(), font_color=ink.upper())
            for n, (fill, ink) in enumerate(zip(SHADES, INKS, strict=True))
        }
        self.squares[-1] = made(align="center", bg_color=NO_SHADE.upper())
        self.red = made(bold=True, font_color="#9C0006", bg_color="#FFC7CE", **numbers)


def _sheet(book: Any, looks: _Looks, paper: Paper, table: Table) -> None:
    sheet = book.add_worksheet(table.title.translate(_BANNED)[:31])
    for n, column in enumerate(table.columns):
        sheet.set_column(n, n, column.width)
    sheet.write_string(0, 0, f"{paper.title} – {table.title}", looks.title)
    sheet.write_string(1, 0, f"{paper.about} {paper.as_of}.", looks.quiet)
    sheet.set_row(_HEAD_ROW, _height(table.columns))
    for n, column in enumerate(table.columns):
        sheet.write_string(_HEAD_ROW, n, column.head, looks.head)
    last = _HEAD_ROW + len(table.rows)
    for at, row in enumerate(table.rows, _HEAD_ROW + 1):
        _row(sheet, looks, at, table.columns, row)
    if table.total:
        _row(sheet, looks, last + 1, table.columns, table.total, total=True)
    if table.note:
        sheet.merge_range(last + 3, 0, last + 3, len(table.columns) - 1, "", looks.note)
        sheet.write_string(last + 3, 0, table.note, looks.note)
        sheet.set_row(
            last + 3, 15 * (1 + len(table.note) // max(sum(c.width for c in table.columns), 1)) + 15
        )
    sheet.autofilter(_HEAD_ROW, 0, max(last, _HEAD_ROW + 1), len(table.columns) - 1)
    sheet.freeze_panes(_HEAD_ROW + 1, _frozen(table.columns))
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_paper(9)
    if len(table.columns) >= _LANDSCAPE_FROM:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.5, 0.5, 0.6, 0.6)
    sheet.set_footer("&C&P/&N")


def _frozen(columns: tuple[Column, ...]) -> int:
    """The columns up to the first text, which says whose row it is."""
    return next(n for n, each in enumerate(columns, 1) if each.kind in (Kind.TEXT, Kind.CODE))


def _height(columns: tuple[Column, ...]) -> float:
    """Room for the longest heading in its width."""
    lines = max(-(-len(each.head) * 1.25 // each.width) for each in columns)
    return max(lines, 1) * 15 + 4


def _row(
    sheet: Any,
    looks: _Looks,
    at: int,
    columns: tuple[Column, ...],
    row: tuple[Value | Square, ...],
    *,
    total: bool = False,
) -> None:
    for n, (column, value) in enumerate(zip(columns, row, strict=True)):
        look = (looks.total if total else looks.of)[column.kind]
        if isinstance(value, Square):
            look = looks.squares[value.shade]
            if value.shade >= 0:
                sheet.write_number(at, n, value.missed, look)
            else:
                sheet.write_string(at, n, value.text, look)
        elif isinstance(value, str):
            sheet.write_string(at, n, value[:MOST_CHARACTERS], look)
        elif isinstance(value, Decimal | int):
            sheet.write_number(at, n, float(value), look)
        elif isinstance(value, date):
            sheet.write_datetime(at, n, value, look)
        else:
            sheet.write_blank(at, n, None, look)
