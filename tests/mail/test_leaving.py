"""What will leave, when, to whom and why is seen before: on the outbox board and in `dondoc outbox`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine.installation import Installation
from engine.mail.leaving import undigested
from engine.mail.quiet import next_morning
from flows.boards.artifacts import read_boards
from models import db
from tests.support import acts, cast, registries
from tests.support.cast import at
from tests.support.rounds import LAN, settings

Q3 = {"obligation": "kstthc-quy", "period": "2026-Q3"}


def rerun_of_two(engine: Engine, home: Path) -> Installation:
    """A rerun of an old period for two units on Thursday 26 November 2026, after the morning's mails."""
    of = Installation(settings(home, go_live=date(2026, 11, 1)), registries.shipped(), engine)
    acts.a_round(engine, of.registry, of.settings, at("2026-11-26"), obligation="kstthc-quy")
    acts.rerun(
        engine, of.registry, of.settings, at("2026-11-26", 10), **Q3, execute=True,
        units=["TST", "PC"], reason="hỏi lại",
    )  # fmt: skip
    return of


@pytest.mark.slow
def test_the_notices_of_a_rerun_are_on_the_outbox_board(scratch: Engine, tmp_path: Path) -> None:
    of = rerun_of_two(scratch, tmp_path)
    made = {key: text for key, _, text in read_boards(of, at("2026-11-26", 11))}
    said = "2 thư đã gửi, 0 chờ gửi; 2 nơi nhận có thông báo chờ thư buổi sáng 27/11/2026"
    assert said in made["hop-thu"]
    assert said in made["bang-chung"]
    assert "## Chờ thư buổi sáng" in made["hop-thu"]
    assert [line for line in made["hop-thu"].splitlines() if line.startswith("| 08:05 27/11/2026")] == [
        "| 08:05 27/11/2026 | Vụ Pháp chế | 1 việc: nhắc việc quá hạn |",
        "| 08:05 27/11/2026 | Ban Quản lý Thu - Sổ, Thẻ | 1 việc: nhắc việc quá hạn |",
    ]
    # On the morning it is in the mails, and waits for nothing more.
    acts.a_round(scratch, of.registry, of.settings, at("2026-11-27", 8, 5), obligation="kstthc-quy")
    made = {key: text for key, _, text in read_boards(of, at("2026-11-27", 8, 6))}
    assert "2 nơi nhận có thông báo" not in made["hop-thu"]


@pytest.mark.slow
def test_a_mail_that_waits_says_what_it_is_about(scratch: Engine, tmp_path: Path) -> None:
    of = Installation(settings(tmp_path, go_live=date(2026, 8, 1)), cast.registry(), scratch)
    acts.a_round(scratch, of.registry, of.settings, at("2026-08-25"), deliver=False)
    with db.session(scratch) as s:
        acts.submit(s, of.registry, **Q3, unit="TST", now=at("2026-08-25", 9), by=LAN, document_no="1/BC")
    made = {key: text for key, _, text in read_boards(of, at("2026-08-25", 9))}
    rows = [line for line in made["hop-thu"].splitlines() if line.startswith("| 08:00")]
    assert len(rows) == 4
    assert [("1 việc: " in row) for row in rows if "Ban Chính sách BHXH" in row] == [True]
    # Sent meanwhile: there is nothing to remind it of any more.
    assert [("việc: nhắc" in row or "mới" in row) for row in rows if "Ban Quản lý thu" in row] == [False]


@pytest.mark.slow
def test_what_was_answered_meanwhile_waits_for_nothing(scratch: Engine, tmp_path: Path) -> None:
    of = rerun_of_two(scratch, tmp_path)
    now = at("2026-11-26", 11)
    with db.session(scratch) as s:
        acts.waive(s, of.registry, **Q3, unit="PC", now=now, by=LAN, reason="nhầm")
    with db.reading(scratch) as s:
        found = undigested(s, of.registry, of.settings, now)
    told = {each.recipient: [reason for reason, _ in each.gist.reasons] for each in found}
    assert [reason for reason in told["TST"] if reason.startswith("overdue")] != []
    assert not any(reason.startswith("overdue") for reason in told.get("PC", []))


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (at("2026-09-18", 8, 4), at("2026-09-18", 8, 5)),
        (at("2026-09-18", 8, 5), at("2026-09-21", 8, 5)),  # a Friday: on Monday
        (at("2026-08-29", 6), at("2026-09-03", 8, 5)),  # a Saturday before a long weekend
        (at("2032-12-31", 9), at("2033-01-01", 8, 5)),  # beyond the table every day is one
    ],
)
def test_the_next_morning(now: object, leaves: object) -> None:
    assert next_morning(cast.registry(), now) == leaves  # type: ignore[arg-type]


def test_a_late_morning_stays_in_its_day() -> None:
    registry = cast.registry()
    late = replace(registry.office, morning=time(23, 58), hours=(time(0), time(23, 59)))
    registry.office = late
    assert next_morning(registry, at("2026-09-18")) == at("2026-09-18", 23, 59)
