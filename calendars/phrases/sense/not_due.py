"""What a sentence says of a date that makes it no deadline, though every word is understood.

A condition that tells which thing is meant, how long a rule holds, the day of a festival, a step taken once
in a plan of several years, a custom, a season, what is left of a cut sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calendars.phrases.grammar.items import (
    Distance,
    Due,
    Freq,
    Item,
    Named,
    Point,
    Reference,
    Rest,
    Sep,
    Span,
)
from calendars.phrases.sense.stories import told
from calendars.phrases.text.lexicon import DUTIES, forms, listed, pairs, words
from calendars.phrases.text.reader import Reader, Wordings
from language import Message

_STOPS = frozenset((",", ";", ":", ".", "(", ")", "và", "-"))
_CLAUSE = frozenset((";", ":", "."))
_NEAR = 12
_OF_A_THING = words("được đã đang bị từng")
_SHOULD = words("phải cần sẽ")
_DOES = words(listed("not_due.does"))
"""What is done by a day, as in `được gửi trước ngày`: a thing is not told by it."""
_HAPPENED = pairs("trúng tuyển, tốt nghiệp, nhập ngũ, xuất ngũ, hy sinh, từ trần, bị thương, kết hôn")
_DUTIES = DUTIES | words(listed("not_due.duties"))
_BINDS = words("phải xong nộp gửi trình hoàn_thành trách_nhiệm báo_cáo")
_MUST = words("hoàn_thành trách_nhiệm xong") | frozenset(("phải",))
_TASKS = words("tổ_chức ban_hành triển_khai rà_soát tham_mưu phê_duyệt trình báo_cáo đưa_vào")
_AS_IT_IS = words(listed("not_due.as_it_is"))
"""Beside "trong năm 2025": what was, is or will be so in that time."""
_EXTENDS = Wordings("gia hạn thời hạn")
_HOLDS = words("thực_hiện áp_dụng kéo_dài duy_trì được_hưởng tiếp_tục hiệu_lực thí_điểm")
_OTHER_TRINH = words("chương quy công lộ giáo tiến hành quá")
_SUMS = words("phí tiền thuế nợ vốn lãi")
"""Before "phải nộp": what is to be paid, and nobody's duty: `số phí phải nộp là`."""
_OCCASION = Wordings(*forms("not_due.occasion"))
_HELD = Wordings(*forms("not_due.held"))
_NO_NAMES = words(listed("not_due.no_names"))
"""After "ngày" no name of a day: a paper, an office, something that happens."""
_ONCE_IN_YEARS = Wordings(*forms("not_due.once_in_years"))
_LONG = words("hoạch lược sau trình kỳ đoạn")
"""Before "5 năm": a plan, a strategy, a programme of so many years; `sau 02 năm thực hiện`."""
_SEASON = words("trong vào suốt đầu giữa cuối qua hết")
_CUSTOM = words("thường hay")
_DAYS_OF = Wordings(*forms("not_due.days_of"))
_FROM_NOW = words("đến tới hết cho")
_SAID_LATE = words("chậm muộn trễ hạn không")
_TOLD = 3


def not_due(r: Reader, found: Sequence[Item], n: int) -> Message | None:
    """Why the date at place `n` is none by which anything is to be done; None when nothing says so."""
    item = found[n]
    shown = r.shown(item.i, item.j)
    if _cut(r, found, n):
        return Message("phrase.cut-off", text=shown)
    if _once(item):
        if isinstance(item, Due | Named) and _tells_which(r, item):
            return Message("phrase.of-papers", text=r.shown(max(0, item.i - 4), item.j))
        if isinstance(item, Named) and item.bound == "within" and _of_that_time(r, found, item):
            return Message("phrase.no-deadline", text=shown)
        if _how_long(r, found, n):
            return Message("phrase.holds-until", text=shown)
    elif isinstance(item, Due) and _once_in_years(r, found, item):
        return Message("phrase.once-in-years", text=shown)
    if _in_season(r, found):
        return Message("phrase.in-season", text=shown)
    if r.text(item.i - 1) in _CUSTOM:
        return Message("phrase.custom", text=r.shown(item.i - 1, item.j))
    if _of_a_paper(r, found, n):
        return Message("phrase.perhaps-of-document", text=shown)
    if _own_day(r, found, item):
        return Message("phrase.own-day", text=shown)
    if _data_until(r, item):
        return Message("phrase.defines", text=shown)
    if why := told(r, found, item):
        return why
    return Message("phrase.text-after", text=r.text(item.j), what=shown) if r.word(item.j, "nữa") else None


def _once(item: Item) -> bool:
    if isinstance(item, Distance):
        return item.day is not None
    if isinstance(item, Named):
        return item.year is not None
    return isinstance(item, Due) and any(p.year for p in item.points)


