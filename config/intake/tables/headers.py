"""Which table hands out tasks, and which of its columns says what: read from the words of its header.

A header may take several rows (`Phân công` over `Chủ trì | Phối hợp`), stand below a sheet's title, be
numbered (`5-Chủ trì`) and come again on every page. A table without a column for the task and one for who
or when is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.intake.comparable import one_line, plain
from config.intake.files.grids import Cell, Grid
from config.intake.tables.columns import Column, Header
from config.intake.tables.day_pieces import piece
from config.intake.tables.roles import Role, role_of
from config.intake.tables.settling import settled

MOST_DEPTH = 3
LEAST_NEXT = 3
"""So many columns must be known before a row in the middle of a sheet begins another table."""
LONGEST_NEXT = 50
LONGEST = 150
"""Letters in a heading of a column; what is longer is a sentence."""


_APPENDIX = re.compile(r"(?:phu luc|appendix|annex)(?: (?:so|no))?(?: (?:[ivx]{1,5}|\d{1,2}|[a-h]))?(?: .*)?")
_RECEIVERS = re.compile(r"\W*(?:nơi nhận|recipients|distribution)\s*:", re.IGNORECASE)
_PAPER = re.compile(r"\b(?:quyet dinh|van ban|cong van|thong bao|to trinh|giay|ho so|phieu|hop dong|sinh)\b")
_COUNTED = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?")
_HEADING_WORDS = frozenset(
    word
    for text in (
        "chủ trì phối hợp thực hiện hoàn thành nhiệm vụ công việc nội dung hoạt động báo cáo",
        "thời gian thời hạn tiến độ sản phẩm kết quả đơn vị cơ quan có chịu trách nhiệm dự kiến",
    )
    for word in plain(text).split()
)
_COUNTS = frozenset(("stt", "s tt", "tt", "so tt", "so thu tu", "no", "s n"))
"""What stands over the numbers of rows, in any table."""
_COMMON = frozenset(
    ("tuan", "thang", "quy", "buoi", "thu", "dia diem", "ho va ten", "ho ten", "chuc vu", "chuc danh",
     "mau bieu", "bieu mau", "so luong", "don gia", "thanh tien", "so tien", "nguon", "thanh phan")
)  # fmt: skip
"""Further headings of columns, of tables that hand out no tasks too."""


def origins(grid: Grid) -> list[list[tuple[int, int]]]:
    """For every place of the grid, where the cell that covers it begins; itself where nothing does."""
    width = len(grid.rows[0]) if grid.rows else 0
    found = [[(r, c) for c in range(width)] for r in range(len(grid.rows))]
    for r, row in enumerate(grid.rows):
        for c, cell in enumerate(row):
            if cell is None or (cell.row_span == 1 and cell.col_span == 1):
                continue
            for down in range(r, min(r + cell.row_span, len(found))):
                for across in range(c, min(c + cell.col_span, width)):
                    if (down, across) == (r, c) or grid.rows[down][across] is None:
                        found[down][across] = (r, c)
    return found


def find(grid: Grid, *, within: bool = False) -> Header | None:
    """The header of a task table; None when the grid has none. `within`: the grid may be the next page of a
    table, where only a row of nothing but headings is one.
    """
    found = list(_found(grid, within))
    return next((header for header in found if not header.untitled), found[0] if found else None)


def _found(grid: Grid, within: bool) -> Iterator[Header]:
    """What may be a header, from the top down, to the first that says where the task stands."""
    places = origins(grid)
    for top in range(len(grid.rows)):
        if sum(bool(cell and cell.text) for cell in grid.rows[top]) < 2:
            continue
        if within and not _strict(grid, top):
            continue
        best: Header | None = None
        reach = max(cell.row_span for cell in grid.rows[top] if cell)
        for depth in range(1, min(MOST_DEPTH, len(grid.rows) - top) + 1):
            if depth > 1 and not _goes_down(grid, places, top, depth):
                break
            header = _header(grid, places, top, depth)
            least = 0 if best is None else _told(best) + (depth > reach)
            if header is not None and _told(header) >= least:
                best = header
        if best is not None:
            yield replace(best, first=_below(grid, places, best))
            if not best.untitled:
                return


def split(grid: Grid) -> list[Grid]:
    """The tables of a sheet that has several below one another, each with the lines above its header."""
    header = find(grid)
    if header is None:
        return [grid]
    places = origins(grid)
    said = [plain(column.text) for column in header.columns]
    for top in range(header.first + 1, len(grid.rows)):
        if ended(grid, top):
            first, rest = replace(grid, rows=grid.rows[:top]), replace(grid, rows=grid.rows[top:])
            return [first, *split(rest)]
        if not _strict(grid, top):
            continue
        other = _header(grid, places, top, 1)
        if other is None or _told(other) < LEAST_NEXT or [plain(each.text) for each in other.columns] == said:
            continue
        cut = top
        while cut > header.first and sum(bool(cell and cell.text) for cell in grid.rows[cut - 1]) <= 1:
            cut -= 1
            if plain("".join(cell.text for cell in grid.rows[cut] if cell)).startswith("phu luc"):
                break
        first, rest = replace(grid, rows=grid.rows[:cut]), replace(grid, rows=grid.rows[cut:])
        return [first, *split(rest)]
    return [grid]


def ended(grid: Grid, row: int) -> bool:
    """Whether a table above this row has ended: it holds the title of an appendix, or who receives copies."""
    own = [cell.text for cell in grid.rows[row] if cell and cell.text]
    if own and _RECEIVERS.match(own[0]):
        return True
    said = [plain(text) for text in own]
    return len(said) == 1 and bool(_APPENDIX.fullmatch(said[0])) and "tiep theo" not in said[0]


def foreign(header: Header, grid: Grid) -> bool:
    """Whether a grid's first row is the header of another table, not the next row of this one."""
    own = [_text(cell) for cell in grid.rows[0] if cell and cell.text]
    if len(own) < 2 or any(len(text) > LONGEST_NEXT for text in own):
        return False
    said = [plain(text) for text in own]
    if all(any(text in plain(column.text) for column in header.columns) for text in said):
        return False
    if said[0] in _COUNTS:
        return True
    known = sum(role_of(text) is not None or text in _COMMON for text in said)
    return len(own) >= LEAST_NEXT and known == len(own) and not any(map(str.isdigit, "".join(own)))


