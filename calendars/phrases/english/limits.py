"""The grammar of English limits: `no later than ...`, `within 10 days of receipt`, `by the end of 2026`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from calendars.periods import Kind, Period, containing
from calendars.phrases.english.points import (
    ambiguous,
    month_name,
    number,
    ordinal,
    point,
    unit,
    working,
    year_of,
)
from calendars.phrases.english.words import DANGERS, EVERY, TIMES
from calendars.phrases.grammar.items import Distance, Due, Named, Point
from calendars.phrases.meaning import OffsetUnit
from calendars.phrases.sense.resolve import period
from calendars.phrases.text.lexicon import forms
from calendars.phrases.text.reader import Reader, Wordings
from calendars.rules import PERIOD_END, Boundary

_BY = Wordings(
    "by", "no later than", "not later than", "by no later than", "on or before", "by or on", "before or on",
    "at the latest by", "at the latest on", "at the latest", "latest by", "latest on", "latest", "due by",
    "due on", "due", "due no later than", "due not later than", "deadline", "deadline :", "deadline is",
    "the deadline", "the deadline is", "the deadline :",
    "no later than on", "not later than on", "by at the latest", "not after", "no later than by",
    "due on or before", "is due on", "is due by", "is due", "are due on", "are due by", "are due",
    "is due no later than", "are due no later than",
    "closing date", "closing date :", "closing date is",
    *(f"{what} on" for what in (
        "registration closes", "enrolment closes", "enrollment closes", "applications close",
        "submissions close", "nominations close", "the call closes",
    )),
)  # fmt: skip
_BEFORE = Wordings("before", "prior to", "due before", "any time before", "not on or after")
_SOFT = Wordings("on")
_LATEST = Wordings("at the latest", "at latest")
_WITHIN = Wordings("in", "during", "within", "in the course of")
_FIRM_AFTER = Wordings(
    "within", "no later than", "not later than", "not more than", "no more than", "at most",
    "within a period of",
    "within at most", "within no more than", "within not more than", "in no more than", "by no later than",
    "at the latest", "within a maximum of",
    *(f"{what}{within}" for what in ("due", "is due", "are due")
      for within in ("", " within", " no later than")),
)  # fmt: skip
_FIRM_BEFORE = Wordings(*forms("english.limits.firm_before"))
_SINCE = Wordings("after", "following", "from", "since", "as from", "counted from", "starting from", "of")
_UNTIL = Wordings("before", "prior to", "in advance of", "ahead of")
_QUARTER = {f"q{n}": n for n in range(1, 5)}
_HALF = {"h1": 1, "h2": 2}
_AMOUNTS: dict[str, OffsetUnit] = {"day": "day", "days": "day", "workday": "workday", "workdays": "workday",
                                   "month": "month", "months": "month", "hour": "hour",
                                   "hours": "hour"}  # fmt: skip
_MOST_POINTS = 12
_STOPS = (";", ".", "(", ")", ",", ":")


def due(r: Reader, i: int) -> Due | None:
    """Days with what binds them: `by 15 December each year`, `before 30 June and 31 December`."""
    boundary, firm, j = _bound(r, i)
    hour, j = _hour(r, j, firm)
    found = _point(r, j)
    if found is None:
        return None
    p, j = found if hour else _hour_behind(r, *found, firm or i == 0)
    points, bounds = [p], [boundary]
    for _ in range(_MOST_POINTS):
        k = r.skip(r.skip(j, ","), "and", "&") if r.word(j, ",", "and", "&") else j
        if k == j:
            break
        again, strong, at = _bound(r, k)
        found = _point(r, at)
        if found is None or (not strong and r.at(at).kind == "word" and not _listed(r, at)):
            break
        p, j = found
        boundary = again if at > k else boundary
        points.append(p)
        bounds.append(boundary)
    shared = [points[-1]]
    for p in reversed(points[:-1]):
        whole = p.sharing(shared[0])
        if whole is None:
            return None
        shared.insert(0, whole)
    if hour:
        shared = [replace(p, hour=hour) for p in shared]
    if any(p.hour for p in shared):
        bounds = [Boundary.BY] * len(bounds)
    end = _LATEST.at(r, r.skip(j, ",")) or j
    return Due(i, end, tuple(shared), tuple(bounds), firm or end > j, said_at=r.word(i, "on"))


def _listed(r: Reader, at: int) -> bool:
    """Whether a day that begins with a word goes on with a list: `the 1st and the 15th`."""
    return r.word(at, "the") or month_name(r, at) is not None or ordinal(r, at) is not None


def _bound(r: Reader, i: int) -> tuple[Boundary, bool, int]:
    best = (Boundary.BY, False, i)
    for wordings, boundary, firm in ((_BY, Boundary.BY, True), (_BEFORE, Boundary.BEFORE, True),
                                     (_SOFT, Boundary.BY, False)):  # fmt: skip
        j = wordings.at(r, i)
        if j is not None and j > best[2]:
            best = (boundary, firm, j)
    boundary, firm, j = best
    if (headed := _deadline_for(r, i)) is not None and headed > j:
        boundary, firm, j = Boundary.BY, True, headed
    j = r.skip(j, ":") if firm else j
    # Before the end of a period is by its last day.
    ends = r.word(r.skip(j, "the"), "end", "close")
    return (Boundary.BY if ends else boundary), firm, j


def _deadline_for(r: Reader, i: int) -> int | None:
    """The place after `the deadline for applications is`, `closing date for receipt of nominations:`."""
    j = r.skip(i, "the")
    j = j + 2 if r.word(j, "closing", "due") and r.word(j + 1, "date") else r.skip(j, "deadline")
    if j == r.skip(i, "the") or not r.word(j, "for"):
        return None
    for k in range(j + 1, j + 8):
        if r.word(k, "is", ":"):
            return r.skip(k + 1, "on")
        if r.at(k).kind != "word" or r.text(k) in TIMES | DANGERS:
            return None
    return None


def _clock(r: Reader, i: int) -> int:
    """The place after `17:00`, `5 p.m.`, `noon`, `close of business`, `18:00 local time`; or the same."""
    k = r.skip(i, "the", "12") if r.word(i + 1, "close", "cob", "noon") else i
    if r.word(k, "noon", "cob"):
        return k + 1
    if r.word(k, "close") and r.word(k + 1, "of") and r.word(k + 2, "business", "play"):
        return k + 3
    if r.at(i).kind != "num" or r.at(i).digits > 2 or r.at(i).number > 24:
        return i
    j = i + 1
    if r.word(j, ":", ".") and r.at(j + 1).kind == "num" and r.at(j + 1).digits == 2:
        j += 2
    clock = j
    j = r.skip(j, "pm", "am", "hours", "noon")
    if j == clock and r.word(j, "p", "a") and r.word(j + 1, ".") and r.word(j + 2, "m"):
        j = r.skip(j + 3, ".")
    if j == clock == i + 1:
        return i
    return j + 2 if r.word(j + 1, "time") and r.at(j).kind == "word" else j


def _hour(r: Reader, i: int, firm: bool) -> tuple[str, int]:
    """An hour before its day, with `on` between them."""
    j = _clock(r, i)
    if not firm or j == i:
        return "", i
    spelt = r.word(i, "cob", "close", "noon")  # "by COB Friday", where figures need their "on"
    return (r.shown(i, j), r.skip(j, "on", ",")) if spelt or r.word(j, "on") else ("", i)


def _hour_behind(r: Reader, p: Point, j: int, firm: bool) -> tuple[Point, int]:
    """The day with an hour that stands behind it: `by 15 June 2025 at 17:00`, `15 June, 5 pm, each year`."""
    k = r.skip(r.skip(j, ","), "at", "by")
    end = _clock(r, k)
    day = p.month is not None or p.weekday is not None
    if end == k or k == j or not firm or not day or r.word(end, ":", "/", "."):
        return p, j
    later, after = (p, end) if p.year or p.year_ref or p.month is None else year_of(r, p, end)
    return replace(later, hour=r.shown(k, end)), after


def _point(r: Reader, i: int) -> tuple[Point, int] | None:
    found = point(r, i)
    if found is not None:
        return found
    token = r.at(i)
    # "15 and 30 June": the first has its month from the second.
    if token.kind == "num" and token.digits <= 2 and 1 <= token.number <= 31 and r.word(i + 1, ",", "and"):
        later = r.at(r.skip(r.skip(i + 1, ","), "and"))
        if later.kind == "num" and later.number > token.number:
            return Point(day=token.number), i + 1
    return None


def named(r: Reader, i: int) -> Named | None:
    """A period by its name: `in Q2 2026`, `by the end of March 2026`, `in the first quarter of each year`."""
    start, bound = i, ""
    if (j := _WITHIN.at(r, i)) is not None:
        i, bound = j, "within"
    else:
        by, before = _BY.at(r, i), _BEFORE.at(r, i)
        j = max(by or 0, before or 0)
        k = r.skip(j or i, "the")
        if r.word(k, "end", "close") and r.word(k + 1, "of"):
            i, bound = k + 2, "by"
        elif j:
            # "by March 2026": its first day or its last? A quarter has only its end.
            ends = _period(r, k) if by and by > (before or 0) else None
            if ends is None or ends[0] is not Kind.QUARTER:
                return None
            i, bound = k, "by"
    found = _period(r, r.skip(i, "the"))
    if found is None:
        return None
    kind, n, year, every, j = found
    if year is None and not every:
        return None
    if bound == "by" and kind is Kind.MONTH and every:
        return None
    end = _LATEST.at(r, r.skip(j, ",")) or j
    return Named(start, end, kind, (n,), year, "every" if every else None, bound=bound)  # type: ignore[arg-type]


def _period(r: Reader, i: int) -> tuple[Kind, int, int | None, bool, int] | None:
    """Kind, number, year, whether each year, place after."""
    if year := r.year(i):
        return None if r.word(i + 1, "-", "/") else (Kind.YEAR, 1, year, False, i + 1)
    if r.word(i, "year", "calendar"):
        j = r.skip(i, "calendar")
        year = r.year(j + 1)
        return (Kind.YEAR, 1, year, False, j + 2) if r.word(j, "year") and year else None
    kind, n, j = Kind.MONTH, 0, i
    if (month := month_name(r, i)) is not None:
        n, j = month
        j = r.skip(j, ",")
    elif r.at(i).kind == "mixed" and r.at(i).text in _QUARTER:
        kind, n, j = Kind.QUARTER, _QUARTER[r.at(i).text], r.skip(i + 1, "/", "-", ",")
    elif r.at(i).kind == "mixed" and r.at(i).text in _HALF:
        kind, n, j = Kind.HALF, _HALF[r.at(i).text], r.skip(i + 1, "/", "-", ",")
    elif r.word(i, "quarter") and r.at(i + 1).kind == "num" and r.at(i + 1).digits == 1:
        kind, n, j = Kind.QUARTER, r.at(i + 1).number, i + 2
    elif (place := 4 if r.word(i, "last") else ordinal(r, i)) and r.word(i + 1, "quarter", "half"):
        kind, n, j = (Kind.QUARTER if r.word(i + 1, "quarter") else Kind.HALF), place, i + 2
        if kind is Kind.HALF and r.word(i, "last"):
            return None
    most = {Kind.MONTH: 12, Kind.QUARTER: 4, Kind.HALF: 2}[kind]
    if not 1 <= n <= most:
        return None
    j = r.skip(j, "of")
    if year := r.year(j):
        return kind, n, year, False, j + 1
    if r.text(j) in EVERY and r.word(j + 1, "year"):
        return kind, n, None, True, j + 2
    return None


def amount(r: Reader, i: int) -> tuple[int, OffsetUnit, int] | None:
    """`10 working days`, `ten (10) days`, `two weeks`, `24 hours`: number, unit, place after."""
    found = number(r, i)
    if found is None or not 1 <= found[0] <= 999:
        return None
    n, j = found
    if (k := working(r, j)) > j:
        return (n, "workday", k + 1) if r.word(k, "day", "days") else None
    j = r.skip(j, "calendar")
    if r.word(j, "week", "weeks"):
        return 7 * n, "day", j + 1
    if r.word(j, "year", "years") and n <= 10:
        return 12 * n, "month", j + 1
    kind = _AMOUNTS.get(r.text(j))
    return None if kind is None else (n, kind, j + 1)


def distance(r: Reader, i: int) -> Distance | None:
    """So long after or before an end, a day or an event; `at least` limits only before, `within` after."""
    after_lead, before_lead = _FIRM_AFTER.at(r, i), _FIRM_BEFORE.at(r, i)
    lead = max(after_lead or i, before_lead or i)
    said = amount(r, lead)
    if said is None:
        return None
    n, size, j = said
    firm = lead > i
    k = _SINCE.at(r, j)
    if k is not None and (after_lead == lead or not firm):
        return None if r.word(j, "of") and not firm else _anchored(r, i, k, n, size, firm, after=True)
    k = _UNTIL.at(r, j)
    if k is not None and (before_lead == lead or not firm):
        return _anchored(r, i, k, n, size, firm, after=False)
    return None


def _anchored(
    r: Reader, i: int, k: int, n: int, size: OffsetUnit, firm: bool, *, after: bool
) -> Distance | None:
    if (ended := _end(r, k, after)) is not None:
        kind, which, j = ended
        return Distance(i, j, n, size, after, PERIOD_END, kind, which, firm=firm)
    if (dated := point(r, k)) is not None:
        p, j = dated
        if p.year is None or p.month is None or not isinstance(p.day, int):
            return None
        day = date(p.year, p.month, p.day)
        return Distance(i, j, n, size, after, day.isoformat(), day=day, firm=firm)
    end = clause_end(r, k)
    words = r.shown(k, end)
    if not words or ambiguous(r, k) or any(r.at(at).kind in ("num", "ord", "mixed") for at in range(k, end)):
        return None
    return Distance(i, end, n, size, after, words, firm=firm)


def _end(r: Reader, k: int, after: bool) -> tuple[Kind | None, Period | None, int] | None:
    """The end of a period: `the end of each quarter`, `the quarter`, `the end of March 2026`."""
    j = r.skip(k, "the", *EVERY)
    ends = r.word(j, "end", "close") and r.word(j + 1, "of")
    if ends:
        j = r.skip(j + 2, "the", *EVERY)
    found = _period(r, j)
    if found is not None and found[2] is not None and ends:
        kind, n, year, _, at = found
        assert year is not None
        which = containing(Kind.YEAR, date(year, 1, 1)) if kind is Kind.YEAR else period(kind, n, year)
        return None, which, at
    of = unit(r, j)
    if of is None or of[0] is Kind.WEEK or j == k:
        return None
    kind, at = of
    if r.word(at, "-") and r.word(at + 1, "end"):
        return kind, None, at + 2
    if r.word(at, "end"):
        return kind, None, at + 1
    closed = at >= len(r) or r.text(at) in (*_STOPS, "at", "for")
    return (kind, None, at) if closed and (ends or after) else None


def clause_end(r: Reader, k: int) -> int:
    """Where an event's wording ends: at a stop, or where another limit begins."""
    while k < len(r) and r.text(k) not in _STOPS:
        if r.word(k, "and", "or") and (_bound(r, k + 1)[1] or amount(r, k + 1)):
            break
        k += 1
    return k
