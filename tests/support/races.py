"""Work done by real processes at the same moment: released by one barrier.

They are forked from a clean process that has imported what they need, and nothing else of the tests'; to
start each from nothing would take a second.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from typing import Any

IMPORTED = ["models.db", "models.queries", "tests.support.edits", "tests.support.office"]
_barrier: Barrier | None = None


def together(work: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Runs `work` once per tuple of `arguments`, each in a process of its own; returns the answers order."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(IMPORTED)
    barrier = context.Barrier(len(arguments), timeout=60)
    with ProcessPoolExecutor(
        len(arguments), mp_context=context, initializer=_share, initargs=(barrier,)
    ) as pool:
        running = [pool.submit(_at_once, work, given) for given in arguments]
        return [one.result(timeout=120) for one in running]


def _share(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _at_once(work: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    # Everything is imported and connected by now as far as it can be; what follows is the race.
    import models.db
    import models.queries  # noqa: F401

    assert _barrier is not None
    _barrier.wait()
    return work(*given)


def upgrade(url: str) -> str:
    from models import db

    return db.upgrade(url)


def open_q3(url: str) -> int:
    """How many tasks this process opened."""
    from models import db
    from tests.support import office

    with db.session(db.engine_for(url)) as s:
        return office.open_q3(s)


def claim_all(url: str, worker: str, now: datetime, size: int) -> list[int]:
    """Claims until nothing is left, a transaction for each `size`; the messages this process got."""
    from models import db, queries

    engine = db.engine_for(url)
    got: list[int] = []
    while True:
        with db.session(engine) as s:
            rows = queries.claim_messages(s, now, worker=worker, lease=timedelta(minutes=5), limit=size)
        if not rows:
            return got
        got += [row.id for row in rows]


def raise_notices(url: str, now: datetime) -> tuple[int, int]:
    """One round's scan: (tasks it got, notices that were new)."""
    from calendars.ladders import Role
    from models import db, queries

    with db.session(db.engine_for(url)) as s:
        due = queries.due.part(s, queries.due.ids(s, now), now, suffix=":head")
        new = queries.add_notices(
            s,
            [
                queries.NewNotice(t.id, t.deadline_no, "remind-5wd", Role.UNIT, t.holder, "reminder-5wd", now)
                for t in due
            ],
        )
        queries.due.set_next_actions(s, [(t.id, None) for t in due])
        return len(due), len(new)


def submit(url: str, document_no: str, now: datetime) -> str:
    """Reads TST's task, then submits it as read: 'done' or why not."""
    from models import db
    from models.queries import change
    from models.states import TaskState, TransitionError
    from tests.support import office

    engine = db.engine_for(url)
    with db.reading(engine) as s:
        seen = office.the_task(s)
    assert _barrier is not None
    _barrier.wait()  # both have read the same version
    try:
        with db.session(engine) as s:
            change(
                s,
                seen,
                TaskState.SUBMITTED,
                event=office.happening("submitted", now),
                submitted_at=now,
                document_no=document_no,
            )
    except TransitionError as error:
        return error.why
    return "done"


def try_as_lesser_user(url: str, action: str) -> str:
    """Run in a child process. Root may write anywhere, so it stops being root, once all is imported."""
    import os
    import tempfile

    from models import db
    from tests.support import postgres

    with tempfile.TemporaryDirectory() as folder:
        db.upgrade(f"sqlite:///{folder}/warm.db")
    # So are the texts of errors: the packages may lie where only root can read.
    str(db.DatabaseError(db.Problem.LOCKED, "database.conflict"))
    if lesser := postgres.lesser_user():
        os.setgroups([])
        os.setgid(lesser.pw_gid)
        os.setuid(lesser.pw_uid)
    try:
        if action == "upgrade":
            return db.upgrade(url)
        if action == "check":
            return db.check(db.engine_for(url))
        with db.session(db.engine_for(url)):
            return "done"
    except db.DatabaseError as error:
        return f"{error.problem}: {error}"
