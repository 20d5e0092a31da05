"""The grammar of days: `ngày 15/12/2025`, `ngày 19 của tháng cuối quý`, `thứ Sáu hằng tuần`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from calendars.months import last_day
from calendars.periods import Kind
from calendars.phrases.grammar.items import Place, Point, Which, YearRef
from calendars.phrases.text.lexicon import EVERY, WEEKDAYS
from calendars.phrases.text.reader import Reader, Wordings

NEXT = Wordings(
    "sau liền kề", "liền kề sau", "liền kề tiếp theo", "tiếp theo liền kề", "kế tiếp liền kề",
    "liền kề kế tiếp",
    "kế tiếp", "kế sau", "tiếp theo", "liền kề", "tiếp liền", "kế liền", "tiếp sau", "liền sau", "kề sau",
    "sau đó", "sau",
)  # fmt: skip
PREVIOUS = Wordings("trước liền kề", "liền kề trước", "liền trước", "kề trước", "trước đó", "trước")
SAME = Wordings(
    "báo cáo", "này", "đó", "thuộc kỳ báo cáo", "của kỳ báo cáo", "trong kỳ báo cáo", "kế hoạch",
    "thực hiện báo cáo",
    "thực hiện kế hoạch",
)  # fmt: skip
_PLACES: dict[Place, Wordings] = {
    "first": Wordings("đầu tiên", "đầu", "thứ nhất"),
    "last": Wordings("cuối cùng", "cuối"),
    "second": Wordings("thứ hai", "thứ 2", "giữa"),
    "third": Wordings("thứ ba"),
}
_SINCE_END = Wordings(
    *(
        f"{since} {when}"
        for since in ("kể từ", "tính từ", "tính kể từ", "sau", "từ")
        for when in ("ngày kết thúc", "khi kết thúc", "ngày hết", "khi hết", "thời điểm kết thúc")
    ),
    "tiếp theo sau khi kết thúc",
)
_OF_PERIOD = Wordings("của kỳ báo cáo", "kỳ báo cáo", "trong kỳ báo cáo", "thuộc kỳ báo cáo")
_WEEK = Wordings("hằng tuần", "mỗi tuần", "từng tuần", "trong tuần", "của tuần", "của hằng tuần",
                 "của mỗi tuần",
                 "các tuần", "tuần báo cáo", "của tuần báo cáo")  # fmt: skip
_YEARS = Wordings("tính thuế", "tài chính", "ngân sách", "dương lịch", "thực hiện", "hiện hành", "dự toán")
"""What a year is counted for: `năm sau năm tài chính`."""
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Read = tuple[Point, int]


def point(r: Reader, i: int) -> Read | None:
    """A day and the place after it; None when there is none, or it cannot be (`31/4`)."""
    hour, midnight, i = _clock(r, i)
    said = _weekday(r, i)
    found = _of_week(r, *said) if said is not None else _day(r, i)
    if found is None or not possible(found[0]):
        return None
    return replace(found[0], hour=hour, midnight=midnight), found[1]


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
    if (found := r.digits(i)) is not None and found < 60 and (r.at(i).glued or r.word(i + 1, "phút", "p")):
        minute = found
        i = r.skip(i + 1, "phút", "p")
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
    return None if word is None else (word, i + 2)


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
            return Point(weekday=weekday, unit=Kind.WEEK, which="next"), _tail(r, k)[1]
    for nth, word in ((1, "đầu"), (-1, "cuối")):
        if r.word(i, word):
            j = r.skip(i + 1, "tiên", "cùng")
            j = r.skip(j, "của", "trong")
            j = j + 1 if r.text(j) in EVERY else j
            if r.word(j, "tháng") and _month(r, j) is None:
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
    month = _month(r, r.skip(j, "của", "trong", ","))
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
    return _with_year(r, j + 2, Point(day=day, month=month))


def _with_year(r: Reader, j: int, p: Point) -> Read:
    """The point with the year that follows it, if one does."""
    if r.text(j) in ("/", "-") and (year := r.year(j + 1)) is not None:
        return replace(p, year=year), j + 2
    k = r.skip(j, ",") if r.word(j + 1, "năm") else j
    k = r.skip(k, "của")
    if ref := year_ref(r, k):
        year, which, k = ref
        return replace(p, year=year, year_ref=which), k
    if (own := _OF_PERIOD.at(r, j)) is not None:
        return replace(p, year_ref="same"), own
    return p, j


def year_ref(r: Reader, i: int) -> tuple[int | None, YearRef | None, int] | None:
    """`năm 2025`, `năm trước liền kề năm kế hoạch`, `năm sau`, `năm báo cáo`, `hằng năm`."""
    if r.text(i) in EVERY and r.word(i + 1, "năm"):
        return None, "every", i + 2
    if not r.word(i, "năm"):
        return None
    i += 1
    if (year := r.year(i)) is not None:
        return year, None, i + 1
    which, j = relative(r, r.skip(i, "dương", "lịch") + 1 if r.word(i, "dương") else i)
    if which == "own":
        return None, "same", j
    return (None, which, j) if which else None


def relative(r: Reader, i: int) -> tuple[Which | None, int]:
    """Which one after "tháng", "quý", "năm", "kỳ": the next, the one before, or the one reported on."""
    if (j := PREVIOUS.at(r, i)) is not None and not _boundary_follows(r, i, j):
        return "previous", _tail(r, j)[1]
    if (j := NEXT.at(r, i)) is not None and not r.word(j, "khi"):
        return "next", _tail(r, j)[1]
    if (j := SAME.at(r, i)) is not None:
        return "own", j
    return None, i


def _boundary_follows(r: Reader, i: int, j: int) -> bool:
    """Whether a "trước" begins a limit: `báo cáo năm trước ngày 15/12` is not about last year."""
    if j != i + 1 or r.word(j, "kỳ"):
        return False
    return r.word(j, "ngày", "thứ", "chủ", "tháng", "khi", "quý", "hết", "kỳ", "mồng") or (
        r.digits(j) is not None
    )


def _tail(r: Reader, i: int) -> tuple[Kind | None, int]:
    """`năm kế hoạch`, `của kỳ báo cáo`, `tháng báo cáo` after "sau" or "trước": the unit counted from."""
    j = r.skip(i, "của", "so")
    j = r.skip(j, "với") if r.word(i, "so") else j
    unit = {
        "năm": Kind.YEAR,
        "tháng": Kind.MONTH,
        "quý": Kind.QUARTER,
        "kỳ": Kind.SPAN,
        "tuần": Kind.WEEK,
    }.get(r.text(j))
    if unit is None:
        return None, i
    if r.word(j + 1, "báo") and r.word(j + 2, "cáo"):
        return unit, j + 3
    if r.word(j + 1, "kế") and r.word(j + 2, "hoạch"):
        return unit, j + 3
    if unit is Kind.YEAR and (named := _YEARS.at(r, j + 1)) is not None:
        return unit, named
    return None, i


def _month(r: Reader, i: int) -> Read | None:
    """The month a day is in, as a point without its day; `i` is after any "của"."""
    if r.text(i) in EVERY and r.word(i + 1, "tháng"):
        if NEXT.at(r, i + 2) is not None:
            return None
        return Point(unit=Kind.MONTH, place="first", every=True), i + 2
    if not r.word(i, "tháng"):
        return None
    j = i + 1
    number = r.number(j)
    if number is None and r.word(j, "năm") and not r.word(j + 1, "nay", "sau", "trước", "này"):
        # "tháng năm" alone is May only where nothing else can follow.
        number = (5, j + 1) if r.word(j + 1, "năm") or (r.text(j + 1) in EVERY) else None
    if number is not None:
        value, after = number
        if not 1 <= value <= 12:
            return None
        if r.word(j, "bốn"):
            return None  # April is "tháng tư"
        return _with_year(r, after, Point(month=value))
    if (counted := _month_after_end(r, j)) is not None:
        return counted
    for place, wordings in _PLACES.items():
        if (k := wordings.at(r, j)) is not None:
            return _of_unit(r, k, place)
    return _next_month(r, j)


def _month_after_end(r: Reader, j: int) -> Read | None:
    """`tháng thứ 3 kể từ ngày kết thúc năm`, `tháng đầu tiên kể từ khi kết thúc quý`."""
    first = _PLACES["first"].at(r, j)
    number = (1, first) if first is not None else r.number(j + 1, five=True) if r.word(j, "thứ") else None
    if number is None:
        return None
    k = _SINCE_END.at(r, number[1])
    if k is None or not 1 <= number[0] <= 12:
        return None
    if r.word(k, "năm") and (r.year(k + 1) is None):
        end = _YEARS.at(r, k + 1) or k + 1
        if r.word(k + 1, "tài"):
            return None
        return Point(month=number[0], year_ref="next"), end
    if r.word(k, "quý") and r.quarter(k + 1) is None and number[0] <= 3:
        places: tuple[Place, ...] = ("first", "second", "third")
        return Point(unit=Kind.QUARTER, place=places[number[0] - 1], which="next"), k + 1
    return None


def _next_month(r: Reader, j: int) -> Read | None:
    which, k = relative(r, j)
    if which is None or (r.word(j, "kế") and r.word(j + 1, "hoạch")):
        return None
    unit: Kind = Kind.MONTH
    place: Place = "first"
    if which != "own":
        bare = (NEXT if which == "next" else PREVIOUS).at(r, j)
        tail = _tail(r, bare)[0] if bare is not None else None
        if tail not in (None, Kind.MONTH):
            assert tail is not None
            unit, place = tail, "first" if which == "next" else "last"
    return Point(unit=unit, place=place, which=which), k


def _of_unit(r: Reader, i: int, place: Place) -> Read | None:
    """`tháng cuối` + (quý I, II, III | quý sau | kỳ báo cáo | năm sau | 6 tháng đầu năm)."""
    after = place == "first" and r.word(i, "sau") and _tail(r, i + 1)[0]
    if after:
        return Point(unit=after, place="first", which="next"), _tail(r, i + 1)[1]
    j = r.skip(i, "của", "trong", "thuộc")
    every = r.text(j) in EVERY or r.word(j, "các")
    j = j + 1 if every else j
    if r.word(j, "quý"):
        return _quarters(r, j + 1, Point(unit=Kind.QUARTER, place=place, every=every))
    if r.word(j, "kỳ"):
        k = j + 1
        which, k = relative(r, k)
        if which == "own" or (which is None and r.word(j + 1, "báo") and r.word(j + 2, "cáo")):
            k = k if which else j + 3
            later, k = relative(r, k)
            which = later or "own"
        return Point(unit=Kind.SPAN, place=place, which=which or "own"), k
    if r.word(j, "năm") and place in ("first", "last"):
        month = 1 if place == "first" else 12
        if every:
            return Point(month=month, year_ref="every"), j + 1
        if ref := year_ref(r, j):
            return Point(month=month, year=ref[0], year_ref=ref[1]), ref[2]
        return Point(month=month), j + 1
    if r.digits(j) == 6 and r.word(j + 1, "tháng"):
        k = j + 2
        number = {"đầu": 1, "cuối": 2}.get(r.text(k)) if r.word(k + 1, "năm") else None
        return Point(unit=Kind.HALF, place=place, numbers=(number,) if number else ()), k + 2 if number else k
    return None


def _quarters(r: Reader, j: int, p: Point) -> Read | None:
    if numbers := r.series(j, "quarter", "quý", 4):
        values, k = numbers
        if r.text(k) == "/" and (year := r.year(k + 1)) is not None:
            return replace(p, numbers=values, year=year), k + 2
        if ref := year_ref(r, r.skip(k, "của")):
            return replace(p, numbers=values, year=ref[0], year_ref=ref[1]), ref[2]
        return replace(p, numbers=values), k
    which, k = relative(r, j)
    if which == "own":
        # "quý báo cáo tiếp theo" is the next one.
        later, end = relative(r, k)
        which, k = (later, end) if later else (which, k)
    p = replace(p, which=which or "own")
    if ref := year_ref(r, r.skip(k, "của", "trong")):
        return replace(p, year=ref[0], year_ref=ref[1]), ref[2]
    return p, k


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
    month = _month(r, j)
    if month is not None:
        return replace(month[0], day=p.day, workday=p.workday), month[1]
    place: Place = "last" if "last" in (p.day, p.workday) else "first"
    if r.word(j, "tháng"):
        return replace(p, unit=Kind.MONTH, place="first"), j + 1
    k = j + 1 if r.text(j) in EVERY else j
    if not r.word(k, "quý", "năm", "kỳ") and not (r.digits(k) == 6 and r.word(k + 1, "tháng")):
        return (p, i) if i == j else None
    unit = _of_unit(r, j, place)
    return None if unit is None else (replace(unit[0], day=p.day, workday=p.workday), unit[1])


def of_first(r: Reader, i: int) -> Read | None:
    """The unit after `05 ngày đầu`: `tháng`, `của quý tiếp theo`, `năm sau`; `i` is after "của"."""
    if (month := _month(r, i)) is not None:
        return month
    if r.word(i, "tháng") and relative(r, i + 1)[0] is None:
        return Point(unit=Kind.MONTH, place="first"), i + 1
    if r.word(i, "quý", "năm", "kỳ") or r.text(i) in EVERY:
        return _of_unit(r, i, "first")
    return None


def of_month(r: Reader, i: int) -> Read | None:
    """A month on its own, as a point without a day: `tháng cuối quý`, `tháng 12`; `i` is after any "của"."""
    return _month(r, i)
