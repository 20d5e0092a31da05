"""What the processes of `chaos.many` do, each again and again until its time is over.

Every one writes down what it was told was done, whatever it was refused, and every error that is no refusal:
a person would have been shown it.
"""

from __future__ import annotations

import json
import mailbox
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import text

from calendars.deadlines import Boundary, DueRule
from config.registry import Registry
from config.settings import Settings
from engine.answers import answers, progress, requests, undo
from engine.changes.applying import apply_plan
from engine.errors import AnswerError, EngineError, RoundBehind
from engine.installation import Installation
from engine.replies.choose import mailbox_of
from engine.replies.hearing import hear
from engine.replies.reading import read_replies
from engine.rounds.rounds import deliver_messages, run_round
from engine.tasks.acts import Act, By, TaskRef, acting
from language import Message, say
from models import db
from tests.support import cast

FIRST = date(2026, 9, 3)
PERIOD = "2026-Q3"
REASON = "thử nhiều người cùng lúc"
CALM = 3600
"""Seconds that others wait for a process that goes on with its last piece of work."""
HOT = 40
"""So many tasks get half of all answers, so that several people answer about one at once."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What all processes of one trial share."""

    url: str
    home: str
    smtp: str
    units: int
    duties: int
    mornings: int
    morning: float
    """Seconds that a working morning lasts."""
    seed: int


class Job(NamedTuple):
    """One process: its name, and the kinds of work it goes through in turn."""

    name: str
    work: tuple[str, ...]


def registry_of(shift: Shift, morning: int) -> Registry:
    """The office on a morning: each day somebody has edited it. Days move, a duty ends and comes back,
    another gets a new owner; everybody reads the same files."""
    provinces = tuple(
        cast.unit(f"tinh-{n:03d}", f"BHXH tỉnh số {n}", "province") for n in range(1, shift.units + 1)
    )
    duties = []
    for n in range(shift.duties):
        day = 14 + n % 14 + (morning % 2 if n % 5 == 0 else 0)
        ended = n == 1 and morning % 4 == 2
        duties.append(
            replace(
                cast.QUARTERLY,
                code=f"bao-cao-{n:02d}",
                title=f"Báo cáo số {n}",
                owed_by=() if ended else ("@tinh",),
                owner="TST" if n % 7 == 3 and morning % 3 == 1 else "VP",
                due=DueRule(boundary=Boundary.BY, day=day),
            )
        )
    return cast.registry(*duties, units=(*cast.UNITS[:4], *provinces), fingerprint=f"many-{morning}")


