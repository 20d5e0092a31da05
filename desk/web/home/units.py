"""The units and their contacts, for whoever administers."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.web import contacts
from desk.web.forms import Form
from desk.web.given import LOOKED_AT, AtOffice, Sent
from desk.web.home.entering import Administers, Reads, check_form
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.errors import BadLink
from engine.overview.names import unit_called
from engine.persons.stored import Person
from language import Message, MessageError

PAGE = 200
"""So many stand on a page."""
_SEE, _REFUSED = 303, 422
router = APIRouter()


@router.api_route("/units", methods=LOOKED_AT)
def units(office: AtOffice, request: Request, person: Reads, at: int = 0) -> HTMLResponse:
    """The units that there are, each with how many contacts it has; a page of them."""
    registry, today = office.registry, office.today
    found = [each for each in registry.units.values() if each.alive(today)]
    at = max(0, min(at, len(found) // PAGE))
    return page(
        "home/units.html",
        words_of(office, request, person),
        head=request.method == "HEAD",
        units=[
            (each, unit_called(registry, each.code, today), len(registry.contacts.get(each.code, ())))
            for each in found[at * PAGE : (at + 1) * PAGE]
        ],
        n=len(found),
        at=at,
        more=len(found) > (at + 1) * PAGE,
    )


@router.api_route("/unit/{code}", methods=LOOKED_AT)
def unit(office: AtOffice, request: Request, person: Reads, code: str, done: str = "") -> HTMLResponse:
    """A unit's contacts."""
    return _page(office, request, person, code, done=contacts.did(done))


@router.post("/unit/{code}")
def change(office: AtOffice, request: Request, person: Administers, code: str, sent: Sent) -> Response:
    """Writes, changes or takes out one of them."""
    check_form(office, request, person, sent)
    _check(office, code)
    try:
        with office.acting(person.name) as act:
            done = contacts.edit(act, code, sent, own=False)
    except MessageError as error:
        return _page(office, request, person, code, why=error.message, form=sent)
    to = words_of(office, request, person).to(f"unit/{code}", done=done)
    return RedirectResponse(to, status_code=_SEE)


def _check(office: Office, code: str) -> None:
    if code not in office.registry.units:
        raise BadLink("link.bad")


def _page(
    office: Office,
    request: Request,
    person: Person,
    code: str,
    *,
    why: Message | None = None,
    form: Form | None = None,
    done: Message | None = None,
) -> HTMLResponse:
    _check(office, code)
    words = words_of(office, request, person)
    return page(
        "home/unit.html",
        words,
        status=_REFUSED if why else 200,
        head=request.method == "HEAD",
        code=code,
        called=unit_called(office.registry, code, office.today),
        may=words.may("administer"),
        proof=words.proof,
        why=why,
        form=form,
        done=done,
        action=words.to(f"unit/{code}"),
        asks_who=False,
        **contacts.shown(office, code),
    )
