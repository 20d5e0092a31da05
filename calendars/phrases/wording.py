"""From a meaning back to a short Vietnamese sentence, for the clerk to check.

The sentence of a meaning with dates is itself a timing phrase: `parse` reads the same rules from it wherever
the registry has a word for them.
"""

from __future__ import annotations

from datetime import date

from calendars.periods import Kind, Period
from calendars.periods import parse as period_of
from calendars.phrases.meaning import Cycle, Meaning, MeaningKind, Role, Rule
from calendars.rules import PERIOD_END, After, Boundary, DueRule, MonthDay, Roll

_EVERY = {
    Cycle.WEEKLY: "Hằng tuần",
    Cycle.MONTHLY: "Hằng tháng",
    Cycle.QUARTERLY: "Hằng quý",
    Cycle.SEMIANNUAL: "6 tháng một lần",
    Cycle.NINE_MONTH: "Báo cáo 9 tháng",
    Cycle.ANNUAL: "Hằng năm",
}
_UNIT = {
    Kind.WEEK: "tuần",
    Kind.MONTH: "tháng",
    Kind.QUARTER: "quý",
    Kind.HALF: "6 tháng",
    Kind.NINE_MONTHS: "9 tháng",
    Kind.YEAR: "năm",
}
_ROMAN = ("", "I", "II", "III", "IV")
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "chủ nhật")
_WITHIN = DueRule(boundary=Boundary.BY, after=After(PERIOD_END, days=0))
_UNITS = {"day": "ngày", "workday": "ngày làm việc", "month": "tháng", "hour": "giờ"}
_ROLLS = {
    Roll.NEXT: "nếu trùng ngày nghỉ thì chuyển sang ngày làm việc tiếp theo",
    Roll.PREVIOUS: "nếu trùng ngày nghỉ thì chuyển sang ngày làm việc liền trước",
    Roll.NONE: "kể cả ngày nghỉ",
}


def describe(meaning: Meaning) -> str:
    """One short Vietnamese sentence without a full stop; never empty."""
    said = _said(meaning)
    if meaning.roll is not None and meaning.rules:
        said = f"{said}, {_ROLLS[meaning.roll]}"
    return said


def _said(m: Meaning) -> str:
    if m.kind is MeaningKind.UNKNOWN:
        return "Chưa rõ" + (f": {m.notes[-1]}" if m.notes else "")
    if m.kind is MeaningKind.WINDOW:
        return _window(m)
    if m.role is Role.HORIZON:
        return f"Mốc mục tiêu{_span(m)}, không phải thời hạn"
    if m.role is Role.EFFECTIVE:
        return f"Thời điểm bắt đầu{_span(m)}, không phải thời hạn"
    if m.role is Role.CAP:
        return "Mức tối đa, không phải thời hạn"
    dated = [rule for rule in m.rules if rule.due is not None]
    if m.kind is MeaningKind.OFFSET and m.offset is not None and not any(_plain(rule) for rule in dated):
        return _offset(m)
    if dated:
        return "; ".join(_rule(rule) for rule in m.rules)
    if m.kind is MeaningKind.EVENT:
        return f"Khi có sự việc: {m.event}"
    if m.kind is MeaningKind.CONTINUOUS:
        return "Thường xuyên"
    if m.kind is MeaningKind.RANGE:
        return f"Trong khoảng thời gian{_span(m)}, không nêu thời hạn"
    if m.rules:
        return "; ".join(_rule(rule) for rule in m.rules) + ", không nêu ngày"
    if m.kind is MeaningKind.RECURRING:
        return "Có định kỳ" + (f": {m.notes[0]}" if m.notes else "")
    return f"Nhắc đến thời gian{_span(m)}, không nêu thời hạn"


def _plain(rule: Rule) -> bool:
    return rule.due is not None and (rule.due.after is None or rule.cycle is Cycle.ONCE)


def _window(m: Meaning) -> str:
    if m.role is Role.CUTOFF:
        return "Mốc chốt số liệu, không phải thời hạn"
    if m.role is Role.CARRY:
        return "Số liệu chuyển sang kỳ sau, không phải thời hạn"
    if m.window is None or m.window_kind is None:
        return "Kỳ số liệu, không phải thời hạn"
    unit = m.window_kind
    ends = f"từ {_window_day(m.window.from_, unit)} đến hết {_window_day(m.window.to, unit)}"
    return f"Kỳ số liệu của mỗi {_UNIT[unit]}: {ends}, không phải thời hạn"


def _window_day(day: MonthDay, unit: Kind) -> str:
    n = {"first": 1, "last": _LENGTH[unit]}[day.month] if isinstance(day.month, str) else day.month
    which = "ngày cuối" if day.day == "last" else f"ngày {day.day}"
    if n < 1:
        return (
            f"{which} của tháng {n + 12} năm trước"
            if unit is Kind.YEAR
            else f"{which} của tháng trước kỳ báo cáo"
        )
    if unit is Kind.YEAR and n <= 12:
        return f"{which} tháng {n}"
    return f"{which} của tháng thứ {n} trong kỳ"


_LENGTH = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6, Kind.YEAR: 12}


def _offset(m: Meaning) -> str:
    assert m.offset is not None
    side = "sau" if m.offset.direction == "after" else "trước"
    if m.offset.of != PERIOD_END:
        since = "kể từ" if side == "sau" else "trước"
        return f"{m.offset.n} {_UNITS[m.offset.unit]} {since} {m.offset.of}"
    return (
        "; ".join(_rule(rule) for rule in m.rules)
        or f"{m.offset.n} {_UNITS[m.offset.unit]} {side} khi kết thúc kỳ"
    )


