"""The grammar of English days: `15 December`, `the 20th of the month following the quarter`, `15/12/2026`.

Every reader takes a place and answers what it read with the place after it, or None. A date in figures is
day/month/year where only that can be; month/day/year where only that can be; and where both can (03/04/2026)
the day is left out, since a wrong date is worse than none: unless another date of the same phrase shows the
order, or both readings are one day (05/05/2026).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calendars.periods import Kind
from calendars.phrases.english.words import AFTER, EVERY, MONTHS, NEXT, NUMBERS, ORDINALS, UNITS, WEEKDAYS
from calendars.phrases.grammar.items import Place, Point
from calendars.phrases.text.reader import Reader

_PLACES: dict[str, Place] = {"first": "first", "second": "second", "third": "third", "last": "last",
                             "final": "last"}  # fmt: skip
_OWN = ("reporting", "calendar", "same")
_TYPES = ("reporting", "calendar")


def number(r: Reader, i: int) -> tuple[int, int] | None:
    """`10`, `ten`, `ten (10)`, `10 (ten)`: in both forms they must agree."""

    def one(k: int) -> int | None:
        token = r.at(k)
        if token.kind == "num" and token.digits <= 3:
            return token.number
        return NUMBERS.get(token.text) if token.kind == "word" else None

    value = one(i)
    if value is None:
        return None
    if r.word(i + 1, "(") and (other := one(i + 2)) is not None and r.word(i + 3, ")"):
        return (value, i + 4) if other == value else None
    return value, i + 1


def ordinal(r: Reader, i: int) -> int | None:
    """`20th` and `twentieth`."""
    token = r.at(i)
    return token.number if token.kind == "ord" else ORDINALS.get(token.text)


def month_name(r: Reader, i: int) -> tuple[int, int] | None:
    """A month by its name, whole or in three letters; `may` in a sentence (`may be`) is none."""
    month = MONTHS.get(r.text(i))
    if month is None or r.word(i + 1, "be", "also", "not", "have", "-"):
        return None
    return month, i + 2 if len(r.text(i)) <= 4 and r.word(i + 1, ".") and i + 2 < len(r) else i + 1


def working(r: Reader, i: int) -> int:
    """The place after `working` or `business`, or the same."""
    return i + 1 if r.word(i, "working", "business") else i


def figures(r: Reader, i: int) -> tuple[tuple[int, int, int] | None, int] | None:
    """A date in figures as (year, month, day) and the place after it; the day None where it is ambiguous."""
    tokens = [r.at(i + n) for n in range(5)]
    if [token.kind for token in tokens] != ["num", "sign", "num", "sign", "num"]:
        return None
    sign = tokens[1].text
    if sign not in ("/", "-", ".") or tokens[3].text != sign or not all(t.glued for t in tokens[1:]):
        return None
    one, two, three = tokens[0], tokens[2], tokens[4]
    if r.at(i + 5).glued and r.text(i + 5) in ("/", "-"):
        return None
    if r.year(i) and sign == "-" and two.digits == three.digits == 2:
        return _real(one.number, two.number, three.number), i + 5
    if not r.year(i + 4) or one.digits > 2 or two.digits > 2:
        return None
    order = "day" if one.number == two.number else _order(r)
    if order == "day":
        return _real(three.number, two.number, one.number), i + 5
    if order == "month":
        return _real(three.number, one.number, two.number), i + 5
    return None, i + 5


def _real(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return year, month, day


def _order(r: Reader) -> str:
    """Which figure comes first in the dates of the phrase: `day`, `month`, or '' where none shows it."""
    shown = set()
    for k in range(len(r) - 4):
        one, two = r.at(k), r.at(k + 2)
        if one.kind == two.kind == "num" and r.text(k + 1) == r.text(k + 3) != "" and r.year(k + 4):
            if 12 < one.number <= 31 and two.number <= 12:
                shown.add("day")
            elif 12 < two.number <= 31 and one.number <= 12:
                shown.add("month")
    return shown.pop() if len(shown) == 1 else ""


def ambiguous(r: Reader, i: int) -> bool:
    """Whether a date in figures starts here that could be two days, or none."""
    found = figures(r, i)
    return found is not None and found[0] is None


def point(r: Reader, i: int) -> tuple[Point, int] | None:
    """A day, and all that says of which month and year it is."""
    if (found := figures(r, i)) is not None:
        if found[0] is None:
            return None
        year, month, day = found[0]
        return Point(day=day, month=month, year=year), found[1]
    if (short := _short(r, i)) is not None:
        return short
    start = r.skip(i, "the")
    if r.text(i) in EVERY and (r.at(i + 1).kind == "num" or month_name(r, i + 1)):
        each = point(r, i + 1)  # "every 15 June"
        return (replace(each[0], year_ref="every", every=True), each[1]) if each and _open(each[0]) else None
    if (found_week := _weekday(r, i)) is not None:
        return found_week
    if (month_first := month_name(r, start)) is not None:
        return _american(r, *month_first)
    named = _day(r, start)
    if named is None:
        return None
    p, j = named
    if (its_month := month_name(r, r.skip(j, "of"))) is not None:
        return _valid(*year_of(r, replace(p, month=its_month[0]), its_month[1]))
    return _of_period(r, p, j)


def _open(p: Point) -> bool:
    return p.month is not None and p.year is None and p.year_ref is None


def _short(r: Reader, i: int) -> tuple[Point, int] | None:
    """`30/6` after a word that binds it or before one that says of which years; `24/7` is no day."""
    one, two = r.at(i), r.at(i + 2)
    if not (
        one.kind == two.kind == "num" and r.word(i + 1, "/") and two.glued and one.digits < 3 > two.digits
    ):
        return None
    if r.at(i + 3).glued and r.text(i + 3) in ("/", "-", "%"):
        return None
    order = "day" if one.number > 12 or one.number == two.number else "month" if two.number > 12 else ""
    if not order or _real(2024, *sorted((one.number, two.number))) is None:
        return None
    day, month = (one.number, two.number) if order == "day" else (two.number, one.number)
    found = year_of(r, Point(day=day, month=month), i + 3)
    bound = r.word(i - 1, "by", "before", "than", "on", "to", ":", "and", ",")
    return found if bound or found[0].comes_round else None


def _american(r: Reader, month: int, j: int) -> tuple[Point, int] | None:
    """`December 15, 2026`."""
    token = r.at(j)
    if token.kind not in ("num", "ord") or token.digits > 2 or not 1 <= token.number <= 31:
        return None
    p = Point(day=token.number, month=month)
    if r.word(j + 1, ",") and r.year(j + 2):
        return _valid(*year_of(r, p, j + 2))
    return _valid(*year_of(r, p, j + 1))


def _valid(p: Point, j: int) -> tuple[Point, int] | None:
    """The point, unless its month never has such a day."""
    if p.month is None or not isinstance(p.day, int):
        return p, j
    return None if _real(p.year or 2024, p.month, p.day) is None else (p, j)


def _day(r: Reader, i: int) -> tuple[Point, int] | None:
    """`15`, `15th`, `the 15th day`, `the 10th working day`, `the last day`, `the end`."""
    if r.word(i, "end", "close"):
        return Point(day="last"), i + 1
    if r.word(i, "last", "final"):
        j = working(r, i + 1)
        if r.word(j, "day"):
            return (Point(workday="last") if j > i + 1 else Point(day="last")), j + 1
        return None
    nth = ordinal(r, i)
    token = r.at(i)
    if nth is None:
        plain = token.kind == "num" and token.digits <= 2 and 1 <= token.number <= 31
        return (Point(day=token.number), i + 1) if plain else None
    if not 1 <= nth <= 31:
        return None
    j = working(r, i + 1)
    j = r.skip(j, "calendar") if j == i + 1 else j
    if r.word(j, "day"):
        return (Point(workday=nth) if j > i + 1 and not r.word(i + 1, "calendar") else Point(day=nth)), j + 1
    return (Point(day=nth), i + 1) if j == i + 1 else None


def year_of(r: Reader, p: Point, j: int) -> tuple[Point, int]:
    """What year a day with a month is of: `2026`, `of each year`, `of the following year`."""
    k = r.skip(r.skip(j, ","), "of", "in") if not r.year(j) else j
    if year := r.year(k):
        return replace(p, year=year), k + 1
    if r.text(k) in EVERY and r.word(_typed(r, k + 1), "year"):
        return replace(p, year_ref="every", every=True), _typed(r, k + 1) + 1
    if r.word(k, "annually", "yearly"):
        return replace(p, year_ref="every", every=True), k + 1
    if r.word(k, "a") and r.word(k + 1, "year"):
        return p, j
    if not r.word(k, "the"):
        return p, j
    if r.text(k + 1) in NEXT and r.word(k + 2, "year"):
        return replace(p, year_ref="next"), k + 3
    if r.word(k + 1, "year") and r.text(k + 2) in AFTER and (end := _reported(r, k + 3, "year")):
        return replace(p, year_ref="next"), end
    if r.word(k + 1, "reporting", "same") and r.word(k + 2, "year"):
        return replace(p, year_ref="same"), k + 3
    return p, j


def _typed(r: Reader, i: int) -> int:
    return r.skip(i, *_TYPES)


def _reported(r: Reader, i: int, *units: str) -> int | None:
    """The place after `[the end of] the reporting year`."""
    i = r.skip(i, "the", *EVERY)
    if r.word(i, "end", "close") and r.word(i + 1, "of"):
        i = r.skip(i + 2, "the", *EVERY)
    i = r.skip(i, *_OWN)
    return i + 1 if r.word(i, *units) else None


def unit(r: Reader, i: int) -> tuple[Kind, int] | None:
    """`month`, `reporting quarter`, `half-year`; a financial or school year is none of ours."""
    j = _typed(r, i)
    kind = UNITS.get(r.text(j))
    if kind is None or (kind is Kind.SPAN and j == i) or (r.word(j, "half-year") and r.word(i, "calendar")):
        return None
    return kind, j + 1


def _of_period(r: Reader, p: Point, j: int) -> tuple[Point, int] | None:
    """The month of a day: of each month, of the following month, of the month following the quarter."""
    if not r.word(j, "of"):
        # "the 15th" alone: its month is another word's.
        said = p.day != "last" and (r.at(j - 1).kind == "ord" or r.word(j - 1, "day"))
        return (p, j) if said else None
    k = j + 1
    every = r.text(k) in EVERY
    if not every and not r.word(k, "the"):
        return None
    k += 1
    if not every and r.text(k) in NEXT and (found := unit(r, k + 1)) is not None:
        kind, end = found
        if kind is Kind.MONTH:
            return replace(p, unit=Kind.MONTH, which="next"), end
        return None
    if r.text(k) in _PLACES and r.word(k + 1, "month"):
        return _placed(r, p, k, _PLACES[r.text(k)])
    if not every and r.word(k, "month") and (at := _following(r, k + 1)):
        ends = at >= len(r) or r.text(at) in (",", ";", ")", ".")
        alone = (replace(p, unit=Kind.MONTH, which="next"), at) if ends else None
        return _after(r, replace(p, which="next", place="first"), at) or alone
    found = unit(r, k)
    if found is None:
        return None
    kind, end = found
    if kind is Kind.MONTH:
        return replace(p, unit=Kind.MONTH, every=every), end
    if kind is Kind.WEEK or (p.day != "last" and p.workday != "last"):
        return None
    return replace(p, unit=kind, place="last", every=every), end


def _following(r: Reader, i: int) -> int | None:
    """The place after `following`, `immediately after`, `that follows`."""
    if r.word(i, "that", "which") and r.word(r.skip(i + 1, "immediately"), "follows"):
        return r.skip(i + 1, "immediately") + 1
    i = r.skip(i, "immediately", "next")
    return i + 1 if r.text(i) in AFTER else None


def _after(r: Reader, p: Point, i: int) -> tuple[Point, int] | None:
    """What a month follows: `[the end of] the quarter`."""
    for kind_word, kind in UNITS.items():
        end = _reported(r, i, kind_word)
        if end is None or kind is Kind.WEEK:
            continue
        if kind is Kind.MONTH:
            return replace(p, unit=Kind.MONTH, place=None), end
        return replace(p, unit=kind), end
    return None


def _placed(r: Reader, p: Point, k: int, place: Place) -> tuple[Point, int] | None:
    """`the first month of each quarter`, `the second month after the quarter`."""
    at = k + 2
    if after := _following(r, at):
        found = _after(r, replace(p, which="next", place=place), after)
        return None if found is None or found[0].unit is Kind.MONTH else found
    if not r.word(at, "of"):
        return None
    every = r.text(at + 1) in EVERY
    if not every and not r.word(at + 1, "the"):
        return None
    follows = not every and r.text(at + 2) in NEXT
    found_unit = unit(r, at + 3 if follows else at + 2)
    if found_unit is None or found_unit[0] in (Kind.MONTH, Kind.WEEK):
        return None
    kind, end = found_unit
    return replace(p, unit=kind, place=place, which="next" if follows else "own", every=every), end


def _weekday(r: Reader, i: int) -> tuple[Point, int] | None:
    """`every Friday`, `Friday of each week`, `the last Friday of each month`."""
    if r.text(i) in EVERY and r.text(i + 1) in WEEKDAYS:
        return Point(weekday=WEEKDAYS[r.text(i + 1)], unit=Kind.WEEK, every=True), i + 2
    if r.text(i) in WEEKDAYS:
        weekday, j = WEEKDAYS[r.text(i)], i + 1
        k = r.skip(j, "of")
        if r.text(k) in EVERY and r.word(k + 1, "week"):
            return Point(weekday=weekday, unit=Kind.WEEK, every=True), k + 2
        if k > j and r.word(k, "the") and r.text(k + 1) in NEXT and r.word(k + 2, "week"):
            return Point(weekday=weekday, unit=Kind.WEEK, which="next"), k + 3
        if (dated := point(r, r.skip(j, ","))) is not None and dated[0].year is not None:
            p = dated[0]  # "Friday, 18 December 2026": the weekday must be that day's
            if isinstance(p.day, int) and p.month and p.year:
                return dated if date(p.year, p.month, p.day).weekday() == weekday else None
        return Point(weekday=weekday), j
    start = r.skip(i, "the")
    nth = -1 if r.word(start, "last", "final") else ordinal(r, start)
    if nth is None or not -1 <= nth <= 4 or r.text(start + 1) not in WEEKDAYS:
        return None
    k = r.skip(start + 2, "of", "in")
    if r.text(k) not in EVERY and not (r.word(k, "the") and k > start + 2):
        return None
    k = _typed(r, k + 1)
    if not r.word(k, "month"):
        return None
    return Point(weekday=WEEKDAYS[r.text(start + 1)], nth=nth, unit=Kind.MONTH), k + 1
