"""The rows of a table without ruling lines: at which heights they begin, and the cells of several as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from statistics import median

from config.intake.files.pdf_lines import Letter

LEAST_ROWS = 2
CONTINUED = 6
"""So many lines may stand above the first row of a page: the rest of the one on the page before."""
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HĐ]|[a-hđ])[.)]*")


class Rows(Enum):
    """How sure it is where the rows of a table begin."""

    SURE = "drawn"
    LIKELY = "numbered or apart"
    UNSURE = "guessed"


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


def starts_of(
    block: Sequence[Height], cells: Sequence[Sequence[SpacedCell]], across: Sequence[float], goes_on: bool
) -> tuple[list[int], Rows]:
    """The heights with which rows begin, and how sure that is."""
    gaps = [block[n].top - block[n - 1].bottom for n in range(1, len(block))]
    ruled = [
        n
        for n in range(1, len(block))
        if any(block[n - 1].bottom - 2 <= y <= block[n].top + 2 for y in across)
    ]
    numbers = [n for n in range(len(block)) if _numbered(cells[n]) and (n or goes_on)]
    if len(ruled) > LEAST_ROWS and len(ruled) >= len(numbers):
        return [0, *ruled], Rows.SURE
    size = float(median(each.size for each in block))
    if len(numbers) >= LEAST_ROWS or (numbers and numbers[0] <= CONTINUED):
        return _by_numbers(block, cells, numbers, gaps)
    close, far = min(gaps), max(gaps)
    if far > close + 0.25 * size:
        return [0, *(n for n, gap in enumerate(gaps, 1) if gap > (close + far) / 2)], Rows.LIKELY
    most = max(len(each) for each in cells)
    full = [n for n in range(1, len(block)) if len(cells[n]) >= max(2, most - 1)]
    return [0, *full], Rows.UNSURE if len(full) < len(block) - 1 else Rows.LIKELY


def _by_numbers(
    block: Sequence[Height],
    cells: Sequence[Sequence[SpacedCell]],
    numbers: Sequence[int],
    gaps: Sequence[float],
) -> tuple[list[int], Rows]:
    """Rows begin with their number, which stands on the height of their task's first line; else the numbers
    stand in the middle of their rows, or nothing is sure.
    """
    size = float(median(each.size for each in block))
    if not all(said and not said[0].islower() for said in (_said(cells[n], 1) for n in numbers)):
        middle = _in_the_middle(block, cells, numbers)
        return middle or [0, *(n for n in numbers if n)], Rows.LIKELY if middle else Rows.UNSURE
    found = sorted({0, *numbers})
    least = min((gaps[n - 1] for n in found[1:]), default=0.0)
    if least > min(gaps, default=0.0) + 0.2 * size:
        found += [n for n, gap in enumerate(gaps, 1) if n > found[1] and gap >= least - 0.1 * size]
    return sorted(set(found)), Rows.LIKELY


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


def unnumbered(
    cells: Sequence[Sequence[SpacedCell]], starts: Sequence[int], rights: Sequence[float], below: int
) -> set[int]:
    """The first heights of rows in which another may begin: a line there says the task anew, or several
    things. `rights`: how far the texts of each column reach; `below`: where the head ends.
    """
    found = set()
    for n in range(below + 1, len(cells)):
        if n in starts:
            continue
        here = [cell for cell in cells[n] if cell.column]
        above = {cell.column: cell for cell in cells[n - 1]}
        task = next((cell for cell in here if cell.column == 1), None)
        if task is None or not all(_opens(cell) for cell in here):
            continue
        if len(here) > 1 or _had_room(above.get(1), task, rights[1]):
            found.add(max(each for each in starts if each < n))
    return found


def _opens(cell: SpacedCell) -> bool:
    """Whether a text begins as a sentence or a date does."""
    first = next((str(each[5]) for each in cell.letters if str(each[5]).strip()), "")
    return first.isupper() or first.isdigit()


def _had_room(above: SpacedCell | None, cell: SpacedCell, right: float) -> bool:
    """Whether the first word of a line would have found room at the end of the one above."""
    if above is None:
        return True
    word: list[Letter] = []
    for letter in cell.letters:
        if not str(letter[5]).strip() or (word and letter[0] - word[-1][2] > 0.2 * float(letter[4])):
            break
        word.append(letter)
    size = float(cell.letters[0][4])
    end = max(each[2] for each in above.letters)
    return bool(end + 0.3 * size + word[-1][2] - word[0][0] <= right) if word else False


def _said(cells: Sequence[SpacedCell], column: int) -> str:
    letters = next((cell.letters for cell in cells if cell.column == column), [])
    return "".join(str(each[5]) for each in letters).strip()


def said_on(here: Height) -> str:
    return " ".join("".join(str(each[5]) for each in piece) for piece in here.pieces)


def _numbered(cells: Sequence[SpacedCell]) -> bool:
    return bool(_NUMBER.fullmatch(_said(cells, 0)))


def numbered(pieces: Sequence[Sequence[Letter]]) -> bool:
    return bool(_NUMBER.fullmatch("".join(str(each[5]) for each in pieces[0]).strip()))


def joined_row(heights_: Sequence[Sequence[SpacedCell]]) -> list[SpacedCell]:
    """The cells of several lines as one row."""
    row: dict[int, SpacedCell] = {}
    for cell in (cell for each in heights_ for cell in each):
        into = row.setdefault(cell.column, SpacedCell(cell.column))
        into.columns = max(into.columns, cell.columns)
        into.letters += cell.letters
    return [row[column] for column in sorted(row)]


def head_rows(heights_: Sequence[Sequence[SpacedCell]]) -> list[list[SpacedCell]]:
    """The rows of the head: where a heading covers several columns, those under it are a row of their own."""
    wide = {
        column
        for each in heights_
        for cell in each
        if cell.columns > 1
        for column in range(cell.column, cell.column + cell.columns)
    }
    if not wide:
        return [joined_row(heights_)]
    upper = [[cell for cell in each if cell.columns > 1 or cell.column not in wide] for each in heights_]
    lower = [[cell for cell in each if cell.columns == 1 and cell.column in wide] for each in heights_]
    over, under = joined_row(upper), joined_row(lower)
    if not under:
        return [over]
    for cell in over:
        cell.rows = 2 if cell.columns == 1 else 1
    return [over, under]
