"""Comparing two registries: what was added, taken out and changed, key by key, and what that does to dates.

Pure: two loaded registries and a span of days in, plain values out. Duties are matched by code, units by
code, documents by number; what got another code is one thing gone and another come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from calendars.ladders import Ladder
from calendars.rest import LAST, Turn
from calendars.workdays import WorkCalendar
from config.registry.as_written import WEEKDAYS, periods_of, spoken
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.errors import RegistryError
from config.registry.objects import Document, Group, Obligation, Office, Outline, Unit
from config.registry.outlook import falling
from config.registry.registry import Registry
from config.registry.ways import as_shown

_T = TypeVar("_T")


class What(StrEnum):
    """What became of a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One key of a thing, in the words of the files; '' is not there. Of a list also what came and went."""

    key: str
    before: str
    after: str
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs. `section` is where it stands: `obligations`, `units`, `calendar`, ..."""

    section: str
    code: str
    what: What
    title: str
    keys: tuple[KeyChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DayChange:
    """One period of one duty whose last day, or whose number of units, is another; None and 0: not owed."""

    obligation: str
    period: str
    before: date | None
    after: date | None
    units_before: int
    units_after: int


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; the days are those of periods due in [start, end] by either registry."""

    start: date
    end: date
    changes: tuple[Change, ...]
    days: tuple[DayChange, ...]

    @property
    def none(self) -> bool:
        """Whether the two say the same."""
        return not self.changes and not self.days


def difference(old: Registry, new: Registry, start: date, end: date) -> Difference:
    """What `new` says otherwise than `old`, and for periods due from `start` to `end` on which days."""
    return Difference(start, end, tuple(_changes(old, new)), tuple(_days(old, new, start, end)))


def _changes(old: Registry, new: Registry) -> Iterator[Change]:
    office = _keys(_office(old.office), _office(new.office))
    if office:
        yield Change("office", new.office.code, What.CHANGED, new.office.name, office)
    calendar = _keys(_calendar(old.calendar), _calendar(new.calendar))
    if calendar:
        yield Change("calendar", "calendar", What.CHANGED, "", calendar)
    yield from _matched("calendars", old.calendars, new.calendars, _calendar, lambda _: "")
    yield from _matched("units", old.units, new.units, _unit, lambda unit: unit.name)
    yield from _matched("channels", old.channels, new.channels, as_shown, lambda _: "")
    yield from _matched("groups", old.groups, new.groups, _group, lambda group: group.title)
    yield from _matched("ladders", old.ladders, new.ladders, _ladder, lambda ladder: ladder.title)
    yield from _matched("documents", old.documents, new.documents, _document, lambda each: each.title)
    yield from _matched("outlines", old.outlines, new.outlines, _outline, lambda outline: outline.title)
    before = {new.renamed.get(code, code): duty for code, duty in _duties(old).items()}
    yield from _matched("obligations", before, _duties(new), dict, lambda keys: keys["title"])
    yield from _matched("assignments", _undated(old), _undated(new), _assignment, lambda row: row.title)


def _matched(
    section: str, old: Mapping[str, _T], new: Mapping[str, _T], keys_of: Any, title_of: Any
) -> Iterator[Change]:
    for code, thing in new.items():
        if code not in old:
            yield Change(section, code, What.ADDED, title_of(thing), _keys({}, keys_of(thing)))
        elif changed := _keys(keys_of(old[code]), keys_of(thing)):
            yield Change(section, code, What.CHANGED, title_of(thing), changed)
    for code, thing in old.items():
        if code not in new:
            yield Change(section, code, What.REMOVED, title_of(thing))


def _keys(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[KeyChange, ...]:
    return tuple(
        _key(key, old.get(key), new.get(key))
        for key in dict.fromkeys((*old, *new))
        if spoken(old.get(key)) != spoken(new.get(key))
    )


def _key(key: str, before: object, after: object) -> KeyChange:
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    if isinstance(before, tuple) and isinstance(after, tuple):
        was, is_ = [spoken(each) for each in before], [spoken(each) for each in after]
        came = tuple(each for each in is_ if each not in was)
        went = tuple(each for each in was if each not in is_)
    return KeyChange(key, spoken(before), spoken(after), came, went)


# --- the keys of each thing, named as in the files ---


def _office(office: Office) -> dict[str, object]:
    return {
        "name": office.name,
        "name_en": office.name_en,
        "note": office.note,
        "zone": office.zone.key,
        "morning": office.morning,
        "hours": {"from": office.hours[0], "to": office.hours[1]},
        "roll": office.roll,
        "prompt_workdays": office.prompt_workdays,
        "request_hold": office.request_hold,
        "year_starts": office.year_starts if office.year_starts != 1 else None,
        "ask_events": office.ask_events,
        "report_form": office.report_form,
        "language": office.language,
        "list_id": office.list_id,
        "mail_from": office.mail_from,
        "leadership": {"name": office.leadership_name, "email": office.leadership_email},
    }


def _calendar(calendar: WorkCalendar) -> dict[str, object]:
    return {
        "years": {"from": calendar.first.year, "to": calendar.last.year},
        "weekend": ", ".join(WEEKDAYS[day] for day in sorted(calendar.weekend)),
        "alternating": tuple(map(_turn, calendar.rest.turns)),
        "verified_until": calendar.verified_until,
        "days_off": tuple(f"{day} {why}" for day, why in calendar.days_off),
        "make_up": tuple(f"{day} {why}" for day, why in calendar.make_up),
    }


def _turn(turn: Turn) -> str:
    nth = ", ".join("last" if n == LAST else str(n) for n in sorted(turn.nth))
    return f"{WEEKDAYS[turn.weekday]} " + (nth or f"weeks: {turn.weeks}, anchor: {turn.anchor}")


def _unit(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "kind": unit.kind,
        "short": unit.short_name,
        "name_en": unit.name_en,
        "email": unit.email,
        "head_email": unit.head_email,
        "head_title": unit.head_title,
        "from": unit.from_,
        "to": unit.to,
        "successor": unit.successor,
        "aliases": unit.aliases,
        "calendar": unit.calendar,
        "unexplained": unit.unexplained or None,
        "note": unit.note,
    }


def _group(group: Group) -> dict[str, object]:
    return {
        "title": group.title,
        "kinds": group.kinds,
        "units": group.units,
        "aliases": group.aliases,
        "from": group.from_,
        "to": group.to,
    }


def _ladder(ladder: Ladder) -> dict[str, object]:
    return {
        "title": ladder.title,
        "open": "start" if ladder.from_start else None,
        "open_workdays": ladder.open_workdays,
        "rungs": ladder.rungs,
    }


def _document(document: Document) -> dict[str, object]:
    return {
        "title": document.title,
        "date": document.date,
        "horizon": document.horizon,
        "renewal": document.renewal,
    }


def _outline(outline: Outline) -> dict[str, object]:
    return {"title": outline.title, "cite": outline.cite, "sections": outline.sections}


def _obligation(registry: Registry, duty: Obligation) -> dict[str, object]:
    row = registry.assignments.get(duty.assignment or "")
    if row is not None and _own(row) != duty.code:
        row = None
    return {
        "milestones": row.milestones if row else (),
        "reported_in": row.told_in if row else (),
        "listed": (row.listed or None) if row else None,
        "title": duty.title,
        "title_en": duty.title_en,
        "document": duty.document,
        "cite": duty.cite,
        "worded": duty.worded,
        "owed_by": duty.owed_by,
        "owner": duty.owner,
        "cycle": duty.cycle,
        "in": periods_of(duty),
        "period": duty.pattern,
        "year_starts": duty.year_starts if duty.year_starts != 1 else None,
        "checked": duty.checked,
        "due": duty.due,
        "data": duty.window,
        "ladder": duty.ladder,
        "outline": duty.outline,
        "needs": duty.needs,
        "helpers": duty.helpers,
        "helpers_text": duty.helpers_text,
        "deliver_to": duty.deliver_to,
        "product": duty.product,
        "product_en": duty.product_en,
        "products": "; ".join(f"{', '.join(each.units)}: {each.text}" for each in duty.products) or None,
        "how": duty.how,
        "figure": duty.figure,
        "recurs": duty.recurs or None,
        "assumption": duty.assumption,
        "tentative": (duty.tentative or duty.confirmed) or None,
        "confirmed": duty.confirmed or None,
        "renamed_from": duty.renamed_from,
        "from": duty.from_,
        "to": duty.to,
    }


def _duties(registry: Registry) -> dict[str, dict[str, object]]:
    return {code: _obligation(registry, duty) for code, duty in registry.obligations.items()}


def _undated(registry: Registry) -> dict[str, Assignment]:
    """Rows that found no obligation of their own: of the others, the obligation says what there is to say."""
    return {ref: row for ref, row in registry.assignments.items() if _own(row) is None}


def _own(row: Assignment) -> str | None:
    """The obligation that says what the row says; None for a row that has none, or only milestones."""
    founds = row.kind in (AssignmentKind.DATED, AssignmentKind.EVENT)
    return next((code for code in row.obligations if founds and code not in row.milestones), None)


def _assignment(row: Assignment) -> dict[str, object]:
    return {
        "title": row.title,
        "title_en": row.title_en or None,
        "cite": row.cite,
        "section": row.section,
        "leads": row.leads,
        "leads_text": row.leads_text,
        "helpers": row.helpers,
        "helpers_text": row.helpers_text,
        "product": row.product,
        "product_en": row.product_en or None,
        "deliver_to": row.deliver_to,
        "worded": row.worded,
        "same_as": row.obligations if row.kind is AssignmentKind.SAME else (),
        "milestones": row.milestones,
        "reported_in": row.told_in,
        "assumption": row.assumption,
        "listed": row.listed or None,
        "from": row.from_,
        "to": row.to,
    }


# --- days ---


def _days(old: Registry, new: Registry, start: date, end: date) -> Iterator[DayChange]:
    was, is_ = _falling(old, start, end), _falling(new, start, end)
    was = {(new.renamed.get(code, code), period): day for (code, period), day in was.items()}
    for code, period in dict.fromkeys((*was, *is_)):
        before = was.get((code, period)) or _elsewhere(old, code, period)
        after = is_.get((code, period)) or _elsewhere(new, code, period)
        if before != after:
            yield DayChange(code, period, before[0], after[0], before[1], after[1])


def _falling(registry: Registry, start: date, end: date) -> dict[tuple[str, str], tuple[date | None, int]]:
    """The last day of each period, of several working calendars the first, and how many units owe it."""
    found: dict[tuple[str, str], tuple[date | None, int]] = {}
    for each in falling(registry, start, end):
        key = each.obligation.code, each.period.code
        days = [each.deadline.last_day, *(day for day, _ in [found.get(key, (None, 0))] if day)]
        found[key] = min(days), each.units + found.get(key, (None, 0))[1]
    return found


def _elsewhere(registry: Registry, code: str, period: str) -> tuple[date | None, int]:
    """The same period, when it is owed but falls due outside the span; (None, 0) when it is not owed."""
    if code not in registry.obligations:
        return None, 0
    try:
        due = registry.deadline(code, period)
        registry.opens(code, period)
        return due.last_day, len(registry.owing_for(code, period))
    except RegistryError:
        return None, 0
