"""How often a login may be tried in vain, counted in this process.

Whoever knocks for somebody else can close the door to strangers, never to that person: a browser in which the
person came in before has a counter of its own (a device cookie, as OWASP calls it).
"""

from __future__ import annotations

from datetime import timedelta

from fastapi import Request, Response
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from desk.web import guard, sessions
from desk.web.home import entering
from desk.web.office import Office
from engine.persons import sessions as kept
from engine.persons.stored import Person, new_stamp

KNOWN = "dondoc-known"
"""A cookie of the login's page alone: that this person came in by this browser once."""
EACH, ONE_ADDRESS, ONE_NAME = parse("5/15 minutes"), parse("30/15 minutes"), parse("50/15 minutes")
"""Wrong logins: of one name from one address (or one known browser), from one address, of one name."""
_KEPT = timedelta(days=180)
Counted = tuple[tuple[RateLimitItem, tuple[str, ...]], ...]


class Door:
    """How often it was knocked in vain."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def counted(self, office: Office, request: Request, name: str) -> Counted:
        """What an attempt in that name counts for."""
        token = request.cookies.get(KNOWN, "")
        mark = kept.mark_of(office.link_keys, name, token, office.now)
        if mark is not None:
            return ((EACH, ("known", mark)),)
        place = guard.place_of(address_of(request))
        return (EACH, ("both", name, place)), (ONE_ADDRESS, ("address", place)), (ONE_NAME, ("name", name))

    def is_open(self, counted: Counted) -> bool:
        """Whether this one may try (again)."""
        return all(self._limiter.test(rate, *key) for rate, key in counted)

    def in_vain(self, counted: Counted) -> None:
        """Counts a wrong login."""
        for rate, key in counted:
            self._limiter.hit(rate, *key)


def know(office: Office, response: Response, person: Person) -> None:
    """Gives the browser the mark of somebody who came in by it."""
    response.set_cookie(
        KNOWN,
        kept.known_here(office.link_keys, person.name, office.now, new_stamp()),
        max_age=int(_KEPT.total_seconds()),
        path=entering.path_of(office, "login"),
        secure=sessions.is_secure(office),
        httponly=True,
        samesite="strict",
    )


def address_of(request: Request) -> str:
    """Where a request comes from, as the office's proxy says where there is one."""
    return str((request.scope.get("client") or ("?",))[0])
