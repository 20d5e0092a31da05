"""One task with its whole history, and a mail of it to be read."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from desk.web.given import LOOKED_AT, AtOffice
from desk.web.home.acts import Did
from desk.web.home.entering import Reads
from desk.web.home.words import page, words_of
from engine.answers.undo import ANSWERS
from engine.archive.reading import of_period, where_mail_is
from engine.errors import BadLink, NoMail
from engine.history.mail_itself import mail_itself
from engine.history.of_task import history_of
from engine.links.forms import Form
from engine.mail.outcome import note_of
from engine.overview.names import recipient_called, unit_called
from engine.tasks import requests
from engine.tasks.acts import TaskRef
from engine.worklist.items import Worklist
from models import queries
from models.states import TaskState

SHOWN_HEADERS = ("From", "To", "Reply-To", "Subject", "Date")
router = APIRouter()


@router.api_route("/task/{obligation}/{period}/{unit}", methods=LOOKED_AT)
def history(
    office: AtOffice,
    request: Request,
    person: Reads,
    did: Did,
    obligation: str,
    period: str,
    unit: str,
) -> HTMLResponse:
    """Everything that happened to a task, and the mails about it."""
    with office.looking() as s, of_period(s, office.settings.archives, obligation, period) as file:
        where: Session = s
        ref = TaskRef(obligation, period, unit)
        task = queries.task_of(s, *ref)
        if task is None and file is not None:
            where, task = file, queries.task_of(file, *ref)
        if task is None:
            raise BadLink("link.bad")
        happened = history_of(where, office.registry, task, office.now)
        item = Worklist(where, office.registry, office.settings, office.now).item(task)
        assert task.id is not None
        asked = bool(task.state is TaskState.OPEN and requests.waiting(s, [task.id]))
        archived = where is not s
        answered = any(each.kind in ANSWERS for each in queries.standing_events(where, task.id))
    given = item.forms[0].given
    wanted: dict[TaskState, tuple[str, ...]] = {
        TaskState.OPEN: (
            "record-submission",
            "extend-deadline",
            "waive-task",
            "reassign-task",
            "record-progress",
        ),
        TaskState.SUBMITTED: ("accept-report", "return-report"),
    }
    # What was recorded can be taken back in every state.
    requested = ("grant-request", "refuse-request", "pass-request-on") if asked else ()
    names = (*requested, *wanted.get(task.state, ()), *(("undo-answer",) if answered else ()))
    # Of what lies in an archive nothing is settled before it is brought back.
    settle = () if archived else tuple(Form(name, given) for name in names)
    return page(
        "home/task.html",
        words_of(office, request, person),
        head=request.method == "HEAD",
        task=task,
        item=item,
        settle=settle,
        **did,
        history=happened,
        owed_by=unit_called(office.registry, task.unit, office.today),
        today=office.today,
    )


@router.api_route("/mail/{number}", methods=LOOKED_AT)
def mail(office: AtOffice, request: Request, person: Reads, number: int) -> HTMLResponse:
    """One mail as its reader sees it: its text alone, since what stands in it comes from many hands."""
    words = words_of(office, request, person)
    if not 0 < number < 2**63:
        raise BadLink("link.bad")
    with office.looking() as s, where_mail_is(s, office.settings.archives, number) as lies:
        if lies is None:
            raise BadLink("link.bad")
        where, row = lies
        headers, text, files, why = {}, "", [], None
        try:
            made = mail_itself(where, office.registry, office.settings, row, office.now).mail
            headers = {name: str(made[name]) for name in SHOWN_HEADERS if made[name] is not None}
            files = [part.get_filename() or part.get_content_type() for part in made.iter_attachments()]
            text = words.mail_text(made)
        except NoMail as error:
            why = error.message
        note = note_of(row)
    return page(
        "home/mail.html",
        words,
        head=request.method == "HEAD",
        mail=row,
        to=recipient_called(office.registry, row.recipient, office.today),
        headers=headers,
        text=text,
        files=files,
        note=note,
        why=why,
    )
