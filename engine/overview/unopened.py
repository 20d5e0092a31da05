"""Who owes a period by the roster and has no task of it: a rerun opened some units, or a report came early.

What is expected of a period is what is owed, not what happens to be opened: without these, two tasks that a
person opened would look like the whole period.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry, RegistryError
from config.registry.objects import Cycle
from engine.tasks.archived import opened_by_rounds
from engine.tasks.days import local_day
from engine.tasks.opening import heirs, openings_of
from models import queries
from models.states import TaskState

Asked = dict[str, TaskState]
"""The units that have a task of the period, each with its state."""


def unopened(
    s: Session,
    registry: Registry,
    now: datetime,
    obligation: str,
    period: str,
    having: Callable[[], Asked] | None = None,
) -> tuple[str, ...]:
    """The units, in the registry's order, that the roster names on the day on which the period opens and that
    have no task of it (`having` answers who has, where it is not to be read from the database as it is).

    Nobody where a unit answers in their place, where the registry knows the duty or the period no more, or of
    an event, which concerns those for whom it was reported. A period that has ended and that a round had
    opened is complete as it stands: whom an edit of the registry adds later never owed it.
    """
    try:
        duty = registry.obligation(obligation)
        of = registry.period(duty, period)
        if duty.cycle is Cycle.EVENT:
            return ()
        registry.roster(duty)  # a duty of which it cannot be said who owes it is no complete one
        ends = max(view.deadline(duty, of).last_day for view in registry.views())
        if ends < local_day(registry, now) and opened_by_rounds(s, duty.code, of.code):
            return ()
        asked = having() if having else asked_of(s, [(obligation, period)]).get((obligation, period), {})
        owing = [unit.code for unit in registry.owing_for(duty, of) if unit.code not in asked]
    except RegistryError:
        return ()
    if not owing:
        return ()
    with contextlib.suppress(
        RegistryError
    ):  # a period that opens beyond the working calendar has no heirs yet
        answering = [unit for unit, state in asked.items() if state is not TaskState.WITHDRAWN]
        for due in openings_of(registry, duty, of):
            spared = heirs(registry, due, answering)
            owing = [code for code in owing if code not in spared]
    return tuple(owing)


def asked_of(s: Session, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Asked]:
    """The units that have a task of each of these periods, by (obligation, period), in one statement."""
    return queries.units_with_tasks(s, {code for code, _ in pairs}, {period for _, period in pairs})