class Worker:
    """One process at work."""

    def __init__(self, shift: Shift, job: Job) -> None:
        self.shift, self.job = shift, job
        self.dice = random.Random(f"{shift.seed} {job.name}")
        self.engine = db.engine_for(shift.url)
        self.box = Path(shift.home) / "Maildir"
        self.settings = Settings(
            home=Path(shift.home),
            database_url=shift.url,
            smtp=shift.smtp,
            mail_language="vi",
            replies=f"maildir:{self.box}",
            go_live=date(2026, 9, 1),
        )
        self.done: list[tuple[str, int, str]] = []
        """Answers that were recorded, as it was told: kind, task, document number."""
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.waited: dict[str, float] = {}
        """The longest that one piece of each kind of work took, in seconds."""
        self._registries: dict[int, Registry] = {}
        self._number = 0
        self.begin(0)

    # --- time and place ---

    def now(self) -> datetime:
        """The instant: so many seconds after 08:00 of the working day as have passed of the morning."""
        day = cast.CALENDAR.shift(FIRST, self.morning)
        return cast.at(day.isoformat()) + timedelta(seconds=time.monotonic() - self._since)

    def here(self) -> Installation:
        """The office as its files stand now."""
        if self.morning not in self._registries:
            self._registries = {self.morning: registry_of(self.shift, self.morning)}
        return Installation(self.settings, self._registries[self.morning], self.engine)

    def begin(self, morning: int) -> None:
        """It is that morning, from 0."""
        self.morning, self._since = morning, time.monotonic()

    # --- the work ---

    def run(self, dawn: Barrier) -> None:
        """Works through the mornings. Each begins for all at once: leases are measured by one clock, and a
        night that took no time would end those that still run."""
        for morning in range(self.shift.mornings):
            dawn.wait(CALM)
            self.begin(morning)
            while time.monotonic() < self._since + self.shift.morning:
                for kind in self.job.work:
                    self.once(kind)

    def once(self, kind: str) -> None:
        """One piece of work; an error that is no refusal would have been shown to somebody."""
        began = time.monotonic()
        try:
            getattr(self, kind)()
            self.counts[kind] += 1
        except (AnswerError, RoundBehind):
            self.counts[f"{kind}: refused"] += 1
        except EngineError as error:
            self.wrong.append(f"{kind}: {type(error).__name__}: {say(error.message, 'en', 'cli')}")
        except db.DatabaseError as error:
            self.wrong.append(f"{kind}: {error.problem}: {say(error.message, 'en', 'cli')}")
        except Exception as error:
            self.wrong.append(f"{kind}: {type(error).__name__}: {error}"[:500])
        self.waited[kind] = max(self.waited.get(kind, 0.0), time.monotonic() - began)

    def round(self) -> None:
        """A whole round, as the morning flow and somebody at the command line run it at once."""
        report = run_round(self.here(), self.now(), origin=self.job.name, join=True)
        self.counts["sent"] += report.sent
        if report.delivery and report.delivery.problem:
            self.problem("round", report.delivery.problem)
        time.sleep(self.dice.uniform(0, 1))

    def deliver(self) -> None:
        """What waits in the outbox."""
        done = deliver_messages(self.here(), self.now(), origin=self.job.name)
        self.counts["sent"] += done.sent
        if done.problem:
            self.problem("deliver", done.problem)
        if not done.sent:
            time.sleep(self.dice.uniform(0, 0.5))

    def apply(self) -> None:
        """Somebody makes the tasks what the edited registry says."""
        with acting(self.here(), self.now(), By(self.job.name), in_turn=True) as act:
            self.counts["tasks moved by a plan"] += apply_plan(act, reason=REASON).tasks
        time.sleep(self.dice.uniform(0, 1))

    def answer(self) -> None:
        """One answer about one task."""
        here = self.here()
        number = self.dice.randint(
            1, HOT if self.dice.random() < 0.5 else self.shift.units * self.shift.duties
        )
        with db.reading(self.engine) as s:
            row = s.execute(
                text("SELECT id, obligation, period, unit, last_day FROM task ORDER BY id LIMIT 1 OFFSET :n"),
                {"n": number - 1},
            ).one_or_none()
        if row is None:
            return
        ref, last_day = TaskRef(row[1], row[2], row[3]), date.fromisoformat(str(row[4]))
        kind = self.dice.choices(list(ANSWERS), [weight for weight, _ in ANSWERS.values()])[0]
        self._number += 1
        document = f"{self._number}/{self.job.name}"
        later = max(last_day, here.today(self.now())) + timedelta(days=self.dice.randint(1, 10))
        with acting(here, self.now(), By(self.job.name)) as act:
            answer = ANSWERS[kind][1](act, ref, document, later)
        if answer.changed:
            self.done.append((answer.kind, row[0], document))

    def reply(self) -> None:
        """Units answer mails, and the mailbox is read."""
        with db.reading(self.engine) as s:
            sent = s.execute(
                text(
                    "SELECT m.message_id_header, m.subject, t.obligation, t.period, t.unit FROM notice n"
                    " JOIN message m ON m.id = n.message_id JOIN task t ON t.id = n.task_id"
                    " WHERE m.state = 'sent' AND m.recipient = t.unit ORDER BY m.id DESC LIMIT 200"
                )
            ).all()
        now = self.now()
        for header, subject, duty, period, unit in self.dice.sample(sent, min(3, len(sent))):
            self._number += 1
            mail = EmailMessage()
            mail["From"], mail["To"] = f"Họ Đệm Tên <{unit}@bhxh.example>", "dondoc@bhxh.example"
            mail["Subject"], mail["Date"] = f"Re: {subject}", format_datetime(now)
            mail["Message-ID"] = f"<{self.job.name}.{self._number}@mail.bhxh.example>"
            mail["In-Reply-To"] = header
            day = f"{now.astimezone(cast.HANOI):%d/%m/%Y}"
            mail.set_content(f"{duty}/{period}: đã gửi, số {self._number}/{self.job.name} ngày {day}\n")
            mailbox.Maildir(self.box, create=True).add(mail)
        report = read_replies(self.here(), mailbox_of(self.settings), hear, now)
        for state, n in report.counts.items():
            self.counts[f"replies {state.value}"] += n
        if report.problem:
            self.problem("reply", report.problem)

    def problem(self, kind: str, what: Message) -> None:
        """What a run told instead of going on."""
        self.wrong.append(f"{kind}: {say(what, 'en', 'cli')}")

    def noted(self) -> dict[str, Any]:
        """All of it, for whoever started the process."""
        return {
            "name": self.job.name,
            "done": self.done,
            "counts": dict(self.counts),
            "wrong": self.wrong,
            "waited": self.waited,
        }


Answering = Callable[[Act, TaskRef, str, date], Any]
ANSWERS: dict[str, tuple[int, Answering]] = {
    "submit": (35, lambda act, ref, number, _: answers.submit(act, ref, document_no=number)),
    "amend": (10, lambda act, ref, number, _: answers.submit(act, ref, document_no=number, amend=True)),
    "accept": (10, lambda act, ref, _n, _d: answers.accept(act, ref)),
    "return": (10, lambda act, ref, _, day: answers.return_report(act, ref, new_day=day, reason=REASON)),
    "extend": (10, lambda act, ref, _, day: answers.extend(act, ref, new_day=day, reason=REASON)),
    "waive": (3, lambda act, ref, _n, _d: answers.waive(act, ref, reason=REASON)),
    "undo": (10, lambda act, ref, _n, _d: undo.undo(act, ref, reason=REASON)),
    "ask": (6, lambda act, ref, _, day: requests.ask_extension(act, ref, new_day=day, reason=REASON)),
    "progress": (6, lambda act, ref, _n, _d: progress.report(act, ref, percent="50")),
}
"""What people do, how often of a hundred times, and how."""


def work(shift: Shift, job: Job, note: str, dawn: Barrier) -> None:
    """One process."""
    worker = Worker(shift, job)
    worker.run(dawn)
    worker.engine.dispose()
    Path(note).write_text(json.dumps(worker.noted()))


def finish(shift: Shift) -> str:
    """After all others: a last round, and one more that must have nothing to do; answers its line."""
    worker = Worker(shift, Job("last", ()))
    worker.begin(shift.mornings - 1)
    end = worker.now() + timedelta(hours=3)
    for _ in range(40):
        report = run_round(worker.here(), end, origin="last", join=True)
        if not (report.delivery and report.delivery.waiting):
            break
    report = run_round(worker.here(), end, origin="last", join=True)
    worker.engine.dispose()
    idle = not any((report.messages, report.sent, sum(each.tasks for each in report.opened)))
    return "" if idle else str(report)
