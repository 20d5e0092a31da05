"""How dates, periods, delays and reasons are said in a letter: Vietnamese (`VI`) and English (`EN`).

Pure: every function takes its dates and answers plain text without markup. Both languages have the same
methods, so that a template written for one is read by the other: `w.day(...)`, `w.period(...)`,
`w.left(...)`. The register is that of Vietnamese public offices: "hạn cuối", "quá hạn", "đề nghị".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar, Protocol

from calendars.periods import Kind, Period

_WEEKDAYS_VI = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_ROMAN = ("", "I", "II", "III", "IV")
_COUNTED_REASON = re.compile(r"(?P<what>reminder|overdue)-\d+wd\Z")


class Words(Protocol):
    """What a template may ask of a language."""

    code: str

    def day(self, day: date) -> str: ...
    def short_day(self, day: date) -> str: ...
    def figures(self, day: date) -> str: ...
    def period(self, period: Period) -> str: ...
    def short_period(self, period: Period) -> str: ...
    def bare(self, title: str, period: Period) -> str: ...
    def titled(self, title: str, period: Period) -> str: ...
    def left(self, workdays: int, *, late: bool, today: bool) -> str: ...
    def why(self, reason: str) -> str: ...
    def tally(self, counts: Sequence[tuple[str, int]]) -> str: ...
    def names(self, names: Iterable[str]) -> str: ...
    def delay(self, name: str, workdays: int, late: bool) -> str: ...


class Vietnamese:
    """Vietnamese office wording: 'thứ Sáu, 18/09/2026', 'quý III năm 2026', 'còn 5 ngày làm việc'."""

    code = "vi"
    _groups: ClassVar = {
        "overdue": "việc quá hạn",
        "today": "việc đến hạn hôm nay",
        "soon": "việc sắp đến hạn",
        "new": "việc mới giao",
        "watch": "việc cần theo dõi",
        "over": "việc không phải thực hiện nữa",
        "question": "văn bản cần xác nhận",
    }

    def day(self, day: date) -> str:
        """'thứ Sáu, 18/09/2026'."""
        return f"{_WEEKDAYS_VI[day.weekday()]}, {day:%d/%m/%Y}"

    def short_day(self, day: date) -> str:
        """'18/09', for subjects, where the year is that of the period beside it."""
        return f"{day:%d/%m}"

    def figures(self, day: date) -> str:
        """'18/09/2026', for running text where the weekday would be noise."""
        return f"{day:%d/%m/%Y}"

    def period(self, period: Period) -> str:
        """'quý III năm 2026', 'tháng 11 năm 2026', '6 tháng đầu năm 2026', 'giai đoạn 2021-2025'."""
        return self._period(period, " năm ")

    def short_period(self, period: Period) -> str:
        """'quý III/2026', 'tháng 11/2026': for subjects and headings."""
        return self._period(period, "/")

    def _period(self, period: Period, joint: str) -> str:
        year = period.year
        match period.kind:
            case Kind.DAY:
                return f"ngày {period.first:%d/%m/%Y}"
            case Kind.WEEK:
                return f"tuần {period.number}{joint}{year} ({period.first:%d/%m}-{period.last:%d/%m/%Y})"
            case Kind.MONTH:
                # Decree 30/2020/NĐ-CP: months 1 and 2 are written with a 0, the others as they are.
                return f"tháng {'0' * (period.number < 3)}{period.number}{joint}{year}"
            case Kind.QUARTER:
                return f"quý {_ROMAN[period.number]}{joint}{year}"
            case Kind.HALF:
                return f"6 tháng {'đầu' if period.number == 1 else 'cuối'} năm {year}"
            case Kind.NINE_MONTHS:
                return f"9 tháng đầu năm {year}"
            case Kind.YEAR:
                return f"năm {year}"
            case Kind.SPAN:
                return f"giai đoạn {period.first.year}-{period.last.year}"

    def bare(self, title: str, period: Period) -> str:
        """The title without the word the period says anyway.

        'Báo cáo quý về kiểm soát TTHC' and 'Báo cáo kiểm soát TTHC hằng quý' -> 'Báo cáo (về) kiểm soát
        TTHC'.
        """
        said = self.short_period(period).split()[0].casefold()
        words = title.split()
        folded = [word.casefold() for word in words]
        if len(words) > 3 and folded[:3] == ["báo", "cáo", said]:
            return " ".join(words[:2] + words[3:])
        if len(words) > 1 and folded[-1] == said:
            words.pop()
            if len(words) > 1 and words[-1].casefold() in ("hằng", "hàng"):
                words.pop()
        return " ".join(words)

    def titled(self, title: str, period: Period) -> str:
        """Title and period as one phrase: 'Báo cáo kiểm soát TTHC quý III/2026'."""
        return f"{self.bare(title, period)} {self.short_period(period)}"

    def left(self, workdays: int, *, late: bool, today: bool) -> str:
        """How much time there is. `workdays`: working days after today up to the last day; when `late`,
        working days after the last day up to today."""
        if late:
            return f"quá hạn {workdays} ngày làm việc" if workdays else "đã quá hạn"
        if today:
            return "hôm nay là hạn cuối"
        return f"còn {workdays} ngày làm việc" if workdays else "không còn ngày làm việc nào trước hạn"

    def why(self, reason: str) -> str:
        """A notice's reason (see `engine.tasks.decide`) in words; '' for one without a common wording."""
        # Without the number of days, which may be another by now: the deadline's line says it.
        if found := _COUNTED_REASON.match(reason):
            return "nhắc trước hạn" if found["what"] == "reminder" else "nhắc việc quá hạn"
        return {
            "opened": "việc mới được giao",
            "extended": "hạn đã được gia hạn",
            "moved": "hạn đã đổi theo kế hoạch",
            "returned": "báo cáo được trả lại để hoàn thiện",
            "due-today": "nhắc vào ngày đến hạn",
            "escalated-head": "kính báo lãnh đạo đơn vị",
            "escalated-owner": "báo đơn vị đầu mối",
            "escalated-leadership": "kính báo Lãnh đạo",
        }.get(reason, "")

    def tally(self, counts: Sequence[tuple[str, int]]) -> str:
        """'1 việc quá hạn, 2 việc sắp đến hạn và 1 việc mới giao' from (group, count); zeros are left out."""
        return _listed([f"{n} {self._groups[group]}" for group, n in counts if n], " và ")

    def names(self, names: Iterable[str]) -> str:
        """Names as one readable list, separated by ';' because unit names themselves contain commas."""
        return "; ".join(names)

    def delay(self, name: str, workdays: int, late: bool) -> str:
        """'BHXH tỉnh Lào Cai (10 ngày)', where the units of a list are not equally late."""
        return f"{name} ({workdays} ngày)" if late else f"{name} (còn hạn)"


