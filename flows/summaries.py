"""The summaries: of a week on the next one's first working morning, of a year in January, each mailed once
to the leadership and to every unit in charge.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from engine.mail import summaries
from engine.mail.summary import WEEKLY, YEARLY
from flows import instants, names
from flows.installation import clock, open_installation
from flows.runs import dated, plainly, scheduled
from flows.speaking import sentence
from language import Message
from models import db

MONTH = 1
"""The month in which the year before is summed up."""
NOTHING = Message("run.summary-had")
"""How the message of a run begins that finds all queued: the planner clears away such runs."""


@flow(name=WEEKLY, flow_run_name=dated("run.name-weekly"), persist_result=False)
@plainly
async def weekly_summary() -> State[Any]:
    """Queue last week's summary for the leadership and the units in charge, once a week."""
    return _queued(WEEKLY)


@flow(name=YEARLY, flow_run_name=dated("run.name-year"), persist_result=False)
@plainly
async def year_report() -> State[Any]:
    """Queue last year's figures for the leadership and the units in charge, once a year."""
    return _queued(YEARLY)


def _queued(kind: str) -> State[Any]:
    installation = open_installation()
    registry = installation.registry
    now: datetime = instants.as_of(scheduled(), clock())
    today = installation.today(now)
    if not registry.calendar.is_workday(today):
        why = names.days_off(registry.calendar.why_off(today))
        return Completed(message=sentence(registry, Message("run.day-off", day=today, why=why)))
    with db.session(installation.engine) as s:
        done = summaries.queue(s, registry, installation.settings, now, kind)
    if done.fresh:
        told = Message("run.summary-queued", n=done.fresh)
    else:
        told = NOTHING if done.had else Message("run.summary-nothing")
    return Completed(message=sentence(registry, told))
