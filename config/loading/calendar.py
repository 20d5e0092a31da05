"""calendar.yaml to the table of working days: public holidays, and an overlay that wins over them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from calendars.rest import LAST, Turn, WeeklyRest
from calendars.workdays import CalendarError, WorkCalendar
from config.loading.fields import CODE_ONCE, Table, again
from config.loading.public_holidays import NO_COUNTRY, public_holidays
from config.loading.yaml_nodes import shown
from language import Message, say

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_YEARS = 100
_NTH = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "last": LAST}
OFFICES = "office"
"""How a unit says that it has the office's calendar, where its kind has another."""


def read_calendars(file: Table) -> Calendars | None:
    """The office's working calendar and those of units with one of their own; None when something in the
    office's was wrong. A further one takes what it does not say from the office's.
    """
    table = file.table("calendar", required=True)
    office = _read(table, None) if table else None
    found: dict[str, WorkCalendar] = {}
    if office is None:
        file.has("calendars")  # known, and nothing to take from
        return None
    for entry in file.tables("calendars"):
        code = entry.code("code")
        entry.text("title", required=True)
        made = _read(entry, office)
        if code in (*found, OFFICES):
            entry.wrong("code", CODE_ONCE, again(shown(code or "")))
        elif code and made and made.calendar:
            found[code] = made.calendar
    if office.calendar is None:
        return None
    return Calendars(office.calendar, found)


