"""The grammar of distances and events: `15 ngày sau khi kết thúc quý`, `khi có yêu cầu`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calendars.periods import Kind, Period, PeriodError, containing
from calendars.phrases.grammar.days import point
from calendars.phrases.grammar.items import Distance, Event, Named
from calendars.phrases.grammar.named import named
from calendars.phrases.meaning import Offset, OffsetUnit
from calendars.phrases.text.lexicon import EVERY, forms, words
from calendars.phrases.text.reader import Reader, Wordings

_LEAD = Wordings(*forms("offsets.lead"))
_MIDDLE = Wordings(*forms("offsets.middle"))
_SINCE = Wordings(*forms("offsets.since"))
_BEFORE = Wordings(*forms("offsets.before"))
_AFTER_EVENT = Wordings(*forms("offsets.after_event"))
_BEFORE_EVENT = Wordings("trước khi", "trước")
_ENDING = Wordings(*forms("offsets.ending"))
_PERIODS = {
    "tháng": Kind.MONTH, "quý": Kind.QUARTER, "năm": Kind.YEAR, "tuần": Kind.WEEK, "kỳ": Kind.SPAN,
}  # fmt: skip
_YEARS = Wordings("dương lịch")
_OTHER = words("học tài ngân kế dự hạn thi hiệu")
_STARTS = Wordings(*forms("offsets.starts"))
_ON = Wordings("chậm nhất", "chậm nhất là", "chậm nhất vào", "muộn nhất", "muộn nhất là", "vào")
_NEXT_DAY = Wordings("kế tiếp", "tiếp theo", "liền sau", "kế tiếp của", "tiếp theo của", "sau")
_PLANS = frozenset(("hoạch", "lược", "trình", "án", "đoạn", "kỳ", ",", "và", "-"))
"""Before "05 năm": the plan is of so many years, and nothing is due so long after it is approved."""
_NO_EVENT = words("đó này mỗi vậy")
"""After "sau" and "từ" no event: `10 ngày sau đó`, `sau mỗi 02 năm`."""
_FROM_WHICH = words("ngày khi thời lúc điểm lần")
_STOPS = frozenset(";.()")
_LIMITS = words("trước chậm muộn hằng định thời riêng trong mỗi gửi nộp")
_FAR = 60
"""How many tokens an event's wording is followed; more is read as the end of the clause."""
STARTS = frozenset(
    first for wordings in (_LEAD, _AFTER_EVENT, _BEFORE_EVENT, _ON, _STARTS) for first in wordings.firsts
) | words("ngày")
"""The words with which anything here begins."""


def amount(r: Reader, i: int) -> tuple[int, OffsetUnit, int] | None:
    """`05 (năm) ngày làm việc`, `24 giờ`, `hai tuần`: number, unit, place after."""
    number = r.number(i, five=r.word(i + 1, "ngày"))
    if number is None or not 1 <= number[0] <= 999:
        return None
    n, j = number
    if r.word(j, "ngày"):
        if r.word(j + 1, "làm") and r.word(j + 2, "việc"):
            return n, "workday", j + 3
        return n, "day", r.skip(j + 1, "lịch", "đầu")
    if r.word(j, "giờ", "h", "tiếng"):
        at_work = r.word(j + 1, "làm") and r.word(j + 2, "việc")
        return (n, "hour", j + 3 if at_work else j + 1) if r.digits(j + 1) is None else None
    if r.word(j, "tuần"):
        return 7 * n, "day", j + 1
    if r.word(j, "tháng"):
        return (n, "month", j + 1) if r.digits(j + 1) is None else None
    if r.word(j, "năm") and r.year(j + 1) is None and n <= 10:
        return 12 * n, "month", j + 1
    return None


def alone_amount(r: Reader) -> Offset | None:
    """`05 ngày làm việc`, `08 giờ làm việc` in a column of times: so long after what the row is about."""
    said = amount(r, _LEAD.at(r, 0) or 0)
    if said is None or said[2] != len(r) or said[1] == "month":
        return None
    # "08 giờ" is also a time of the day.
    return Offset(said[0], said[1], "after", "") if said[1] != "hour" or r.word(len(r) - 1, "việc") else None


def distance(r: Reader, i: int) -> Distance | None:
    """A distance that starts here, in any order of its parts."""
    found = _amount_first(r, i) or _ordinal(r, i) or _anchor_first(r, i)
    return replace(found, firm=_LEAD.at(r, i) is not None or _ON.at(r, i) is not None) if found else None


