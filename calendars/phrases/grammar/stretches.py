"""The grammar of some days in a row: `03/12 - 14/12/2025`, `20-25/6/2025`, `từ ngày 05/5/2025 đến 12/5/2025`.

Where an act or nothing else stands before them they are the time in which it is done, until the last day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from calendars.phrases.grammar.days import point, possible
from calendars.phrases.grammar.items import Due, Point, Span
from calendars.phrases.text.lexicon import forms, listed, words
from calendars.phrases.text.reader import Reader, Wordings
from calendars.rules import Boundary

_FROM = Wordings("từ", "trong thời gian từ", "trong khoảng từ")
_TO = Wordings("đến hết", "đến", "tới", "tới hết", "cho đến hết", "cho đến", "-")
_OPENS = Wordings(*forms("stretches.opens"))
"""With which an office begins something; how long a rule or a contract holds begins otherwise."""
_LONGEST_EVENT = 12
_LONGEST = timedelta(days=183)
"""A longer one is how long something holds, or somebody's time."""
_ACTS = words(listed("stretches.acts"))
"""What an office does in some days of the year."""
_NO_ACTS = words(listed("stretches.no_acts"))
"""Words with which the days are of data, of a paper, of what happened to somebody or of a condition."""


def stretch(r: Reader, i: int) -> Span | Due | None:
    """Days from one to another of which the last has its year; None where no such days begin here."""
    if r.at(i - 1).kind == "num" or (r.text(i - 1) in ("/", ".", "-") and r.at(i).glued):
        return None
    start = i
    if (until := _from_event(r, i)) is not None:
        return until
    j = _FROM.at(r, i) or i
    first = _first(r, j)
    k = _TO.at(r, r.skip(first[1], ",")) if first else None
    said = point(r, k) if k is not None else None
    if first is None or said is None or said[0].midnight:
        return None
    if r.text(start - 1) == r.text(first[1]) == "-":
        return None  # a list of two days with its marks
    end = replace(said[0], year=said[0].year or r.year_of_plan)
    if (begins := _day(first[0], end)) is None or (ends := _day(end, end)) is None or begins >= ends:
        return None
    if ends - begins > _LONGEST:
        return None
    if _done_in_it(r, start, said[1]):
        return Due(start, said[1], (end,), (Boundary.BY,), firm=True)
    return Span(start, said[1], begins, ends)


def _from_event(r: Reader, i: int) -> Due | None:
    """`Từ ngày phát động đến hết ngày 30/11/2026`: what is done from an act of the office to that day."""
    j = _FROM.at(r, i)
    if j is None or not r.word(j, "ngày", "khi") or _OPENS.at(r, j + 1) is None:
        return None
    for k in range(j + 2, j + _LONGEST_EVENT):
        if r.at(k).kind != "word" or r.word(k, ",", "ngày", "tháng", "năm"):
            return None
        end = _TO.at(r, k)
        if end is None:
            continue
        said = point(r, end)
        year = said[0].year or r.year_of_plan if said else None
        if said is None or year is None or said[0].month is None or said[0].midnight:
            return None
        alone = i == 0 and said[1] >= len(r)
        if alone or (r.word(i - 1, ":") and _done_in_it(r, i, said[1])):
            return Due(i, said[1], (replace(said[0], year=year),), (Boundary.BY,), firm=True)
        return None
    return None


def _first(r: Reader, i: int) -> tuple[Point, int] | None:
    """The first day, of which the month and the year may stand with the last only."""
    k = r.skip(i, "ngày")
    if r.at(k).kind == "num" and r.at(k).digits <= 2 and (_TO.at(r, k + 1)) is not None:
        later = r.skip(_TO.at(r, k + 1) or k, "ngày")
        dated = r.word(later + 1, "/", ".") and r.at(later + 2).kind == "num"
        of_year = r.year(later + 4) if r.word(later + 3, "/", ".") else r.year_of_plan
        if dated and of_year:
            return Point(day=r.at(k).number), k + 1
    return point(r, i)


def _day(p: Point, end: Point) -> date | None:
    month, year = p.month or end.month, p.year or end.year
    if p.year_ref or not isinstance(p.day, int) or month is None or year is None:
        return None
    whole = replace(p, month=month, year=year)
    return date(year, month, p.day) if possible(whole) else None


def _done_in_it(r: Reader, i: int, j: int) -> bool:
    """Whether an act begins the clause that they end: `Tổ chức tập huấn từ ngày 14/4 đến ngày 18/4/2025`."""
    closed = j >= len(r) or r.text(j) in (";", ".")
    start = next((k + 1 for k in range(i - 1, -1, -1) if r.text(k) in (";", ".")), 0)
    before = range(start, i)
    acts = any(f"{r.text(k)}_{r.text(k + 1)}" in _ACTS for k in before[:4])
    other = any(
        r.text(k) in _NO_ACTS or f"{r.text(k)}_{r.text(k + 1)}" in _NO_ACTS or r.at(k).kind == "num"
        for k in before
    )
    return closed and acts and not other
