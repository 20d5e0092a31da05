"""Tables without ruling lines: columns parted by upright strips in which nothing stands, rows by flat ones.

Where a number begins each row, or rows stand clearly further apart than the lines of one, rows are sure; else the
table is `loose`, and a person must look at each of its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from config.intake.files.pdf_lines import Letter, heights, parted

APART = 0.9
"""So many sizes between two texts of one height may be the edge of a column."""
NARROW = 0.6
"""Sizes: no strip between columns is narrower."""
LEAST_COLUMNS, LEAST_ROWS = 3, 2
_RUNNING = 3
"""So many lines on end that run over most of the width are running text."""
_CONTINUED = 6
"""So many lines may stand above the first row of a page: the rest of the one on the page before."""
_FAR = 3.5
"""Sizes of nothing below each other that end a table."""
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐ]|[a-hđ])[.)]*")


@dataclass(slots=True)
class Height:
    """What stands on one height, cut where nothing stands between."""

    pieces: list[list[Letter]]
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0

    def __post_init__(self) -> None:
        every = [letter for piece in self.pieces for letter in piece]
        self.top, self.bottom = min(each[1] for each in every), max(each[3] for each in every)
        self.size = float(median(each[4] for each in every))


@dataclass(slots=True)
class SpacedCell:
    """The letters of a cell, and how many columns and rows it covers."""

    column: int
    columns: int = 1
    rows: int = 1
    letters: list[Letter] = field(default_factory=list)


@dataclass(slots=True)
class Spaced:
    """A table on a page, by the space in it. `loose`: where its rows begin is not sure."""

    top: float
    rows: list[list[SpacedCell]]
    rights: list[float]
    """Where the texts of each column end."""
    strips: list[tuple[float, float]]
    """The spaces between its columns."""
    loose: bool


def spaced(
    letters: Sequence[Letter], across: Sequence[float], before: Spaced | None = None
) -> tuple[list[Spaced], list[Letter]]:
    """The tables that these letters make, and the letters of none. `across`: where flat lines are drawn;
    `before`: the table with which the page before ended.
    """
    found = [
        Height(list(parted(inked, APART)))
        for row in heights(letters)
        if (inked := [letter for letter in row if str(letter[5]).strip()])
    ]
    tables: list[Spaced] = []
    taken: set[int] = set()
    spans: list[tuple[float, float]] = []
    for first, end in _blocks(found):
        strips = _strips(found[first:end])
        goes_on = False
        if before is not None and not tables and first <= _CONTINUED:
            kept = before.strips
            crossing = sum(any(_crossed(piece, kept) for piece in each.pieces) for each in found[:end])
            if crossing <= (end - first) // 12:
                strips, first, goes_on = kept, 0, first > 0 or _number(found[0].pieces)
        if len(strips) + 1 < LEAST_COLUMNS:
            continue
        while end < len(found) and _hangs(found[end - 1], found[end], strips):
            end += 1
        block = found[first:end]
        tables.append(_table(block, strips, across, goes_on))
        taken |= {id(letter) for each in block for piece in each.pieces for letter in piece}
        spans.append((block[0].top, block[-1].bottom))
    rest = [
        letter
        for letter in letters
        if id(letter) not in taken
        and (str(letter[5]).strip() or not any(one - 1 <= letter[1] <= other for one, other in spans))
    ]
    return tables, rest


def _blocks(found: Sequence[Height]) -> Iterator[tuple[int, int]]:
    """Runs of heights that may be a table: the first and the last have texts for three columns."""
    place = 0
    while place < len(found):
        if len(found[place].pieces) < LEAST_COLUMNS:
            place += 1
            continue
        end, running = place + 1, 0
        left, right = _ends(found[place : place + 1])
        for n in range(place + 1, len(found)):
            here = found[n]
            if here.top - found[n - 1].bottom > _FAR * here.size:
                break
            if len(here.pieces) >= LEAST_COLUMNS:
                end, running = n + 1, 0
                left, right = _ends(found[place:end])
                continue
            start, stop = _ends([here])
            running = running + 1 if len(here.pieces) == 1 and stop - start > 0.7 * (right - left) else 0
            if running >= _RUNNING:
                break
        if sum(len(each.pieces) >= LEAST_COLUMNS for each in found[place:end]) >= LEAST_ROWS:
            yield place, end
        place = end


def _ends(rows: Sequence[Height]) -> tuple[float, float]:
    every = [letter for row in rows for piece in row.pieces for letter in piece]
    return min(each[0] for each in every), max(each[2] for each in every)


def _hangs(above: Height, below: Height, strips: Sequence[tuple[float, float]]) -> bool:
    """Whether a line goes on in the cells of the last row."""
    near = below.top - above.bottom <= 0.9 * below.size
    return near and not any(_crossed(piece, strips) for piece in below.pieces)


def _crossed(piece: Sequence[Letter], strips: Sequence[tuple[float, float]]) -> bool:
    """Whether a text runs over a strip between columns."""
    left, right = piece[0][0], max(each[2] for each in piece)
    return any(left < start and end < right for start, end in strips)


def _strips(block: Sequence[Height]) -> list[tuple[float, float]]:
    """The upright strips in which nothing stands but, here and there, a heading that runs across."""
    size = float(median(each.size for each in block))
    spans = [
        [(piece[0][0], max(each[2] for each in piece)) for piece in each.pieces] for each in block
    ]
    left = min(start for row in spans for start, _ in row)
    right = max(end for row in spans for _, end in row)
    # Headings that run across, and the head that stands over several columns, cross a strip.
    allowed = max(1, len(block) // 12)
    strips: list[tuple[float, float]] = []
    begun: float | None = None
    for step in range(int((right - left) * 2) + 1):
        x = left + step / 2
        if sum(any(start <= x <= end for start, end in row) for row in spans) > allowed:
            if begun is not None and x - begun >= NARROW * size:
                strips.append((begun, x))
            begun = None
        elif begun is None:
            begun = x
    return [strip for strip in strips if strip[0] > left]


def _table(
    block: Sequence[Height], strips: list[tuple[float, float]], across: Sequence[float], goes_on: bool
) -> Spaced:
    edges = [(start + end) / 2 for start, end in strips]
    cells = [_cells(each, strips, edges) for each in block]
    starts, loose = _starts(block, cells, across, goes_on)
    rows: list[list[SpacedCell]] = []
    for n, first in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(block)
        head = n == 0 and not goes_on
        rows += _head(cells[first:end]) if head else [_joined(cells[first:end])]
    rights = [0.0] * (len(edges) + 1)
    for cell in (cell for row in rows for cell in row if cell.columns == 1):
        rights[cell.column] = max(rights[cell.column], *(each[2] for each in cell.letters))
    return Spaced(block[0].top, rows, rights, strips, loose)


def _cells(here: Height, strips: Sequence[tuple[float, float]], edges: Sequence[float]) -> list[SpacedCell]:
    found: dict[int, SpacedCell] = {}
    for piece in here.pieces:
        for part in _cut(piece, strips):
            left, right = part[0][0], max(each[2] for each in part)
            first = sum(edge < left + 0.5 for edge in edges)
            last = sum(start < right and end < right for start, end in strips)
            column = min(first, last)
            cell = found.setdefault(column, SpacedCell(column))
            cell.columns = max(cell.columns, last - first + 1)
            cell.letters += part
    return list(found.values())


def _cut(piece: Sequence[Letter], strips: Sequence[tuple[float, float]]) -> Iterator[list[Letter]]:
    """A piece parted at the strips that lie in a space between its words."""
    part: list[Letter] = []
    for letter in piece:
        if part and any(
            part[-1][2] <= (start + end) / 2 <= letter[0] for start, end in strips
        ):
            yield part
            part = []
        part.append(letter)
    if part:
        yield part


def _starts(
    block: Sequence[Height], cells: Sequence[Sequence[SpacedCell]], across: Sequence[float], goes_on: bool
) -> tuple[list[int], bool]:
    """The heights with which rows begin, and whether that is unsure."""
    gaps = [block[n].top - block[n - 1].bottom for n in range(1, len(block))]
    ruled = [
        n
        for n in range(1, len(block))
        if any(block[n - 1].bottom - 2 <= y <= block[n].top + 2 for y in across)
    ]
    numbers = [n for n in range(len(block)) if _numbered(cells[n]) and (n or goes_on)]
    if len(ruled) > LEAST_ROWS and len(ruled) >= len(numbers):
        return [0, *ruled], False
    size = float(median(each.size for each in block))
    if len(numbers) >= LEAST_ROWS or (numbers and numbers[0] <= _CONTINUED):
        return _by_numbers(block, cells, numbers, gaps)
    close, far = min(gaps), max(gaps)
    if far > close + 0.25 * size:
        return [0, *(n for n, gap in enumerate(gaps, 1) if gap > (close + far) / 2)], False
    most = max(len(each) for each in cells)
    full = [n for n in range(1, len(block)) if len(cells[n]) >= max(2, most - 1)]
    return [0, *full], len(full) < len(block) - 1


def _by_numbers(
    block: Sequence[Height],
    cells: Sequence[Sequence[SpacedCell]],
    numbers: Sequence[int],
    gaps: Sequence[float],
) -> tuple[list[int], bool]:
    """Rows begin above each number: at the widest space before it, and where all are alike right there, unless
    the numbers stand in the middle of their rows.
    """
    size = float(median(each.size for each in block))
    found, loose = [0], False
    for before, number in zip([0, *numbers], numbers, strict=False):
        between = range(before + 1, number + 1)
        if not between:
            continue
        widest = max(gaps[n - 1] for n in between)
        start = max(n for n in between if gaps[n - 1] >= widest - 0.15 * size)
        found.append(start)
        said = _said(cells[number], 1)
        loose = loose or (start == number and (not said or said[0].islower()))
    if loose and (middle := _in_the_middle(block, cells, numbers)):
        return middle, False
    least = min((gaps[n - 1] for n in found[1:]), default=0.0)
    if least > min(gaps) + 0.2 * size:
        found += [n for n, gap in enumerate(gaps, 1) if n > found[1] and gap >= least - 0.1 * size]
    return sorted(set(found)), loose


def _in_the_middle(
    block: Sequence[Height], cells: Sequence[Sequence[SpacedCell]], numbers: Sequence[int]
) -> list[int]:
    """Where rows begin whose number stands half way down; nothing where they cannot stand so."""
    first = next((n for n in range(numbers[0]) if _said(cells[n], 0)), None)
    middles = [] if first is None else [first]
    starts, place = [], 0
    for n in (*middles, *numbers):
        starts.append(place)
        if place > n:
            return []
        letters = next(cell.letters for cell in cells[n] if cell.column == 0)
        middle = (min(each[1] for each in letters) + max(each[3] for each in letters)) / 2
        end = 2 * middle - block[place].top
        near = min(range(n, len(block)), key=lambda k: abs(block[k].bottom - end))
        if abs(block[near].bottom - end) > 0.45 * block[near].size:
            return []
        place = near + 1
    return starts if place == len(block) else []


def _said(cells: Sequence[SpacedCell], column: int) -> str:
    letters = next((cell.letters for cell in cells if cell.column == column), [])
    return "".join(str(each[5]) for each in letters).strip()


def _numbered(cells: Sequence[SpacedCell]) -> bool:
    return bool(_NUMBER.fullmatch(_said(cells, 0)))


def _number(pieces: Sequence[Sequence[Letter]]) -> bool:
    return bool(_NUMBER.fullmatch("".join(str(each[5]) for each in pieces[0]).strip()))


def _joined(heights_: Sequence[Sequence[SpacedCell]]) -> list[SpacedCell]:
    """The cells of several lines as one row."""
    row: dict[int, SpacedCell] = {}
    for cell in (cell for each in heights_ for cell in each):
        into = row.setdefault(cell.column, SpacedCell(cell.column))
        into.columns = max(into.columns, cell.columns)
        into.letters += cell.letters
    return [row[column] for column in sorted(row)]


def _head(heights_: Sequence[Sequence[SpacedCell]]) -> list[list[SpacedCell]]:
    """The rows of the head: where a heading covers several columns, those under it are a row of their own."""
    wide = {
        column
        for each in heights_
        for cell in each
        if cell.columns > 1
        for column in range(cell.column, cell.column + cell.columns)
    }
    if not wide:
        return [_joined(heights_)]
    upper = [[cell for cell in each if cell.columns > 1 or cell.column not in wide] for each in heights_]
    lower = [[cell for cell in each if cell.columns == 1 and cell.column in wide] for each in heights_]
    over, under = _joined(upper), _joined(lower)
    if not under:
        return [over]
    for cell in over:
        cell.rows = 2 if cell.columns == 1 else 1
    return [over, under]
