"""units.yaml: kinds of units with their defaults, groups, and the units themselves, one line each."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from calendars.ladders import Role
from config.addresses import usable
from config.loading.calendar import OFFICES
from config.loading.channels import read_channels
from config.loading.fields import CODE, CODE_ONCE, Table, again, guessed
from config.loading.office import ADDRESS
from config.loading.yaml_nodes import NOTHING, shown
from config.registry.errors import Place
from config.registry.objects import Group, Unit
from config.registry.ways import HEAD
from language import Message

NO_ADDRESS = "none"
PATTERNS = ("name", "email", "head_email")
_HOLE = re.compile(r"\{[^{}]*\}|[{}]")
_UNIT_HERE = Message("file.unit-here")
_KIND_HERE = Message("file.kind-here")


@dataclass(slots=True)
class UnitKind:
    """Defaults of a kind of units. Patterns: {code} is a code in small letters, {short} a short name."""

    code: str
    title: str
    head_title: str | None
    calendar: str | None
    patterns: dict[str, str] = field(default_factory=dict)

    def fill(self, pattern: str, code: str, short: str) -> str | None:
        """The pattern for one unit; None when the kind has no such pattern."""
        text = self.patterns.get(pattern)
        return None if text is None else text.replace("{code}", code.lower()).replace("{short}", short)


class Units:
    """What units.yaml says. References between units are checked when all are known."""

    def __init__(self) -> None:
        self.kinds: dict[str, UnitKind] = {}
        self.units: dict[str, Unit] = {}
        self.groups: dict[str, Group] = {}
        self.usable = False
        """Whether the file was read at all: without it every reference to a unit would be one more error."""
        self.channels: dict[str, dict[str, str]] = {}
        """The ways beside mail of units and heads, by the code of the recipient."""
        self._tables: dict[str, Table] = {}
        self._folded: dict[str, Place] = {}
        self._calendars: list[tuple[str, Place, Table]] = []
        self._members: list[tuple[str, Place, Table]] = []
        self.named: list[tuple[str, Place]] = []
        """Every place that names a unit, in any file and role: by its code, or in a text."""

    def read(self, file: Table) -> None:
        """Read kinds, groups and units."""
        self.usable = True
        for table in file.tables("kinds", required=True):
            self._kind(table)
        for table in file.tables("units", required=True):
            self._unit(table)
        for table in file.tables("groups"):
            self._group(table)

    def check(self, calendars: Collection[str] | None = None) -> None:
        """What only all files show: members of groups, successors that exist and end somewhere, calendars
        that calendar.yaml has (None: it could not be read).
        """
        for code, place, table in self._calendars:
            if calendars is not None and code not in calendars:
                expected = guessed(Message("file.calendar-there"), code, (*calendars, OFFICES))
                table.problems.add(place, expected, shown(code))
        for code, place, table in self._members:
            if code not in self._tables:
                table.problems.add(place, guessed(_UNIT_HERE, code, self._tables), shown(code))
        for unit in self.units.values():
            if unit.successor is not None:
                self._check_successor(unit, self._tables[unit.code])

    def known(self, ref: str) -> bool:
        """Whether the code names a unit or a group; also true for one whose own entry is broken."""
        return not self.usable or ref in self._tables or ref in self.groups

    def names(self) -> list[str]:
        """Every unit and group, for guesses."""
        return [*self._tables, *self.groups]

    def _kind(self, table: Table) -> None:
        code = table.code("code")
        title = table.text("title", required=True)
        head_title = table.text("head_title")
        calendar = self._calendar(table)
        patterns = {}
        for key in PATTERNS:
            text = table.text(key)
            if text is not None:
                if set(_HOLE.findall(text)) - {"{code}", "{short}"}:
                    table.wrong(key, Message("file.braces"))
                patterns[key] = text
        table.done()
        if code in self.kinds:
            table.wrong("code", CODE_ONCE, again(shown(code)))
        elif code and title:
            self.kinds[code] = UnitKind(code, title, head_title, calendar, patterns)

    def _unit(self, table: Table) -> None:
        code = table.code("code")
        kind = self._kind_of(table)
        short = table.text("short")
        name = table.text("name")
        if kind and code and name is None:
            name = kind.fill("name", code, short or code)
        if name is None and kind:
            table.wrong("name", Message("file.name-since"), NOTHING)
        email = self._address(table, "email", kind, code, short)
        head_email = self._address(table, "head_email", kind, code, short)
        head_title = table.text("head_title")
        name_en, note = table.text("name_en"), table.text("note")
        from_, to = table.a_date("from"), table.a_date("to")
        successor = table.code("successor", required=False)
        aliases = tuple(alias for alias, _ in table.texts("aliases"))
        unexplained = table.flag("unexplained")
        calendar = self._calendar(table) or (kind.calendar if kind else None)
        channels = {"": read_channels(table), HEAD: read_channels(table, "head_channels")}
        table.done()
        if from_ and to and from_ >= to:
            table.wrong("to", Message("file.date-after", day=from_.isoformat()))
        if successor and to is None and not table.has("to"):
            table.wrong("successor", Message("file.only-with-to"))
        if code is None or not self._first(code, table):
            return
        self._tables[code] = table
        if code.casefold() == Role.LEADERSHIP:
            table.wrong("code", Message("file.code-reserved", word=Role.LEADERSHIP.value))
            return
        if kind is None or name is None:
            return
        self.channels |= {code + whose: ways for whose, ways in channels.items() if ways}
        self.units[code] = Unit(
            code=code,
            name=name,
            kind=kind.code,
            short_name=short or (code if len(code) <= 6 else name),
            name_en=name_en,
            email=email,
            head_email=head_email,
            head_title=head_title or kind.head_title,
            from_=from_,
            to=to,
            successor=successor,
            aliases=aliases,
            unexplained=unexplained,
            calendar="" if calendar in (None, OFFICES) else calendar,
            note=note,
        )

    def _calendar(self, table: Table) -> str | None:
        """The calendar of a kind or a unit; one that is not the office's must stand in calendar.yaml."""
        code = table.code("calendar", required=False)
        if code is not None and code != OFFICES:
            self._calendars.append((code, table.place("calendar"), table))
        return code

    def _first(self, code: str, table: Table) -> bool:
        # Codes become mail addresses and links, where capitals do not count.
        here = table.place("code")
        first = self._folded.setdefault(code.casefold(), here)
        if first != here:
            table.wrong("code", CODE_ONCE, again(shown(code), first, file=False))
            return False
        return code not in self._tables

    def _kind_of(self, table: Table) -> UnitKind | None:
        word = table.code("kind")
        if word is not None and word not in self.kinds:
            table.wrong("kind", guessed(_KIND_HERE, word, self.kinds))
        return self.kinds.get(word or "")

    def _address(
        self, table: Table, key: str, kind: UnitKind | None, code: str | None, short: str | None
    ) -> str | None:
        text = table.text(key)
        if text == NO_ADDRESS:
            return None
        if text is None and kind and code:
            text = kind.fill(key, code, short or code)
        if text is not None and not usable(text):
            table.wrong(key, ADDRESS, shown(text))
            return None
        return text

    def _group(self, table: Table) -> None:
        expected = Message("file.group-name")
        code = table.text("code", required=True, expected=expected)
        title = table.text("title", required=True)
        kinds = table.texts("kinds")
        members = table.texts("units")
        aliases = tuple(alias for alias, _ in table.texts("aliases"))
        from_, to = table.a_date("from"), table.a_date("to")
        table.done()
        if from_ and to and from_ >= to:
            table.wrong("to", Message("file.date-after", day=from_.isoformat()))
        for word, place in kinds:
            if word not in self.kinds:
                table.problems.add(place, guessed(_KIND_HERE, word, self.kinds), shown(word))
        self._members += [(member, place, table) for member, place in members]
        self.named += members
        if not kinds and not members:
            table.wrong("kinds", Message("file.kinds-or-units"), Message("file.neither"))
        if code is None:
            return
        if not (code.startswith("@") and CODE.fullmatch(code[1:])):
            table.wrong("code", expected)
        elif code in self.groups:
            table.wrong("code", CODE_ONCE, again(shown(code)))
        else:
            self.groups[code] = Group(
                code=code,
                title=title or code,
                kinds=tuple(word for word, _ in kinds),
                units=tuple(word for word, _ in members),
                aliases=aliases,
                from_=from_,
                to=to,
            )

    def _check_successor(self, unit: Unit, table: Table) -> None:
        successor = unit.successor or ""
        if successor not in self._tables:
            table.wrong("successor", guessed(_UNIT_HERE, successor, self._tables))
            return
        passed = [unit.code]
        while successor and successor not in passed:
            passed.append(successor)
            successor = (self.units[successor].successor if successor in self.units else None) or ""
        if successor == unit.code:
            table.wrong("successor", Message("file.line-with-end"), " -> ".join([*passed, successor]))
            return
        heir = self.units.get(unit.successor or "")
        if heir and unit.to and heir.from_ and heir.from_ > unit.to:
            found = Message("file.begins-on", unit=heir.code, day=heir.from_.isoformat())
            table.wrong("successor", Message("file.unit-on", day=unit.to.isoformat()), found)
