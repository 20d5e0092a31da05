"""Recording several reports at once, from ticked lines or from a list that was pasted: shown first, then each
line that is right is recorded, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from config.intake.files import open_file
from config.intake.files.grids import IntakeError
from desk.web.forms import Form
from desk.web.given import LOOKED_AT, AtOffice, Sent
from desk.web.home.entering import Records, check_form
from desk.web.home.words import page, words_of
from desk.web.office import Office
from engine.answers import many
from engine.answers.many import Outcome, Recorded
from engine.answers.many_lines import Line, lines_of
from engine.errors import AnswerError
from engine.persons.stored import Person
from engine.tasks.acts import Act
from language import Message, MessageError

MOST = 1000
"""So many lines are recorded with one form."""
_SEE, _NOT, _REFUSED = 303, 403, 422
router = APIRouter()


@router.api_route("/many", methods=LOOKED_AT)
def form(office: AtOffice, request: Request, person: Records) -> HTMLResponse:
    """Where a list is pasted."""
    return page("home/paste.html", words_of(office, request, person), head=request.method == "HEAD")


@router.post("/many")
def preview(office: AtOffice, request: Request, person: Records, sent: Sent) -> Response:
    """What would become of each line; one line that is right is recorded at once."""
    check_form(office, request, person, sent)
    try:
        lines = _lines(sent, office.today)
    except MessageError as error:
        return _paste(office, request, person, sent, error.message)
    with office.acting(person.name, dry_run=True) as act:
        found = _recorded(act, lines, sent, only_good=False)
    alone = len(lines) == 1 and not any(each.outcome is Outcome.REFUSED or each.why for each in found.done)
    if alone and not sent.text("pasted"):
        return _record(office, request, person, lines, sent)
    return _shown(office, request, person, lines, found, sent)


@router.post("/many/record")
def record(office: AtOffice, request: Request, person: Records, sent: Sent) -> Response:
    """Records the lines that are right."""
    check_form(office, request, person, sent)
    try:
        lines = tuple(_line(*each) for each in json.loads(sent.raw("lines")))[:MOST]
    except (ValueError, TypeError):
        raise HTTPException(_NOT) from None
    return _record(office, request, person, lines, sent)


def back(sent: Form) -> str:
    """The list from which the form was sent."""
    kind = sent.text("back")
    return f"list/{kind}" if kind.isalpha() else ""


def _recorded(act: Act, lines: Sequence[Line], sent: Form, *, only_good: bool) -> Recorded:
    amend, confirmed = bool(sent.text("amend")), bool(sent.text("confirmed"))
    return many.record(act, lines, only_good=only_good, amend=amend, confirmed=confirmed)


def _record(office: Office, request: Request, person: Person, lines: Sequence[Line], sent: Form) -> Response:
    with office.acting(person.name) as act:
        found = _recorded(act, lines, sent, only_good=True)
    if found.refused:
        return _shown(office, request, person, lines, found, sent, recorded=True)
    done = sum(found.counts[each] for each in (Outcome.RECORDED, Outcome.AMENDED, Outcome.ALREADY))
    return RedirectResponse(words_of(office, request, person).to(back(sent), done=done), status_code=_SEE)


def _lines(sent: Form, today: date) -> tuple[Line, ...]:
    """The lines of what was pasted, or those that were ticked or filled in: each with its own number and
    day, or those given for all."""
    if pasted := sent.raw("pasted"):
        try:
            found = lines_of(
                open_file.read_pasted("-", pasted.encode()),
                duty=sent.text("duty"),
                period=sent.text("period"),
            )
        except IntakeError as error:
            raise AnswerError("home.paste-unreadable", why=error.message) from error
    else:
        found = tuple(_ticked(sent, today))
    found = tuple(each for each in found if not each.empty)
    if not found:
        raise AnswerError("home.nothing-to-record")
    if len(found) > MOST:
        raise AnswerError("page.too-many-ticked", most=MOST)
    return found


def _ticked(sent: Form, today: date) -> list[Line]:
    keys = dict.fromkeys(
        [*sent.chosen("task"), *(key for key in sent.chosen("row") if sent.text(f"number/{key}"))]
    )
    found = []
    for n, key in enumerate(keys, 1):
        duty, period, unit = [*key.split("/"), "", "", ""][:3]
        number = sent.text(f"number/{key}") or sent.text("number")
        day = sent.text(f"day/{key}") or sent.text("day") or today.isoformat()
        found.append(Line(n, unit, duty, period, number, day, sent.text(f"figure/{key}")))
    return found


def _line(row: object, *said: object) -> Line:
    """A line as the preview's form brings it back; TypeError or ValueError for one that it never had."""
    if not isinstance(row, int) or not all(isinstance(each, str) for each in said):
        raise ValueError(row)
    return Line(row, *(str(each) for each in said))


def _paste(office: Office, request: Request, person: Person, sent: Form, why: Message) -> HTMLResponse:
    words = words_of(office, request, person)
    return page("home/paste.html", words, status=_REFUSED, why=why, form=sent)


def _shown(
    office: Office,
    request: Request,
    person: Person,
    lines: Sequence[Line],
    found: Recorded,
    sent: Form,
    *,
    recorded: bool = False,
) -> HTMLResponse:
    good = [each.line for each in found.done if each.outcome is not Outcome.REFUSED]
    return page(
        "home/preview.html",
        words_of(office, request, person),
        status=_REFUSED if found.refused and recorded else 200,
        found=found,
        good=len(good),
        lines=json.dumps([astuple(replace(each)) for each in good], ensure_ascii=False),
        recorded=recorded,
        form=sent,
        back=back(sent),
    )
