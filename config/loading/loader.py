"""From a registry folder to a Registry, or to every mistake in it at once.

    office.yaml  calendar.yaml  ladders.yaml  units.yaml      one of each
    contacts.yaml                                             who reads for the units; may be missing
    *.yaml                                                    one per source document

Loading goes on after a mistake, so that one run shows them all; only then RegistryErrors is raised. Files are
untrusted: no content of theirs raises anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from config.loading.calendar import read_calendars
from config.loading.contacts import FILE as CONTACTS
from config.loading.contacts import Contacts
from config.loading.documents import Documents
from config.loading.fields import Table
from config.loading.ladders import Ladders
from config.loading.office import Leaders, read_office
from config.loading.units import Units
from config.loading.yaml_nodes import Problems, contents, read
from config.registry import Registry, RegistryErrors
from config.registry.clock import clock_of
from config.registry.errors import Place, Problem
from language import Message, system

OFFICE, CALENDAR, LADDERS, UNITS = "office.yaml", "calendar.yaml", "ladders.yaml", "units.yaml"
MAX_FILES = 500
_T = TypeVar("_T")


def load(folder: Path) -> Registry:
    """The registry of the folder.

    RegistryErrors lists every mistake as `file:line: key: expected ..., found ...`.
    """
    return _Loading(folder).registry()


class _Loading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = Problems()
        self.digest = hashlib.sha256()

    def registry(self) -> Registry:
        names = self._names()
        leaders = Leaders()
        office = self._one(OFFICE, lambda table: read_office(table, self.folder, leaders))
        calendars = self._one(CALENDAR, lambda table: read_calendars(table))
        ladders = Ladders()
        self._one(LADDERS, ladders.read)
        units = Units()
        self._one(UNITS, units.read)
        units.check(calendars.further if calendars else None)
        documents = Documents(
            units, ladders, office.language if office else None, office.year_starts if office else 1
        )
        for name in names:
            self._one(name, documents.read)
        documents.check(self.problems)
        contacts = self._contacts(units)
        if self.problems.found:
            raise RegistryErrors(self.problems.listed())
        assert office is not None
        assert calendars is not None
        calendar = calendars.office
        for each in (calendar, *calendars.further.values()):
            for days in (each.days_off, each.make_up):
                self._digest(repr([(day.isoformat(), why) for day, why in days]).encode())
        self._digest(clock_of(office.zone, calendar.first, calendar.last).encode())
        registry = Registry(
            office=office,
            calendar=calendar,
            calendars=calendars.further,
            channels={**units.channels, **leaders.channels},
            contacts=contacts.by_unit,
            contact_faults=contacts.faults,
            units=units.units.values(),
            groups=units.groups.values(),
            ladders=ladders.ladders.values(),
            documents=documents.documents.values(),
            outlines=documents.outlines.values(),
            obligations=documents.duties.obligations.values(),
            off=documents.duties.off.values(),
            appendices=documents.appendices.appendices.values(),
            assignments=documents.appendices.assignments.values(),
            fingerprint=self.digest.hexdigest(),
            named=units.named,
        )
        documents.appendices.check_asked(registry, self.problems)
        documents.duties.check_windows(registry, self.problems)
        if self.problems.found:
            raise RegistryErrors(self.problems.listed())
        return registry

    def _names(self) -> list[str]:
        """The document files of the folder, in order of name."""
        here = Place(str(self.folder), 0)
        try:
            names = sorted(path.name for path in self.folder.iterdir() if path.name[:1] != ".")
        except OSError as error:
            found = Message("file.unreadable", why=system.why(error))
            raise RegistryErrors([Problem(here, Message("file.registry-folder"), found)]) from None
        for name in names:
            if name.lower().endswith((".yml", ".yaml")) and not name.endswith(".yaml"):
                found = Message("file.not-read", name=f"'{name}'")
                self.problems.add(Place(name, 1), Message("file.yaml-name"), found)
            if not name.isprintable():
                self.problems.add(Place(ascii(name), 1), Message("file.yaml-name"), ascii(name))
        files = [name for name in names if name.endswith(".yaml") and name.isprintable()]
        if len(files) > MAX_FILES:
            most = Message("file.most-files", most=MAX_FILES)
            raise RegistryErrors([Problem(here, most, str(len(files)))])
        return [name for name in files if name not in (OFFICE, CALENDAR, LADDERS, UNITS, CONTACTS)]

    def _contacts(self, units: Units) -> Contacts:
        """The contacts, with a list of mistakes of their own: none of them is a mistake of the registry."""
        contacts = Contacts(units.units)
        if (path := self.folder / CONTACTS).exists():
            content = contents(path, CONTACTS, contacts.problems)
            self._digest(CONTACTS.encode())
            self._digest(content or b"")
            if content is not None:
                contacts.read(content)
        return contacts

    def _one(self, name: str, reader: Callable[[Table], _T]) -> _T | None:
        """Read one file; what no reader asked for is reported as unknown."""
        node, content = read(self.folder / name, name, self.problems)
        self._digest(name.encode())
        self._digest(content)
        if node is None:
            return None
        table = Table(node, name, self.problems)
        result = reader(table)
        table.done()
        return result

    def _digest(self, content: bytes) -> None:
        # With its length first, so that moving bytes from one file to the next makes another fingerprint.
        self.digest.update(len(content).to_bytes(8, "big"))
        self.digest.update(content)
