"""`dondoc requests`: what units asked and nobody has answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk import naming, options
from desk.command import command
from desk.office import Desk
from desk.output import answer, line, table
from language import Message

if TYPE_CHECKING:
    from datetime import date, datetime

HEADS = (
    "head.task", "head.request", "head.last-day", "head.asked-on", "head.by", "head.reason",
    "head.held-until",
    "head.decider",
)  # fmt: skip


@command(help="help.requests")
@options.reading
def requests(as_of: datetime | date | None, as_json: bool) -> None:
    """Print each request that waits, the oldest first, with its task."""
    from engine.tasks.days import local_day
    from engine.tasks.requests import all_waiting, held_until

    desk = Desk(as_of)
    registry = desk.registry
    with desk.looking() as session:
        found = all_waiting(session)
    if as_json:
        listed = [
            {
                "obligation": task.obligation,
                "period": task.period,
                "unit": task.unit,
                "holder": task.holder,
                "asked": each.kind,
                "to": each.to,
                "last_day": task.last_day,
                "at": each.at,
                "by": each.actor,
                "reason": each.reason,
                "held_until": held_until(registry, each),
                "decider": each.decider or None,
            }
            for task, each in found
        ]
        answer({"as_of": desk.now, "requests": listed})
        return
    table(
        HEADS,
        [
            (
                f"{task.obligation} {task.period} {task.unit}",
                Message(f"cli.requests.{each.kind}", day=each.to),
                task.last_day,
                local_day(registry, each.at),
                each.actor,
                each.reason,
                local_day(registry, held_until(registry, each)),
                naming.unit(desk, each.decider) if each.decider else None,
            )
            for task, each in found
        ],
    )
    line(Message("cli.requests.count", n=len(found)))
