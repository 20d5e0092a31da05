"""A few mornings of an office, typed: rounds, answers, mails, and what each looks like afterwards.

Autumn 2026 by hand: kstthc-quy 2026-Q3 is due before Saturday 19 September, so Friday the 18th is the last
day. Monday the 21st is the first late working day.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from language import Message

pytestmark = pytest.mark.slow  # a home after a first round of the shipped registry is made for it

TASK = ("kstthc-quy", "2026-Q3", "TST")
OPENING, LAST_DAY, LATE = "2026-09-11", "2026-09-18", "2026-09-21"


@pytest.fixture
def opened(home: Path, first_round: Callable[[str], None]) -> Path:
    """The test's own home, after the round of OPENING."""
    first_round(OPENING)
    return home


def _one(ask: Callable[..., Any], *words: str) -> dict[str, Any]:
    (task,) = ask(
        "tasks", "--unit", "TST", "--obligation", "kstthc-quy", "--state", "all", "--json", *words
    ).json["tasks"]
    return task


def _rows(home: Path, table: str) -> int:
    with sqlite3.connect(home / "dondoc.db") as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_a_round_opens_and_mails_and_a_second_one_does_nothing(ask, home: Path) -> None:
    first = ask("round", "--as-of", OPENING, "--json")
    assert first.code == 0, first.err
    assert first.json["opened_by_obligation"]["kstthc-quy"] == 41
    assert first.json["messages"] == first.json["sent"] > 0
    files = sorted(path.name for path in (home / "outbox").iterdir())
    assert len(files) == first.json["sent"]
    again = ask("round", "--as-of", OPENING, "--json").json
    assert (again["opened"], again["raised"], again["messages"], again["sent"]) == (0, 0, 0, 0)
    assert sorted(path.name for path in (home / "outbox").iterdir()) == files


@pytest.mark.long
def test_a_dry_round_says_the_same_and_makes_nothing(ask, home: Path) -> None:
    would = ask("round", "--as-of", OPENING, "--dry-run", "--json").json
    assert would["dry_run"] is True
    assert not home.exists()
    done = ask("round", "--as-of", OPENING, "--json").json
    assert [would[key] for key in ("opened", "raised", "messages")] == [
        done[key] for key in ("opened", "raised", "messages")
    ]
    before = [_rows(home, table) for table in ("task", "event", "notice", "message", "round_log")]
    ask("round", "--as-of", LATE, "--dry-run")
    assert [_rows(home, table) for table in ("task", "event", "notice", "message", "round_log")] == before


@pytest.mark.long
def test_a_round_never_goes_back(ask, opened: Path) -> None:
    answer = ask("round", "--as-of", "2026-09-10")
    assert answer.code == 2
    assert "never goes back" in answer.err


def test_a_task_from_open_to_late_to_accepted(ask, opened: Path) -> None:
    task = _one(ask, "--as-of", OPENING)
    assert (task["state"], task["standing"], task["late"]) == ("open", "open", False)
    assert (task["last_day"], task["late_from"]) == ("2026-09-18", "2026-09-18T17:00:00Z")
    # One second before midnight in Hanoi it is in time, at midnight it is overdue.
    assert _one(ask, "--as-of", "2026-09-18T23:59:59")["standing"] == "open"
    overdue = _one(ask, "--as-of", "2026-09-19T00:00:00")
    # A Saturday: late, by less than a working day; on the Monday by one.
    assert (overdue["standing"], overdue["days_late"]) == ("overdue", 0)
    assert _one(ask, "--as-of", "2026-09-21T00:00:00")["days_late"] == 1
    late = ask("tasks", "--late", "--obligation", "kstthc-quy", "--as-of", LATE, "--json").json
    assert late["count"] == 41
    sent = ask(
        "submit", *TASK, "--document", "123/BC-TST", "--as-of", "2026-09-22", "--by", "Văn thư", "--json"
    ).json
    assert (sent["done"], sent["late"], sent["state"]) == ("submitted", True, "submitted")
    assert ask("accept", *TASK, "--as-of", "2026-09-23").code == 0
    now = _one(ask, "--as-of", "2026-09-24")
    assert (now["state"], now["standing"], now["days_late"]) == ("accepted", "submitted_late", 2)
    assert now["document_no"] == "123/BC-TST"
    # Seen from the 21st it had not been sent.
    then = _one(ask, "--as-of", LATE)
    assert (then["state"], then["document_no"], then["submitted_at"]) == ("open", None, None)


