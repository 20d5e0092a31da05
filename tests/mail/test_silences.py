"""A silence holds what units are told, not what becomes of their tasks, and ends with one mail of what is
still so.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from config.registry import RegistryError
from engine.answers import requests
from engine.errors import AnswerError, UnknownName
from engine.installation import Installation
from engine.mail import outbox, silencing
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.outcome import note_of
from engine.mail.silencing import Subject
from engine.rounds.audit import audit
from engine.tasks.acts import TaskRef, acting
from language import Message, say
from models import db, queries
from models.states import MessageState
from tests.support import acts, cast
from tests.support.cast import at
from tests.support.rounds import LAN, mornings, settings, told

pytestmark = pytest.mark.slow  # most take a tenth of a second and more

REGISTRY = cast.registry()
Q3 = {"obligation": "kstthc-quy", "period": "2026-Q3"}


def silent(
    engine: Engine, home: Path, day: str, until: str, *, hour: int = 10, from_: str | None = None, **of: str
) -> queries.SilenceRow:
    with acting(Installation(settings(home), REGISTRY, engine), at(day, hour), LAN) as act:
        return silencing.silence(
            act, Subject(**of), until=date.fromisoformat(until), reason="Nghỉ phép",
            from_=date.fromisoformat(from_) if from_ else None,
        )  # fmt: skip


def rounds(engine: Engine, home: Path, first: str, last: str) -> None:
    for now in mornings(first, last):
        acts.a_round(engine, REGISTRY, settings(home), now)


def sent(engine: Engine, *to: str) -> list[tuple[str, str]]:
    """(day, recipient) of what has left."""
    with db.reading(engine) as s:
        rows = queries.outbox_rows(s, state=MessageState.SENT, limit=None)
        return sorted((row.round_key, row.recipient) for row in rows if not to or row.recipient in to)


def letter(engine: Engine, home: Path, unit: str, day: str) -> Letter:
    with db.reading(engine) as s:
        rows = queries.outbox_rows(s, recipient=unit, round_key=day)
        found = Reader(s, REGISTRY, settings(home), at(day, 9)).letters(rows)  # type: ignore[arg-type]
        return found[rows[0].id or 0][0]


def test_a_units_mail_waits_its_head_and_the_leadership_are_told_and_it_ends_with_one_mail(
    database: Engine, tmp_path: Path
) -> None:
    """Silent from Wednesday 9 September to Friday the 2nd of October; the report is due on 18 September."""
    rounds(database, tmp_path, "2026-08-25", "2026-09-09")
    before = sent(database, "TST")
    silent(database, tmp_path, "2026-09-09", "2026-10-02", unit="TST")
    rounds(database, tmp_path, "2026-09-10", "2026-10-02")
    assert sent(database, "TST") == before
    # The state goes on: what was raised is what would have been raised, and those above hear of it.
    raised = [reason for _, who, reason in told(database) if who == "TST"]
    assert raised[-4:] == ["due-today", "overdue-1wd", "overdue-3wd", "overdue-5wd"]
    assert [day for day, who in sent(database, "TST:head")] == ["2026-09-23"]
    assert ("2026-10-02", "leadership") in sent(database)
    assert ("2026-09-25", "TCKT") in sent(database)  # another unit's mail is not held
    with db.reading(database) as s:
        assert [each.code for each in audit(s, REGISTRY, at("2026-10-02")) if "unheard" in each.code] == []
    # Monday: one mail, though four were raised; it is not given up for its age.
    rounds(database, tmp_path, "2026-10-05", "2026-10-05")
    assert sent(database, "TST") == [*before, ("2026-10-05", "TST")]
    found = letter(database, tmp_path, "TST", "2026-10-05")
    assert [(item.ref, item.late) for item in found.items] == [("kstthc-quy/2026-Q3/TST", True)]


def test_what_was_settled_meanwhile_is_not_told(scratch: Engine, tmp_path: Path) -> None:
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-09")
    before = sent(scratch, "TST")
    silent(scratch, tmp_path, "2026-09-09", "2026-09-25", unit="TST")
    rounds(scratch, tmp_path, "2026-09-10", "2026-09-22")
    with db.session(scratch) as s:
        acts.submit(s, REGISTRY, **Q3, unit="TST", now=at("2026-09-22", 9), by=LAN, document_no="1/BC")
    rounds(scratch, tmp_path, "2026-09-23", "2026-09-30")
    # That its report is recorded answers the unit's own act; nothing follows when the silence is over.
    assert sent(scratch, "TST") == [*before, ("2026-09-23", "TST")]
    found = letter(scratch, tmp_path, "TST", "2026-09-23")
    assert ([item.news for item in found.over], found.items, found.also) == (["submitted"], (), ())


def test_what_waits_already_is_held_too_and_a_silence_ended_early_lets_it_go(
    scratch: Engine, tmp_path: Path
) -> None:
    given = settings(tmp_path)
    acts.a_round(scratch, REGISTRY, given, at("2026-08-25"), deliver=False)
    number = silent(scratch, tmp_path, "2026-08-25", "2026-09-20", hour=9, **Q3_DUTY).id
    of = Installation(given, REGISTRY, scratch)
    done = outbox.deliver(of, at("2026-08-25", 10))
    assert done.sent == 0
    with acting(of, at("2026-08-26", 15), LAN) as act:
        ended = silencing.end(act, number, reason="Đã xong")
    assert (ended.ended_by, ended.ended_reason) == ("lan", "Đã xong")
    rounds(scratch, tmp_path, "2026-08-27", "2026-08-28")
    assert {day for day, _ in sent(scratch)} == {"2026-08-27"}
    assert [who for _, who in sent(scratch)] == ["CSXH", "TCKT", "TST", "tinh-15"]
    with acting(of, at("2026-08-28"), LAN) as act, pytest.raises(UnknownName, match="ended on 2026-08-26"):
        silencing.end(act, number, reason="Đã xong")


Q3_DUTY: dict[str, Any] = {"obligation": "kstthc-quy"}


def test_the_answer_to_a_units_own_act_is_not_held(scratch: Engine, tmp_path: Path) -> None:
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-09")
    silent(scratch, tmp_path, "2026-09-09", "2026-10-02", unit="TST")
    with db.session(scratch) as s:
        acts.submit(s, REGISTRY, **Q3, unit="TST", now=at("2026-09-10", 9), by=LAN, document_no="1/BC")
        acts.return_report(
            s, REGISTRY, **Q3, unit="TST", now=at("2026-09-10", 10), by=LAN, reason="Thiếu phụ lục",
            new_day=date(2026, 9, 30),
        )  # fmt: skip
    rounds(scratch, tmp_path, "2026-09-11", "2026-09-30")
    assert sent(scratch, "TST")[-1] == ("2026-09-11", "TST")
    found = letter(scratch, tmp_path, "TST", "2026-09-11")
    assert [item.news for item in found.items] == ["returned"]


def test_one_that_begins_later_holds_from_its_day(scratch: Engine, tmp_path: Path) -> None:
    silent(scratch, tmp_path, "2026-08-25", "2026-09-20", hour=7, from_="2026-09-09", document="490")
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-18")
    assert {day for day, who in sent(scratch) if who != "VP"} == {"2026-08-25", "2026-09-04"}
    # Its end on a Sunday is announced on the Friday, to the owner and among the findings; once.
    assert sent(scratch, "VP") == [("2026-09-18", "VP")]
    (note,) = letter(scratch, tmp_path, "VP", "2026-09-18").notes
    assert say(note.said, "vi", "mail") == (
        "Tạm dừng gửi thư số 1 (490/KH-BHXH; lan đặt, lý do: Nghỉ phép) sẽ hết sau ngày 20/09/2026; "
        "thư giữ lại sẽ được gửi vào buổi sáng đầu tiên sau đó"
    )
    with db.reading(scratch) as s:
        codes = {
            day: [each.code for each in audit(s, REGISTRY, at(day))] for day in ("2026-09-17", "2026-09-18")
        }
    assert ["silence-ending" in found for found in codes.values()] == [False, True]


@pytest.mark.parametrize(
    ("until", "more", "of", "error", "said"),
    [
        ("2026-09-08", {}, {"unit": "TST"}, AnswerError, "the last day, 2026-09-08, is before the first"),
        ("2026-09-20", {"from_": date(2026, 9, 8)}, {"unit": "TST"}, AnswerError, "2026-09-08, has gone by"),
        ("2026-12-08", {}, {"unit": "TST"}, AnswerError, "90 days at most, that is until 2026-12-07"),
        ("2026-09-20", {"reason": "  "}, {"unit": "TST"}, AnswerError, "reason"),
        ("2026-09-20", {}, {"unit": "XYZ"}, RegistryError, "XYZ"),
        ("2026-09-20", {}, {"obligation": "kstthc-quyen"}, RegistryError, "kstthc-quyen"),
        ("2026-09-20", {}, {"document": "491"}, RegistryError, "491"),
        ("2026-09-20", {}, {}, AnswerError, "say what is to be silent"),
    ],
)
def test_what_is_refused(
    scratch: Engine, tmp_path: Path, until: str, more: dict[str, Any], of: dict[str, str],
    error: type[Exception], said: str,
) -> None:  # fmt: skip
    asked = {"reason": "Nghỉ phép", **more}
    with acting(Installation(settings(tmp_path), REGISTRY, scratch), at("2026-09-09", 9), LAN) as act:
        with pytest.raises(error, match=said):
            silencing.silence(act, Subject(**of), until=date.fromisoformat(until), **asked)
        assert queries.silences(act.s) == []


def test_a_documents_silence_holds_units_and_owner_but_neither_heads_nor_the_leadership(
    scratch: Engine, tmp_path: Path
) -> None:
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-09")
    silent(scratch, tmp_path, "2026-09-09", "2026-10-09", document="490/KH-BHXH")
    rounds(scratch, tmp_path, "2026-09-10", "2026-10-05")
    with db.reading(scratch) as s:
        made = [row.recipient for row in queries.outbox_rows(s, limit=None) if row.round_key > "2026-09-09"]
    # Not even an empty mail is made each morning for those who are told nothing.
    assert sorted(made) == ["CSXH:head", "TCKT:head", "TST:head", "leadership", "tinh-15:head"]


def test_a_return_is_told_at_once_also_when_its_new_day_is_near(scratch: Engine, tmp_path: Path) -> None:
    """The first word of the new deadline is a reminder: nothing else says that the report came back."""
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-09")
    silent(scratch, tmp_path, "2026-09-09", "2026-10-02", unit="TST")
    with db.session(scratch) as s:
        acts.submit(s, REGISTRY, **Q3, unit="TST", now=at("2026-09-10", 9), by=LAN, document_no="1/BC")
        acts.return_report(
            s, REGISTRY, **Q3, unit="TST", now=at("2026-09-10", 10), by=LAN, reason="Thiếu phụ lục",
            new_day=date(2026, 9, 11),
        )  # fmt: skip
    rounds(scratch, tmp_path, "2026-09-11", "2026-10-02")
    after = [day for day, _ in sent(scratch, "TST") if day > "2026-09-09"]
    assert len(after) == 1
    assert [item.news for item in letter(scratch, tmp_path, "TST", after[0]).items] == ["returned"]


def test_whoever_takes_a_task_over_is_not_silenced(scratch: Engine, tmp_path: Path) -> None:
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-09")
    silent(scratch, tmp_path, "2026-09-09", "2026-10-02", unit="TST")
    rounds(scratch, tmp_path, "2026-09-10", "2026-09-15")
    with db.session(scratch) as s:
        acts.reassign(s, REGISTRY, **Q3, unit="TST", now=at("2026-09-15", 9), by=LAN, to="TCKT", reason="x")
    rounds(scratch, tmp_path, "2026-09-16", "2026-09-16")
    items = letter(scratch, tmp_path, "TCKT", "2026-09-16").items
    assert "kstthc-quy/2026-Q3/TST" in [item.ref for item in items]
    of = Installation(settings(tmp_path), REGISTRY, scratch)
    ended = pytest.raises(AnswerError, match="has ended; its successor is")
    with acting(of, at("2026-09-16"), LAN) as act, ended:
        silencing.silence(act, Subject(unit="tinh-11"), until=date(2026, 9, 20), reason="x")


def test_a_mail_that_only_asks_waits_as_a_whole_and_goes_once_after_the_end(
    scratch: Engine, tmp_path: Path
) -> None:
    """CSXH, which has sent its own report, is to decide a request; it is silenced before that mail leaves."""
    given, asked = settings(tmp_path), TaskRef("kstthc-quy", "2026-Q3", "TST")
    of = Installation(given, REGISTRY, scratch)
    rounds(scratch, tmp_path, "2026-08-25", "2026-09-08")
    with db.session(scratch) as s:
        acts.submit(s, REGISTRY, **Q3, unit="CSXH", now=at("2026-09-08", 9), by=LAN, document_no="1/BC")
    rounds(scratch, tmp_path, "2026-09-09", "2026-09-09")
    with acting(of, at("2026-09-09", 9), LAN) as act:
        requests.ask_extension(act, asked, new_day=date(2026, 9, 25), reason="Chờ số liệu")
        requests.pass_on(act, asked, to="CSXH", reason="Xin ý kiến")
    acts.a_round(scratch, REGISTRY, given, at("2026-09-10"), deliver=False)
    before = sent(scratch, "CSXH")
    silent(scratch, tmp_path, "2026-09-10", "2026-09-24", hour=9, unit="CSXH")
    outbox.deliver(of, at("2026-09-10", 10))
    with db.reading(scratch) as s:
        (waits,) = queries.outbox_rows(s, recipient="CSXH", round_key="2026-09-10")
        assert (waits.state, waits.held_by, note_of(waits)) == (
            MessageState.PENDING, 1, Message("channel.silent", number="1"),
        )  # fmt: skip
    rounds(scratch, tmp_path, "2026-09-11", "2026-09-24")
    assert sent(scratch, "CSXH") == before
    with db.reading(scratch) as s:
        codes = {each.code for each in audit(s, REGISTRY, at("2026-09-24"))}
    assert not codes & {"outbox-ageing", "notices-unheard", "mail-failing"}
    # Friday: it waits for the morning's round, which would put it into a mail of its own, and no longer.
    outbox.deliver(of, at("2026-09-25", 7, 30))
    assert sent(scratch, "CSXH") == before
    acts.a_round(scratch, REGISTRY, given, at("2026-09-25", 8, 5))
    assert [day for day, _ in sent(scratch, "CSXH")[len(before) :]] == ["2026-09-10"]
    with db.reading(scratch) as s:
        (row,) = queries.outbox_rows(s, recipient="CSXH", round_key="2026-09-10")
        reader = Reader(s, REGISTRY, given, at("2026-09-25", 9))
        found, _ = reader.letters([row])[row.id or 0]  # type: ignore[list-item]
    assert [note.kind for note in found.notes] == ["decision"]
