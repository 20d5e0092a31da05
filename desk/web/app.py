"""The pages and their paths. A GET or HEAD changes nothing, whoever follows it: mail scanners do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse
from starlette.exceptions import HTTPException

from desk.web import contacts, forms, guard, pages, seeing, sessions
from desk.web.contents import Reader, TaskPage
from desk.web.forms import Outcome
from desk.web.given import LOOKED_AT, AtOffice, Sent, office_of
from desk.web.guard import Guard
from desk.web.home import (
    acts,
    boards,
    door,
    entering,
    login,
    mails,
    many,
    reports,
    tasks,
    units,
    worklist,
)
from desk.web.home.foreseen import Foreseen
from desk.web.home.words import HomeWords
from desk.web.office import Office
from desk.web.pages import Words
from desk.web.readiness import Readiness
from desk.web.visiting import At, check_form
from desk.web.visiting import entered as entered
from engine.archive.reading import of_period, opened
from engine.errors import AnswerError, ArchiveError, BadLink, PersonError
from engine.forms.contents import owed_report
from engine.forms.making import make
from engine.links import revoking, tokens
from engine.links.addresses import Links, base_of
from engine.links.tokens import Opened
from engine.mail.feeds import owner_feed, unit_feed
from engine.tasks import archived
from engine.tasks.acts import TaskRef
from engine.tasks.in_charge import in_place_of
from language import MessageError
from models.types import UnknownWord

_STYLE = pages.HERE / "static" / "page.css"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SEE, _SAME = 303, 304
_FEEDS = {"unit": unit_feed, "owner": owner_feed}
_REFUSED = 422
router = APIRouter()
log = logging.getLogger("dondoc.web")


def app_of(office: Office) -> Guard:
    """The pages of an office, as an ASGI application."""
    # A path without its slash would be led on to the address that the request itself names.
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.office = office
    app.include_router(router)
    app.include_router(seeing.router)
    app.include_router(contacts.router)
    for each in (units, login, worklist, tasks, acts, many, mails, boards, reports):
        app.include_router(each.router)
    app.state.door = door.Door()
    app.state.readiness = Readiness()
    app.state.foreseen = Foreseen()
    app.add_exception_handler(entering.NotIn, login.ask)
    app.add_exception_handler(entering.MayNot, login.refuse)
    app.add_exception_handler(PersonError, _unusable)
    app.add_exception_handler(ArchiveError, _away)
    app.add_exception_handler(UnknownWord, _unreadable)
    app.add_exception_handler(BadLink, _closed)
    app.add_exception_handler(HTTPException, _closed)
    return Guard(app, secure=sessions.is_secure(office), counted=office.answered)


def _closed(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    if status in (404, 405):
        return pages.nothing_here(office_of(request), request)
    return PlainTextResponse(f"{status}\n", status_code=status)


def _unusable(_: Request, error: Exception) -> Response:
    """The operator mends it, by what the log says; whoever asks learns nothing of it."""
    log.error("nobody comes in: %s", error)
    return PlainTextResponse("503\n", status_code=503)


def _away(request: Request, error: Exception) -> Response:
    """The archive of a year is not where it was, or not whole: the operator's log says which and why."""
    log.error("an archive cannot be read: %s", error)
    words = Words(office_of(request), request)
    return pages.answer("away.html", words, status=503, head=request.method == "HEAD")


def _unreadable(request: Request, error: Exception) -> Response:
    """A row that is shown cannot be read: the operator's log names it."""
    log.error("a row cannot be read: %s", error)
    words = Words(office_of(request), request)
    return pages.answer("unreadable.html", words, status=503, head=request.method == "HEAD")


# --- what handlers are given ---


def ref_of(obligation: str, period: str, of: str) -> TaskRef:
    """The task that a path names."""
    return TaskRef(obligation, period, of)


Of = Annotated[TaskRef, Depends(ref_of)]
TASK = "/u/{unit}/task/{obligation}/{period}/{of}"


# --- looking ---


@router.api_route("/static/page.css", methods=LOOKED_AT)
def style() -> FileResponse:
    """The one sheet of style."""
    return FileResponse(_STYLE, media_type="text/css", headers=guard.KEPT)


