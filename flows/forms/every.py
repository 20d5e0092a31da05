"""Every form that is served, in the order in which they are listed."""

from __future__ import annotations

from typing import Any

from prefect.flows import Flow

from config.registry import Registry
from engine.tasks.reported_events import waiting
from flows.forms.accept_report import accept_report
from flows.forms.apply_registry import apply_registry
from flows.forms.decide_reply import decide_reply
from flows.forms.end_silence import end_silence
from flows.forms.extend_deadline import extend_deadline
from flows.forms.fire_event import fire_event
from flows.forms.go_on import go_on
from flows.forms.grant_request import grant_request
from flows.forms.pass_request_on import pass_request_on
from flows.forms.reassign_task import reassign_task
from flows.forms.record_progress import record_progress
from flows.forms.record_submission import record_submission
from flows.forms.refuse_request import refuse_request
from flows.forms.renew_document import renew_document
from flows.forms.rerun import rerun
from flows.forms.retry_mail import retry_mail
from flows.forms.return_report import return_report
from flows.forms.set_absence import set_absence
from flows.forms.set_silence import set_silence
from flows.forms.undo_answer import undo_answer
from flows.forms.waive_task import waive_task

FORMS: tuple[Flow[..., Any], ...] = (
    record_submission,
    record_progress,
    accept_report,
    extend_deadline,
    return_report,
    waive_task,
    reassign_task,
    undo_answer,
    grant_request,
    refuse_request,
    pass_request_on,
    rerun,
    apply_registry,
    go_on,
    renew_document,
    retry_mail,
    set_silence,
    end_silence,
    set_absence,
    fire_event,
)
EVENTS = fire_event.name
"""The one form that offers only the obligations that wait for events."""


def forms(registry: Registry, *, replies: bool = False) -> tuple[Flow[..., Any], ...]:
    """The forms of an office: none for events where nothing waits for one, for renewals where no document
    carries on by itself, for absences where no unit has contacts, or for replies where none are read.
    """
    asked = {
        fire_event: bool(waiting(registry)),
        set_absence: bool(registry.contacts),
        renew_document: any(document.renewal == "yearly" for document in registry.documents.values()),
    }
    found = tuple(form for form in FORMS if asked.get(form, True))
    return (*found, decide_reply) if replies else found
