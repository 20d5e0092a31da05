"""Running rounds in tests, and reading what they told whom."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from config.registry import Registry
from config.settings import Settings
from engine.rounds.report import RoundReport
from engine.tasks.acts import By
from models import db, queries
from tests.support import acts, cast
from tests.support.cast import CALENDAR, HANOI, at

LAN = By("lan", "cli")


def settings(home: Path, **more: Any) -> Settings:
    """Settings of a throw-away home, without a mail server."""
    return Settings(home=home, **more)


def quiet_round(
    engine: Engine, registry: Registry, given: Settings, now: datetime, **more: Any
) -> RoundReport:
    """A round that leaves its mail in the outbox."""
    return acts.a_round(engine, registry, given, now, **{"deliver": False, **more})


def mornings(first: str, last: str) -> Iterator[datetime]:
    """08:00 of every working day of the cast's calendar, both ends included."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        if CALENDAR.is_workday(day):
            yield at(day.isoformat())
        day += timedelta(days=1)


def told(engine: Engine, *, collapsed: bool = False) -> list[tuple[str, str, str]]:
    """(local day, recipient, reason) of every notice so far, in order."""
    with db.reading(engine) as s:
        return sorted(
            (n.raised_at.astimezone(HANOI).date().isoformat(), n.recipient, n.reason)
            for n in queries.notices(s)
            if n.collapsed is collapsed
        )


def mails(engine: Engine) -> list[tuple[str, str]]:
    """(round key, recipient) of every message, in order."""
    with db.reading(engine) as s:
        return sorted((m.round_key, m.recipient) for m in queries.outbox_rows(s, limit=None))


def snapshot(engine: Engine) -> dict[str, object]:
    """What must be the same however often, in how many processes and with how many crashes a round ran."""
    with db.reading(engine) as s:
        tasks = queries.tasks(s)
        named = {task.id: f"{task.obligation} {task.period} {task.unit}" for task in tasks}
        messages = {m.id: f"{m.round_key} {m.recipient}" for m in queries.outbox_rows(s, limit=None)}
        return {
            "tasks": sorted(
                (named[task.id], task.holder, task.state.value, task.deadline_no, task.next_action_at)
                for task in tasks
            ),
            "events": sorted((named[e.task_id], e.kind) for e in queries.history(s) if e.task_id),
            "notices": sorted(
                (named[n.task_id], n.rung, n.recipient, n.reason, messages.get(n.message_id or 0, ""))
                for n in queries.notices(s)
            ),
            "messages": sorted(messages.values()),
        }


def race(url: str, home: str, when: str, deliver: bool) -> str:
    """One process's whole round, for `races.together`; answers the report's line."""
    engine = db.engine_for(url)
    try:
        registry, given = cast.registry(), settings(Path(home))
        return str(acts.a_round(engine, registry, given, at(when), deliver=deliver))
    finally:
        engine.dispose()


def die_at(url: str, home: str, when: str, statement: int | str, registry: Registry | None = None) -> bool:
    """A round in a process that is killed when it is about to send its n-th statement, or the first that
    begins with these words; True if it was.

    Forked, so that a hundred deaths are quick; the child opens its own connections and leaves without a word.
    """
    child = os.fork()
    if child == 0:
        status = 1
        try:
            engine = db.engine_for(url)
            sent = count(1)

            def watch(_connection: object, _cursor: object, words: str, *_: object) -> None:
                if next(sent) == statement or (isinstance(statement, str) and words.startswith(statement)):
                    os._exit(9)

            event.listen(engine, "before_cursor_execute", watch)
            acts.a_round(engine, registry or cast.registry(), settings(Path(home)), at(when))
            status = 0
        finally:
            os._exit(status)
    _, answered = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(answered)
    assert code in (0, 9), f"the round failed instead of dying: {code}"
    return code == 9
