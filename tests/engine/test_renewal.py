"""A document written for one year is asked about each January, in the owners' own mail, until answered.

The cast's plan 490/KH-BHXH is taken as one for 2022. In January 2026 the first working day is Friday the 2nd;
ten working days after it is Friday the 16th, then Friday the 30th, and 13, 27 February and 13 March.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import Registry
from engine.answers import renewal
from engine.errors import AnswerError, UnknownName
from engine.installation import Installation
from engine.mail.outbox import deliver
from engine.rounds.audit import audit
from engine.rounds.simulate import simulate
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import text_of
from tests.support.rounds import LAN, mails, mornings, quiet_round, settings

PLAN = replace(cast.PLAN, horizon=2022, renewal="yearly", file="kh-490.yaml")
QUARTERLY = replace(cast.QUARTERLY, document=PLAN)
SECOND = replace(QUARTERLY, code="kstthc-phu", title="Báo cáo phụ", owner="TCKT", owed_by=("CSXH",))
NUMBER = "490/KH-BHXH"


def registry(*duties: Any) -> Registry:
    made = cast.registry(*(duties or (QUARTERLY, SECOND)))
    return Registry(
        office=made.office, calendar=made.calendar, units=made.units.values(), groups=made.groups.values(),
        ladders=made.ladders.values(), documents=(PLAN,), outlines=(),
        obligations=made.obligations.values(), fingerprint="yearly",
    )  # fmt: skip


YEARLY = registry()


def asked(engine: Engine) -> list[tuple[str, str]]:
    """(day, document and year) of every question so far, by event."""
    with db.reading(engine) as s:
        return [
            (event.at.astimezone(cast.HANOI).date().isoformat(), f"{event.data['owner']}")
            for event in queries.history(s, kind="renewal-asked")
        ]


def answer(engine: Engine, when: str, year: int, *, ends: bool = False, **more: Any) -> renewal.Renewed:
    with db.session(engine) as s:
        return acts.renew(s, YEARLY, more.pop("document", NUMBER), year, ends=ends, by=LAN, now=at(when))


def walk(engine: Engine, home: Path, first: str, last: str) -> None:
    for now in mornings(first, last):
        quiet_round(engine, YEARLY, settings(home), now)


@pytest.fixture
def lived(database: Engine, tmp_path: Path) -> Engine:
    """In use since November 2025."""
    quiet_round(database, YEARLY, settings(tmp_path), at("2025-11-03"))
    return database


@pytest.mark.slow
def test_each_owner_is_asked_in_the_first_round_and_every_ten_working_days(
    lived: Engine, tmp_path: Path
) -> None:
    walk(lived, tmp_path, "2025-12-30", "2026-04-30")
    days = ["2026-01-02", "2026-01-16", "2026-01-30", "2026-02-13", "2026-02-27", "2026-03-13"]
    assert asked(lived) == [(day, owner) for day in days for owner in ("VP", "TCKT")]


@pytest.mark.slow
def test_who_sets_dondoc_up_later_in_a_year_is_asked_in_the_next(database: Engine, tmp_path: Path) -> None:
    walk(database, tmp_path, "2025-11-03", "2025-12-31")
    assert asked(database) == []
    quiet_round(database, YEARLY, settings(tmp_path), at("2026-01-02"))
    assert asked(database) == [("2026-01-02", "VP"), ("2026-01-02", "TCKT")]


def test_a_start_in_january_asks_at_once(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, YEARLY, settings(tmp_path), at("2026-01-30"))
    assert asked(database) == [("2026-01-30", "VP"), ("2026-01-30", "TCKT")]


def test_after_an_outage_there_is_one_question_and_not_all_that_were_missed(
    lived: Engine, tmp_path: Path
) -> None:
    walk(lived, tmp_path, "2026-03-02", "2026-03-03")
    assert asked(lived) == [("2026-03-02", "VP"), ("2026-03-02", "TCKT")]


def test_two_rounds_of_a_morning_ask_once_in_one_mail(lived: Engine, tmp_path: Path) -> None:
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-01-02"))
    before = mails(lived)
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-01-02", 9))
    assert mails(lived) == before
    assert [who for day, who in before if day == "2026-01-02"] == ["TCKT", "VP"]


def letters(engine: Engine, home: Path, when: str) -> dict[str, str]:
    given = settings(home)
    deliver(Installation(given, YEARLY, engine), at(when))
    import email
    from email import policy

    found = {}
    for path in sorted(given.outbox.glob(f"{when}*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        found[str(mail["To"])] = f"Subject: {mail['Subject']}\n{text_of(mail)}"
    return found


@pytest.mark.slow
def test_how_it_reads(lived: Engine, tmp_path: Path) -> None:
    walk(lived, tmp_path, "2026-01-02", "2026-01-02")
    texts = letters(lived, tmp_path, "2026-01-02")
    (vp,) = [text for to, text in texts.items() if "vp@" in to]
    assert f"Subject: 1 văn bản cần xác nhận: {NUMBER} có tiếp tục năm 2026 không" in vp
    assert "đơn vị có 1 văn bản cần xác nhận" in vp
    assert "Văn bản ngày 25/02/2022 lập cho năm 2022, hiện vẫn đang đôn đốc theo. " in vp
    assert "Năm 2026 có tiếp tục không?" in vp
    assert "Đơn vị là đầu mối của 1 việc: Báo cáo công tác kiểm soát TTHC quý" in vp
    answer = f"“{NUMBER}: tiếp tục năm 2026”, hoặc “{NUMBER}: kết thúc”."
    assert f"Trả lời: về dondoc@bhxh.example: {answer}" in vp
    assert "Does it go on in 2026?" in vp
    assert "Hỏi lần thứ" not in vp
    walk(lived, tmp_path, "2026-01-05", "2026-01-16")
    (again,) = [text for to, text in letters(lived, tmp_path, "2026-01-16").items() if "vp@" in to]
    assert "(Hỏi lần thứ 2)" in again


@pytest.mark.slow
def test_it_stands_in_the_one_mail_of_the_day(lived: Engine, tmp_path: Path) -> None:
    """After an outage: TCKT is asked, and owes the report of the first quarter itself."""
    walk(lived, tmp_path, "2026-03-04", "2026-03-04")
    (text,) = [text for to, text in letters(lived, tmp_path, "2026-03-04").items() if "tckt@" in to]
    assert "đơn vị có 1 việc sắp đến hạn và 1 văn bản cần xác nhận." in text
    assert "Subject: Báo cáo công tác kiểm soát TTHC quý I/2026, hạn 18/03: còn 10 ngày làm việc" in text
    assert "--- ĐỀ NGHỊ XÁC NHẬN (1) ---" in text


@pytest.mark.slow
def test_an_answer_ends_the_asking_and_the_mail_that_waits_is_cancelled(
    lived: Engine, tmp_path: Path
) -> None:
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-01-02"))
    done = answer(lived, "2026-01-02", 2026)
    assert (done.answer, done.changed) == ("goes-on", True)
    assert answer(lived, "2026-01-05", 2026).changed is False
    report = deliver(Installation(settings(tmp_path), YEARLY, lived), at("2026-01-02", 9))
    assert report.cancelled == 2
    walk(lived, tmp_path, "2026-01-05", "2026-02-27")
    assert len(asked(lived)) == 2
    with db.reading(lived) as s:
        (said,) = queries.history(s, kind="renewal-goes-on")
        states = {each.state for each in queries.outbox_rows(s, round_key="2026-01-02")}
    assert (said.task_id, said.actor, said.data) == (None, "lan", {"document": NUMBER, "year": 2026})
    assert states == {MessageState.CANCELLED}


@pytest.mark.slow
def test_each_year_asks_anew(lived: Engine, tmp_path: Path) -> None:
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-01-02"))
    answer(lived, "2026-01-05", 2026)
    walk(lived, tmp_path, "2026-12-30", "2027-01-05")
    # The cast's calendar has no day off on 1 January 2027, a Friday.
    assert asked(lived)[2:] == [("2027-01-01", "VP"), ("2027-01-01", "TCKT")]


@pytest.mark.slow
def test_an_answer_before_january_is_not_asked_for(lived: Engine, tmp_path: Path) -> None:
    answer(lived, "2025-12-15", 2026)
    walk(lived, tmp_path, "2026-01-02", "2026-01-30")
    assert asked(lived) == []


def codes(engine: Engine, when: str, given: Registry = YEARLY) -> set[str]:
    with db.reading(engine) as s:
        return {f.code for f in audit(s, given, at(when)) if f.code.startswith("renewal")}


@pytest.mark.slow
def test_the_audit_says_what_waits_and_what_is_not_in_the_registry_yet(lived: Engine, tmp_path: Path) -> None:
    assert codes(lived, "2025-12-31") == set()
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-01-02"))
    assert codes(lived, "2026-01-02") == {"renewal-unanswered"}
    answer(lived, "2026-01-05", 2026, ends=True)
    assert codes(lived, "2026-01-05") == {"renewal-ended"}
    with db.reading(lived) as s:
        (found,) = [f for f in audit(s, YEARLY, at("2026-01-05")) if f.code == "renewal-ended"]
    assert "in kh-490.yaml write `horizon: 2025` and `renewal: none`" in acts.en(found.message)
    # Until the file says so, everything goes on as before: an answer ends no duty by itself.
    quiet_round(lived, YEARLY, settings(tmp_path), at("2026-02-25"))
    with db.reading(lived) as s:
        assert {task.period for task in queries.tasks(s)} >= {"2026-Q1"}
    assert codes(lived, "2026-02-25", cast.registry()) == set()
    answer(lived, "2026-03-02", 2026)
    assert codes(lived, "2026-03-02") == set()


def test_who_asks_for_nothing_more_is_not_asked_about(database: Engine, tmp_path: Path) -> None:
    ended = registry(replace(QUARTERLY, to=date(2025, 10, 1)))
    quiet_round(database, ended, settings(tmp_path, go_live=date(2025, 1, 1)), at("2026-01-02"))
    assert asked(database) == []


@pytest.mark.parametrize(
    ("given", "year", "error", "text"),
    [
        ({"document": "940/KH-BHXH"}, 2026, UnknownName, "did you mean 490/KH-BHXH"),
        ({}, 2022, AnswerError, "was written for 2022"),
        ({}, 2028, AnswerError, "too far ahead: say it for 2026 or 2027"),
    ],
)
def test_what_cannot_be_answered(
    lived: Engine, given: dict[str, Any], year: int, error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        answer(lived, "2026-01-05", year, **given)


def test_a_document_that_ends_by_itself_is_not_renewed(lived: Engine) -> None:
    with pytest.raises(AnswerError, match="is not renewed"), db.session(lived) as s:
        acts.renew(s, cast.registry(), NUMBER, 2026, ends=False, by=LAN, now=at("2026-01-05"))


@pytest.mark.slow
def test_a_simulation_asks_on_the_same_days(tmp_path: Path) -> None:
    walked = simulate(YEARLY, settings(tmp_path), date(2025, 12, 1), date(2026, 2, 6))
    found = [(mail.day.isoformat(), mail.recipient, mail.questions) for mail in walked if mail.questions]
    assert found == [
        (day, owner, (NUMBER,))
        for day in ("2026-01-02", "2026-01-16", "2026-01-30")
        for owner in ("TCKT", "VP")
    ]
