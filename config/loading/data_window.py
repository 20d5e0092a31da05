"""Which days a duty's report covers, from the key `data`."""

from __future__ import annotations

from datetime import date

from calendars.deadlines import MonthDay, WindowRule, window
from calendars.errors import WhenError
from calendars.periods import Kind, Period, containing
from config.loading.fields import Table
from config.loading.yaml_nodes import NOTHING
from language import Message


def read_window(table: Table, kind: Kind | None, pattern: Period | None, starts: int) -> WindowRule | None:
    """The rule; None without one, or when it was wrong. `starts` is the month in which the year begins."""
    data = table.table("data")
    if data is None:
        return None
    ends = [_month_day(data, key) for key in ("from", "to")]
    estimated = data.flag("estimated")
    data.done()
    start, end = ends
    if start is None or end is None or kind is None:
        return None
    rule = WindowRule(start, end, estimated)
    try:
        window(rule, pattern or containing(kind, date(2026, 1, 1), starts))
    except WhenError as error:
        data.wrong("", Message("file.window"), error.message)
        return None
    return rule


def _month_day(data: Table, key: str) -> MonthDay | None:
    table = data.table(key, required=True)
    if table is None:
        return None
    for part in ("month", "day"):
        if not table.has(part):
            table.wrong(part, Message(f"file.a-{part}"), NOTHING)
    month = table.integer_or("month", -12, 60, ("first", "last"))
    day = table.integer_or("day", 1, 31, ("last",))
    table.done()
    if month is None or day is None:
        return None
    # The readers above let nothing else through than what MonthDay takes.
    return MonthDay(month, day)  # type: ignore[arg-type]
