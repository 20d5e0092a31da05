"""How a trace looks on a terminal: the rows under their document, units told alike in one line; then what an
auditor looks for first.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, groupby
from typing import TYPE_CHECKING

from desk.deadlines import few
from desk.output import clean, day, glued, line, lines, padded, shown
from desk.reasons import said as reason_said
from desk.speaking import spoken
from desk.widths import GLUE, width
from language import Message

if TYPE_CHECKING:
    from config.registry import Registry
    from config.registry.assignments import Assignment
    from engine.rounds.trace import Traced

WIDTH = 120
ROOMS = (22, 14, 32, 5)
"""Of the columns unit, first mail, by which duty, how many mails; the days have what is left."""
MOST_DAYS = 3
SLOWEST = 10
LONG = timedelta(days=90)
HEADS = ("head.unit", "head.first-mail", "head.told-by", "head.mails", "head.asked-for")


def tell(registry: Registry, found: Sequence[Traced]) -> None:
    """Every row with its words, its rule, and a line for each group of units told alike."""
    from config.registry import in_words

    heads = [spoken(Message(name)).upper() for name in HEADS]
    for number, of_document in groupby(found, key=lambda each: each.row.document.number):
        line(Message("cli.trace.document", number=number, title=registry.documents[number].title))
        if _narrow() is None:
            line(_columns(heads))
        for row, of_row in groupby(of_document, key=lambda each: each.row):
            line()
            said = list(of_row)
            lines(_wrapped(f"{name_of(row, document=False)}  {row.title}", "  "))
            rule = in_words.chase_of(registry, row)
            text = Message("cli.trace.worded", worded=row.worded, rule=rule) if row.worded else rule
            lines(_wrapped(shown(text), "    ", "    "))
            lines(chain.from_iterable(_group(heads, cells) for cells in _groups(said)))
            lines(_waits(said))
        line()


def summarise(registry: Registry, found: Sequence[Traced], first: date, last: date) -> None:
    """How many rows there are, those that no mail names, those told late, and the slowest, with why."""
    rows = {each.row.ref for each in found}
    counts = {"rows": len(rows), "pairs": len(found), "told": sum(each.first is not None for each in found)}
    line(Message("cli.trace.count", first=first, last=last, **counts))
    told = {(each.row.ref, each.unit) for each in found if each.first is not None}
    silent = [each for each in found if each.first is None]
    ended = [each for each in silent if (each.row.ref, _heir(registry, each, last)) in told]
    mute = [each for each in silent if each not in ended]
    _listed("cli.trace.silent", ((each, None) for each in mute if not each.owner_asked))
    _listed("cli.trace.waiting", ((each, each.owner_asked[0]) for each in mute if each.owner_asked))
    _listed("cli.trace.ended", ((each, None) for each in ended))
    late = [each for each in found if each.since == first and each.first and _late(each, first, last)]
    _listed("cli.trace.late", ((each, _day_of(each)) for each in late), days=LONG.days)
    _told_latest(registry, found)


def name_of(row: Assignment, *, document: bool = True) -> str:
    """`490/KH-BHXH pl1 1.1`, or `pl1 1.1`."""
    return clean(row.ref if document else f"{row.appendix.code} {row.no}")


def why(registry: Registry, each: Traced) -> Message:
    """Why the first mail came when it did: the duty whose letter it was, and when that opens."""
    told = each.current
    assert told is not None
    due = registry.of_unit(each.unit).deadline(told.obligation, told.period)
    how = "own" if told.own else "report"
    names = {"obligation": told.obligation, "period": told.period, "deadline": due.working_deadline}
    if told.reason != "opened":
        return Message(f"cli.trace.why-{how}-reminded", reason=reason_said(told.reason), **names)
    if registry.ladder(told.obligation).from_start:
        return Message(
            f"cli.trace.why-{how}-start", start=max(due.period.first, _written(registry, each)), **names
        )
    ahead = registry.ladder(told.obligation).open_workdays
    return Message(f"cli.trace.why-{how}-ahead", n=ahead, **names)


def _written(registry: Registry, each: Traced) -> date:
    assert each.current is not None
    return registry.obligation(each.current.obligation).document.date


def _told_latest(registry: Registry, found: Iterable[Traced]) -> None:
    """The first mails that were longest in coming; rows and units that waited for the same one together."""
    alike: dict[object, list[Traced]] = {}
    for each in found:
        if each.days is not None:
            alike.setdefault((each.row.document, each.since, each.current), []).append(each)
    slowest = sorted(alike.values(), key=lambda group: -(group[0].days or 0))[:SLOWEST]
    if slowest:
        line(Message("cli.trace.slowest", n=len(slowest)))
    for group in slowest:
        told = Message(
            "cli.trace.slow",
            n=group[0].days,
            document=group[0].row.document.number,
            rows=few(list(dict.fromkeys(name_of(each.row, document=False) for each in group)), 6),
            units=few(list(dict.fromkeys(each.unit for each in group))),
            day=_day_of(group[0]),
            why=why(registry, group[0]),
        )
        lines(_wrapped(spoken(told), "  ", "      "))


def _day_of(each: Traced) -> date | None:
    return each.current.day if each.current else None


def _late(each: Traced, first: date, last: date) -> bool:
    """Whether the time is long enough to say so, and nothing of it was asked for in its first months."""
    return last - first >= LONG and (each.days is None or each.days >= LONG.days)


def _heir(registry: Registry, each: Traced, last: date) -> str:
    """Who stands in the unit's place at the end of the time."""
    return registry.successor(each.unit, last).code


