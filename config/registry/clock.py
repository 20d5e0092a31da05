"""When an office's days begin: its zone, and what the machine's time zone data say of it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo


def clock_of(zone: ZoneInfo, first: date, last: date) -> str:
    """The zone's name and a digest of its offsets from `first` to `last`, looked at week by week.

    Another text means that instants which follow from days may be others.
    """
    midnight = datetime(first.year, first.month, first.day, tzinfo=zone)
    week, seen = timedelta(weeks=1), zone.utcoffset(midnight)
    digest = hashlib.sha256(repr(seen).encode())
    for n in range((last - first).days // 7 + 1):
        offset = zone.utcoffset(midnight + n * week)
        if offset != seen:
            seen = offset
            digest.update(f"{n} {offset!r}".encode())
    return f"{zone.key} {digest.hexdigest()[:12]}"
