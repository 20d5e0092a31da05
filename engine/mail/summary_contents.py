"""Reading summaries: the report's own figures at the moment at which the mail leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.mail import routing
from engine.mail.summaries import week_told, year_told
from engine.mail.summary import KINDS, WEEKLY, YEARLY, Fact, File, Summary
from engine.report.counting import Report, count
from engine.report.figures import Figures
from engine.report.ranking import worst
from engine.report.scope import Scope
from engine.report.writing import write
from engine.tasks.views import LEADERSHIP
from language import Message
from models import queries

MOST_WORST = 5
_OFFICE = "vnd.openxmlformats-officedocument"
_TYPES: Mapping[str, str] = MappingProxyType(
    {"xlsx": f"{_OFFICE}.spreadsheetml.sheet", "docx": f"{_OFFICE}.wordprocessingml.document"}
)


class SummaryReader:
    """Reads them as of `now` (aware UTC)."""

    def __init__(self, s: Session, registry: Registry, settings: Settings, now: datetime) -> None:
        self._s, self._registry, self._now = s, registry, now
        self._archives = settings.archives
        self._language = routing.languages(registry, settings)[0]

    def of(self, message: queries.MessageRow) -> Summary | None:
        """What that message tells; None of a message that is no summary, and where a unit in charge has
        nothing to hear: nothing was due and nothing is overdue."""
        if message.kind not in KINDS:
            return None
        owner = "" if message.recipient == LEADERSHIP else message.recipient
        if message.kind == WEEKLY:
            return self._week(owner, *week_told(message.round_key))
        return self._year(owner, *year_told(message.round_key))

    def _count(
        self, owner: str, first: date, last: date, *, running: bool = False, years: bool = False
    ) -> Report:
        scope = Scope(first=first, last=last, owner=owner, running=running)
        return count(self._s, self._registry, self._now, scope, archives=self._archives, years=years)

    def _week(self, owner: str, first: date, last: date) -> Summary | None:
        week = self._count(owner, first, last).total
        # Of a week over New Year the year that it ended tells more than the one of three days.
        year = self._count(owner, date(first.year, 1, 1), last)
        behind = self._count(owner, date.min, date.max, running=True)
        if owner and not (week.expected or behind.total.overdue):
            return None
        rate = year.total.rate
        return Summary(
            WEEKLY, first, last, self._here(), bool(owner),
            facts=(
                Fact(
                    Message("summary.of", part=week.on_time, whole=week.expected)
                    if week.expected
                    else Message("summary.value", value=0),
                    Message("summary.mail-week" if week.expected else "summary.mail-week-none"),
                ),
                Fact(
                    Message("summary.value", value=behind.total.overdue),
                    Message("summary.mail-overdue", n=behind.total.overdue),
                ),
                Fact(
                    Message("summary.value", value="–") if rate is None
                    else Message("summary.per-cent", rate=rate),
                    Message("summary.mail-year", year=str(first.year)),
                ),
            ),
            worst=tuple(
                (behind.unit_names[unit], Message("summary.mail-behind", n=each.overdue))
                for unit, each in _most_overdue(behind.units)
            ),
            files=self._files(year, ("xlsx",)),
        )  # fmt: skip

    def _year(self, owner: str, first: date, last: date) -> Summary:
        year = self._count(owner, first, last, years=True)
        total = year.total
        rate = Message("summary.value", value="–")
        if total.rate is not None:
            rate = Message("summary.per-cent", rate=total.rate)
        return Summary(
            YEARLY, first, last, self._here(), bool(owner),
            facts=(
                Fact(rate, Message("summary.fact-rate", n=total.expected)),
                Fact(
                    Message("summary.value", value=total.overdue),
                    Message("summary.fact-overdue", n=total.overdue),
                ),
                Fact(Message("summary.value", value=total.late), Message("summary.fact-late", n=total.late)),
            ),
            worst=tuple(
                (
                    year.unit_names[each.unit],
                    Message("summary.mail-missed", rate=each.figures.rate, n=each.figures.missed),
                )
                for each in worst(year.units, MOST_WORST)
            ),
            files=self._files(year, ("docx", "xlsx")),
        )  # fmt: skip

    def _here(self) -> datetime:
        return self._now.astimezone(self._registry.office.zone)

    def _files(self, report: Report, formats: tuple[str, ...]) -> tuple[File, ...]:
        if not report.total.expected:
            return ()
        year = str(report.scope.first.year)
        return tuple(
            File(
                Message(f"summary.mail-file-{each}", year=year), "application", _TYPES[each],
                write(self._registry, report, each, self._language),
            )
            for each in formats
        )  # fmt: skip


def _most_overdue(units: Mapping[str, Figures]) -> list[tuple[str, Figures]]:
    """Who has most overdue now; of equals, in the registry's order."""
    behind = [(unit, each) for unit, each in units.items() if each.overdue]
    return sorted(behind, key=lambda found: -found[1].overdue)[:MOST_WORST]
