"""What the forms share: what a run is called, who acts, one answer recorded and told, the boards after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Completed

from config.typed_names import duty_code, unit_codes
from engine.answers.answers import Answer
from engine.tasks import lookup
from engine.tasks.acts import Act as Engaged
from engine.tasks.acts import By, TaskRef
from flows import names
from flows.boards.artifacts import read_boards, write_boards
from flows.choices import code_of
from flows.installation import Installation, clock, open_installation
from flows.runs import recorder
from flows.speaking import FORM, office_language, spoken
from language import Message, say
from models.tables import Task

ORIGIN = "flow"
Act = Callable[[Installation, datetime], tuple[Answer, Message]]
"""Records an answer as of an instant (UTC); answers what became of the task, and what to say of it."""


def called(name: str, *fields: str) -> Callable[[], str]:
    """The name of a form's run, from the message of that id and the run's own parameters:
    'ghi nhận · kstthc-quy · 2026-Q3 · PC'.
    """

    def named() -> str:
        given = flow_run.parameters
        said = {field: code_of(str(given[field])) for field in fields}
        return say(Message(name, **said), office_language(), FORM)

    return named


def of_a_unit(name: str) -> Callable[[], str]:
    """The same for the forms about one unit's report."""
    return called(name, "obligation", "period", "unit")


def ref_of(act: Engaged, obligation: str, period: str, unit: str) -> TaskRef:
    """The task that a form's fields name; UnknownName, a refusal, says what there is."""
    return lookup.ref_of(act.registry, obligation, period, unit, act.today)


def duty_of(act: Engaged, obligation: str) -> str:
    """The code of the duty that a form's field names; RegistryError, a refusal, says what there is."""
    return duty_code(act.registry, obligation)


def units_of(act: Engaged, units: str) -> list[str] | None:
    """The codes of the units in a form's list, None where it is empty; RegistryError as `duty_of`."""
    return list(unit_codes(act.registry, units, act.today)) or None


def by(name: str) -> By:
    """Who acts: the name given in the form, or the login of the service."""
    return By(recorder(name), ORIGIN)


async def recorded(act: Act, obligation: str, period: str, unit: str) -> State[Any]:
    """Does one answer, rewrites its board, and ends the run with what was done."""
    installation = open_installation()
    now = clock()
    done, said = await asyncio.to_thread(act, installation, now)
    # As the tables have them, however they were typed.
    obligation, period = done.task.obligation, done.task.period
    await refresh(installation, now, obligation, period)
    told = Message(
        "form.done", unit=code_of(unit), obligation=obligation, period=period, said=whole(done, said)
    )
    return Completed(message=spoken(installation.registry, told))


def by_day(task: Task, one: str, two: str) -> Message:
    """What a new deadline asks for: the day by which it is asked for and, by the message `two`, the later one
    from whose end on it is late."""
    day, last_day = task.working_deadline, task.last_day
    return Message(one, day=day) if day == last_day else Message(two, day=day, last_day=last_day)


def whole(done: Answer, said: Message) -> Message:
    """What was done, with the day that was moved and whether it changed anything."""
    if done.days_off:
        said = Message("form.day-moved", said=said, why=names.days_off(done.days_off))
    return said if done.changed else Message("form.unchanged", said=said)


async def refresh(installation: Installation, now: datetime, obligation: str, period: str) -> None:
    """The boards on which the form's effect is to be seen, into the form's own run."""
    boards = read_boards(installation, now, only={(obligation, period)})
    await write_boards(installation, boards, always={names.artifact_key(obligation, period)})
