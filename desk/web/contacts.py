"""The contacts of a unit, seen and edited: by the unit on its own page, by whoever administers on his."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from config.registry.contacts import Contact, ContactRole, of_unit, stand_in
from desk.web import pages, sessions
from desk.web.forms import Form
from desk.web.given import LOOKED_AT, AtOffice, Sent
from desk.web.office import Office
from desk.web.pages import Words
from desk.web.visiting import At, check_form
from engine.answers import contact_edit
from engine.answers.contact_edit import Typed
from engine.errors import AnswerError
from engine.links.tokens import Opened
from engine.tasks.acts import Act
from engine.tasks.days import local_day
from language import Message, MessageError
from models import queries

_SEE, _REFUSED = 303, 422
_DONE = frozenset({"kept", "removed"})
router = APIRouter()


@dataclass(frozen=True, slots=True)
class Row:
    """A contact; who gets today what it is to get ('' nobody); since when its address refuses mail."""

    contact: Contact
    reader: str
    refuses: Any = None


def shown(office: Office, unit: str) -> dict[str, Any]:
    """What a page of contacts says."""
    people = of_unit(office.registry, unit)
    with office.looking() as s:
        refused = queries.refused_mailboxes(s)
        happened = contact_edit.lately(s, unit)
    rows = []
    for each in people:
        reads = stand_in(each, people, office.today) if each.role is not ContactRole.OTHER else each
        why = refused.get(each.mail)
        since = local_day(office.registry, why.since) if why else None
        rows.append(Row(each, reads.name if reads else "", since))
    return {
        "rows": rows,
        "roles": [each.value for each in ContactRole],
        "happened": [(each, each.at.astimezone(office.registry.office.zone)) for each in happened],
        "mailbox": office.registry.unit(unit).email,
    }


def did(done: str) -> Message | None:
    """What became of the form, as the address of the page after it says; None for anything else."""
    return Message(f"contact.was-{done}") if done in _DONE else None


def edit(act: Act, unit: str, sent: Form, *, own: bool) -> str:
    """Does what the form asks; answers what was done."""
    if sent.text("what") == "remove":
        contact_edit.remove(act, unit, sent.text("before"))
        return "removed"
    first, last = sent.day("absent_from"), sent.day("absent_until")
    typed = Typed(
        sent.text("name"),
        sent.text("role"),
        sent.text("mail"),
        sent.text("telephone"),
        sent.text("deputy"),
        first,
        last or first,
    )
    contact_edit.keep(act, unit, typed, before=sent.text("before"), own=own)
    return "kept"


@router.api_route("/u/{unit}/contacts", methods=LOOKED_AT)
def contacts(office: AtOffice, request: Request, at: At, done: str = "") -> HTMLResponse:
    """The unit's people who read its mail."""
    return _page(office, request, at, done=did(done))


@router.post("/u/{unit}/contacts")
def change(office: AtOffice, request: Request, at: At, sent: Sent) -> Response:
    """Writes, changes or takes out one of them."""
    check_form(office, request, at, sent)
    try:
        who = sent.who()
        with office.acting(f"{who} ({at.unit})") as act:
            done = edit(act, at.unit, sent, own=True)
    except (AnswerError, MessageError) as error:
        return _page(office, request, at, why=error.message, form=sent)
    to = Words(office, request, at.unit).url("contacts")
    return RedirectResponse(f"{to}{'&' if '?' in to else '?'}done={done}", status_code=_SEE)


def _page(
    office: Office,
    request: Request,
    at: Opened,
    *,
    why: Message | None = None,
    form: Form | None = None,
    done: Message | None = None,
) -> HTMLResponse:
    words = Words(office, request, at.unit)
    return pages.answer(
        "contacts.html",
        words,
        status=_REFUSED if why else 200,
        head=request.method == "HEAD",
        unit=office.registry.unit(at.unit),
        may=at.acts,
        proof=sessions.proof(office, request, at.unit),
        why=why,
        form=form,
        done=done,
        action=words.url("contacts"),
        asks_who=True,
        **shown(office, at.unit),
    )
