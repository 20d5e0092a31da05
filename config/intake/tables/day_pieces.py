"""Days of which a table's heads say a part: `Ngày | Tháng`, `Ngày | Tháng | Năm`, `Hoàn thành trước`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.intake.comparable import one_line, plain
from config.intake.tables.columns import Column
from config.intake.tables.found import Doubt
from config.intake.tables.roles import Role
from language import Message

_PIECES = {"ngay": "day", "thang": "month", "nam": "year"}
_DATED = frozenset((Role.TIME, Role.START))
_BEFORE = re.compile(r"(?:.* )?truoc(?: ngay| thoi diem)?")
_BARE = re.compile(
    r"(?:ngày\s+)?\d{1,2}\s*(?:[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?"
    r"|tháng\s+\d{1,2}(?:\s*(?:/|năm)\s*\d{4})?)",
    re.IGNORECASE,
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})(?:\s*/\s*(\d{4}))?", re.IGNORECASE)


def piece(text: str) -> str | None:
    """Which piece of a day a heading alone names; None where it says more."""
    return _PIECES.get(plain(text))


def together(columns: Sequence[Column]) -> Iterator[Column]:
    """The columns, with those side by side that say the day, the month and the year of one time as one."""
    n = 0
    while n < len(columns):
        run = _run(columns[n : n + 3]) or _run(columns[n : n + 2])
        if run is None:
            yield columns[n]
            n += 1
            continue
        yield run
        n += len(run.pieces)


def _run(columns: Sequence[Column]) -> Column | None:
    pieces = [_PIECES.get(plain(column.text).rpartition(" ")[2]) for column in columns]
    if sorted(map(str, pieces)) not in (["day", "month"], ["day", "month", "year"]):
        return None
    if any(len(column.places) > 1 for column in columns):
        return None
    day = columns[pieces.index("day")]
    others = {column.role for column in columns} - {Role.OTHER}
    if day.role not in _DATED or others != {day.role}:
        return None
    places = tuple(column.places[0] for column in columns)
    return replace(day, places=places, pieces=tuple(map(str, pieces)))


def whole(column: Column, texts: Sequence[str]) -> str:
    """The day that the cells of such a column make up, in words that the reader of times reads as one."""
    said = {which: one_line(text) for which, text in zip(column.pieces, texts, strict=True)}
    day, month, year = said["day"], said["month"], said.get("year", "")
    if not month and not year:
        return f"ngày {day}" if day.isdecimal() else day
    match = _MONTH.fullmatch(month)
    if match is None or (match[2] and year) or (year and not year.isdecimal()):
        return " ".join(filter(None, (day, month, year)))
    of_year = match[2] or year
    month = f"tháng {match[1]}" + (f" năm {of_year}" if of_year else "")
    if day.isdecimal():
        return f"ngày {day} {month}"
    return f"{day} {month}" if day[-1:].isdecimal() or not day else f"{day}, {month}"


def bounded(column: Column, text: str) -> str:
    """The text of a time cell, with the bound that its heading gives its days (`Xong trước ngày`)."""
    if column.role not in (Role.TIME, Role.ALSO):
        return text
    if piece(column.text) == "day" and text.strip().isdecimal():
        return f"ngày {text.strip()}"
    if not _BEFORE.fullmatch(plain(column.text)):
        return text
    said = one_line(text)
    if match := _ISO.fullmatch(said):
        said = f"{match[3]}/{match[2]}/{match[1]}"
    return f"trước {said}" if _BARE.fullmatch(said) else text


def doubt(column: Column, text: str) -> Iterator[Doubt]:
    """Where the heading says "before" and the cell names a time that is no day, without a bound."""
    if column.role not in (Role.TIME, Role.ALSO) or not _BEFORE.fullmatch(plain(column.text)):
        return
    own = re.match(r"\s*(?:trước|chậm|xong)\b", text, re.IGNORECASE)
    if any(map(str.isdigit, text)) and not own and bounded(column, text) == text:
        said = Message("intake.beside", column=column.text, text=one_line(text))
        yield Doubt("worded", Message("intake.column-says-before", said=said))
