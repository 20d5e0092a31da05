"""A law: whatever people do, the calendars that our mails filled show what is still to be done, on its day.

The calendar program is the simplest that keeps to RFC 5545 and 5546: of an entry it believes what has a
higher SEQUENCE than what it has, and a cancelled one goes.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from engine.errors import AnswerError
from models import db, queries
from models.states import TaskState
from models.tables import Task
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, mailroom
from tests.support.rounds import LAN
from tests.support.tiers import WHOLE, some

Entries = dict[str, tuple[int, date]]
UNITS = ("TST", "CSXH", "TCKT", "VP", "tinh-15")


class Programs:
    """The calendar program of each unit."""

    def __init__(self) -> None:
        self.shown: defaultdict[str, Entries] = defaultdict(dict)
        self.gone: defaultdict[str, Entries] = defaultdict(dict)

    def take(self, who: str, calendar: Any) -> None:
        for event in calendar.walk("VEVENT"):
            uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
            day = event.decoded("DTSTART")
            known = self.shown[who].get(uid, self.gone[who].get(uid, (-1, day)))[0]
            if str(event["STATUS"]) == "CANCELLED":
                # What was cancelled, opened again and ended before the next mail is cancelled once more.
                assert uid in self.shown[who] or uid in self.gone[who], f"{who}: {uid} was never there"
                assert sequence > known
                self.shown[who].pop(uid, None)
                self.gone[who][uid] = sequence, day
            else:
                assert sequence >= known or self.shown[who].get(uid) == (sequence, day)
                self.shown[who][uid] = sequence, day


def uid(task: Task) -> str:
    return f"{task.obligation}.{task.period}.{task.unit}@dondoc.bhxh.example"


def act(room: Mailroom, draw: random.Random, day: date) -> None:
    """Something that somebody does to one task; what the engine refuses is not done."""
    with db.reading(room.engine) as s:
        tasks = queries.tasks(s)
    if not tasks:
        return
    task = draw.choice(tasks)
    key = {"obligation": task.obligation, "period": task.period, "unit": task.unit}
    later = day + timedelta(days=draw.randint(1, 40))
    what, said = draw.choice(
        [
            (acts.submit, {"document_no": f"{draw.randint(1, 99)}/BC"}),
            (acts.extend, {"new_day": later, "reason": "chờ số liệu"}),
            (acts.return_report, {"new_day": later, "reason": "thiếu phụ lục"}),
            (acts.waive, {"reason": "không phát sinh"}),
            (acts.reassign, {"to": draw.choice(UNITS), "reason": "chuyển nhiệm vụ"}),
            (acts.progress, {"percent": str(draw.randint(0, 100))}),
        ]
    )
    try:
        with db.session(room.engine) as s:
            what(s, room.registry, now=at(day.isoformat(), 10), by=LAN, **key, **said)
    except AnswerError:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("seed", some(range(8), 1))
def test_what_a_calendar_shows_is_what_is_still_to_be_done(url: str, tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    room = mailroom(url, tmp_path, cast.QUARTERLY, cast.PLANS)
    settings = replace(room.settings, go_live=date(2026, 8, 27))
    programs, read = Programs(), set[str]()
    day, told = date(2026, 8, 27), set[tuple[str, str]]()
    while day < (date(2027, 1, 10) if WHOLE else date(2026, 11, 1)):
        if room.registry.calendar.is_workday(day):
            acts.a_round(room.engine, room.registry, settings, at(day.isoformat()))
            for name, mail in room.files().items():
                if name not in read:
                    read.add(name)
                    who = str(mail["To"].addresses[0].username)
                    for part in mail.walk():
                        if part.get_content_type() == "text/calendar":
                            calendar: Any = Calendar.from_ical(part.get_payload(decode=True))
                            programs.take(who, calendar)
                            told |= {(who, str(event["UID"])) for event in calendar.walk("VEVENT")}
            with db.reading(room.engine) as s:
                tasks = queries.tasks(s)
            for unit in UNITS:
                who = unit.lower()
                due = {
                    uid(task): task.working_deadline
                    for task in tasks
                    if task.state is TaskState.OPEN and task.holder == unit and (who, uid(task)) in told
                }
                assert {key: on for key, (_, on) in programs.shown[who].items()} == due, (unit, day)
            for _ in range(draw.randint(0, 2)):
                act(room, draw, day)
        day += timedelta(days=1)
    assert told
