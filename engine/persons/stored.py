"""The file of the persons: one JSON object in the home's folder of keys, that nobody else may read.

A file and no table: a hash is a secret like the keys beside it, so it goes into no backup of the database, no
throw-away copy and no table that somebody exports; and a database that is restored gives nobody back who was
removed. Who added or removed whom and when are events.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from engine.errors import PersonError
from engine.persons.roles import Role
from language import system

FOLDER, NAME = "keys", "persons.json"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come in. `hash` '' is nobody's password: only the office's proxy lets such a one in.

    `stamp` changes with the password and the role, and ends every session that was begun before.
    """

    name: str
    role: Role
    hash: str = field(default="", repr=False)
    stamp: str = field(default="", repr=False)


def path_in(home: Path) -> Path:
    """Where they are kept."""
    return home / FOLDER / NAME


def new_stamp() -> str:
    """A stamp that no session was begun under."""
    return secrets.token_urlsafe(12)


def read(home: Path) -> dict[str, Person]:
    """The persons by name, in order; {} where there are none yet. PersonError for a file that cannot be used:
    then nobody comes in."""
    path = path_in(home)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        found = [
            Person(str(each["name"]), Role(each["role"]), str(each["hash"]), str(each["stamp"]))
            for each in content["persons"]
        ]
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PersonError("person.unreadable", file=str(path), why=system.why(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise PersonError("person.damaged", file=str(path)) from error
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


@contextmanager
def changing(home: Path, *, write: bool = True) -> Iterator[dict[str, Person]]:
    """The persons, to be changed; written whole when the block ends well, and with `write` False never. Two
    who change them wait for each other."""
    path = path_in(home)
    if not write:
        yield read(home)
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise PersonError("person.unwritable", file=str(path), why=system.why(error)) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        persons = read(home)
        yield persons
        _write(path, persons)
    finally:
        os.close(handle)


def _write(path: Path, persons: Mapping[str, Person]) -> None:
    part = path.with_name(f"{NAME}.{secrets.token_hex(4)}.part")
    content = {"persons": [asdict(each) for _, each in sorted(persons.items())]}
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise PersonError("person.unwritable", file=str(path), why=system.why(error)) from error
    finally:
        part.unlink(missing_ok=True)
