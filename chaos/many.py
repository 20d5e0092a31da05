"""Many at once: rounds, deliveries, answers, plans and replies in processes of their own over the same tasks.

Afterwards everything is counted: what was told to be done is there once, every task stands as its events say,
every mail arrived once, and nobody was shown a lock, a deadlock or any other error that is no refusal.
"""

from __future__ import annotations

import json
import mailbox
import multiprocessing
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from chaos import sinks
from chaos.state import doubled
from chaos.workers import CALM, FIRST, Job, Shift, Worker, finish, registry_of, work
from engine.installation import Installation
from engine.rounds.rounds import Steps, run_round
from models import db
from tests.support import cast

EIGHT = (
    Job("round-1", ("round",)),
    Job("round-2", ("round",)),
    Job("deliver-1", ("deliver",)),
    Job("deliver-2", ("deliver",)),
    Job("answer-1", ("answer",)),
    Job("answer-2", ("answer",)),
    Job("apply", ("apply", "answer")),
    Job("reply", ("reply",)),
)
TWO = (Job("engine", ("round", "deliver", "apply")), Job("people", ("answer",) * 5 + ("reply",)))


@dataclass
class Figures:
    """What was counted."""

    workers: int = 0
    tasks: int = 0
    mornings: int = 0
    rounds: int = 0
    plans: int = 0
    answers: int = 0
    refused: int = 0
    replies: int = 0
    mails: int = 0
    mails_doubled: int = 0
    duplicates: int = 0
    deadlocks: int = 0
    lost_updates: int = 0
    errors_shown: int = 0
    longest_wait: float = 0.0
    longest_answer: float = 0.0
    """What a person waited for at most, in seconds."""
    violations: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is tried: an office of so many units with so many duties, for so many seconds, each of its
    working mornings taking `morning` of them."""

    units: int = 500
    duties: int = 20
    seconds: float = 600
    morning: float = 60


def tried(
    url: str, home: Path, jobs: tuple[Job, ...], size: Size, seed: int, tell: Callable[[str], None]
) -> Figures:
    """Lets the jobs run at once on the database at `url` (empty), and answers what was counted."""
    db.upgrade(url)
    engine = db.engine_for(url)
    found = Figures(workers=len(jobs))
    server = sinks.Server()
    server.start()
    try:
        smtp = server.settings()["DONDOC_SMTP"]
        found.mornings = max(1, round(size.seconds / size.morning))
        shift = Shift(url, str(home), smtp, size.units, size.duties, found.mornings, size.morning, seed)
        _opened(shift, engine)
        tell(f"{len(jobs)} processes for {found.mornings} mornings of {size.morning:.0f} s")
        notes = _at_once(shift, jobs, home)
        more = finish(shift)
        if more:
            found.violations.append(f"a last round still had something to do: {more}")
        _count(found, engine, notes, server.arrived())
    finally:
        server.stop()
    engine.dispose()
    for each in found.violations:
        tell(f"VIOLATION {each}")
    return found


def _opened(shift: Shift, engine: Engine) -> None:
    """The tasks are there before anybody begins: a round of the working day before."""
    settings = Worker(shift, Job("first", ())).settings
    here = Installation(settings, registry_of(shift, 0), engine)
    day = cast.CALENDAR.shift(FIRST, -1)
    run_round(here, cast.at(day.isoformat()), steps=Steps.RAISE)


def _at_once(shift: Shift, jobs: tuple[Job, ...], home: Path) -> list[dict[str, Any]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chaos.warm", "chaos.workers"])
    dawn = context.Barrier(len(jobs))
    mailbox.Maildir(home / "Maildir", create=True)
    files = [home / f"{job.name}.json" for job in jobs]
    running = [
        context.Process(target=work, args=(shift, job, str(file), dawn), daemon=True)
        for job, file in zip(jobs, files, strict=True)
    ]
    for each in running:
        each.start()
    for each in running:
        each.join(shift.mornings * (shift.morning + CALM))
    for each in running:
        if each.is_alive():
            each.kill()
    return [
        json.loads(file.read_text()) if file.exists() else {"name": job.name, "died": True}
        for job, file in zip(jobs, files, strict=True)
    ]


def _count(found: Figures, engine: Engine, notes: list[dict[str, Any]], arrived: list[sinks.Arrival]) -> None:
    for note in notes:
        if note.get("died"):
            found.violations.append(f"{note['name']} died or hangs")
            continue
        counts = note["counts"]
        found.rounds += counts.get("round", 0)
        found.plans += counts.get("apply", 0)
        found.answers += len(note["done"])
        found.refused += sum(n for name, n in counts.items() if name.endswith(": refused"))
        found.replies += sum(n for name, n in counts.items() if name.startswith("replies "))
        found.longest_wait = max(found.longest_wait, *(round(each, 1) for each in note["waited"].values()))
        found.longest_answer = max(found.longest_answer, round(note["waited"].get("answer", 0.0), 1))
        found.errors_shown += len(note["wrong"])
        found.violations += [f"{note['name']} was shown: {each}" for each in note["wrong"][:20]]
    twice = doubled(engine)
    found.duplicates, found.violations = len(twice), found.violations + twice
    lost = [*_unrecorded(engine, notes), *_unlike_their_events(engine)]
    found.lost_updates, found.violations = len(lost), found.violations + lost[:20]
    found.violations += _mails(found, engine, arrived)
    with engine.connect() as connection:
        found.tasks = int(connection.execute(text("SELECT count(*) FROM task")).scalar_one())
        if engine.dialect.name == "postgresql":
            asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
            found.deadlocks = int(connection.execute(asked).scalar_one())
    if found.deadlocks:
        found.violations.append(f"PostgreSQL saw {found.deadlocks} deadlocks")


def _unrecorded(engine: Engine, notes: list[dict[str, Any]]) -> list[str]:
    """Answers that somebody was told are recorded, without an event; and events that nobody was told of."""
    told = Counter((note["name"], kind, task) for note in notes for kind, task, _ in note.get("done", ()))
    kinds = {kind for _, kind, _ in told}
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT actor, kind, task_id FROM event")).all()
    names = {note["name"] for note in notes}
    there = Counter((row[0], row[1], row[2]) for row in rows if row[0] in names and row[1] in kinds)
    return [f"answer without its event: {each}" for each in sorted((told - there).elements())] + [
        f"event that nobody was told of: {each}" for each in sorted((there - told).elements())
    ]


STATES = {
    "opened": "open", "submitted": "submitted", "amended": "submitted", "accepted": "accepted",
    "returned": "open", "waived": "waived", "withdrawn": "withdrawn", "reopened": "open",
}  # fmt: skip
"""What an event makes of a task."""
GIVES_A_DAY = ("extended", "returned", "moved", "reopened")


def _unlike_their_events(engine: Engine) -> list[str]:
    """Tasks that do not stand as their events, those that were taken back left out, say."""
    with engine.connect() as connection:
        tasks = connection.execute(
            text("SELECT id, state, document_no, last_day, obligation, unit FROM task")
        ).all()
        rows = connection.execute(
            text("SELECT id, task_id, kind, data FROM event WHERE task_id IS NOT NULL ORDER BY id")
        ).all()
    events: dict[int, list[tuple[int, str, dict[str, Any]]]] = {}
    for number, task, kind, data in rows:
        said = json.loads(data) if isinstance(data, str) else data
        events.setdefault(task, []).append((number, kind, said))
    wrong = []
    for task, state, number, last_day, duty, unit in tasks:
        of_task = events.get(task, [])
        taken_back = {said.get("event") for _, kind, said in of_task if kind == "undone"}
        stands, sent, day = "", None, ""
        for event, kind, said in of_task:
            if event in taken_back:
                continue
            stands = STATES.get(kind, stands)
            if kind in ("submitted", "amended"):
                sent = said.get("document_no") or sent
            elif kind in ("returned", "reopened"):
                sent = None
            day = str(said.get("last_day") or day) if kind in GIVES_A_DAY else day
        if (stands, sent) != (state.lower(), number):
            wrong.append(f"{duty} {unit} is {state} {number}, its events say {stands} {sent}")
        if day and day != str(last_day):
            wrong.append(f"{duty} {unit} is due on {last_day}, its events say {day}")
    return wrong


def _mails(found: Figures, engine: Engine, arrived: list[sinks.Arrival]) -> list[str]:
    """Each mail arrived once, and no recipient got two digests of one morning."""
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT message_id_header, recipient, round_key, kind, state FROM message")
        ).all()
        answered = connection.execute(
            text("SELECT answer_header FROM reply WHERE answered_at IS NOT NULL")
        ).scalars()
        ours = {*answered, *(row[0] for row in rows)}
    came = Counter(each.message_id for each in arrived)
    found.mails = len(came)
    found.mails_doubled = sum(n - 1 for n in came.values())
    wrong = [f"{name} arrived {n} times" for name, n in came.items() if n > 1]
    wrong += [f"{name} arrived and is not known" for name in came.keys() - ours]
    wrong += [
        f"{row[0]} is recorded as sent and did not arrive"
        for row in rows
        if row[4].lower() == "sent" and not came[row[0]]
    ]
    wrong += [
        f"{row[0]} arrived and is {row[4]}" for row in rows if row[4].lower() != "sent" and came[row[0]]
    ]
    mornings = Counter((row[1], row[2]) for row in rows if row[3] == "digest" and came[row[0]])
    wrong += [f"{who} got {n} mails on {day}" for (who, day), n in mornings.items() if n > 1]
    return wrong
