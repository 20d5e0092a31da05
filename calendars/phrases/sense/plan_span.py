"""A plan of one month or quarter: what its cells leave open (`Ngày 15`, `Tuần 2`, `tháng cuối quý`) is of it.

The cell's words are completed before they are read, so that they mean what the whole date would mean. What
comes round (`hằng tuần`) stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from calendars.periods import Kind, Period
from calendars.phrases.meaning import Cycle, Meaning, MeaningKind
from language import Message

_ROUND = re.compile(
    r"\b(?:hằng|hàng|mỗi|từng|định kỳ|các tháng|các tuần|every|each|\w+ly|lần)\b|/\s*lần", re.IGNORECASE
)
_DAYS = re.compile(
    r"\bngày\s+(\d{1,2})((?:\s*(?:,|;|và|-|đến)\s*(?:ngày\s+)?\d{1,2}(?![\d/]))*)"
    r"(?=\s*(?:$|[,;.:)(]|(?:gửi|nộp|trình|về|tại|báo|họp|xong|để)\b|(?:đến|-)\s*(?:hết\s+)?ngày))"
    r"(?!\s*[.,]\d)(?!\s*[;,]?\s*tháng)(?!\s*(?:[,;-]|và|đến(?:\s+hết)?)\s*(?:ngày\s+)?\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:ngày\s+)?(\d{1,2})", re.IGNORECASE)
_FROM_TO = re.compile(r"(?:từ\s+)?(\d{1,2})\s*(?:-|đến)\s*(\d{1,2})", re.IGNORECASE)
_MONTHS = {"sau": 1, "tới": 1, "tiếp theo": 1, "kế tiếp": 1, "này": 0, "trước": -1}
_OTHER = re.compile(r"(?<=\d)(\s+)tháng\s+(sau|tới|tiếp theo|kế tiếp|này)(?=\s*(?:$|[,;.)]))", re.IGNORECASE)
_WITHIN = re.compile(r"(?:trong|hết)\s+(tháng|quý)(?:\s+này)?", re.IGNORECASE)
_PLACES = {
    "đầu": 0,
    "đầu tiên": 0,
    "thứ nhất": 0,
    "thứ hai": 1,
    "giữa": 1,
    "cuối": 2,
    "cuối cùng": 2,
    "thứ ba": 2,
}
_PLACE = re.compile(
    rf"\btháng\s+({'|'.join(sorted(_PLACES, key=len, reverse=True))})\s+(?:của\s+)?quý"
    r"(?:\s+(i{1,3}|iv|[1-4]))?(?=\s*(?:$|[,;.)]))",
    re.IGNORECASE,
)
_WEEK = re.compile(
    r"(?:trong\s+)?tuần\s+(?:thứ\s+)?(\d|iv|v|i{1,3}|nhất|một|hai|ba|tư|bốn|năm|đầu)"
    r"(?:\s+(?:của\s+)?tháng(?:\s+(\d{1,2})(?:\s*(?:/|năm)\s*(\d{4}))?)?)?",
    re.IGNORECASE,
)
_ORDER = {"nhất": 1, "một": 1, "đầu": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5,
          "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}  # fmt: skip
_SURE_WEEKS = 3
"""The fourth week of a month ends on its 28th day, on a Sunday or with the month."""
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December")  # fmt: skip
_ENGLISH_DAY = re.compile(
    r"((?:by|before|on|no later than|not later than)\s+)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)", re.IGNORECASE
)


def completed(source: str, span: Period) -> tuple[str, Message | None]:
    """A cell's normalised words with the month that they leave open; and why it stays open where it does."""
    if _ROUND.search(source):
        return source, None
    first, whole = span.first, source.strip(" .")
    if match := _WEEK.fullmatch(whole):
        n, year = int(match[2] or (first.month if span.kind is Kind.MONTH else 0)), int(match[3] or span.year)
        of = date(year, n, 1) if 1 <= n <= 12 and 1900 <= year <= 2999 else None
        inside = of is not None and span.first <= of <= span.last
        return _week(of, _number(match[1]), source) if of and inside else (source, None)
    if span.kind is Kind.QUARTER:
        return _in_quarter(source, span), None
    if match := _WITHIN.fullmatch(whole):
        return (
            f"trong tháng {first.month} năm {first.year}" if match[1].lower() == "tháng" else source
        ), None
    if match := _ENGLISH_DAY.fullmatch(whole):
        return f"{match[1] or ''}{match[2]} {_ENGLISH[first.month - 1]} {first.year}", None
    if match := _FROM_TO.fullmatch(whole):
        return f"từ ngày {_day(match[1], first)} đến ngày {_day(match[2], first)}", None
    source = _OTHER.sub(lambda match: f" tháng {_month(first, _MONTHS[match[2].lower()])}", source)
    return _DAYS.sub(lambda match: _listed(match, first), source), None


def round_in(meaning: Meaning, source: str) -> Meaning:
    """The meaning in a plan of one month or quarter, where nothing comes round that does not say so."""
    once = all(
        rule.cycle in (Cycle.ONCE, Cycle.RANGE, Cycle.EVENT, Cycle.CONTINUOUS) for rule in meaning.rules
    )
    if once or _ROUND.search(source):
        return meaning
    return Meaning(meaning.phrase, MeaningKind.UNKNOWN, notes=(Message("phrase.round-in-span"),))


def _week(first: date, number: int, source: str) -> tuple[str, Message | None]:
    """The end of a month's week where all ways of counting weeks agree: if the month begins on a Monday."""
    if first.weekday() == 0 and 1 <= number <= _SURE_WEEKS:
        return f"chậm nhất ngày {_day(str(7 * number), first)}", None
    if not 1 <= number <= _SURE_WEEKS:
        return source, Message("phrase.which-week")
    sunday = first + timedelta(days=6 - first.weekday() + 7 * (number - 1))
    return source, Message("phrase.which-week-of", one=sunday, other=first + timedelta(days=7 * number - 1))


def _in_quarter(source: str, span: Period) -> str:
    first = span.first
    if (match := _WITHIN.fullmatch(source.strip(" ."))) and match[1].lower() == "quý":
        return f"trong quý {span.number} năm {span.year}"
    return _PLACE.sub(
        lambda match: (
            match[0]
            if match[2] and _number(match[2]) != span.number
            else f"tháng {_month(first, _PLACES[match[1].lower()])}"
        ),
        source,
    )


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _ORDER[said.lower()]


def _listed(match: re.Match[str], first: date) -> str:
    """`ngày 10, 20` with the month behind each of its days."""
    return "ngày " + _NUMBER.sub(lambda each: _day(each[1], first), match[1] + match[2])


def _day(number: str, first: date) -> str:
    return f"{int(number)}/{first.month}/{first.year}"


def _month(first: date, later: int) -> str:
    n = first.month - 1 + later
    return f"{n % 12 + 1} năm {first.year + n // 12}"


def of_whole(meaning: Meaning, phrase: str, why: Message | None) -> Meaning:
    """The meaning as that of the cell's own words, with why they stay open."""
    notes = (why,) if why is not None and not meaning.rules else meaning.notes
    return replace(meaning, phrase=phrase, notes=notes)
