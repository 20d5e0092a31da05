"""The grammar of limits: "trước", "chậm nhất", "đến hết" with one day or a list of days after it."""

from __future__ import annotations

from dataclasses import replace

from calendars.phrases.grammar.days import of_first, point
from calendars.phrases.grammar.items import Between, Due, Point
from calendars.phrases.grammar.months import month_of
from calendars.phrases.text.lexicon import EVERY, forms, words
from calendars.phrases.text.reader import Reader, Wordings
from calendars.rules import Boundary

BEFORE = Wordings(*forms("bounds.before"))
BY = Wordings(*forms("bounds.by"))
_SOFT = Wordings(*forms("bounds.soft"))
_FROM = Wordings("từ", "kể từ", "bắt đầu từ", "tính từ", "tính kể từ", "phát sinh từ")
_TO = Wordings("đến hết", "đến", "tới", "tới hết", "cho đến hết", "cho đến", "-")
_MOST_POINTS = 12
_SOME_DAYS = 21
_TAKES = words("nộp nhận gửi đăng trình tham tiếp")
_CLAUSE = 12
_HEADING = 9
_ACTS = words("nộp gửi trả hoàn_thành thực_hiện tổ_chức tiến_hành công_khai thanh_toán kiểm_kê đăng_ký họp")
STARTS = BEFORE.firsts | BY.firsts | _SOFT.firsts | _FROM.firsts | words("ngày thứ chủ sáng chiều mồng")
"""The words with which anything here begins."""


def due(r: Reader, i: int) -> Due | None:
    """A limit with its days, or days alone ("ngày 15 hằng tháng", "31/3/2024")."""
    start, boundary, firm, i = _bound(r, i)
    named = i > start
    first = _first_days(r, i) if r.word(start, "trong") or r.word(i - 1, "trong", "hạn") else None
    first = first or point(r, i)
    if first is None:
        return None
    p, j = first
    if r.word(start, "là") and p.weekday is not None and p.unit is None and p.month is None:
        return None
    if not named and not _stands_alone(r, i, j, p):
        return None
    fraction = r.at(i).kind == "num" and r.word(i + 1, "/") and p.year is None and p.year_ref is None
    if fraction and r.word(i - 1, "quá", "đa", "thiểu", "nhất") and not _edge(r.text(j), r, j):
        return None  # "không quá 1/3 tổng số"
    points, bounds = [p], [boundary]
    for _ in range(_MOST_POINTS):
        more = _another(r, j, boundary, points[-1])
        if more is None:
            break
        p, boundary, j = more
        points.append(p)
        bounds.append(boundary)
    shared = _shared(points)
    if shared is None:
        return None
    clocked = [
        # Until an hour of the day: that day still counts, unless the hour is its very beginning.
        Boundary.BY if p.hour and not p.midnight else bound
        for p, bound in zip(shared, bounds, strict=True)
    ]
    if any(p.midnight and bound is Boundary.BY for p, bound in zip(shared, clocked, strict=True)):
        return None
    each = r.word(j, "tương") and r.word(j + 1, "ứng")
    said_at = r.word(start, "vào")
    return Due(start, j + 2 if each else j, tuple(shared), tuple(clocked), firm, bool(each), said_at)


def _bound(r: Reader, i: int) -> tuple[int, Boundary, bool, int]:
    best = (i, Boundary.BY, False, i)
    for wordings, boundary, firm in (
        (BEFORE, Boundary.BEFORE, True),
        (BY, Boundary.BY, True),
        (_SOFT, Boundary.BY, False),
    ):
        j = wordings.at(r, i)
        if j is not None and j > best[3]:
            best = (i, boundary, firm, j)
    start, boundary, firm, j = best
    if j > i and r.word(j - 1, "đến", "hết") and not firm:
        # "Thời hạn nhận hồ sơ: đến hết ngày ...": what is taken until then
        heads = [
            k for k in range(max(0, i - 8), i - 1) if r.word(k, "hạn", "gian") and r.text(k + 1) in _TAKES
        ]
        firm = any(r.text(k) not in (".", ";") for k in heads[-1:])
    firm = firm or (r.word(start - 1, ":") and _headed(r, start - 2))
    if firm:
        j = r.skip(j, ":")
        j = r.skip(j, "là", "vào")
        j = j + 1 if r.word(j, "các") and r.word(j + 1, "ngày") else j
    return start, boundary, firm, j


