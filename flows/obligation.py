"""The flow of one obligation: at each instant that the calendar names, open and chase; mails leave with the
morning's.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from config.registry import Registry
from engine.rounds.report import RoundReport
from engine.rounds.rounds import Steps
from engine.tasks.scope import Scope
from flows import instants, names
from flows.boards.artifacts import read_boards, write_boards
from flows.choices import PERIOD, code_of
from flows.installation import Installation, clock, open_installation
from flows.runs import plainly, tell_home
from flows.speaking import FORM, language_of, office_language, sentence
from flows.stages import staged_round
from language import Message, say
from models import db, queries


def _name() -> str:
    """A planned run keeps the name it was planned under; one that a person starts gets one that says so."""
    given = flow_run.parameters
    if given.get("at"):
        return str(flow_run.name)
    language = office_language()
    period = given.get("period") or say(Message("run.every-period"), language, FORM)
    return names.run_name(given["obligation"], period, [say(Message("run.by-hand"), language, FORM)])


@flow(name="obligation", flow_run_name=_name, persist_result=False)
@plainly
async def obligation(
    obligation: str,
    period: Annotated[str, Field(pattern=PERIOD)] | None = None,
    at: datetime | None = None,
) -> State[Any]:
    """Open, remind and escalate for one obligation, at an instant of its calendar.

    `period` None is every open period, `at` None is now; a naive `at` is in the office's zone. Another run
    sends nothing twice.
    """
    await tell_home()
    installation = open_installation()
    code = code_of(obligation)
    now = clock()
    if at is not None and at.tzinfo is None:
        at = at.replace(tzinfo=installation.registry.office.zone)
    planned = at.astimezone(UTC) if at is not None else None
    as_of = instants.as_of(planned, now)
    report = await staged_round(installation, as_of, only=Scope(code, period), steps=Steps.RAISE)
    get_run_logger().info("%s", sentence(installation.registry, report.message()))
    boards = read_boards(installation, report.as_of, only=shown(installation, report.as_of, code, period))
    language = language_of(installation.registry)
    always = {key for key, _, _ in boards} - {names.overall_key(language), names.outbox_key(language)}
    await write_boards(installation, boards, always=always)
    return Completed(message=_said(installation.registry, report, late=instants.missed(planned, now)))


def shown(installation: Installation, as_of: datetime, code: str, period: str | None) -> set[tuple[str, str]]:
    """The boards of a run: its period's, or without one those of all that is still running."""
    if period is not None:
        return {(code, installation.registry.obligation(code).period(period).code)}
    with db.reading(installation.engine) as s:
        rows = queries.board_rows(s, as_of, obligation=code, unfinished=True)
    return {(row.obligation, row.period) for row in rows}


def _said(registry: Registry, report: RoundReport, *, late: bool) -> str:
    """'84/86 đã nộp, 2 chậm; 40 lời nhắc mới'."""
    tally = report.tally
    said = [tally.message() if tally and tally.expected else Message("run.nothing-open")]
    said += [Message("round.opened", n=report.tasks_opened)] * bool(report.tasks_opened)
    said += [Message("run.notices", n=report.raised)] * bool(report.raised)
    said += [Message("run.missed")] * late
    return sentence(registry, Message("run.obligation", did=said))
