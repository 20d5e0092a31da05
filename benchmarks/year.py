"""What a year of rounds costs and how large its mails are: the shipped registry, a database in memory.

`python benchmarks/year.py [YEAR] [none|on-time]`: every working morning of the year is a real round whose
mails are built whole and thrown away. Prints the CPU seconds of the rounds and of the mails, how many mails
there were, their sizes as they leave, and the largest.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import update  # noqa: E402

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
    """Prints the figures of one year."""
    year = int(sys.argv[1]) if len(sys.argv) > 1 else 2026
    on_time = sys.argv[2:] == ["on-time"]
    registry = load(SHIPPED_REGISTRY)
    first, last = date(year, 1, 1), date(year, 12, 31)
    settings = replace(Settings(home=ROOT), smtp=None, heartbeat_url=None, go_live=first)
    installation = Installation(settings, registry, scratch_engine())
    scales, rounds, mails = Scales(), 0.0, 0.0
    day = first - timedelta(days=45)
    while (day := day + timedelta(days=1)) <= last:
        if not registry.calendar.is_workday(day):
            continue
        now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
        if on_time:
            with db.session(installation.engine) as s:
                sent = {"state": TaskState.SUBMITTED, "submitted_at": now, "next_action_at": None}
                s.execute(update(t).where(t.c.state == TaskState.OPEN, t.c.last_day < day).values(**sent))
        began = time.process_time()
        run_round(installation, now, steps=Steps.QUEUE)
        rounds, began = rounds + time.process_time() - began, time.process_time()
        report = outbox.deliver(installation, now, channel=scales)
        mails += time.process_time() - began
        if report.problem or report.dead:
            raise SystemExit(f"{day}: {report}")
    sizes = sorted(size for size, _, _ in scales.sizes)
    print(f"{year}: rounds {rounds:.1f} s of CPU, mails {mails:.1f} s for {len(sizes):,} mails")
    print(
        f"{sum(sizes) / 1e6:.1f} MB in all; a mail: {sum(sizes) / len(sizes):,.0f} bytes on average, "
        f"half up to {sizes[len(sizes) // 2]:,}, 99 of 100 up to {sizes[len(sizes) * 99 // 100]:,}"
    )
    for size, name, subject in sorted(scales.sizes, reverse=True)[:5]:
        print(f"{size:>9,}  {name}  {subject}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