def _strict(grid: Grid, row: int) -> bool:
    """Whether a row holds nothing but headings of columns."""
    own = [_text(cell) for cell in grid.rows[row] if cell and cell.text]
    return len(own) >= LEAST_NEXT and all(len(text) <= LONGEST_NEXT and role_of(text) for text in own)


def repeated(header: Header, texts: dict[Column, str]) -> bool:
    """Whether a row is the header once more, or numbers its columns."""
    said = {column: text for column, text in texts.items() if text}
    if len(said) < 2:
        return False
    if all(
        plain(text) == plain(column.text) or plain(text) in plain(column.text)
        for column, text in said.items()
    ):
        return sum(role_of(text) is not None for text in said.values()) >= 2
    return len(said) >= 3 and all(_COUNTED.fullmatch(text.strip()) for text in said.values())


def _goes_down(grid: Grid, places: list[list[tuple[int, int]]], top: int, depth: int) -> bool:
    """Whether the row `depth` rows down can still be header: below a merged heading, or words of one."""
    row = top + depth - 1
    if any(places[row][c] != (row, c) and places[row][c][0] >= top for c in range(len(places[row]))):
        merged = {places[row][c] for c in range(len(places[row])) if places[row][c][0] < row}
        if any(start >= top for start, _ in merged):
            return True
    own = [cell.text for cell in grid.rows[row] if cell and cell.text]
    if own and all(map(_tail, own)):
        return True
    wide = any(cell and cell.col_span > 1 for cell in grid.rows[row - 1]) or _under_blanks(grid, row)
    return bool(own) and wide and all(len(text) <= LONGEST and (role_of(text) or piece(text)) for text in own)


def _under_blanks(grid: Grid, row: int) -> bool:
    """Whether several headings stand under a heading and the blank cells right of it, and under nothing else:
    what a file without merged cells makes of `Phân công` over `Chủ trì | Phối hợp`.
    """
    above, here = grid.rows[row - 1], grid.rows[row]
    filled = [c for c, cell in enumerate(here) if cell and cell.text]
    over = [c for c, cell in enumerate(above) if cell and cell.text]
    groups: dict[int, list[int]] = {}
    for c in filled:
        groups.setdefault(max((each for each in over if each <= c), default=-1), []).append(c)
    wide = any(c + 1 < len(above) and _blank(above[c + 1]) for c in groups if c >= 0)
    return bool(groups) and wide and all(
        start == cells[0] and all(_blank(here[c]) or c in cells for c in range(start, cells[-1]))
        for start, cells in groups.items()
    )  # fmt: skip


