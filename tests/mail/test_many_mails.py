"""A morning of many mails: in which order they leave, how fast, by how many connections, how long."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from calendars.deadlines import Boundary, DueRule
from config.settings import Settings
from engine.mail import outbox, writing
from engine.mail.channels import ChannelDown, End, Envelope
from models import db
from models.states import MessageState
from tests.support import cast
from tests.support.cast import at
from tests.support.mailroom import Mailroom, four_waiting, mailroom, smtp_url
from tests.support.mailserver import Behaviour, running

TODAY = at("2026-09-17")
_build = writing.build


def crowd(url: str, home: Path, units: int, **settings: Any) -> Mailroom:
    """An office of so many units with a mail to each that waits."""
    provinces = tuple(cast.unit(f"tinh-{n:03d}", f"BHXH số {n}", "province") for n in range(units))
    duty = cast.QUARTERLY
    registry = cast.registry(duty, units=(*cast.UNITS[:4], *provinces))
    room = Mailroom(db.engine_for(url), registry, Settings(home=home, mail_language="vi", **settings))
    room.open(duty.code, "2026-Q3", at("2026-08-27"))
    room.tell(TODAY, units=[each.code for each in provinces])
    assert room.compose(TODAY) == units
    return room


@pytest.fixture
def one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """All letters say what the first one says: what is tried here is not how they are written."""
    written: list[EmailMessage] = []

    def build(letter: Any, sender: Any, to: Any, message_id: str, now: datetime) -> EmailMessage:
        if not written:
            written.append(_build(letter, sender, to, message_id, now))
        mail = copy(written[0])
        mail._headers = [each for each in mail._headers if each[0] != "Message-ID"]  # type: ignore[attr-defined]
        mail["Message-ID"] = message_id
        return mail

    monkeypatch.setattr(writing, "build", build)


class Taking:
    """A channel that takes everything and remembers whose mail it was; `before` is called with each."""

    disturbs = True

    def __init__(self, before: Callable[[Envelope], object] = lambda _: None) -> None:
        self.to: list[str] = []
        self.ids: list[str] = []
        self.before = before

    def __enter__(self) -> Taking:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def send(self, envelope: Envelope) -> str:
        self.before(envelope)
        self.to.append(envelope.to[0].partition("@")[0])
        self.ids.append(str(envelope.message["Message-ID"]))
        return "250 taken"


class Clock:
    """Seconds that pass only when somebody pauses, or says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.mark.slow
def test_what_is_overdue_leaves_first_and_then_what_is_due_soonest(url: str, tmp_path: Path) -> None:
    days = {"CSXH": 25, "TCKT": 19, "TST": 10}
    duties = [
        replace(cast.QUARTERLY, code=f"bao-cao-{day}", owed_by=(unit,), due=DueRule(Boundary.BEFORE, day=day))
        for unit, day in days.items()
    ]
    room = mailroom(url, tmp_path, *duties)
    for duty in duties:
        room.open(duty.code, "2026-Q3", at("2026-08-27"))
    room.tell(TODAY)
    assert room.compose(TODAY) == 3
    assert [each.recipient for each in room.messages()] == ["CSXH", "TCKT", "TST"]
    taking = Taking()
    assert room.deliver(TODAY, channel=taking).sent == 3
    assert taking.to == ["tst", "tckt", "csxh"]


@pytest.mark.slow
@pytest.mark.usefixtures("one_text")
def test_a_run_goes_on_until_the_outbox_is_empty(url: str, tmp_path: Path) -> None:
    room = crowd(url, tmp_path, 510)
    taking = Taking()
    taking.disturbs = False
    report = room.deliver(TODAY, channel=taking)
    assert (report.sent, report.waiting, len(set(taking.ids))) == (510, 0, 510)


def test_when_its_time_is_up_the_rest_waits_as_it_was(url: str, tmp_path: Path) -> None:
    clock = Clock()
    room = crowd(url, tmp_path, 4, delivery_minutes=4, smtp="smtp://nowhere.example")
    slow = Taking(lambda _: clock.pause(100))
    report = room.deliver(TODAY, channel=slow, timer=clock)
    assert (report.sent, report.waiting, report.problem) == (3, 1, None)
    (left,) = room.messages(MessageState.PENDING)
    assert (left.attempts, left.claimed_by, left.claimed_until) == (0, None, None)
    assert room.deliver(TODAY + timedelta(minutes=6), channel=slow, timer=clock).sent == 1


