"""Time that runs ahead: a round of a day to come would stop every round until then, and close what is open
meanwhile. So a jump of more than a few days is done only with a person's word.

What tells a jump from an outage is the machine's own count of seconds since it was started, which nobody can
set: within one start, the clock must not have gone further than the count. Between two starts there is no
such witness. A power cut of days, or a long holiday, must not need a word, since nobody would be there to
say it; so after another start the clock is believed for up to a month.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.errors import RoundAhead
from engine.installation import Clock
from engine.tasks.turns import last_round
from models import queries

JUMP = timedelta(days=3)
"""By so much a clock may go ahead of the machine's count, and a day that somebody names ahead of it."""
OUTAGE = timedelta(days=31)
"""So long may a machine have been without rounds until somebody is asked whether its clock is right."""
SEEN, AGREED = "clock-seen", "ahead-agreed"


def found(s: Session, now: datetime, clock: Clock) -> str:
    """Why a round as of `now` (UTC) needs a word: the ending of a message's name, '' when it needs none.

    A database whose rounds are ahead of the clock already is one to rehearse with, and so is an empty one.
    """
    last = last_round(s)
    if last is None or last > clock.now + JUMP or now <= last + JUMP:
        return ""
    agreed = queries.fact(s, AGREED)
    if agreed is not None and now <= datetime.fromisoformat(agreed):
        return ""
    if abs(now - clock.now) > JUMP:  # a day that somebody named
        return "day" if now > clock.now else ""
    seen = _seen(s)
    if seen is not None and seen.start and seen.start == clock.start:
        counted = timedelta(seconds=clock.seconds - seen.seconds)
        return "clock" if clock.now - seen.now > counted + JUMP else ""
    return "outage" if now > last + OUTAGE else ""


def check(s: Session, registry: Registry, now: datetime, clock: Clock) -> None:
    """RoundAhead when a round as of `now` needs a word; else remembers what the clock says."""
    doubt(s, registry, now, clock)
    remember(s, clock)


def doubt(s: Session, registry: Registry, now: datetime, clock: Clock) -> None:
    """The same without remembering anything."""
    if why := found(s, now, clock):
        last = last_round(s)
        assert last is not None, "nothing is ahead of no round"
        zone = registry.office.zone
        raise RoundAhead(
            f"round.ahead-{why}",
            last=last.astimezone(zone),
            now=now.astimezone(zone),
            clock=clock.now.astimezone(zone),
            n=(now - last).days,
        )


def remember(s: Session, clock: Clock) -> None:
    """What the clock and the count say at this round, for the next one to hold its own against."""
    if clock.start:
        queries.put(s, SEEN, json.dumps(asdict(clock) | {"now": clock.now.isoformat()}))


def _seen(s: Session) -> Clock | None:
    stored = queries.fact(s, SEEN)
    if stored is None:
        return None
    read = json.loads(stored)
    return Clock(datetime.fromisoformat(read["now"]), read["start"], read["seconds"])