def _amount_first(r: Reader, i: int) -> Distance | None:
    """`trong vòng 05 ngày làm việc kể từ ngày nhận`, `03 ngày trước ngày họp`."""
    lead = _LEAD.at(r, i)
    start = r.skip(i if lead is None else lead, ":")
    said = amount(r, start)
    if said is None or (lead is None and r.text(start) == "năm" and r.text(start + 1) != "("):
        return None
    n, unit, j = said
    if lead is None and r.word(j - 1, "năm") and r.text(i - 1) in _PLANS:
        return None
    return _related(r, i, r.skip(j, ","), n, unit)


def _ordinal(r: Reader, i: int) -> Distance | None:
    """`ngày làm việc thứ 5 sau khi kết thúc tháng`, `ngày thứ 10 kể từ ngày kết thúc quý`."""
    j = _ON.at(r, i) or i
    if not r.word(j, "ngày"):
        return None
    j += 1
    working = r.word(j, "làm") and r.word(j + 1, "việc")
    j = j + 2 if working else j
    if r.word(j, "thứ"):
        number = r.number(j + 1, five=True)
    elif working and r.word(j, "đầu") and r.word(j + 1, "tiên"):
        number = (1, j + 2)
    elif (
        working and (k := _NEXT_DAY.at(r, j)) is not None and r.word(k, "ngày") and not r.word(k + 1, "nghỉ")
    ):
        end = _clause_end(r, k)
        return Distance(i, end, 1, "workday", True, r.shown(k, end))
    else:
        return None
    if number is None:
        return None
    found = _related(r, i, number[1], number[0], "workday" if working else "day")
    return found if found and found.after else None


def _related(r: Reader, i: int, j: int, n: int, unit: OffsetUnit) -> Distance | None:
    for wordings, after in ((_SINCE, True), (_BEFORE, False)):
        k = wordings.at(r, j)
        if k is not None and (found := _anchor(r, i, k, n, unit, after)) is not None:
            return found
    return None


def _anchor_first(r: Reader, i: int) -> Distance | None:
    """`sau khi kết thúc quý 15 ngày`, `trước cuộc họp ít nhất 03 ngày làm việc`."""
    for wordings, after in ((_AFTER_EVENT, True), (_BEFORE_EVENT, False)):
        k = wordings.at(r, i)
        if k is None:
            continue
        if (ended := _period_end(r, k, after)) is not None:
            unit_end, period, numbers, j = ended
            j = r.skip(j, ",")
            said = amount(r, _MIDDLE.at(r, j) or j)
            if said is not None:
                n, unit, end = said
                return Distance(i, end, n, unit, after, "period_end", unit_end, period, numbers)
        end = _clause_end(r, k)
        found = _last_amount(r, k, end)
        if found is None or point(r, k) is not None or r.word(found[0] - 1, "cáo", "kỳ", "kế", "kết"):
            continue
        at, (n, unit, stop) = found
        words = r.shown(k, _trim(r, k, at))
        told = r.text(k) in _NO_EVENT or r.word(at - 1, "được", "chỉ", "khoảng", "hơn", "mỗi")
        if stop == end and words and not _timed(r, k, at) and not told:
            return Distance(i, end, n, unit, after, words)
    return None


def _anchor(r: Reader, i: int, k: int, n: int, unit: OffsetUnit, after: bool) -> Distance | None:
    if (ended := _period_end(r, k, after)) is not None:
        unit_end, period, numbers, j = ended
        return Distance(i, j, n, unit, after, "period_end", unit_end, period, numbers)
    dated = point(r, k) if r.word(k, "ngày") else None
    if dated is not None:
        p, j = dated
        if p.year is not None and p.month is not None and isinstance(p.day, int):
            day = date(p.year, p.month, p.day)
            return Distance(i, j, n, unit, after, day.isoformat(), day=day)
        return None
    end = _clause_end(r, k)
    words = r.shown(k, end)
    if not words or _timed(r, k, end) or r.at(k).kind != "word" or r.text(k) in _NO_EVENT:
        return None
    if r.word(k - 1, "từ") and not r.word(k - 2, "kể", "tính") and r.text(k) not in _FROM_WHICH:
        return None  # "vay trong 12 tháng từ công ty"
    return Distance(i, end, n, unit, after, words)


def _timed(r: Reader, i: int, j: int) -> bool:
    """Whether a limit or a period of its own stands in an event's wording: then it is no plain event."""
    for k in range(i, j):
        if (r.text(k) in EVERY and r.text(k + 1) in _PERIODS) or (
            r.word(k, "chậm", "muộn") and r.word(k + 1, "nhất")
        ):
            return True
        if r.word(k, "trước") and r.word(k + 1, "ngày") and k > i:
            return True
        if r.word(k, "đến") and (r.word(k + 1, "hết") or r.word(k + 1, "ngày")) and r.at(k + 2).kind == "num":
            return True
        if r.word(k, "đến") and r.word(k + 1, "hết", "cuối"):
            return True
        if r.word(k, "kết") and r.word(k + 1, "thúc") and r.text(k + 2) in ("tháng", "quý", "tuần", "kỳ"):
            return True
    return False


