"""Periods as people write them: 'quý III/2026', '11/2026', '6 tháng đầu năm 2026', to the code of each. Pure.

Accents, capitals and blanks do not matter. What is not recognised stays as it is, so that `periods.parse`
says what a code looks like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEP = r"(?: ?[/.,-] ?| of | nam | )(?:nam )?"
_YEAR = r"((?:19|2\d)\d\d)"
_FORMS: tuple[tuple[str, Callable[..., str]], ...] = (
    (rf"(?:q|quy|quarter) ?(iv|i{{1,3}}|[1-4]){_SEP}{_YEAR}", lambda q, y: f"{y}-Q{_ROMAN.get(q, q)}"),
    (rf"{_YEAR} ?[/-]? ?q(?:uy)? ?(iv|i{{1,3}}|[1-4])", lambda y, q: f"{y}-Q{_ROMAN.get(q, q)}"),
    (rf"(?:6 thang|nua) dau(?: nam)?{_SEP}{_YEAR}", lambda y: f"{y}-H1"),
    (rf"(?:6 thang|nua) cuoi(?: nam)?{_SEP}{_YEAR}", lambda y: f"{y}-H2"),
    (rf"(?:first half|first 6 months){_SEP}{_YEAR}", lambda y: f"{y}-H1"),
    (rf"(?:second half|last 6 months){_SEP}{_YEAR}", lambda y: f"{y}-H2"),
    (rf"h([12]){_SEP}{_YEAR}", lambda h, y: f"{y}-H{h}"),
    (rf"(?:9 thang(?: dau)?(?: nam)?|first 9 months|9 months|9m){_SEP}{_YEAR}", lambda y: f"{y}-9M"),
    (rf"(?:t|thang |month )?(\d{{1,2}}){_SEP}{_YEAR}", lambda m, y: f"{y}-{int(m):02}"),
    (rf"{_YEAR} ?/ ?(\d{{1,2}})", lambda y, m: f"{y}-{int(m):02}"),
    (rf"({'|'.join(_MONTHS)}){_SEP}{_YEAR}", lambda m, y: f"{y}-{_MONTHS.index(m) + 1:02}"),
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


def as_code(text: str) -> str:
    """The code of a period as a person writes it; any other text as it is. Whether there is such a period, a
    13th month say, is the question of `periods.parse`."""
    if len(text) > _LONGEST:
        return text
    plain = folded(text)
    for pattern, code in _KNOWN:
        if found := pattern.fullmatch(plain):
            return code(*found.groups())
    return text


def folded(text: str) -> str:
    """Text without accents, capitals and runs of blanks: 'Quý III' -> 'quy iii'."""
    marked = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return " ".join("".join(c for c in marked if not unicodedata.combining(c)).casefold().split())
