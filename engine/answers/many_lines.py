"""A table of reports that were sent, as people keep it, to one line for each. Pure: looks nothing up.

The table may be a tracking sheet of `dondoc tasks -o`, a list of a document management system, or anybody's
own: its heads say which column means what.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from calendars.written_periods import folded
from config.intake.files.grids import Content
from engine.answers.headed import said_rows
from engine.errors import AnswerError

UNIT, DUTY, PERIOD, NUMBER, DAY, FIGURE, NOTE = (
    "unit", "duty", "period", "number", "day", "figure", "note",
)  # fmt: skip
HEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        UNIT: (
            *("ma don vi", "unit code", "don vi", "unit", "ten don vi", "don vi bao cao", "don vi gui"),
            *("don vi nop", "don vi thuc hien", "noi gui", "co quan ban hanh", "noi ban hanh", "sender"),
        ),
        DUTY: (
            *("ma nhiem vu", "obligation", "duty", "duty code", "nhiem vu", "bao cao", "ten bao cao"),
            *("loai bao cao", "noi dung bao cao", "report", "title"),
        ),
        PERIOD: ("ma ky", "ky", "ky bao cao", "period", "reporting period", "ky han"),
        NUMBER: (
            *("so van ban", "so ky hieu", "so va ky hieu", "so hieu", "so ky hieu van ban", "so cong van"),
            *("so", "document number", "document no", "document", "number", "no of document"),
        ),
        DAY: (
            *("ngay gui", "sent on", "ngay nop", "ngay van ban", "ngay ban hanh", "ngay ky", "ngay thang"),
            *("ngay", "date sent", "date", "day"),
        ),
        FIGURE: ("so lieu", "figure", "chi tieu", "ket qua"),
        NOTE: ("ghi chu", "note", "remark", "notes"),
    }
)
"""What a column's head may be (see `headed`)."""
_PARTED = re.compile(r"(?:ngay )?(\d{1,2})\s?(?:[/.-]|thang)\s?(\d{1,2})\s?(?:[/.-]|nam)\s?(\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_SERIAL = re.compile(r"([34567]\d{4})(?:\.\d+)?")
"""A day as a spreadsheet counts it, where the cell's format was lost: 36526 is 1 January 2000."""
_COUNTED_FROM = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is written. `row` is its place in the file's table, from 1."""

    row: int
    unit: str
    duty: str
    period: str
    number: str = ""
    day: str = ""
    figure: str = ""
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in: it asks for nothing to be recorded."""
        return not (self.number or self.day or self.figure)


def lines_of(content: Content, *, duty: str = "", period: str = "") -> tuple[Line, ...]:
    """The lines of every table that has heads of its own; `duty` and `period` stand for columns that are
    missing or empty. AnswerError when no table has the columns."""
    given = {DUTY: duty, PERIOD: period}

    def whole(there: Collection[str]) -> bool:
        named = UNIT in there and (NUMBER in there or DAY in there)
        return named and all(meaning in there or text for meaning, text in given.items())

    found = said_rows(content, HEADS, whole)
    if found is None:
        raise AnswerError("many.no-heads")
    return tuple(
        Line(at, said[UNIT], said[DUTY] or duty, said[PERIOD] or period, *(said[each] for each in _FILLED))
        for at, said in found
    )


def day_of(text: str) -> date:
    """The day that somebody wrote: 18/09/2026, 18-9-26, 2026-09-18, 'ngày 18 tháng 9 năm 2026', or a
    spreadsheet's 46283. AnswerError for anything else."""
    plain = _CLOCK.sub("", folded(text))
    try:
        if found := _PARTED.fullmatch(plain):
            day, month, year = map(int, found.groups())
            return date(year + 2000 if year < 100 else year, month, day)
        if found := _ISO.fullmatch(plain):
            return date(*map(int, found.groups()))
        if found := _SERIAL.fullmatch(plain):
            return _COUNTED_FROM + timedelta(int(found[1]))
    except ValueError:
        pass
    raise AnswerError("many.no-day", found=text[:40])


_FILLED = (NUMBER, DAY, FIGURE, NOTE)