class English:
    """The second language of a letter ('vi+en'); the same methods as `Vietnamese`."""

    code = "en"
    _groups: ClassVar = {
        "overdue": ("overdue task", "overdue tasks"),
        "today": ("task due today", "tasks due today"),
        "soon": ("task due soon", "tasks due soon"),
        "new": ("new task", "new tasks"),
        "watch": ("duty to follow up", "duties to follow up"),
        "over": ("task no longer owed", "tasks no longer owed"),
        "question": ("document to confirm", "documents to confirm"),
    }

    def day(self, day: date) -> str:
        """'Friday, 18 September 2026'."""
        return f"{_WEEKDAYS_EN[day.weekday()]}, {self.figures(day)}"

    def short_day(self, day: date) -> str:
        """'18 Sep'."""
        return f"{day.day} {_MONTHS_EN[day.month - 1][:3]}"

    def figures(self, day: date) -> str:
        """'18 September 2026'."""
        return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"

    def period(self, period: Period) -> str:
        """'Q3 2026', 'November 2026', 'first half of 2026', '2021-2025'."""
        year = period.year
        match period.kind:
            case Kind.DAY:
                return self.figures(period.first)
            case Kind.WEEK:
                days = f"{self.short_day(period.first)} - {self.short_day(period.last)}"
                return f"week {period.number} of {year} ({days})"
            case Kind.MONTH:
                return f"{_MONTHS_EN[period.number - 1]} {year}"
            case Kind.QUARTER:
                return f"Q{period.number} {year}"
            case Kind.HALF:
                return f"{'first' if period.number == 1 else 'second'} half of {year}"
            case Kind.NINE_MONTHS:
                return f"first nine months of {year}"
            case Kind.YEAR:
                return f"{year}"
            case Kind.SPAN:
                return f"{period.first.year}-{period.last.year}"

    def short_period(self, period: Period) -> str:
        """The same as `period`: English is short already."""
        return self.period(period)

    def bare(self, title: str, period: Period) -> str:
        """The title as it is: 'Quarterly report ..., Q3 2026' reads well."""
        return " ".join(title.split())

    def titled(self, title: str, period: Period) -> str:
        """'Quarterly report on administrative procedures, Q3 2026'."""
        return f"{self.bare(title, period)}, {self.short_period(period)}"

    def left(self, workdays: int, *, late: bool, today: bool) -> str:
        """See `Vietnamese.left`."""
        if late:
            return f"{_counted(workdays, 'working day')} overdue" if workdays else "overdue"
        if today:
            return "today is the last day"
        return f"{_counted(workdays, 'working day')} left" if workdays else "no working day left"

    def why(self, reason: str) -> str:
        """See `Vietnamese.why`."""
        if found := _COUNTED_REASON.match(reason):
            return "reminder" if found["what"] == "reminder" else "overdue reminder"
        return {
            "opened": "newly assigned",
            "extended": "the deadline was extended",
            "moved": "the plan's deadline has changed",
            "returned": "the report was returned for completion",
            "due-today": "reminder on the last day",
            "escalated-head": "reported to the head of the unit",
            "escalated-owner": "reported to the unit in charge",
            "escalated-leadership": "reported to the leadership",
        }.get(reason, "")

    def tally(self, counts: Sequence[tuple[str, int]]) -> str:
        """'1 overdue task and 2 tasks due soon'."""
        return _listed([f"{n} {self._groups[group][n != 1]}" for group, n in counts if n], " and ")

    def names(self, names: Iterable[str]) -> str:
        """See `Vietnamese.names`."""
        return "; ".join(names)

    def delay(self, name: str, workdays: int, late: bool) -> str:
        """See `Vietnamese.delay`."""
        return f"{name} ({_counted(workdays, 'day')})" if late else f"{name} (not due yet)"


VI = Vietnamese()
EN = English()


def _listed(parts: Sequence[str], last: str) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + last + parts[-1] if parts else ""


def _counted(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"
