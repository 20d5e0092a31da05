"""Replies: the mailbox is read every few minutes, at all hours, since reading disturbs nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from engine.replies.choose import mailbox_of
from engine.replies.hearing import hear
from engine.replies.reading import Report, read_replies
from flows.boards.artifacts import read_boards, write_boards
from flows.installation import clock, open_installation
from flows.runs import dated, plainly
from flows.speaking import sentence
from language import Message
from models import db, queries

EVERY = 5
"""Minutes."""
LATELY = timedelta(minutes=3 * EVERY)
"""Further back than the run before this one."""
NOTHING = Message("run.no-replies")
"""How an idle run's message begins: the planner clears away such runs."""
_COUNTED = ("recorded", "waiting", "refused", "bounce", "unreadable", "ignored")


@flow(name="read-replies", flow_run_name=dated("run.name-replies"), persist_result=False)
@plainly
async def read_all() -> State[Any]:
    """Read what units wrote back, record what is sure, and bring the boards up to date."""
    installation = open_installation()
    registry, now = installation.registry, clock()
    if installation.settings.replies is None:
        return Completed(message=sentence(registry, Message("run.replies-off")))
    box = mailbox_of(installation.settings)
    done = await asyncio.to_thread(read_replies, installation, box, hear, now)
    with db.reading(installation.engine) as s:
        touched = queries.touched(s, now - LATELY)
        moved = queries.recorded_since(s, now - LATELY)
    # Also what `dondoc replies` read or decided since: the terminal writes no boards.
    written = await write_boards(installation, read_boards(installation, now, only=touched)) if moved else 0
    if done.problem:
        return Failed(message=sentence(registry, Message("run.replies-stopped", why=done.problem)))
    if not (done.read or done.answered):
        told = Message("run.boards-updated", n=written) if written else NOTHING
        return Completed(message=sentence(registry, told))
    return Completed(message=sentence(registry, Message("run.replies-read", did=list(_did(done)))))


def _did(done: Report) -> Iterator[Message]:
    counts = {state.value: n for state, n in done.counts.items()}
    for name in _COUNTED:
        if count := counts.get(name):
            yield Message(f"cli.replies.n-{name}", n=count)
    if done.answered:
        yield Message("run.replies-answered", n=done.answered)
