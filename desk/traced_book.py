"""A trace as a workbook: a line for each row of a document and unit, for an auditor to sort and filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desk.output import clean
from desk.speaking import spoken
from language import Message

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from config.registry import Registry
    from engine.rounds.trace import Traced

Value: TypeAlias = str | int | date | None
COLUMNS = (
    ("head.document", 16),
    ("head.appendix", 10),
    ("head.no", 8),
    ("head.title", 60),
    ("head.time-as-worded", 24),
    ("head.rule", 44),
    ("head.unit", 14),
    ("head.name-of-unit", 30),
    ("head.led-since", 13),
    ("head.first-mail", 13),
    ("head.told-by", 24),
    ("head.period", 12),
    ("head.mails", 8),
    ("head.asked-for", 30),
    ("head.waits-for", 30),
    ("head.owners", 12),
    ("head.owner-asked", 13),
)
"""Message ids of the headings, and widths in characters."""
DAY_FORMAT = "dd/mm/yyyy"
WRAPPED, TOP = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
MOST_CHARACTERS = 32_000
"""In a cell; Excel takes 32,767."""


def book(registry: Registry, found: Sequence[Traced]) -> bytes:
    """The bytes of the workbook, in the operator's language; its first row is the heading, frozen."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(spoken(Message("cli.trace.sheet")))
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(found) + 1}"
    for place, (_, room) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = room
    heads = [_cell(sheet, spoken(Message(name))) for name, _ in COLUMNS]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for each in found:
        sheet.append([_cell(sheet, value) for value in _values(registry, each)])
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _values(registry: Registry, each: Traced) -> Iterator[Value]:
    from config.registry import in_words

    row, told = each.row, each.first
    yield from (row.document.number, row.appendix.code, row.no, row.title, row.worded)
    yield spoken(in_words.chase_of(registry, row))
    yield from (each.unit, registry.unit(each.unit).name, each.since)
    yield from (told.day, told.obligation, told.period) if told else (None, None, None)
    yield each.times
    yield ", ".join(f"{asked:%d/%m/%Y}" for asked in each.asked_for) or None
    yield from (each.waits_for, ", ".join(each.owners), min(each.owner_asked, default=None))


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    """A cell; text stays text, also where it begins like a formula."""
    text = isinstance(value, str)
    cell: Any = WriteOnlyCell(sheet)
    cell.value = clean(value)[:MOST_CHARACTERS] if text else value
    if text:
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = DAY_FORMAT
    cell.alignment = WRAPPED if text else TOP
    return cell
