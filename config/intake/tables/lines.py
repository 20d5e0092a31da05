"""The physical rows of a task table, as its header reads them: what stands in a cell, what is merged into it.

A table that goes on over several pages, or in a next table without a header, is one run of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from config.intake.comparable import key, one_line
from config.intake.files.grids import Grid
from config.intake.tables.columns import Column, Header
from config.intake.tables.day_pieces import whole
from config.intake.tables.headers import origins, repeated, texts_of
from config.intake.tables.roles import Role

REMARK = re.compile(
    r"\s*(?:\(\*+\)|\*+\s|ghi chú\s*[:：(]|(?:lưu ý|chú thích|nguồn)\s*[:：]|(?:notes?|remarks?|source)\s*:)",
    re.IGNORECASE,
)
AFTER = re.compile(r"\s*(?:(?i:nơi nhận|recipients|copies to)\s*[:：]|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ])")
"""What stands below a document: whom it goes to, who signs it."""
_ENDS = ".;!?…"
_OPEN = ",(-–/:“&+"
_LINKING = frozenset(
    map(
        key,
        (
            "và", "của", "các", "theo", "với", "về", "trong", "cho", "hoặc", "tại", "từ", "đến", "do",
            "là", "những", "một", "được", "để", "bởi", "bằng", "giữa", "khi", "như", "số", "ngày", "tháng",
            "cùng",
        ),
    )
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """One row. `own`: what stands in it; `above`: what a merged cell brings down from a row above."""

    place: str
    own: dict[Column, str]
    above: dict[Column, str] = field(default_factory=dict)
    wide: str = ""
    """The text of a cell that runs across the columns for the task and for who or when."""
    extra: tuple[str, ...] = ()
    """Texts to the right of all columns."""
    first: bool = False
    """The first row of a page or of a table that goes on."""
    loose: bool = False
    """Whether nothing says for sure that all of it is one row."""

    @property
    def after(self) -> bool:
        """Whether it stands below the document, not in its table."""
        texts = [text for text in (self.wide, *self.own.values()) if text.strip()]
        return bool(texts) and any(AFTER.match(text) for text in texts) and not self.said(Role.NO, Role.TIME)

    def said(self, *roles: Role) -> str:
        """The own texts of these columns, joined."""
        return "\n".join(text for column, text in self.own.items() if column.role in roles and text)

    def merged(self, *roles: Role) -> str:
        """The texts that merged cells of these columns bring from above."""
        return "\n".join(text for column, text in self.above.items() if column.role in roles and text)


def lines_of(header: Header, grids: list[tuple[Grid, int]]) -> Iterator[Line]:
    """The rows below a table's header, over all the grids in which it goes on (each with its first row)."""
    for grid, start in grids:
        places = origins(grid)
        first = grid is not grids[0][0]
        for row in range(start, len(grid.rows)):
            line = _line(header, grid, places, row, start)
            line.first, first = first, False
            if line.wide or not repeated(header, line.own):
                yield line
            else:
                first = True


def _line(header: Header, grid: Grid, places: list[list[tuple[int, int]]], row: int, start: int) -> Line:
    line = Line(f"{grid.place or grid.title}:{row + 1}", dict(texts_of(header, grid, row)))
    for column in header.columns:
        for c in column.places:
            if c >= len(places[row]):
                continue
            r0, c0 = places[row][c]
            if start <= r0 < row and c0 in column.places and (cell := grid.rows[r0][c0]):
                line.above[column] = cell.text
        if column.pieces:
            _in_pieces(line, column, grid, places, row, start)
    line.loose = any(cell.loose for cell in grid.rows[row] if cell)
    line.wide = _wide(header, grid, row)
    said = [text for text in line.own.values() if text.strip()]
    if len(said) >= 3 and len(set(said)) == 1:
        line.wide = said[0]  # a heading across the table, its text put into every column
    line.extra = tuple(
        cell.text for c, cell in enumerate(grid.rows[row]) if c >= header.width and cell and cell.text.strip()
    )
    return line


def _in_pieces(
    line: Line,
    column: Column,
    grid: Grid,
    places: list[list[tuple[int, int]]],
    row: int,
    start: int,
) -> None:
    """A day of which several cells say the pieces; one that is merged over several rows holds for each."""
    texts: list[str] = []
    own = False
    for c in column.places:
        r0, c0 = places[row][c] if c < len(places[row]) else (row, c)
        cell = grid.rows[r0][c0] if r0 >= start and c0 < len(grid.rows[r0]) else None
        texts.append(cell.text if cell else "")
        own = own or (r0 == row and bool(texts[-1].strip()))
    said = whole(column, texts) if any(texts) else ""
    line.own[column] = said if own else ""
    line.above.pop(column, None)
    if said and not own:
        line.above[column] = said


def _wide(header: Header, grid: Grid, row: int) -> str:
    titles = {place for column in header.having(Role.TITLE) for place in column.places}
    whom = {
        place
        for column in header.columns
        if column.role in (Role.LEAD, Role.BOTH, Role.TIME)
        for place in column.places
    }
    for c, cell in enumerate(grid.rows[row]):
        if cell is None or cell.col_span < 2 or not cell.text:
            continue
        covered = set(range(c, c + cell.col_span))
        others = [other.text for k, other in enumerate(grid.rows[row]) if other and k > c and other.text]
        if covered & titles and covered & whom and not others:
            return cell.text
    return ""


def goes_on(upper: str, lower: str) -> bool | None:
    """Whether a text goes on mid-sentence in the cell below; None when the words do not tell."""
    above, below = upper.rstrip(), lower.lstrip()
    if not above or not below:
        return None
    if re.match(r"[-+•–]\s*\w", below) or re.match(r"[a-zđ]\)\s", below):
        return None if above[-1] in _ENDS + ":," else False
    if below[0].islower() or below[0] in ",;.)”":
        return True
    last = key(above.split()[-1].strip(_ENDS + _OPEN))
    if above[-1] in _OPEN or last in _LINKING:
        return True
    return False if above[-1] in _ENDS else None


def joined(upper: str, lower: str) -> str:
    """Two halves of a cell as one text: a list keeps its lines, a sentence gets a space."""
    if not upper.strip() or not lower.strip():
        return upper.strip() or lower.strip()
    mark = "\n" if re.match(r"\s*[-+•–]\s*\w", lower) else " "
    return f"{upper.rstrip()}{mark}{lower.lstrip()}"


def label(text: str) -> tuple[str, str]:
    """A heading's number and the rest: `I. Mục tiêu` is (`I`, `Mục tiêu`); no number is empty."""
    said = one_line(text)
    if match := re.match(r"((?:\d{1,3}(?:\.\d{1,3}){0,4})|[IVX]{1,6}|[A-H]|[a-zđ])[.)/]\s*(?=\S)", said):
        return match[1], said[match.end() :].lstrip(" -–:")
    return "", said


def style(number: str) -> str:
    """What sort of number heads something: roman, capital, letter, or digits by their depth."""
    bare = number.strip(" .)(/")
    if not bare:
        return ""
    if re.fullmatch(r"[IVX]+", bare):
        return "roman"
    if re.fullmatch(r"[A-ZĐ]", bare):
        return "capital"
    if re.fullmatch(r"[a-zđ]", bare):
        return "letter"
    return f"digits{bare.count('.')}" if re.fullmatch(r"\d+(?:\.\d+)*", bare) else "other"
