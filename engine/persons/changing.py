"""Adding and removing persons, giving roles and passwords: acts, of which the events say who did them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from engine.errors import PersonError
from engine.persons import passwords, stored
from engine.persons.roles import Role
from engine.persons.stored import Person, new_stamp
from engine.tasks.acts import Act
from engine.texts import line_in
from language import Message
from models import queries

_LONGEST_NAME = 80


def add(act: Act, name: str, role: Role, *, password: str | None) -> Person:
    """Lets somebody in, by `password` or, with None, by the office's proxy alone. PersonError for a name that
    is taken, empty, or a password that will not do."""
    name = line_in(name, _LONGEST_NAME, Message("person.the-name"))
    if not name:
        raise PersonError("person.no-name")
    kept = passwords.hashed(password) if password is not None else ""
    with stored.changing(act.settings.home, write=not act.dry_run) as persons:
        if name in persons:
            raise PersonError("person.taken", name=name)
        persons[name] = made = Person(name, role, kept, new_stamp())
        _record(act, "person-added", name, role)
    return made


def give_role(act: Act, name: str, role: Role) -> Person:
    """Gives another role; sessions that were begun end. PersonError for nobody."""
    with stored.changing(act.settings.home, write=not act.dry_run) as persons:
        before = _known(persons, name)
        persons[name] = made = replace(before, role=role, stamp=new_stamp())
        _record(act, "person-role", name, role)
    return made


def give_password(act: Act, name: str, password: str) -> Person:
    """Gives another password; sessions that were begun end. PersonError for nobody or a bad password."""
    kept = passwords.hashed(password)
    with stored.changing(act.settings.home, write=not act.dry_run) as persons:
        before = _known(persons, name)
        persons[name] = made = replace(before, hash=kept, stamp=new_stamp())
        _record(act, "person-password", name, before.role)
    return made


def remove(act: Act, name: str) -> Person:
    """Lets somebody in no more, from the next click on. PersonError for nobody."""
    with stored.changing(act.settings.home, write=not act.dry_run) as persons:
        before = _known(persons, name)
        del persons[name]
        _record(act, "person-removed", name, before.role)
    return before


def keep_anew(home: Path, name: str, password: str) -> None:
    """Makes the hash of somebody who has just entered anew, by today's parameters; sessions go on."""
    kept = passwords.hashed(password)
    with stored.changing(home) as persons:
        if name in persons and persons[name].hash:
            persons[name] = replace(persons[name], hash=kept)


def _known(persons: dict[str, Person], name: str) -> Person:
    if name not in persons:
        raise PersonError("person.unknown", name=name, known=tuple(persons) or (Message("person.nobody"),))
    return persons[name]


def _record(act: Act, kind: str, name: str, role: Role) -> None:
    queries.record(act.s, act.event(kind, "", {"person": name, "role": role.value}))
