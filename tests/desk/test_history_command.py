"""`dondoc history`: who did what to a task, when and why, and which mails told whom.

The trial office's report of August 2026 is due at the end of September; the round of 3 September opens it and
tells TST.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.trial_office import TRIAL

pytestmark = pytest.mark.slow

TASK = (TRIAL, "2026-08", "TST")


@pytest.fixture
def answered(small_office: Path, ask) -> None:
    """Sent, returned, extended, and the extension taken back."""
    why = ("--by", "Họ Đệm Tên", "--reason")
    for words in (
        ("round", "--as-of", "2026-09-03"),
        ("submit", *TASK, "--document", "7/BC", "--by", "Lan", "--as-of", "2026-09-04"),
        ("return", *TASK, "--to", "2026-09-15", *why, "thiếu phụ lục", "--as-of", "2026-09-07"),
        ("extend", *TASK, "--to", "2026-09-18", *why, "đang kiểm tra", "--as-of", "2026-09-08"),
        ("undo", *TASK, *why, "nhầm đơn vị", "--as-of", "2026-09-09"),
    ):
        assert ask(*words).code == 0


def test_it_tells_who_did_what_and_why_in_order(ask, answered: None) -> None:
    found = ask("history", *TASK, "--json", "--as-of", "2026-09-09T12:00").json
    assert [
        (each["at"][:10], each["kind"], each["actor"], each["reason"], each["taken_back"])
        for each in found["history"]
        if each["mail"] is None
    ] == [
        ("2026-09-03", "opened", None, None, False),
        ("2026-09-04", "submitted", "Lan", None, False),
        ("2026-09-07", "returned", "Họ Đệm Tên", "thiếu phụ lục", False),
        ("2026-09-08", "extended", "Họ Đệm Tên", "đang kiểm tra", True),
        ("2026-09-09", "undone", "Họ Đệm Tên", "nhầm đơn vị", False),
    ]
    assert (found["state"], found["last_day"]) == ("open", "2026-09-15")


def test_it_tells_each_mail_with_its_reader_reason_and_end(ask, answered: None) -> None:
    found = ask("history", *TASK, "--json", "--as-of", "2026-09-03T12:00").json["history"]
    assert [each["kind"] for each in found] == ["opened", "mail"]
    mail = found[1]["mail"]
    assert (mail["recipient"], mail["state"], mail["address"]) == ("TST", "sent", "tst@bhxh.example")
    assert mail["reasons"] == ["opened"]
    assert mail["subject"]
    said = ask("history", *TASK, "--as-of", "2026-09-03T12:00").out
    assert f"Mail {mail['id']} to " in said
    assert "(tst@bhxh.example): " in said
    assert "opened – sent" in said


def test_what_no_mail_carries_yet_is_told(ask, answered: None) -> None:
    found = ask("history", *TASK, "--json", "--as-of", "2026-09-09T12:00").json["history"]
    waits = [each["mail"] for each in found if each["mail"] and each["mail"]["id"] is None]
    assert [(each["recipient"], each["state"], each["reasons"]) for each in waits] == [
        ("TST", "pending", ["undone"])
    ]


def test_a_mail_of_it_can_be_read_and_no_other(ask, answered: None) -> None:
    number = next(
        each["mail"]["id"]
        for each in ask("history", *TASK, "--json", "--as-of", "2026-09-09").json["history"]
        if each["mail"]
    )
    read = ask("history", *TASK, "--mail", str(number), "--as-of", "2026-09-09")
    assert read.code == 0
    assert "Message-ID: <" in read.out
    assert "tst@bhxh.example" in read.out
    other = ask("history", *TASK, "--mail", "999", "--as-of", "2026-09-09")
    assert (other.code, other.out) == (2, "")
    assert f"This task has no mail 999. Its mails: {number}." in other.err


def test_names_as_people_type_them_in_their_language(ask, answered: None, monkeypatch) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    said = ask("history", TRIAL, "08/2026", "tst", "--as-of", "2026-09-09").out
    assert "Được gia hạn đến 18/09/2026 (sau đó được thu hồi)" in said
    assert "Thu hồi (gia hạn)" in said
    assert "nhầm đơn vị" in said


def test_a_task_that_was_not_opened_is_refused(ask, answered: None) -> None:
    before = ask("history", *TASK, "--as-of", "2026-09-02")
    assert (before.code, before.out) == (2, "")


def test_tasks_carry_who_did_the_last_thing_and_why(ask, answered: None) -> None:
    def last(day: str) -> object:
        found = ask(
            "tasks", "--unit", "TST", "--period", "2026-08", "--json", "--state", "all", "--as-of", day
        )
        (task,) = [each for each in found.json["tasks"] if each["obligation"] == TRIAL]
        return {name: task["last"][name] for name in ("kind", "actor", "reason")}

    assert last("2026-09-07T12:00") == {
        "kind": "returned", "actor": "Họ Đệm Tên", "reason": "thiếu phụ lục"
    }  # fmt: skip
    assert last("2026-09-09T12:00") == {
        "kind": "undone", "actor": "Họ Đệm Tên", "reason": "nhầm đơn vị"
    }  # fmt: skip