def _clause(r: Reader, i: int) -> int:
    """Where the clause of a place begins."""
    return next((k + 1 for k in range(i - 1, -1, -1) if r.text(k) in _CLAUSE), 0)


def _says(r: Reader, k: int, table: frozenset[str]) -> bool:
    if r.word(k, "trình") and r.text(k - 1) in _OTHER_TRINH:
        return False
    if r.word(k, "tổ") and r.word(k + 1, "chức") and r.word(k + 2, "được", "đã", "có", ","):
        return False  # an organisation
    if r.word(k, "phải") and r.word(k + 1, "nộp", "trả") and r.text(k - 1) in _SUMS:
        return False
    return r.text(k) in table or f"{r.text(k)}_{r.text(k + 1)}" in table


def _any(r: Reader, places: Iterator[int] | range, table: frozenset[str]) -> bool:
    return any(_says(r, k, table) for k in places)


def _tells_which(r: Reader, item: Item) -> bool:
    """`chứng chỉ được cấp trước ngày`, `đã hoạt động trước ngày`, `... trước ngày 01/7/2025 nhưng ...`."""
    if r.word(r.skip(item.j, ","), "nhưng"):
        return True
    if r.text(item.i) in _SAID_LATE:
        return False
    for k in range(item.i - 1, max(-1, item.i - _NEAR - 1), -1):
        if r.text(k) in _STOPS:
            break
        if (r.text(k), r.text(k + 1)) in _HAPPENED:
            return True
        if r.text(k) in _OF_A_THING:
            begins = k - 1 if r.text(k - 1) in _OF_A_THING else k
            if r.text(begins - 1) in _SHOULD:
                return False
            past = r.word(begins, "đã", "đang", "từng", "bị")
            return not _any(r, range(k + 2 if past else k + 1, item.i), _DOES)
    start = _clause(r, item.i)
    happened = any((r.text(k), r.text(k + 1)) in _HAPPENED for k in range(start, item.i))
    return happened and not _any(r, range(start, item.i), _BINDS)


def _how_long(r: Reader, found: Sequence[Item], n: int) -> bool:
    """`Trước ngày 01/01/2028, vốn điều lệ không thấp hơn ...`, `Điều 19 thực hiện đến hết ngày ...`."""
    item = found[n]
    if isinstance(item, Distance):
        return item.unit == "month" and len(found) > 2 and not _any(r, _open(found), _BINDS)
    if isinstance(item, Named):
        start = _clause(r, item.i)
        told = sum(isinstance(each, Rest) and each.i >= start for each in found[:n])
        extends = any(_EXTENDS.at(r, k) for k in range(start, item.i))
        return extends or (
            item.bound == "before" and told >= _TOLD and not _any(r, range(start, item.i), _DUTIES)
        )
    if not isinstance(item, Due):
        return False
    if r.text(item.i) in _FROM_NOW and (r.text(item.i - 1) in _HOLDS or _says(r, item.i - 2, _HOLDS)):
        return not _any(r, range(_clause(r, item.i), item.i), _BINDS)
    heads = not any(isinstance(each, Rest) for each in found[:n])
    if not heads or r.text(item.i) in _SAID_LATE or r.word(item.j, ":"):
        return False
    rests = [each for each in found[n + 1 :] if isinstance(each, Rest)]
    if rests and (r.text(item.i) in _FROM_NOW or item.said_at):
        # Of an example it tells a story: `Đến ngày 01/10/2017, doanh nghiệp xin lưu hành xe, ... nộp phí`.
        return not (_says(r, r.skip(item.j, ","), _DUTIES) or _any(r, _open(found), _MUST))
    if len(rests) < _TOLD:
        return False
    return not _any(r, _open(found), _DUTIES)


def _of_that_time(r: Reader, found: Sequence[Item], item: Named) -> bool:
    """`số giờ làm việc trong năm 2025`, `ước thực hiện trong quý IV/2025`: what is so then, and no task."""
    start = _clause(r, item.i)
    said = [each for each in found if isinstance(each, Rest) and each.i >= start]
    if len(said) < _TOLD:
        return False
    leads = said[0].i > item.i
    places = range(item.j if leads else start, len(r) if leads else item.i)
    if _any(r, places, _AS_IT_IS):
        return True
    first = r.skip(item.j, ",") if leads else said[0].i
    return not (_says(r, first, _DUTIES) or _any(r, places, _MUST) or (not leads and _any(r, places, _TASKS)))


def _open(found: Sequence[Item]) -> Iterator[int]:
    for each in found:
        if not isinstance(each, Due | Distance | Named | Freq):
            yield from range(each.i, each.j)


