"""Delivery every few minutes of the working day: what failed for now, what quiet time held back, what a form
queued.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from engine.rounds.rounds import deliver_messages
from flows import names
from flows.boards.artifacts import read_boards, write_boards
from flows.installation import clock, open_installation
from flows.runs import dated, plainly
from models import db, queries

LATELY = timedelta(minutes=15)
"""Further back than the run before this one: what was recorded since, from wherever, is to be shown."""

NOTHING = "Hộp thư không có gì phải gửi"
"""What an idle run says: the planner clears away such runs, or they would bury the others."""


@flow(name="deliver", flow_run_name=dated("gửi thư", with_time=True), persist_result=False)
@plainly
async def deliver() -> State[Any]:
    """Gửi thư đang chờ trong hộp thư đi, và cập nhật các bảng có thay đổi.

    Thư lỗi tạm thời được gửi lại sau 5 phút, 15 phút, 1 giờ, rồi 4 giờ.
    """
    installation = open_installation()
    now = clock()
    done = await asyncio.to_thread(deliver_messages, installation, now, origin="deliver")
    idle = not (done.sent or done.failed or done.dead or done.cancelled or done.problem)
    with db.reading(installation.engine) as s:
        touched = queries.touched(s, now - LATELY)
    written = 0
    if touched or not idle:
        boards = read_boards(installation, now, only=touched)
        written = await write_boards(boards, always=() if idle else {names.OUTBOX})
    if idle:
        waiting = f"; {done.waiting} thư chờ đến giờ" if done.waiting else ""
        return Completed(message=(f"{written} bảng được cập nhật" if written else NOTHING) + waiting)
    if done.problem:
        return Failed(message=f"{done.problem} ({done.waiting} thư còn chờ)")
    said = [f"Gửi {done.sent} thư"]
    said += [f"{done.failed} lỗi tạm thời, sẽ gửi lại"] * bool(done.failed)
    said += [f"{done.dead} không gửi được"] * bool(done.dead)
    said += [f"{done.cancelled} không cần gửi nữa"] * bool(done.cancelled)
    said += [f"{done.waiting} còn chờ"] * bool(done.waiting)
    return Completed(message=", ".join(said))
