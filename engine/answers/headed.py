"""Tables as people keep them: heads of their own wording say which column means what. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from calendars.written_periods import folded
from config.intake.files.grids import Cell, Content, Grid

_HEAD_WITHIN = 30
"""So many rows may stand above the heads."""
Columns = dict[str, list[int]]


def said_rows(
    content: Content, known: Mapping[str, Sequence[str]], whole: Callable[[Collection[str]], bool]
) -> list[tuple[int, dict[str, str]]] | None:
    """Of every table that has heads: each row's place in it, from 1, and what it says by meaning, '' for
    nothing; rows that say nothing are left out. None when no table has heads.

    `known`: what the head of each meaning may be, without accents and capitals; of two columns of one meaning
    that is read whose name stands first there, and the other where that one is empty. `whole`: whether the
    meanings that have a column are enough for heads.
    """
    found: list[tuple[int, dict[str, str]]] = []
    told = False
    for grid in content.parts:
        if isinstance(grid, Grid) and (heads := _heads(grid, known, whole)) is not None:
            told = True
            first, columns = heads
            for at, row in enumerate(grid.rows[first + 1 :], first + 2):
                said = {meaning: _said(row, places) for meaning, places in columns.items()}
                if any(said.values()):
                    found.append((at, said))
    return found if told else None


def _heads(
    grid: Grid, known: Mapping[str, Sequence[str]], whole: Callable[[Collection[str]], bool]
) -> tuple[int, Columns] | None:
    for at, row in enumerate(grid.rows[:_HEAD_WITHIN]):
        names = [_plain(cell) for cell in row]
        columns = {
            meaning: [names.index(name) for name in said if name in names] for meaning, said in known.items()
        }
        if whole([meaning for meaning, places in columns.items() if places]):
            return at, columns
    return None


def _said(row: Sequence[Cell | None], places: Sequence[int]) -> str:
    cells = (row[place] for place in places if place < len(row))
    return next((text for cell in cells if cell and (text := " ".join(cell.text.split()))), "")


def _plain(cell: Cell | None) -> str:
    """A head as it is compared: 'Số/Ký hiệu (*)' is 'so ky hieu'."""
    bare = re.sub(r"\(.*?\)|\[.*?\]", " ", cell.text if cell else "")
    return " ".join(re.sub(r"[^\w]+", " ", folded(bare)).split())