def _once_in_years(r: Reader, found: Sequence[Item], item: Due) -> bool:
    """A day that no word makes yearly, in a sentence about a plan of several years."""
    said = any(isinstance(each, Freq) and not each.loose for each in found)
    if said or not any(_assumed(p) for p in item.points):
        return False
    return any(_ONCE_IN_YEARS.at(r, k) or _several_years(r, k) for k in _open(found))


def _assumed(p: Point) -> bool:
    return p.month is not None and p.year is None and p.year_ref != "every" and not p.every


def _several_years(r: Reader, k: int) -> bool:
    number = r.number(k, five=True)
    if number is None or not 2 <= number[0] <= 10 or not r.word(number[1], "năm"):
        return False
    return r.text(k - 1) in _LONG and r.year(number[1] + 1) is None


def _in_season(r: Reader, found: Sequence[Item]) -> bool:
    return any(r.word(k, "mùa") and r.text(k - 1) in _SEASON for k in _open(found))


def _own_day(r: Reader, found: Sequence[Item], item: Item) -> bool:
    """`Ngày Pháp luật được tổ chức vào ngày 09/11`, `ngày hội ... (18/11)`, `Ngày khóa sổ: 31/12`."""
    limit = isinstance(item, Distance) or (isinstance(item, Due) and item.firm)
    if limit or (isinstance(item, Named) and item.bound in ("before", "by", "upto")):
        return False
    held = any(_HELD.at(r, k) for k in _open(found))
    for k in _open(found):
        if (j := _DAYS_OF.at(r, k)) is not None and (r.word(j, ":") or j == item.i):
            return True
        if r.word(k, "ngày", "tháng", "tuần") and _name(r, k + 1, held):
            return True
    return False


def _name(r: Reader, k: int, held: bool) -> bool:
    """Whether what stands at k after "ngày" names a day: `Hội Đại đoàn kết`, `toàn dân`, `Pháp luật`."""
    if r.at(k).kind != "word":
        return False
    if _OCCASION.at(r, k) is not None:
        return True
    capital = r.shown(k, k + 1)[:1].isupper() and not r.shouted
    return (held or capital) and r.text(k) not in _NO_NAMES


def _of_a_paper(r: Reader, found: Sequence[Item], n: int) -> bool:
    """`16/2025/TT-BCT (ngày 01/02/2025)`, `15 tháng 5 năm 2026 và văn bản số 3209/BKHCN-CVT`."""
    item = found[n]
    if not isinstance(item, Due) or item.firm:
        return False
    if r.word(item.i - 2, "được") and r.word(item.i - 1, "lập", "ký", "cấp"):
        return True
    if not _once(item) or _any(r, _open(found), _DUTIES):
        return False
    if r.word(item.i - 3, "lần") and r.word(item.i - 2, "thứ"):
        return True
    ways = [found[:n][::-1], found[n + 1 :]]
    nearest = [next((each for each in way if not isinstance(each, Sep)), None) for way in ways]
    return any(isinstance(each, Reference | Span) for each in nearest)


def _data_until(r: Reader, item: Item) -> bool:
    """`báo cáo đến ngày 14 tháng 12 của kỳ báo cáo`: until when data are taken."""
    if not isinstance(item, Due) or item.firm or r.text(item.i) not in _FROM_NOW:
        return False
    return any(p.year_ref == "same" for p in item.points)


def _cut(r: Reader, found: Sequence[Item], n: int) -> bool:
    """What is left of a sentence: a date with a small letter before and a stop behind, a date in quotes,
    a number or a word of time before the dots.
    """
    item = found[n]
    if r.source.rstrip().endswith(("...", "…")):
        last = max((k for k in range(len(r)) if r.text(k) not in (".", "…")), default=0)
        return r.at(last).kind == "num" or r.word(last, "ngày", "tháng", "quý", "năm", "trước", "sau", "nhất")
    if any(not isinstance(each, Sep | Reference) for k, each in enumerate(found) if k != n):
        return False
    quoted = r.text(item.i - 1) in ("'", '"', "“", "”") or r.text(item.j) in ("'", '"', "“", "”")
    ends = r.word(len(r) - 1, ".", ";") and item.j == len(r) - 1
    small = r.shown(item.i, item.i + 1)[:1]
    limit = isinstance(item, Due) and (item.firm or item.said_at) and not _once(item)
    return quoted or (
        ends
        and not limit
        and (isinstance(item, Due | Named) or _once(item))
        and (small.islower() or _spelt(r, item))
    )


def _spelt(r: Reader, item: Item) -> bool:
    """`31 tháng 12 năm 2027`: without "ngày", as a line break leaves it."""
    return r.at(item.i).kind == "num" and any(r.word(k, "tháng") for k in range(item.i, item.j))
