"""Days and distances that only tell: what happened, how things stood, how long something holds or is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calendars.phrases.grammar.items import Distance, Due, Freq, Item, Named, Point, Rest
from calendars.phrases.text.lexicon import forms, words
from calendars.phrases.text.reader import Reader, Wordings
from language import Message

_PAST = words("đã chưa vẫn từng bèn liền")
"""Beside a day that is no limit: `Vào ngày 05/6/2025, doanh nghiệp đã cung cấp`, `Đến ngày ..., A chưa`."""
_PEOPLE = Wordings(
    *("họ", "anh", "chị", "bà", "cô", "cháu", "bị cáo", "bị can", "bị đơn", "nguyên đơn", "vợ chồng", "tôi")
)
"""Of whom a story is told: `vào ngày 15/4/2020, họ đăng ký lại`."""
_FRAMES = Wordings(
    "tại thời điểm", "tại thời điểm này", "mục đích", "mục đích của", "mục tiêu", "giả sử", "ví dụ"
)
"""Where a sentence begins so, its days are of the case that it tells, or of an aim."""
_ENDS = Wordings(*forms("stories.ends"))
"""After "ngày": the day of these is one by which something is done (`Ngày nộp báo cáo là ngày 15/6`)."""
_HOLDS = Wordings(*forms("stories.holds"))
"""Before so many months or years: how long something holds."""
_NEVER = Wordings("thời hiệu", "nghiêm cấm", "không cấp lại", "chỉ được", "lãi suất")
"""Before any distance: until when one may sue; what must not be done in that time."""
_KEPT = Wordings("ít nhất", "tối thiểu")
_SENTENCE = frozenset((";", "."))


def told(r: Reader, found: Sequence[Item], item: Item) -> Message | None:
    """Why a day or a distance only tells something; None when nothing says so."""
    shown = r.shown(item.i, item.j)
    if isinstance(item, Distance):
        return Message("phrase.no-deadline", text=shown) if _lasts(r, item) else None
    if not isinstance(item, Due | Named):
        return None
    if (j := _FRAMES.at(r, _first(r))) is not None and j <= item.i:
        return Message("phrase.no-deadline", text=shown)
    if isinstance(item, Due) and _named_day(r, item):
        return Message("phrase.own-day", text=shown)
    if _begins(r, found, item) and r.word(item.j, "là", "do"):
        return Message("phrase.no-deadline", text=shown)  # "Trước ngày 01/7/2025 do Sở Nội vụ thực hiện"
    if isinstance(item, Due) and not item.firm and any(_once(p) for p in item.points):
        open_ = list(_open(found))
        people = any(_PEOPLE.at(r, k) is not None and r.word(k - 1, ",") for k in open_)
        planned = r.word(item.i - 1, "kiến") and r.word(item.i - 2, "dự")
        if people or planned or any(r.text(k) in _PAST for k in open_):
            return Message("phrase.no-deadline", text=shown)
    return None


def _begins(r: Reader, found: Sequence[Item], item: Item) -> bool:
    """Whether a day that stands once begins the phrase."""
    once = isinstance(item, Due) and any(_once(p) for p in item.points)
    return once and not any(isinstance(each, Rest) and each.i < item.i for each in found)


def _once(p: Point) -> bool:
    return p.year is not None


def _first(r: Reader) -> int:
    return next((k for k in range(len(r)) if r.at(k).kind == "word"), 0)


def _open(found: Sequence[Item]) -> Iterator[int]:
    for each in found:
        if not isinstance(each, Due | Distance | Named | Freq):
            yield from range(each.i, each.j)


def _named_day(r: Reader, item: Due) -> bool:
    """`Ngày khởi công công trình là ngày 01/6/2024`: the day of something that begins then."""
    if item.firm or not (r.word(item.i, "là") or r.word(item.i - 1, "là")):
        return False
    start = next((k + 1 for k in range(item.i - 1, -1, -1) if r.text(k) in _SENTENCE), 0)
    head = next((k for k in range(start, item.i) if r.word(k, "ngày", "điểm")), None)
    return head is not None and _ENDS.at(r, head + 1) is None


def _lasts(r: Reader, item: Distance) -> bool:
    """`có giá trị 12 tháng kể từ ngày cấp`, `lưu giữ ít nhất 05 năm kể từ`, `thời hiệu là 02 năm kể từ`."""
    if not item.after or item.unit_end is not None:
        return False
    start = next((k + 1 for k in range(item.i - 1, -1, -1) if r.text(k) in _SENTENCE), 0)
    if any(_NEVER.at(r, k) is not None for k in range(start, item.i + 1)):
        return True
    if item.unit != "month":
        return False
    if any(_HOLDS.at(r, k) is not None for k in range(start, item.i + 1)):
        return True
    return any(_KEPT.at(r, k) is not None for k in (item.i, item.i - 2))
