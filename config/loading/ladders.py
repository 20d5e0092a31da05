"""ladders.yaml: the policies of reminders and escalations."""

from __future__ import annotations

from calendars.errors import WhenError
from calendars.ladders import EACH_OF, LAST_WORD, Anchor, Ladder, Role, Rung
from config.loading.channels import read_ways
from config.loading.fields import CODE_ONCE, Table, again, joined
from config.registry.errors import Place
from language import Message

MOST_WORKDAYS = 260
MOST_TIMES = 52
MOST_RUNGS = 80
START = "start"
ROLES = tuple(role.value for role in Role)
RESERVED = (LAST_WORD, "withdrawn")
"""Rungs that the engine raises by itself: another of that name would be taken for it."""
WAYS = ("at", "each", "before", "late", "every")
EACH = {kind.value: kind for kind in EACH_OF}


class Ladders:
    """The ladders read so far."""

    def __init__(self) -> None:
        self.ladders: dict[str, Ladder] = {}
        self.seen: dict[str, Place] = {}
        """Also those that could not be built: a mistake in a ladder is not one of everyone who uses it."""

    def read(self, file: Table) -> None:
        """Read the file's list of ladders."""
        for table in file.tables("ladders", required=True):
            self._ladder(table)

    def _ladder(self, table: Table) -> None:
        code = table.code("code")
        title = table.text("title") or ""
        from_start = table.choice("open", (START,)) is not None
        opens = table.integer("open_workdays", 0, MOST_WORKDAYS, required=not from_start)
        if from_start and opens is not None:
            table.wrong("open_workdays", Message("file.opens-once"))
        before = len(table.problems.found)
        rungs = [rung for entry in table.tables("rungs", required=True) for rung in _rungs(entry)]
        table.done()
        if code is None:
            return
        if code in self.seen:
            table.wrong("code", CODE_ONCE, again(f"'{code}'", self.seen[code], file=False))
            return
        self.seen[code] = table.place("code")
        if len(rungs) > MOST_RUNGS:
            table.wrong("rungs", Message("file.most-rungs", most=MOST_RUNGS), str(len(rungs)))
        opens = 0 if from_start else opens
        if opens is None or len(table.problems.found) > before:
            return
        try:
            self.ladders[code] = Ladder(
                code=code, open_workdays=opens, rungs=tuple(rungs), title=title, from_start=from_start
            )
        except WhenError as error:
            table.wrong("rungs", Message("file.rungs-in-order"), error.message)


def _rungs(table: Table) -> list[Rung]:
    """The rungs of one entry: one, or a bounded row of them for `every`."""
    ways = [way for way in WAYS if table.has(way)]
    if len(ways) != 1:
        table.wrong("", Message("file.one-of-these", words=WAYS), joined(ways))
    name = None if ways == ["every"] else table.code("name")
    if name in RESERVED:
        table.wrong("name", Message("file.rung-reserved", words=RESERVED))
    at = table.choice("at", (Anchor.OPEN.value,))
    each = table.choice("each", tuple(EACH))
    before = table.integer("before", 0, MOST_WORKDAYS)
    late = table.integer("late", 1, MOST_WORKDAYS)
    every = table.integer("every", 1, MOST_WORKDAYS)
    row = ways == ["every"]
    first = table.integer("from", 1, MOST_WORKDAYS, required=True) if row else None
    times = table.integer("times", 1, MOST_TIMES, required=True) if row else None
    to = _roles(table)
    by = read_ways(table)
    table.done()
    if len(ways) != 1 or not to:
        return []
    if every and first and times:
        if first + every * (times - 1) > MOST_WORKDAYS:
            expected = Message("file.end-within", most=MOST_WORKDAYS)
            table.wrong("times", expected, Message("file.times", times=times, every=every))
            return []
        days = range(first, first + every * times, every)
        return [Rung(f"overdue-{n}wd", Anchor.LATE, n, to, ways=by) for n in days]
    if name is None:
        return []
    if at:
        return [Rung(name, Anchor.OPEN, 0, to, ways=by)]
    if each:
        return [Rung(name, Anchor.EACH, 0, to, EACH[each], by)]
    if before is not None:
        return [Rung(name, Anchor.DEADLINE, -before, to, ways=by)]
    return [Rung(name, Anchor.LATE, late, to, ways=by)] if late else []


def _roles(table: Table) -> tuple[Role, ...]:
    roles = table.texts("to", required=True, expected=Message("file.list-of", words=ROLES))
    for word, place in roles:
        if word not in ROLES:
            table.problems.add(place, Message("file.one-of-these", words=ROLES), f"'{word}'")
    return tuple(Role(word) for word, _ in roles if word in ROLES)
