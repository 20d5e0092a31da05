"""ladders.yaml: the policies of reminders and escalations."""

from __future__ import annotations

from calendars.errors import WhenError
from calendars.ladders import Anchor, Ladder, Role, Rung
from config.loading.fields import Table
from config.loading.yaml_nodes import Place

MOST_WORKDAYS = 260
MOST_TIMES = 52
MOST_RUNGS = 80
ROLES = [role.value for role in Role]


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
        opens = table.integer("open_workdays", 0, MOST_WORKDAYS, required=True)
        before = len(table.problems.found)
        rungs = [rung for entry in table.tables("rungs", required=True) for rung in _rungs(entry)]
        table.done()
        if code is None:
            return
        if code in self.seen:
            table.wrong("code", "each code once", f"'{code}' again (first in line {self.seen[code].line})")
            return
        self.seen[code] = table.place("code")
        if len(rungs) > MOST_RUNGS:
            table.wrong("rungs", f"at most {MOST_RUNGS} rungs", str(len(rungs)))
        if opens is None or len(table.problems.found) > before:
            return
        try:
            self.ladders[code] = Ladder(code=code, open_workdays=opens, rungs=tuple(rungs), title=title)
        except WhenError as error:
            table.wrong("rungs", "rungs in order of time, each with its own name", str(error))


def _rungs(table: Table) -> list[Rung]:
    """The rungs of one entry: one, or a bounded row of them for `every`."""
    ways = [way for way in ("at", "before", "late", "every") if table.has(way)]
    if len(ways) != 1:
        table.wrong("", "one of at, before, late, every", " and ".join(ways) or "none")
    name = None if ways == ["every"] else table.code("name")
    at = table.choice("at", (Anchor.OPEN.value,))
    before = table.integer("before", 0, MOST_WORKDAYS)
    late = table.integer("late", 1, MOST_WORKDAYS)
    every = table.integer("every", 1, MOST_WORKDAYS)
    row = ways == ["every"]
    first = table.integer("from", 1, MOST_WORKDAYS, required=True) if row else None
    times = table.integer("times", 1, MOST_TIMES, required=True) if row else None
    to = _roles(table)
    table.done()
    if len(ways) != 1 or not to:
        return []
    if every and first and times:
        if first + every * (times - 1) > MOST_WORKDAYS:
            table.wrong("times", f"an end within {MOST_WORKDAYS} working days", f"{times} times {every}")
            return []
        days = range(first, first + every * times, every)
        return [Rung(f"overdue-{n}wd", Anchor.LATE, n, to) for n in days]
    if name is None:
        return []
    if at:
        return [Rung(name, Anchor.OPEN, 0, to)]
    if before is not None:
        return [Rung(name, Anchor.DEADLINE, -before, to)]
    return [Rung(name, Anchor.LATE, late, to)] if late else []


def _roles(table: Table) -> tuple[Role, ...]:
    roles = table.texts("to", required=True, expected=f"a list of {', '.join(ROLES)}")
    for word, place in roles:
        if word not in ROLES:
            table.problems.add(place, f"one of {', '.join(ROLES)}", f"'{word}'")
    return tuple(Role(word) for word, _ in roles if word in ROLES)
