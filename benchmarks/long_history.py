"""An office with years behind it: `python benchmarks/long_history.py FOLDER [TASKS] [DATABASE]`.

Writes a registry and a database of about so many tasks (default 10,000; a hundred for each unit: 20 duties,
three years and a half), each with its events, notices and mails, as rounds, mails and units would have left
them. `FOLDER` is then a home: `DONDOC_HOME=FOLDER DONDOC_CONFIG=FOLDER/registry dondoc tasks`.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Connection, Engine, and_, insert, select  # noqa: E402

from calendars.deadlines import Deadline  # noqa: E402
from calendars.ladders import Role  # noqa: E402
from calendars.periods import Period  # noqa: E402
from config.loading.loader import load  # noqa: E402
from config.registry import Registry  # noqa: E402
from config.registry.objects import Obligation  # noqa: E402
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.tasks.following import follow  # noqa: E402
from engine.tasks.opening import OPENED_THROUGH, go_live  # noqa: E402
from engine.tasks.requests import ASKED_EXTENSION  # noqa: E402
from models import db, queries  # noqa: E402
from models.queries.sets import constants, insert_new  # noqa: E402
from models.states import Began, MessageState, ReplyState, TaskState  # noqa: E402
from models.tables import event as e  # noqa: E402
from models.tables import message as m  # noqa: E402
from models.tables import notice as n  # noqa: E402
from models.tables import reply as rp  # noqa: E402
from models.tables import roster as r  # noqa: E402
from models.tables import round_log as log  # noqa: E402
from models.tables import task as t  # noqa: E402

BEGAN, NOW = date(2023, 6, 1), datetime(2026, 11, 20, 3, tzinfo=UTC)
MONTHLY, QUARTERLY, ANNUAL = 8, 8, 3
GROUPS = 10
"""A tenth of the units each; a monthly or a quarterly duty is owed by two of them, a yearly one by all."""
BUSY, BUSY_OPEN = "DV-00000", 1000
"""A unit that has so many tasks open, of the duty that is owed whenever something happens."""
PER_UNIT = 100
LEFT_OPEN = timedelta(days=180)
"""So long what nobody sends stays open; then it is waived."""


@dataclass(frozen=True, slots=True)
class Place:
    """An office that was filled: its settings, its registry and its database."""

    settings: Settings
    registry: Registry
    engine: Engine
    tasks: int


def filled(home: Path, tasks: int, url: str | None = None) -> Place:
    """The office with about so many tasks, in that folder; the database by `url`, else SQLite's there."""
    folder = home / "registry"
    _registry(folder, max(GROUPS, tasks // PER_UNIT))
    settings = Settings(home=home, config=folder, database_url=url, go_live=BEGAN)
    registry = load(folder)
    db.upgrade(settings.database)
    engine = db.engine_for(settings.database)
    with db.session(engine) as s:
        go_live(s, registry, settings, NOW)
        follow(s, registry, NOW)
    lines = sorted(_lines(registry), key=lambda each: (each[2].last_day, each[0].code))
    with engine.begin() as c:
        for k, line in enumerate(lines):
            _line(c, registry, k, *line)
        _busy(c, registry)
        _around(c, registry)
    with db.session(engine) as s:  # a round looks at what is to open after the last one, not at all years
        queries.put(s, OPENED_THROUGH, f"{NOW.date().isoformat()} {registry.fingerprint}")
    with engine.begin() as c:
        c.exec_driver_sql("ANALYZE")
        count = c.exec_driver_sql("SELECT count(*) FROM task").scalar_one()
    return Place(settings, registry, engine, count)


def _registry(folder: Path, units: int) -> None:
    shutil.copytree(SHIPPED_REGISTRY, folder, ignore=shutil.ignore_patterns("kh-*", "qd-*", "units.yaml"))
    kinds = "".join(
        f"  - {{code: nhom-{g}, title: Nhóm {g}, email: '{{code}}@bench.example',"
        " head_email: 'ld.{code}@bench.example', head_title: Giám đốc}\n"
        for g in range(GROUPS)
    )
    groups = "".join(
        f"  - {{code: '@nhom-{g}', title: Nhóm {g}, kinds: [nhom-{g}]}}\n" for g in range(GROUPS)
    )
    rows = "".join(
        f"  - {{code: {_unit(k)}, kind: nhom-{k % GROUPS}, name: Đơn vị {k}}}\n" for k in range(units)
    )
    owner = "  - {code: VP, kind: nhom-0, name: Văn phòng}\n"
    (folder / "units.yaml").write_text(
        f"kinds:\n{kinds}groups:\n{groups}units:\n{owner}{rows}", encoding="utf-8"
    )
    duties = [
        (f"thang-{k}", "monthly", k, f"{{day: {10 + k}, boundary: by}}", "monthly") for k in range(MONTHLY)
    ]
    duties += [
        (f"quy-{k}", "quarterly", k, f"{{month: last, day: {10 + k}, boundary: before}}", "standard")
        for k in range(QUARTERLY)
    ]
    duties += [
        (f"nam-{k}", "annual", None, f"{{month: {11 + k % 2}, day: 15, boundary: by}}", "standard")
        for k in range(ANNUAL)
    ]
    text = "document:\n  number: 1/KH\n  date: 2023-01-03\n  title: Kế hoạch\n  horizon: 2023\n"
    text += "  renewal: yearly\nobligations:\n"
    for code, cycle, k, due, ladder in duties:
        by = [f"@nhom-{g}" for g in ([k, (k + 3) % GROUPS] if k is not None else range(GROUPS))]
        owed = ", ".join(f"'{each}'" for each in by)
        text += f"  - {{code: {code}, title: Báo cáo {code}, cite: I, owed_by: [{owed}], owner: VP,"
        text += f" cycle: {cycle}, due: {due}, ladder: {ladder}, worded: theo kế hoạch}}\n"
    text += (
        f"  - {{code: vu-viec, title: Báo cáo vụ việc, cite: I, owed_by: [{BUSY}], owner: VP, cycle: event,"
    )
    text += " recurs: true, due: {after: {of: event, days: 30}, boundary: by}, ladder: light,"
    text += " worded: khi có vụ việc}\n"
    (folder / "kh-1.yaml").write_text(text, encoding="utf-8")


def _unit(k: int) -> str:
    return f"DV-{k:05}"


def _lines(registry: Registry) -> Iterator[tuple[Obligation, Period, Deadline]]:
    """Each duty and period that has opened by now."""
    for duty in registry.obligations.values():
        if duty.code == "vu-viec":
            continue
        for period in registry.periods(duty, BEGAN, NOW.date() + timedelta(30)):
            due = registry.deadline(duty, period)
            if due.last_day >= BEGAN and due.last_day - timedelta(21) <= NOW.date():
                yield duty, period, due


def _line(c: Connection, registry: Registry, k: int, duty: Obligation, period: Period, due: Deadline) -> None:
    """The tasks of one period. Of what is over all is settled, but for one in 200 of the last half year; of
    what is due now, half."""
    opened = _at(due.last_day - timedelta(21), 1)
    names = _task_values(registry, duty.code, period.code, duty.owner, due, opened)
    over = due.last_day + timedelta(25) < NOW.date()
    for slot in range(20):
        sent = _at(due.last_day - timedelta(16) + timedelta(slot), 3)
        mine = and_(r.c.obligation == duty.code, (r.c.id * 7 + k) % 20 == slot)
        values = dict(names)
        if (over or slot < 10) and sent < NOW:
            values |= {"state": TaskState.ACCEPTED if over else TaskState.SUBMITTED, "submitted_at": sent}
            values |= {"document_no": f"{slot}/BC", "next_action_at": None, "version": 3 if over else 2}
        if over and slot == 19:  # those of ten that are late: one of them has sent nothing
            left = {**names, "next_action_at": None}
            if due.last_day < NOW.date() - LEFT_OPEN:
                left |= {"state": TaskState.WAIVED}
            _tasks(c, left, and_(mine, r.c.id % 10 == 0))
            mine = and_(mine, r.c.id % 10 != 0)
        _tasks(c, values, mine)
    of = and_(t.c.obligation == duty.code, t.c.period == period.code)
    _events(c, of, t.c.opened_at, "opened", "dondoc", "engine")
    _notices(c, of, "remind-5wd", "reminder-5wd", _at(due.last_day - timedelta(7), 1))
    if due.last_day < NOW.date():
        unsent = and_(of, t.c.submitted_at.is_(None) | (t.c.submitted_at >= t.c.late_from))
        _notices(c, unsent, "overdue-1wd", "late-1wd", _at(due.last_day + timedelta(1), 1))
    _events(c, and_(of, t.c.submitted_at.is_not(None)), t.c.submitted_at, "submitted", "Người nộp", "web")
    _events(c, and_(of, t.c.state == TaskState.ACCEPTED), t.c.submitted_at, "accepted", "Người nhận", "cli")


def _task_values(
    registry: Registry, duty: str, period: str, owner: str, due: Deadline, opened: datetime
) -> dict[str, Any]:
    return {
        "obligation": duty, "period": period, "owner": owner, "state": TaskState.OPEN,
        "nominal": due.nominal, "boundary": due.boundary, "last_day": due.last_day,
        "working_deadline": due.working_deadline, "late_from": due.late_from(registry.office.zone),
        "original_last_day": due.last_day, "deadline_no": 0, "began": Began.OPENED, "began_at": opened,
        "opened_at": opened, "next_action_at": NOW + timedelta(1), "submitted_at": None,
        "document_no": None, "version": 1,
    }  # fmt: skip


def _tasks(c: Connection, values: dict[str, Any], where: Any) -> None:
    of = select(r.c.unit, r.c.unit.label("holder"), *constants(t, values)).where(where).order_by(r.c.id)
    c.execute(insert(t).from_select(["unit", "holder", *values], of, include_defaults=False))


def _events(c: Connection, of: Any, at: Any, kind: str, actor: str, origin: str) -> None:
    said = {"kind": kind, "actor": actor, "origin": origin, "reason": "", "data": {}}
    rows = select(t.c.id, at, *constants(e, said)).where(of).order_by(t.c.id)
    c.execute(insert(e).from_select(["task_id", "at", *said], rows, include_defaults=False))


def _notices(c: Connection, of: Any, rung: str, reason: str, at: datetime) -> None:
    """A notice for each task, in the digest of its unit of that morning."""
    if at > NOW:
        return
    key = at.date().isoformat()
    fixed = {
        "round_key": key, "kind": "digest", "state": MessageState.SENT, "not_before": at,
        "next_attempt_at": at, "attempts": 1, "queued_at": at, "sent_at": at, "subject": f"[Đôn đốc] {key}",
    }  # fmt: skip
    one = select(t.c.holder, t.c.holder + "@bench.example", "<" + t.c.holder + f".{key}@bench.example>",
                 *constants(m, fixed)).where(of).distinct()  # fmt: skip
    names = ["recipient", "address", "message_id_header", *fixed]
    skipping = insert_new_on(c, names, one)
    c.execute(skipping)
    said = {"deadline_no": 0, "rung": rung, "role": Role.UNIT, "reason": reason, "raised_at": at}
    said["collapsed"] = False
    rows = (
        select(t.c.id, t.c.holder, m.c.id, *constants(n, said))
        .join(m, and_(m.c.recipient == t.c.holder, m.c.round_key == key, m.c.kind == "digest"))
        .where(of)
        .order_by(t.c.id)
    )
    c.execute(
        insert(n).from_select(["task_id", "recipient", "message_id", *said], rows, include_defaults=False)
    )


def insert_new_on(c: Connection, names: list[str], rows: Any) -> Any:
    """Messages that are there already are passed over."""
    from sqlalchemy.orm import Session

    return insert_new(Session(bind=c), m).from_select(names, rows, include_defaults=False)


def _busy(c: Connection, registry: Registry) -> None:
    """The unit with a thousand open tasks."""
    duty = registry.obligation("vu-viec")
    for k in range(BUSY_OPEN):
        day = NOW.date() - timedelta(k + 1)
        period = registry.period(duty, day.isoformat())
        due = registry.deadline(duty, period)
        values = _task_values(registry, duty.code, period.code, duty.owner, due, _at(day, 1))
        c.execute(insert(t).values(unit=BUSY, holder=BUSY, **values))
    of = t.c.obligation == duty.code
    _events(c, of, t.c.opened_at, "opened", "dondoc", "engine")
    _events(c, of, t.c.opened_at, "acknowledged", "Người nhận", "web")


def _around(c: Connection, registry: Registry) -> None:
    """What else there is: requests, mails that wait or were given up, replies, the rounds."""
    asking = and_(t.c.state == TaskState.OPEN, t.c.id % 50 == 0)
    said = {"kind": ASKED_EXTENSION, "actor": "Người xin", "origin": "web", "reason": "chờ số liệu"}
    said |= {"data": {"to": "2026-12-15"}, "at": NOW - timedelta(2)}  # type: ignore[dict-item]
    rows = select(t.c.id, *constants(e, said)).where(asking)
    c.execute(insert(e).from_select(["task_id", *said], rows, include_defaults=False))
    units = [code for code in registry.units if code != "VP"]
    mails = [
        {
            "round_key": "2026-11-20", "kind": "digest", "recipient": f"{unit}:head",
            "address": "a@bench.example",
            "message_id_header": f"<{unit}.waits@bench.example>", "not_before": NOW - timedelta(hours=1),
            "state": MessageState.DEAD if k % 10 == 0 else MessageState.PENDING, "attempts": 1,
            "next_attempt_at": NOW, "queued_at": NOW - timedelta(hours=2), "last_error": "550 no such user",
        }
        for k, unit in enumerate(units[: len(units) // 10])
    ]  # fmt: skip
    c.execute(insert(m), mails)
    told = select(m.c.id, m.c.recipient, m.c.sent_at).where(m.c.sent_at.is_not(None), m.c.id % 8 == 0)
    replies = [
        {
            "mailbox": "imap", "place": str(number), "read_at": at + timedelta(hours=5), "message_id": number,
            "state": ReplyState.WAITING if number % 4000 == 0 else ReplyState.RECORDED, "unit": unit,
            "message_id_header": f"<r{number}@bench.example>", "sender": f"{unit}@bench.example",
            "sender_name": "", "subject": "Re", "text": "đã gửi", "answer_tries": 0, "decided_by": "",
            "reason": "", "heard": {"items": [], "why": []},
        }
        for number, unit, at in c.execute(told)
    ]  # fmt: skip
    c.execute(insert(rp), replies)
    rounds = [
        {
            "key": day.date().isoformat(), "as_of": day, "origin": "flow", "scope": "", "started_at": day,
            "finished_at": day + timedelta(seconds=9), "counts": {},
        }
        for k in range((NOW.date() - BEGAN).days)
        if (day := _at(BEGAN + timedelta(k), 1)).weekday() < 5
    ]  # fmt: skip
    c.execute(insert(log), rounds)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


if __name__ == "__main__":
    made = filled(Path(sys.argv[1]), int((sys.argv[2:] or ["10000"])[0]), (sys.argv[3:] or [None])[0])
    print(f"{made.tasks:,} tasks, {len(made.registry.units):,} units")
