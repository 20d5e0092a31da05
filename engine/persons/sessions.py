"""Sessions: what the cookie of somebody who logged in says, whom it still lets in, and ending one.

A session is a signed token of a name, its stamp and an instant. It holds for `HOURS`; the stamp changes with
the password and the role, so that a session ends with them, and with the person. Whoever leaves ends his own:
a copy of its cookie opens nothing after that.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeSerializer

from config.settings import Settings
from engine.errors import PersonError
from engine.persons import stored
from engine.persons.stored import Person
from language import system

COOKIE = "dondoc-desk"
HOURS = 8
ENDED = "ended"
"""The file of the sessions that were ended by hand: a line with the hash of what is its own, and the instant
from which it would open nothing anyway."""

_LONGEST = 500
_SESSION, _KNOWN = "dondoc.desk", "dondoc.known"
_DAYS_KNOWN = 180


def begun(keys: Sequence[str], person: Person, now: datetime) -> str:
    """The token of a session that begins now."""
    said = [person.name, person.stamp, int(now.timestamp()), secrets.token_urlsafe(12)]
    return str(_serializer(keys, _SESSION).dumps(said))


def person_of(
    home: Path, keys: Sequence[str], token: str, persons: Mapping[str, Person], now: datetime
) -> Person | None:
    """Whose session it is; None where it is nobody's, too old, or was ended."""
    try:
        name, stamp, began, own = _said(keys, _SESSION, token)
        age = timedelta(seconds=now.timestamp() - began)
    except (BadData, ValueError, TypeError, OverflowError):
        return None
    person = persons.get(name) if isinstance(name, str) else None
    if person is None or not person.hash or not hmac.compare_digest(str(stamp), person.stamp):
        return None
    if not timedelta(minutes=-1) < age < timedelta(hours=HOURS) or _hash(own) in _ended(home):
        return None
    return person


def vouched(settings: Settings, peer: str, given: Sequence[str]) -> str | None:
    """The name that the office's proxy vouches for, by what its header said; None where it vouches for
    nobody, none is set, or the request does not really come from it (`peer`)."""
    if not settings.page_user_header or peer not in settings.page_proxies:
        return None
    if len(given) != 1:  # two of them: one may have come from outside
        return None
    # Headers travel as Latin-1, whatever the proxy meant by them.
    return given[0].encode("latin-1").decode("utf-8", "replace").strip() or None


def end(home: Path, keys: Sequence[str], token: str, now: datetime) -> None:
    """Lets nobody in by that session any more. PersonError where the home cannot be written."""
    try:
        *_, own = _said(keys, _SESSION, token)
    except (BadData, ValueError, TypeError):
        return
    path = home / stored.FOLDER / ENDED
    until = int((now + timedelta(hours=HOURS)).timestamp())
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            lines = [line for line in file if int(line.split()[1]) > now.timestamp()]
            file.seek(0)
            file.writelines([*lines, f"{_hash(own)} {until}\n"])
            file.truncate()
    except (OSError, ValueError, IndexError) as error:
        raise PersonError("person.unwritable", file=str(path), why=system.why(error)) from error


def known_here(keys: Sequence[str], name: str, now: datetime, mark: str) -> str:
    """The token of a browser in which that person logged in once; `mark` tells it from every other."""
    return str(_serializer(keys, _KNOWN).dumps([name, int(now.timestamp()), mark]))


def mark_of(keys: Sequence[str], name: str, token: str, now: datetime) -> str | None:
    """The mark of a browser in which that person logged in within half a year; None for any other."""
    try:
        whose, at, mark = _said(keys, _KNOWN, token)
        age = timedelta(seconds=now.timestamp() - at)
    except (BadData, ValueError, TypeError, OverflowError):
        return None
    fresh = timedelta(minutes=-1) < age < timedelta(days=_DAYS_KNOWN)
    return mark if whose == name and fresh and isinstance(mark, str) else None


def _ended(home: Path) -> frozenset[str]:
    try:
        text = (home / stored.FOLDER / ENDED).read_text(encoding="ascii")
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError) as error:
        path = home / stored.FOLDER / ENDED
        raise PersonError("person.unreadable", file=str(path), why=str(error)) from error
    return frozenset(line.split()[0] for line in text.splitlines() if line.strip())


def _hash(own: object) -> str:
    # Of what the token says: its letters can be written in more than one way.
    return hashlib.sha256(str(own).encode()).hexdigest()[:32]


def _said(keys: Sequence[str], salt: str, token: str) -> list[Any]:
    if not token or len(token) > _LONGEST:
        raise ValueError(token[:9])
    return list(_serializer(keys, salt).loads(token))


def _serializer(keys: Sequence[str], salt: str) -> URLSafeSerializer:
    # The library signs with the last key of its list and knows all.
    return URLSafeSerializer(
        list(reversed(keys)),
        salt=salt,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )
