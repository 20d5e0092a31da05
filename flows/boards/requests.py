"""What units asked and nobody has answered, as the overall board shows it: which task, what, why, since when.
Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.overview.labels import labels_of
from engine.overview.names import unit_called
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from engine.tasks.requests import Request, held_until
from flows import names
from flows.boards.form_links import form_link
from flows.boards.seen import Seen, row
from flows.names import cell, link
from language import Message
from models.queries import TaskRow

Asked = tuple[TaskRow, Request]


def section(seen: Seen, waiting: Sequence[Asked], n: int) -> list[str]:
    """The lines of the section, after an empty one; none where nothing waits for an answer. `waiting` are the
    oldest of the `n` that do."""
    if not waiting:
        return []
    head = seen.said(Message("board.requests", n=n))
    how = seen.said(Message("board.requests-how"))
    more = seen.more_waiting(n - len(waiting))
    return ["", f"## {head}", "", *_table(seen, waiting), "", *more, f"_{how}_"]


def _table(seen: Seen, waiting: Sequence[Asked]) -> Iterator[str]:
    yield from seen.heads(
        "task", "unit", "asked-for", "reason", "by", "requested-on", "held-until", "decider", "answer"
    )
    for task, asked in waiting:
        board = link(f"{task.obligation} {task.period}", names.artifact_key(task.obligation, task.period))
        held = local_day(seen.registry, held_until(seen.registry, asked))
        decider = asked.decider or in_place_of(seen.registry, task.owner, seen.today)
        yield row(
            board,
            seen.cell(unit_called(seen.registry, task.holder, seen.today)),
            seen.said(Message(f"board.{asked.kind}", day=asked.to)),
            cell(asked.reason),
            cell(asked.actor),
            seen.unbroken(names.figures(local_day(seen.registry, asked.at))),
            seen.unbroken(names.figures(held)),
            seen.cell(unit_called(seen.registry, decider, seen.today)),
            " · ".join(_links(seen, task, asked)),
        )


def _links(seen: Seen, task: TaskRow, asked: Request) -> Iterator[str]:
    """The forms that answer it, filled in with what is known; the day that was asked for may be changed
    there."""
    of = labels_of(seen.registry, task, seen.today)
    day: dict[str, str | int] = {"new_day": asked.to.isoformat()} if asked.to else {}
    for form, given in (("grant-request", of | day), ("refuse-request", of), ("pass-request-on", of)):
        yield form_link(seen.said(Message(f"board.{form}")), form, given)
