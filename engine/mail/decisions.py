"""Requests of units that were passed on: whoever is to decide finds them in the morning's mail, once each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.period_names import name_of
from calendars.periods import parse
from config.registry import Registry
from engine.mail.language import words_of
from engine.overview.names import unit_called
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.requests import PASSED, waiting
from language import Either, Message
from models import queries


def wanted(s: Session, registry: Registry, now: datetime) -> dict[tuple[str, str], Message]:
    """By (recipient, which request and by which event it was passed on): what is to be decided, who asked,
    and what was said to whoever decides."""
    passed = queries.facts(s, PASSED)
    if not passed:
        return {}
    today = local_day(registry, now)
    asked = waiting(s, sorted(int(key.removeprefix(PASSED)) for key in passed))
    tasks = queries.tasks_by_id(s, sorted(asked))
    found = {}
    for number, each in asked.items():
        if each.passed is None:
            continue
        task = tasks[number]
        found[in_place_of(registry, each.decider, today), f"{number}/{each.passed}"] = Message(
            f"mail.decide-{each.kind}",
            title=_titled(registry, task),
            unit=unit_called(registry, task.holder, today),
            day=each.to,
            reason=each.reason,
            said=each.said,
            ref=f"{task.obligation}/{task.period}/{task.unit}",
        )
    return found


def _titled(registry: Registry, task: queries.TaskRow) -> Message:
    """Its duty with its period, which a title that names one does not say twice."""
    duty = registry.obligations.get(task.obligation)
    try:
        period = parse(task.period)
    except WhenError:  # it is to be decided all the same, and whoever mends it finds it by its name
        title = Either(vi=duty.title, en=duty.title_en) if duty else task.obligation
        return Message("mail.titled", title=title, period=task.period)
    title = Either(vi=words_of("vi").bare(duty.title, period), en=duty.title_en) if duty else task.obligation
    return Message("mail.titled", title=title, period=name_of(period, short=True))
