"""What a unit's page costs once the unit has thousands of tasks behind it, against one that has ten.

`python benchmarks/unit_page.py [TASKS]` opens the pages of such units in turns through their ASGI application
and keeps the milliseconds of the processor (the middle of many). The page is to come in under 50 ms.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import column, update
from starlette.testclient import TestClient

from benchmarks.measuring import QUICK, Growth, keep, profiled, sizes
from calendars.ladders import Role
from config.registry import Registry
from config.settings import Settings
from desk.web.app import app_of
from desk.web.office import Office
from engine.links.addresses import Links
from models import db, queries
from models.queries import Happening, NewNotice
from models.states import MessageState, TaskState
from models.tables import Message, Notice, Task
from tests.support import cast

DUTIES = 25
OPEN = 12
PATHS = {
    "": "its page",
    "done": "what is behind it",
    "done?page=3": "its third page",
    "ics": "its feed",
    "task": "a task",
}
TURNS = 3 if QUICK else 22
LIMIT = 50
NOW = cast.at("2026-09-10", 10)


def office(home: Path, ended: int) -> Office:
    """An office whose unit TST has so many ended tasks, each with seven events and four mails, and `OPEN`
    open ones."""
    codes = [f"viec-{n:02d}" for n in range(DUTIES)]
    registry = cast.registry(*(replace(cast.QUARTERLY, code=code, title=f"Báo cáo {code}") for code in codes))
    settings = Settings(home=home)
    db.upgrade(settings.database)
    engine = db.engine_for(settings.database)
    with db.session(engine) as s:
        for n in range(ended + OPEN):
            _task(s, registry, codes[n % DUTIES], n // DUTIES, ended=n >= OPEN)
    return Office(settings, engine, clock=lambda: NOW, load=lambda _: registry)


def _task(s: db.Session, registry: Registry, code: str, back: int, *, ended: bool) -> None:
    """The task of the quarter so many before the third of 2026."""
    quarter = 2026 * 4 + 2 - back
    period, last = f"{quarter // 4}-Q{quarter % 4 + 1}", date(2026, 9, 18) - timedelta(91 * back)
    began = datetime.combine(last - timedelta(20), datetime.min.time(), UTC)
    task = Task(
        obligation=code,
        period=period,
        unit="TST",
        holder="TST",
        owner="VP",
        state=TaskState.ACCEPTED if ended else TaskState.OPEN,
        nominal=last,
        boundary=registry.deadline(code, "2026-Q3").boundary,
        last_day=last,
        working_deadline=last,
        late_from=datetime.combine(last + timedelta(1), datetime.min.time(), UTC),
        original_last_day=last,
        began_at=began,
        opened_at=began,
        submitted_at=began + timedelta(15) if ended else None,
        document_no=f"{back}/BC-TST" if ended else None,
    )
    s.add(task)
    s.flush()
    assert task.id is not None
    kinds = ["opened", "acknowledged", "progress", "extended", "submitted", "amended", "accepted"]
    for n, kind in enumerate(kinds if ended else kinds[:3]):
        at = began + timedelta(2 * n)
        queries.record(s, Happening(at, kind, "Họ Đệm Tên (TST)", "web", "vì chờ số liệu"), task.id)
    for n in range(4):
        mail = Message(
            kind="digest",
            recipient="TST",
            round_key=f"{code} {period} {n}",
            message_id_header=f"<{code}.{period}.{n}@bench.example>",
            subject=f"[Đôn đốc] {code}",
            address="tst@bhxh.example",
            state=MessageState.SENT,
            not_before=began,
            next_attempt_at=began,
            queued_at=began,
            sent_at=began + timedelta(n),
        )
        s.add(mail)
        s.flush()
        notice = NewNotice(
            task.id, 0, f"remind-{n}wd", Role.UNIT, "TST", "reminder-5wd", began + timedelta(n)
        )
        queries.add_notices(s, [notice])
        s.execute(
            update(Notice)
            .where(column("task_id") == task.id, column("message_id").is_(None))
            .values(message_id=mail.id)
        )


class Visitor:
    """Somebody of the unit at its pages."""

    def __init__(self, office: Office) -> None:
        self._client = TestClient(app_of(office), base_url="http://127.0.0.1:4201")
        links = Links(office.link_keys, {}, "", office.today)
        assert self._client.get(links.of("TST", acts=True)).status_code == 200
        self._paths = {"ics": links.feed("TST"), "task": "/u/TST/task/viec-00/2026-Q3/TST"}
        self.taken: dict[str, list[float]] = {path: [] for path in PATHS}

    def look(self, path: str) -> None:
        """Opens a page; its milliseconds of the processor are kept."""
        began = time.process_time()
        answer = self._client.get(self._paths.get(path, f"/u/TST/{path}"))
        taken = (time.process_time() - began) * 1000
        assert answer.status_code == 200, (path, answer.status_code)
        self.taken[path].append(taken)

    def middle(self, path: str) -> float:
        """The middle of all but the first two."""
        return statistics.median(self.taken[path][2:])


def main() -> int:
    """Keeps what the pages of all units cost, opened in turns."""
    behind = sizes((10, 100, 1_000, 10_000), (10, 20))
    with tempfile.TemporaryDirectory() as home:
        visitors = [Visitor(office(Path(home) / str(each), each)) for each in behind]
        for path in [*PATHS] * TURNS:
            for visitor in visitors:
                visitor.look(path)
        dearest = max(PATHS, key=visitors[-1].middle)
        where = profiled(lambda: visitors[-1].look(dearest))
    costs = {name: [visitor.middle(path) for visitor in visitors] for path, name in PATHS.items()}
    met = all(cost < LIMIT for each in costs.values() for cost in each)
    aim = f"under {LIMIT} ms"
    why = "" if met else f"the dearest, {PATHS[dearest]}, takes more; below, where its time goes"
    name = "A unit's pages"
    keep(
        "unit_page",
        [
            Growth(
                name,
                "tasks behind it",
                "ms of the processor",
                behind,
                costs,
                aim,
                met,
                why,
                [] if met else where,
            )
        ],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
