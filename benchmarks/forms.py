"""What report forms cost: the rounds of a year with the mails that they write, with forms and without.

`python benchmarks/forms.py [FIRST LAST]` runs the shipped registry's mornings (default: all of 2026) twice,
each time into files of its own, and prints the time and the size of the mails, and the ratios.
"""

from __future__ import annotations

import copy
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY, Settings
from models import db
from tests.support import acts

YEAR = date(2026, 1, 1), date(2026, 12, 31)


def year(registry: Registry, first: date, last: date) -> tuple[float, int, int, int]:
    """Seconds of the rounds, the mails they wrote, how many of these carry a form, and the bytes of all."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        db.upgrade(settings.database)
        engine = db.engine_for(settings.database)
        began = time.perf_counter()
        day = first
        while day <= last:
            if registry.calendar.is_workday(day):
                now = datetime.combine(day, registry.office.morning, registry.office.zone).astimezone(UTC)
                acts.a_round(engine, registry, settings, now)
            day += timedelta(days=1)
        seconds = time.perf_counter() - began
        files = [path.read_bytes() for path in settings.outbox.glob("*.eml")]
        engine.dispose()
    return seconds, len(files), sum(b"wordprocessingml" in each for each in files), sum(map(len, files))


def main() -> int:
    """Prints both years and their ratios."""
    days = [date.fromisoformat(each) for each in sys.argv[1:3]] or list(YEAR)
    registry = loader.load(SHIPPED_REGISTRY)
    without = copy.copy(registry)
    without.office = replace(registry.office, report_form="off")
    plain, formed = year(without, *days), year(registry, *days)
    for name, (seconds, mails, forms, size) in (("without forms", plain), ("with forms", formed)):
        print(f"{name:14} {seconds:7.1f} s  {mails:6,} mails, {forms:5,} with a form, {size / 1e6:7.1f} MB")
    print(
        f"with forms: {formed[0] / plain[0]:.2f} times the time, {formed[3] / plain[3]:.2f} times the bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