@dataclass(frozen=True, slots=True)
class Calendars:
    """The office's calendar, and further ones by their codes."""

    office: WorkCalendar
    further: dict[str, WorkCalendar]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one calendar says, and what came of it (None: it was wrong)."""

    country: str
    language: str | None
    years: tuple[int, int]
    rest: WeeklyRest
    verified: date | None
    overlay: _Overlay
    calendar: WorkCalendar | None


def _read(table: Table, office: _Read | None) -> _Read | None:
    """One calendar; a further one when `office` is the one from which it takes what it does not say."""
    first = office is None
    country = table.text("country", required=first, expected=Message("file.country", none=NO_COUNTRY))
    language = table.text("language") or (office.language if office else None)
    years = office.years if office else _years(table)
    rest = _rest(table, office.rest if office else None)
    verified = table.a_date("verified_until") or (office.verified if office else None)
    country = country or (office.country if office else None)
    said = "vi" if language is not None and language.startswith("vi") else "en"
    overlay = _Overlay(years)
    overlay.read(table, said)
    table.done()
    if years is None or country is None or rest is None:
        return None
    if verified is not None and not years[0] <= verified.year <= years[1]:
        table.wrong("verified_until", _in_years(years))
    holidays = public_holidays(country, range(years[0], years[1] + 1), rest, language)
    if holidays is None:
        table.wrong("country", Message("file.known-country", none=NO_COUNTRY))
        return None
    # The package gives its make-up days no names of their own.
    free = dict(holidays.days_off)
    worked = dict.fromkeys(holidays.make_up, say(Message("file.make-up"), said))
    inherited = office.overlay if office and office.country == country else None
    if inherited is not None and office is not None:
        alike = office.rest == rest
        free |= inherited.days_off if alike else inherited.plain_days_off(rest)
        worked |= inherited.make_up if alike else {}
    overlay.check(free, rest)
    calendar = None
    if not table.problems.found:
        try:
            calendar = WorkCalendar(
                days_off=free | overlay.days_off,
                make_up={day: name for day, name in worked.items() if day not in overlay.days_off}
                | overlay.make_up,
                first_year=years[0],
                last_year=years[1],
                verified_until=verified,
                weekend=rest.weekend,
                turns=rest.turns,
                sources=(inherited.sources if inherited else {}) | overlay.sources,
            )
        except CalendarError as error:
            table.wrong("country", Message("file.calendar"), error.message)
    return _Read(country, language, years, rest, verified, overlay, calendar)


class _Overlay:
    """Days off and make-up days that the office adds, each with its source."""

    def __init__(self, years: tuple[int, int] | None) -> None:
        self.years = years
        self.days_off: dict[date, str] = {}
        self.make_up: dict[date, str] = {}
        self.sources: dict[date, str] = {}
        self._swapped: set[date] = set()
        self._entries: list[tuple[Table, str, date]] = []

    def plain_days_off(self, rest: WeeklyRest) -> dict[date, str]:
        """Days off that were not swapped for another: those who rest on other days of the week have them."""
        return {
            day: name
            for day, name in self.days_off.items()
            if day not in self._swapped and not rest.rests(day)
        }

    def read(self, table: Table, language: str) -> None:
        """Fill the overlay from `swaps`, `days_off` and `make_up`; a swap's days are named in the language
        in which the calendar names its holidays.
        """
        for swap in table.tables("swaps", named="off"):
            off, worked = swap.a_date("off", required=True), swap.a_date("worked", required=True)
            source = swap.text("source", required=True)
            swap.done()
            if off and worked and source:
                self.sources |= {off: source, worked: source}
                self._swapped |= {off, worked}
                instead = say(Message("file.day-off-for", day=worked), language)
                self._add(self.days_off, swap, "off", off, instead)
                made_up = say(Message("file.make-up-for", day=off), language)
                self._add(self.make_up, swap, "worked", worked, made_up)
        for key, days in (("days_off", self.days_off), ("make_up", self.make_up)):
            for entry in table.tables(key, named="date"):
                day, name = entry.a_date("date", required=True), entry.text("name", required=True)
                source = entry.text("source", required=True)
                entry.done()
                if day and name and source:
                    self.sources[day] = source
                    self._add(days, entry, "date", day, name)

    def _add(self, days: dict[date, str], entry: Table, key: str, day: date, name: str) -> None:
        if self.years is not None and not self.years[0] <= day.year <= self.years[1]:
            entry.wrong(key, _in_years(self.years))
        elif day in self.days_off or day in self.make_up:
            entry.wrong(key, Message("file.day-once"), again(day.isoformat()))
        else:
            days[day] = name
            self._entries.append((entry, key, day))

    def check(self, holidays: dict[date, str], rest: WeeklyRest) -> None:
        """A day off must be a weekday, a make-up day must have been free: else somebody mistyped a date."""
        for entry, key, day in self._entries:
            said = {"day": day.isoformat(), "weekday": Message(f"words.weekday-{day.isoweekday()}")}
            if day in self.make_up and not rest.rests(day) and day not in holidays:
                entry.wrong(key, Message("file.day-of-rest"), Message("file.worked-anyway", **said))
            if day in self.days_off and rest.rests(day):
                entry.wrong(key, Message("file.day-to-take-off"), Message("file.a-weekday", **said))


def _in_years(years: tuple[int, int]) -> Message:
    return Message("file.date-in-years", first=str(years[0]), last=str(years[1]))


def _years(table: Table) -> tuple[int, int] | None:
    years = table.table("years", required=True)
    if years is None:
        return None
    first, last = (
        years.integer("from", 1950, 2200, required=True),
        years.integer("to", 1950, 2200, required=True),
    )
    years.done()
    if first is None or last is None:
        return None
    if not first <= last < first + MAX_YEARS:
        years.wrong("to", Message("file.year-to", first=str(first), last=str(first + MAX_YEARS - 1)))
        return None
    return first, last


def _weekend(table: Table, *, required: bool) -> frozenset[int] | None:
    expected = Message("file.list-of-weekdays")
    days = table.texts("weekend", required=required, expected=expected)
    for word, place in days:
        if word not in WEEKDAYS:
            expected = Message("file.weekday", first=WEEKDAYS[0], last=WEEKDAYS[-1])
            table.problems.add(place, expected, f"'{word}'")
    if len(days) == len(WEEKDAYS):
        table.wrong("weekend", Message("file.one-working-day"), Message("file.seven-off"))
    known = frozenset(WEEKDAYS.index(word) for word, _ in days if word in WEEKDAYS)
    return known if days and len(known) < len(WEEKDAYS) else None


def _rest(table: Table, offices: WeeklyRest | None) -> WeeklyRest | None:
    """The week of a calendar. One that names its own days of rest has none of the office's turns."""
    own = _weekend(table, required=offices is None)
    weekend = own or (offices.weekend if offices else None)
    turns = tuple(
        turn for each in table.tables("alternating", named="worked") if (turn := _turn(each, weekend))
    )
    if weekend is None:
        return None
    if offices is not None and own is None and not turns:
        return offices
    return WeeklyRest(weekend, turns)


def _turn(entry: Table, weekend: frozenset[int] | None) -> Turn | None:
    """Which days of rest are worked in turn: those of a month, or every so many weeks from one of them."""
    word = entry.choice("worked", WEEKDAYS, required=True)
    numbers, weeks = entry.texts("nth"), entry.integer("weeks", 2, 52)
    anchor = entry.a_date("anchor", required=weeks is not None)
    entry.done()
    if word is None:
        return None
    weekday = WEEKDAYS.index(word)
    if weekend is not None and weekday not in weekend:
        entry.wrong("worked", Message("file.turn-of-rest"))
    nth = set()
    for each, place in numbers:
        if each in _NTH:
            nth.add(_NTH[each])
        else:
            entry.problems.add(place, Message("file.turn-nth"), shown(each))
    if (weeks is None) == (not numbers):
        entry.wrong("worked", Message("file.turn-how"))
        return None
    if anchor is not None and anchor.weekday() != weekday:
        wanted, found = (Message(f"words.weekday-{n}") for n in (weekday + 1, anchor.isoweekday()))
        said = Message("file.a-weekday", day=anchor.isoformat(), weekday=found)
        entry.wrong("anchor", Message("file.turn-anchor", weekday=wanted), said)
        return None
    return Turn(weekday, frozenset(nth), weeks or 0, anchor if weeks else None)
