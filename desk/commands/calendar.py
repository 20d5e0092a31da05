"""`dondoc calendar`: the office's working calendar of a year, with the reason and source of every
exception.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from desk import options
from desk.command import argument, command, option
from desk.office import Desk
from desk.output import answer, day, line, padded, weekday
from desk.speaking import spoken
from desk.typed import Whole
from desk.widths import width
from language import Message

if TYPE_CHECKING:
    from datetime import datetime

    from calendars.workdays import WorkCalendar

MARKS = {"workday": " ", "weekend": ".", "off": "x", "make_up": "+"}


@command(help="help.calendar")
@argument("year", "metavar.year", type=Whole(1900, 2999), required=False)
@option("--unit", metavar="metavar.unit", help="help.due.unit")
@option("--month", type=Whole(1, 12), help="help.calendar.month")
@options.reading
def calendar(
    year: int | None, unit: str | None, month: int | None, as_of: datetime | date | None, as_json: bool
) -> None:
    """Print the months as grids, then every day off and make-up day with its source."""
    desk = Desk(as_of)
    registry = desk.registry
    days = registry.calendar if unit is None else registry.of_unit(desk.unit(unit)).calendar
    shown = year or desk.today.year
    first = date(shown, month or 1, 1)
    last = date(shown, month or 12, monthrange(shown, month or 12)[1])
    entries = [_entry(days, first + timedelta(n)) for n in range((last - first).days + 1)]
    exceptions = [entry for entry in entries if entry["kind"] in {"off", "make_up"}]
    counts = _months(entries)
    if as_json:
        document = {
            "from": first,
            "to": last,
            "verified_until": days.verified_until,
            "confirmed": days.confirmed(last),
            "workdays": sum(counts.values()),
            "days_off": [_brief(entry) for entry in exceptions if entry["kind"] == "off"],
            "make_up_days": [_brief(entry) for entry in exceptions if entry["kind"] == "make_up"],
            "months": [{"month": name, "workdays": count} for name, count in counts.items()],
        }
        answer(document)
        return
    for name, count in counts.items():
        heading = Message("cli.calendar.month", yyyy=name[:4], mm=name[5:], n=count)
        _grid([entry for entry in entries if f"{entry['date']:%Y-%m}" == name], heading)
    line(Message("cli.calendar.legend"))
    line()
    words = {kind: spoken(Message(f"cli.calendar.sign-{kind}")) for kind in ("off", "make_up")}
    signs = {kind: padded(word, max(map(width, words.values())) + 1) for kind, word in words.items()}
    for entry in exceptions:
        doubt = "" if entry["confirmed"] else f"  ({spoken(Message('cli.calendar.not-confirmed'))})"
        source = f"  [{entry['source']}]" if entry["source"] else ""
        line(f"{day(entry['date'])}  {signs[entry['kind']]} {entry['name']}{source}{doubt}")
    if not days.confirmed(last):
        if days.verified_until:
            line(Message("cli.calendar.unconfirmed-after", day=days.verified_until))
        else:
            line(Message("cli.calendar.unconfirmed"))


def _entry(days: WorkCalendar, when: date) -> dict[str, Any]:
    reason = days.why_off(when)
    name = reason
    if reason == "weekend":
        kind = "weekend"
    elif reason is not None:
        kind = "off"
    elif (name := days.why_on(when)) is not None:
        kind = "make_up"
    else:
        kind = "workday"
    return {
        "date": when,
        "kind": kind,
        "name": name,
        "source": days.source(when),
        "confirmed": days.confirmed(when),
    }


def _brief(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("date", "name", "source", "confirmed")}


def _months(entries: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for entry in entries:
        name = f"{entry['date']:%Y-%m}"
        counts[name] = counts.get(name, 0) + (entry["kind"] in {"workday", "make_up"})
    return counts


def _grid(entries: list[dict[str, Any]], heading: Message) -> None:
    line(heading)
    line(" ".join(f"{weekday(n):>3}" for n in range(7)))
    cells = ["    "] * entries[0]["date"].weekday()
    cells += [f"{entry['date'].day:3}{MARKS[entry['kind']]}" for entry in entries]
    for start in range(0, len(cells), 7):
        line("".join(cells[start : start + 7]).rstrip())
    line()
