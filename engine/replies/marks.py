"""What a line names: references of tasks, numbers of documents, days, percentages, lengths, periods.

Each is found by its form and taken out of the line; the words that are left say what is said of it. What is
cut off, glued to something or in a form that is none stays in the line, where nothing understands it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from calendars.periods import PeriodError
from calendars.periods import parse as period_of
from engine.replies.days import Day, days_in
from engine.replies.spelling import plain, words

MarkKind = Literal["ref", "no", "day", "pct", "amt", "per", "time"]


@dataclass(frozen=True, slots=True)
class Length:
    """So many days more; `workdays` when they are working days."""

    days: int
    workdays: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing named, from character `start` to `end` of the line."""

    kind: MarkKind
    start: int
    end: int
    value: str | Day | int | Length
    whole: bool = True
    """Whether it has the form that such a thing has; a number without letters, say, has not."""


_EDGE = r"(?<![\w/.-])"
_REFERENCE = re.compile(
    rf"{_EDGE}(?P<code>[a-z][a-z0-9]{{0,40}}(?:[-.][a-z0-9]{{1,40}}){{0,12}})/(?P<period>20[0-9]{{2}}[0-9a-z.-]*)"
    r"(?P<unit>/[a-z][a-z0-9]*(?:-[a-z0-9]+)*)?(?![\w/])"
)
_LEAD = r"(?:(?:so|s\.|no|nr|number|num)\.?\s?(?:la\s|is\s)?[:.#]?\s?|#\s?)"
_LETTERS = r"[a-z]{1,12}(?:[-.&][a-z0-9]{1,12}){0,4}"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<lead>{_LEAD})?(?P<number>"
    rf"[0-9]{{1,6}}[a-z]?(?:\s?/\s?20[0-9]{{2}})?\s?/\s?(?P<letters>{_LETTERS})(?:[/-]20[0-9]{{2}})?"
    r"|(?(lead)[0-9]{1,6}(?:\s?/\s?20[0-9]{2})?|(?!)))(?![\w/-])(?!\.[0-9])(?!\s/)"
)
_SPACED = re.compile(r"\s-\s(?!NGAY\b|GUI\b|DA\b)[A-Z]{2,12}(?:-[A-Z]{1,12})*\b(?![^\W\d_])")
_AFTER_PLAIN = re.compile(r"\s?[A-ZĐ]{2,}(?:-[A-ZĐ]|\b)|\s?/")
_PERCENT = re.compile(r"(?<![\w.,/-])([0-9]{1,3})\s?(?:%|phan tram\b|per ?cent\b)(?!\w)")
_WORDS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "ten": 10,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?<![\w.,/-])(?:(?:them|toi da|another|extra|additional|for)\s){0,4}(?P<n>[0-9]{1,3}|"
    + "|".join(_WORDS)
    + ")"
    r"\s(?:more\s|extra\s|additional\s)?(?P<early>working\s|business\s)?(?P<unit>ngay|tuan|days?|weeks?)"
    r"(?P<late>\slam viec|\slv)?(?:\s(?:nua|more))?(?!\w)(?!\s?[0-9])"
)
_TIME = re.compile(
    r"(?<![\w.,/-])[0-9]{1,2}(?:\s?(?:h|g|gio)\s?(?:[0-9]{2}(?:\s?(?:p|phut))?)?|:[0-9]{2})(?![\w/])"
)
_MONTHS = words(
    """
    january february march april may june july august september october november december
    """
)
_PERIOD = re.compile(
    r"(?<![\w/.-])(?:(?:ky\s)?(?:thang|thg)\s?[0-9]{1,2}(?:\s?[/.-]\s?20[0-9]{2}|\snam\s20[0-9]{2})?"
    r"|quy\s?(?:iv|i{1,3}|[1-4])(?:\s?[/.-]\s?20[0-9]{2}|\snam\s20[0-9]{2})?"
    r"|(?:6|9|sau|chin) thang(?:\s(?:dau|cuoi) nam)?(?:\s?/?\s?20[0-9]{2})?"
    r"|tuan\s?[0-9]{1,2}(?:\s?/\s?20[0-9]{2})?|nam\s20[0-9]{2}"
    r"|q[1-4](?:\s?[/.-]?\s?20[0-9]{2})?|(?:" + "|".join(_MONTHS) + r")(?:\s20[0-9]{2})?(?:'s)?"
    r"|(?:first|second|third|fourth) quarter(?: of)?(?: 20[0-9]{2})?)(?![\w/])(?!\s?[0-9])"
)


def marks(text: str, received_year: int) -> tuple[Mark, ...]:
    """What the line names, in order, none over another."""
    folded = plain(text)
    named: list[Mark] = []
    taken = bytearray(len(folded))  # a letter each, so that a line of many marks costs no square of them
    for found in (
        _references(text, folded), _numbers(text, folded), _days(folded, received_year), _percents(folded),
        _amounts(folded), _periods(text, folded), _times(folded),
    ):  # fmt: skip
        for mark in found:
            if not any(taken[mark.start : mark.end]):
                taken[mark.start : mark.end] = b"\1" * (mark.end - mark.start)
                named.append(mark)
    return tuple(sorted(named, key=lambda mark: mark.start))


def _references(text: str, folded: str) -> Iterator[Mark]:
    for found in _REFERENCE.finditer(folded):
        end = found.end()
        code = found["period"]
        if not found["unit"]:
            code = code.rstrip(".-")
            end -= len(found["period"]) - len(code)
        if len(code) == len("2026") and "-" not in found["code"]:
            continue  # "quý III/2026", "BC/2026"
        try:
            period_of(code.upper())
        except PeriodError:
            continue
        yield Mark("ref", found.start(), end, text[found.start() : end])


def _numbers(text: str, folded: str) -> Iterator[Mark]:
    for found in _NUMBER.finditer(folded):
        start, end = found.span("number")
        letters = found["letters"] is not None
        if letters and (more := _SPACED.match(text, end)):
            end = more.end()
        written = re.sub(r"\s", "", text[start:end])
        whole = letters or "/" in written
        if not whole and _AFTER_PLAIN.match(text, end):
            continue
        if written == written.lower():
            written = written.upper()
        yield Mark("no", found.start(), end, written, whole)


def _days(folded: str, year: int) -> Iterator[Mark]:
    for start, end, day in days_in(folded, year):
        yield Mark("day", start, end, day)


def _percents(folded: str) -> Iterator[Mark]:
    for found in _PERCENT.finditer(folded):
        if int(found[1]) <= 100:
            yield Mark("pct", *found.span(), int(found[1]))


def _amounts(folded: str) -> Iterator[Mark]:
    for found in _AMOUNT.finditer(folded):
        n = _WORDS[found["n"]] if found["n"] in _WORDS else int(found["n"])
        weeks = found["unit"].startswith(("tuan", "week"))
        workdays = bool(found["early"] or found["late"])
        if n and not (weeks and workdays):
            yield Mark("amt", *found.span(), Length(n * 7 if weeks else n, workdays))


def _periods(text: str, folded: str) -> Iterator[Mark]:
    for found in _PERIOD.finditer(folded):
        yield Mark("per", *found.span(), text[slice(*found.span())])


def _times(folded: str) -> Iterator[Mark]:
    for found in _TIME.finditer(folded):
        yield Mark("time", *found.span(), found[0])