def _blank(cell: Cell | None) -> bool:
    return cell is not None and not cell.text


def _spread(
    grid: Grid, places: list[list[tuple[int, int]]], top: int, depth: int
) -> list[list[tuple[int, int]]]:
    """The places, with a heading that stands over blank cells as one that is merged with them."""
    found = places
    for row in range(top, top + depth - 1):
        if not _under_blanks(grid, row + 1):
            continue
        found = [*found[:row], list(found[row]), *found[row + 1 :]]
        for c in range(1, len(grid.rows[row])):
            below = grid.rows[row + 1][c]
            under = (below and below.text) or (row + 2 < top + depth and _blank(below))
            r0, c0 = found[row][c - 1]
            left = grid.rows[r0][c0]
            first = grid.rows[row + 1][c0]
            if _blank(grid.rows[row][c]) and under and left and left.text and first and first.text:
                found[row][c] = found[row][c - 1]
    return found


def _header(grid: Grid, places: list[list[tuple[int, int]]], top: int, depth: int) -> Header | None:
    places = _spread(grid, places, top, depth)
    columns: list[Column] = []
    bottoms: dict[tuple[int, int], int] = {}
    for c in range(len(grid.rows[top])):
        stack = list(dict.fromkeys(places[r][c] for r in range(top, top + depth) if places[r][c][0] >= top))
        texts = [text for r, at in stack if (text := _text(grid.rows[r][at]))]
        if any(len(text) > LONGEST for text in texts):
            return None
        bottom = stack[-1] if stack else (top, c)
        if bottom in bottoms:
            column = columns[bottoms[bottom]]
            columns[bottoms[bottom]] = replace(column, places=(*column.places, c))
            continue
        bottoms[bottom] = len(columns)
        role = _innermost(texts)
        whole = one_line(" ".join(texts))
        if role in (None, Role.TITLE) and len(texts) > 1 and not piece(texts[-1]):
            role = role_of(whole) or role
        columns.append(Column(role or Role.OTHER, whole, (c,)))
    return settled(grid, columns, top, top + depth)


def _innermost(texts: Sequence[str]) -> Role | None:
    """What the headings over one another say together: the innermost that tells something. Below another
    heading "Ngày" and "Số" are of what that one names: `Văn bản giao việc: Số | Ngày` is no deadline.
    """
    if len(texts) > 1 and plain(texts[-1]) == "tu":
        return Role.START  # "Thời gian: Từ | Đến"
    if len(texts) > 1 and (piece(texts[-1]) or plain(texts[-1]) == "so"):
        outer = _innermost(texts[:-1])
        named = _PAPER.search(plain(texts[-2])) or not piece(texts[-1])
        return outer if outer in (None, Role.TIME, Role.START) and not named else Role.NOTE
    return next((role for text in reversed(texts) if (role := role_of(text))), None)


def _told(header: Header) -> int:
    return len({column.role for column in header.columns} - {Role.OTHER, Role.ALSO})


def _below(grid: Grid, places: list[list[tuple[int, int]]], header: Header) -> int:
    """The first row of tasks: a heading that was broken into the next row still belongs to the header."""
    row = header.first
    while row < len(grid.rows) and row < header.first + 2:
        own = [(c, cell.text) for c, cell in enumerate(grid.rows[row]) if cell and cell.text]
        if not own or not all(_tail(text) for _, text in own):
            break
        row += 1
    return row


def _tail(text: str) -> bool:
    """The rest of a heading that was broken: in small letters, of words that headings are made of."""
    return text[:1].islower() and all(word in _HEADING_WORDS for word in plain(text).split())


def _text(cell: Cell | None) -> str:
    return one_line(cell.text) if cell else ""


def texts_of(header: Header, grid: Grid, row: int) -> Iterator[tuple[Column, str]]:
    """The text of each column in a row, cells under one heading joined."""
    for column in header.columns:
        said = [
            cell.text
            for c in column.places
            if c < len(grid.rows[row]) and (cell := grid.rows[row][c]) and cell.text
        ]
        yield column, "\n".join(said)
