"""Office hours: when a letter may reach somebody's mailbox. Quiet time delays delivery, never the state."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from calendars.workdays import CalendarError
from config.registry import Registry
from config.registry.objects import Office


def in_hours(registry: Registry, now: datetime) -> bool:
    """Whether `now` (aware) lies in the office's hours on a working day; the opening instant does, the
    closing not."""
    return next_opening(registry, now) == now.astimezone(UTC)


MORNING_AFTER = 5
"""Minutes after the office's morning at which its round begins: the duties' own runs open and raise first,
then one digest carries it all."""


ROUND_TAKES = timedelta(minutes=10)
"""How long what waits from the days before waits for it."""

SUMMARIES_AFTER = 15
"""Minutes after the office's morning at which summaries are queued: the round has opened and sent by then."""


def morning_round(office: Office) -> time:
    """The time of day at which a working day's round begins."""
    return _after_morning(office, MORNING_AFTER)


def waits_for_round(registry: Registry, now: datetime) -> datetime | None:
    """The beginning of today, when what was queued before it is to leave with this morning's round, which may
    not have queued its own mails yet: each recipient gets one, not two within some minutes. None later in the
    day, when it has, or does not come, and on days without one."""
    here = now.astimezone(registry.office.zone)
    by = datetime.combine(here.date(), morning_round(registry.office), registry.office.zone) + ROUND_TAKES
    try:
        early = here < by and registry.calendar.is_workday(here.date())
    except CalendarError:
        early = False
    return datetime.combine(here.date(), time.min, registry.office.zone).astimezone(UTC) if early else None


def summaries_at(office: Office) -> time:
    """The time of day at which summaries are queued."""
    return _after_morning(office, SUMMARIES_AFTER)


def _after_morning(office: Office, later: int) -> time:
    minutes = min(office.morning.hour * 60 + office.morning.minute + later, 24 * 60 - 1)
    return time(minutes // 60, minutes % 60)


def next_morning(registry: Registry, now: datetime) -> datetime:
    """When the next morning's round begins (UTC), strictly after `now`: what is raised until then goes with
    its mails. Beyond the calendar's table every day counts as a working day.
    """
    office, starts = registry.office, morning_round(registry.office)
    here = now.astimezone(office.zone)
    today, gone = here.date(), here.time() >= starts
    try:
        day = registry.calendar.on_or_after(today)
        if day == today and gone:
            day = registry.calendar.shift(today, 1)
    except CalendarError:
        day = today + timedelta(days=gone)
    return datetime.combine(day, starts, office.zone).astimezone(UTC)


def next_opening(registry: Registry, now: datetime) -> datetime:
    """`now` itself when the office is open, else the next opening (UTC).

    Beyond the calendar's table every day counts as a working day: a letter is not held back for that.
    """
    office = registry.office
    local = now.astimezone(office.zone)
    opens, closes = office.hours
    try:
        if registry.calendar.is_workday(local.date()):
            if opens <= local.time() < closes:
                return now.astimezone(UTC)
            day = local.date() if local.time() < opens else registry.calendar.shift(local.date(), 1)
        else:
            day = registry.calendar.on_or_after(local.date())
    except CalendarError:
        return now.astimezone(UTC)
    return datetime.combine(day, max(opens, _morning(office.morning, opens, closes)), office.zone).astimezone(
        UTC
    )


def workdays_between(registry: Registry, start: datetime, end: datetime) -> int:
    """Working days after the local day of `start` that have begun by `end`; beyond the table, all days."""
    first, last = (instant.astimezone(registry.office.zone).date() for instant in (start, end))
    try:
        return registry.calendar.count(first, last)
    except CalendarError:
        return (last - first).days


def _morning(morning: time, opens: time, closes: time) -> time:
    """What waited overnight leaves with the morning's round, not at the minute the doors open."""
    return morning if opens <= morning < closes else opens
