"""Which of a file's parts make up a table of tasks, over all its pages, and what stands around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from config.intake.comparable import one_line, plain, shortened
from config.intake.files.grids import Cell, Content, Grid, Text
from config.intake.tables import headers, lines, one_a_line
from config.intake.tables.columns import Header
from config.intake.tables.found import LeftOut
from language import Message

_APPENDIX = re.compile(
    r"(?:phụ\s+lục|appendix|annex)(?:\s+(?:(?:số|no\.?)\s+)?([IVX]{1,5}|\d{1,2}|[A-H])\b)?", re.IGNORECASE
)
_ISSUED = re.compile(
    r"\(?\s*(?:(?:ban hành )?kèm theo|attached to|issued (?:together )?with)\b[^)]*\)?", re.IGNORECASE
)
_LETTERHEAD = re.compile(r"so \d|.{0,40}\bngay \d{1,2} thang \d|doc lap tu do|cong hoa xa hoi")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_PAGE = re.compile(r"\W*\d{0,4}\W*")
MOST_BETWEEN, LONGEST_BETWEEN = 2, 200
"""Lines, and letters in one, that may stand between two pages of a table: its headings."""


@dataclass(slots=True)
class Piece:
    """A task table, with the grids in which it goes on, and the texts that stand above it."""

    header: Header
    grids: list[tuple[Grid, int]]
    titles: list[str]


def sorted_out(content: Content) -> tuple[list[Piece], list[LeftOut], list[str]]:
    """Task tables, grids that are none, and all texts outside tasks."""
    pieces: list[Piece] = []
    left_out: list[LeftOut] = []
    texts: list[str] = []
    open_: Piece | None = None
    above: list[str] = []
    for part in one_a_line.gathered(content.parts):
        if isinstance(part, Text):
            texts.append(part.text)
            above.append(part.text)
            if _ends(above):
                open_ = None
            if lines.REMARK.match(part.text):
                left_out.append(LeftOut(one_line(part.text), Message("intake.remark-below")))
            continue
        for grid in headers.split(part):
            open_ = _placed(grid, open_, pieces, left_out, texts, above)
        above = []
    return pieces, left_out, texts


def _placed(
    part: Grid,
    open_: Piece | None,
    pieces: list[Piece],
    left_out: list[LeftOut],
    texts: list[str],
    above: list[str],
) -> Piece | None:
    """Put one grid where it belongs; the answer is the task table that may go on in the next."""
    may = open_ is not None and bool(part.rows) and _goes_on(open_.header, part)
    header = headers.find(part, within=may)
    if header is not None:
        before = [cell.text for row in part.rows[: header.top] for cell in row if cell and cell.text]
        texts += before
        titles = [part.title, *before] if part.title or before else above[-4:]
        if open_ is not None and _same(open_.header, header) and not _another(open_.grids[-1][0], part):
            open_.grids.append((part, header.first))
        else:
            open_ = Piece(header, [(part, header.first)], [text for text in titles if text])
            pieces.append(open_)
    elif open_ is not None and may:
        width = len(part.rows[0])
        heads = [(Cell(text, 1, width), *[None] * (width - 1)) for text in above if not _PAGE.fullmatch(text)]
        open_.grids.append((_under(heads, part), 0))
    else:
        cells = [cell.text for row in part.rows for cell in row if cell and cell.text]
        texts += cells
        if cells:
            why = Message("intake.no-task-table")
            left_out.append(LeftOut(shortened(one_line(" | ".join(cells)), 200), why))
    return open_


def _same(one: Header, other: Header) -> bool:
    return [plain(column.text) for column in one.columns] == [plain(column.text) for column in other.columns]


def _another(one: Grid, other: Grid) -> bool:
    """Whether two tables with one header stand in sheets of different names."""
    return bool(one.title and other.title) and one.title != other.title


def _goes_on(header: Header, grid: Grid) -> bool:
    """Whether a grid without a header is the same table on the next page: as wide, or empty where wider."""
    width = len(grid.rows[0])
    if headers.ended(grid, 0) or headers.foreign(header, grid):
        return False
    return header.width - 1 <= width <= header.width + 1 and width >= 3


def _ends(between: Sequence[str]) -> bool:
    """Whether the texts since the last table end it: more than a page's number or a heading of its own."""
    said = [text for text in between if not _PAGE.fullmatch(text)]
    return len(said) > MOST_BETWEEN or any(
        len(text) > LONGEST_BETWEEN or _APPENDIX.match(text.strip()) or lines.AFTER.match(text)
        for text in said
    )


def _under(heads: Sequence[tuple[Cell | None, ...]], grid: Grid) -> Grid:
    return replace(grid, rows=(*heads, *grid.rows)) if heads else grid


def called(titles: list[str], taken: set[str]) -> tuple[str, str, str]:
    """(code, how it is cited, title) of a table, from the texts above it; some have no title."""
    whole = _ISSUED.sub(" ", "\n".join(titles))
    texts = [line for line in whole.split("\n") if line.strip(" *#()_-")]
    code, cite = "pl", "PL"
    said: list[str] = []
    for text in texts:
        match = _APPENDIX.match(text.strip().lstrip("*# "))
        if match:
            own = match[1] or ""
            number = str(_number(own)) if own else ""
            code, cite, said = f"pl{number.lower()}", f"PL{own}", []
            text = text.strip()[match.end() :].strip(" .:-–*")
        if text and not _LETTERHEAD.match(plain(text)):
            said.append(one_line(text).strip("(*) "))
    title = shortened(" ".join(said[:3] if cite != "PL" else said[-1:]), 200)
    free = next(each for n in range(1, 1000) if (each := code if n == 1 else f"{code}-{n}") not in taken)
    return free, cite, title


def _number(text: str) -> int | str:
    if text.isdigit():
        return int(text)
    if not set(text.upper()) <= set(_ROMAN):
        return text
    values = [_ROMAN[char] for char in text.upper()]
    return sum(-v if n + 1 < len(values) and values[n + 1] > v else v for n, v in enumerate(values))
