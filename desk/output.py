"""How an answer leaves the desk: as text that reads well on a terminal and in a pipe (in JSON: `as_json`)."""

from __future__ import annotations

import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

import click

from desk.as_json import answer as answer
from desk.as_json import answer_in_blocks as answer_in_blocks
from desk.as_json import instant as instant
from desk.as_json import plain as plain
from desk.speaking import language, spoken
from desk.widths import GLUE, width, wrapped
from language import Either, Message, say

Said: TypeAlias = Message | Either | str
"""What a person reads: text, or what becomes text in the reader's language."""


def in_json(message: Said | None) -> str | None:
    """A message in a JSON document: always English, so that a script can rely on it."""
    return None if message is None else say(message, "en", "cli")


def clean(text: object) -> str:
    """Text from files people edit, on one line and without control characters: a title never steers a
    terminal.
    """
    said = str(text)
    if said.isprintable():
        return said
    return "".join(" " if c in "\t\r\n" else c for c in said if c in "\t\r\n" or _printable(c))


def _printable(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


@dataclass(frozen=True, slots=True)
class Coded:
    """A code in a table: a terminal shows its name beside it where there is room, a pipe the code alone."""

    code: str
    name: Said

    def __str__(self) -> str:
        return self.code

    def full(self) -> str:
        """The code with its name."""
        return f"{self.code} {shown(self.name)}"


def shown(value: object) -> str:
    """A value as a line or a cell shows it: messages in the reader's language, days with their weekday."""
    if isinstance(value, Message | Either):
        return clean(spoken(value))
    if isinstance(value, date) and not isinstance(value, datetime):
        return day(value)
    return "" if value is None else clean(value)


def line(text: Said = "", *, err: bool = False) -> None:
    """Print one line of cleaned text; on a terminal that is narrower it goes on in the next one."""
    click.echo(fitting(shown(text), err=err), err=err)


def lines(texts: Iterable[Said]) -> None:
    """Print many lines at once: a page of twenty thousand is one write, not as many."""
    page = "\n".join(map(fitting, map(shown, texts)))
    if page:
        click.echo(page)


def fitting(text: str, *, err: bool = False) -> str:
    """The line as its terminal carries it, ended at blanks outside of dates; in a pipe as it is."""
    if not (sys.stderr if err else sys.stdout).isatty():
        return text
    return "\n".join(wrapped(glued(text), shutil.get_terminal_size().columns))


def glued(text: str) -> str:
    """The text with the weekday held to its date, so that both stand in one line."""
    return _weekdays(language()).sub(lambda found: found[1] + GLUE, text)


@lru_cache(maxsize=2)
def _weekdays(_: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(weekday(number) for number in range(7))}) (?=\d)")


def day(value: date) -> str:
    """`Fri 2026-09-18` or `T6 18/09/2026`: the weekday is what people check first."""
    return _day(value, language())


@lru_cache(maxsize=4096)
def _day(value: date, _: str) -> str:
    return spoken(Message("cli.day", day=value))


def weekday(number: int) -> str:
    """The short name of a weekday; Monday is 0."""
    return spoken(Message(f"words.weekday-{number + 1}-short"))


def local(moment: datetime, zone: ZoneInfo) -> Message:
    """An instant in the office's own time: `Fri 2026-09-18 08:00`."""
    here = moment.astimezone(zone)
    return Message("cli.instant", day=here.date(), time=here.time())


def ago(span: timedelta) -> Message:
    """A rough age: `3 min`, `5 h`, `12 d`."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 120:
        return Message("cli.minutes", n=minutes)
    hours = minutes // 60
    return Message("cli.hours", n=hours) if hours < 48 else Message("cli.days", n=hours // 24)


def listed(texts: Iterable[Said]) -> str:
    """`a, b, c`."""
    return ", ".join(map(spoken, texts))


def padded(text: str, room: int) -> str:
    """The text with blanks behind it, up to so many columns."""
    return text + " " * (room - width(text))


def table(
    headings: Sequence[str], rows: Iterable[Sequence[object]], styles: Mapping[int, str] | None = None
) -> None:
    """Print rows under headings: drawn by rich on a terminal, aligned plain text in a pipe.

    A heading such as `head.last-day` is a message id. `styles` gives a row (by its place) a rich style; a
    pipe sees none of it, and every column, so that a script can count on them. A table without rows is
    nothing on a terminal.
    """
    table_in_blocks(headings, [(list(rows), styles or {})])


Block: TypeAlias = tuple[Sequence[Sequence[object]], Mapping[int, str]]
"""Some rows of a table, and the styles of those that have one, by their place in the block."""


def table_in_blocks(
    headings: Sequence[str], blocks: Iterable[Block], foreseen: Iterable[Iterable[Said]] = ()
) -> None:
    """The same of rows that are still being read: each block is printed when it is there. In a pipe a column
    is as wide as the widest cell so far, the first ones as what is `foreseen` of each; a terminal has a table
    for each block."""
    headings = [spoken(Message(name)) if name.startswith("head.") else name for name in headings]
    heads: list[list[str]] = [[name.upper() for name in headings]]
    widths = [width(name) for name in headings]
    for place, texts_of in enumerate(foreseen):
        widths[place] = max([widths[place], *(width(shown(each)) for each in texts_of)])
    on_terminal = drawn()
    for rows, styles in blocks:
        if on_terminal:
            _draw(headings, rows, styles)
            continue
        texts = [[shown(cell) for cell in row] for row in rows]
        if texts:
            columns = zip(*texts, strict=True)
            widths = [max(room, *map(width, each)) for room, each in zip(widths, columns, strict=True)]
        _aligned([*heads, *texts], widths)
        heads = []
    if heads and not on_terminal:
        _aligned(heads, widths)


def drawn() -> bool:
    """Whether tables are drawn, on a terminal, and not written in a pipe's plain columns."""
    return sys.stdout.isatty()


def _aligned(rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    lines(
        "  ".join(padded(cell, room) for cell, room in zip(cells, widths, strict=True)).rstrip()
        for cells in rows
    )


def _draw(headings: Sequence[str], rows: Sequence[Sequence[object]], styles: Mapping[int, str]) -> None:
    if not rows:
        return
    from desk.drawing import Cell, draw

    cells = [
        [
            Cell(glued(text), glued(cell.full() if isinstance(cell, Coded) else text))
            for cell, text in zip(row, map(shown, row), strict=True)
        ]
        for row in rows
    ]
    draw([name[:1].lower() + name[1:] for name in headings], cells, styles)