def test_the_same_answer_twice_and_another_one(ask, opened: Path) -> None:
    words = ("submit", *TASK, "--document", "123/BC-TST", "--as-of", "2026-09-14")
    assert "would be submitted" in ask(*words, "--dry-run").out
    assert _one(ask, "--as-of", "2026-09-14")["state"] == "open"
    assert "was submitted" in ask(*words).out
    events = _rows(opened, "event")
    assert "was already submitted" in ask(*words).out
    assert _rows(opened, "event") == events
    other = ask("submit", *TASK, "--document", "124/BC-TST", "--as-of", "2026-09-14")
    assert other.code == 1
    assert "--amend" in other.err
    amended = ask(
        "submit", *TASK, "--document", "124/BC-TST", "--as-of", "2026-09-14", "--amend", "--json"
    ).json
    assert (amended["done"], amended["document_no"]) == ("amended", "124/BC-TST")


def test_the_other_answers(ask, opened: Path) -> None:
    extended = ask(
        "extend", *TASK, "--to", "2026-09-25", "--reason", "Công văn 88/TST", "--as-of", OPENING, "--json"
    ).json
    assert (extended["done"], extended["last_day"]) == ("extended", "2026-09-25")
    assert _one(ask, "--as-of", OPENING)["original_last_day"] == "2026-09-18"
    back = ask("extend", *TASK, "--to", "2026-09-20", "--reason", "x", "--as-of", OPENING)
    assert (back.code, "forward" in back.err) == (1, True)
    assert ask("accept", *TASK, "--as-of", OPENING).code == 1
    ask("submit", *TASK, "--document", "1/BC", "--as-of", "2026-09-14")
    returned = ask(
        "return", *TASK, "--to", "2026-09-30", "--reason", "Thiếu phụ lục", "--as-of", "2026-09-15"
    )
    assert "was returned, last day Wed 2026-09-30" in returned.out
    waived = ask("waive", "kstthc-quy", "2026-Q3", "PC", "--reason", "Không phát sinh", "--as-of", OPENING)
    assert "was waived" in waived.out
    csyt = ("kstthc-quy", "2026-Q3", "CSYT")
    moved = ask("reassign", *csyt, "--to", "CSXH", "--reason", "x", "--as-of", OPENING, "--json")
    assert (moved.json["unit"], moved.json["holder"]) == ("CSYT", "CSXH")
    taken = ask("tasks", "--unit", "CSXH", "--obligation", "kstthc-quy", "--as-of", OPENING, "--json").json[
        "tasks"
    ]
    assert [task["unit"] for task in taken] == ["CSXH", "CSYT"]


def test_a_unit_that_does_not_owe_it_is_wrong_usage(ask) -> None:
    answer = ask("submit", "kstthc-quy", "2026-Q3", "VP", "--document", "1/BC", "--as-of", OPENING)
    assert answer.code == 2
    assert "does not owe" in answer.err


def test_a_submission_before_the_first_round_makes_its_own_database(ask, home: Path) -> None:
    words = ("submit", *TASK, "--document", "123/BC-TST", "--as-of", OPENING)
    dry = ask(*words, "--dry-run")
    assert dry.code == 0, dry.err
    assert not home.exists()
    assert ask(*words).code == 0
    assert _one(ask, "--as-of", OPENING)["state"] == "submitted"


def test_a_mail_is_shown_as_its_reader_sees_it(ask, opened: Path) -> None:
    listed = ask("outbox", "--recipient", "TST", "--json", "--as-of", OPENING).json
    (message,) = listed["messages"]
    assert (message["state"], message["recipient"]) == ("sent", "TST")
    assert listed["counts"]["sent"] == _rows(opened, "message")
    shown = ask("outbox", "--show", str(message["id"]), "--json").json
    assert shown["headers"]["To"].endswith("<tst@bhxh.example>")
    assert "18/09/2026" in shown["text"]
    assert shown["text_from"] == "file"
    kept = message_from_bytes(Path(shown["file"]).read_bytes(), policy=policy.default)
    assert str(kept["Subject"]) == shown["headers"]["Subject"] == message["subject"]
    text = ask("outbox", "--show", str(message["id"])).out
    assert text.startswith("From: ")
    assert "Kính gửi" in text
    Path(shown["file"]).unlink()
    rewritten = ask("outbox", "--show", str(message["id"]), "--json").json
    assert rewritten["text_from"] == "now"
    assert rewritten["headers"]["Subject"] == shown["headers"]["Subject"]
    assert ask("outbox", "--show", "999999").code == 2


