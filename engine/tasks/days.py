"""From an instant to the office's own day, and how late something is."""

from __future__ import annotations

from datetime import date, datetime

from config.registry import Registry


def local_day(registry: Registry, now: datetime) -> date:
    """The office's date at an instant."""
    return now.astimezone(registry.office.zone).date()


def workdays_late(registry: Registry, last_day: date, until: date) -> int:
    """The one measure of lateness, on boards, in mails and on the command line: the working days that have
    begun after `last_day`, up to and including `until` (the day it was sent, or today).

    0 is less than one working day: what was due on a Friday is late on the Saturday, and by one day on the
    Monday. Beyond the working calendar nothing more is counted.
    """
    return max(workdays_off(registry, last_day, until), 0)


def workdays_off(registry: Registry, last_day: date, sent: date) -> int:
    """The same measure both ways: negative where something was sent so many working days early."""
    calendar = registry.calendar
    reached = [min(max(day, calendar.first), calendar.last) for day in (last_day, sent)]
    return calendar.count(*reached)
