"""A plan as a real workbook: merged cells, a head not in row 1, empty rows and columns, dates as text."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.originals.plans import Plan
from tests.support.originals.shape import Table


def write(path: Path, plan: Plan, *, left: int = 1, gaps: bool = True, many: bool = False) -> Path:
    """The plan as an .xlsx file at `path`: `left` empty columns before its tables, empty rows between its
    parts (`gaps`), and each task table in a sheet of its own (`many`) or all in one.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Phụ lục"
    row = 1
    seen = 0
    for part in plan.parts:
        if isinstance(part, str):
            sheet.cell(row, 1 + left, part)
            row += 1
            continue
        if many and part.tasks and seen:
            sheet, row = book.create_sheet(f"Phụ lục {seen + 1}"), 3
        seen += bool(part.tasks)
        row = _table(sheet, part, row, left) + (2 if gaps else 1)
    book.save(path)
    return path


def _table(sheet: Worksheet, table: Table, top: int, left: int) -> int:
    """Writes it from row `top` on; the first row after it."""
    for at, boxes in enumerate(table.rows):
        for column, box in enumerate(boxes):
            if box is None or not (box.text or box.down > 1 or box.across > 1):
                continue
            row, place = top + at, 1 + left + column
            value: str | int = int(box.text) if box.text.isdigit() and len(box.text) < 5 else box.text
            sheet.cell(row, place, value or None)
            if box.down > 1 or box.across > 1:
                sheet.merge_cells(
                    start_row=row,
                    start_column=place,
                    end_row=row + box.down - 1,
                    end_column=place + box.across - 1,
                )
    return top + len(table.rows)
