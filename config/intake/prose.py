"""Sentences of the running text that name a day: none is a row, so each is told as left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from calendars.phrases import MeaningKind
from config.intake.comparable import one_line, plain, shortened
from config.intake.meaning.matching import PAPER
from config.intake.meaning.timing import Timings, Way
from config.intake.tables import lines
from config.intake.tables.found import LeftOut
from language import Message

PROSE = Message("intake.prose")
"""Why a sentence of the running text is left out that names a deadline."""
NAMED = Message("intake.prose-day")
"""Why one is that names a day of which it does not surely say what is due."""

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")
_DUTY = re.compile(
    r"\b(?:bao cao|gui|trinh|nop|hoan thanh|ban hanh|xay dung|tong hop"
    r"|submit|send|complete|reports?|issue|prepare)\b"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_FIGURE = r"(?:mười|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|hai mươi|ba mươi|cuối cùng|đầu tiên)"
_DAY = re.compile(
    rf"\bngày\s+(?:(?:mùng|mồng|thứ)\s+)?(?:\d|{_FIGURE}\b)|\b(?:mùng|mồng)\s+\d"
    rf"|\b(?:\d{{1,2}}|{_FIGURE})\s+tháng\s+(?:\d|{_FIGURE}\b|giêng|tư|chạp)"
    r"|\b(?:trong|đầu|giữa|cuối|hết|trước|đến)\s+(?:tháng\s+\d|quý\s+(?:[1-4]|I{1,3}|IV)\b)"
    r"|\b\d{1,3}\s+(?:ngày|giờ)\b(?:\s+làm\s+việc)?[^.;\n]{0,40}?\b(?:kể\s+)?(?:từ|sau|trước)\b"
    r"|\b(?:sau|trong(?:\s+(?:vòng|thời\s+hạn))?|trước)\s+\d{1,3}\s+(?:ngày|giờ)\b"
    r"|\bthứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])\s+(?:hằng|hàng|mỗi|của|tuần|cuối|đầu)\b"
    r"|\b(?:chủ\s+nhật|cuối\s+tuần)\s+(?:hằng|hàng|mỗi)\b"
    r"|\b(?:within|no later than)\s+\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    rf"|\b\d{{1,2}}\s*/\s*\d{{1,2}}\b(?!\s*(?:%|số|tổng|đơn vị|[\w/]))"
    rf"|\b\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*\d{{4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
_CITES = re.compile(r"\W*(?:căn cứ|pursuant to|whereas)\b", re.IGNORECASE)
_DATE = r"ngày\s+\d{1,2}(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}"
_LAW = re.compile(
    r"\b(?:luật|pháp lệnh|nghị định|nghị quyết|quyết định|thông tư|chỉ thị|công văn|kế hoạch|văn bản)\b"
    rf"[^.;\n]{{0,120}}?\b{_DATE}|\b{_DATE}\s+của\s+(?-i:[A-ZĐ])\w*",
    re.IGNORECASE,
)
"""A paper by its kind or by who issued it, with its date."""
_PLACE = re.compile(
    r"\W*[^\W\d_][^,\d\n]{1,40},\s*(?:ngày\s+(?:\d{1,2}|[.…_ ]*)\s*tháng\s+(?:\d{1,2}|[.…_ ]*)\s*năm\s+\d{4}"
    r"|\d{1,2}\s+[A-Z][a-z]+\s+\d{4})\W*",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:truoc|cham nhat|han|den ngay|no later|by|within|due)\b")
_BY_DAY = re.compile(
    r"\b(?:trước|chậm nhất(?: là| vào)?|hạn(?: cuối| chót)?(?: là)?|xong|by|before)\s+(?:ngày\s+)?(?:"
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\b(?:\s*[/.-]\s*\d{4}\b)?|\d{1,2}\s+tháng\s+\d{1,2}\b(?:\s+năm\s+\d{4})?"
    rf"|\d{{1,2}}\s+{_MONTH}\b(?:\s+\d{{4}})?)",
    re.IGNORECASE,
)
_LEAST, _LONGEST, _SHOWN = 5, 600, 300


def names_day(text: str) -> bool:
    """Whether a text names a day, the date of a paper that it cites aside."""
    return bool(_DAY.search(_LAW.sub(" ", PAPER.sub(" ", text))))


def asked_by(text: str) -> str:
    """The day of a month by which a text asks for something: of `Gửi lịch trước ngày 20/3` the last three
    words; empty where it does not.
    """
    bare = _LAW.sub(" ", PAPER.sub(" ", one_line(text)))
    return match[0] if (match := _BY_DAY.search(bare)) else ""


def left_out(timings: Timings, texts: Sequence[str]) -> Iterator[LeftOut]:
    """Every sentence that names a day, the dates of cited papers and of the letter itself aside. Those whose
    day is surely one of a duty have `PROSE` for their reason, the others `NAMED`.
    """
    for text in texts:
        if lines.REMARK.match(text):
            continue
        for sentence in _SENTENCE.split(text):
            said, words = one_line(sentence), plain(sentence)
            if len(said) < _LEAST or _PLACE.fullmatch(said):
                continue
            if _CITES.match(sentence) and not _ASKS.search(words):
                continue
            timing = timings.read(said) if len(said) <= _LONGEST else None
            dated = timing is not None and (
                timing.way is Way.DATED or timing.meaning.kind is MeaningKind.OFFSET
            )
            if dated and _DUTY.search(words):
                yield LeftOut(said, PROSE)
            elif dated or names_day(said):
                yield LeftOut(shortened(said, _SHOWN), NAMED)
