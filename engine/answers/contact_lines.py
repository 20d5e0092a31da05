"""A table of contacts, as an office keeps it, to one line for each. Pure: looks nothing up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from config.intake.files.grids import Content
from engine.answers.headed import said_rows
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
"""What a column's head may be (see `headed`)."""


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
    found = said_rows(content, HEADS, lambda there: {"unit", "name", "mail"} <= set(there))
    if found is None:
        raise AnswerError("contact.no-heads")
    return tuple(ContactLine(at, **said) for at, said in found)
