"""The tracking sheet of `dondoc tasks -o`: what is owed, with empty columns to fill in, which `dondoc submit
--file` takes back.

Text is always text, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

from xlsxwriter import Workbook

from config.registry import Registry
from desk.errors import Problem
from desk.output import clean
from desk.speaking import spoken
from engine.overview.names import duty_called, unit_called
from language import Message

COLUMNS = (
    ("cli.tracking.unit-code", 12),
    ("cli.tracking.unit", 34),
    ("cli.tracking.obligation", 16),
    ("cli.tracking.title", 50),
    ("cli.tracking.period", 11),
    ("cli.tracking.last-day", 13),
    ("cli.tracking.standing", 14),
    ("cli.tracking.number", 20),
    ("cli.tracking.day", 14),
    ("cli.tracking.figure", 12),
    ("cli.tracking.note", 30),
)
"""Message ids of the heads, and widths in characters."""
FILLED_FROM = 7
"""The first column that a person fills in."""
DAY_COLUMN = 8
MOST_ROWS = 1_048_575
"""Below the head, in a sheet of Excel."""
MOST_CHARACTERS = 32_000
"""In a cell; Excel takes 32,767."""
_FONT = {"font_size": 11, "valign": "top", "border": 1}
_DAY = "dd/mm/yyyy"


def book(into: BinaryIO, registry: Registry, found: Iterable[dict[str, Any]], today: date) -> int:
    """Writes the `.xlsx`, in the operator's language: a row for each task as `dondoc tasks` has it, while
    they are read; answers how many. Problem for more than a sheet has."""
    at = 0
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(into, options) as workbook:
        head = workbook.add_format({**_FONT, "bold": True, "bg_color": "#DCE6F1", "text_wrap": True})
        told = {"num_format": "@", "text_wrap": True}
        looks = {
            (str, False): workbook.add_format({**_FONT, **told}),
            (str, True): workbook.add_format({**_FONT, **told, "bg_color": "#FFF9DB"}),
            (date, False): workbook.add_format({**_FONT, "num_format": _DAY}),
            (date, True): workbook.add_format({**_FONT, "num_format": _DAY, "bg_color": "#FFF9DB"}),
        }
        sheet = workbook.add_worksheet(spoken(Message("cli.tracking.sheet"))[:31])
        for place, (name, room) in enumerate(COLUMNS):
            sheet.set_column(place, place, room)
            sheet.write_string(0, place, spoken(Message(name)), head)
        for at, each in enumerate(found, 1):
            if at > MOST_ROWS:
                raise Problem("cli.tasks.too-many", most=MOST_ROWS)
            for place, value in enumerate(_values(registry, each, today)):
                filled = place >= FILLED_FROM
                if isinstance(value, date):
                    sheet.write_datetime(at, place, value, looks[date, filled])
                elif value:
                    sheet.write_string(at, place, clean(value)[:MOST_CHARACTERS], looks[str, filled])
                else:
                    sheet.write_blank(at, place, None, looks[date if place == DAY_COLUMN else str, filled])
        sheet.autofilter(0, 0, max(at, 1), len(COLUMNS) - 1)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return at


def _values(registry: Registry, each: dict[str, Any], today: date) -> tuple[str | date | None, ...]:
    duty = registry.obligations.get(each["obligation"])
    sent: datetime | None = each["submitted_at"]
    standing = each["state"] if each["state"] == "accepted" else each["standing"]
    figure = each["figure"]
    return (
        each["unit"],
        spoken(unit_called(registry, each["unit"], today)),
        each["obligation"],
        spoken(duty_called(duty)) if duty else "",
        each["period"],
        each["last_day"],
        spoken(Message(f"cli.tasks.is-{standing}")),
        each["document_no"],
        sent.astimezone(registry.office.zone).date() if sent else None,
        "" if figure is None else f"{Decimal(figure):f}",
        "",
    )
