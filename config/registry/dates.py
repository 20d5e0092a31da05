"""When: the days of duties and periods, as far as a registry's rules and its working calendar say them.

Where a method takes an obligation or a period, a code does as well as the object; unknown ones are a
RegistryError that says what is known.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from calendars.deadlines import Deadline, deadline, window
from calendars.errors import WhenError
from calendars.ladders import Ladder, Role, Rung, Step, opens_on, steps, unplaced
from calendars.periods import Period, parse, repeat
from calendars.workdays import CalendarError, WorkCalendar
from config.registry.clock import clock_of
from config.registry.errors import RegistryError
from config.registry.objects import Cycle, Obligation, Office
from language import Message

_T = TypeVar("_T")
# How far a due date lies from its period, apart from an offset: `year: previous`, `month: 12`, the roll.
_REACH = timedelta(days=2 * 366 + 31)
_ROLL = timedelta(days=31)
"""More than a roll ever adds."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)
_DAYS = {"days": 1, "workdays": 2, "months": 31}


class Dates:
    """Immutable; safe to share."""

    def __init__(
        self,
        *,
        office: Office,
        calendar: WorkCalendar,
        ladders: Iterable[Ladder],
        obligations: Iterable[Obligation],
    ) -> None:
        self.office = office
        self.calendar = calendar
        self.ladders: Mapping[str, Ladder] = MappingProxyType({ladder.code: ladder for ladder in ladders})
        self.obligations: Mapping[str, Obligation] = MappingProxyType(
            {each.code: each for each in obligations}
        )
        self.renamed: Mapping[str, str] = MappingProxyType(
            {old: each.code for each in self.obligations.values() for old in each.renamed_from}
        )
        """Codes that duties had before, and what each is called now."""
        self._deadlines: dict[tuple[str, str], Deadline] = {}

    @cached_property
    def clock(self) -> str:
        """Changes when the office's zone does, or what the machine knows of it."""
        return clock_of(self.office.zone, self.calendar.first, self.calendar.last)

    def obligation(self, code: str | Obligation) -> Obligation:
        """The obligation of that code, or of one that it had before."""
        if isinstance(code, Obligation):
            return code
        return find(self.obligations, self.renamed.get(code, code), "obligation")

    def ladder(self, obligation: str | Obligation) -> Ladder:
        """The reminders and escalations of an obligation: while its days are tentative, up to the owner."""
        found = self.obligation(obligation)
        ladder = self.ladders[found.ladder]
        return ladder.without(Role.LEADERSHIP) if found.tentative else ladder

    def refusal(self, obligation: str | Obligation, period: Period) -> Message | None:
        """Why nobody owes that period, as the end of a sentence; None when it is owed.

        The duty has no such period, or was not in force on its last day: nothing that was due before a duty
        began is owed, nor what had neither ended nor was due when it ended. So of two duties of which one
        takes the other's place on a day, one asks for each period.
        """
        found = self.obligation(obligation)
        if why := found.refusal(period):
            return why
        try:
            return _not_in_force(found, self.deadline(found, period))
        except RegistryError:  # beyond the working calendar: its days say nothing
            return None

    def period(self, obligation: str | Obligation, code: str | Period) -> Period:
        """The period of that code, if somebody owes it; RegistryError says why not."""
        found = self.obligation(obligation)
        of = found.period(code)
        if why := self.refusal(found, of):
            raise RegistryError("registry.no-period", obligation=found.code, period=of.code, why=why)
        return of

    def earliest(self, obligation: str | Obligation) -> date:
        """The day before which nothing of it opens: its document's. What opens when its period begins, and
        so months before its day, does not open before the duty is in force either.
        """
        found = self.obligation(obligation)
        written = found.document.date
        if found.from_ is None or not self.ladders[found.ladder].from_start:
            return written
        return max(written, found.from_)

    def deadline(self, obligation: str | Obligation, period: str | Period) -> Deadline:
        """When it is due for that period, in force on that day or not.

        RegistryError for a period that it does not have or that the calendar does not reach.
        """
        found = self.obligation(obligation)
        return self._dated(found, found.period(period))

    def _dated(self, found: Obligation, of: Period) -> Deadline:
        """The same, also for a period outside the duty's validity: others may count from its day."""
        key = found.code, of.code
        if key not in self._deadlines:
            try:
                self._deadlines[key] = self._deadline(found, of)
            except WhenError as error:
                raise RegistryError(
                    "registry.of-period", obligation=found.code, period=of.code, why=error.message
                ) from error
        return self._deadlines[key]

    def latest_due(self, obligation: str | Obligation, day: date) -> date:
        """The furthest day on which something of it may be due that has opened by `day`."""
        ladder = self.ladder(obligation)
        if ladder.from_start:
            return self.calendar.last
        try:
            return self.calendar.shift(day, ladder.open_workdays + 1) + _ROLL
        except WhenError:
            return self.calendar.last

    def _deadline(self, obligation: Obligation, period: Period) -> Deadline:
        if obligation.due.with_ is not None:
            return self._next_report(obligation, period)
        event_day: date | None = None
        rule = obligation.due
        if rule.after is not None:
            of = rule.after.of
            rule = replace(rule, after=rule.after.numbered(self.office.prompt_workdays))
            if of == "event":
                event_day = period.first
            elif of != "period_end":
                event_day = self._dated(self.obligation(of), period).last_day
        return deadline(rule, period, self.calendar, self.office.roll, event_day)

    def _next_report(self, obligation: Obligation, event: Period) -> Deadline:
        """The deadline of the first report due after the event's day, for a document that gives no days."""
        codes = obligation.due.with_ or ()
        start = event.last + timedelta(days=1)
        end = min(start + _REACH, self.calendar.last)
        dues = [self.deadline(code, each) for code in codes for each in self.periods(code, start, end)]
        if not dues:
            raise RegistryError(
                "registry.none-after",
                obligation=obligation.code,
                period=event.code,
                codes=", ".join(codes),
                day=event.last,
            )
        return replace(min(dues, key=lambda due: due.last_day), period=event)

    def steps(self, obligation: str | Obligation, period: str | Period) -> tuple[Step, ...]:
        """Every rung of the ladder with its instant, for a task that opens on time; `unplaced` has none."""
        found = self.obligation(obligation)
        due = self.deadline(found, period)
        office = self.office
        try:
            return steps(
                self.ladder(found),
                due,
                self.calendar,
                morning=office.morning,
                zone=office.zone,
                earliest=self.earliest(found),
            )
        except WhenError as error:
            raise RegistryError(
                "registry.of-period", obligation=found.code, period=due.period.code, why=error.message
            ) from error

    def unplaced(self, obligation: str | Obligation, period: str | Period) -> tuple[Rung, ...]:
        """The rungs that lie beyond the working calendar's last year, so that nobody can be told a day."""
        found = self.obligation(obligation)
        return unplaced(self.ladder(found), self.deadline(found, period).last_day, self.calendar)

    def opens(self, obligation: str | Obligation, period: str | Period) -> date:
        """The working day on which the period's tasks open."""
        found = self.obligation(obligation)
        due = self.deadline(found, period)
        try:
            return opens_on(self.ladder(found), due, self.calendar, self.earliest(found))
        except WhenError as error:
            raise RegistryError(
                "registry.of-period", obligation=found.code, period=due.period.code, why=error.message
            ) from error

    def window(self, obligation: str | Obligation, period: str | Period) -> tuple[date, date] | None:
        """The days the report covers, both included; None where the document names none and the period runs
        on after its deadline: nobody reports on days to come.
        """
        found = self.obligation(obligation)
        of = found.period(period)
        try:
            start, end = window(found.window, of)
        except WhenError as error:
            raise RegistryError(
                "registry.of-period", obligation=found.code, period=of.code, why=error.message
            ) from error
        if found.window is not None and found.window.estimated:
            return start, end
        due = self.deadline(found, of)
        return (start, end) if end <= max(due.last_day, due.unrolled_last_day) else None

    def periods(self, obligation: str | Obligation, start: date, end: date) -> tuple[Period, ...]:
        """The periods that are owed and whose last day lies in [start, end], by last day.

        An event's periods are the days on which it happened, which the registry does not know: none.
        RegistryError when the working calendar does not reach over [start, end].
        """
        found = self.obligation(obligation)
        if found.cycle is Cycle.EVENT or end < start:
            return ()
        for day in (start, end):
            if not self.calendar.first <= day <= self.calendar.last:
                raise RegistryError(
                    "registry.outside-calendar", day=day, first=self.calendar.first, last=self.calendar.last
                )
        dated = [(due.last_day, period) for period, due in self._near(found, start, end)]
        return tuple(period for last, period in sorted(dated) if start <= last <= end)

    def _near(self, obligation: Obligation, start: date, end: date) -> Iterator[tuple[Period, Deadline]]:
        """Periods that may be due in [start, end], with deadlines; those beyond the calendar are left out."""
        candidates: set[Period] = {parse(code) for code in obligation.due.overrides}
        if obligation.cycle in (Cycle.ONCE, Cycle.RANGE):
            assert obligation.pattern is not None
            candidates.add(obligation.pattern)
        else:
            reach = _REACH + self._offset(obligation)
            low, high = max(start, _EARLIEST + reach) - reach, min(end, _LATEST - reach) + reach
            candidates.update(repeat(obligation.one(low), low, high))
        for period in candidates:
            if obligation.refusal(period) is None:
                try:
                    due = self.deadline(obligation, period)
                except RegistryError as error:
                    if not isinstance(error.__cause__, CalendarError):
                        raise
                    continue
                if _not_in_force(obligation, due) is None:
                    yield period, due

    def _offset(self, obligation: Obligation) -> timedelta:
        """How far `after` can put the due date from the period, through every duty that it counts from."""
        after = obligation.due.after
        if after is None:
            return timedelta(0)
        own = timedelta(days=sum(days * abs(getattr(after, unit) or 0) for unit, days in _DAYS.items()))
        other = self.obligations.get(after.of)
        return own + (self._offset(other) + _REACH if other is not None else timedelta(0))


def _not_in_force(duty: Obligation, due: Deadline) -> Message | None:
    """Why a duty does not ask for what is due then; `duty.refusal` has looked at the period itself."""
    if duty.from_ is not None and due.last_day < duty.from_:
        return Message("registry.due-before", day=due.last_day, begins=duty.from_)
    if duty.to is not None and min(due.period.last, due.last_day) >= duty.to:
        return Message("registry.due-after", day=due.last_day, ends=duty.to)
    return None


def find(table: Mapping[str, _T], code: str, what: str) -> _T:
    """The entry of that code; RegistryError for none: `registry.no-obligation` or `registry.no-unit`."""
    if code in table:
        return table[code]
    folded = {known.casefold(): known for known in table}
    close = difflib.get_close_matches(str(code).casefold(), folded, n=3, cutoff=0.5)
    near = tuple(folded[each] for each in close)
    hint = Message("registry.did-you-mean", near=near) if near else _some(table)
    raise RegistryError(f"registry.no-{what}", code=str(code)[:60], hint=hint)


def _some(table: Mapping[str, object]) -> Message:
    names = list(table)
    if not names:
        return Message("registry.there-are-none")
    return Message("registry.there-are", names=tuple(names[:12]), more=", ..." if len(names) > 12 else "")