def _period_end(
    r: Reader, k: int, after: bool
) -> tuple[Kind | None, Period | None, tuple[int, ...], int] | None:
    j = _ENDING.at(r, k)
    report = j is None
    j = k if j is None else j
    j = j + 1 if r.text(j) in EVERY else r.skip(j, "của")
    # "kết thúc quý 15 ngày": the number belongs to the days, never to the quarter.
    counted = amount(r, j + 1) is not None and r.text(j) in _PERIODS
    period = None if counted or report else named(r, j)
    if period is not None and not period.bound and not period.report:
        return _named_end(period)
    if r.digits(j) == 6 and r.word(j + 1, "tháng"):
        return (Kind.HALF, None, (), r.skip(j + 2, ",")) if not report else None
    unit = _PERIODS.get(r.text(j))
    other = r.text(j + 1) in _OTHER and not r.word(j + 2, "hoạch") and _YEARS.at(r, j + 1) is None
    if unit is None or other:
        return None
    end = _YEARS.at(r, j + 1) or j + 1 if unit is Kind.YEAR else j + 1
    reported = r.word(end, "báo") and r.word(end + 1, "cáo")
    if report and not (reported and after):
        return None
    return unit, None, (), end + 2 if reported else end


def _named_end(p: Named) -> tuple[Kind | None, Period | None, tuple[int, ...], int] | None:
    if len(p.numbers) != 1 or p.onward or p.year_ref not in (None, "every"):
        return None
    if p.year is None:
        return p.kind, None, p.numbers, p.j
    size = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6}.get(p.kind, 12)
    try:
        return p.kind, containing(p.kind, date(p.year, (p.numbers[0] - 1) * size + 1, 1)), (), p.j
    except PeriodError:
        return None


def _clause_end(r: Reader, i: int) -> int:
    """The end of an event's wording: the end of the clause, or a comma with a limit after it."""
    if r.clause_ends is None:
        ends = [len(r)] * (len(r) + 1)
        for k in range(len(r) - 1, -1, -1):
            limit = r.text(k) == "," and (r.text(k + 1) in _LIMITS or r.digits(k + 1) is not None)
            late = r.word(k, "chậm", "muộn") and r.word(k + 1, "nhất")
            ends[k] = k if limit or late or r.text(k) in _STOPS else ends[k + 1]
        r.clause_ends = ends
    return min(r.clause_ends[min(i, len(r))], i + _FAR)


def _last_amount(r: Reader, i: int, end: int) -> tuple[int, tuple[int, OffsetUnit, int]] | None:
    for k in range(max(i, end - 8), end):
        if (r.at(k).kind == "num" or r.number(k)) and (said := amount(r, k)) and said[2] == end:
            return k, said
    return None


def _trim(r: Reader, i: int, at: int) -> int:
    """Where an event's words end before "ít nhất", "chậm nhất" and the like."""
    for back in (4, 3, 2, 1):
        if at - back > i and _MIDDLE.at(r, at - back) == at:
            at -= back
            break
    return at - 1 if r.text(at - 1) == "," else at


def event(r: Reader, i: int) -> Event | None:
    """Something that has to happen: `khi có thay đổi`, `sau khi Luật ... được thông qua`, `đột xuất`."""
    if r.word(i, "khi") and r.word(i - 1, "trong", "đến", "cho"):
        return None
    if _STARTS.at(r, i) is None:
        return None
    end = _clause_end(r, i)
    if not r.word(i, "sau", "ngay"):
        # A condition ends where what is to be done begins.
        duty = next((k for k in range(i + 1, end) if r.word(k, "thì", "phải") or _dated_limit(r, k)), end)
        end = duty
    text = r.shown(i, end).rstrip(" ,:-")
    beside = (
        r.word(i - 1, "hoặc", "và", "/") or (r.word(i, "nếu") and end - i <= 4) or r.word(i, "đột", "phát")
    )
    return Event(i, end, text, beside) if text else None


def _dated_limit(r: Reader, k: int) -> bool:
    """Whether a limit with its day, or the number of days of one, begins after a comma or stands alone."""
    if r.text(k - 1) != ",":
        return False
    return r.text(k) in EVERY or r.word(
        k, "trước", "trong", "định", "vào", "thời", "cơ", "đơn", "người", "các"
    )