@pytest.mark.slow
def test_nothing_more_is_claimed_when_the_office_closes(url: str, tmp_path: Path) -> None:
    clock = Clock()
    room = crowd(url, tmp_path, 22)
    report = room.deliver(at("2026-09-17", 16, 59), channel=Taking(lambda _: clock.pause(6)), timer=clock)
    assert (report.sent, report.waiting) == (20, 2)


def test_mails_keep_the_pace_that_is_set(url: str, tmp_path: Path) -> None:
    clock, left = Clock(), list[float]()
    room = crowd(url, tmp_path, 4, mails_per_minute=30)
    taking = Taking(lambda _: left.append(clock.seconds))
    paced = {"channel": taking, "timer": clock, "pause": clock.pause}
    assert room.deliver(TODAY, limit=3, **paced).sent == 3
    assert left == pytest.approx([0, 2, 4])
    # Whoever delivers next, in another process, goes on at the same pace.
    now = TODAY + timedelta(seconds=clock.seconds)
    assert room.deliver(now, **paced).sent == 1
    assert left[3] == pytest.approx(6)


def test_what_a_slow_answer_held_up_is_not_made_up_for_at_once(url: str, tmp_path: Path) -> None:
    clock, left = Clock(), list[float]()

    def take(_: Envelope) -> None:
        left.append(clock.seconds)
        clock.pause(20 if len(left) == 1 else 0)

    room = crowd(url, tmp_path, 5, mails_per_minute=30)
    assert room.deliver(TODAY, channel=Taking(take), timer=clock, pause=clock.pause).sent == 5
    assert left == pytest.approx([0, 20, 22, 24, 26])


def test_moments_that_were_not_used_are_given_back(url: str, tmp_path: Path) -> None:
    clock = Clock()
    room = crowd(url, tmp_path, 12, mails_per_minute=30, delivery_minutes=1)
    slow = Taking(lambda _: clock.pause(25))
    assert room.deliver(TODAY, channel=slow, timer=clock, pause=clock.pause).sent == 3
    began = list[float]()
    soon = Taking(lambda _: began.append(clock.seconds))
    at_once = clock.seconds
    now = TODAY + timedelta(seconds=clock.seconds)
    assert room.deliver(now, channel=soon, timer=clock, pause=clock.pause, limit=1).sent == 1
    assert began == [at_once]


def test_a_pace_that_a_wrong_clock_wrote_holds_nobody_up(url: str, tmp_path: Path) -> None:
    clock = Clock()
    room = crowd(url, tmp_path, 2, mails_per_minute=1)
    paced = {"channel": Taking(), "timer": clock, "pause": clock.pause, "limit": 1}
    room.deliver(TODAY + timedelta(days=5), **paced)
    assert room.deliver(TODAY, **paced).sent == 1
    assert clock.seconds == 0


@pytest.mark.slow
def test_a_connection_is_closed_after_so_many_mails(url: str, tmp_path: Path) -> None:
    with running() as server:
        room = four_waiting(url, tmp_path, server.port, TODAY)
        room.settings = replace(room.settings, mails_per_connection=2)
        assert room.deliver(TODAY).sent == 4
        assert (server.connections, len(set(server.ids))) == (2, 4)


@pytest.mark.slow
@pytest.mark.usefixtures("one_text")
def test_several_connections_share_the_mails_of_a_run(url: str, tmp_path: Path) -> None:
    with running(Behaviour(delay=0.02)) as server:
        room = crowd(url, tmp_path, 12, smtp=smtp_url(server.port), smtp_connections=3)
        assert room.deliver(TODAY) == outbox.DeliveryReport(sent=12)
        assert (server.connections, len(server.ids), len(set(server.ids))) == (3, 12, 12)


@pytest.mark.usefixtures("one_text")
def test_a_server_that_takes_fewer_connections_gets_all_mails_by_those(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Closed(Taking):
        def __enter__(self) -> Taking:
            raise ChannelDown("channel.busy", server="here", said="421 too many connections")

    first = Taking(lambda _: time.sleep(0.005))
    channels = iter([first])
    monkeypatch.setattr(outbox, "channel_for", lambda _: next(channels, Closed()))
    room = crowd(url, tmp_path, 8, smtp_connections=4)
    assert room.deliver(TODAY) == outbox.DeliveryReport(sent=8)
    assert len(set(first.ids)) == 8


@pytest.mark.usefixtures("one_text")
def test_a_connection_that_goes_down_takes_no_other_with_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: Envelope) -> None:
        raise ChannelDown("channel.busy", server="here", said="421 closing")

    good = Taking(lambda _: time.sleep(0.005))
    channels = iter([good, Taking(down)])
    monkeypatch.setattr(outbox, "channel_for", lambda _: next(channels))
    room = crowd(url, tmp_path, 8, smtp_connections=2)
    report = room.deliver(TODAY)
    # What was with it may have arrived, so it waits for the next run, like all that a stopped run leaves.
    assert (report.sent, report.waiting, report.problem) == (7, 1, None)
    (left,) = room.messages(MessageState.PENDING)
    assert left.attempts == 0
    monkeypatch.setattr(outbox, "channel_for", lambda _: Taking(down))
    assert room.deliver(TODAY).problem is not None


