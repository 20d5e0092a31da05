"""The registry: who owes what to whom, and by when, as one immutable object that answers questions.

`config.loading.loader.load` makes it. Where a method takes an obligation or a period, a code does as well
as the object; unknown ones are a RegistryError that says what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from calendars.ladders import Ladder
from calendars.periods import Period
from calendars.workdays import WorkCalendar
from config.registry.assignments import Appendix, Assignment, AssignmentKind
from config.registry.dates import Dates, find
from config.registry.errors import Place, RegistryError
from config.registry.objects import Cycle, Document, Group, Obligation, Office, Outline, Unit, within
from config.registry.rosters import Meant, RosterRow, meant_by
from config.registry.stored_contacts import Contact
from language import Message


class Registry(Dates):
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
        calendars: Mapping[str, WorkCalendar] | None = None,
        channels: Mapping[str, Mapping[str, str]] | None = None,
        contacts: Mapping[str, tuple[Contact, ...]] | None = None,
        contact_faults: Iterable[Message] = (),
    ) -> None:
        super().__init__(office=office, calendar=calendar, ladders=ladders, obligations=obligations)
        self.units: Mapping[str, Unit] = MappingProxyType({unit.code: unit for unit in units})
        self.groups: Mapping[str, Group] = MappingProxyType({group.code: group for group in groups})
        self.documents: Mapping[str, Document] = MappingProxyType({each.number: each for each in documents})
        self.outlines: Mapping[str, Outline] = MappingProxyType({each.code: each for each in outlines})
        self.appendices: Mapping[str, Appendix] = MappingProxyType({each.ref: each for each in appendices})
        self.assignments: Mapping[str, Assignment] = MappingProxyType(
            {each.ref: each for each in assignments}
        )
        self.calendars: Mapping[str, WorkCalendar] = MappingProxyType(dict(calendars or {}))
        """Working calendars of units that do not have the office's, by their codes."""
        self.channels: Mapping[str, Mapping[str, str]] = MappingProxyType(dict(channels or {}))
        """By recipient ('TST', 'TST:head', 'leadership'): its ways beside mail, each a URL by its name. Never
        to be shown: whoever wrote it may have written a secret into it."""
        self.contacts: Mapping[str, tuple[Contact, ...]] = MappingProxyType(dict(contacts or {}))
        """The people of units who read mail, by the unit's code; nothing for a unit without any."""
        self.contact_faults = tuple(contact_faults)
        """What was left out of the contacts, which is no reason to do without the rest."""
        self._views: dict[str, Registry] | None = None
        self.off = tuple(off)
        """Obligations that are written and switched off: nobody owes them."""
        self.named = tuple(named)
        """Where the files name units: a unit's code, or a text that may name one, and its place."""
        self.fingerprint = fingerprint
        """Changes whenever a file of the registry or a day of its calendar does."""
        self._rosters: dict[tuple[str, ...], tuple[RosterRow, ...]] = {}
        self._owing: dict[str, Meant] = {}
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
        return find(self.units, code, "unit")

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
        unit = self.units.get(unit_code)
        if unit is None or unit.to is None:  # most there are
            return unit
        unit = self.successor(unit_code, day)
        return None if unit.to is not None and unit.to <= day else unit

    # --- who owes ---

    def owing(self, obligation: str | Obligation, day: date) -> tuple[Unit, ...]:
        """The units that owe it on that day, in the registry's order."""
        found = self.obligation(obligation)
        if found.code not in self._owing:
            self._owing[found.code] = Meant(self.roster(found), self.units)
        return self._owing[found.code].on(day)

    def owing_for(self, obligation: str | Obligation, period: str | Period) -> tuple[Unit, ...]:
        """The units that owe that period: by the roster of the day on which it opens, or of an event's own
        day; where the working calendar does not reach so far, of the last day.
        """
        found = self.obligation(obligation)
        of = found.period(period)
        if len(views := self.views()) == 1:
            return self.owing(found, self.owed_on(found, of))
        owing = {unit.code for view in views for unit in view.owing(found, view.owed_on(found, of))}
        return tuple(unit for unit in self.units.values() if unit.code in owing)

    def owes(self, unit_code: str, obligation: str | Obligation) -> Callable[[Period], bool]:
        """Whether the unit is among `owing_for` of a period, without the others: who asks of one unit asks of
        many periods."""
        found = self.obligation(obligation)
        spans = [(from_, to) for code, from_, to in self.roster(found) if code == unit_code]

        def answer(of: Period) -> bool:
            days = {view.owed_on(found, of) for view in self.views()} if spans else ()
            return any(within(day, from_, to) for day in days for from_, to in spans)

        return answer

    def owed_on(self, obligation: str | Obligation, period: str | Period) -> date:
        """The day on which is read off who owes that period, by this calendar."""
        found = self.obligation(obligation)
        of = found.period(period)
        if found.cycle is Cycle.EVENT:
            return of.first
        try:
            return self.opens(found, of)
        except RegistryError:
            return self.deadline(found, of).last_day

    # --- by whose calendar ---

    @property
    def verified_until(self) -> date | None:
        """The last day for which every working calendar has been verified; None while one never was."""
        days = [each.verified_until for each in (self.calendar, *self.calendars.values())]
        known = [day for day in days if day is not None]
        return min(known) if len(known) == len(days) else None

    def views(self) -> tuple[Registry, ...]:
        """The same registry by each working calendar that its units have, the office's first: with the days
        of that calendar, and rosters of the units that have it. Itself where all have the office's.
        """
        if not self.calendars:
            return (self,)
        if self._views is None:
            self._views = {code: OnCalendar(self, code) for code in ("", *self.calendars)}
        return tuple(self._views.values())

    def of_unit(self, code: str) -> Registry:
        """The registry by the calendar of that unit; of one that it does not know, by the office's."""
        if not self.calendars:
            return self
        self.views()
        assert self._views is not None
        return self._views[self.units[code].calendar if code in self.units else ""]

    @property
    def partial(self) -> bool:
        """Whether only the units of one calendar are in its rosters."""
        return False

    def roster(self, obligation: str | Obligation) -> tuple[RosterRow, ...]:
        """Every unit that ever owes it, with the days on which it does; in order, without overlaps."""
        return self.meant_by(self.obligation(obligation).owed_by)

    def meant_by(self, refs: tuple[str, ...]) -> tuple[RosterRow, ...]:
        """Every unit that these units and groups ever mean, successors among them, with its days."""
        if refs not in self._rosters:
            self._rosters[refs] = tuple(meant_by(refs, self.units, self.groups))
        return self._rosters[refs]

    def product(self, obligation: str | Obligation, unit_code: str) -> tuple[str, str]:
        """What this unit is to deliver, as the document says it and in English; '' where nothing is said."""
        found = self.obligation(obligation)
        for each in found.products:
            if any(code == unit_code for code, _, _ in self.meant_by(each.units)):
                return each.text, each.text_en
        return found.product or "", found.product_en or ""

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


class OnCalendar(Registry):
    """`whole` by the working calendar of that code ('' is the office's), with those units that have it."""

    def __init__(self, whole: Registry, code: str) -> None:
        self.__dict__.update(whole.__dict__)
        self._whole, self._code = whole, code
        self.calendar = whole.calendars[code] if code else whole.calendar
        self._deadlines = {}
        self._owing = {}

    def roster(self, obligation: str | Obligation) -> tuple[RosterRow, ...]:
        """Every unit of this calendar that ever owes it, with the days on which it does."""
        rows = self._whole.roster(obligation)
        return tuple(row for row in rows if self.units[row[0]].calendar == self._code)

    def views(self) -> tuple[Registry, ...]:
        """Itself alone."""
        return (self,)

    def of_unit(self, code: str) -> Registry:
        """That of the whole."""
        return self._whole.of_unit(code)

    @property
    def partial(self) -> bool:
        """Whether only the units of one calendar are in its rosters."""
        return True
