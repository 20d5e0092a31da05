"""Events that duties wait for are asked for once a quarter, in the owner's mail, until somebody reports them.

The cast's calendar has no day off on 1 October 2026, a Thursday; 1 January 2027, a Friday, is worked too. The
database is in use since Monday 7 September 2026.
"""

from __future__ import annotations

import email
from dataclasses import replace
from datetime import date
from email import policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from calendars.rules import After, Boundary, DueRule
from config.registry import Registry
from config.registry.objects import Cycle
from engine.installation import Installation
from engine.mail.outbox import deliver
from engine.rounds.simulate import simulate
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.mailroom import text_of
from tests.support.rounds import LAN, die_at, mails, mornings, quiet_round, settings

pytestmark = pytest.mark.slow

WORDS = "sau khi Quyết định công bố được ký"


def _waits(code: str, **changed: Any) -> Any:
    duty = replace(
        cast.QUARTERLY, code=code, title=f"Việc {code}", title_en=f"Duty {code}", worded=WORDS,
        owed_by=("TST",), cycle=Cycle.EVENT, only=None,
        due=DueRule(boundary=Boundary.BY, after=After("event", days=10)),
    )  # fmt: skip
    return replace(duty, **changed)


UPDATE = _waits("cap-nhat")
POST = _waits("dang-tai", owner="TCKT")
TELL = _waits(
    "bao-cao", worded="sau khi cập nhật", due=DueRule(boundary=Boundary.BY, after=After("cap-nhat", days=5))
)
AGAIN = _waits("nhieu-lan", worded="khi có yêu cầu", recurs=True)


def registry(*duties: Any, ask: str = "quarterly", **more: Any) -> Registry:
    made = cast.registry(*duties, **more)
    return Registry(
        office=replace(made.office, ask_events=ask), calendar=made.calendar, units=made.units.values(),
        groups=made.groups.values(), ladders=made.ladders.values(), documents=made.documents.values(),
        outlines=(), obligations=made.obligations.values(), fingerprint=f"asks {ask}",
    )  # fmt: skip


ONE = registry(UPDATE)
ALL = registry(UPDATE, POST, TELL, AGAIN)


def asked(engine: Engine) -> list[tuple[str, str, list[str]]]:
    """(day, owner, duties) of every ask so far, by event."""
    with db.reading(engine) as s:
        return [
            (each.at.astimezone(cast.HANOI).date().isoformat(), each.data["owner"], each.data["obligations"])
            for each in queries.happenings(s, ["event-asked"])
        ]


def walk(engine: Engine, home: Path, first: str, last: str, given: Registry = ONE) -> None:
    for now in mornings(first, last):
        quiet_round(engine, given, settings(home), now)


def happened(engine: Engine, home: Path, when: str, code: str, given: Registry = ONE, **more: Any) -> None:
    told = {"obligations": [code], "day": date.fromisoformat(when), "by": LAN}
    acts.report(engine, given, settings(home), at(when, 10), **told | more)


def letters(engine: Engine, home: Path, when: str, given: Registry = ONE) -> dict[str, str]:
    """The mails of a morning, by the recipient's mailbox."""
    here = settings(home)
    deliver(Installation(here, given, engine), at(when))
    found = {}
    for path in sorted(here.outbox.glob(f"{when}*.eml")):
        mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
        found[str(mail["To"].addresses[0].username)] = f"Subject: {mail['Subject']}\n{text_of(mail)}".replace(
            "\r\n", "\n"
        )
    return found


def test_the_owner_is_asked_at_once_and_then_once_a_quarter(database: Engine, tmp_path: Path) -> None:
    for first, last in (
        ("2026-09-07", "2026-09-11"),
        ("2026-09-29", "2026-10-06"),
        ("2026-12-30", "2027-01-06"),
    ):
        walk(database, tmp_path, first, last)
    days = ["2026-09-07", "2026-10-01", "2027-01-01"]
    assert asked(database) == [(day, "VP", ["cap-nhat"]) for day in days]
    assert mails(database) == [(day, "VP") for day in days]


def test_a_missed_first_morning_is_made_up_for_once(database: Engine, tmp_path: Path) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-08")
    walk(database, tmp_path, "2026-11-16", "2026-11-20")
    assert [day for day, _, _ in asked(database)] == ["2026-09-07", "2026-11-16"]


