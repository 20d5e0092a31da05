"""Reading the tables of phrases that stand beside this file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from calendars.phrases import Meaning, deadlines, parse
from language import say

SPANS = {
    "W": (date(2019, 1, 1), date(2031, 12, 31)),
    "Y": (date(2025, 1, 1), date(2025, 12, 31)),
    "M": (date(2025, 1, 1), date(2025, 2, 28)),
}


@dataclass(frozen=True)
class Row:
    """One phrase and what it means."""

    kind: str
    span: str
    phrase: str
    offset: str
    dates: tuple[str, ...]


def rows(table: str) -> list[Row]:
    found: list[Row] = []
    for line in table.strip().splitlines():
        if not line.startswith("    "):
            head, phrase = line.split(" | ", 1)
            kind, span = head.split()
            found.append(Row(kind, span, phrase, "", ()))
            continue
        last, said = found[-1], line.strip()
        if said.startswith("= "):
            found[-1] = Row(last.kind, last.span, last.phrase, said[2:], last.dates)
        else:
            found[-1] = Row(last.kind, last.span, last.phrase, last.offset, tuple(said.split("; ")))
    return found


def dates(meaning: Meaning, span: str) -> tuple[str, ...]:
    return tuple(
        f"{each.nominal} {each.boundary} {each.period.code}" for each in deadlines(meaning, *SPANS[span])
    )


def offset(meaning: Meaning) -> str:
    said = meaning.offset
    return f"{said.n} {said.unit} {said.direction} {said.of}".rstrip() if said else ""


def read_otherwise(told: Iterable[Row]) -> list[tuple[str, object, object]]:
    """(phrase, what is read, what stands there) of the rows that are read otherwise than they say."""
    found: list[tuple[str, object, object]] = []
    for row in told:
        meaning = parse(row.phrase)
        read = (meaning.kind.value, offset(meaning), dates(meaning, row.span))
        if read != (wanted := (row.kind, row.offset, row.dates)):
            found.append((row.phrase, read, wanted))
    return found


def unknown_but_told(told: Iterable[Row]) -> list[str]:
    """The phrases of which nothing is known, and which have rules all the same or no note that says why."""
    unknown = {row.phrase: parse(row.phrase) for row in told if row.kind == "unknown"}
    return [
        phrase
        for phrase, meaning in unknown.items()
        if meaning.rules or not meaning.notes or not say(meaning.notes[0], "en")
    ]
