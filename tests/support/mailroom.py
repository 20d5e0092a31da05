"""A small office with real tasks, notices and an outbox: everything mail needs, without running rounds."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Engine

from calendars.ladders import Role
from config.registry import Registry
from config.registry.objects import Unit
from config.settings import Settings
from engine.installation import Installation
from engine.mail import digest, outbox
from engine.mail.channels import Channel, Envelope
from models import db, queries
from models.queries import Happening, NewNotice
from models.states import MessageState, TaskState
from models.tables import Message, Task
from tests.support import cast

REASON = {
    "opened": "opened",
    "remind-5wd": "reminder-5wd",
    "due-today": "due-today",
    "overdue-1wd": "overdue-1wd",
    "escalate-head-3wd": "escalated-head",
    "escalate-owner-5wd": "escalated-owner",
    "escalate-leadership-10wd": "escalated-leadership",
}


@lru_cache(maxsize=2048)
def _read(path: Path, written_at: int) -> EmailMessage:
    """A mail in the outbox folder: stories look at all of them after each morning."""
    mail = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    return mail


@dataclass
class Mailroom:
    """One database with its registry and settings."""

    engine: Engine
    registry: Registry
    settings: Settings

    def open(self, code: str, period: str, now: datetime) -> int:
        """Opens the tasks of one obligation and period as a round would; how many there are."""
        duty, due = self.registry.obligation(code), self.registry.deadline(code, period)
        today = now.astimezone(self.registry.office.zone).date()
        with db.session(self.engine) as s:
            roster = [(c, *row) for c in self.registry.obligations for row in self.registry.roster(c)]
            queries.sync_roster(s, roster, fingerprint=self.registry.fingerprint)
            new = queries.NewTasks(
                obligation=code,
                period=period,
                owner=duty.owner,
                nominal=due.nominal,
                boundary=due.boundary,
                last_day=due.last_day,
                working_deadline=due.working_deadline,
                late_from=due.late_from(self.registry.office.zone),
            )
            opened = queries.Happening(now, "opened", "dondoc", "engine")
            return queries.open_tasks(s, new, on_day=today, event=opened)

    def tell(
        self,
        now: datetime,
        rung: str = "remind-5wd",
        *,
        units: Collection[str] | None = None,
        role: Role = Role.UNIT,
        obligation: str | None = None,
    ) -> None:
        """Raises one rung for the tasks of these units (None: of all), addressed to `role`."""
        with db.session(self.engine) as s:
            rows = [
                NewNotice(
                    task.id or 0,
                    task.deadline_no,
                    rung,
                    role,
                    _recipient(task, role),
                    REASON[rung],
                    now,
                )
                for task in queries.tasks(s, obligation=obligation, state=TaskState.OPEN)
                if units is None or task.unit in units
            ]
            assert queries.add_notices(s, rows)

    def compose(self, now: datetime, **more: Any) -> int:
        """See `digest.compose`."""
        with db.session(self.engine) as s:
            return digest.compose(s, self.registry, self.settings, now, **more)

    def deliver(
        self, now: datetime, *, channel: Channel | None = None, worker: str = "w1", **more: Any
    ) -> outbox.DeliveryReport:
        """See `outbox.deliver`."""
        here = Installation(self.settings, self.registry, self.engine)
        return outbox.deliver(here, now, origin=worker, channel=channel, **more)

    def submit(self, unit: str, now: datetime, *, obligation: str = "kstthc-quy") -> None:
        """The unit's open tasks of that obligation are answered."""
        self._change(unit, obligation, TaskState.SUBMITTED, "submitted", now, submitted_at=now)

    def extend(self, unit: str, now: datetime, **fields: Any) -> None:
        """The unit gets another deadline."""
        self._change(unit, "kstthc-quy", TaskState.OPEN, "extended", now, **fields)

    def _change(
        self, unit: str, obligation: str, to: TaskState, kind: str, now: datetime, **fields: Any
    ) -> None:
        with db.session(self.engine) as s:
            for task in queries.tasks(s, obligation=obligation, unit=unit, state=TaskState.OPEN):
                event = Happening(at=now, kind=kind, actor="test", origin="cli", reason="", data={})
                queries.change(s, task, to, event=event, **fields)

    def messages(self, state: MessageState | None = None) -> list[Message]:
        """The outbox, oldest first."""
        with db.reading(self.engine) as s:
            return queries.outbox_rows(s, state=state)[::-1]

    def message(self, recipient: str) -> Message:
        """The one message to that recipient."""
        (found,) = [each for each in self.messages() if each.recipient == recipient]
        return found

    def files(self) -> dict[str, EmailMessage]:
        """What lies in the outbox folder, by file name, in order."""
        found = {}
        for path in sorted(self.settings.outbox.glob("*")):
            found[path.name] = _read(path, path.stat().st_mtime_ns)
        return found

    def having(self, *units: Unit, **settings: Any) -> Mailroom:
        """The same database with other units or settings."""
        changed = {unit.code: unit for unit in units}
        registry = cast.registry(
            *self.registry.obligations.values(),
            units=tuple(changed.get(unit.code, unit) for unit in self.registry.units.values()),
        )
        return Mailroom(self.engine, registry, replace(self.settings, **settings))


def mailroom(url: str, home: Path, *obligations: Any, **settings: Any) -> Mailroom:
    """A mail room on the migrated database at `url`; letters are in Vietnamese unless told otherwise."""
    fields = {"home": home, "mail_language": "vi", **settings}
    return Mailroom(db.engine_for(url), cast.registry(*obligations), Settings(**fields))


def smtp_url(port: int) -> str:
    """The settings' way to name a plain server on loopback."""
    return f"smtp://127.0.0.1:{port}?starttls=no"


def text_of(mail: EmailMessage) -> str:
    """The plain-text part."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def four_waiting(url: str, home: Path, port: int, now: datetime) -> Mailroom:
    """Messages for CSXH, TCKT, TST and tinh-15, due now."""
    room = mailroom(url, home, smtp=smtp_url(port))
    room.open("kstthc-quy", "2026-Q3", cast.at("2026-08-27"))
    room.tell(now)
    assert room.compose(now) == 4
    return room


def deliver_in_process(url: str, home: str, port: int, worker: str, now: datetime) -> int:
    """For races between real processes: how many this one sent."""
    room = mailroom(url, Path(home), smtp=smtp_url(port))
    return room.deliver(now, worker=worker).sent


class Killed:
    """A channel whose process is killed (-9) right after the n-th letter was handed over."""

    disturbs = False

    def __init__(self, inner: Channel, after: int) -> None:
        self.inner, self.left = inner, after

    def __enter__(self) -> Killed:
        self.inner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.inner.__exit__(kind, error, trace)

    def send(self, envelope: Envelope) -> str:
        answer = self.inner.send(envelope)
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer


def _recipient(task: Task, role: Role) -> str:
    return {
        Role.UNIT: task.holder,
        Role.HEAD: f"{task.holder}:head",
        Role.OWNER: task.owner,
        Role.LEADERSHIP: "leadership",
    }[role]


if __name__ == "__main__":
    # `python -m tests.support.mailroom URL HOME PORT NOW AFTER`: a deliverer that dies on the way.
    from engine.mail.channels.choose import channel_for

    given_url, given_home, given_port, given_now, given_after = sys.argv[1:]
    dying = mailroom(given_url, Path(given_home), smtp=smtp_url(int(given_port)))
    killed = Killed(channel_for(dying.settings), int(given_after))
    dying.deliver(datetime.fromisoformat(given_now), channel=killed, worker="killed")
