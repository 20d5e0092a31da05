"""What the head of a document says of itself: number, date, title, and who drafted it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from config.intake.comparable import one_line, plain, shortened

_NUMBER = r"(\d{1,6}[A-Za-z]?(?:/\d{4})?/[A-ZĐ]{1,10}(?:-[A-ZĐ][\wĐđ]*)*)"
_HEAD = re.compile(rf"(?:^|\n)\s*[Ss]ố\s*[:.]\s*{_NUMBER}")
_ENGLISH_HEAD = re.compile(
    r"(?:^|\n)\s*(?:No\.?|Ref\.?|Number|Reference)\s*[:.]\s*(?=[^\n]*\d)([A-Z0-9][\w./-]{1,30})\s*(?:\n|$)"
)
_KINDS = r"(?:quyết định|kế hoạch|chương trình|công văn|chỉ thị|nghị quyết|thông báo|quy chế|văn bản)"
_WITH = re.compile(
    rf"^\W*(?:ban hành\s+)?kèm theo\s+(?i:{_KINDS})\s+số\s*:?\s*{_NUMBER}"
    r"(?:[\s,]*ngày\s+(\d{1,2})\s*(?:/|-|\s+tháng\s+)\s*(\d{1,2})\s*(?:/|-|\s+năm\s+)\s*(\d{4}))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_PLACE = re.compile(
    r"(?:^|\n)\s*(?:[A-Z][A-Za-z .'-]{1,40},\s*|Date\s*:\s*)(\d{1,2})(?:st|nd|rd|th)?\s+"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(\d{4})\s*(?:\n|$)",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"(?:^|\n)\s*[^\W\d_][^,\d\n]{1,40},\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})",
    re.IGNORECASE,
)
_FILED = re.compile(r"lưu\s*:\s*vt\s*[,;]\s*([^\n;()]{1,60})", re.IGNORECASE)
_TITLES = frozenset(
    {"quyet dinh", "ke hoach", "chuong trinh", "chuong trinh hanh dong", "chi thi", "thong bao"}
    | {"plan", "work plan", "action plan", "decision", "programme", "program", "notice", "directive"}
)
_SIGNS = re.compile(
    r"(?:pho )?(?:tong )?(?:giam doc|bo truong|chu tich|cuc truong|thu truong)\b|can cu\b"
    r"|(?:deputy )?(?:director|chairman|minister)\b|pursuant to\b"
)
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; None where the document does not say it."""

    number: str | None = None
    date: date | None = None
    title: str | None = None
    drafted_by: str | None = None
    """As written behind `Lưu: VT,`."""


def facts_of(texts: Sequence[str]) -> Facts:
    """Read them from the document's texts, in its order. What it cites is not mistaken for itself."""
    number = day = filed = None
    for text in texts:
        if number is None and (match := _HEAD.search(text) or _ENGLISH_HEAD.search(text)):
            number = match[1]
        if day is None and (match := _PLACE.search(text)):
            day = _day(match[1], match[2], match[3])
        elif day is None and (match := _ENGLISH_PLACE.search(text)):
            day = _day(match[1], str(_MONTHS.index(match[2].lower()) + 1), match[3])
        if filed is None and (match := _FILED.search(text)):
            filed = one_line(match[1]).rstrip(" .")
    for text in texts:
        match = _WITH.search(one_line(text))
        if match is None:
            continue
        number = number or match[1]
        if day is None and match[2]:
            day = _day(match[2], match[3], match[4])
    return Facts(number, day, _title(texts), filed)


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _title(texts: Sequence[str]) -> str | None:
    """The lines under QUYẾT ĐỊNH, KẾ HOẠCH and the like."""
    lines = [line for text in texts[:80] for line in text.split("\n") if line.strip()]
    for place, line in enumerate(lines):
        if plain(line) not in _TITLES or not line.isupper():
            continue
        said: list[str] = []
        for after in lines[place + 1 : place + 6]:
            small = not after.isupper() and not plain(after).startswith(("ve viec", "ban hanh", "trien khai"))
            if _SIGNS.match(plain(after)):
                break
            if set(after.strip()) <= set("-_=*. ") or (small and (said or len(after) > _LONGEST_TITLE)):
                break
            said.append(one_line(after))
            if small:
                break
        if said:
            return shortened(f"{one_line(line)} {' '.join(said)}".capitalize(), _LONGEST_TITLE)
    return None
