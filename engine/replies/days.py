"""Days as people write them in a reply: `25/11`, `ngày 25 tháng 11`, `hôm qua`, `thứ Sáu tuần trước`.

What is found is words; which day they mean is asked with the day on which the mail came. `calendars.phrases`
answers whether there is such a day, and whether the limit that is set with it counts the day itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from calendars.phrases import MeaningKind, deadlines, parse
from calendars.rules import Boundary
from engine.replies.spelling import words

_MONTHS = words(
    """
    january february march april may june july august september october november december
    """
)
_MONTH = "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "|sept"
_WEEKDAYS_EN = words("monday tuesday wednesday thursday friday saturday sunday")
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5, **{str(n): n - 2 for n in range(2, 8)}}
_WEEKDAY = (
    r"(?:thu (?P<vi{0}>hai|ba|tu|nam|sau|bay|[2-7])|t(?P<t{0}>[2-7])|(?P<cn{0}>chu nhat|cn)"
    r"|(?P<en{0}>" + "|".join(_WEEKDAYS_EN) + "))"
)
_LIMIT = r"(?P<limit>(?:(?:den|toi|sang|het|truoc|cham nhat|la|vao|until|till|by|to|before)\s){0,4})"
_LEAD = (
    rf"(?P<lead>{_LIMIT}(?:(?:vao|trong|on|dated|date|of|the)\s){{0,4}}(?:(?:sang|chieu|toi)\s)?"
    rf"(?:{_WEEKDAY.format('')},?\s)?(?:(?:ngay|hom)\s?:?\s?|ng\.?\s?)?\(?)"
)
_END = r"(?![\w/-])(?!\s?[/.-]\s?[0-9])"
_FULL = r"(?P<d>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{1,2})\s?(?P=sep)\s?(?P<y>[0-9]{4}|[0-9]{2})"
_SHORT = r"(?P<d>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{1,2})"
_WORDED = (
    r"(?P<d>[0-9]{1,2})(?:\s?(?:thang|thg)\.?\s?)(?P<m>[0-9]{1,2})"
    r"(?:,?\s?(?:(?:nam|/)\s?)?(?P<y>20[0-9]{2}))?(?!\s?(?:nam|/)\s?[0-9]*)"
)
_ISO = r"(?P<y>20[0-9]{2})(?P<sep>[-/])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})"
_ENGLISH = (
    rf"(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?\s?(?:of\s)?(?P<name>{_MONTH})\.?(?:,?\s(?P<y>20[0-9]{{2}}))?"
)
_AMERICAN = rf"(?P<name>{_MONTH})\.?\s(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y>20[0-9]{{2}}))?"
_NAMED = tuple(
    re.compile(rf"(?<![\w/.,-]){_LEAD}{form}{_END}")
    for form in (_ISO, _FULL, _WORDED, _ENGLISH, _AMERICAN, _SHORT)
)
_AGO = {
    "hom nay": 0, "ngay hom nay": 0, "sang nay": 0, "chieu nay": 0, "trua nay": 0, "today": 0,
    "this morning": 0, "this afternoon": 0, "hom qua": 1, "ngay hom qua": 1, "sang hom qua": 1,
    "chieu hom qua": 1, "toi hom qua": 1, "sang qua": 1, "chieu qua": 1, "toi qua": 1, "yesterday": 1,
    "yesterday morning": 1, "yesterday afternoon": 1, "hom kia": 2, "ngay hom kia": 2,
}  # fmt: skip
_RELATIVE = re.compile(
    r"(?<![\w/.-])(?:(?:vao|tu)\s)?(?P<said>" + "|".join(sorted(_AGO, key=len, reverse=True)) + r")(?!\w)"
)
_OF_WEEK = re.compile(
    rf"(?<![\w/.-])(?:(?:vao|ngay|hom|sang|chieu|on|of)\s){{0,4}}{_WEEKDAY.format('')}"
    r"(?P<which>\s(?:tuan truoc|tuan qua|tuan nay|vua roi|vua qua|of last week|last week|this week))?(?!\w)"
)
_MONTH_END = re.compile(
    r"(?<![\w/.-])(?P<limit>(?:(?:den|toi)\s)?)(?:het|cuoi|the end of|end of)\s"
    r"(?:thang|month|the month|this month)(?:\s(?P<m>[0-9]{1,2})|(?P<this>\snay))?(?:\s?(?:/"
    r"|nam)\s?(?P<y>20[0-9]{2}))?" + _END
)
CLOSE = 120
"""A day without a year is believed as far as this from the mail's day, in days."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day in words, all of them plain."""

    words: str
    d: int | None = None
    m: int | None = None
    y: int | None = None
    ago: int | None = None
    weekday: int | None = None
    week: str = ""
    limit: str = ""
    """`den`, `truoc`, `until` ...: the day is a limit, and none on which something was done."""
    led: bool = True
    """Whether a word or a year says that it is a day, and no fraction."""
    month_end: bool = False
    numeric: bool = False
    """Two numbers of which either may be the month."""

    @property
    def relative(self) -> bool:
        """Whether it counts from the day on which the mail was written."""
        return self.ago is not None or (self.d is None and not self.month_end)

    def on(self, received: date) -> date | None:
        """The day that is meant, or the last one that a limit permits; None where it cannot be said."""
        if self.ago is not None:
            return received - timedelta(self.ago)
        if self.month_end:
            return self._month_end(received)
        if self.d is None or self.m is None:
            return self._in_week(received)
        years = [self.y] if self.y else [received.year + n for n in (-1, 0, 1)]
        found = [day for year in years if (day := self._named(year))]
        day = min(found, key=lambda each: abs(each - received), default=None)
        if day is not None and self.weekday not in (None, (day + timedelta(self._less)).weekday()):
            return None
        return day

    @property
    def _less(self) -> int:
        return 1 if {"truoc", "before"} & set(self.limit.split()) else 0

    def _named(self, year: int) -> date | None:
        phrase = f"{'trước' if self._less else 'chậm nhất'} ngày {self.d}/{self.m}/{year}"
        return _only(phrase, year)

    def _month_end(self, received: date) -> date | None:
        return _only(f"hết tháng {self.m or received.month}/{self.y or received.year}", received.year)

    def _in_week(self, received: date) -> date | None:
        if self.weekday is None or not self.week:
            return None
        monday = received - timedelta(received.weekday())
        this = monday + timedelta(self.weekday)
        if self.week in ("tuan truoc", "tuan qua", "of last week", "last week"):
            return this - timedelta(7)
        if self.week in ("tuan nay", "this week"):
            return this
        return this if this < received else this - timedelta(7)


