"""The report as CSV: all its tables one under the other, the table's name in front of every row, so that one
file holds them and a filter finds one.

UTF-8 with the mark by which Excel knows it. Text that a spreadsheet would take for a formula has an
apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from engine.report.paper import Paper, Square, Table, Value

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(paper: Paper) -> bytes:
    """The file; the head of each table stands above its rows."""
    into = io.StringIO(newline="")
    lines = csv.writer(into)
    for table in paper.tables:
        lines.writerow([table.name, *(_text(column.head) for column in table.columns)])
        lines.writerows(_rows(table))
    return into.getvalue().encode("utf-8-sig")


def _rows(table: Table) -> Iterator[list[str]]:
    for row in (*table.rows, *([table.total] if table.total else [])):
        yield [table.name, *(_cell(value) for value in row)]


def _cell(value: Value | Square) -> str:
    if isinstance(value, Square):
        return _text(value.text) if value.missed == 0 else str(value.missed)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value
