"""How an answer leaves the desk: one JSON document, or text that reads well on a terminal and in a pipe."""

from __future__ import annotations

import json
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import click

from desk.speaking import language, spoken
from desk.widths import GLUE, width, wrapped
from language import Either, Message, say

Said: TypeAlias = Message | Either | str
"""What a person reads: text, or what becomes text in the reader's language."""


def instant(moment: datetime) -> str:
    """An aware instant as `2026-09-18T17:00:00Z`, whatever its zone."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def plain(value: Any) -> Any:
    """The value as JSON knows it: dates and instants as ISO text, enums as their value, dataclasses as
    objects.
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def in_json(message: Said | None) -> str | None:
    """A message in a JSON document: always English, so that a script can rely on it."""
    return None if message is None else say(message, "en", "cli")


def answer(document: Any) -> None:
    """Print one JSON document on standard output; Vietnamese stays readable where the stream can carry it."""
    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(plain(document), ensure_ascii=not readable, indent=2))


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
    headings = [spoken(Message(name)) if name.startswith("head.") else name for name in headings]
    rows = list(rows)
    texts = [[shown(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        if not rows:
            return
        from desk.drawing import Cell, draw

        headings = [name[:1].lower() + name[1:] for name in headings]

        full = [[cell.full() if isinstance(cell, Coded) else None for cell in row] for row in rows]
        cells = [
            [Cell(glued(text), glued(long or text)) for text, long in zip(*both, strict=True)]
            for both in zip(texts, full, strict=True)
        ]
        draw(headings, cells, styles or {})
        return
    widths = [max(map(width, column)) for column in zip(headings, *texts, strict=True)]
    lines(
        "  ".join(padded(cell, room) for cell, room in zip(cells, widths, strict=True)).rstrip()
        for cells in [[name.upper() for name in headings], *texts]
    )
