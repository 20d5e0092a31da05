"""Every form that is served, in the order in which they are listed."""

from __future__ import annotations

from typing import Any

from prefect.flows import Flow

from config.registry import Registry
from engine.tasks.reported_events import waiting
from flows.forms.extend_deadline import extend_deadline
from flows.forms.fire_event import fire_event
from flows.forms.grant_request import grant_request
from flows.forms.pass_request_on import pass_request_on
from flows.forms.record_progress import record_progress
from flows.forms.record_submission import record_submission
from flows.forms.refuse_request import refuse_request
from flows.forms.rerun import rerun
from flows.forms.return_report import return_report
from flows.forms.undo_answer import undo_answer
from flows.forms.waive_task import waive_task

FORMS: tuple[Flow[..., Any], ...] = (
    record_submission,
    record_progress,
    extend_deadline,
    return_report,
    waive_task,
    undo_answer,
    grant_request,
    refuse_request,
    pass_request_on,
    rerun,
    fire_event,
)
EVENTS = fire_event.name
"""The one form that offers only the obligations that wait for events."""


def forms(registry: Registry) -> tuple[Flow[..., Any], ...]:
    """The forms of an office; none for events where nothing waits for one."""
    return tuple(form for form in FORMS if form is not fire_event or waiting(registry))
