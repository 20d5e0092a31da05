"""Tables without ruling lines: columns parted by upright strips in which nothing stands, rows by flat ones.

Where a number begins each row, or rows stand clearly further apart than the lines of one, rows are sure but
those with a line that looks like the first of a row of its own; else a person must look at each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from config.intake.files.pdf_lines import Letter, heights, parted
from config.intake.files.pdf_rows import (
    CONTINUED,
    LEAST_ROWS,
    Height,
    Rows,
    SpacedCell,
    head_rows,
    joined_row,
    numbered,
    said_on,
    starts_of,
    unnumbered,
)

APART = 0.9
"""So many sizes between two texts of one height may be the edge of a column."""
NARROW = 0.6
"""Sizes: no strip between columns is narrower."""
LEAST_COLUMNS = 3
_RUNNING = 3
"""So many lines on end that run over most of the width are running text."""
_FAR = 3.5
"""Sizes of nothing below each other that end a table."""


@dataclass(slots=True)
class Spaced:
    """A table on a page, by the space in it. `loose`: its rows of which it is not sure where they end."""

    top: float
    rows: list[list[SpacedCell]]
    rights: list[float]
    """Where the texts of each column end."""
    strips: list[tuple[float, float]]
    """The spaces between its columns."""
    head: list[str]
    """What stands on each height of its first row."""
    loose: set[int]


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
    for first, end in _blocks(found, goes_on=before is not None):
        strips = _strips(found[first:end])
        goes_on = False
        if before is not None and not tables and first <= CONTINUED:
            kept = before.strips
            crossing = sum(any(_crossed(piece, kept) for piece in each.pieces) for each in found[:end])
            if crossing <= (end - first) // 12:
                strips, first, goes_on = kept, 0, first > 0 or numbered(found[0].pieces)
        alone = before is None or strips is not before.strips
        if len(strips) + 1 < LEAST_COLUMNS or (alone and end - first < LEAST_ROWS):
            continue
        while end < len(found) and _hangs(found[end - 1], found[end], strips):
            end += 1
        block = found[first:end]
        head = 0
        if (
            before is not None
            and not tables
            and before.head == [said_on(each) for each in block[: len(before.head)]]
        ):
            head = len(before.head)
        tables.append(_table(block, strips, across, goes_on, head))
        taken |= {id(letter) for each in block for piece in each.pieces for letter in piece}
        spans.append((block[0].top, block[-1].bottom))
    rest = [
        letter
        for letter in letters
        if id(letter) not in taken
        and (str(letter[5]).strip() or not any(one - 1 <= letter[1] <= other for one, other in spans))
    ]
    return tables, rest


def _blocks(found: Sequence[Height], *, goes_on: bool) -> Iterator[tuple[int, int]]:
    """Runs of heights that may be a table: the first and the last have texts for three columns. Where one
    `goes_on` from the page before, a single numbered row may be its end.
    """
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
        rest = goes_on and place <= CONTINUED and numbered(found[place].pieces)
        if rest or sum(len(each.pieces) >= LEAST_COLUMNS for each in found[place:end]) >= LEAST_ROWS:
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
        [
            (words[0][0], max(letter[2] for letter in words))
            for piece in each.pieces
            for words in parted(piece, NARROW)
        ]
        for each in block
    ]
    left = min(start for row in spans for start, _ in row)
    right = max(end for row in spans for _, end in row)
    counted = [
        span for n, row in enumerate(spans) for span in row if not _above(n, span, spans, right - left)
    ]
    strips: list[tuple[float, float]] = []
    begun: float | None = None
    for step in range(int((right - left) * 2) + 1):
        x = left + step / 2
        if any(start <= x <= end for start, end in counted):
            if begun is not None and x - begun >= NARROW * size:
                strips.append((begun, x))
            begun = None
        elif begun is None:
            begun = x
    return [strip for strip in strips if strip[0] > left]


def _above(
    n: int, span: tuple[float, float], spans: Sequence[Sequence[tuple[float, float]]], wide: float
) -> bool:
    """Whether a text is a heading that runs across, or stands in the head over two columns."""
    if len(spans[n]) < LEAST_COLUMNS and span[1] - span[0] > 0.45 * wide:
        return True
    under = (sum(a < span[1] and span[0] < b for a, b in row) for row in spans[n + 1 :])
    return n < LEAST_ROWS and any(count > 1 for count in under)


def _table(
    block: Sequence[Height],
    strips: list[tuple[float, float]],
    across: Sequence[float],
    goes_on: bool,
    head: int,
) -> Spaced:
    edges = [(start + end) / 2 for start, end in strips]
    cells = [_cells(each, strips, edges) for each in block]
    starts, sure = starts_of(block, cells, across, goes_on)
    if head and head not in starts:  # below the head that comes again the last row of the page before goes on
        starts = sorted({*(each for each in starts if each == 0 or each > head), head})
    rows: list[list[SpacedCell]] = []
    begun: list[int] = []
    for n, first in enumerate(starts):
        end = starts[n + 1] if n + 1 < len(starts) else len(block)
        rows += head_rows(cells[first:end]) if n == 0 and not goes_on else [joined_row(cells[first:end])]
        begun += [first] * (len(rows) - len(begun))
    rights = [0.0] * (len(edges) + 1)
    for cell in (cell for row in rows for cell in row if cell.columns == 1):
        rights[cell.column] = max(rights[cell.column], *(each[2] for each in cell.letters))
    below = starts[1] if len(starts) > 1 and not goes_on else 0
    own = unnumbered(cells, starts, rights, below) if sure is Rows.LIKELY else []
    loose = {
        n
        for n, first in enumerate(begun)
        if sure is Rows.UNSURE or max((each for each in starts if each <= first), default=0) in own
    }
    above = block[: starts[1]] if len(starts) > 1 and not goes_on else []
    return Spaced(block[0].top, rows, rights, strips, [said_on(each) for each in above], loose)


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
        if part and any(part[-1][2] <= (start + end) / 2 <= letter[0] for start, end in strips):
            yield part
            part = []
        part.append(letter)
    if part:
        yield part
