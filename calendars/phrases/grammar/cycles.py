"""The grammar of frequencies: `hằng quý`, `6 tháng/lần`, `báo cáo quý và năm`, `mỗi tháng 01 lần`."""

from __future__ import annotations

from dataclasses import replace

from calendars.periods import Kind
from calendars.phrases.grammar.items import Freq
from calendars.phrases.text.lexicon import EVERY, forms, words
from calendars.phrases.text.reader import Reader, Wordings
from language import Message

UNITS = {"tuần": Kind.WEEK, "tháng": Kind.MONTH, "quý": Kind.QUARTER, "năm": Kind.YEAR, "ngày": Kind.DAY}
_REPORTS = Wordings(*forms("cycles.reports"))
_TIMES_PER = Wordings("/", "mỗi", "trong một", "trong", "một", "hằng", "trên", "trong 01")
_CAP = Wordings("không quá", "quá", "tối đa", "không vượt quá", "không được quá")
_LEAST = Wordings("tối thiểu", "ít nhất", "ít nhất là", "tối thiểu là")
_OTHER_YEAR = words("học tài ngân kế dự sinh xưa qua nay gần")
_DEAR = words("đá kim khí gỗ bạc vàng hiếm dược hằng mỗi từng các")
_GOES = words("nộp gửi trình chậm muộn phải được về lập")
STARTS = (
    _REPORTS.firsts | _CAP.firsts | _LEAST.firsts | EVERY | frozenset(UNITS) | words("định giai nửa cả bán")
)
"""The words with which anything here begins."""


def freq(r: Reader, i: int) -> Freq | None:
    """How often; None when nothing of the kind stands here."""
    found = _cap(r, i) or _times(r, i) or _interval(r, i) or _each(r, i) or _report(r, i)
    if found and found.kinds and r.word(i, "định") and found.j - i == 4 and r.text(i + 2) not in EVERY:
        return replace(found, loose=True)  # "định kỳ 6 tháng" names a report as "báo cáo 6 tháng" does
    return found


def _cap(r: Reader, i: int) -> Freq | None:
    for wordings, cap in ((_CAP, True), (_LEAST, False)):
        if (j := wordings.at(r, i)) is not None and (found := _times(r, j)):
            return replace(found, i=i, cap=cap)
    return None


def _times(r: Reader, i: int) -> Freq | None:
    """`02 lần/năm`, `mỗi tháng 01 lần`, `một năm hai lần`."""
    start = i
    if (number := r.number(i)) and r.word(number[1], "lần"):
        j = _TIMES_PER.at(r, number[1] + 1)
        unit = UNITS.get(r.text(j)) if j is not None else None
        if unit is not None and j is not None:
            return _often(start, j + 1, number[0], unit)
        return None
    lead = r.text(i) in EVERY or (r.word(i, "một") or r.digits(i) == 1)
    if lead and (unit := UNITS.get(r.text(i + 1))):
        j = r.skip(i + 2, ":", ",")
        j = _LEAST.at(r, j) or j
        if (number := r.number(j)) and r.word(number[1], "lần"):
            return _often(start, number[1] + 1, number[0], unit)
    return None


