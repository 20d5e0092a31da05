"""Which year a plan is for: from its title, the lines above its table, the head of the time column, its date.

Where two of them say the same and none another, the year is sure; where only one speaks, each row that rests
on it is told so; where they contradict each other, or speak of several years, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_ENGLISH_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+\d{{4}}\b|\b{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b"
)
_ALONE = re.compile(r"(?:[\divx]+[.)]\s*)?(?:(?:trong |ke hoach )?nam |year )?20\d\d")
_LATE = 10
"""From this month on a plan may well be for the year after."""


@dataclass(frozen=True, slots=True)
class PlanYear:
    """The year, and whether more than one place says so; `said` is the place where only one does."""

    year: int
    sure: bool
    said: str = ""

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
        return PlanYear(year, len(spoken) + by_date > 1, next(iter(spoken)))
    if day is None:
        return None
    # A plan of December is for the year after.
    return PlanYear(day.year + 1 if day.month == 12 else day.year, sure=False, said="date")


def under(year: PlanYear | None, headings: Iterable[str]) -> PlanYear | None:
    """The year of a row under headings of which one may name another year than the plan's: that one, unsure;
    none where it is no year alone (`Đến năm 2030`) or there are several.
    """
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


def _years(texts: Iterable[str]) -> set[int] | None:
    """The years that the texts name, without those of papers they cite; None for a time of several years."""
    found: set[int] = set()
    for text in texts:
        said = _ENGLISH_DATE.sub(" ", _DATED.sub(" ", _CITED.sub(" ", folded(text))))
        if _SPAN.search(said):
            return None
        found |= {int(year) for year in _YEAR.findall(said)}
    return found
