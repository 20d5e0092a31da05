"""Periods as people write them: 'quý III/2026', '11/2026', '6 tháng đầu năm 2026', to the code of each. Pure.

What our own mails and boards call a period (`period_names`) is among it, in both languages. Accents, capitals
and blanks do not matter. What is not recognised stays as it is, so that `periods.parse` says what a code
looks like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEP = r"(?: ?[/.,-] ?| of | nam | )(?:nam )?"
_YEAR = r"((?:19|2\d)\d\d)"
_MONTH = rf"(?:thang )?(\d{{1,2}}|{'|'.join(_MONTHS)})"


def _month(text: str) -> int:
    return _MONTHS.index(text) + 1 if text in _MONTHS else int(text)


def _months(first: str, in_: str | None, last: str, year: str) -> str:
    return f"{in_ or year}-{_month(first):02}..{year}-{_month(last):02}"


def _weeks(n: str, last: date) -> str:
    """Whole ISO weeks that end with that day; ValueError where they do not."""
    if last.isoweekday() != 7 or not 1 <= int(n) <= 52:
        raise ValueError(last)
    ends = (last - timedelta(days=7 * int(n) - 1), last)
    return "..".join("{}-W{:02}".format(*day.isocalendar()[:2]) for day in ends)


_FORMS: tuple[tuple[str, Callable[..., str]], ...] = (
    (rf"(?:q|quy|quarter) ?(iv|i{{1,3}}|[1-4]){_SEP}{_YEAR}", lambda q, y: f"{y}-Q{_ROMAN.get(q, q)}"),
    (rf"{_YEAR} ?[/-]? ?q(?:uy)? ?(iv|i{{1,3}}|[1-4])", lambda y, q: f"{y}-Q{_ROMAN.get(q, q)}"),
    (rf"(?:6 thang|nua) dau(?: nam)?{_SEP}{_YEAR}", lambda y: f"{y}-H1"),
    (rf"(?:6 thang|nua) cuoi(?: nam)?{_SEP}{_YEAR}", lambda y: f"{y}-H2"),
    (rf"(?:nua|15 ngay) dau thang (\d{{1,2}}){_SEP}{_YEAR}", lambda m, y: f"{y}-{int(m):02}-H1"),
    (rf"nua (?:cuoi|sau) thang (\d{{1,2}}){_SEP}{_YEAR}", lambda m, y: f"{y}-{int(m):02}-H2"),
    (rf"first half of {_MONTH}{_SEP}{_YEAR}", lambda m, y: f"{y}-{_month(m):02}-H1"),
    (rf"second half of {_MONTH}{_SEP}{_YEAR}", lambda m, y: f"{y}-{_month(m):02}-H2"),
    (rf"(?:tu )?{_MONTH}(?:{_SEP}{_YEAR})? (?:den|to) {_MONTH}{_SEP}{_YEAR}", _months),
    (
        rf"(\d{{1,2}}) tuan tu \d{{1,2}}/\d{{1,2}}(?:/\d{{4}})? den (\d{{1,2}})/(\d{{1,2}})/{_YEAR}",
        lambda n, d, m, y: _weeks(n, date(int(y), int(m), int(d))),
    ),
    (
        rf"(\d{{1,2}}) weeks, [\d-]+ to {_YEAR}-(\d\d)-(\d\d)",
        lambda n, y, m, d: _weeks(n, date(int(y), int(m), int(d))),
    ),
    (rf"(?:first half|first 6 months){_SEP}{_YEAR}", lambda y: f"{y}-H1"),
    (rf"(?:second half|last 6 months){_SEP}{_YEAR}", lambda y: f"{y}-H2"),
    (rf"h([12]){_SEP}{_YEAR}", lambda h, y: f"{y}-H{h}"),
    (rf"(?:9 thang(?: dau)?(?: nam)?|(?:first )?(?:9|nine) months|9m){_SEP}{_YEAR}", lambda y: f"{y}-9M"),
    (rf"(?:t|thang |month )?(\d{{1,2}}){_SEP}{_YEAR}", lambda m, y: f"{y}-{int(m):02}"),
    (rf"{_YEAR} ?/ ?(\d{{1,2}})", lambda y, m: f"{y}-{int(m):02}"),
    (rf"({'|'.join(_MONTHS)}){_SEP}{_YEAR}", lambda m, y: f"{y}-{_month(m):02}"),
    (rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) {_YEAR}", lambda d, m, y: f"{y}-{_month(m):02}-{int(d):02}"),
    (rf"(?:w|tuan|week) ?(\d{{1,2}}){_SEP}{_YEAR}", lambda w, y: f"{y}-W{int(w):02}"),
    (rf"(?:ca )?(?:nam|year) {_YEAR}", lambda y: f"{y}"),
    (rf"(?:giai doan |period )?{_YEAR} ?[-–] ?{_YEAR}", lambda a, b: f"{a}..{b}"),
    (
        rf"(?:ngay )?(\d{{1,2}})[/.-](\d{{1,2}})[/.-]{_YEAR}",
        lambda d, m, y: f"{y}-{int(m):02}-{int(d):02}",
    ),
)
_KNOWN = tuple((re.compile(pattern, re.ASCII), code) for pattern, code in _FORMS)
_LONGEST = 60
_ITS_DAYS = re.compile(r" ?\([^()]*\)$")
_FINANCIAL = re.compile(r"(?:of )?(?:nam tai chinh|financial year|fy) ?")
_PART = re.compile(r"(\d{4})(-Q\d|-H\d|-9M)?")


def as_code(text: str, year_starts: int = 1) -> str:
    """The code of a period as a person writes it; any other text as it is. Whether there is such a period, a
    13th month say, is the question of `periods.parse`.

    `year_starts` is the month with which the reader's financial year begins: 'quý I năm tài chính 2026'.
    """
    if len(text) > _LONGEST:
        return text
    plain = _ITS_DAYS.sub("", folded(text))
    financial = year_starts != 1 and _FINANCIAL.search(plain) is not None
    if financial:
        plain = _FINANCIAL.sub("nam ", plain)
    for pattern, code in _KNOWN:
        if not (found := pattern.fullmatch(plain)):
            continue
        try:
            read = code(*found.groups())
        except ValueError:  # no such day, or no whole weeks
            return text
        part = _PART.fullmatch(read)
        if financial:
            return f"{part[1]}F{year_starts:02}{part[2] or ''}" if part else text
        return read
    return text


def folded(text: str) -> str:
    """Text without accents, capitals and runs of blanks: 'Quý III' -> 'quy iii'."""
    marked = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).casefold().split())