def _headed(r: Reader, i: int) -> bool:
    """`Hạn chót nộp bài dự thi:`: a limit's heading of a few words ends there."""
    for k in range(i, max(-1, i - _HEADING), -1):
        if r.at(k).kind != "word":
            return False
        if r.word(k, "hạn") and r.text(k + 1) in _TAKES | {"chót", "cuối", "hoàn", "báo"}:
            return not r.word(k - 1, "quá", "hết", "gia", "không")
    return False


def _stands_alone(r: Reader, i: int, j: int, p: Point) -> bool:
    """Whether figures without "ngày" or a bound are a date: with a year, or as a part of their own."""
    if r.word(i, "ngày", "thứ", "chủ", "sáng", "chiều") or p.year is not None or p.hour:
        return True
    if r.word(i - 1, "(") and i > 1 and r.text(i - 2) not in ("năm", "tháng", "quý", "kỳ"):
        return False
    listed = r.word(i - 1, ",", ";", "và") and r.word(j, "đối") and r.word(j + 1, "với")
    return p.month is not None and _edge(r.text(i - 1), r, i - 1) and (listed or _edge(r.text(j), r, j))


def _edge(sign: str, r: Reader, at: int) -> bool:
    return at < 0 or at >= len(r) or sign in (",", ";", ":", "(", ")", ".", "và")


def _another(r: Reader, j: int, bound: Boundary, last: Point) -> tuple[Point, Boundary, int] | None:
    """The next day of a list: after a comma or "và", with or without its own bound and "ngày"."""
    either = r.word(j, "hoặc")
    if r.text(j) not in (",", "và", ";", "&") and not either:
        return None
    strong = r.text(j) == ";"
    k = j + 1 if not r.word(j + 1, "và") else j + 2
    start, boundary, _, at = _bound(r, k)
    if at == start:
        boundary = bound
    if (month := _bare_month(r, at, last)) is not None:
        return month[0], bound, month[1]
    found = point(r, at)
    if found is None and r.number(at) is not None and not strong:
        found = _bare(r, at, last)
    if found is None or (strong and not r.word(at, "ngày")):
        return None
    p = found[0]
    if either and (last.month is None or p.month != last.month + 6 or p.year):
        return None  # one of two days; but of the halves of a year each has its own
    if last.bare and not r.word(at, "ngày") and _whole(p.day) <= _whole(last.day):
        return None  # "15,5" is no list
    return p, boundary, found[1]


def _bare_month(r: Reader, i: int, last: Point) -> tuple[Point, int] | None:
    """A month alone in a list of them: `ngày 20 tháng 3, 6, 9 và 12`, up to where the list ends."""
    k, before = i, last.month or 12
    if (
        not r.word(i - 3 if r.word(i - 1, "và") and r.word(i - 2, ",") else i - 2, "")
        or last.year_ref
        or last.year
    ):
        return None
    months = []
    while (n := r.digits(k)) is not None and before < n <= 12 and r.at(k).digits <= 2:
        months.append((n, k + 1))
        before, k = n, r.skip(k + 1, ",", "và")
    if not months:
        return None
    end = months[-1][1]
    closed = r.text(end) in ("", ")", ";", ".", "(") and r.at(end).kind != "num"
    every = r.text(end) in EVERY and r.word(end + 1, "năm")
    if not (closed or every):
        return None
    return replace(last, month=months[0][0]), months[0][1]


