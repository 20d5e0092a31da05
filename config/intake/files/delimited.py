"""Comma-, semicolon- and tab-separated files: one table, every value as it is written."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

from config.intake.files import limits
from config.intake.files.grids import IntakeError
from config.intake.files.layout import Gathering, Layout
from config.intake.files.texts import some, tidy
from language import Message

_DELIMITERS = ",;\t|"
_SNIFFED_LINES = 5_000
_CALL = r"[A-Z][A-Z0-9.]*\([^)]*(\"|[A-Z]{1,3}\$?[0-9]|[0-9]\s*[,;:])"
_FORMULA = re.compile(
    rf"=[^=]|[+@-][+@=-]*\s*{_CALL}|@[A-Za-z.]+\(|[+-]\s*\$?[A-Z]{{1,3}}\$?[0-9]+\s*[*/+-]\s*\$?[A-Z]"
    r"|[+@-].*\|.*!"
)
"""What a spreadsheet would evaluate. A list that begins with "- " or "+ ", as Vietnamese documents have in
every other cell, is none."""


def read(text: str, tabs: bool, gathering: Gathering) -> None:
    """The rows of a csv file as one table. Rows may differ in length. Cells that a spreadsheet would evaluate
    are refused: whoever made the file meant a value, or harm.
    """
    rows = _rows(text, "\t" if tabs else _delimiter(text))
    layout = Layout(gathering)
    formulas: list[Message] = []
    for at, row in enumerate(rows):
        layout.row()
        while row and not row[-1].strip():
            row.pop()
        for column, raw in enumerate(row):
            if raw.strip():
                layout.put(column, raw)
                if _FORMULA.match(tidy(raw)):
                    formulas.append(Message("intake.row-column", row=at + 1, column=column + 1))
        gathering.told(at + 1, len(rows))
    if formulas:
        raise IntakeError("intake.begin-as-formulas", places=some(formulas, limits.NAMED))
    gathering.table(layout, "")


def _delimiter(text: str) -> str:
    """The sign under which most neighbouring rows have the same number of columns, and many; a comma when
    none does. Commas and semicolons of sentences above a table cut rows too, but hardly two in a row alike.
    """
    start = "".join(text.splitlines(keepends=True)[:_SNIFFED_LINES])
    best, most = ",", 0
    for sign in _DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(start, newline=""), delimiter=sign)]
        except csv.Error:
            continue
        told = sum(one - 1 for one, next_ in pairwise(widths) if one == next_)
        if told > most:
            best, most = sign, told
    return best


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """All rows; a quoted value may hold line breaks. The count is bounded while reading."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if len(rows) >= limits.ROWS:
                raise IntakeError("intake.many-rows-in-file", most=limits.ROWS)
            if len(row) > limits.COLUMNS and any(each.strip() for each in row[limits.COLUMNS :]):
                raise IntakeError("intake.many-columns-in-row", row=len(rows) + 1, most=limits.COLUMNS)
            rows.append(row[: limits.COLUMNS])
    except csv.Error:
        raise IntakeError("intake.unread-row", row=len(rows) + 1) from None
    return rows
