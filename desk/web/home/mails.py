"""The mails before they leave: who will get what and why; reading, holding, dropping, sending one."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.web.forms import Form
from desk.web.given import LOOKED_AT, AtOffice, Sent
from desk.web.home.entering import Administers, Reads, check_form
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.errors import BadLink, UnknownName
from engine.installation import Installation
from engine.mail import rulings
from engine.mail.dropping import drop
from engine.mail.leaving import gists
from engine.mail.outbox import deliver
from engine.overview.names import recipient_called
from engine.persons.stored import Person
from engine.rounds.ahead import Foretold, foretold, send_ahead
from engine.rounds.coming import Coming, check_size, coming
from engine.tasks.acts import Act
from language import Message, MessageError
from models import queries

PAGE = 40
"""So many of each list stand on a page."""
_SEE, _REFUSED = 303, 422
router = APIRouter()


@router.api_route("/coming", methods=LOOKED_AT)
def coming_mails(
    office: AtOffice,
    request: Request,
    person: Reads,
    done: str = "",
    n: int = 0,
    waiting: int = 0,
    at: int = 0,
) -> HTMLResponse:
    """What waits in the outbox, what was ruled, and what the next morning brings; of the long lists a page:
    `waiting` and `at` are their numbers."""
    return _page(office, request, person, done=done, n=n, pages=(waiting, at))


@router.api_route("/coming/{recipient}", methods=LOOKED_AT)
def one_mail(office: AtOffice, request: Request, person: Reads, recipient: str) -> HTMLResponse:
    """The next morning's mail to a recipient, as long as nobody answers before."""
    try:
        check_size(office.engine)
        at, found = coming(office.registry, office.settings, office.engine, office.now, read=(recipient,))
    except MessageError as error:
        return _page(office, request, person, refused=error.message, status=_REFUSED)
    mails = [each for each in found if each.recipient == recipient]
    if not mails:
        raise BadLink("link.bad")
    words = words_of(office, request, person)
    return page(
        "home/coming_mail.html",
        words,
        head=request.method == "HEAD",
        to=recipient_called(office.registry, recipient, office.today),
        recipient=recipient,
        at=at,
        day=_day_of(office),
        mails=[(each, words.mail_text(each.mail)) for each in mails],
    )


@router.post("/mails")
def rule(office: AtOffice, request: Request, person: Administers, sent: Sent) -> Response:
    """Holds, drops, releases or sends one mail, by its number, or by its recipient before it is there."""
    check_form(office, request, person, sent)
    what, number = sent.text("what"), sent.text("number")
    try:
        told = () if number or what != "send" else _foretold(office, sent.text("recipient"))
        with office.acting(person.name) as act:
            numbers = _rule(act, what, number, sent, told)
        if what == "send":
            deliver(Installation(office.settings, office.registry, office.engine), office.now, only=numbers)
    except MessageError as error:
        return _page(office, request, person, refused=error.message, status=_REFUSED)
    words = words_of(office, request, person)
    return RedirectResponse(words.to("coming", done=what, n=1), status_code=_SEE)


def _foretold(office: Office, recipient: str) -> Foretold:
    check_size(office.engine)
    return foretold(office.registry, office.settings, office.engine, office.now, recipient)


def _rule(act: Act, what: str, number: str, sent: Form, told: Foretold) -> list[int]:
    reason = sent.text("reason")
    if number:
        if not number.isdecimal() or len(number) > 18:
            raise BadLink("link.bad")
        numbers = [int(number)]
        if what == "hold":
            return rulings.hold(act, numbers, reason=reason)
        if what == "drop":
            return drop(act, numbers, reason=reason)
        if what in ("release", "send"):
            return rulings.release(act, numbers) if what == "release" else rulings.send_now(act, numbers)
        raise BadLink("link.bad")
    recipient = sent.text("recipient")
    if recipient not in _recipients(act):
        raise UnknownName("outbox.no-recipient", recipient=recipient)
    if what == "send":
        return send_ahead(act, recipient, told)
    if what == "release":
        rulings.take_back(act, recipient)
    elif what in (rulings.HOLD, rulings.DROP):
        rulings.rule(act, recipient, sent.day("day") or act.today, what, reason=reason)
    else:
        raise BadLink("link.bad")
    return []


def _recipients(act: Act) -> set[str]:
    from engine.tasks.views import LEADERSHIP, head_of

    units = set(act.registry.units)
    return units | {head_of(code) for code in units} | {LEADERSHIP}


def _day_of(office: Office) -> date:
    return rulings.coming_day(office.registry, office.settings, office.now)


def _page(
    office: Office,
    request: Request,
    person: Person,
    *,
    done: str = "",
    n: int = 0,
    pages: tuple[int, int] = (0, 0),
    refused: Message | None = None,
    status: int = 200,
) -> HTMLResponse:
    leaves: datetime = office.now
    foretold: tuple[Coming, ...] = ()
    waiting_at, at = (max(0, min(each, 100_000)) for each in pages)
    try:
        leaves, foretold = request.app.state.foreseen.of(office)
    except MessageError as error:  # beyond the working calendar: what waits is shown all the same
        refused = refused or error.message
    registry, today = office.registry, office.today
    with office.looking() as s:
        counted = queries.outbox_counts(s, office.now)
        waiting = queries.pending_page(s, limit=PAGE, offset=waiting_at * PAGE)
        told = gists(s, registry, office.now, [each.id for each in waiting if each.id is not None])
        ruled = [
            (each, date.fromisoformat(each.round_key)) for each in rulings.standing(s, registry, office.now)
        ]
    return page(
        "home/coming.html",
        words_of(office, request, person),
        head=request.method == "HEAD",
        status=status,
        at=at,
        leaves=leaves,
        day=_day_of(office),
        foretold=foretold[at * PAGE : (at + 1) * PAGE],
        n_foretold=len(foretold),
        more=len(foretold) > (at + 1) * PAGE,
        waiting=waiting,
        waiting_at=waiting_at,
        n_waiting=(n_waiting := counted.waiting + counted.scheduled),
        more_waiting=n_waiting > (waiting_at + 1) * PAGE,
        told=told,
        ruled=ruled,
        called=lambda code: recipient_called(registry, code, today),
        done=Message(f"home.mail-was-{done}", n=max(1, min(n, 200))) if done in _DONE else None,
        refused=refused,
    )


_DONE = frozenset({"hold", "drop", "release", "send"})
