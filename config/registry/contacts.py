"""Who reads and answers for a unit: its contacts, and which of them are there on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from config.registry.registry import Registry
from config.registry.stored_contacts import Contact, ContactRole
from language import Message

__all__ = ["Contact", "ContactRole", "Stands", "of_unit", "reading", "remarks_on", "stands"]


class Stands(StrEnum):
    """Whether mail reaches a contact on a day: itself, its deputy, or nobody in its place."""

    THERE = "there"
    DEPUTY = "deputy"
    NOBODY = "nobody"


def of_unit(registry: Registry, unit: str) -> tuple[Contact, ...]:
    """The contacts of that unit, in the file's order."""
    return registry.contacts.get(unit, ())


def reading(contacts: Iterable[Contact], role: ContactRole, day: date) -> tuple[Contact, ...]:
    """Who gets mail for that role on that day, each once: whoever has it, or who stands in for one away."""
    people = tuple(contacts)
    found = (stand_in(each, people, day) for each in people if each.role is role)
    return tuple(dict.fromkeys(each for each in found if each is not None))


def stand_in(contact: Contact, people: Iterable[Contact], day: date) -> Contact | None:
    """The contact while it is there, else its line of deputies; None when nobody in it is there."""
    named = {each.name.casefold(): each for each in people}
    passed: set[str] = set()
    at: Contact | None = contact
    while at is not None and at.away(day):
        passed.add(at.name.casefold())
        following = at.deputy.casefold()
        at = None if following in passed else named.get(following)
    return at


def stands(contact: Contact, people: Iterable[Contact], day: date) -> Stands:
    """Whether the contact's mail is read on that day, and by whom."""
    who = stand_in(contact, people, day)
    if who is None:
        return Stands.NOBODY
    return Stands.THERE if who is contact else Stands.DEPUTY


def remarks_on(registry: Registry, today: date) -> Iterator[Message]:
    """What is to be mended in the contacts: entries that were left out, those of a unit that is no more, and
    absences for which nobody stands in."""
    yield from registry.contact_faults
    for code, people in registry.contacts.items():
        if not registry.units[code].alive(today):
            yield Message("contact.unit-not-there", unit=code, n=len(people))
            continue
        for each in people:
            if each.role is not ContactRole.OTHER and stands(each, people, today) is Stands.NOBODY:
                yield Message("contact.nobody-there", name=each.name, unit=code, day=each.absent_until)
