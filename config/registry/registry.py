"""The registry: who owes what to whom, and by when, as one immutable object that answers questions.

`config.loading.loader.load` makes it. Where a method takes an obligation or a period, a code does as well
as the object; unknown ones are a RegistryError that says what is known.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from calendars.deadlines import Deadline, deadline, window
from calendars.errors import WhenError
from calendars.ladders import Ladder, Role, Step, opens_on, steps
from calendars.periods import Period, containing, parse, repeat
from calendars.workdays import CalendarError, WorkCalendar
from config.registry.assignments import Appendix, Assignment, AssignmentKind
from config.registry.errors import Place, RegistryError
from config.registry.objects import Cycle, Document, Group, Obligation, Office, Outline, Unit, within
from config.registry.rosters import RosterRow, meant_by
from language import Message

_T = TypeVar("_T")
# How far a due date lies from its period, apart from an offset: `year: previous`, `month: 12`, the roll.
_REACH = timedelta(days=2 * 366 + 31)
_ROLL = timedelta(days=31)
"""More than a roll ever adds."""
_EARLIEST, _LATEST = date(1900, 1, 1), date(2999, 12, 31)
_DAYS = {"days": 1, "workdays": 2, "months": 31}


class Registry:
    """Immutable; safe to share. Mappings keep the order of the files."""

    def __init__(  # noqa: PLR0913 - the parts of a registry, each by its name
        self,
        *,
        office: Office,
        calendar: WorkCalendar,
        units: Iterable[Unit],
        groups: Iterable[Group],
        ladders: Iterable[Ladder],
        documents: Iterable[Document],
        outlines: Iterable[Outline],
        obligations: Iterable[Obligation],
        fingerprint: str,
        appendices: Iterable[Appendix] = (),
        assignments: Iterable[Assignment] = (),
        off: Iterable[Obligation] = (),
        named: Iterable[tuple[str, Place]] = (),
    ) -> None:
        self.office = office
        self.calendar = calendar
        self.units: Mapping[str, Unit] = MappingProxyType({unit.code: unit for unit in units})
        self.groups: Mapping[str, Group] = MappingProxyType({group.code: group for group in groups})
        self.ladders: Mapping[str, Ladder] = MappingProxyType({ladder.code: ladder for ladder in ladders})
        self.documents: Mapping[str, Document] = MappingProxyType({each.number: each for each in documents})
        self.outlines: Mapping[str, Outline] = MappingProxyType({each.code: each for each in outlines})
        self.obligations: Mapping[str, Obligation] = MappingProxyType(
            {each.code: each for each in obligations}
        )
        self.appendices: Mapping[str, Appendix] = MappingProxyType({each.ref: each for each in appendices})
        self.assignments: Mapping[str, Assignment] = MappingProxyType(
            {each.ref: each for each in assignments}
        )
        self.off = tuple(off)
        """Obligations that are written and switched off: nobody owes them."""
        self.named = tuple(named)
        """Where the files name units: a unit's code, or a text that may name one, and its place."""
        self.fingerprint = fingerprint
        """Changes whenever a file of the registry or a day of its calendar does."""
        self._rosters: dict[tuple[str, ...], tuple[RosterRow, ...]] = {}
        self._deadlines: dict[tuple[str, str], Deadline] = {}
        told_in: dict[str, list[Assignment]] = {}
        for row in self.assignments.values():
            for code in row.told_in:
                if row.kind is not AssignmentKind.SAME or code not in row.obligations:
                    told_in.setdefault(code, []).append(row)
        self.told_in: Mapping[str, tuple[Assignment, ...]] = MappingProxyType(
            {code: tuple(rows) for code, rows in told_in.items()}
        )
        """The rows by the report in which they are told; a row that is the report itself is not in it."""

    # --- looking things up ---

    def unit(self, code: str) -> Unit:
        """The unit of that code, whether it exists today or not."""
        return _find(self.units, code, "unit")

    def obligation(self, code: str | Obligation) -> Obligation:
        """The obligation of that code."""
        return code if isinstance(code, Obligation) else _find(self.obligations, code, "obligation")

    def ladder(self, obligation: str | Obligation) -> Ladder:
        """The reminders and escalations of an obligation: while its days are tentative, up to the owner."""
        found = self.obligation(obligation)
        ladder = self.ladders[found.ladder]
        return ladder.without(Role.LEADERSHIP) if found.tentative else ladder

    def successor(self, unit_code: str, day: date) -> Unit:
        """Who stands in the unit's place on that day: itself while it exists, else its line of successors.

        A unit that ended without a successor, or one that is not yet there, answers itself.
        """
        unit = self.unit(unit_code)
        while unit.to is not None and unit.to <= day and unit.successor is not None:
            unit = self.units[unit.successor]
        return unit

    def standing(self, unit_code: str, day: date) -> Unit | None:
        """Who acts and is written to in the unit's place on that day; None when nobody does: it has ended
        without a successor, or the registry does not know it. Mail for it is the leadership's.
        """
        if unit_code not in self.units:
            return None
        unit = self.successor(unit_code, day)
        return None if unit.to is not None and unit.to <= day else unit

    # --- who owes ---

    def owing(self, obligation: str | Obligation, day: date) -> tuple[Unit, ...]:
        """The units that owe it on that day, in the registry's order."""
        rows = self.roster(obligation)
        codes = {code for code, from_, to in rows if within(day, from_, to)}
        return tuple(unit for unit in self.units.values() if unit.code in codes)

    def roster(self, obligation: str | Obligation) -> tuple[RosterRow, ...]:
        """Every unit that ever owes it, with the days on which it does; in order, without overlaps."""
        return self.meant_by(self.obligation(obligation).owed_by)

    def meant_by(self, refs: tuple[str, ...]) -> tuple[RosterRow, ...]:
        """Every unit that these units and groups ever mean, successors among them, with its days."""
        if refs not in self._rosters:
            self._rosters[refs] = tuple(meant_by(refs, self.units, self.groups))
        return self._rosters[refs]

    def belongs(self, unit: Unit, group: str, day: date) -> bool:
        """Whether a unit is in a group on that day, by its kind or in the place of one that is named."""
        rows = self.meant_by((group,))
        return any(code == unit.code and within(day, from_, to) for code, from_, to in rows)

    def sections(
        self, obligation: str | Obligation, unit: str | Unit, period: str | Period
    ) -> tuple[str, ...]:
        """The outline's sections this unit fills in this period, as `3. Title`; empty without an outline."""
        found = self.obligation(obligation)
        if found.outline is None:
            return ()
        kind = (unit if isinstance(unit, Unit) else self.unit(unit)).kind
        of = found.period(period)
        outline = self.outlines[found.outline]
        return tuple(f"{each.number}. {each.title}" for each in outline.sections if each.asked(kind, of))

    # --- when ---

    def deadline(self, obligation: str | Obligation, period: str | Period) -> Deadline:
        """When it is due for that period.

        RegistryError for a period that it does not have or that the calendar does not reach.
        """
        found = self.obligation(obligation)
        of = found.period(period)
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
                event_day = self.deadline(of, period).last_day
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
        """Every rung of the ladder with its instant, for a task that opens on time."""
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
                earliest=found.document.date,
            )
        except WhenError as error:
            raise RegistryError(
                "registry.of-period", obligation=found.code, period=due.period.code, why=error.message
            ) from error

    def opens(self, obligation: str | Obligation, period: str | Period) -> date:
        """The working day on which the period's tasks open."""
        found = self.obligation(obligation)
        due = self.deadline(found, period)
        try:
            return opens_on(self.ladder(found), due, self.calendar, found.document.date)
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
        """The periods whose last day lies in [start, end], by last day.

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
            pattern = obligation.pattern or containing(obligation.kind, low)
            candidates.update(repeat(pattern, low, high))
        for period in candidates:
            if obligation.refusal(period) is None:
                try:
                    yield period, self.deadline(obligation, period)
                except RegistryError as error:
                    if not isinstance(error.__cause__, CalendarError):
                        raise

    def _offset(self, obligation: Obligation) -> timedelta:
        """How far `after` can put the due date from the period, through every duty that it counts from."""
        after = obligation.due.after
        if after is None:
            return timedelta(0)
        own = timedelta(days=sum(days * abs(getattr(after, unit) or 0) for unit, days in _DAYS.items()))
        other = self.obligations.get(after.of)
        return own + (self._offset(other) + _REACH if other is not None else timedelta(0))


def _find(table: Mapping[str, _T], code: str, what: str) -> _T:
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
