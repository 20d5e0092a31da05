"""calendar.yaml to the table of working days: public holidays, and an overlay that wins over them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from calendars.workdays import CalendarError, WorkCalendar
from config.loading.fields import Table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_YEARS = 100
NO_COUNTRY = "none"
MAKE_UP_NAME = "Làm bù"
"""What the package's own make-up days are called; it gives them no name."""


def read_calendar(file: Table) -> WorkCalendar | None:
    """The working calendar; None when something in it was wrong."""
    table = file.table("calendar", required=True)
    if table is None:
        return None
    country = table.text("country", required=True, expected=f"a country's two letters, or {NO_COUNTRY}")
    language = table.text("language")
    years = _years(table)
    weekend = _weekend(table)
    verified = table.a_date("verified_until")
    overlay = _Overlay(years)
    overlay.read(table)
    table.done()
    if years is None or country is None or weekend is None:
        return None
    if verified is not None and not years[0] <= verified.year <= years[1]:
        table.wrong("verified_until", f"a date in the calendar's years, {years[0]} to {years[1]}")
    holidays = _public_holidays(country, range(years[0], years[1] + 1), language)
    if holidays is None:
        table.wrong("country", f"a country the holidays package knows, such as VN, or {NO_COUNTRY}")
        return None
    days_off, make_up = holidays
    overlay.check(days_off, weekend)
    days_off |= overlay.days_off
    make_up |= overlay.make_up
    if table.problems.found:
        return None
    try:
        return WorkCalendar(
            days_off=days_off,
            make_up=make_up,
            first_year=years[0],
            last_year=years[1],
            verified_until=verified,
            weekend=weekend,
            sources=overlay.sources,
        )
    except CalendarError as error:
        table.wrong("country", "a calendar without contradictions", str(error))
        return None


class _Overlay:
    """Days off and make-up days that the office adds, each with its source."""

    def __init__(self, years: tuple[int, int] | None) -> None:
        self.years = years
        self.days_off: dict[date, str] = {}
        self.make_up: dict[date, str] = {}
        self.sources: dict[date, str] = {}
        self._entries: list[tuple[Table, str, date]] = []

    def read(self, table: Table) -> None:
        """Fill the overlay from `swaps`, `days_off` and `make_up`."""
        for swap in table.tables("swaps", named="off"):
            off, worked = swap.a_date("off", required=True), swap.a_date("worked", required=True)
            source = swap.text("source", required=True)
            swap.done()
            if off and worked and source:
                self.sources |= {off: source, worked: source}
                self._add(self.days_off, swap, "off", off, f"Ngày nghỉ (thay cho ngày {worked:%d/%m/%Y})")
                self._add(self.make_up, swap, "worked", worked, f"Làm bù cho ngày {off:%d/%m/%Y}")
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
            entry.wrong(key, f"a date in the calendar's years, {self.years[0]} to {self.years[1]}")
        elif day in self.days_off or day in self.make_up:
            entry.wrong(key, "each day once", f"{day} again")
        else:
            days[day] = name
            self._entries.append((entry, key, day))

    def check(self, holidays: dict[date, str], weekend: frozenset[int]) -> None:
        """A day off must be a weekday, a make-up day must have been free: else somebody mistyped a date."""
        for entry, key, day in self._entries:
            name = WEEKDAYS[day.weekday()].capitalize()
            if day in self.make_up and day.weekday() not in weekend and day not in holidays:
                entry.wrong(key, "a day of rest to work on", f"{day}, a {name} that is worked anyway")
            if day in self.days_off and day.weekday() in weekend:
                entry.wrong(key, "a working day to take off", f"{day}, a {name}")


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
        years.wrong("to", f"a year from {first} to {first + MAX_YEARS - 1}")
        return None
    return first, last


def _weekend(table: Table) -> frozenset[int] | None:
    expected = "a list such as [saturday, sunday]"
    days = table.texts("weekend", required=True, expected=expected)
    for word, place in days:
        if word not in WEEKDAYS:
            table.problems.add(place, f"a day from {WEEKDAYS[0]} to {WEEKDAYS[-1]}", f"'{word}'")
    if len(days) == len(WEEKDAYS):
        table.wrong("weekend", "at least one working day in the week", "all seven days off")
    known = frozenset(WEEKDAYS.index(word) for word, _ in days if word in WEEKDAYS)
    return known if days and len(known) < len(WEEKDAYS) else None


def _public_holidays(
    country: str, years: Iterable[int], language: str | None
) -> tuple[dict[date, str], dict[date, str]] | None:
    """(days off, make-up days) of the country by the `holidays` package; None for a country it does not know.

    Without a language the package would take the machine's, and names in mails would depend on the machine.
    """
    if country == NO_COUNTRY:
        return {}, {}
    import holidays  # 0.1 s: only a load pays for it

    try:
        known = holidays.country_holidays(country, years=years, language=language or "en_US")
    except NotImplementedError:
        return None
    return dict(known), dict.fromkeys(known.weekend_workdays, MAKE_UP_NAME)
