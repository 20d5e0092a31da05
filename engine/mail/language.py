"""How a letter says days, periods, delays and reasons: one vocabulary for every language of the catalogues.

Pure: every function takes its dates and answers plain text without markup. A template reads it as `w`:
`w.day(...)`, `w.left(...)`, `w.t("mail.send-to")`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from calendars.period_names import name_of
from calendars.periods import Period
from language import Either, Message, say

_COUNTED_REASON = re.compile(r"(?P<what>reminder|overdue)-\d+wd\Z")
_REASONS = (
    *("opened", "extended", "moved", "returned", "due-today"),
    *("escalated-head", "escalated-owner", "escalated-leadership"),
    *("last-day", "running", "reopened", "reassigned", "undone"),
)

_ALIKE = frozenset((str, int, date))
"""Values of which two that are equal are written alike."""
_KEPT = 4096
"""Texts of a hundred characters or so, of each kind."""


class Words:
    """What a template may ask of a language."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._plain = lru_cache(maxsize=_KEPT)(self._say)
        self.short_period = lru_cache(maxsize=_KEPT)(self._short_period)
        self._tally = lru_cache(maxsize=_KEPT)(self._count)
        self.titled = lru_cache(maxsize=_KEPT)(self._titled)

    def t(self, name: str, /, **fields: Any) -> str:
        """The text of a message id, as mails say it."""
        # A morning's mails say the same of the same days and duties to every unit. What is equal and
        # is written differently (1 and True, 1.0 and 1.00) is never kept.
        if _ALIKE.issuperset(map(type, fields.values())):
            return self._plain(name, *fields.items())
        return self._say(name, *fields.items())

    def _say(self, name: str, *fields: tuple[str, Any]) -> str:
        return say(Message(name, **dict(fields)), self.code, "mail")

    def said(self, message: Message | Either | str) -> str:
        """A message or a name in this language."""
        return say(message, self.code, "mail")

    def day(self, day: date) -> str:
        """'thứ Sáu, 18/09/2026'; 'Friday, 18 September 2026'."""
        return self.t("mail.day", day=day)

    def short_day(self, day: date) -> str:
        """'18/09', for subjects, where the year is that of the period beside it."""
        return self.t("mail.short-day", day=day)

    def figures(self, day: date) -> str:
        """'18/09/2026', for running text where the weekday would be noise."""
        return self.t("mail.figures", day=day)

    def period(self, period: Period) -> str:
        """'quý III năm 2026', 'tháng 11 năm 2026', '6 tháng đầu năm 2026', 'giai đoạn 2021-2025'."""
        return self.said(name_of(period))

    def _short_period(self, period: Period) -> str:
        """'quý III/2026', 'tháng 11/2026': for subjects and headings."""
        return self.said(name_of(period, short=True))

    def bare(self, title: str, period: Period) -> str:
        """The title without the word that the period says anyway.

        'Báo cáo quý về kiểm soát TTHC' and 'Báo cáo kiểm soát TTHC hằng quý' -> 'Báo cáo (về) kiểm soát
        TTHC'. English titles stay: 'Quarterly report ..., Q3 2026' reads well.
        """
        words = title.split()
        if self.code != "vi":
            return " ".join(words)
        said = self.short_period(period).split()[0].casefold()
        folded = [word.casefold() for word in words]
        if len(words) > 3 and folded[:3] == ["báo", "cáo", said]:
            return " ".join(words[:2] + words[3:])
        if len(words) > 1 and folded[-1] == said:
            words.pop()
            if len(words) > 1 and words[-1].casefold() in ("hằng", "hàng"):
                words.pop()
        return " ".join(words)

    def _titled(self, title: str | Either, period: Period) -> str:
        """Title and period as one phrase: 'Báo cáo kiểm soát TTHC quý III/2026'."""
        text = self.bare(self.said(title), period)
        return self.t("mail.titled", title=text, period=self.short_period(period))

    def left(self, workdays: int, *, late: bool, today: bool) -> str:
        """How much time there is. `workdays`: working days after today up to the last day; when `late`,
        working days after the last day up to today."""
        if late:
            return self.t("mail.overdue-by", n=workdays) if workdays else self.t("mail.overdue")
        if today:
            return self.t("mail.last-day-today")
        return self.t("mail.days-left", n=workdays) if workdays else self.t("mail.no-day-left")

    def why(self, reason: str) -> str:
        """A notice's reason (see `engine.tasks.decide`) in words; '' for one without a common wording."""
        # Without the number of days, which may be another by now: the deadline's line says it.
        if found := _COUNTED_REASON.match(reason):
            return self.t(f"reason.{found['what']}")
        return self.t(f"reason.{reason}") if reason in _REASONS else ""

    def tally(self, counts: Sequence[tuple[str, int]]) -> str:
        """'1 việc quá hạn, 2 việc sắp đến hạn và 1 việc mới giao' from (group, count); zeros are left out."""
        return self._tally(tuple(counts))

    def _count(self, counts: Sequence[tuple[str, int]]) -> str:
        said = tuple(self.t(f"count.{group}", n=n) for group, n in counts if n)
        return self.t("mail.listed", items=said) if said else ""

    def names(self, names: Iterable[str | Either | Message]) -> str:
        """Names as one readable list, separated by ';' because unit names themselves contain commas."""
        return "; ".join(self.said(name) for name in names)

    def delay(
        self, name: str | Either | Message, workdays: int, late: bool, until: date | None = None
    ) -> str:
        """'BHXH tỉnh Lào Cai (10 ngày làm việc)', where the units of a list are not equally late; 'BHXH tỉnh
        Lào Cai (hạn 04/12/2026)' of one that has longer.
        """
        if late:
            return self.t("mail.unit-late" if workdays else "mail.unit-just-late", name=name, n=workdays)
        return self.t("mail.unit-due-on" if until else "mail.unit-not-due", name=name, day=until)


@lru_cache(maxsize=4)
def words_of(code: str) -> Words:
    """The vocabulary of a language."""
    return Words(code)


VI = words_of("vi")
EN = words_of("en")
