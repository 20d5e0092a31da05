"""Which person is at the page: by the cookie of a login, or by the header of the office's proxy.

What the cookie says and how long it holds: `engine.persons.sessions`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response

from desk.web import sessions
from desk.web.forms import Form
from desk.web.given import office_of
from desk.web.office import Office
from engine.persons import sessions as kept
from engine.persons import stored
from engine.persons.roles import Role
from engine.persons.sessions import COOKIE, HOURS
from engine.persons.stored import Person

PEER = "dondoc.peer"
"""In a request's scope: the address that it really came from, whatever its headers name."""
_NOT = 403


class NotIn(Exception):
    """Nobody is at the page, or not any more."""


class MayNot(Exception):
    """The person's role is not enough."""


def needs(role: Role) -> Callable[[Request], Person]:
    """The one dependency by which a page or a form asks who is there: NotIn, or MayNot below that role."""

    def person(request: Request) -> Person:
        found = entered(office_of(request), request)
        if found is None:
            raise NotIn
        if not found.role.may(role):
            raise MayNot
        return found

    person.needs = role  # type: ignore[attr-defined]
    return person


Reads = Annotated[Person, Depends(needs(Role.READ))]
Records = Annotated[Person, Depends(needs(Role.RECORD))]
Administers = Annotated[Person, Depends(needs(Role.ADMINISTER))]


def entered(office: Office, request: Request) -> Person | None:
    """Who is at the page, if anybody is."""
    persons = stored.read(office.settings.home)
    if (name := by_proxy(office, request)) is not None:
        return persons.get(name)
    return _by_cookie(office, request, persons)


def by_proxy(office: Office, request: Request) -> str | None:
    """The name that the office's proxy vouches for; None where it vouches for nobody, none is set, or the
    request does not come from it."""
    settings = office.settings
    peer = request.scope.get(PEER) or request.scope.get("client") or ("", 0)
    return kept.vouched(settings, peer[0], request.headers.getlist(settings.page_user_header or "-"))


def opens(office: Office) -> bool:
    """Whether anybody at all could come in."""
    return bool(stored.read(office.settings.home))


def keep(office: Office, response: Response, person: Person) -> None:
    """Begins a session: gives the browser its cookie."""
    response.set_cookie(
        COOKIE,
        kept.begun(office.link_keys, person, office.now),
        max_age=HOURS * 3600,
        path=path_of(office),
        secure=sessions.is_secure(office),
        httponly=True,
        samesite="strict",
    )


def forget(office: Office, request: Request, response: Response) -> None:
    """Ends the session of this browser, and of whoever has a copy of its cookie."""
    kept.end(office.settings.home, office.link_keys, request.cookies.get(COOKIE, ""), office.now)
    response.delete_cookie(
        COOKIE, path=path_of(office), secure=sessions.is_secure(office), httponly=True, samesite="strict"
    )


def path_of(office: Office, tail: str = "") -> str:
    """A path of the administrators' pages, as browsers ask for it."""
    return f"{sessions.base(office)}/{tail}"


def proof(office: Office, request: Request, person: Person) -> str:
    """What a form of this person carries, which no other site can know."""
    return sessions.mac(office.link_keys[0], _said(request, person))


def is_ours(office: Office, request: Request, person: Person, given: str) -> bool:
    """Whether a form that was sent is one of ours: its proof is right, and no other site posted it."""
    return sessions.is_from_here(request) and sessions.is_mac(office, _said(request, person), given)


def check_form(office: Office, request: Request, person: Person, sent: Form) -> None:
    """HTTPException for a form that is not this person's own, or too old."""
    if not is_ours(office, request, person, sent.text("proof")):
        raise HTTPException(_NOT)


def _said(request: Request, person: Person) -> str:
    return f"desk\n{person.name}\n{person.stamp}\n{request.cookies.get(COOKIE, '')}"


def _by_cookie(office: Office, request: Request, persons: dict[str, Person]) -> Person | None:
    token = request.cookies.get(COOKIE, "")
    return kept.person_of(office.settings.home, office.link_keys, token, persons, office.now)
