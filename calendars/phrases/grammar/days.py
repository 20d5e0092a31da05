"""The grammar of days: `ngày 15/12/2025`, `ngày 19 của tháng cuối quý`, `thứ Sáu hằng tuần`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from calendars.months import last_day
from calendars.periods import Kind
from calendars.phrases.grammar.items import Place, Point
from calendars.phrases.grammar.months import NEXT, Read, counted_from, month_of, of_unit, relative, with_year
from calendars.phrases.text.lexicon import EVERY, WEEKDAYS, forms
from calendars.phrases.text.reader import Reader, Wordings

_WEEK = Wordings(*forms("days.week"))
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def point(r: Reader, i: int) -> Read | None:
    """A day and the place after it; None when there is none, or it cannot be (`31/4`)."""
    hour, midnight, i = _clock(r, i)
    said = _weekday(r, i)
    found = _of_week(r, *said) if said is not None else _day(r, i)
    if found is None or not possible(found[0]):
        return None
    return (replace(found[0], hour=hour, midnight=midnight), found[1]) if hour else found


def possible(p: Point) -> bool:
    """Whether the day exists in its month and year; 29 February without a year does."""
    if p.month is not None and not 1 <= p.month <= 12:
        return False
    if isinstance(p.day, int):
        if not 1 <= p.day <= 31:
            return False
        if p.month is not None and p.day > _LONGEST[p.month - 1]:
            return False
        if p.month is not None and p.year is not None and p.day > last_day((p.year, p.month)).day:
            return False
    if isinstance(p.workday, int) and not 1 <= p.workday <= 20:
        return False
    if p.weekday is not None and p.year is not None and p.month is not None and isinstance(p.day, int):
        return date(p.year, p.month, p.day).weekday() == p.weekday
    return True


def _clock(r: Reader, i: int) -> tuple[str, bool, int]:
    """An hour of the day, if one stands there with a day after it."""
    start, hour = i, r.digits(i)
    if hour is None or hour > 24 or not r.word(i + 1, "giờ", "h", "g"):
        return "", False, start
    i += 2
    minute = 0
    behind = r.word(i + 1, "phút", "p") or (r.at(i).digits == 2 and r.word(i + 1, "ngày", ","))
    if (found := r.digits(i)) is not None and found < 60 and (r.at(i).glued or behind):
        minute = found
        i = r.skip(i + 1, "phút", "p")
    i = r.skip(i, "'", "’")
    i = r.skip(i, "sáng", "chiều", "tối")
    i = r.skip(i, ",")
    i = r.skip(i, "của", "vào")
    return f"{hour:02}:{minute:02}", hour == 0 and minute == 0, i


def _weekday(r: Reader, i: int) -> tuple[int, int] | None:
    i = r.skip(i, "sáng", "chiều")
    i = r.skip(i, "ngày") if r.word(i + 1, "thứ", "chủ") else i
    if r.word(i, "chủ") and r.word(i + 1, "nhật"):
        return 6, i + 2
    if not r.word(i, "thứ"):
        return None
    number = r.digits(i + 1)
    if number is not None and r.at(i + 1).digits == 1 and 2 <= number <= 7:
        return number - 2, i + 2
    word = WEEKDAYS.get(r.text(i + 1))
    # "ngày thứ hai mươi" is the twentieth.
    return None if word is None or r.word(i + 2, "mươi") else (word, i + 2)


def _of_week(r: Reader, weekday: int, i: int) -> Read | None:
    after = r.skip(i, ",", "(")
    if r.word(after, "ngày") and not r.word(after + 1, "thứ"):
        dated = _day(r, after)
        if dated is None or dated[0].month is None:
            return None
        close = r.skip(dated[1], ")") if r.word(i, "(") else dated[1]
        return replace(dated[0], weekday=weekday), close
    if (j := _WEEK.at(r, i)) is not None:
        return Point(weekday=weekday, unit=Kind.WEEK, every=not r.word(i, "trong", "của", "tuần")), j
    if r.word(i, "tuần", "của"):
        j = r.skip(i, "của")
        if r.word(j, "tuần") and (k := NEXT.at(r, j + 1)):
            return Point(weekday=weekday, unit=Kind.WEEK, which="next"), counted_from(r, k)[1]
    for nth, word in ((1, "đầu"), (-1, "cuối")):
        if r.word(i, word):
            j = r.skip(i + 1, "tiên", "cùng")
            j = r.skip(j, "của", "trong")
            j = j + 1 if r.text(j) in EVERY else j
            if r.word(j, "tháng") and month_of(r, j) is None:
                return Point(weekday=weekday, nth=nth, unit=Kind.MONTH), j + 1
            return None
    return Point(weekday=weekday), i


def _day(r: Reader, i: int) -> Read | None:
    said = r.word(i, "ngày")
    start = i
    i = r.skip(i, "ngày")
    if said and r.word(i, "làm") and r.word(i + 1, "việc"):
        return _workday(r, i + 2)
    if said and (r.word(i, "cuối") or (r.word(i, "đầu") and r.word(i + 1, "tiên"))):
        last = r.word(i, "cuối")
        i = r.skip(i + 1, "cùng", "tiên")
        return _within(r, i, Point(day="last") if last else Point(day=1))
    if said and r.word(i, "thứ") and r.number(i + 1) is not None and not _weekday(r, i):
        i += 1
    i = r.skip(i, "mồng")
    number = r.number(i)
    if number is None or not 1 <= number[0] <= 31:
        return None
    day, j = number
    if (numeric := _numeric(r, i, j, day, said)) is not None:
        return numeric
    if r.text(j) in ("/", ".") and r.at(j).glued and r.digits(j + 1) is not None:
        return None
    month = month_of(r, r.skip(j, "của", "trong", ","))
    if month is not None:
        # Without "ngày", "6 tháng đầu năm" is half a year and no day of January.
        after = r.skip(j, "của", "trong", ",")
        if not said and r.word(after, "tháng") and r.digits(after + 1) is None:
            return None
        return replace(month[0], day=day), month[1]
    if (quarterly := _of_next_quarter(r, j)) is not None:
        return replace(quarterly[0], day=day), quarterly[1]
    if r.word(r.skip(j, "của", "trong"), "tháng", "quý"):
        return _within_own(r, j, day)
    return (Point(day=day), j) if said and start != j else None


def _of_next_quarter(r: Reader, j: int) -> Read | None:
    """`ngày 20 của quý tiếp theo`: of its first month."""
    k = r.skip(j, "của", "trong")
    if k == j or not r.word(k, "quý"):
        return None
    which, end = relative(r, k + 1)
    return (Point(unit=Kind.QUARTER, place="first", which="next"), end) if which == "next" else None


def _within_own(r: Reader, j: int, day: int) -> Read | None:
    """`ngày 15 của tháng` or `trong tháng`: the month is that of the frequency."""
    k = r.skip(j, "của", "trong")
    if k > j and r.word(k, "tháng"):
        return Point(day=day), k + 1
    return None


def _numeric(r: Reader, i: int, j: int, day: int, said: bool) -> Read | None:
    """`15/12`, `15-12`, `15.12.2025`, `15/12 năm sau`; None when it is not a date in figures."""
    sign = r.text(j)
    month = r.digits(j + 1)
    if sign not in ("/", "-", ".") or month is None or r.at(j + 1).digits > 2 or r.at(i).kind != "num":
        return None
    tight = r.at(j).glued and r.at(j + 1).glued
    if r.text(j + 2) == sign and r.digits(j + 3) is not None:
        if sign != "/" and not (tight or r.at(j).glued == r.at(j + 1).glued):
            return None
        year = r.year(j + 3)
        return None if year is None else (Point(day=day, month=month, year=year), j + 4)
    if sign != "/" and not (tight and (said or sign == "-")):
        return None
    if sign == "-" and day < month:
        return None  # `ngày 10-12` may be three days of a month
    if r.text(j + 2) in ("/", ".", "-") and r.at(j + 2).glued and r.text(j + 3) not in ("", ")"):
        return None
    if r.text(j + 2) == "/" and r.text(j + 3) in ("", "/"):
        return None
    return with_year(r, j + 2, Point(day=day, month=month))


def _workday(r: Reader, i: int) -> Read | None:
    nth: int | Literal["last"] | None = None
    if r.word(i, "cuối"):
        nth, i = "last", r.skip(i + 1, "cùng")
    elif r.word(i, "đầu"):
        nth, i = 1, r.skip(i + 1, "tiên")
    elif r.word(i, "thứ"):
        number = r.number(i + 1, five=True) or ((1, i + 2) if r.word(i + 1, "nhất") else None)
        if number is None:
            return None
        nth, i = number
    return None if nth is None else _within(r, i, Point(workday=nth))


def _within(r: Reader, i: int, p: Point) -> Read | None:
    """The unit after `ngày cuối cùng` or `ngày làm việc thứ 3`: a month, a quarter, a year."""
    j = r.skip(i, "của", "trong")
    month = month_of(r, j)
    if month is not None:
        return replace(month[0], day=p.day, workday=p.workday), month[1]
    place: Place = "last" if "last" in (p.day, p.workday) else "first"
    if r.word(j, "tháng"):
        return replace(p, unit=Kind.MONTH, place="first"), j + 1
    k = j + 1 if r.text(j) in EVERY else j
    if not r.word(k, "quý", "năm", "kỳ") and not (r.digits(k) == 6 and r.word(k + 1, "tháng")):
        return (p, i) if i == j else None
    unit = of_unit(r, j, place)
    return None if unit is None else (replace(unit[0], day=p.day, workday=p.workday), unit[1])


def of_first(r: Reader, i: int) -> Read | None:
    """The unit after `05 ngày đầu`: `tháng`, `của quý tiếp theo`, `năm sau`; `i` is after "của"."""
    if (month := month_of(r, i)) is not None:
        return month
    if r.word(i, "tháng") and relative(r, i + 1)[0] is None:
        return Point(unit=Kind.MONTH, place="first"), i + 1
    if r.word(i, "quý", "năm", "kỳ") or r.text(i) in EVERY:
        return of_unit(r, i, "first")
    return None
