"""What the columns of a header tell only together: which of several leads, which time is the deadline, which
make up the task.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from config.intake.comparable import plain
from config.intake.files.grids import Grid
from config.intake.tables.columns import Column, Header
from config.intake.tables.day_pieces import together
from config.intake.tables.roles import Role

_PEOPLE = re.compile(r"ho (?:va |va chu dem |ten )?ten(?: (?:can bo|cong chuc|vien chuc|dai bieu|hoc vien))?")
_RANKS = (
    r"muc tieu|linh vuc|nhom|chuong trinh|objectives?|goals?",
    r"nhiem vu|giai phap|de an|chi tieu|tieu chi|tasks?|measures?",
    r"noi dung|contents?",
    r"hoat dong|cong viec|dau viec|activity|activities|actions?",
)
_PAPER = re.compile(
    r"so(?: va)?(?: hieu| ky hieu| cong van| van ban| quyet dinh| ke hoach| to trinh| thong bao| den| di)+"
    r"(?: \w+){0,2}|ky hieu(?: van ban)?|(?:van ban|cong van|quyet dinh)(?: so)?(?: (?:den|di))?"
)
"""What stands over the numbers of papers."""
_PRICES = re.compile(
    r".*\b(?:muc (?:phi|thu|gia|le phi|tien)|don gia|bieu (?:gia|phi)|gia (?:ban|ve|dich vu|thue|tien)"
    r"|thanh tien|fees?|prices?|tariffs?)\b.*|gia"
)
"""What stands over amounts to be paid: a table of them without a time hands out no tasks."""
_ENDS = re.compile(r"hoan thanh|ket thuc|han\b|den ngay|\bdue\b|deadline|complet")


def settled(grid: Grid, columns: list[Column], top: int, first: int) -> Header | None:
    """The header when its columns make a task table, with what only the columns together tell; `first` is the
    grid's first row below it.
    """
    columns = list(_parted(grid, list(together(columns)), first))
    if any(_PEOPLE.fullmatch(plain(column.text)) for column in columns):
        return None  # a list of people
    if any(_PRICES.fullmatch(plain(column.text)) for column in columns) and not any(
        column.role is Role.TIME for column in columns
    ):
        return None
    roles = [Role.NOTE if _of_paper(columns, n) else column.role for n, column in enumerate(columns)]
    indicators = _indicators(columns)
    if not indicators:
        # Without a figure's words, "Năm 2025" over a column is no target.
        roles = [Role.OTHER if role is Role.TARGET else role for role in roles]
    roles = _acted_on(roles)
    leads = [n for n, role in enumerate(roles) if role is Role.LEAD]
    bare = [n for n in leads if plain(columns[n].text) in ("don vi", "dv", "unit")]
    if indicators and bare and len(leads) + roles.count(Role.WATCH) > len(bare):
        roles = [Role.MEASURE if n in bare else role for n, role in enumerate(roles)]
        leads = [n for n in leads if n not in bare]
    if not leads and Role.BOTH not in roles and Role.WATCH in roles:
        leads = [roles.index(Role.WATCH)]
        roles[leads[0]] = Role.LEAD
    if len(leads) > 1:
        chief = next((n for n in leads if "chu tri" in plain(columns[n].text)), leads[0])
        # Of two that lead (`Chủ trì cũ`, `Chủ trì mới`) the second is looked at by its content.
        rest = [Role.OTHER if "chu tri" in plain(columns[n].text) else Role.HELP for n in range(len(roles))]
        roles = [rest[n] if n in leads and n != chief else role for n, role in enumerate(roles)]
    times = [n for n, role in enumerate(roles) if role is Role.TIME]
    if len(times) > 1:
        ends = [n for n in times if _ENDS.search(plain(columns[n].text))]
        chief = (ends or times)[0]
        roles = [Role.ALSO if n in times and n != chief else role for n, role in enumerate(roles)]
    roles, nested = _titles(grid, columns, roles, first)
    told = set(roles)
    untitled = Role.TITLE not in told
    whom = bool(told & {Role.LEAD, Role.BOTH})
    if not (whom and Role.TIME in told if untitled else whom or Role.TIME in told):
        return None
    columns_ = tuple(replace(column, role=role) for column, role in zip(columns, roles, strict=True))
    return Header(columns_, first, top, indicators, nested, untitled)


def _of_paper(columns: list[Column], n: int) -> bool:
    """Whether a "Ngày" stands right of a paper's number: then it is that paper's own day."""
    said = plain(columns[n].text) in ("ngay", "ngay thang", "ngay thang nam")
    return said and n > 0 and _PAPER.fullmatch(plain(columns[n - 1].text)) is not None


def _acted_on(roles: list[Role]) -> list[Role]:
    """The unit that is inspected stands for who has to be ready, where no column says who leads."""
    stands_in = Role.LEAD if not {Role.LEAD, Role.BOTH} & set(roles) else Role.OTHER
    return [stands_in if role is Role.WHERE else role for role in roles]


def _parted(grid: Grid, columns: list[Column], first: int) -> Iterator[Column]:
    """The columns; one of deadlines, under whose merged heading rows have several cells, as one for each."""
    for column in columns:
        if column.role is not Role.TIME or len(column.places) < 2 or column.pieces:
            yield column
            continue
        filled = [
            [place for place in column.places if (cell := row[place]) and cell.text]
            for row in grid.rows[first:]
        ]
        if any(len(each) > 1 for each in filled):
            yield from (replace(column, places=(place,)) for place in column.places)
        else:
            yield column


def _indicators(columns: list[Column]) -> bool:
    titles = [plain(column.text) for column in columns if column.role is Role.TITLE]
    targets = [column for column in columns if column.role is Role.TARGET]
    measured = any(column.role is Role.MEASURE or plain(column.text) == "don vi" for column in columns)
    return bool(targets) and (measured or any("chi tieu" in title or "tieu chi" in title for title in titles))


def _titles(grid: Grid, columns: list[Column], roles: list[Role], first: int) -> tuple[list[Role], bool]:
    """One column for the task, or several that nest from the goal to the activity, side by side."""
    titles = [n for n, role in enumerate(roles) if role is Role.TITLE]
    if len(titles) > 1 and plain(columns[titles[0]].text) in ("item", "items"):
        roles = [Role.NO if n == titles[0] else role for n, role in enumerate(roles)]
        titles = titles[1:]
    if len(titles) < 2:
        return roles, False
    run = [titles[0]]
    for n in titles[1:]:
        left, right = columns[run[-1]], columns[n]
        deeper = _rank(right.text) > _rank(left.text) or _sparser(grid, left, right, first)
        if n == run[-1] + 1 and deeper:
            run.append(n)
        else:
            break
    kept = [Role.NOTE if role is Role.TITLE and n not in run else role for n, role in enumerate(roles)]
    return kept, len(run) > 1


def _sparser(grid: Grid, left: Column, right: Column, first: int) -> bool:
    """Whether one text on the left goes with several on the right."""
    filled = [
        sum(bool((cell := row[column.places[0]]) and cell.text) for row in grid.rows[first:])
        for column in (left, right)
    ]
    return filled[0] * 5 < filled[1] * 4


def _rank(text: str) -> int:
    return max(
        (n for n, words in enumerate(_RANKS) if re.search(rf"\b(?:{words})\b", plain(text))), default=-1
    )