@pytest.mark.usefixtures("one_text")
def test_a_connections_next_mail_leaves_when_the_one_before_is_recorded(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever dies has at most one mail for each connection that left and is not recorded."""
    taken, unrecorded, lock = Counter[str](), list[int](), threading.Lock()

    def look(_: Envelope) -> None:
        with lock:
            # Those that are with a server now, this one among them, and those that nobody recorded yet.
            unrecorded.append(taken["begun"] + 1 - len(room.messages(MessageState.SENT)))
            taken["begun"] += 1

    room = crowd(url, tmp_path, 30, smtp_connections=3)
    monkeypatch.setattr(outbox, "channel_for", lambda _: Taking(look))
    assert room.deliver(TODAY).sent == 30
    assert max(unrecorded) <= 3


class Prepared(Taking):
    """A channel that has told its server of a letter before the letter may leave."""

    def __init__(self, before: Callable[[Envelope], object] = lambda _: None) -> None:
        super().__init__(before)
        self.at_end: Callable[[End], object] = lambda end: end(True)
        self.told = list[str]()

    def send(self, envelope: Envelope) -> str:
        self.told.append(envelope.to[0].partition("@")[0])
        self.at_end(lambda _: True)
        return super().send(envelope)


@pytest.mark.parametrize("connections", [1, 3])
@pytest.mark.usefixtures("one_text")
def test_a_mails_text_leaves_when_the_one_before_is_recorded(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connections: int
) -> None:
    begun, unrecorded, lock = Counter[str](), list[int](), threading.Lock()

    def look(_: Envelope) -> None:
        with lock:
            unrecorded.append(begun["text"] + 1 - len(room.messages(MessageState.SENT)))
            begun["text"] += 1

    room = crowd(url, tmp_path, 30, smtp_connections=connections)
    monkeypatch.setattr(outbox, "channel_for", lambda _: Prepared(look))
    assert room.deliver(TODAY).sent == 30
    assert max(unrecorded) <= connections


@pytest.mark.usefixtures("one_text")
def test_a_mail_of_which_the_server_was_told_stays_when_the_time_is_up(url: str, tmp_path: Path) -> None:
    clock = Clock()
    room = crowd(url, tmp_path, 6, delivery_minutes=4, smtp="smtp://nowhere.example")
    slow = Prepared(lambda _: (time.sleep(0.05), clock.pause(100)))  # meanwhile it is given the next one
    report = room.deliver(TODAY, channel=slow, timer=clock)
    assert (report.sent, report.waiting, len(slow.to), len(slow.told)) == (3, 3, 3, 4)
    assert {(each.attempts, each.claimed_by) for each in room.messages(MessageState.PENDING)} == {(0, None)}


@pytest.mark.usefixtures("one_text")
def test_what_cannot_be_recorded_lets_no_further_mail_leave(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> bool:
        raise OSError("disk full")

    room, taking = crowd(url, tmp_path, 6), Prepared()
    monkeypatch.setattr(outbox.queries, "mark_sent", full)
    with pytest.raises(OSError, match="disk full"):
        room.deliver(TODAY, channel=taking)
    assert len(taking.to) == 1
    waiting = room.messages(MessageState.PENDING)
    assert (len(waiting), {each.attempts for each in waiting}) == (5, {0})


@pytest.mark.slow
@pytest.mark.usefixtures("one_text")
def test_two_workers_share_an_outbox_of_200_and_double_nothing(database_url: str, tmp_path: Path) -> None:
    room = crowd(database_url, tmp_path, 200)
    both = threading.Barrier(2, timeout=30)

    class Meeting(Taking):
        def send(self, envelope: Envelope) -> str:
            if not self.ids:  # each has claimed its first mails before either sends one
                both.wait()
            return super().send(envelope)

    workers = [Meeting(), Meeting()]
    with ThreadPoolExecutor(2) as at_once:
        sent = list(at_once.map(lambda each: room.deliver(TODAY, channel=each).sent, workers))
    ids = [number for each in workers for number in each.ids]
    assert sum(sent) == len(ids) == len(set(ids)) == 200
    assert min(sent) > 0
    assert {each.state for each in room.messages()} == {MessageState.SENT}
