"""Years of an office that nobody lived: tasks in every state, their events, mails that tell of several,
notices that no mail carries, replies, mails merged into others. Rows as the program leaves them, drawn by
dice.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from calendars.ladders import Role
from calendars.rules import Boundary
from engine.archive.reading import of_period
from engine.history.of_task import history_of
from engine.report.counting import count
from engine.report.scope import Scope, of_year
from engine.report.writing import write
from models import db, portable
from models import tables as tb
from models.states import Began, MessageState, ReplyState, TaskState
from tests.support import cast

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
YEARS = range(2022, 2027)
UNITS = ("TST", "CSXH", "tinh-10", "tinh-15", "VP")
DUTIES = (cast.QUARTERLY, replace(cast.QUARTERLY, code="kstthc-nam", only=frozenset({2, 4})), cast.PLANS)
REGISTRY = cast.registry(*DUTIES)
_ENDS = (TaskState.SUBMITTED, TaskState.ACCEPTED, TaskState.WAIVED, TaskState.WITHDRAWN)


def invent(engine: Engine, seed: int, *, most_open: float = 0.3, units: tuple[str, ...] = UNITS) -> None:
    """Fills the empty database."""
    dice = random.Random(seed)
    with db.session(engine) as s:
        tasks = [
            _task(s, dice, code, year, quarter, unit, dice.random() < dice.random() * most_open)
            for year in YEARS
            for code in (*(duty.code for duty in DUTIES), "gone")
            for quarter in (2, 4)
            for unit in units
            if dice.random() < 0.8
        ]
        # An hour's mails tell of tasks of any year; who was told last year is told again of what is open.
        near = sorted(tasks, key=lambda each: (each.opened_at, dice.random()))
        while near:
            several = [near.pop(0) for _ in range(min(len(near), dice.randrange(1, 6)))]
            _mail(s, dice, [*several, *dice.sample(tasks, dice.randrange(3))])
        for _ in range(5):
            s.execute(
                insert(tb.event).values(at=NOW, kind="contact", actor="x", origin="cli", reason="", data={})
            )


def _task(
    s: Session, dice: random.Random, code: str, year: int, quarter: int, unit: str, is_open: bool
) -> tb.Task:
    # Some units' days are others: a period may be due in two years.
    last = date(year, 3 * quarter, 28) + timedelta(days=dice.choice((0, 0, 0, 1, 5)))
    opened = datetime(last.year, last.month, 1, 1, tzinfo=UTC) - timedelta(days=dice.randrange(20))
    state = TaskState.OPEN if is_open else dice.choice(_ENDS)
    sent = state in (TaskState.SUBMITTED, TaskState.ACCEPTED)
    at = min(opened + timedelta(days=dice.randrange(60), hours=dice.randrange(24)), NOW)
    moved = timedelta(days=dice.choice((0, 0, 0, 10)))
    task = tb.Task(
        obligation=code, period=f"{year}-Q{quarter}", unit=unit, holder=unit,
        owner=dice.choice(("VP", "TST")), state=state, nominal=last, boundary=Boundary.BY,
        last_day=last + moved, working_deadline=last,
        late_from=datetime.combine(last + moved + timedelta(1), datetime.min.time(), UTC),
        original_last_day=last, deadline_no=int(bool(moved)), began=Began.OPENED, began_at=opened,
        opened_at=opened, submitted_at=at if sent else None, document_no="1/BC" if sent else None,
        next_action_at=NOW + timedelta(1) if is_open else None,
    )  # fmt: skip
    s.add(task)
    s.flush()
    by_round = dice.random() < 0.9
    _event(s, task, opened, "opened", "dondoc" if by_round else "Hoa", "engine" if by_round else "cli")
    if moved:
        number = _event(s, task, opened, "extended", "Hoa", "cli", {"to": str(task.last_day)})
        if dice.random() < 0.3:
            _event(s, task, opened, "undone", "Hoa", "cli", {"event": number, "what": "extended"})
    if not is_open:
        _event(s, task, at, state.value, "Họ Đệm Tên", "web", {"files": [{"name": "báo cáo.pdf"}]}, "vì chờ")
    return task


def _event(
    s: Session, task: tb.Task, at: datetime, kind: str, actor: str, origin: str, data: object = None,
    reason: str = "",
) -> int:  # fmt: skip
    row = {"task_id": task.id, "at": at, "kind": kind, "actor": actor, "origin": origin, "reason": reason}
    done = s.execute(insert(tb.event).values(**row, data=data or {}).returning(tb.event.c.id))
    return int(done.scalar_one())


def _mail(s: Session, dice: random.Random, tasks: list[tb.Task]) -> None:
    """A mail that tells of them; sometimes a message by chat beside it, a reply to it, one merged into it."""
    number = s.scalar(select(tb.message.c.id).order_by(tb.message.c.id.desc()).limit(1)) or 0
    at = max(each.opened_at for each in tasks)
    waits = at > NOW - timedelta(40) and dice.random() < 0.5
    mail = tb.Message(
        round_key=f"r{number}", kind="digest", recipient=tasks[0].unit, address="a@office.example",
        message_id_header=f"<{number}@office.example>", not_before=at, next_attempt_at=at, queued_at=at,
        state=MessageState.PENDING if waits else dice.choice((MessageState.SENT, MessageState.CANCELLED)),
        sent_at=None if waits else at, subject="Đôn đốc", answers=dice.choice((None, {"a": "250 ok"})),
    )  # fmt: skip
    s.add(mail)
    s.flush()
    if mail.state is MessageState.SENT:
        s.execute(insert(tb.sent_mail).values(message_id=mail.id, mail=f"packed {number}"))
    notices = []
    for task in {each.id: each for each in tasks}.values():
        rung = f"remind-{number}"
        rows = [
            (rung, Role.UNIT, task.unit, False, mail.id),
            (rung, Role.HEAD, f"{task.unit}:head", True, None),
        ]
        for name, role, recipient, collapsed, carrier in rows[: dice.randrange(1, 3)]:
            done = s.execute(
                insert(tb.notice)
                .values(
                    task_id=task.id, deadline_no=task.deadline_no, rung=name, role=role, recipient=recipient,
                    reason="reminder-5wd", raised_at=at, collapsed=collapsed,
                    message_id=carrier if dice.random() < 0.9 else None,
                )
                .returning(tb.notice.c.id)
            )  # fmt: skip
            notices.append(int(done.scalar_one()))
    if dice.random() < 0.2:
        beside = replace_message(mail, f"c{number}", "chat")
        s.add(beside)
        s.flush()
        s.execute(insert(tb.told_too).values(message_id=beside.id, notice_id=dice.choice(notices)))
    if dice.random() < 0.1:
        s.add(
            tb.Reply(
                mailbox="box", place=str(number), read_at=at, state=ReplyState.RECORDED, message_id=mail.id
            )
        )
    if dice.random() < 0.1:
        merged = replace_message(mail, f"m{number}", None)
        merged.state, merged.merged_into = MessageState.CANCELLED, mail.id
        s.add(merged)
    s.flush()


def replace_message(mail: tb.Message, key: str, way: str | None) -> tb.Message:
    """A further message to the same recipient."""
    told = {name: getattr(mail, name) for name in tb.message.columns.keys() if name != "id"}  # noqa: SIM118
    return tb.Message(
        **{**told, "round_key": key, "message_id_header": f"<{key}@office.example>", "way": way}
    )


def everything(engine: Engine) -> dict[str, list[bytes]]:
    """Every row of every table."""
    with db.reading(engine) as s:
        return {name: list(portable.dump(s, name)) for name in portable.names()}


def reports(engine: Engine, folder: Path, now: datetime = NOW) -> dict[str, bytes]:
    """Reports of every year and kind, as the files that people get."""
    scopes = {str(year): of_year(year) for year in YEARS}
    scopes |= {
        "all": Scope(first=date.min, last=date.max),
        "running": Scope(first=date.min, last=date.max, running=True),
        "an owner's": of_year(2023, owner="TST"),
        "a duty's": Scope(first=date(2022, 1, 1), last=date(2024, 6, 30), obligation="kstthc-quy"),
        "a period's": Scope(first=date.min, last=date.max, period="2023-Q4"),
        "a unit's": Scope(first=date(2023, 1, 1), last=date(2023, 12, 31), units=("TST",)),
    }
    found = {}
    with db.reading(engine) as s:
        for name, scope in scopes.items():
            for years in (True, False) if name == "2023" else (name in ("2025", "2026"),):
                made = count(s, REGISTRY, now, scope, archives=folder, years=years)
                for kind in ("json", "html") if name in ("2023", "all") else ("json",):
                    found[f"{name} {years} {kind}"] = write(REGISTRY, made, kind, "vi")
    return found


def histories(
    engine: Engine, folder: Path, keys: list[tuple[str, str, str]]
) -> dict[tuple[str, str, str], str]:
    """What `dondoc history` reads of each of these tasks."""
    found = {}
    with db.reading(engine) as s:
        for code, period, unit in keys:
            of = (tb.task.c.obligation == code, tb.task.c.period == period, tb.task.c.unit == unit)
            task = s.scalars(select(tb.Task).where(*of)).one_or_none()
            with of_period(s, folder, code, period) as file:
                where = s if task is not None else file
                assert where is not None, (code, period, unit)
                task = task or where.scalars(select(tb.Task).where(*of)).one()
                found[code, period, unit] = repr(history_of(where, REGISTRY, task, NOW))
    return found


def keys_of(engine: Engine) -> list[tuple[str, str, str]]:
    """Every task, by the names people use."""
    with db.reading(engine) as s:
        columns = (tb.task.c.obligation, tb.task.c.period, tb.task.c.unit)
        return [(a, b, c) for a, b, c in s.execute(select(*columns).order_by(tb.task.c.id))]
