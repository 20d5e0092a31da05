"""As of which instant a run works. Pure: the caller reads the clock, once, and hands it in."""

from __future__ import annotations

from datetime import datetime, timedelta

EARLY = timedelta(seconds=60)
"""Prefect starts a run a moment ahead of its time; further ahead it was started by a person."""
LATE = timedelta(minutes=10)
"""Up to here a run is on time: a queue, a slow machine. Beyond it was missed."""


def as_of(planned: datetime | None, clock: datetime) -> datetime:
    """The instant at which a run planned for `planned` (None: asked for by a person) works, when started at
    `clock`.

    - On time, it is the planned instant itself: what the calendar says for 08:00 happens whether Prefect
    starts the run
      a second before or two minutes after.
    - Missed (an outage; Prefect then runs all of them, late and in any order), it is the clock: a reminder
    of "five
      days left" is no longer true two days later, and the engine collapses what was missed into what is true
      now.
    - Started by hand before its time, it is the clock: no run may do today what belongs to tomorrow.

    Going back before the last round is the engine's matter (`behind="join"`).
    """
    if planned is None or planned - clock > EARLY or clock - planned > LATE:
        return clock
    return planned


def missed(planned: datetime | None, clock: datetime) -> bool:
    """Whether the run was started so long after its instant that another round may have done its work."""
    return planned is not None and clock - planned > LATE