def _bare(r: Reader, i: int, last: Point) -> tuple[Point, int] | None:
    """A number alone in a list of days: `ngày 10, 20 hằng tháng`."""
    number = r.number(i)
    if number is None or not 1 <= number[0] <= 31 or not last.bare:
        return None
    if isinstance(last.day, int) and last.day >= number[0]:
        return None
    if r.text(number[1]) in (",", "và"):
        return Point(day=number[0]), number[1]
    return None


def _shared(points: list[Point]) -> list[Point] | None:
    shared = [points[-1]]
    for p in reversed(points[:-1]):
        whole = p.sharing(shared[0])
        if whole is None:
            return None
        shared.insert(0, whole)
    return shared


def _first_days(r: Reader, i: int) -> tuple[Point, int] | None:
    """`trong 05 ngày làm việc đầu tháng`: until the fifth; `05 ngày đầu của quý tiếp theo` likewise."""
    number = r.number(i)
    if number is None or not r.word(number[1], "ngày"):
        return None
    n, j = number[0], number[1] + 1
    working = r.word(j, "làm") and r.word(j + 1, "việc")
    j = j + 2 if working else j
    if not r.word(j, "đầu"):
        return None
    j = r.skip(j + 1, "tiên")
    j = r.skip(j, "của", "trong")
    found = of_first(r, j)
    if found is None:
        return None
    p, end = found
    if working:
        return (replace(p, day=None, workday=n), end) if 1 <= n <= 20 else None
    return (replace(p, day=n), end) if 1 <= n <= 31 else None


def _to_act(r: Reader, i: int, start: Point, end: Point) -> bool:
    """Whether something is done in those days, until the last of them, and no data are of them.

    `chi trả lương từ ngày 25 đến ngày 30 hằng tháng`: within one month, a duty before, nothing about data.
    """
    within = start.bare or (start.month, start.year) == (end.month, end.year)
    turn = end.comes_round and isinstance(start.day, int) and 0 < _whole(end.day) - start.day < _SOME_DAYS
    before = range(max(0, i - _CLAUSE), i)
    data = any(r.word(k, "liệu", "kỳ", "chốt", "tính", "phát", "cáo", "thống", "kế") for k in before)
    acts = any(r.text(k) in _ACTS or f"{r.text(k)}_{r.text(k + 1)}" in _ACTS for k in before)
    return within and turn and acts and not data


def between(r: Reader, i: int) -> Between | Due | None:
    """`từ ngày 15 tháng trước đến hết ngày 14 tháng này`, `từ ngày thứ 15 trở đi của tháng cuối quý`."""
    j = _FROM.at(r, i)
    if j is None:
        return None
    first = point(r, j) if not r.word(j, "trước") else None
    if first is None:
        return None
    start, j = first
    if r.word(j, "trở") and r.word(j + 1, "đi"):
        return _onward(r, i, j + 2, start)
    j = r.skip(j, ",")
    k = _TO.at(r, j)
    if k is None:
        return Between(i, j, start, None, onward=False)
    last = point(r, k)
    if last is None:
        return None
    end, j = last
    if _to_act(r, i, start, end):
        return Due(i, j, (end,), (Boundary.BY,), firm=True)
    if start.bare and not end.bare:
        start = replace(end, day=start.day, workday=start.workday)
    elif (
        start.month is not None
        and end.month is not None
        and (start.year, start.year_ref) == (None, None)
        and (start.month, _whole(start.day)) <= (end.month, _whole(end.day))
    ):
        start = replace(start, year=end.year)
    return Between(i, j, start, end)


def _whole(day: object) -> int:
    return day if isinstance(day, int) else 32


def _onward(r: Reader, i: int, j: int, start: Point) -> Between:
    if start.bare and r.word(j, "của") and (found := _month_after(r, j)):
        start, j = replace(found[0], day=start.day), found[1]
    return Between(i, j, start, None, onward=True)


def _month_after(r: Reader, j: int) -> tuple[Point, int] | None:
    """The month that follows "trở đi của"."""
    return month_of(r, r.skip(j, "của"))
