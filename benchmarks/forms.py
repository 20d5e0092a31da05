"""What report forms cost: the rounds of a year with the mails that they write, with forms and without.

`python benchmarks/forms.py [FIRST LAST]` runs the shipped registry's mornings (default: all of 2026) twice,
each time into files of its own, and keeps the time and the size of the mails.
"""

from __future__ import annotations

import copy
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measuring import GIVEN, QUICK, Comparison, Figures, keep, seconds
from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY, Settings
from models import db
from tests.support import acts

YEAR = (date(2026, 9, 14), date(2026, 9, 15)) if QUICK else (date(2026, 1, 1), date(2026, 12, 31))


def year(registry: Registry, first: date, last: date) -> tuple[float, int, int, int]:
    """Seconds of the rounds, the mails they wrote, how many of these carry a form, and the bytes of all."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        db.upgrade(settings.database)
        engine = db.engine_for(settings.database)

        def mornings() -> None:
            day = first
            while day <= last:
                if registry.calendar.is_workday(day):
                    now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
                    acts.a_round(engine, registry, settings, now)
                day += timedelta(days=1)

        taken = seconds(mornings)
        files = [path.read_bytes() for path in settings.outbox.glob("*.eml")]
        engine.dispose()
    return taken, len(files), sum(b"wordprocessingml" in each for each in files), sum(map(len, files))


def main() -> int:
    """Keeps both years."""
    days = [date.fromisoformat(each) for each in GIVEN[:2]] or list(YEAR)
    registry = loader.load(SHIPPED_REGISTRY)
    without = copy.copy(registry)
    without.office = replace(registry.office, report_form="off")
    plain, formed = year(without, *days), year(registry, *days)
    sizes = f"the shipped office, {days[0]} to {days[1]}"
    rates = {"with forms": formed[1] / formed[0], "without forms": plain[1] / plain[0]}
    keep(
        "forms",
        [
            Comparison(
                "Mails of a year's mornings", f"{sizes}, rounds and mails into files", "", "with forms", rates
            ),
            Figures(
                "What they weigh",
                sizes,
                {
                    "mails": formed[1],
                    "mails with a form": formed[2],
                    "MB without forms": plain[3] / 1e6,
                    "MB with forms": formed[3] / 1e6,
                    "times the bytes": formed[3] / max(plain[3], 1),
                },
            ),
        ],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
