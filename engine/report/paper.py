"""A report as it is read: titles, sentences and tables, all said in one language. Plain values.

Every format is a layout of this, so that no two can say different numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Value: TypeAlias = str | int | Decimal | date | None
"""What a cell holds; text is data that somebody wrote, never a formula."""


class Kind(StrEnum):
    """What a column holds, and so how it is aligned and written."""

    TEXT = "text"
    CODE = "code"
    DAY = "day"
    COUNT = "count"
    DECIMAL = "decimal"
    CELL = "cell"
    """A square of the matrix: its text says how many deadlines were missed, its shade how large a part."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and its width in characters."""

    head: str
    kind: Kind
    width: int


@dataclass(frozen=True, slots=True)
class Square:
    """One square of the matrix. `shade` is 0 (nothing missed) to 4 (more than three quarters); -1 where
    nothing is expected, or nothing was due yet."""

    text: str
    shade: int
    missed: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `name` is stable, `note` is printed under it. `total` is its last row, if it has one."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value | Square, ...], ...]
    note: str = ""
    total: tuple[Value | Square, ...] = ()


@dataclass(frozen=True, slots=True)
class Strip:
    """A bar of a picture: every task is in exactly one part."""

    label: str
    figures: str
    on_time: int
    late: int
    overdue: int
    not_due: int

    @property
    def parts(self) -> tuple[int, int, int, int]:
        return self.on_time, self.late, self.overdue, self.not_due


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole report in one language."""

    language: str
    office: str
    title: str
    about: str
    """The stretch of time and what the report is limited to, in one sentence."""
    as_of: str
    to: str
    """Whom it is laid before: the leadership."""
    facts: tuple[tuple[str, str], ...]
    """What is to be seen first: a figure and what it is, three of them."""
    sentences: tuple[str, ...]
    """The same and the most striking in whole sentences, for a paper that is read aloud."""
    tables: tuple[Table, ...]
    strips: tuple[Strip, ...]
    """The duties, in the order of their table."""
    years: tuple[tuple[str, Decimal, str], ...]
    """The rate on time of each year (its name, the number, the number said); fewer than two are no trend."""
    words: dict[str, str]
    """What pictures and layouts say beside these, by name."""

    def table(self, name: str) -> Table | None:
        """The table of that name, if the report has it."""
        return next((each for each in self.tables if each.name == name), None)


def shade(missed: int, expected: int, not_due: int) -> int:
    """The shade of a square; see `Square`."""
    if not expected or (not missed and not_due == expected):
        return -1
    return min(-(-4 * missed // expected), 4)