def test_two_rounds_of_a_morning_ask_once_in_one_mail(database: Engine, tmp_path: Path) -> None:
    quiet_round(database, ALL, settings(tmp_path), at("2026-09-07"))
    before = mails(database), asked(database)
    quiet_round(database, ALL, settings(tmp_path), at("2026-09-07", 9))
    assert (mails(database), asked(database)) == before
    assert before[0] == [("2026-09-07", "TCKT"), ("2026-09-07", "VP")]


@pytest.mark.parametrize(
    ("often", "days"),
    [
        ("monthly", ["2026-09-07", "2026-10-01", "2026-11-02", "2026-12-01"]),
        ("quarterly", ["2026-09-07", "2026-10-01"]),
        ("half-yearly", ["2026-09-07"]),
        ("never", []),
    ],
)
def test_how_often_is_the_offices(database: Engine, tmp_path: Path, often: str, days: list[str]) -> None:
    given = registry(UPDATE, ask=often)
    for month in (9, 10, 11, 12):
        walk(database, tmp_path, f"2026-{month:02}-01", f"2026-{month:02}-08", given)
    first = days[:1] and ["2026-09-03"]  # the 1st and 2nd of September are days off
    assert [day for day, _, _ in asked(database)] == first + days[1:]


def test_what_was_reported_is_asked_no_more_and_what_was_taken_back_again(
    database: Engine, tmp_path: Path
) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-07")
    happened(database, tmp_path, "2026-09-10", "cap-nhat")
    walk(database, tmp_path, "2026-10-01", "2026-10-02")
    assert len(asked(database)) == 1
    acts.withdraw(
        database,
        ONE,
        at("2026-10-05"),
        obligations=["cap-nhat"],
        day=date(2026, 9, 10),
        by=LAN,
        reason="nhầm",
    )
    walk(database, tmp_path, "2026-10-06", "2026-10-07")
    assert asked(database)[1:] == [("2026-10-06", "VP", ["cap-nhat"])]


def test_what_may_happen_again_is_asked_again(database: Engine, tmp_path: Path) -> None:
    given = registry(AGAIN)
    walk(database, tmp_path, "2026-09-07", "2026-09-07", given)
    happened(database, tmp_path, "2026-09-10", "nhieu-lan", given)
    walk(database, tmp_path, "2026-09-11", "2026-09-11", given)
    walk(database, tmp_path, "2026-10-01", "2026-10-02", given)
    assert [day for day, _, _ in asked(database)] == ["2026-09-07", "2026-10-01"]
    text = letters(database, tmp_path, "2026-10-01", given)["vp"]
    assert "Từ lần ấy đến nay, sự kiện này có xảy ra nữa không?" in text
    assert "Đã báo gần nhất: ngày 10/09/2026; sự kiện có thể xảy ra nhiều lần" in text


def test_only_what_is_in_force_and_owed_by_somebody_is_asked_for(database: Engine, tmp_path: Path) -> None:
    later = replace(cast.PLAN, number="12/QĐ", date=date(2026, 10, 20))
    duties = (
        _waits("het-han", to=date(2026, 9, 7)),
        _waits("chua-den", from_=date(2026, 11, 2)),
        _waits("chua-ky", document=later),
        _waits("khong-ai", owed_by=("tinh-10",)),
    )
    # Who ended without a successor owes nothing any more.
    units = tuple(replace(each, successor=None) if each.code == "tinh-10" else each for each in cast.UNITS)
    made = registry(*duties, units=units)
    walk(database, tmp_path, "2026-09-07", "2026-09-08", made)
    walk(database, tmp_path, "2026-10-01", "2026-10-01", made)
    assert asked(database) == []
    # The document is signed on Tuesday 20 October; the other duty begins on Monday 2 November.
    walk(database, tmp_path, "2026-10-19", "2026-11-03", made)
    assert asked(database) == [("2026-10-20", "VP", ["chua-ky"]), ("2026-11-02", "VP", ["chua-den"])]


