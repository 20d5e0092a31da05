"""A table as a terminal of some width carries it: nothing breaks inside a word, so that codes can be copied.

Columns without anything in them go. A name stands beside its code where there is room. Where the longest
words of all columns do not fit beside each other, each row becomes a card: a line for each head.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.widths import width

GAP = 2
"""Blanks between two columns."""
NAME_ROOM = 28
"""So many columns a code with its name may take before it is wrapped."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and what it may be told with where there is room: a code and its name."""

    text: str
    full: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns of a table that fit: their heads, rows of cells, and how wide each is."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


def laid(heads: Sequence[str], rows: Sequence[Sequence[Cell]], room: int) -> Sheet | None:
    """The table within `room` columns of a terminal; None when not even its longest words fit."""
    kept = filled(rows, len(heads))
    names = tuple(heads[n] for n in kept)
    for full in (True, False):
        texts = tuple(tuple(row[n].full if full else row[n].text for n in kept) for row in rows)
        columns = [[names[n], *(row[n] for row in texts)] for n in range(len(kept))]
        natural = [max(map(width, column)) for column in columns]
        least = [max(map(_longest_word, column)) for column in columns]
        if full:
            named = {n for n, at in enumerate(kept) if any(row[at].full != row[at].text for row in rows)}
            # A name is worth its room only where everything else has its own.
            least = [
                max(word, min(whole, NAME_ROOM)) if n in named else whole
                for n, (word, whole) in enumerate(zip(least, natural, strict=True))
            ]
        widths = fitted(natural, least, room)
        if widths is not None:
            return Sheet(names, texts, tuple(widths))
    return None


def filled(rows: Sequence[Sequence[Cell]], count: int) -> list[int]:
    """The places of the columns in which anything stands; all of them of a table without rows."""
    return [n for n in range(count) if not rows or any(row[n].text for row in rows)]


def fitted(natural: Sequence[int], least: Sequence[int], room: int) -> list[int] | None:
    """How wide each column may be: as it would like to, the widest cut first, none below `least`."""
    left = room - GAP * (len(natural) - 1)
    if sum(least) > left:
        return None
    cap = max(natural, default=0)
    while sum(widths := [max(low, min(want, cap)) for want, low in zip(natural, least, strict=True)]) > left:
        cap -= 1
    return widths


def draw(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], styles: Mapping[int, str], room: int | None = None
) -> None:
    """Print the table, or its rows as cards."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, width=room)
    sheet = laid(heads, rows, console.width)
    if sheet is not None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0))
        for name, wide in zip(sheet.heads, sheet.widths, strict=True):
            table.add_column(name, width=wide)
        for place, row in enumerate(sheet.rows):
            table.add_row(*map(Text, row), style=styles.get(place))
        console.print(table)
        return
    kept = filled(rows, len(heads))
    margin = max(width(heads[n]) for n in kept) + GAP
    for place, cells in enumerate(rows):
        card = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0))
        card.add_column(width=margin - GAP, style="dim")
        card.add_column(overflow="fold")
        for n in kept:
            if cells[n].full:
                card.add_row(heads[n], Text(cells[n].full), style=styles.get(place))
        console.print(card)
        console.print()


def _longest_word(text: str) -> int:
    return max(map(width, text.split()), default=0)