def _often(i: int, j: int, times: int, unit: Kind) -> Freq | None:
    if not 1 <= times <= 366:
        return None
    months = {Kind.YEAR: 12, Kind.QUARTER: 3, Kind.MONTH: 1}.get(unit)
    if times == 1:
        return Freq(i, j, (unit,)) if unit is not Kind.DAY else Freq(i, j, (), note=Message("phrase.daily"))
    if months is not None and months % times == 0:
        return _months(i, j, months // times)
    return Freq(i, j, (), note=Message("phrase.times-each", times=times, kind_=Message(f"kind.{unit.value}")))


def _months(i: int, j: int, n: int) -> Freq:
    kind = {1: Kind.MONTH, 3: Kind.QUARTER, 6: Kind.HALF, 12: Kind.YEAR}.get(n)
    if kind:
        return Freq(i, j, (kind,))
    return Freq(i, j, (), every=n, unit=Kind.MONTH, note=Message("phrase.every-n-months", n=n))


def _interval(r: Reader, i: int) -> Freq | None:
    """`6 tháng/lần`, `hai năm một lần`, `định kỳ 3 năm`, `hằng 6 tháng`."""
    start = i
    periodic = (r.word(i, "định") and r.word(i + 1, "kỳ")) or r.text(i) in EVERY
    if r.word(i, "định") and r.word(i + 1, "kỳ"):
        i = r.skip(i + 2, "là", "theo")
        i = i + 1 if r.text(i) in EVERY else i
    elif r.text(i) in EVERY:
        i += 1
    elif r.word(i, "giai") and r.word(i + 1, "đoạn") and r.digits(i + 2) is not None and r.word(i + 3, "năm"):
        periodic, i = True, i + 2
    if r.word(i, "nửa") and r.word(i + 1, "năm"):
        n, unit, j = 6, Kind.MONTH, i + 2
    else:
        number = r.number(i)
        if number is None or (found := UNITS.get(r.text(number[1]))) is None:
            return None
        n, unit, j = number[0], found, number[1] + 1
    per = False
    k = r.skip(j, "/")
    one = k if k > j else None
    if one is not None and r.word(one, "lần"):
        per, j = True, one + 1
    elif (count := r.number(k)) and count[0] == 1 and r.word(count[1], "lần"):
        per, j = True, count[1] + 1
    if not per and not periodic:
        return None
    if not per and (r.digits(j) is not None or (r.word(j, "đầu", "cuối") and r.word(j + 1, "năm"))):
        return None
    if n < 1 or n > 100:
        return None
    if unit is Kind.YEAR:
        return Freq(start, j, (Kind.YEAR,)) if n == 1 else Freq(start, j, (), n, Kind.YEAR)
    if unit is Kind.QUARTER:
        return _months(start, j, 3 * n)
    if unit is Kind.MONTH:
        if n == 9 and not per:
            return Freq(start, j, (Kind.NINE_MONTHS,))
        return _months(start, j, n)
    if unit is Kind.WEEK and n == 1:
        return Freq(start, j, (Kind.WEEK,))
    note = Message("phrase.every-n-weeks" if unit is Kind.WEEK else "phrase.every-n-days", n=n)
    return Freq(start, j, (), n, unit, note=note)


def _each(r: Reader, i: int) -> Freq | None:
    """`hằng tháng`, `định kỳ hằng quý`, `hằng quý và năm`."""
    start = i
    if r.word(i, "định") and r.word(i + 1, "kỳ"):
        i = r.skip(i + 2, "theo")
    if r.text(i) not in EVERY:
        return None
    unit = UNITS.get(r.text(i + 1))
    if unit is None:
        return None
    if unit is Kind.DAY:
        return Freq(start, i + 2, (), note=Message("phrase.daily"))
    kinds, j = _more(r, i + 2, [unit])
    return Freq(start, j, kinds)


def _report(r: Reader, i: int) -> Freq | None:
    """`báo cáo quý`, `báo cáo 6 tháng, 9 tháng và năm`, `cả năm`: a report's name says how often."""
    start = i
    lead = _REPORTS.at(r, i)
    i = lead if lead is not None else i
    if lead is not None and r.word(i - 1, "cáo", "kết") and r.word(i, "cuối") and r.word(i + 1, "năm"):
        return Freq(start, i + 2, (Kind.YEAR,), loose=True)
    kind, j = _bare_unit(r, i)
    if kind is None:
        return None
    whole = r.word(i, "cả")
    heading = r.text(j) in (":", "(") and r.text(start - 1) in ("", "-", "+", ";", ":", ",", ".", ")", "và")
    bracketed = r.word(start - 1, "(") and r.word(j, ")") and r.at(start - 2).kind == "num"
    # "tờ khai thuế quý nộp ...", "báo cáo tài chính quý gửi ...": any noun of a quarter
    of_quarter = r.word(i, "quý") and r.text(i - 1) not in _DEAR and r.text(j) in _GOES
    if lead is None and not (r.word(i, "bán") or whole or heading or bracketed or (of_quarter and i)):
        return None
    kinds, j = _more(r, j, [kind])
    return Freq(start, j, kinds, loose=True)


def _bare_unit(r: Reader, i: int) -> tuple[Kind | None, int]:
    """A unit that no number follows: `quý`, `6 tháng`, `9 tháng`, `cả năm`, `năm` before "trước ngày"."""
    i = r.skip(i, "cả")
    if r.word(i, "nửa", "bán") and r.word(i + 1, "năm", "niên"):
        return Kind.HALF, i + 2
    number = r.number(i)
    if number is not None:
        kind = {6: Kind.HALF, 9: Kind.NINE_MONTHS, 3: Kind.QUARTER, 12: Kind.YEAR}.get(number[0])
        j = number[1] + 1
        if not r.word(number[1], "tháng") or kind is None or r.digits(j) is not None:
            return None, i
        if r.word(j, "đầu") and r.word(j + 1, "năm") and kind is Kind.NINE_MONTHS and r.year(j + 2) is None:
            return kind, j + 2
        return (None, i) if r.word(j, "đầu", "cuối") else (kind, j)
    kind = UNITS.get(r.text(i))
    j = i + 1
    if kind is None or kind is Kind.DAY:
        return None, i
    if kind is Kind.QUARTER and (r.quarter(j) is not None and not r.word(j + 1, "ngày")):
        return None, i
    if kind is Kind.YEAR and r.text(j) in _OTHER_YEAR:
        return None, i
    if r.digits(j) is not None and kind is not Kind.QUARTER:
        return None, i
    j += kind is Kind.YEAR and r.word(j, "n")
    # "Tháng hành động vì trẻ em" is what a month is called.
    return (None, i) if r.word(j, "hành") and r.word(j + 1, "động") else (kind, j)


def _more(r: Reader, j: int, kinds: list[Kind]) -> tuple[tuple[Kind, ...], int]:
    """More units of the same row: `, quý, 6 tháng và năm`."""
    for _ in range(6):
        k = j
        if r.text(k) not in (",", "và", "/", "&"):
            break
        k = r.skip(k + 1, "và")
        k = _REPORTS.at(r, k) or k
        k = k + 1 if r.text(k) in EVERY else k
        kind, end = _bare_unit(r, k)
        if kind is None or kind in kinds:
            break
        count = r.number(end)
        if r.word(end, "lần") or (count is not None and r.word(count[1], "lần")):
            break
        kinds.append(kind)
        j = end
    return tuple(kinds), j