def _rule(rule: Rule) -> str:
    head = _head(rule)
    if rule.due is None:
        return head
    if head and rule.pattern is not None and rule.due == _WITHIN:
        return f"Trong {head[0].lower()}{head[1:]}"
    day = _day(rule, rule.due)
    overrides = "".join(
        f", riêng {_named(code)} {_bound(own.boundary or rule.due.boundary)} ngày {_date(own.date)}"
        for code, own in rule.due.overrides.items()
    )
    return f"{head}: {day}{overrides}" if head else f"{day[0].upper()}{day[1:]}{overrides}"


def _head(rule: Rule) -> str:
    if rule.cycle is Cycle.EVERY_N_YEARS:
        return f"{rule.every} năm một lần"
    if rule.pattern is not None:
        return "" if rule.pattern.kind is Kind.DAY else _period(rule.pattern)
    if rule.cycle in (Cycle.CONTINUOUS, Cycle.EVENT):
        return "Thường xuyên" if rule.cycle is Cycle.CONTINUOUS else "Khi có sự việc"
    first, last = rule.years
    years = ""
    if first is not None and first == last:
        years = f" năm {first}"
    elif first is not None and last is not None:
        years = f" giai đoạn {first} - {last}"
    elif first is not None:
        years = f" từ năm {first}"
    elif last is not None:
        years = f" đến năm {last}"
    if rule.only and rule.kind is not None:
        return _numbers(rule.kind, rule.only) + years
    return _EVERY[rule.cycle] + years


def _numbers(kind: Kind, only: tuple[int, ...]) -> str:
    if kind is Kind.QUARTER:
        return "Báo cáo quý " + ", ".join(_ROMAN[n] for n in only)
    if kind is Kind.HALF:
        return "Báo cáo 6 tháng " + ("đầu năm" if only == (1,) else "cuối năm")
    return "Báo cáo tháng " + ", ".join(map(str, only))


def _period(period: Period) -> str:
    names = {
        Kind.MONTH: f"Tháng {period.number}/{period.year}",
        Kind.QUARTER: f"Quý {_ROMAN[period.number] if period.number < 5 else ''}/{period.year}",
        Kind.HALF: f"6 tháng {'đầu' if period.number == 1 else 'cuối'} năm {period.year}",
        Kind.NINE_MONTHS: f"9 tháng đầu năm {period.year}",
        Kind.YEAR: f"Năm {period.year}",
    }
    return names.get(period.kind, period.code)


def _named(code: str) -> str:
    said = _period(period_of(code))
    return said[0].lower() + said[1:]


def _bound(boundary: Boundary) -> str:
    return "trước" if boundary is Boundary.BEFORE else "chậm nhất"


def _date(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _day(rule: Rule, due: DueRule) -> str:
    bound = _bound(due.boundary)
    if due.after is not None:
        return _after(rule, due.after, bound)
    if due.weekday is not None and due.nth is not None:
        which = {1: "đầu tiên", "last": "cuối cùng"}.get(due.nth, f"lần thứ {due.nth}")
        return f"{bound} {_WEEKDAYS[due.weekday]} {which} {_month(rule, due)}"
    if due.weekday is not None:
        return f"{bound} {_WEEKDAYS[due.weekday]} hằng tuần"
    if due.workday is not None:
        nth = "cuối cùng" if due.workday == "last" else f"thứ {due.workday}"
        return f"{bound} ngày làm việc {nth} {_month(rule, due)}"
    which = "ngày cuối cùng" if due.day == "last" else f"ngày {due.day}"
    return f"{bound} {which} {_month(rule, due)}"


def _month(rule: Rule, due: DueRule) -> str:
    kind = rule.kind
    if isinstance(due.month, int):
        year = {"previous": " năm trước", "next": " năm sau"}.get(due.year, "")
        if not year and rule.pattern is not None:
            year = f" năm {rule.pattern.year}"
        return f"tháng {due.month}{year}"
    if kind is Kind.MONTH:
        return "tháng sau" if due.month == "next" else "của tháng"
    if due.month == "next":
        return "của tháng đầu kỳ báo cáo sau"
    place = {"first": "đầu", "second": "thứ hai"}.get(str(due.month), "cuối")
    return f"của tháng {place} quý" if kind is Kind.QUARTER else f"của tháng {place} kỳ báo cáo"


def _after(rule: Rule, after: After, bound: str) -> str:
    n, unit = next(
        (n, unit) for unit in ("days", "workdays", "months") if (n := getattr(after, unit)) is not None
    )
    name = {"days": "ngày", "workdays": "ngày làm việc", "months": "tháng"}[unit]
    if rule.pattern is not None and rule.pattern.kind is Kind.DAY:
        if n == 0:
            return f"{bound} ngày {_date(rule.pattern.first)}"
        side = "sau" if n > 0 else "trước"
        return f"{bound} {abs(n)} {name} {side} ngày {_date(rule.pattern.first)}"
    if after.of != PERIOD_END:
        return f"{bound} {abs(n)} {name} {'sau' if n > 0 else 'trước'} sự việc"
    if rule.kind is Kind.WEEK and unit == "days" and 0 < n <= 7:
        return f"{bound} {_WEEKDAYS[n - 1]} tuần sau"
    if n == 0:
        return "chậm nhất ngày cuối cùng của kỳ"
    of = _UNIT.get(rule.kind, "kỳ") if rule.kind is not None else "kỳ"
    return f"{bound} {abs(n)} {name} {'sau' if n > 0 else 'trước'} khi kết thúc {of}"


def _span(m: Meaning) -> str:
    if m.span is None:
        return ""
    first, last = m.span
    said = f" từ {_date(first)}" if first is not None else ""
    return said + (f" đến {_date(last)}" if last is not None else "")
