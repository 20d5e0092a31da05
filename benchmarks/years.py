"""What a year of use leaves in the database, and what archiving it costs and saves.

`python benchmarks/years.py [DAYS]` lives a year of the shipped office (or its first DAYS) on SQLite in a
file: real rounds each working morning, mails built and kept as they are when a server takes them; of the
tasks three of four are sent before their day, one of six late, the others never. Then the year goes into an
archive, is read there, and comes back.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import Engine, text  # noqa: E402

from benchmarks.measuring import Comparison, Figures, in_turn, keep, seconds, size  # noqa: E402
from config.loading.loader import load  # noqa: E402
from config.registry import Registry  # noqa: E402
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.answers import answers  # noqa: E402
from engine.archive import moving  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.mail import outbox  # noqa: E402
from engine.mail.channels import Envelope  # noqa: E402
from engine.report.counting import count  # noqa: E402
from engine.report.scope import of_year  # noqa: E402
from engine.rounds.rounds import Steps, run_round  # noqa: E402
from engine.tasks.acts import By, TaskRef, acting  # noqa: E402
from models import archives, db, queries  # noqa: E402
from models.states import TaskState  # noqa: E402

YEAR = 2026
LIVED_BEFORE = 30
"""Days of the year before: what opens then is due in January."""
TOLD = ("task", "event", "notice", "message", "sent_mail")


@dataclass
class Taken:
    """A server that takes every mail, so that it is kept as sent ones are."""

    disturbs: bool = True
    mails: int = 0

    def __enter__(self) -> Taken:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> str:
        """Takes one."""
        envelope.message.as_bytes()
        self.mails += 1
        return "250 taken"


@dataclass
class Life:
    """The office's units, and when each sends."""

    here: Installation
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    plans: dict[int, date | None] = field(default_factory=dict)
    channel: Taken = field(default_factory=Taken)

    def day(self, now: datetime) -> None:
        """Who had planned to sends; then the morning."""
        self.send(now)
        run_round(self.here, now, steps=Steps.QUEUE)
        report = outbox.deliver(self.here, now, channel=self.channel)
        if report.problem or report.dead:
            raise SystemExit(f"{now}: {report}")

    def send(self, now: datetime) -> None:
        """Reports of those whose day has come."""
        registry, today = self.here.registry, self.here.today(now)
        with db.reading(self.here.engine) as s:
            open_ = queries.tasks(s, state=TaskState.OPEN)
        for task in open_:
            when = self.plans.setdefault(task.id or 0, self._planned(registry, task.last_day))
            if when is not None and when <= today:
                with acting(self.here, now, By("clerk", "cli")) as act:
                    ref = TaskRef(task.obligation, task.period, task.unit)
                    duty = registry.obligations.get(task.obligation)
                    figure = "97" if duty is not None and duty.figure is not None else None
                    answers.submit(act, ref, document_no=f"{task.id}/BC", figure=figure)

    def _planned(self, registry: Registry, last_day: date) -> date | None:
        draw = self.dice.random()
        if draw > 0.75 + 1 / 6:
            return None
        off = self.dice.randrange(1, 11)
        return registry.calendar.shift(last_day, -off if draw <= 0.75 else off)


def live(folder: Path, days: int) -> Installation:
    """So many days of the year."""
    registry = load(SHIPPED_REGISTRY)
    first = date(YEAR, 1, 1)
    settings = Settings(home=folder, smtp="smtp://127.0.0.1:25?starttls=no", go_live=first)
    db.upgrade(settings.database)
    life = Life(Installation(settings, registry, db.engine_for(settings.database)))
    for n in range(-LIVED_BEFORE if days > LIVED_BEFORE else 0, days):
        day = first + timedelta(n)
        if registry.calendar.is_workday(day):
            life.day(datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC))
    return life.here


def settle(here: Installation) -> None:
    """In the next year what nobody sent is waived, so that the whole year can leave."""
    now = datetime(YEAR + 1, 3, 1, 3, tzinfo=UTC)
    with db.reading(here.engine) as s:
        open_ = queries.tasks(s, state=TaskState.OPEN, last_day_to=date(YEAR, 12, 31))
    for task in open_:
        with acting(here, now, By("head", "cli")) as act:
            answers.waive(act, TaskRef(task.obligation, task.period, task.unit), reason="hết năm")


def weighed(engine: Engine) -> dict[str, tuple[int, int]]:
    """By table: its rows, and the bytes of its pages with those of its indexes."""
    query = (
        "SELECT m.tbl_name, sum(d.pgsize) FROM dbstat d JOIN sqlite_schema m ON m.name = d.name GROUP BY 1"
    )
    with db.reading(engine) as s:
        found = {name: int(pages) for name, pages in s.execute(text(query))}
        return {name: (s.scalar(text(f"SELECT count(*) FROM {name}")) or 0, found[name]) for name in TOLD}


def main() -> int:
    """Keeps what a year weighs, and what archiving it takes."""
    days = size(365, 20)
    with tempfile.TemporaryDirectory() as home:
        here = live(Path(home), days)
        engine, folder, now = here.engine, here.settings.archives, datetime(YEAR + 1, 6, 1, 3, tzinfo=UTC)
        settle(here)
        weights = weighed(engine)
        archives.shrink(engine)
        file = Path(engine.url.database or "")
        whole = file.stat().st_size
        tasks = weights["task"][0]

        def counted() -> int:
            with db.reading(engine) as s:
                count(s, here.registry, now, of_year(YEAR), archives=folder, years=True)
            return tasks

        beside = in_turn({"all in the database": counted}, 5)
        taken = seconds(lambda: list(moving.archive(engine, folder, YEAR + 1, now)))
        archives.shrink(engine)
        left, archived = file.stat().st_size, sum(each.stat().st_size for each in folder.glob("*.db"))
        read = in_turn({"the year in an archive": counted}, 5)
        moved = tasks - weighed(engine)["task"][0]
        back = seconds(lambda: [list(moving.restore(engine, folder, year)) for year in _years(folder)])
        engine.dispose()
    sizes = f"the shipped office, {days} days of {YEAR}, SQLite"
    figures = {f"{name}: rows": float(rows) for name, (rows, _) in weights.items()}
    figures |= {
        f"{name}: bytes of a row, with its indexes": b / max(n, 1) for name, (n, b) in weights.items()
    }
    figures |= {
        "MB in all": whole / 1e6,
        "bytes of a task with all that belongs to it": whole / max(tasks, 1),
    }
    keep(
        "years",
        [
            Figures("A year of use", sizes, figures),
            Figures(
                "Archiving it",
                sizes,
                {
                    "tasks moved": moved,
                    "tasks a second of the processor": moved / taken,
                    "tasks a second, brought back": moved / back,
                    "MB of the database before": whole / 1e6,
                    "MB of the database after": left / 1e6,
                    "MB of the archive": archived / 1e6,
                },
            ),
            Comparison(
                "Tasks counted for a report with its trend", sizes, "", "all in the database", beside | read
            ),
        ],
        ("sqlalchemy",),
    )
    return 0


def _years(folder: Path) -> list[int]:
    return [int(each.stem) for each in folder.glob("*.db")]


if __name__ == "__main__":
    sys.exit(main())
