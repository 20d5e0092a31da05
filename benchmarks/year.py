"""What a year of rounds costs and how large its mails are: the shipped registry, a database in memory.

`python benchmarks/year.py [YEAR] [none|on-time]`: every working morning of the year is a real round whose
mails are built whole and thrown away. Keeps how much of the processor rounds and mails take, how many mails
there were, and their sizes as they leave.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import update  # noqa: E402

from benchmarks.measuring import GIVEN, QUICK, Figures, keep, seconds  # noqa: E402
from config.loading.loader import load  # noqa: E402
from config.settings import SHIPPED_REGISTRY, Settings  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.mail import outbox  # noqa: E402
from engine.mail.channels import Envelope  # noqa: E402
from engine.rounds.rounds import Steps, run_round  # noqa: E402
from models import db  # noqa: E402
from models.scratch import scratch_engine  # noqa: E402
from models.states import TaskState  # noqa: E402
from models.tables import task as t  # noqa: E402


@dataclass
class Scales:
    """A channel that weighs each mail and keeps only its weight."""

    disturbs: bool = False
    sizes: list[tuple[int, str, str]] = field(default_factory=list)

    def __enter__(self) -> Scales:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def send(self, envelope: Envelope) -> str:
        """Weighs one mail as it would go over the wire."""
        self.sizes.append((len(envelope.message.as_bytes()), envelope.name, str(envelope.message["Subject"])))
        return "250 weighed"


def main() -> int:
    """Keeps the figures of one year."""
    year, on_time = int(GIVEN[0]) if GIVEN else 2026, GIVEN[1:] == ["on-time"]
    registry = load(SHIPPED_REGISTRY)
    first, last = date(year, 1, 1), date(year, 12, 31)
    home = tempfile.TemporaryDirectory()  # what has left is noted there
    settings = replace(Settings(home=Path(home.name)), smtp=None, heartbeat_url=None, go_live=first)
    installation = Installation(settings, registry, scratch_engine())
    scales, rounds, mails = Scales(), 0.0, 0.0
    last, day = first if QUICK else last, first - timedelta(days=4 if QUICK else 45)
    while (day := day + timedelta(days=1)) <= last:
        if not registry.calendar.is_workday(day):
            continue
        now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
        if on_time:
            with db.session(installation.engine) as s:
                sent = {"state": TaskState.SUBMITTED, "submitted_at": now, "next_action_at": None}
                s.execute(update(t).where(t.c.state == TaskState.OPEN, t.c.last_day < day).values(**sent))
        rounds += seconds(lambda now=now: run_round(installation, now, steps=Steps.QUEUE))
        mails += seconds(lambda now=now: _delivered(installation, now, scales))
    sizes = sorted(size for size, _, _ in scales.sizes)
    figures = {
        "seconds of the processor, rounds": rounds,
        "seconds of the processor, mails": mails,
        "mails": len(sizes),
        "MB in all": sum(sizes) / 1e6,
        "bytes of a mail on average": sum(sizes) / len(sizes),
        "half of them up to": sizes[len(sizes) // 2],
        "99 of 100 up to": sizes[len(sizes) * 99 // 100],
        "the largest": sizes[-1],
    }
    who = "all answer on time" if on_time else "nobody answers"
    home.cleanup()
    keep("year", [Figures("A year of rounds and mails", f"the shipped office, {year}, {who}", figures)])
    return 0


def _delivered(installation: Installation, now: datetime, scales: Scales) -> None:
    report = outbox.deliver(installation, now, channel=scales)
    if report.problem or report.dead:
        raise SystemExit(f"{now}: {report}")


if __name__ == "__main__":
    sys.exit(main())
