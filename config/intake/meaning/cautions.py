"""What makes a time cell doubtful although its phrase is understood: for whom, how surely, of which year.

The phrases say which days a text names. Whether these are days of this one row's duty is another question.
"""

from __future__ import annotations

import re

from config.intake.comparable import one_line, plain
from language import Message

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
DAY = re.compile(
    r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\b(?!\s*%)|\bngày\s+\d"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b",
    re.IGNORECASE,
)
"""A day of a month, however it is written."""
_STRAY = re.compile(r"(?:^|ngay |truoc )\d{1,2} (?:hang|moi|cua|cac) (?:thang|quy|nam|tuan)\b")
"""`20 hằng tháng`: a day that lost its word."""
_TENTATIVE = re.compile(
    r"\b(?:du kien|tam thoi|khoang|tentative(?:ly)?|provisional(?:ly)?|expected|estimated|approximately|about"
    r"|around|tbc|to be confirmed)\b"
)
_PARTLY = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_SOME = re.compile(
    r"\b(?:cấp|khối|nhóm|phòng|cục|chi cục|vụ|đơn vị|văn phòng|trung tâm|bệnh viện|trường|xã|phường|huyện"
    r"|quận|tỉnh|thành phố|địa phương|khu vực|ngành|sở"
    r"|(?:commune|ward|district|province|cit(?:y|ie)|unit|department|division|office|branche?|agenc(?:y|ie)"
    r"|authorit(?:y|ie)|school|hospital|cent(?:re|er)|ministr(?:y|ie)|region|station|bod(?:y|ie))e?s?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:^|[;,.\n(])\s*[-+•–]?\s*([^\d:;,.()\n]{1,60}?)\s*:")
_OF_TIME = frozenset(
    plain(
        "tháng quý năm tuần ngày kỳ báo cáo sơ kết tổng đợt lần đầu cuối hằng mỗi định giữa cả"
        " i ii iii iv v thời hạn gian gửi nộp hoàn thành thực hiện riêng chậm nhất của một hai ba bốn sáu"
    ).split()
)
_NEXT = re.compile(r"\bnam (?:sau|toi|ke tiep|tiep theo|lien sau|lien ke sau)\b|\b(?:next|following) year\b")
_OFTEN = re.compile(
    r"\b(?:hang|moi|dinh ky|bao cao|ky|ke hoach|each|every|annual\w*|yearly|monthly|quarterly)\b"
)


_BOXES = "☐☑☒□■▢✓✔✗✘"
_HIGH = re.compile("[⁰¹²³⁴-⁹]+")
_MEASURE = re.compile(r"(?:^|[\W\d_])[kcdmμ]?m$")


def unclear(text: str) -> bool:
    """Whether a figure set high beside a number, or a box to tick, leaves open what the text says."""
    return any(each in text for each in _BOXES) or any(
        not _MEASURE.search(text[: match.start()]) for match in _HIGH.finditer(text)
    )


def caution(text: str, *, dated: int) -> Message | None:
    """Why a person must look at a time cell whose phrase has `dated` deadlines; None when nothing is odd."""
    said = plain(text)
    if unclear(text):
        return Message("intake.set-high", text=one_line(text))
    if not dated:
        return Message("intake.day-no-deadline") if DAY.search(text) or _STRAY.search(said) else None
    if _TENTATIVE.search(said):
        return Message("intake.tentative")
    if any(float(match[1].replace(",", ".")) < 100 for match in _PARTLY.finditer(text)):
        return Message("intake.partly")
    if dated > 1 and (label := _scope(text)):
        return Message("intake.each-for-one", text=label)
    if dated == 1 and _NEXT.search(said) and not _OFTEN.search(said):
        return Message("intake.once-or-yearly")
    return None


def _scope(text: str) -> str:
    """The words that give one of several deadlines to somebody of his own."""
    if match := _SOME.search(text):
        return match[0]
    for match in _LABEL.finditer(text):
        if set(plain(match[1]).split()) - _OF_TIME:
            return match[1].strip()
    return ""