@router.api_route("/l/{token}", methods=LOOKED_AT)
def link(office: AtOffice, token: str, lang: str = "") -> Response:
    """Trades a link for a cookie, so that the link stands in no address bar, history or log."""
    found = sessions.opened(office, token)
    to = sessions.path_of(office, found.unit) + (f"?lang={quote(lang[:5])}" if lang else "")
    response = RedirectResponse(to, status_code=_SEE)
    sessions.keep(office, response, token, found)
    return response


@router.api_route("/u/{unit}/", methods=LOOKED_AT)
def unit_page(
    office: AtOffice, request: Request, at: At, done: str = "", n: int = 0, page: int = 0
) -> HTMLResponse:
    """What the unit owes, a page of it."""
    return _unit_page(office, request, at, page, done=pages.done_message(done, n))


@router.api_route("/u/{unit}/done", methods=LOOKED_AT)
def done_page(
    office: AtOffice, request: Request, at: At, page: int = 0, year: int | None = None
) -> HTMLResponse:
    """What the unit has behind it, a page of it; or of what lies in the archive of a year."""
    page = max(0, min(page, 10_000))
    with office.looking() as s:
        years = list(archived.years(s))
        if year is not None and year not in years:
            raise BadLink("link.bad")
        with nullcontext() if year is None else opened(s, office.settings.archives, year) as file:
            contents = Reader(s, office.registry, office.now, file).done_page(at.unit, page=page)
    return pages.answer(
        "done.html",
        Words(office, request, at.unit),
        head=request.method == "HEAD",
        page=contents,
        number=page,
        unit=contents.unit,
        year=year or 0,
        years=years,
    )


@router.api_route(TASK, methods=LOOKED_AT)
def task_page(
    office: AtOffice, request: Request, at: At, ref: Of, done: str = "", n: int = 0
) -> HTMLResponse:
    """One task: what is asked, what was said, what happened."""
    return _task_page(office, request, at, ref, done=pages.done_message(done, n))


@router.api_route(TASK + "/form.docx", methods=LOOKED_AT)
def report_form(office: AtOffice, request: Request, at: At, ref: Of) -> Response:
    """The report to fill in."""
    _task(office, at, ref)
    registry = office.registry
    content = make(owed_report(registry, *ref), registry.office.report_template)
    name = "-".join(ref)
    return Response(
        b"" if request.method == "HEAD" else content,
        media_type=_WORD,
        headers=guard.to_save(f"{name}.docx"),
    )


@router.api_route("/ics/{token}/{kind}.ics", methods=LOOKED_AT)
def calendar(office: AtOffice, request: Request, token: str, kind: str, todo: bool = False) -> Response:
    """A calendar to subscribe to: `unit`, or `owner` for what the unit follows up."""
    make = _FEEDS.get(kind)
    if make is None:
        raise BadLink("link.bad")
    with office.looking() as s:
        unit = tokens.feed_opened(
            office.link_keys, token, generation=lambda code: revoking.generation(s, code)
        )
        if unit not in office.registry.units:
            raise BadLink("link.bad")
        feed = make(s, office.registry, unit, office.now, todo=todo)
    headers = guard.as_of(feed.content, feed.changed)
    if guard.is_known(request.headers, headers):
        return Response(status_code=_SAME, headers=headers)
    body = b"" if request.method == "HEAD" else feed.content
    return Response(body, media_type=guard.CALENDAR, headers=headers)


# --- answering ---


@router.post("/u/{unit}/sent")
def sent(office: AtOffice, request: Request, at: At, form: Sent, page: int = 0) -> Response:
    """Several reports at once, or one."""
    check_form(office, request, at, form)
    try:
        outcomes = forms.sent(office, at.unit, form, form.refs())
    except MessageError as error:
        outcomes = [Outcome(None, error.message)]
    if any(each.refused or each.doubt for each in outcomes):
        return _unit_page(office, request, at, page, outcomes=outcomes, form=form)
    return _see(Words(office, request, at.unit).url(), "submitted", len(outcomes))


