"""The grammar of a day's month, quarter and year: `của tháng cuối quý`, `năm sau liền kề năm báo cáo`."""

from __future__ import annotations

from dataclasses import replace

from calendars.periods import Kind
from calendars.phrases.grammar.items import Place, Point, Which, YearRef
from calendars.phrases.text.lexicon import EVERY, forms
from calendars.phrases.text.reader import Reader, Wordings

NEXT = Wordings(*forms("months.next"))
PREVIOUS = Wordings("trước liền kề", "liền kề trước", "liền trước", "kề trước", "trước đó", "trước")
SAME = Wordings(*forms("months.same"))
_PLACES: dict[Place, Wordings] = {
    "first": Wordings("đầu tiên", "đầu", "thứ nhất"),
    "last": Wordings("cuối cùng", "cuối"),
    "second": Wordings("thứ hai", "giữa"),
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
_OR_OF_MONEY = Wordings("hoặc năm tài chính", "hoặc năm quyết toán")
_OF_PERIOD = Wordings("của kỳ báo cáo", "kỳ báo cáo", "trong kỳ báo cáo", "thuộc kỳ báo cáo")
_YEARS = Wordings(*forms("months.years"))
"""What a year is counted for: `năm sau năm tài chính`."""
Read = tuple[Point, int]


def with_year(r: Reader, j: int, p: Point) -> Read:
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
    if r.word(j, "của") and r.word(j + 1, "năm") and r.word(j + 2, ";", ".", ","):
        return replace(p, year_ref="same"), j + 2
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
    if r.word(i, "n"):
        later = r.word(i + 1, "+") and r.digits(i + 2) == 1
        return None, "next" if later else "same", i + 3 if later else i + 1
    if (own := _YEARS.at(r, i)) is not None and r.word(own, "kế", "tiếp", "liền", "sau", "trước"):
        i = own
    which, j = relative(r, r.skip(i, "dương", "lịch") + 1 if r.word(i, "dương") else i)
    if which == "own":
        return None, "same", j
    return (None, which, j) if which else None


def relative(r: Reader, i: int) -> tuple[Which | None, int]:
    """Which one after "tháng", "quý", "năm", "kỳ": the next, the one before, or the one reported on."""
    if (j := PREVIOUS.at(r, i)) is not None and not _boundary_follows(r, i, j):
        return "previous", counted_from(r, j)[1]
    if (j := NEXT.at(r, i)) is not None and not r.word(j, "khi"):
        return "next", counted_from(r, j)[1]
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


def counted_from(r: Reader, i: int) -> tuple[Kind | None, int]:
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
    if r.word(j, "tháng", "quý") and r.word(j + 1, "phát") and r.word(j + 2, "sinh"):
        return unit, j + 3
    if unit is Kind.YEAR and (named := _YEARS.at(r, j + 1)) is not None:
        return unit, named
    return None, i


def month_of(r: Reader, i: int) -> Read | None:
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
        return with_year(r, after, Point(month=value))
    if (counted := _month_after_end(r, j)) is not None:
        return counted
    # "tháng thứ 2 của quý"
    if r.word(j, "thứ") and (n := r.digits(j + 1)) is not None and 1 <= n <= 3:
        return of_unit(r, j + 2, ("first", "second", "third")[n - 1])
    for place, wordings in _PLACES.items():
        if (k := wordings.at(r, j)) is not None:
            return of_unit(r, k, place)
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
        end = _OR_OF_MONEY.at(r, end) or end
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
        tail = counted_from(r, bare)[0] if bare is not None else None
        if tail not in (None, Kind.MONTH):
            assert tail is not None
            unit, place = tail, "first" if which == "next" else "last"
    return Point(unit=unit, place=place, which=which), k


def of_unit(r: Reader, i: int, place: Place) -> Read | None:
    """`tháng cuối` + (quý I, II, III | quý sau | kỳ báo cáo | năm sau | 6 tháng đầu năm)."""
    after = place == "first" and r.word(i, "sau") and counted_from(r, i + 1)[0]
    if after:
        return Point(unit=after, place="first", which="next"), counted_from(r, i + 1)[1]
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
        return Point(month=month), _YEARS.at(r, j + 1) or j + 1
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
