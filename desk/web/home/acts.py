"""Settling a line of the worklist on the page: the form filled in, what it would do, and doing it.

Three steps, and only the last records: whoever sends a form is shown what becomes of it and confirms; where
the task was changed meanwhile, he is shown it anew. A refusal is one sentence above the form, which keeps
what was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from desk.web.forms import Form
from desk.web.given import LOOKED_AT, AtOffice, Sent
from desk.web.home.entering import MayNot, Records, check_form
from desk.web.home.settling import FORMS, TASK, Field, Settling, Told
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.answers.undo import ANSWERS
from engine.errors import AnswerError, BadLink
from engine.links.forms import Form as Named
from engine.links.forms import FormAddresses
from engine.overview.names import unit_called
from engine.persons.stored import Person
from engine.replies import deciding
from engine.replies.confirming import waiting_line
from engine.tasks import lookup, requests
from engine.tasks.acts import TaskRef
from engine.worklist.items import Item, Worklist
from language import Message, MessageError
from models import queries
from models.states import TaskState
from models.tables import Reply, Task

_SEE, _REFUSED = 303, 422
_CONFIRM, _AGAIN = "confirm", "again"
router = APIRouter()


class _Changed(AnswerError):
    """The task is not any more what was shown."""


@dataclass(frozen=True, slots=True)
class _About:
    """What a form is about, as far as it is known."""

    item: Item | None = None
    task: Task | None = None
    asked: requests.Request | None = None
    reply: Reply | None = None
    taken: tuple[str, ...] = ()
    """The kinds of what was recorded of the task and can be taken back."""


@router.api_route("/do/{name}", methods=LOOKED_AT)
def form(office: AtOffice, request: Request, person: Records, name: str) -> HTMLResponse:
    """The form, filled in with what its link carries."""
    settling = _settling(name, person)
    given = Form(FormData(dict(request.query_params)))
    return _form(office, request, person, name, settling, given)


@router.post("/do/{name}")
def settle(office: AtOffice, request: Request, person: Records, name: str, sent: Sent) -> Response:
    """Shows what the form would do; confirmed, does it."""
    settling = _settling(name, person)
    check_form(office, request, person, sent)
    step = sent.text("step")
    if step == _AGAIN:
        return _form(office, request, person, name, settling, sent)
    try:
        if step == _CONFIRM:
            with office.acting(person.name, in_turn=settling.in_turn) as act:
                told = settling.do(act, sent)
                if str(told.version) != sent.text("seen"):
                    raise _Changed("page.changed-meanwhile")
            of = "/".join(told.ref) if told.ref else ""
            to = words_of(office, request, person).back(sent, did=name, of=of)
            return RedirectResponse(to, status_code=_SEE)
        return _preview(office, request, person, name, settling, sent)
    except _Changed as error:
        try:
            return _preview(office, request, person, name, settling, sent, why=error.message)
        except MessageError as refused:
            why = refused.message
    except MessageError as error:
        why = error.message
    return _form(office, request, person, name, settling, sent, why=why)


def did(did: str = "", of: str = "") -> dict[str, Any]:
    """What a page says after a form: which, and of which task; nothing for an address that no form made."""
    ref = tuple(of.split("/"))
    return {"did": did if did in FORMS else "", "did_of": ref if len(ref) == len(TASK) else None}


Did = Annotated[dict[str, Any], Depends(did)]


def _settling(name: str, person: Person) -> Settling:
    found = FORMS.get(name)
    if found is None:
        raise BadLink("link.bad")
    if not person.role.may(found.role):
        raise MayNot
    return found


def _preview(
    office: Office,
    request: Request,
    person: Person,
    name: str,
    settling: Settling,
    sent: Form,
    *,
    why: Message | None = None,
) -> HTMLResponse:
    with office.acting(person.name, dry_run=True, in_turn=settling.in_turn) as act:
        told: Told = settling.do(act, sent)
    wanted = [
        *(TASK if settling.of_task else settling.keys),
        *(each.name for each in settling.fields),
        "back",
    ]
    return page(
        "home/act_preview.html",
        words_of(office, request, person),
        status=200 if why is None else _REFUSED,
        name=name,
        told=told,
        why=why,
        about=_about(office, settling, sent),
        kept=[(each, sent.text(each)) for each in wanted if sent.text(each)],
    )


def _form(
    office: Office,
    request: Request,
    person: Person,
    name: str,
    settling: Settling,
    given: Form,
    *,
    why: Message | None = None,
) -> HTMLResponse:
    about = _about(office, settling, given)
    if why is None and settling.of_task and about.task is None:
        why = _no_task(office, given)
    registry, today = office.registry, office.today
    fields = [each for each in settling.fields if _asked_for(each, about, office, given)]
    with office.looking() as s:
        other = FormAddresses(s, office.settings).of(_as_prefect_has_it(name, settling, given, about))
    return page(
        "home/act.html",
        words_of(office, request, person),
        status=200 if why is None else _REFUSED,
        head=request.method == "HEAD",
        name=name,
        form=given,
        why=why,
        about=about,
        fields=fields,
        of_task=settling.of_task,
        keys=TASK if settling.of_task else settling.keys,
        choices=_choices(fields, about),
        units=[
            (unit.code, unit_called(registry, unit.code, today))
            for unit in (registry.units.values() if any(each.kind == "unit" for each in fields) else ())
            if unit.alive(today)
        ],
        other_way=other,
        # What is written where nothing was yet; a link that comes back with an empty field keeps it empty.
        first={
            "sent_on": today.isoformat(),
            "new_day": about.asked.to.isoformat() if about.asked and about.asked.to else "",
        },
        items=deciding.items_of(about.reply) if about.reply else (),
        waiting_line=waiting_line,
        today=today,
    )


def _ref(office: Office, given: Form) -> TaskRef:
    obligation, period, unit = (given.text(each) for each in TASK)
    return lookup.ref_of(office.registry, obligation, period, unit, office.today)


def _no_task(office: Office, given: Form) -> Message:
    """Why a link to a form leads to no task."""
    try:
        _ref(office, given)
    except MessageError as error:
        return error.message
    obligation, period, unit = (given.text(each) for each in TASK)
    return Message("task.not-opened", obligation=obligation, period=period, unit=unit)


def _about(office: Office, settling: Settling, given: Form) -> _About:
    with office.looking() as s:
        if settling.of_task:
            return _of_task(office, s, given)
        number = given.text("reply")
        if "reply" in settling.keys and number.isascii() and number.isdecimal() and len(number) <= 18:
            return _About(reply=s.get(Reply, int(number)))
    return _About()


def _of_task(office: Office, s: Any, given: Form) -> _About:
    try:
        ref = _ref(office, given)
        duty, of = lookup.named(office.registry, ref.obligation, ref.period, ref.unit)
        task = lookup.search(s, duty, of, ref.unit)
    except MessageError:
        task = None
    if task is None or task.id is None:
        return _About()
    return _About(
        Worklist(s, office.registry, office.settings, office.now).item(task),
        task,
        requests.waiting(s, [task.id]).get(task.id) if task.state is TaskState.OPEN else None,
        taken=tuple(each.kind for each in queries.standing_events(s, task.id)[::-1] if each.kind in ANSWERS),
    )


def _asked_for(field: Field, about: _About, office: Office, given: Form) -> bool:
    """Whether the field means anything here: a figure of an indicator, another number of what was sent."""
    task, asked, reply = about.task, about.asked, about.reply
    if field.name == "figure" and task is not None:
        duty = office.registry.obligations.get(task.obligation)
        return duty is not None and duty.figure is not None
    if field.name == "amend" and task is not None:
        return task.state is TaskState.SUBMITTED
    if asked is not None and field.name in ("new_day", "to_unit"):
        return (field.name == "new_day") == (asked.kind == requests.ASKED_EXTENSION)
    if reply is not None:
        return (field.name == "reason") == (given.text("decision") == "dismiss")
    return True


def _choices(fields: list[Field], about: _About) -> dict[str, list[tuple[str, Message | str]]]:
    """What a field of the kind choice offers: (value, text)."""
    found: dict[str, list[tuple[str, Message | str]]] = {}
    for each in fields:
        if each.kind == "choice" and each.name == "what":
            kinds = dict.fromkeys(about.taken)
            found["what"] = [(kind, Message(f"undo.kind-{kind}")) for kind in kinds]
        elif each.kind == "choice" and about.reply is not None:
            items = deciding.items_of(about.reply)
            named = ["/".join(item.ref) for item in items if item.ref] + deciding.possible(items)
            found[each.name] = [(task, task) for task in dict.fromkeys(named)]
    return found


def _as_prefect_has_it(name: str, settling: Settling, given: Form, about: _About) -> Named:
    """The same form of the Prefect UI, filled in as its lists have it."""
    if about.item is not None and about.item.forms:
        of = dict(about.item.forms[0].given)
        more = {"new_day": about.asked.to.isoformat()} if about.asked and about.asked.to else {}
        return Named(name, tuple((of | (more if name == "grant-request" else {})).items()))
    values: dict[str, str | int] = {key: given.text(key) for key in settling.keys if given.text(key)}
    for key in ("reply", "number"):
        if key in values and str(values[key]).isdecimal():
            values[key] = int(values[key])
    return Named(name, tuple(values.items()))