@router.post(TASK + "/{act}")
def act(office: AtOffice, request: Request, at: At, ref: Of, act: str, form: Sent) -> Response:
    """One answer to one task: `sent`, `received`, `progress`, `more-time`, `not-ours`."""
    check_form(office, request, at, form)
    do = _ACTS.get(act)
    if do is None:
        raise BadLink("link.bad")
    try:
        outcome = do(office, at.unit, form, ref)
    except AnswerError as error:
        outcome = Outcome(ref, error.message)
    if outcome.refused or outcome.doubt:
        return _task_page(office, request, at, ref, outcome=outcome, form=form, act=act)
    return _see(Words(office, request, at.unit).task(ref), outcome.kind, 1)


_ACTS: dict[str, Any] = {
    "sent": lambda office, unit, form, ref: forms.sent(office, unit, form, [ref])[0],
    "progress": forms.how_far,
    "received": forms.received,
    "more-time": forms.more_time,
    "not-ours": forms.not_ours,
}


def _see(path: str, kind: str, n: int) -> RedirectResponse:
    """Shows what became of it under an address of its own, so that reloading the page sends nothing again."""
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}done={kind}&n={n}", status_code=_SEE)


# --- making pages ---


def _status(outcomes: list[Outcome]) -> int:
    return _REFUSED if any(each.refused for each in outcomes) else 200


def _unit_page(office: Office, request: Request, at: Opened, page: int, **values: Any) -> HTMLResponse:
    page = max(0, min(page, 10_000))
    with office.looking() as s:
        contents = Reader(s, office.registry, office.now).unit_page(at.unit, page=page)
        has_archives = bool(archived.years(s))
    outcomes = values.get("outcomes", [])
    return pages.answer(
        "unit.html",
        Words(office, request, at.unit),
        status=_status(outcomes),
        head=request.method == "HEAD",
        page=contents,
        number=page,
        has_archives=has_archives,
        unit=contents.unit,
        may=at.acts,
        until=at.until,
        feeds=_feeds(office, at.unit),
        history=_history(office, request),
        proof=sessions.proof(office, request, at.unit),
        outcomes=outcomes,
        form=values.get("form"),
        done=values.get("done"),
    )


def _history(office: Office, request: Request) -> Callable[[TaskRef], str] | None:
    """Where an administrator who looks at a unit's page finds a task's whole history; None for the unit."""
    with suppress(PersonError):  # their file is no concern of the unit's
        if entering.entered(office, request) is not None:
            return HomeWords(office, request).history
    return None


def _feeds(office: Office, unit: str) -> dict[str, str]:
    """The addresses of the unit's calendars; `owner` only where it follows something up."""
    with office.looking() as s:
        known = revoking.generations(s)
    links = Links(office.link_keys, known, base_of(office.settings), office.today)
    duties = office.registry.obligations.values()
    owns = any(in_place_of(office.registry, duty.owner, office.today) == unit for duty in duties)
    return {"unit": links.feed(unit), **({"owner": links.feed(unit, owner=True)} if owns else {})}


def _task(office: Office, at: Opened, ref: TaskRef) -> TaskPage:
    with office.looking() as s:
        contents = Reader(s, office.registry, office.now).task_page(at.unit, ref)
        if contents is None:
            with of_period(s, office.settings.archives, ref.obligation, ref.period) as file:
                if file is not None:
                    contents = Reader(s, office.registry, office.now, file).task_page(at.unit, ref)
    if contents is None:
        raise BadLink("link.bad")
    return contents


def _task_page(office: Office, request: Request, at: Opened, ref: TaskRef, **values: Any) -> HTMLResponse:
    contents = _task(office, at, ref)
    outcome = values.get("outcome")
    return pages.answer(
        "task.html",
        Words(office, request, at.unit),
        status=_status([outcome] if outcome else []),
        head=request.method == "HEAD",
        page=contents,
        mine=contents.line.holder == at.unit,
        line=contents.line,
        unit=office.registry.unit(at.unit),
        today=office.today,
        may=at.acts and not contents.archived,
        proof=sessions.proof(office, request, at.unit),
        outcomes=[outcome] if outcome else [],
        form=values.get("form"),
        act=values.get("act", ""),
        done=values.get("done"),
    )
