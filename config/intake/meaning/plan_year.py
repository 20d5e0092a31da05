"""Which year a plan is for: from its title, the lines above its table, the head of the time column, its date.

Where two of them say the same and none another, the year is sure; where only one speaks, each row that rests
on it is told so; where they contradict each other, or speak of several years, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from calendars import periods
from calendars.periods import Period
from calendars.phrases.wording import named
from config.intake.comparable import folded, plain
from language import Message

_YEAR = re.compile(r"(?<![\d/.])(?:19|20)\d{2}(?![\d])")
_SPAN = re.compile(
    r"giai doan|(?:19|20)\d{2}\s*(?:-|–|den)\s*(?:nam\s*)?(?:19|20)\d{2}|hang nam|va cac nam|va nhung nam"
    r"|\bperiod\b|every year|each year|(?:19|20)\d{2}\s*(?:to|until)\s*(?:19|20)\d{2}|following years"
)
_CITED = re.compile(
    r"\d+[a-z]?(?:/(?:19|20)\d{2})?/[a-z0-9-]+(?:\s+ngay\s+(?:[\d/ thang-]+nam\s+\d{4}|[\d/.-]+))?"
)
_DATED = re.compile(r"ngay\s+\d{1,2}\s*(?:/|-|\.|\s+thang\s+)\s*\d{1,2}\s*(?:/|-|\.|\s+nam\s+)\s*\d{4}")
_UNDATED = re.compile(r"ngay[\s._…]*thang\s+(?:\d{1,2}|[\s._…]*)\s*nam\s+\d{4}")
"""`ngày ... tháng 6 năm 2026` of a letter whose day is left open: no month of a plan."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ENGLISH_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b"
)
_OF_MONTH = re.compile(r"(?<!\d )\b((?:thang|quy)\s[\d\sivx,–-]*[\divx])\s*/\s*(20\d\d)(?![\d/])")
"""`tháng 6/2026`, which is no paper's number; behind a day it is a date."""
_ALONE = re.compile(r"(?:[\divx]+[.)]\s*)?(?:(?:trong |ke hoach )?nam |year )?20\d\d")
_IN_YEAR = re.compile(
    r"\b(?:thang (?P<month>\d{1,2})|quy (?P<quarter>i{1,3}|iv|[1-4])"
    r"|(?P<english>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?= 20\d\d))\b"
    r"(?:\s*(?:nam|[/,-])?\s*(?P<year>20\d\d))?"
    r"(?P<more>\s*(?:-|–|,|&|va|den|to|and)\s*(?:thang |quy )?(?:\d|[ivx]+\b))?"
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4} | {
    name: n for n, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
}  # fmt: skip
_SPAN_ALONE = re.compile(
    r"(?:[\divx]+[.)]\s*)?(?:trong )?(?:thang|quy) (?:\d{1,2}|[ivx]+)(?:\s*(?:nam|/)?\s*20\d\d)?"
)
_SOON = 31
"""Days before a month or quarter in which its plan is signed."""
_LATE = 10
"""From this month on a plan may well be for the year after."""