def test_a_dead_letter_is_put_back_and_sent(ask, opened: Path) -> None:
    with sqlite3.connect(opened / "dondoc.db") as connection:
        connection.execute(
            "UPDATE message SET state = 'dead', last_error = '550 no such user' WHERE id IN (1, 2)"
        )
    later = "2026-09-11T09:00"
    dead = ask("outbox", "--state", "dead", "--json", "--as-of", later).json
    assert [message["id"] for message in dead["messages"]] == [2, 1]
    assert ask("doctor", "--as-of", later, "--json").code == 1
    assert ask("outbox", "--retry", "3").code == 2
    dry = ask("outbox", "--retry", "1", "--dry-run", "--json", "--as-of", later).json
    assert dry == {"dry_run": True, "revived": [1]}
    assert ask("outbox", "--state", "dead", "--json").json["counts"]["dead"] == 2
    assert ask("outbox", "--retry-dead", "--json", "--as-of", later).json["revived"] == [1, 2]
    ask("round", "--as-of", "2026-09-11T10:00")
    assert ask("outbox", "--json").json["counts"]["dead"] == 0


def test_why_a_mail_was_given_up_is_told_in_the_readers_language(
    ask, opened: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = Message("channel.given-up", n=3, why="452 mailbox full").as_text()
    with sqlite3.connect(opened / "dondoc.db") as connection:
        connection.execute("UPDATE message SET state = 'dead', last_error = ? WHERE id = 1", [why])
    later = ("--as-of", "2026-09-11T09:00")
    told = {"en": "given up after 3 working days: ", "vi": "thôi gửi sau 3 ngày làm việc: "}
    for language, words in told.items():
        monkeypatch.setenv("DONDOC_LANGUAGE", language)
        for look in (("--state", "dead"), ("--show", "1")):
            assert f"{words}452 mailbox full" in ask("outbox", *look, *later).out
    (dead,) = ask("outbox", "--state", "dead", "--json", *later).json["messages"]
    assert dead["last_error"] == "given up after 3 working days: 452 mailbox full"


def test_rerun_shows_then_does_and_never_twice(ask, home: Path) -> None:
    ask("round", "--as-of", LATE)
    words = ("rerun", "kstthc-quy", "2026-Q3", "--units", "TST,PC", "--as-of", LATE, "--json")
    would = ask(*words).json
    assert (would["dry_run"], would["units"], would["opened"]) == (True, ["PC", "TST"], ["PC", "TST"])
    assert (would["already_open"], would["refused"]) == ([], [])
    mails = [(mail["at"][:10], mail["recipient"], mail["level"], mail["units"]) for mail in would["mails"]]
    assert mails[:4] == [
        ("2026-09-22", "PC", 0, ["PC"]),
        ("2026-09-22", "TST", 0, ["TST"]),
        ("2026-09-23", "PC", 0, ["PC"]),
        ("2026-09-23", "TST", 0, ["TST"]),
    ]
    assert ("2026-10-02", "leadership", 3, ["PC", "TST"]) in mails
    shown = ask(*words[:-1]).out
    assert f"{len(mails)} mails would leave, as long as nobody answers:" in shown
    heads = "Head of Legal Department; Head of Board of Collection, Books and Cards"
    assert f"Wed 2026-09-23 08:05  level 1: the unit's head        {heads}  PC, TST" in shown
    assert ask("tasks", "--obligation", "kstthc-quy", "--json").json["count"] == 0
    done = ask(*words, "--apply").json
    assert (done["dry_run"], done["opened"]) == (False, ["PC", "TST"])
    assert ask("tasks", "--obligation", "kstthc-quy", "--json").json["count"] == 2
    again = ask(*words, "--apply").json
    assert (again["opened"], again["raised"]) == ([], 0)
    files = len(list((home / "outbox").glob("*.eml")))
    resent = ask(*words, "--apply", "--resend").json
    assert sorted(resent["resent"]) == ["PC", "TST"]
    assert len(list((home / "outbox").glob("*.eml"))) == files + resent["sent"] > files
    assert ask(*words, "--apply", "--dry-run").code == 2


@pytest.mark.long
def test_simulate_tells_one_units_quarter(ask, home: Path) -> None:
    words = (
        "simulate",
        "--from",
        "2026-09-14",
        "--to",
        "2026-09-30",
        "--unit",
        "TST",
        "--obligation",
        "kstthc-quy",
    )
    told = ask(*words, "--json").json
    to_unit = [
        (mail["day"], mail["items"][0]["reason"]) for mail in told["mails"] if mail["recipient"] == "TST"
    ]
    assert to_unit[:3] == [
        ("2026-09-17", "reminder-1wd"),
        ("2026-09-18", "due-today"),
        ("2026-09-21", "overdue-1wd"),
    ]
    heads = [mail["day"] for mail in told["mails"] if mail["recipient"] == "TST:head"]
    assert heads[0] == "2026-09-23"  # the third working day after the 18th
    assert told["summary"]["mails"] == len(told["mails"])
    on_time = ask(*words, "--answers", "on-time", "--json").json
    assert [mail["day"] for mail in on_time["mails"]] == ["2026-09-17", "2026-09-18"]
    text = ask(*words).out
    assert "overdue-1wd" in text
    assert f"{told['summary']['mails']} mails" in text
    assert not home.exists()


@pytest.mark.long
def test_simulate_goes_on_from_the_tasks_as_they_are(ask, opened: Path) -> None:
    ask("submit", *TASK, "--document", "1/BC", "--as-of", "2026-09-14")
    words = (
        "simulate",
        "--from",
        "2026-09-14",
        "--to",
        "2026-09-25",
        "--unit",
        "TST",
        "--obligation",
        "kstthc-quy",
    )
    assert ask(*words, "--json").json["mails"] != []
    rows = _rows(opened, "notice")
    # Nothing is asked for any more: the one mail says that the report was recorded.
    (receipt,) = ask(*words, "--live", "--json").json["mails"]
    assert [each["reason"] for each in receipt["items"]] == ["submitted"]
    assert _rows(opened, "notice") == rows


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["due", "kstthc-quy"],
        ["due", "kstthc-quy", "2026-Q3"],
        ["agenda"],
        ["calendar"],
        ["tasks"],
        ["tasks", "--state", "all"],
        pytest.param(["simulate", "--to", "2026-09-14"], marks=pytest.mark.long),
        ["outbox"],
        ["outbox", "--show", "1"],
        ["doctor"],
        ["db", "status"],
        ["db", "url"],
    ],
)
def test_every_reading_command_answers_one_json_document(ask, opened: Path, words: list[str]) -> None:
    answer = ask(*words, "--json", "--as-of", OPENING)
    assert answer.code == 0
    assert isinstance(answer.json, dict)
    assert answer.err == ""
    person = ask(*words, "--as-of", OPENING)
    assert person.code == 0
    assert person.out.strip()


def test_no_round_of_the_future_in_a_home_that_is_up(ask, home: Path, small_office: Path) -> None:
    home.mkdir()
    ahead = f"{date.today() + timedelta(days=200)}"  # noqa: DTZ011
    with (home / "up.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        refused = ask("round", "--as-of", ahead)
        assert (refused.code, "Rehearse in another DONDOC_HOME" in refused.err) == (2, True)
        assert [path.name for path in home.iterdir()] == ["up.lock"]
        assert ask("round", "--as-of", ahead, "--dry-run").code in (0, 1)
        assert ask("round", "--as-of", "2026-08-28").code == 0  # catching up is what it is for
    # Nobody runs there any more: a rehearsal, once somebody says that it is meant.
    assert ask("round", "--as-of", ahead).code == 2
    assert ask("round", "--as-of", ahead, "--far-ahead").code in (0, 1)
