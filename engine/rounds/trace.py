"""The trace: which mail first tells each leading unit of each row of the documents, and how often it is told.

Nothing here decides what is told. The mails are those of a simulated time, made by the same rounds as on any
morning, and each letter is read as it would be to be sent: a row is named where the letter names it. So a row
that no mail names is one that is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from config.registry import Registry, reporting
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.narrowed import Narrowed
from config.settings import Settings
from engine.mail import detail
from engine.mail.letter import Item
from engine.rounds.simulate import Answers, ReadMail, SimulatedMail, check_days, simulate


@dataclass(frozen=True, slots=True)
class Telling:
    """The first mail that names a row: its day, the item of it that does, and whether that is the row's own
    duty or a report that tells it."""

    day: date
    obligation: str
    period: str
    reason: str
    own: bool


@dataclass(slots=True)
class Traced:
    """One row and one unit that leads it in the time. `since`: the first day of the time on which it does."""

    row: Assignment
    unit: str
    since: date
    waits_for: str | None
    """The document's words for the event that it waits for; None when it waits for none."""
    owners: tuple[str, ...]
    """Who is in charge of the duties that ask for it; without such a duty, of the reports that tell it."""
    first: Telling | None = None
    current: Telling | None = None
    """The first one for a period that had not ended before `since`: the last reminder of a year's report, in
    January, names its rows once more and asks for nothing of the new year."""
    times: int = 0
    """How many mails to the unit name it."""
    owner_asked: list[date] = field(default_factory=list)
    """The days on which an owner's mail asks whether the event has happened."""
    own_days: set[date] = field(default_factory=set)
    """The working deadlines, named in these mails, of the duties that ask for the row itself."""
    report_days: set[date] = field(default_factory=set)
    """Those of the reports that tell it."""

    @property
    def asked_for(self) -> tuple[date, ...]:
        """The days on which an answer is asked for: by its own duties, else by the reports."""
        return tuple(sorted(self.own_days or self.report_days))

    @property
    def days(self) -> int | None:
        """Days from `since` to the first mail for a period that had not ended; None when there is none."""
        return (self.current.day - self.since).days if self.current else None


def trace(
    registry: Registry,
    settings: Settings,
    start: date,
    end: date,
    *,
    document: str | None = None,
    units: Collection[str] | None = None,
    answers: Answers | str = Answers.NONE,
    progress: Callable[[date], object] = lambda _day: None,
) -> tuple[Traced, ...]:
    """Every row in force on a day of [start, end] with every unit that leads it then, in the documents'
    order.

    `document` and `units` (by number and codes) restrict it to these. `progress` is told the day of each
    mail. RoundError for days that cannot be simulated (see `simulate`).
    """
    found = tuple(
        each
        for row in registry.assignments.values()
        if document in (None, row.document.number)
        for each in _leading(registry, row, start, end)
        if units is None or each.unit in units
    )
    check_days(registry, start, end)
    if not found:  # no mail can name what there is not
        return found
    names = _Names(registry, found)
    simulated = Narrowed(registry, names.obligations, units and _and_before(registry, units))
    for mail in simulate(simulated, settings, start, end, answers=answers, read=names.units):
        progress(mail.day)
        names.read(mail)
    return found


def _leading(registry: Registry, row: Assignment, start: date, end: date) -> Iterator[Traced]:
    """The row with each unit that leads it on a day of the time on which it is in force."""
    if not row.runs(start, end):
        return
    first = max(start, row.from_ or start)
    turns = {day for unit in registry.units.values() for day in (unit.from_, unit.to) if day is not None}
    last = end if row.to is None else min(end, date.fromordinal(row.to.toordinal() - 1))
    since: dict[str, date] = {}
    for day in sorted({first, *(day for day in turns if first < day <= last)}):
        for unit in reporting.leads_of(registry, row, day):
            since.setdefault(unit.code, day)
    own = reporting.own_duties(registry, row)
    waits = reporting.chased(registry, row) is AssignmentKind.EVENT
    words = row.worded or next((duty.worded for duty in own if duty.worded), row.title)
    asking = own or tuple(registry.obligations[code] for code in row.told_in if code in registry.obligations)
    owners = tuple(dict.fromkeys(duty.owner for duty in asking))
    for code in registry.units:
        if code in since:
            yield Traced(row, code, since[code], words if waits else None, owners)


def _and_before(registry: Registry, units: Collection[str]) -> frozenset[str]:
    """These units and those whose line of successors leads to one of them: their tasks are handed over."""
    found = set(units)
    while fresh := {
        unit.code for unit in registry.units.values() if unit.successor in found and unit.code not in found
    }:
        found |= fresh
    return frozenset(found)


class _Names:
    """What mails name, as they are read one by one."""

    def __init__(self, registry: Registry, found: Collection[Traced]) -> None:
        self._traced: Mapping[tuple[str, str], Traced] = {(each.row.ref, each.unit): each for each in found}
        rows = {each.row.ref: each.row for each in found}
        self._own: dict[str, list[str]] = {}
        for ref, row in rows.items():
            for duty in reporting.own_duties(registry, row):
                self._own.setdefault(duty.code, []).append(ref)
        told = {code for row in rows.values() for code in row.told_in}
        self.obligations = frozenset(self._own) | told
        """The duties whose mails can name one of the rows."""
        self.units = frozenset(each.unit for each in found)

    def read(self, mail: SimulatedMail) -> None:
        """Counts what one mail names, each row once, by its own duty where it holds that."""
        if mail.address is None:
            return  # it reaches nobody
        asked = {ref for code in mail.events for ref in self._own.get(code, ())}
        for (ref, _), each in self._traced.items() if asked else ():
            if ref in asked:
                each.owner_asked.append(mail.day)
        if not isinstance(mail, ReadMail):
            return  # to none of the units
        named: dict[str, tuple[Item, bool]] = {}
        for item, rows in detail.named_rows(mail.letter):
            own = self._own.get(item.duty.code, ())
            for ref in (*own, *(row.row for row in rows)):
                found = self._traced.get((ref, mail.recipient))
                if found is None:
                    continue
                days = found.own_days if ref in own else found.report_days
                days.add(item.asked)
                if ref not in named or (ref in own and not named[ref][1]):
                    named[ref] = item, ref in own
        for ref, (item, is_own) in named.items():
            found = self._traced[ref, mail.recipient]
            found.times += 1
            if found.current is None:
                telling = Telling(mail.day, item.duty.code, item.duty.period.code, item.reason, is_own)
                found.first = found.first or telling
                if item.duty.period.last >= found.since:
                    found.current = telling
