"""Delivery every few minutes of the working day: what failed for now, what quiet time held back, what a form
queued.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from engine.rounds.report import Delivery
from engine.rounds.rounds import deliver_messages
from flows import names
from flows.boards.artifacts import read_boards, write_boards
from flows.installation import clock, open_installation
from flows.runs import dated, plainly
from flows.speaking import language_of, sentence
from language import Message
from models import db, queries

LATELY = timedelta(minutes=15)
"""Further back than the run before this one: what was recorded since, from wherever, is to be shown."""

NOTHING = Message("run.nothing-to-send")
"""How an idle run's message begins: the planner clears away such runs, or they would bury the others."""


@flow(name="deliver", flow_run_name=dated("run.name-delivery"), persist_result=False)
@plainly
async def deliver() -> State[Any]:
    """Send what waits in the outbox, and bring the boards up to date on which something has moved."""
    installation = open_installation()
    registry, now = installation.registry, clock()
    done = await asyncio.to_thread(deliver_messages, installation, now, origin="deliver")
    idle = not (done.sent or done.failed or done.dead or done.cancelled or done.problem)
    with db.reading(installation.engine) as s:
        touched = queries.touched(s, now - LATELY)
        moved = queries.recorded_since(s, now - LATELY)
    written = 0
    if moved or not idle:
        boards = read_boards(installation, now, only=touched)
        written = await write_boards(
            installation, boards, always=() if idle else {names.outbox_key(language_of(registry))}
        )
    if idle:
        told = Message("run.boards-updated", n=written) if written else NOTHING
        if done.waiting:
            told = Message("run.held-back", said=told, n=done.waiting)
        return Completed(message=sentence(registry, told))
    if done.problem:
        return Failed(message=sentence(registry, Message("run.stopped", why=done.problem, n=done.waiting)))
    # What was set aside waits for a person, and a run of which every letter fails is not well.
    ended = Failed if done.dead or (done.failed and not done.sent) else Completed
    return ended(message=sentence(registry, Message("run.delivery", did=list(_did(done)))))


def _did(done: Delivery) -> Iterator[Message]:
    yield Message("run.mails-sent", n=done.sent)
    for what in ("failed", "dead", "cancelled", "waiting"):
        if count := getattr(done, what):
            yield Message(f"run.mails-{what}", n=count)