@dataclass(frozen=True, slots=True)
class PlanSpan:
    """The month or quarter that a plan is for, and whether more than one place says so."""

    period: Period
    sure: bool
    said: str = ""

    def doubt(self, text: str) -> Message:
        """What a row is told whose day rests on it; `text` is its time cell."""
        return Message(f"intake.plan-span-{self.said}", span=named(self.period), text=text)


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The year, and whether more than one place says so; `said` is the place where only one does."""

    year: int
    sure: bool
    said: str = ""
    span: PlanSpan | None = None
    """The month or quarter of it that the plan is for."""

    def doubt(self, text: str) -> Message:
        """What a row is told whose day rests on it; `text` is its time cell."""
        return Message(f"intake.plan-year-{self.said}", year=str(self.year), text=text)


def plan_year(
    title: str | None, above: Iterable[str], column: str | None, day: date | None
) -> PlanYear | None:
    """The year of the table under those lines and heads, in a document of that title and date."""
    called = plain(title or "")
    # The title often stands right above the table: it speaks once.
    lines = [line for line in above if plain(line) and plain(line) not in called]
    said = {"title": _years([title or ""]), "above": _years(lines), "column": _years([column or ""])}
    if any(years is None for years in said.values()):
        return None
    spoken = {place: years for place, years in said.items() if years}
    named = {year for years in spoken.values() if years for year in years}
    if len(named) > 1:
        return None
    if named:
        (year,) = named
        by_date = day is not None and (day.year == year or (day.year == year - 1 and day.month >= _LATE))
        if day is not None and not by_date and abs(day.year - year) > 1:
            return None
        found = PlanYear(year, len(spoken) + by_date > 1, next(iter(spoken)))
    elif day is None:
        return None
    else:
        # A plan of December is for the year after.
        found = PlanYear(day.year + 1 if day.month == 12 else day.year, sure=False, said="date")
    texts = {"title": [title or ""], "above": lines, "column": [column or ""]}
    return replace(found, span=_span(found, texts, day))


def _span(year: PlanYear, texts: Mapping[str, Sequence[str]], day: date | None) -> PlanSpan | None:
    """The one month or quarter of the year that title, lines and head name; none where they name several, or
    one that had ended when the document was signed.
    """
    spoken = {place: found for place, said in texts.items() if (found := _months(said, year.year))}
    named_ = {each for found in spoken.values() for each in found}
    if len(named_) != 1 or None in named_:
        return None
    (code,) = named_
    period = periods.parse(str(code))
    if day is not None and period.last < day:
        return None
    soon = day is not None and (period.first - day).days <= _SOON
    return PlanSpan(period, len(spoken) + soon > 1 and year.said != "date", next(iter(spoken)))


def _months(texts: Iterable[str], year: int) -> set[str | None]:
    """The codes of the months and quarters that texts name; None among them for a stretch of several."""
    found: set[str | None] = set()
    for text in texts:
        said = _own(text)
        for match in _IN_YEAR.finditer(said):
            number, of = match["month"] or match["quarter"] or match["english"], match["year"]
            n = int(number) if number.isdigit() else _NUMBERS[number[:3] if match["english"] else number]
            letter = "Q" if match["quarter"] else ""
            fits = 1 <= n <= (4 if letter else 12) and (of is None or int(of) == year) and not match["more"]
            found.add((f"{year}-Q{n}" if letter else f"{year}-{n:02}") if fits else None)
    return found


def under(year: PlanYear | None, headings: Iterable[str]) -> PlanYear | None:
    """The year of a row under headings of which one may name another year than the plan's: that one, unsure;
    none where it is no year alone (`Đến năm 2030`) or there are several.
    """
    headings = list(headings)
    found = _under(year, headings)
    spans = {each for heading in headings for each in _months([heading], found.year if found else 0)}
    if found is None or not spans:
        return found
    if len(spans) > 1 or None in spans or not _SPAN_ALONE.fullmatch(folded(headings[-1]).strip(" .:;-")):
        return replace(found, span=None)
    return replace(found, span=PlanSpan(periods.parse(str(spans.pop())), sure=False, said="heading"))


def _under(year: PlanYear | None, headings: Sequence[str]) -> PlanYear | None:
    named: set[int] = set()
    alone = True
    for heading in headings:
        years = _years([heading])
        if years is None:
            return None
        if years:
            alone = alone and bool(_ALONE.fullmatch(folded(heading).strip(" .:;-")))
            named |= years
    if not named or (year is not None and named == {year.year}):
        return year
    return PlanYear(named.pop(), sure=False, said="heading") if alone and len(named) == 1 else None


def _own(text: str) -> str:
    """A text, folded, without the papers that it cites and without days of any year."""
    said = _OF_MONTH.sub(r"\1 nam \2", folded(text))
    return _ENGLISH_DATE.sub(" ", _UNDATED.sub(" ", _DATED.sub(" ", _CITED.sub(" ", said))))


def _years(texts: Iterable[str]) -> set[int] | None:
    """The years that the texts name, without those of papers they cite; None for a time of several years."""
    found: set[int] = set()
    for text in texts:
        said = _own(text)
        if _SPAN.search(said):
            return None
        found |= {int(year) for year in _YEAR.findall(said)}
    return found
