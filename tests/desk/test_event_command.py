"""Events, typed, in the shipped registry: 490's rows 3.4 to 3.6 wait for a decision to be published.

Such an event is asked with the next report of the control of procedures: on 20 November 2026 that is the
year's, before Saturday 19 December, so Friday the 18th is the last day.
"""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # a home after a first round of the shipped registry is made for it

WAITING = {"kh490-2.2", "kh490-3.4", "kh490-3.5", "kh490-3.6"}
EVENT = ("event", "kh490-3.4", "2026-11-20")
NOW = ("--as-of", "2026-11-23T10:00")


@pytest.fixture
def live(first_round: Callable[[str], None]) -> None:
    """Rounds have run since 2 November."""
    first_round("2026-11-02")


def test_what_waits_is_listed_before_anything_is_made(ask, home: Path) -> None:
    found = ask("event", "--json", "--as-of", "2026-11-02").json
    assert {each["obligation"] for each in found["waiting"]} >= WAITING
    # Document 3035's rows "to 2025" have ended.
    assert "kh3035-67" not in {each["obligation"] for each in found["waiting"]}
    one = next(each for each in found["waiting"] if each["obligation"] == "kh490-3.4")
    assert (one["document"], one["owed_by"]) == ("490/KH-BHXH", ["VP"])
    assert found["events"] == []
    assert "kh490-3.4" in ask("event").out
    assert not home.exists()


@pytest.mark.long
def test_the_list_tells_when_each_owner_was_asked(ask, live: None) -> None:
    """The first round of all, on Monday 2 November, asked; nothing is asked twice in a quarter."""
    waiting = {each["obligation"]: each for each in ask("event", "--json", *NOW).json["waiting"]}
    kept = waiting["kh490-3.4"]
    assert (kept["asked"], kept["owner"], kept["recurs"]) == ("2026-11-02", "VP", True)
    assert {waiting[code]["asked"] for code in WAITING} == {"2026-11-02"}
    listed = ask("event", *NOW).out.splitlines()
    assert listed[0].split()[-1] == "ASKED"
    assert next(each for each in listed if each.startswith("kh490-3.4")).endswith("Mon 2026-11-02")


@pytest.mark.long
def test_a_simulation_shows_what_is_asked_for(ask, home: Path) -> None:
    words = ("simulate", "--from", "2026-10-01", "--to", "2026-10-02", "--unit", "VP")
    (mail,) = [each for each in ask(*words, "--json").json["mails"] if each["events"]]
    assert (mail["day"], mail["recipient"]) == ("2026-10-01", "VP")
    assert set(mail["events"]) >= WAITING
    assert "kh490-3.5, kh490-3.6  event: has it happened?" in ask(*words).out
    (alone,) = ask(*words, "--obligation", "kh490-3.4", "--json").json["mails"]
    assert (alone["events"], alone["items"]) == (["kh490-3.4"], [])


@pytest.mark.long
def test_an_event_from_report_to_mail_to_list(ask, live: None, home: Path) -> None:
    would = ask(*EVENT, *NOW, "--dry-run")
    assert would.out.startswith("kh490-3.4 2026-11-20: would be reported, 1 task opened.\n")
    assert ask("event", "--json", *NOW).json["events"] == []
    done = ask(*EVENT, *NOW, "--reason", "Quyết định 12/QĐ-BHXH", "--by", "Văn thư", "--json").json
    assert (done["done"], done["changed"], done["opened"], done["other_events"]) == (
        "event-reported", True, 1, [],
    )  # fmt: skip
    assert done["duties"] == [
        {
            "obligation": "kh490-3.4",
            "last_day": "2026-12-07",
            "asked": "2026-12-07",
            "late": False,
            "units": ["VP"],
            "opened": ["VP"],
        }
    ]
    assert done["waiting_alike"] == ["kh490-3.5", "kh490-3.6"]
    assert ask(*EVENT, "--as-of", "2026-11-23T11:00").out == (
        "kh490-3.4 2026-11-20: was already reported; nothing changed.\n"
    )
    ask("round", "--as-of", "2026-11-24")
    (mail,) = (home / "outbox").glob("2026-11-24T0800-VP-digest-*.eml")
    body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "kh490-3.4/2026-11-20/VP" in text
    assert "thứ Hai, 07/12/2026" in text
    assert "   Sự kiện: thứ Sáu, 20/11/2026 - Quyết định 12/QĐ-BHXH" in text
    assert "   Sự kiện: thứ Sáu, 20/11/2026 - Quyết định 12/QĐ-BHXH" in text
    assert text.count("Sự kiện:") == 1
    (task,) = ask("tasks", "--obligation", "kh490-3.4", "--as-of", "2026-11-24", "--json").json["tasks"]
    assert (task["period"], task["unit"], task["standing"]) == ("2026-11-20", "VP", "open")
    ask("submit", "kh490-3.4", "2026-11-20", "VP", "--document", "3/BC", "--as-of", "2026-11-25")
    (row,) = ask("event", "kh490-3.4", "--json", "--as-of", "2026-11-26").json["events"]
    assert (row["state"], row["by"], row["reason"]) == ("done", "Văn thư", "Quyết định 12/QĐ-BHXH")
    assert (row["tasks"], row["submitted"], row["last_day"]) == (1, 1, "2026-12-07")
    refused = ask(*EVENT, "--withdraw", "--reason", "Nhầm ngày", "--as-of", "2026-11-26")
    assert refused.code == 1
    assert "VP sent a report for it" in refused.err