def _only(phrase: str, year: int) -> date | None:
    """The one last permitted day of a timing phrase."""
    if not 1 <= year <= 2998:
        return None
    meaning = parse(phrase, year)
    if meaning.kind is not MeaningKind.ONCE or meaning.notes:
        return None
    found = deadlines(meaning, date(year, 1, 1), date(year, 12, 31))
    if len(found) != 1:
        return None
    return found[0].nominal - timedelta(found[0].boundary is Boundary.BEFORE)


def days_in(folded: str, year: int) -> Iterator[tuple[int, int, Day]]:
    """(start, end, day) of what a line names in plain letters; `year` is that of the mail."""
    for pattern in _NAMED:
        for found in pattern.finditer(folded):
            if (day := _written(found, year)) is not None:
                yield *found.span(), day
    for found in _MONTH_END.finditer(folded):
        month = int(found["m"]) if found["m"] else None
        if month is None and not found["this"] and "month" not in found[0] and "thang" not in found[0]:
            continue
        of = int(found["y"]) if found["y"] else None
        yield *found.span(), Day(found[0], m=month, y=of, month_end=True, limit="den")
    for found in _RELATIVE.finditer(folded):
        yield *found.span(), Day(found[0], ago=_AGO[found["said"]])
    for found in _OF_WEEK.finditer(folded):
        yield *found.span(), Day(found[0], weekday=_weekday(found), week=(found["which"] or "").strip())


def _written(found: re.Match[str], year: int) -> Day | None:
    said = found.groupdict()
    month = said.get("m")
    m = int(month) if month else _MONTHS.index(_full(said["name"] or "")) + 1
    y = int(said["y"]) if said.get("y") else None
    if y is not None and y < 100:
        y += 2000
        if abs(y - year) > 1:
            return None
    lead = said["lead"].strip()
    if y is None and said.get("sep") in (".", "-") and not re.search(r"ngay|ng\.?$|hom", lead):
        return None
    numeric = bool(month) and said.get("sep") == "/"
    d = int(said["d"])
    return Day(
        found[0],
        d=d,
        m=m,
        y=y,
        weekday=_weekday(found),
        limit=said["limit"].strip(),
        led=bool(lead) or y is not None or not month or "thang" in found[0] or "thg" in found[0],
        numeric=numeric and d <= 12 and d != m and not found[0].strip().startswith("20"),
    )


def _full(name: str) -> str:
    return next(month for month in _MONTHS if month.startswith(name[:3]))


def _weekday(found: re.Match[str]) -> int | None:
    said = found.groupdict()
    if name := said.get("vi") or said.get("t"):
        return _WEEKDAYS[name]
    if said.get("cn"):
        return 6
    return _WEEKDAYS_EN.index(said["en"]) if said.get("en") else None