def test_an_owner_that_ended_is_stood_for_by_its_successor(database: Engine, tmp_path: Path) -> None:
    units = tuple(
        replace(each, to=date(2026, 10, 15), successor="VP") if each.code == "TCKT" else each
        for each in cast.UNITS
    )
    given = registry(POST, units=units)
    for first, last in (
        ("2026-09-07", "2026-09-08"),
        ("2026-10-01", "2026-10-02"),
        ("2026-10-14", "2026-10-16"),
    ):
        walk(database, tmp_path, first, last, given)
    owners = [(day, owner) for day, owner, _ in asked(database)]
    # The successor has not been asked in this quarter.
    assert owners == [("2026-09-07", "TCKT"), ("2026-10-01", "TCKT"), ("2026-10-15", "VP")]


def test_how_a_mail_that_only_asks_reads(database: Engine, tmp_path: Path) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-07")
    text = letters(database, tmp_path, "2026-09-07")["vp"]
    assert f"Subject: 1 sự kiện đã xảy ra chưa: {WORDS}" in text
    assert "đơn vị có 1 sự kiện cần cho biết đã xảy ra chưa." in text
    assert "--- CHỜ SỰ KIỆN (1) ---" in text
    assert f"1. {WORDS}\n   Sự kiện này đã xảy ra chưa?" in text
    assert "Văn bản: 490/KH-BHXH ngày 25/02/2022, IV.2" in text
    assert "     - cap-nhat: Việc cap-nhat" in text
    assert (
        "Trả lời: về dondoc@bhxh.example: “cap-nhat: đã xảy ra ngày …/…/…”, kèm số văn bản nếu có.\n" in text
    )
    assert "“Ghi nhận sự kiện” (fire-event), hoặc lệnh: dondoc event cap-nhat NGÀY\n" in text
    # The second language says the same, without the words that are in the first.
    assert "1. 490/KH-BHXH (cap-nhat)\n   Has this event happened?" in text
    assert "     - cap-nhat: Duty cap-nhat" in text
    assert "or: dondoc event cap-nhat DAY\n" in text
    assert "VIỆC CẦN LÀM" not in text
    (path,) = settings(tmp_path).outbox.glob("*.eml")
    part = email.message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("html",))
    assert part is not None
    for body in (text, part.get_content()):
        assert "Các việc dưới đây chỉ mở khi sự kiện mà văn bản nêu đã xảy ra." in body


def test_others_that_wait_for_the_same_are_named_and_one_answer_opens_them_all(
    database: Engine, tmp_path: Path
) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-07", ALL)
    assert asked(database) == [
        ("2026-09-07", "VP", ["cap-nhat", "bao-cao", "nhieu-lan"]),
        ("2026-09-07", "TCKT", ["dang-tai"]),
    ]
    told = letters(database, tmp_path, "2026-09-07", ALL)
    assert "Subject: 2 sự kiện đã xảy ra chưa: 490/KH-BHXH" in told["vp"]
    for text in (told["vp"], told["tckt"]):
        assert "Một câu trả lời mở cả 3 việc." in text
        assert "bật “Cùng sự kiện”, hoặc lệnh: dondoc event cap-nhat NGÀY --alike" in text
    assert "2 việc đang chờ:\n     - cap-nhat: Việc cap-nhat\n     - bao-cao: Việc bao-cao" in told["vp"]
    assert (
        "Đơn vị khác cũng chờ 1 việc:\n     - dang-tai: Việc dang-tai (đầu mối: Ban Tài chính" in told["vp"]
    )
    assert "     - cap-nhat: Việc cap-nhat (đầu mối: Văn phòng)" in told["tckt"]
    # The answer that the mail gives does what it says.
    happened(database, tmp_path, "2026-09-10", "cap-nhat", ALL, alike=True)
    walk(database, tmp_path, "2026-10-01", "2026-10-01", ALL)
    assert asked(database)[2:] == [("2026-10-01", "VP", ["nhieu-lan"])]


def test_what_one_alone_was_reported_for_the_others_go_on_waiting_for(
    database: Engine, tmp_path: Path
) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-07", ALL)
    happened(database, tmp_path, "2026-09-10", "cap-nhat", ALL)
    walk(database, tmp_path, "2026-10-01", "2026-10-01", ALL)
    assert asked(database)[2:] == [("2026-10-01", "TCKT", ["dang-tai"]), ("2026-10-01", "VP", ["nhieu-lan"])]
    text = letters(database, tmp_path, "2026-10-01", ALL)["tckt"]
    assert "dondoc event dang-tai NGÀY\n" in text
    assert "cap-nhat" not in text