def test_an_event_reported_by_mistake_is_taken_back(ask, live: None) -> None:
    ask(*EVENT, *NOW)
    words = (*EVENT, "--withdraw", "--as-of", "2026-11-24T10:00")
    assert ask(*words).code == 1  # no reason
    assert ask(*words, "--reason", "Nhầm ngày", "--dry-run").out == (
        "kh490-3.4 2026-11-20: would be withdrawn, with 1 open task.\n"
    )
    assert ask(*words, "--reason", "Nhầm ngày").out == (
        "kh490-3.4 2026-11-20: was withdrawn, with 1 open task.\n"
    )
    assert "was already withdrawn" in ask(*words, "--reason", "Nhầm ngày").out
    (row,) = ask("event", "--list", "--json", "--as-of", "2026-11-25").json["events"]
    assert (row["state"], row["reason"], row["expected"]) == ("withdrawn", "Nhầm ngày", 0)
    # Seen from the day before it stood.
    (before,) = ask("event", "--list", "--json", "--as-of", "2026-11-23T12:00").json["events"]
    assert (before["reason"], before["by"] != "") == ("", True)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("kstthc-quy", "2026-11-20"), 2, "waits for no event, it is quarterly; those that do: kh3035-52"),
        (("kh490-3.44", "2026-11-20"), 2, "did you mean kh490-3.4"),
        (("kh490-3.4", "20/11/2026"), 2, "write it like 2026-09-18"),
        (("kh490-3.4", "2025-11-20"), 1, "before go-live"),
        (("kh490-3.4", "2027-11-20"), 1, "is the year right?"),
        (("kh490-3.4", "2026-11-20", "--units", "TST"), 2, "TST does not owe kh490-3.4"),
        (("kh490-3.4", "2026-11-20", "--units", ","), 2, "found none"),
        (("kh490-3.4", "2026-11-20", "--units", "XX"), 2, "no unit 'XX'"),
        (("kh490-3.4", "--withdraw"), 2, "say which event: OBLIGATION and DAY"),
        (("kh490-3.4", "2026-11-20", "--withdraw", "--past"), 2, "leave out --units and --past"),
        (("kh3035-67", "2026-11-20"), 2, "it ended on 2026-01-01"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_in_one_line(
    ask, live: None, words: tuple[str, ...], code: int, said: str
) -> None:
    found = ask("event", *words, *NOW)
    assert (found.code, found.out) == (code, "")
    assert said in found.err
    assert "Traceback" not in found.err
    assert ask("event", "--json", *NOW).json["events"] == []


def test_a_wrong_name_makes_no_home(ask, home: Path) -> None:
    assert ask("event", "kstthc-quy", "2026-11-20").code == 2
    assert not home.exists()


def test_due_says_how_to_ask_about_an_event(ask) -> None:
    said = ask("due", "kh490-3.4", "--as-of", "2026-11-23").out
    assert "Ask with its day: dondoc due kh490-3.4 2026-11-23" in said
    assert "Report one: dondoc event kh490-3.4 DAY" in said
    without = ask("due", "kh490-3.4", "--json", "--as-of", "2026-11-23").json
    assert (without["waits_for_event"], without["periods"]) == (True, [])
    found = ask("due", "kh490-3.4", "2026-11-22", "--json").json
    assert (found["period"], found["last_day"], found["opens"]) == ("2026-11-22", "2026-12-07", "2026-11-22")
    assert "opens:            when it is reported: dondoc event" in ask("due", "kh490-3.4", "2026-11-22").out
    assert ask("due", "kstthc-quy", "--json").json["waits_for_event"] is False


def test_a_report_for_an_event_that_nobody_reported_is_refused(ask, live: None) -> None:
    found = ask("submit", "kh490-3.4", "2026-11-21", "VP", "--document", "3/BC", *NOW)
    assert found.code == 1
    assert "To report it: dondoc event kh490-3.4 2026-11-21" in found.err
