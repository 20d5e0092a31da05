"""Plans of other offices as real Word and Excel files, and what a person reads in them, row by row.

Each row of `EXPECTED` is: title, leads, helpers, when. `?` stands for what must be left to a person, `-` for
a row without a date.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import openpyxl
from docx.document import Document

from config.intake.meaning.timing import Way
from config.intake.plan import Entry

Rows = list[list[str]]


def when(entry: Entry) -> str:
    """What a sure row came to: `2026-Q1`, `monthly day 20 by`, `-`, `event`; `?` for a doubtful one."""
    if not entry.sure:
        return "?"
    if entry.timing.way is not Way.DATED:
        return "-" if entry.timing.way is Way.CYCLE else "event"
    told = []
    for rule in entry.timing.rules:
        due = rule.get("due", {})
        if rule["cycle"] == "once":
            told.append(f"{rule['period']} {due['boundary']}" if due else str(rule["period"]))
        else:
            shown = " ".join(f"{key} {value}" for key, value in due.items() if key != "boundary")
            told.append(f"{rule['cycle']} {shown} {due['boundary']}")
    return "; ".join(told)


def row(entry: Entry) -> tuple[str, str, str, str]:
    """A row as the tables of expectations have it; whom a doubtful row names is not held against it."""
    told = when(entry)
    if told == "?":
        return entry.title, "?", "?", "?"
    return entry.title, " ".join(entry.leads), " ".join(entry.helpers), told


def word(path: Path, above: list[str], *tables: tuple[Rows, list[tuple[int, int, int, int]]]) -> Path:
    """A Word file: paragraphs, then tables, each with the places (row, column to row, column) that merge."""
    made: Document = docx.Document()
    for text in above:
        made.add_paragraph(text)
    for rows, merged in tables:
        table = made.add_table(rows=len(rows), cols=max(map(len, rows)))
        for r, texts in enumerate(rows):
            for c, text in enumerate(texts):
                table.cell(r, c).text = text
        for top, left, bottom, right in merged:
            said = table.cell(top, left).text
            table.cell(top, left).merge(table.cell(bottom, right)).text = said
        made.add_paragraph("")
    made.save(str(path))
    return path


def sheets(path: Path, pages: dict[str, list[list[str | int | date]]]) -> Path:
    """An Excel file with a sheet for each name; a row of one text is merged across the sheet."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in pages.items():
        page = book.create_sheet(name)
        for place, texts in enumerate(rows, 1):
            page.append(texts)
            if len(texts) == 1:
                page.merge_cells(start_row=place, end_row=place, start_column=1, end_column=5)
            for cell in page[place]:
                if isinstance(cell.value, date):
                    cell.number_format = "dd/mm/yyyy"
    book.save(path)
    return path
