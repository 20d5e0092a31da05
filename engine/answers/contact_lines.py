"""A table of contacts, as an office keeps it, to one line for each. Pure: looks nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from config.intake.files.grids import Content, Grid
from engine.answers.many_lines import cell_text, plain_head
from engine.errors import AnswerError

HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "unit": ("ma don vi", "unit code", "don vi", "unit", "ten don vi"),
        "name": ("ho va ten", "ho ten", "nguoi lien he", "ten", "name", "contact", "full name"),
        "role": ("vai tro", "nhiem vu", "phu trach", "role"),
        "mail": ("dia chi thu", "thu dien tu", "email", "e mail", "mail", "hop thu", "mail address"),
        "telephone": ("dien thoai", "so dien thoai", "dt", "telephone", "phone", "mobile"),
        "deputy": ("nguoi thay", "nguoi thay the", "thay the", "deputy", "stand in"),
        "absent_from": ("vang tu", "vang mat tu", "nghi tu", "absent from", "away from"),
        "absent_until": ("vang den", "vang mat den", "nghi den", "absent until", "absent to", "away until"),
    }
)
"""What a column's head may be, without accents and capitals."""
_HEAD_WITHIN = 30


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One row as it is written. `row` is its place in the file's table, from 1."""

    row: int
    unit: str = ""
    name: str = ""
    role: str = ""
    mail: str = ""
    telephone: str = ""
    deputy: str = ""
    absent_from: str = ""
    absent_until: str = ""


def contact_lines(content: Content) -> tuple[ContactLine, ...]:
    """The lines of every table that has columns for unit, name and mail; AnswerError when none has."""
    found: list[ContactLine] = []
    told = False
    for grid in content.parts:
        if isinstance(grid, Grid) and (heads := _heads(grid)) is not None:
            told = True
            first, columns = heads
            for at, row in enumerate(grid.rows[first + 1 :], first + 2):
                said = {key: cell_text(row[place]) for key, place in columns.items() if place < len(row)}
                if any(said.values()):
                    found.append(ContactLine(at, **said))
    if not told:
        raise AnswerError("contact.no-heads")
    return tuple(found)


def _heads(grid: Grid) -> tuple[int, dict[str, int]] | None:
    for at, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        names = [plain_head(cell) for cell in row]
        columns = {
            each.name: names.index(head)
            for each in fields(ContactLine)
            for head in reversed(HEADS.get(each.name, ()))
            if head in names
        }
        if {"unit", "name", "mail"} <= columns.keys():
            return at, columns
    return None
