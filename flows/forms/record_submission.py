"""A unit has sent its report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from config.registry import Registry
from engine.answers import answers
from engine.answers.answers import Answer
from engine.answers.figures import as_message, judged
from engine.tasks.acts import acting
from flows.forms.fields import Name, Number, PeriodCode, Short
from flows.forms.filling import by, of_a_unit, recorded, ref_of
from flows.installation import Installation
from flows.runs import answered
from language import Message


@flow(name="record-submission", flow_run_name=of_a_unit("run.name-submission"), persist_result=False)
@answered
async def record_submission(
    obligation: str,
    period: PeriodCode,
    unit: str,
    document_no: Number,
    recorded_by: Name,
    sent_on: date | None = None,
    figure: Short = "",
    note: str = "",
    amend: bool = False,
    confirmed: bool = False,
) -> State[Any]:
    """Record that a unit has sent its report; its reminders stop."""

    def record(installation: Installation, now: datetime) -> tuple[Answer, Message]:
        with acting(installation, now, by(recorded_by)) as act:
            done = answers.submit(
                act,
                ref_of(act, obligation, period, unit),
                document_no=document_no,
                submitted_on=sent_on,
                figure=figure.strip() or None,
                note=note,
                amend=amend,
                confirmed=confirmed,
            )
        return done, said_of(installation.registry, done, document_no)

    return await recorded(record, obligation, period, unit)


def said_of(registry: Registry, done: Answer, number: str) -> Message:
    """'nộp 12/BC, đúng hạn, 97,5% (chỉ tiêu 100%: chưa đạt)'."""
    how = "form.submitted-late" if done.late else "form.submitted"
    return Message(how, number=number, figure=figure_of(registry, done))


def figure_of(registry: Registry, done: Answer) -> tuple[Message, ...]:
    """What follows about an indicator's figure: how it stands to the target, and what is doubtful of it."""
    task = done.task
    found = judged(registry.obligations.get(task.obligation), task.period, task.figure)
    if found is None or found.figure is None:
        return ()
    figure = as_message(found.figure, found.unit)
    if found.target is None:
        said = [Message("form.figure", figure=figure)]
    else:
        how = "form.figure-met" if found.met else "form.figure-missed"
        said = [Message(how, figure=figure, target=as_message(found.target, found.unit))]
    if done.doubt:
        said.append(Message("form.doubt", doubt=done.doubt))
    return tuple(said)
