"""Tables pasted as text with one cell a line: their headings one below the other, then the cells of each row.

Rows begin where their numbers go on. Where each row has as many lines as there are headings, it is a row as
in any table; where one has more or fewer, an empty cell or a broken line cannot be told from another cell,
and every row of the table is a doubt. Without numbers rows are as many lines as there are headings, as long
as each has a time in its place, and all are doubts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from config.intake.comparable import one_line, plain
from config.intake.files.grids import Cell, Grid, Source, Text
from config.intake.tables.lines import AFTER
from config.intake.tables.roles import Role, role_of

LEAST_COLUMNS, MOST_COLUMNS = 3, 12
LONGEST_HEADING = 60
MOST_MORE = 3
"""Lines that the last row may have beyond its cells."""
LEAST_ROWS = 2
"""So many rows must a table without numbers have."""
_TIMED = re.compile(
    r"(?:truoc |trong |cham nhat |het |den |ngay )*"
    r"(?:\d{1,2} \d{1,2}\b|(?:thang|quy|nam) (?:\d|[ivx]+\b))"
    r"|thuong xuyen|hang (?:thang|quy|nam|tuan)"
)
"""What a cell of a time column begins with."""
_COUNT = re.compile(r"(\d{1,3})[.)]?")
_ROMAN = re.compile(r"[IVX]{1,5}[.)]?")
_WHO_OR_WHEN = frozenset((Role.LEAD, Role.BOTH, Role.TIME))


def gathered(parts: Source) -> Source:
    """The parts of a file with each run of lines that is such a table as a table."""
    found: list[Grid | Text] = []
    place = 0
    while place < len(parts):
        lines = [
            each.text for each in takewhile(lambda part: isinstance(part, Text), parts[place:])
            if isinstance(each, Text)
        ]  # fmt: skip
        headings, used = _headings(lines)
        rest, at = lines[used:], f"lines {place + 1}"
        read = _table if headings and role_of(headings[0]) is Role.NO else _unnumbered
        taken = read(headings, rest, at) if headings else None
        if taken is None:
            found.append(parts[place])
            place += 1
            continue
        grid, length = taken
        found.append(grid)
        place += used + length
    return tuple(found)


def _headings(lines: Sequence[str]) -> tuple[list[str], int]:
    """The headings with which the lines begin, and how many lines they take; none where they are no head."""
    if not lines or role_of(lines[0]) not in (Role.NO, Role.TITLE) or len(lines[0]) > LONGEST_HEADING:
        return [], 0
    found = [one_line(lines[0])]
    used = 1
    for line in lines[1 : 2 * MOST_COLUMNS]:
        said = one_line(line)
        if len(said) > LONGEST_HEADING or _COUNT.fullmatch(said) or _ROMAN.fullmatch(said):
            break
        if said[:1].islower() and len(found) > 1:
            found[-1] = f"{found[-1]} {said}"  # a heading that was broken
        elif role_of(said) is None:
            break
        else:
            found.append(said)
        used += 1
    roles = {role_of(heading) for heading in found}
    told = _WHO_OR_WHEN if role_of(lines[0]) is Role.NO else {Role.TIME}
    table = LEAST_COLUMNS <= len(found) <= MOST_COLUMNS and Role.TITLE in roles and roles & told
    return (found, used) if table else ([], 0)


def _table(headings: Sequence[str], lines: Sequence[str], place: str) -> tuple[Grid, int] | None:
    """The table whose rows stand in the lines, and how many lines it takes."""
    rows: list[list[str]] = []
    length = 0
    wide = len(headings)
    for n, line in enumerate(lines):
        said = one_line(line)
        if AFTER.match(said):
            break
        if _begins(rows, said, lines[n + 1 : n + 2]):
            rows.append([said])
        elif not rows:
            return None
        elif len(rows[-1]) < wide or _goes_on(rows, lines[n:]) or _may(rows, said, wide):
            rows[-1].append(line)
        else:
            break
        length = n + 1
    numbered = [row for row in rows if _COUNT.fullmatch(row[0])]
    if not numbered:
        return None
    loose = any(len(row) != wide for row in numbered)
    body = [
        tuple(Cell(text, loose=loose) for text in _cells(row, wide))
        for row in rows
    ]  # fmt: skip
    return Grid((tuple(map(Cell, headings)), *body), "", place), length


def _unnumbered(headings: Sequence[str], lines: Sequence[str], place: str) -> tuple[Grid, int] | None:
    """A table without numbers: rows of as many lines as there are headings, as long as each has its time
    where it belongs; nothing but that tells where one begins, so all are doubts.
    """
    wide = len(headings)
    when = next(n for n, heading in enumerate(headings) if role_of(heading) is Role.TIME)
    rows: list[tuple[Cell, ...]] = []
    for n in range(0, len(lines) - wide + 1, wide):
        row = [one_line(line) for line in lines[n : n + wide]]
        if any(AFTER.match(text) for text in row) or not _TIMED.search(plain(row[when])):
            break
        if any(_TIMED.match(plain(text)) for k, text in enumerate(row) if k != when):
            break  # a line too many or too few has moved the cells
        rows.append(tuple(Cell(text, loose=True) for text in lines[n : n + wide]))
    if len(rows) < LEAST_ROWS:
        return None
    return Grid((tuple(map(Cell, headings)), *rows), "", place), len(rows) * wide


def _begins(rows: Sequence[Sequence[str]], said: str, after: Sequence[str]) -> bool:
    """Whether a row begins here: with the number after the last one, or a heading with its roman one."""
    if not after:
        return False
    counts = [int(match[1]) for row in rows if (match := _COUNT.fullmatch(row[0]))]
    if match := _COUNT.fullmatch(said):
        fresh = not counts or (bool(rows) and not _COUNT.fullmatch(rows[-1][0]))
        return int(match[1]) == (counts[-1] + 1 if counts else 1) or (fresh and int(match[1]) == 1)
    return bool(_ROMAN.fullmatch(said)) and _COUNT.fullmatch(one_line(after[0])) is None


def _goes_on(rows: Sequence[Sequence[str]], rest: Sequence[str]) -> bool:
    """Whether a row that has all its cells has more lines: another row follows before the document ends."""
    following = takewhile(lambda line: not AFTER.match(one_line(line)), rest)
    return any(
        _begins(rows, one_line(line), ["x"]) for line in list(following)[: MOST_COLUMNS]
    )  # fmt: skip


def _may(rows: Sequence[Sequence[str]], said: str, wide: int) -> bool:
    """Whether a line may be the last row's: of a table in which another row has not one line a cell."""
    ragged = any(len(row) != wide for row in rows[:-1] if _COUNT.fullmatch(row[0]))
    return ragged and len(said) <= LONGEST_HEADING and len(rows[-1]) < wide + MOST_MORE


def _cells(row: Sequence[str], wide: int) -> list[str]:
    """The lines of a row as its cells; all that cannot be told apart stands in the cell of the task."""
    if len(row) == wide:
        return list(row)
    return [row[0], "\n".join(row[1:]), *[""] * (wide - 2)]
