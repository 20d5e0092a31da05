"""An office in which a report is three working days late, and channels by which somebody hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from calendars.ladders import Ladder, Role
from engine.installation import Installation
from engine.rounds.report import Delivery
from engine.rounds.rounds import deliver_messages
from models import db, queries
from models.tables import Message as Mail
from tests.support import cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom

NOW = at("2026-09-23", 9)
"""Three working days after the last day, 18 September."""
SECRET = "tuyệt-mật/123"
SECRET_AS_SENT = "tuy%E1%BB%87t-m%E1%BA%ADt/123"


def ladder(*ways: str, rung: str = "escalate-head-3wd") -> Ladder:
    rungs = (replace(each, ways=ways) if each.name == rung else each for each in cast.LADDER.rungs)
    return replace(cast.LADDER, rungs=tuple(rungs))


def late(
    url: str,
    home: Path,
    ways_of: dict[str, dict[str, str]],
    *ways: str,
    roles: tuple[Role, ...] = (Role.HEAD,),
    units: tuple[str, ...] = ("TST",),
    obligations: Any = (),
    now: datetime = NOW,
    **settings: Any,
) -> Mailroom:
    """An office in which these units' heads are told on NOW, by these ways, that a report is 3 days late."""
    fields = {"channels": "on", "channel_timeout": 2, "channel_secrets": {"chat": SECRET}, **settings}
    room = mailroom(url, home, **fields)
    room.registry = cast.registry(*obligations, ladder=ladder(*ways), channels=ways_of, language="vi")
    for duty in room.registry.obligations:
        room.open(duty, "2026-Q3", at("2026-08-28"))
    for role in roles:
        room.tell(now, "escalate-head-3wd", role=role, units=units)
    room.compose(now)
    return room


def send(room: Mailroom, now: datetime = NOW) -> Delivery:
    return deliver_messages(Installation(room.settings, room.registry, room.engine), now, origin="test")


def by_way(room: Mailroom) -> list[tuple[str, str, str]]:
    """(recipient, way, state) of every message, oldest first."""
    return [(each.recipient, each.way or "mail", each.state.value) for each in room.messages()]


def short(room: Mailroom) -> Mail:
    (found,) = [each for each in room.messages() if each.way is not None]
    return found


def again(room: Mailroom, now: datetime) -> None:
    """The head of TST is told of its task anew, as of another deadline."""
    with db.session(room.engine) as s:
        (task,) = [each for each in queries.tasks(s) if each.unit == "TST"]
        said = (task.id or 0, 7, "escalate-head-3wd", Role.HEAD, "TST:head", "escalated-head", now)
        queries.add_notices(s, [queries.NewNotice(*said)])
