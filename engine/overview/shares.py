"""Who of a period has which deadline, and how far away that is. Data only, no wording."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry
from models import queries
from models.queries import BoardRow, DayCount, UnitDay


@dataclass(frozen=True, slots=True)
class Share:
    """The tasks of one period that have the same deadline, `count` of them, and how far away that is.

    `day` is the one to name: the day asked for, or the last one once that has gone by. `workdays` counts to
    it, or from it when `late`, in the working days of the units that owed it; none where the calendar does
    not reach. `passed`: the day asked for has gone by, and nobody is late yet: days off lie between.
    """

    count: int
    day: date
    last_day: date
    asked: date
    workdays: int | None
    late: bool = False
    passed: bool = False


def own_days(
    s: Session, registry: Registry, now: datetime, rows: Collection[BoardRow]
) -> Mapping[tuple[str, str], list[UnitDay]] | None:
    """The tasks behind these lines, where the units' working calendars differ; None where all are the
    office's, whose days the lines have already.
    """
    if not registry.calendars:
        return None
    obligations, periods = {row.obligation for row in rows}, {row.period for row in rows}
    return queries.days_of_units(s, now, obligations, periods)


def shares_of(
    registry: Registry, days: Sequence[DayCount], own: Sequence[UnitDay] | None, today: date
) -> tuple[Share, ...]:
    """Those who still owe by their deadlines, the earliest first; once nobody does, all who sent. Units of
    one deadline whose working days are counted apart are told apart where the numbers differ.
    """
    counted = [(registry, each) for each in days] if own is None else _by_calendar(registry, own)
    owed = [(view, each) for view, each in counted if each.owed]
    found: dict[Share, int] = {}
    for view, each in owed or counted:
        share = _share(view, each.last_day, each.asked, today)
        found[share] = found.get(share, 0) + (each.owed or each.sent)
    ordered = sorted(found, key=lambda share: (share.last_day, share.asked, share.workdays or 0))
    return tuple(replace(share, count=found[share]) for share in ordered)


def confirmed(registry: Registry, last_day: date, own: Sequence[UnitDay] | None) -> bool:
    """Whether somebody has verified the working calendars on which a line's deadlines rest."""
    views = {registry.of_unit(each.unit) for each in own or ()} or {registry}
    try:
        return all(view.calendar.confirmed(last_day) for view in views)
    except WhenError:
        return False


def _by_calendar(registry: Registry, own: Sequence[UnitDay]) -> list[tuple[Registry, DayCount]]:
    found: dict[tuple[date, date, Registry], list[bool]] = {}
    for each in own:
        found.setdefault((each.last_day, each.asked, registry.of_unit(each.unit)), []).append(each.owed)
    return [
        (view, DayCount(last_day, asked, sum(owed), len(owed) - sum(owed)))
        for (last_day, asked, view), owed in found.items()
    ]


def _share(registry: Registry, last_day: date, asked: date, today: date) -> Share:
    late, passed = today > last_day, asked < today <= last_day
    day = last_day if late or passed else asked
    try:
        workdays: int | None = registry.calendar.count(*((last_day, today) if late else (today, day)))
    except WhenError:
        workdays = None
    return Share(0, day, last_day, asked, workdays, late, passed)
