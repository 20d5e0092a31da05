"""contacts.yaml, which an office may have: people of the units who read its mail.

    contacts:
    - {unit: TST, name: ..., role: reports, mail: ..., telephone: ..., deputy: ...,
       absent: {from: 2026-09-14, until: 2026-09-16}}

One wrong entry is left out and told; the others, and the registry, hold without it: a mistyped address must
stop nobody's reminders.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from config.addresses import usable
from config.loading.fields import Table, again, guessed
from config.loading.office import ADDRESS
from config.loading.yaml_nodes import Problems, parse_bytes, shown
from config.registry.errors import Place
from config.registry.stored_contacts import Contact, ContactRole
from language import Message

FILE = "contacts.yaml"
TELEPHONE = re.compile(r"\+?[0-9][0-9 ().-]{2,29}")
_UNIT = Message("file.unit")


class Contacts:
    """What the file says, by unit, and what was wrong in it."""

    def __init__(self, units: Collection[str]) -> None:
        self._units = units
        self._found: dict[tuple[str, str], Contact] = {}
        self.problems = Problems()

    def read(self, content: bytes) -> None:
        """Read the file's content. Nothing in it raises anything."""
        if all(line.strip()[:1] in (b"", b"#") for line in content.splitlines()):
            return  # nothing but the shape, in comments
        node = parse_bytes(content, FILE, self.problems)
        if node is None:
            return
        table = Table(node, FILE, self.problems)
        for entry in table.tables("contacts", named="unit"):
            self._entry(entry)
        table.done()
        for key, each in self._found.items():
            if each.deputy and (each.unit, each.deputy.casefold()) not in self._found:
                place = Place(FILE, each.line, f"contacts.{each.unit}.deputy")
                self.problems.add(place, Message("file.contact-here"), shown(each.deputy))
                self._found[key] = replace(each, deputy="")

    @property
    def by_unit(self) -> Mapping[str, tuple[Contact, ...]]:
        """The contacts that can be written to, by unit."""
        found: dict[str, tuple[Contact, ...]] = {}
        for each in self._found.values():
            found[each.unit] = (*found.get(each.unit, ()), each)
        return found

    @property
    def faults(self) -> tuple[Message, ...]:
        """What was left out, and why."""
        return tuple(Message("contact.fault", problem=each.message) for each in self.problems.listed())

    def _entry(self, table: Table) -> None:
        before = len(self.problems.found)
        unit = table.code("unit")
        if unit is not None and unit not in self._units:
            table.wrong("unit", guessed(_UNIT, unit, self._units))
        name = table.text("name", required=True)
        role = table.choice("role", [each.value for each in ContactRole]) or ContactRole.REPORTS
        mail = table.text("mail", required=True, expected=ADDRESS)
        if mail is not None and not usable(mail):
            table.wrong("mail", ADDRESS, shown(mail))
        telephone = table.text("telephone")
        if telephone is not None and not TELEPHONE.fullmatch(telephone):
            table.wrong("telephone", Message("file.telephone"))
        deputy = table.text("deputy")
        absence = _absence(table)
        table.done()
        if unit is None or name is None or mail is None or len(self.problems.found) > before:
            return
        if (unit, name.casefold()) in self._found:
            table.wrong("name", Message("file.contact-once"), again(shown(name)))
            return
        self._found[unit, name.casefold()] = Contact(
            unit=unit,
            name=name,
            mail=mail,
            role=ContactRole(role),
            telephone=telephone or "",
            deputy=deputy or "",
            absent_from=absence[0],
            absent_until=absence[1],
            line=table.place().line,
        )


def _absence(table: Table) -> tuple[date | None, date | None]:
    days = table.table("absent")
    if days is None:
        return None, None
    from_, until = days.a_date("from", required=True), days.a_date("until", required=True)
    days.done()
    if from_ and until and until < from_:
        days.wrong("until", Message("file.date-not-before", day=from_.isoformat()))
    return from_, until