def test_what_has_no_words_of_its_document_waits_alone(database: Engine, tmp_path: Path) -> None:
    wordless = registry(_waits("mot", worded=""), _waits("hai", worded=""))
    walk(database, tmp_path, "2026-09-07", "2026-09-07", wordless)
    text = letters(database, tmp_path, "2026-09-07", wordless)["vp"]
    assert "--- CHỜ SỰ KIỆN (2) ---" in text
    assert "1. Việc mot\n" in text
    assert "2. Việc hai\n" in text
    assert "--alike" not in text
    happened(database, tmp_path, "2026-09-10", "mot", wordless, alike=True)
    with db.reading(database) as s:
        assert {task.obligation for task in queries.tasks(s)} == {"mot"}


def test_an_answer_before_the_mail_has_left_cancels_it(database: Engine, tmp_path: Path) -> None:
    walk(database, tmp_path, "2026-09-07", "2026-09-07")
    happened(database, tmp_path, "2026-09-07", "cap-nhat")
    assert deliver(Installation(settings(tmp_path), ONE, database), at("2026-09-07", 11)).cancelled == 1
    with db.reading(database) as s:
        assert {each.state for each in queries.outbox_rows(s)} == {MessageState.CANCELLED}


def test_it_stands_in_the_one_mail_of_the_day(database: Engine, tmp_path: Path) -> None:
    given = registry(cast.QUARTERLY, _waits("dang-tai", owner="TST"))
    walk(database, tmp_path, "2026-09-11", "2026-09-11", given)
    text = letters(database, tmp_path, "2026-09-11", given)["tst"]
    assert "Subject: Báo cáo công tác kiểm soát TTHC quý III/2026, hạn 18/09: còn 5 ngày làm việc" in text
    assert "đơn vị có 1 việc sắp đến hạn và 1 sự kiện cần cho biết đã xảy ra chưa." in text


def test_a_rerun_asks_nothing(database: Engine, tmp_path: Path) -> None:
    given = registry(cast.QUARTERLY, UPDATE)
    acts.rerun(
        database, given, settings(tmp_path), at("2026-09-07"), obligation="kstthc-quy", period="2026-Q3",
        execute=True,
    )  # fmt: skip
    assert asked(database) == []
    quiet_round(database, given, settings(tmp_path), at("2026-09-07"))
    assert [owner for _, owner, _ in asked(database)] == ["VP"]


def test_a_simulation_asks_on_the_same_days(tmp_path: Path) -> None:
    walked = simulate(ALL, settings(tmp_path), date(2026, 9, 7), date(2027, 1, 8))
    found = [(mail.day.isoformat(), mail.recipient, mail.events) for mail in walked if mail.events]
    days = ["2026-09-07", "2026-10-01", "2027-01-01"]
    assert [each for each in found if each[0] != "2026-09-07"] == [
        (day, owner, codes)
        for day in days[1:]
        for owner, codes in (("TCKT", ("dang-tai",)), ("VP", ("cap-nhat", "bao-cao", "nhieu-lan")))
    ]


@pytest.mark.long
def test_killed_anywhere_the_next_round_asks_once(database_url: str, tmp_path: Path) -> None:
    """A real process dies in the first round of a quarter, each quarter a few statements later."""
    engine = db.engine_for(database_url)
    quarters = [
        f"{year}-{month}" for year in range(2027, 2032) for month in ("01-04", "04-05", "07-05", "10-05")
    ]
    try:
        quiet_round(engine, ONE, settings(tmp_path), at("2026-09-07"))
        statement, died = 1, []
        for n, day in enumerate(quarters, 1):
            died.append(die_at(database_url, str(tmp_path), day, statement, ONE))
            acts.a_round(engine, ONE, settings(tmp_path), at(day, 8, 10))
            assert len(asked(engine)) == len(mails(engine)) == n + 1, f"killed at statement {statement}"
            statement += 7
        assert died[0]
        assert not died[-1], "the last rounds were over before they could die"
        with db.reading(engine) as s:
            sent = [each for each in queries.outbox_rows(s, limit=None) if each.state is MessageState.SENT]
        # The mail of 7 September, which nobody sent, went into the first that left.
        assert len(sent) == len(quarters)
    finally:
        engine.dispose()
