"""The grammar of named periods: `tháng 11`, `quý I, II/2025`, `6 tháng đầu năm`, `giai đoạn 2021-2025`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from calendars.months import last_day
from calendars.periods import Kind
from calendars.phrases.grammar.items import Named, Span
from calendars.phrases.grammar.months import year_ref
from calendars.phrases.text.lexicon import EVERY, forms, listed, words
from calendars.phrases.text.reader import Reader, Wordings

_ONWARD = Wordings(*forms("named.onward"))

Bound = Literal["", "within", "before", "by", "upto", "horizon", "vague"]

_NAMED_BOUNDS: tuple[tuple[Bound, Wordings], ...] = (
    ("before", Wordings("trước", "chậm nhất trước", "muộn nhất trước", "xong trước", "chậm nhất là trước")),
    (
        "by",
        Wordings(
            *(
                f"{late} nhất{how}"
                for late in ("chậm", "muộn", "trễ")
                for how in ("", " là", " vào", " trong", " đến", " đến hết", " hết", " là trong", " là cuối",
                            " cuối", " vào cuối", " đến cuối", " là hết", " là đến hết")
            ),
            "không muộn hơn", "không quá", "không chậm hơn", "xong trong",
        ),
    ),
    ("upto", Wordings("đến hết", "hết", "cho đến hết")),
    ("horizon", Wordings("đến", "tới", "cho đến", "tính đến", "tầm nhìn đến", "hướng đến", "đến cuối",
     "đến đầu")),
    ("within", Wordings("trong", "cả", "trong cả", "trong các", "ngay trong", "nội trong")),
    ("vague", Wordings("đầu", "giữa", "cuối", "vào đầu", "vào cuối", "vào giữa", "đầu các", "từ đầu",
     "ngay từ đầu",
                       "ngay đầu", "sau", "khoảng", "trước và sau")),
    ("", Wordings("vào")),
)  # fmt: skip
STARTS = frozenset(first for _, wordings in _NAMED_BOUNDS for first in wordings.firsts) | words(
    listed("named.starts.2")
)
"""The words with which anything here begins."""


def named(r: Reader, i: int) -> Named | None:
    """A named period with the bound that stands before it."""
    bound: Bound = ""
    start = longest = i
    for name, wordings in _NAMED_BOUNDS:
        if (j := wordings.at(r, i)) is not None and j > longest:
            bound, longest = name, j
    i = longest
    report = False
    if not bound and longest == start:
        for lead in ("báo", "định"):
            if r.word(i, lead) and r.word(i + 1, "cáo", "kỳ"):
                report, i = True, i + 2
                break
    found = _year(r, i) or _half(r, i) or _numbered(r, i)
    if found is None:
        return None
    return replace(found, i=start, bound=bound, report=report)


def _year(r: Reader, i: int) -> Named | None:
    if not r.word(i, "năm") or (year := r.year(i + 1)) is None:
        return None
    j = i + 2
    if (k := _ONWARD.at(r, j)) is not None:
        return Named(i, k, Kind.YEAR, (1,), year, onward=True)
    return Named(i, j, Kind.YEAR, (1,), year)


def _half(r: Reader, i: int) -> Named | None:
    number = r.number(i)
    if number is None or number[0] not in (6, 9) or not r.word(number[1], "tháng"):
        return None
    j = number[1] + 1
    if not r.word(j, "đầu", "cuối") or not r.word(j + 1, "năm"):
        return None
    if number[0] == 9 and r.word(j, "cuối"):
        return None
    kind = Kind.HALF if number[0] == 6 else Kind.NINE_MONTHS
    which = 2 if r.word(j, "cuối") else 1
    year, ref, k = year_ref(r, j + 1) or (None, None, j + 2)
    return Named(i, k, kind, (which,), year, ref)


def _numbered(r: Reader, i: int) -> Named | None:
    i = r.skip(i, "các")
    start = i
    unit = r.text(i)
    if unit == "t" and r.at(i + 1).kind == "num" and r.at(i + 1).glued:
        unit = "tháng"
    elif unit == "q" and r.at(i + 1).kind == "num" and r.at(i + 1).glued:
        unit = "quý"
    kind = {"tháng": Kind.MONTH, "quý": Kind.QUARTER}.get(unit)
    if kind is None:
        return _figures(r, i)
    one, most = ("quarter", 4) if kind is Kind.QUARTER else ("number", 12)
    numbers = r.series(i + 1, one, unit, most)
    if numbers is None:
        return None
    values, j = numbers
    # `quý 15 ngày`, `tháng 2 lần`: the number counts something else.
    if r.word(j, "ngày", "lần", "tháng", "giờ", "tuần") and not (r.word(j, "ngày") and r.digits(j + 1)):
        return None
    if r.text(j) in ("/", "-") and (year := r.year(j + 1)) is not None:
        return Named(start, j + 2, kind, values, year)
    k = r.skip(j, "của", "trong")
    k = r.skip(k, ",") if r.word(k + 1, "năm") or r.text(k + 1) in EVERY else k
    if ref := year_ref(r, k):
        return Named(start, ref[2], kind, values, ref[0], ref[1])
    if r.text(j) == "/":
        return None
    return Named(start, j, kind, values)


def _figures(r: Reader, i: int) -> Named | None:
    """`6/2025`: a month, where it is all that the phrase says or stands between signs."""
    number = r.digits(i)
    if number is None or not 1 <= number <= 12 or r.at(i).digits > 2 or not r.word(i + 1, "/"):
        return None
    year = r.year(i + 2)
    edges = r.text(i - 1) in ("", "(", ":", ",", "-") and r.text(i + 3) in ("", ")", ",", ";", ".")
    whole = i > 0 or len(r) == i + 3 or r.text(i + 3) != ""
    if year is None or not edges or not whole or r.at(i - 1).kind == "num" or r.at(i + 3).kind == "num":
        return None
    return Named(i, i + 3, Kind.MONTH, (number,), year)


def span(r: Reader, i: int) -> Span | None:
    """`giai đoạn 2021 - 2025`, `tháng 01/2022 - 12/2022`, `từ quý I đến quý III/2025`."""
    start = i
    i = r.skip(i, "trong", "cho", "của")
    stage = r.word(i, "giai") and r.word(i + 1, "đoạn")
    i = i + 2 if stage else i
    i = r.skip(i, "từ")
    named_year = r.word(i, "năm")
    years = r.skip(i, "năm")
    if (first := r.year(years)) is not None and (stage or named_year) and r.word(years + 1, "-", "đến"):
        last = r.year(r.skip(years + 2, "hết", "năm"))
        if last is not None and first <= last:
            return Span(
                start, r.skip(years + 2, "hết", "năm") + 1, date(first, 1, 1), date(last, 12, 31), stage=True
            )
        return None
    return None if stage else _months_span(r, start, i)


def _months_span(r: Reader, start: int, i: int) -> Span | None:
    from_ = _part(r, i, None)
    if from_ is None or not r.word(from_[3], "-", "đến"):
        return None
    j = r.skip(from_[3] + 1, "hết")
    to = _part(r, j, from_[0])
    if to is None or from_[0] != to[0]:
        return None
    closing = to[2] or r.year_of_plan
    if closing is None:
        return None
    year = from_[2] or closing
    size = 1 if to[0] == "tháng" else 3
    first = date(year, (from_[1] - 1) * size + 1, 1)
    last = last_day((closing, to[1] * size))
    return Span(start, to[3], first, last) if first < last else None


def _part(r: Reader, i: int, unit: str | None) -> tuple[str, int, int | None, int] | None:
    """(unit, number, year, place after) of one end of a span; the second may leave its unit out."""
    word = r.text(i)
    if word in ("tháng", "quý"):
        unit, i = word, i + 1
    if unit is None:
        return None
    number = r.quarter(i) if unit == "quý" else r.number(i)
    if number is None or not 1 <= number[0] <= (4 if unit == "quý" else 12):
        return None
    value, j = number
    if r.text(j) == "/" and (year := r.year(j + 1)) is not None:
        return unit, value, year, j + 2
    if r.word(j, "năm") and (year := r.year(j + 1)) is not None:
        return unit, value, year, j + 2
    return unit, value, None, j
