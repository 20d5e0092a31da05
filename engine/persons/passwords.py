"""Passwords: their hashes by argon2id, and whether a password is the one."""

from __future__ import annotations

import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.errors import PersonError

SHORTEST, LONGEST = 10, 200
"""Characters. Long ones are good and cost no more; beyond a bound they only cost."""
_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(2)
"""Each check fills 64 MiB: so many at once and no more, however many knock."""


def hashed(password: str) -> str:
    """The hash to be kept; PersonError for a password that is too short or too long."""
    text = _plain(password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise PersonError("person.password-length", shortest=SHORTEST, longest=LONGEST)
    with _AT_ONCE:
        return _HASHER.hash(text)


def is_right(kept: str, password: str) -> bool:
    """Whether it is the password of that hash. Costs the same where there is none ('')."""
    text = _plain(password)[: LONGEST + 1]
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), text) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def is_old(kept: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(kept)


def _plain(password: str) -> str:
    """One form of what a keyboard sends: an accented letter may come as one character or as two."""
    return unicodedata.normalize("NFC", password)


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("no person has this password")