def _groups(said: Iterable[Traced]) -> Iterator[tuple[str, ...]]:
    """A line for the units that are told the same on the same days."""
    alike: dict[object, list[Traced]] = {}
    for each in said:
        alike.setdefault((each.first, each.times, each.asked_for), []).append(each)
    for group in alike.values():
        told, days = group[0].first, group[0].asked_for
        asked = ", ".join(map(day, days[:MOST_DAYS]))
        yield (
            few([each.unit for each in group], 3),
            day(told.day) if told else spoken(Message("cli.trace.never")),
            f"{told.obligation} {told.period}" if told else "-",
            str(group[0].times),
            asked + (f" +{len(days) - MOST_DAYS}" if len(days) > MOST_DAYS else "") or "-",
        )


def _waits(said: Sequence[Traced]) -> Iterator[str]:
    """What an event row waits for, once for all its units."""
    first = said[0]
    if first.waits_for is not None:
        named = {"event": first.waits_for, "owners": first.owners}
        asked = first.owner_asked
        text = Message("cli.trace.waits", **named)
        if asked:
            text = Message("cli.trace.waits-asked", day=asked[0], n=len(asked), **named)
        yield from _wrapped(spoken(text), "    ", "      ")


def _listed(message: str, pairs: Iterable[tuple[Traced, date | None]], **more: int) -> None:
    """The rows with their units under a heading that counts them; nothing where there are none."""
    by_row: dict[str, tuple[Assignment, date | None, list[str]]] = {}
    for each, when in pairs:
        by_row.setdefault(each.row.ref, (each.row, when, []))[2].append(each.unit)
    if not by_row:
        return
    line(Message(message, n=len(by_row), **more))
    for row, when, units in by_row.values():
        when_said = f"  {day(when)}" if when else ""
        lines(_wrapped(f"{name_of(row)}  {few(units)}{when_said}  {row.title}", "  ", "      "))


def _columns(cells: Sequence[str]) -> str:
    fixed = "  ".join(padded(_cut(cell, room), room) for cell, room in zip(cells, ROOMS, strict=False))
    return f"    {fixed}  {cells[-1]}".rstrip()


def _group(heads: Sequence[str], cells: Sequence[str]) -> list[str]:
    """The cells under their heads; where these do not fit each with its head, one after the other."""
    if _narrow() is None:
        return [_columns(cells)]
    told = "; ".join(f"{name.lower()} {cell}" for name, cell in zip(heads[1:], cells[1:], strict=True))
    return _wrapped(f"{cells[0]}: {told}", "    ", "      ")


def _narrow() -> int | None:
    """The columns of a terminal that has fewer than the table; None of any other, and of a pipe."""
    room = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH
    return room if room < WIDTH else None


def _cut(text: str, room: int) -> str:
    while width(text) > room:
        text = text[: -2 if text.endswith("…") else -1] + "…"
    return text


def _wrapped(text: str, first: str = "", rest: str = "           ") -> list[str]:
    said = glued(clean(text)) if sys.stdout.isatty() else clean(text)
    made = textwrap.wrap(
        said, _narrow() or WIDTH, initial_indent=first, subsequent_indent=rest,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip
    return [each.replace(GLUE, " ") for each in made] or [""]
