"""A country's public holidays for an office that rests on days of its own.

The `holidays` package computes them for the usual weekend of the country. Where an office has another (a six-
day week, Friday and Saturday, Saturdays in turn), the package's substitutes and its swaps of days are not the
office's: a make-up Saturday means nothing to who works on Saturdays anyway, and the day off that goes with it
is not earned. Such an office writes its own swaps down. Substitutes follow its own weekend: a holiday that
falls on a weekly day off is taken on the next working day (Labour Code 2019, art. 111.3).
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from calendars.rest import WeeklyRest

NO_COUNTRY = "none"
_ONE_DAY = timedelta(days=1)
_NAMED = 3
"""An entry of the package's special days that has a name: month, day, name. Else it is a swap."""


@dataclass(frozen=True, slots=True)
class PublicHolidays:
    """Days off with their names, and days of the weekend that are worked instead of one."""

    days_off: dict[date, str]
    make_up: frozenset[date]


def public_holidays(
    country: str, years: range, rest: WeeklyRest, language: str | None
) -> PublicHolidays | None:
    """Those of the country in these years, for an office that rests on those days of the week; None for
    a country that the package does not know.

    Without a language the package would take the machine's, and names in mails would depend on the machine.
    """
    if country == NO_COUNTRY:
        return PublicHolidays({}, frozenset())
    import holidays  # 0.05 s: only a load pays for it
    from holidays.observed_holiday_base import ObservedHolidayBase

    try:
        with _without_the_others():
            known = holidays.country_holidays(country, years=years, language=language or "en_US")
    except NotImplementedError:
        return None
    if rest == WeeklyRest(frozenset(known.weekend)):
        return PublicHolidays(dict(known), frozenset(known.weekend_workdays))
    plain = holidays.country_holidays(country, years=years, language=language or "en_US", observed=False)
    days_off = {day: list(plain.get_list(day)) for day in sorted(plain)}
    for off, worked in _swaps(plain, years):
        if off in days_off:  # it may be off for another reason as well
            swap = plain.tr(plain.substituted_label) % worked.strftime(
                plain.tr(plain.substituted_date_format)
            )
            days_off[off] = [name for name in days_off[off] if name != swap]
    named = {day: "; ".join(names) for day, names in days_off.items() if names}
    substitutes = _substitutes(named, rest) if isinstance(known, ObservedHolidayBase) else {}
    label = plain.tr(getattr(plain, "observed_label", "%s"))
    for day, name in substitutes.items():
        named[day] = label % name
    return PublicHolidays(dict(sorted(named.items())), frozenset())


@contextlib.contextmanager
def _without_the_others() -> Iterator[None]:
    """Lets the package import the module of one country alone: with its list of countries it imports those of
    all 250, a fifth of what a quick command costs."""
    name = "holidays.countries"
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None:
        yield
        return
    sys.modules[name] = importlib.util.module_from_spec(spec)  # it has the folder, and nothing was run
    try:
        yield
    finally:
        del sys.modules[name]  # whoever wants the list gets it


def _swaps(plain: Any, years: range) -> Iterator[tuple[date, date]]:
    """The package's swaps: the working day that is off, and the day of rest that is worked for it."""
    for attribute in dir(plain):
        special = getattr(plain, attribute) if attribute.startswith("special_") else None
        if not isinstance(special, dict) or not attribute.endswith("_holidays"):
            continue
        for year in years:
            entries = special.get(year, ())
            for entry in entries if entries and isinstance(entries[0], tuple) else (entries,):
                if len(entry) > _NAMED:
                    month, day, from_month, from_day, *other_year = entry
                    from_year = other_year[0] if other_year else year
                    yield date(year, month, day), date(from_year, from_month, from_day)


def _substitutes(days_off: dict[date, str], rest: WeeklyRest) -> dict[date, str]:
    """For each day off on a weekly day of rest the next day that is worked, with the name of the first."""
    found: dict[date, str] = {}
    for day, name in days_off.items():
        if not rest.rests(day):
            continue
        substitute = day + _ONE_DAY
        while rest.rests(substitute) or substitute in days_off or substitute in found:
            substitute += _ONE_DAY
        found[substitute] = name
    return found
