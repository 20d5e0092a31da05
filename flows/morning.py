"""The morning round: on every working day, everything that any other run missed, one digest a recipient, the
boards.
"""

from __future__ import annotations

import logging
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed

from engine.overview.findings import Severity
from flows import instants, names
from flows.boards.artifacts import read_boards, write_boards
from flows.installation import clock, open_installation
from flows.runs import dated, plainly, scheduled, tell_home
from flows.speaking import language_of, sentence, spoken
from flows.stages import staged_round
from language import Message

_LEVELS = {Severity.ERROR: logging.ERROR, Severity.WARNING: logging.WARNING, Severity.INFO: logging.INFO}


@flow(name="morning-round", flow_run_name=dated("run.name-morning"), persist_result=False)
@plainly
async def morning_round(even_on_day_off: bool = False) -> State[Any]:
    """Open, remind, escalate and send for every obligation; at most one letter a recipient and day.

    On a day off nothing is done, unless `even_on_day_off`; mail through a server then still waits.
    """
    await tell_home()
    installation = open_installation()
    registry, now = installation.registry, clock()
    as_of = instants.as_of(scheduled(), now)
    today = installation.today(as_of)
    if not even_on_day_off and not registry.calendar.is_workday(today):
        why = names.days_off(registry.calendar.why_off(today))
        return Completed(message=sentence(registry, Message("run.day-off", day=today, why=why)))
    report = await staged_round(installation, as_of)
    for finding in report.findings:
        get_run_logger().log(_LEVELS[finding.severity], "%s", spoken(registry, finding.message))
    boards = read_boards(installation, report.as_of)
    written = await write_boards(installation, boards, always={names.overall_key(language_of(registry))})
    told = Message("run.morning", did=report.message(), boards=Message("run.boards-updated", n=written))
    return Completed(message=sentence(registry, told))
