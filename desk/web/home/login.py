"""Coming in and going out: the login's form, how often it may be tried, and who is turned away."""

from __future__ import annotations

import logging
import secrets
from logging import WARNING
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.web import pages, sessions
from desk.web.given import LOOKED_AT, AtOffice, Sent, office_of
from desk.web.home import door, entering
from desk.web.home.door import Door
from desk.web.home.entering import Reads
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.links.addresses import ui_of
from engine.noted import noted
from engine.persons import passwords, stored
from engine.persons.changing import keep_anew
from language import Message

log = logging.getLogger("dondoc.web")
BEFORE = "dondoc-before"
"""A cookie of the login's page alone: its form is bound to it, so that no other site can send it."""
_SEE, _NOT, _TOO_MANY = 303, 403, 429
router = APIRouter()


@router.api_route("/login", methods=LOOKED_AT)
def form(office: AtOffice, request: Request, to: str = "") -> Response:
    """The login's form; nothing stands here in an office that let nobody in yet."""
    if not entering.opens(office):
        return pages.answer("closed.html", pages.Words(office, request), head=request.method == "HEAD")
    return _form(office, request, to)


@router.post("/login")
def enter(office: AtOffice, request: Request, sent: Sent) -> Response:
    """Lets somebody in, or says that name or password are wrong, which of them for nobody to know."""
    before = request.cookies.get(BEFORE, "")
    ours = sessions.is_mac(office, f"login\n{before}", sent.text("proof"))
    if not (before and ours and sessions.is_from_here(request)):
        return _form(office, request, sent.text("to"), said=Message("home.login-again"), status=_NOT)
    knocks: Door = request.app.state.door
    name, password = sent.text("name"), sent.raw("password")
    address, counted = door.address_of(request), knocks.counted(office, request, name)
    if not knocks.is_open(counted):
        who = ascii(name[:80])
        noted(log, WARNING, "login-held-back", "login of %s from %s: too many", who, address, address=address)
        return _form(office, request, sent.text("to"), said=Message("home.login-later"), status=_TOO_MANY)
    person = stored.read(office.settings.home).get(name)
    if not passwords.is_right(person.hash if person else "", password) or person is None:
        knocks.in_vain(counted)
        who = ascii(name[:80])
        noted(log, WARNING, "login-refused", "login of %s from %s: refused", who, address, address=address)
        return _form(office, request, sent.text("to"), said=Message("home.login-wrong"), status=_NOT)
    if passwords.is_old(person.hash):
        keep_anew(office.settings.home, person.name, password)
    response = RedirectResponse(_inside(office, sent.text("to")), status_code=_SEE)
    entering.keep(office, response, person)
    door.know(office, response, person)
    response.delete_cookie(BEFORE, path=entering.path_of(office, "login"))
    return response


@router.post("/logout")
def leave(office: AtOffice, request: Request, person: Reads, sent: Sent) -> Response:
    """Ends the session of this browser."""
    if not entering.is_ours(office, request, person, sent.text("proof")):
        raise HTTPException(_NOT)
    response = RedirectResponse(entering.path_of(office, "login"), status_code=_SEE)
    entering.forget(office, request, response)
    return response


@router.api_route("/prefect", methods=LOOKED_AT)
def prefect(office: AtOffice, request: Request, person: Reads, to: str = "/") -> RedirectResponse:
    """Leads somebody who is in to the Prefect UI, which looks at the same cookie."""
    return RedirectResponse(ui_of(office.settings, request.url.hostname or "", to), status_code=_SEE)


def ask(request: Request, _: Exception) -> Response:
    """Whoever is not in is shown to the login, and from there to where he wanted to go."""
    office = office_of(request)
    if not entering.opens(office):
        return pages.nothing_here(office, request) if request.url.path != "/" else form(office, request)
    if request.method not in LOOKED_AT:
        return _form(office, request, "", said=Message("home.login-again"), status=_NOT)
    if entering.by_proxy(office, request) is not None:  # known to the office, unknown here
        return page("home/refused.html", words_of(office, request), status=_NOT)
    if request.headers.get("sec-fetch-site") == "cross-site" and "again" not in request.query_params:
        # A strict cookie does not come along from another site; from this page, which asks again, it does.
        return page("home/bounce.html", words_of(office, request), here=_here(office, request, again=True))
    here = _here(office, request)
    to = f"?{urlencode({'to': here})}" if here != entering.path_of(office) else ""
    return RedirectResponse(entering.path_of(office, "login") + to, status_code=_SEE)


def refuse(request: Request, _: Exception) -> HTMLResponse:
    """Whose role is not enough is told so."""
    return page("home/refused.html", words_of(office_of(request), request), status=_NOT)


def _here(office: Office, request: Request, *, again: bool = False) -> str:
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "again"]
    query = urlencode([*asked, *([("again", "1")] if again else [])])
    return entering.path_of(office, request.url.path.lstrip("/")) + (f"?{query}" if query else "")


def _inside(office: Office, to: str) -> str:
    """Where to go after the login: a path of these pages, never another site."""
    home = entering.path_of(office)
    if not to.startswith(home) or to.startswith("//") or "\\" in to or not to.isprintable():
        return home
    return to


def _form(
    office: Office, request: Request, to: str, *, said: Message | None = None, status: int = 200
) -> HTMLResponse:
    before = request.cookies.get(BEFORE) or secrets.token_urlsafe(16)
    response = page(
        "home/login.html",
        words_of(office, request),
        status=status,
        head=request.method == "HEAD",
        to=_inside(office, to),
        said=said,
        proof=sessions.mac(office.link_keys[0], f"login\n{before}"),
    )
    response.set_cookie(
        BEFORE,
        before,
        path=entering.path_of(office, "login"),
        secure=sessions.is_secure(office),
        httponly=True,
        samesite="strict",
    )
    return response
