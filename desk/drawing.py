"""A table as a terminal of some width carries it: nothing breaks inside a word, so that codes can be copied.

Columns without anything in them go. A name stands beside its code where there is room. Where the longest
words of all columns do not fit beside each other, each row becomes a card: a line for each head.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from desk.widths import width, wrapped

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

GAP = 2
"""Blanks between two columns."""
MANY = 4
"""Rows from which on a table that would be higher than its cards is drawn as cards."""
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
        if widths is not None and (len(rows) < MANY or _high(texts, widths) <= _of_cards(rows, kept)):
            return Sheet(names, texts, tuple(widths))
    return None


def _high(texts: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """How many lines the rows take."""
    return sum(max(len(wrapped(*each)) for each in zip(row, widths, strict=True)) for row in texts)


def _of_cards(rows: Sequence[Sequence[Cell]], kept: Sequence[int]) -> int:
    """How many lines they take as cards, if each cell fits into its line."""
    return sum(1 + sum(bool(row[n].text) for n in kept) for row in rows)


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

    console = Console(highlight=False, width=room or shutil.get_terminal_size().columns)
    sheet = laid(heads, rows, console.width)
    if sheet is not None:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, GAP - 1, 0, 0))
        for head, wide in zip(sheet.heads, sheet.widths, strict=True):
            table.add_column(_text(head, wide), width=wide, no_wrap=True, overflow="ignore")
        for place, row in enumerate(sheet.rows):
            table.add_row(*map(_text, row, sheet.widths), style=styles.get(place))
        console.print(table)
        return
    kept = filled(rows, len(heads))
    margin = min(max(width(heads[n]) for n in kept) + GAP, console.width // 2)
    for place, cells in enumerate(rows):
        for n in kept:
            if cells[n].full:
                _field(console, heads[n], cells[n].full, margin, styles.get(place, ""))
        console.print()


def _field(console: Console, name: str, said: str, margin: int, style: str) -> None:
    """A head and what stands beside it, in as many lines as the longer takes."""
    from rich.text import Text

    both = wrapped(name, margin - GAP), wrapped(said, console.width - margin)
    for left, right in zip_longest(*both, fillvalue=""):
        line = Text.assemble((left + " " * (margin - width(left)), f"dim {style}"), (right, style))
        console.print(line, no_wrap=True, overflow="ignore", crop=False)


def _text(text: str, room: int) -> Text:
    """The text in lines that we have ended ourselves: rich would end them within a date, too."""
    from rich.text import Text

    return Text("\n".join(wrapped(text, room)))


def _longest_word(text: str) -> int:
    return max(map(width, text.split(" ")), default=0)
