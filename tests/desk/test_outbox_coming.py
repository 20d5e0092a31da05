"""`dondoc outbox --coming`: who gets what tomorrow and why, before it leaves.

The trial office's reports of August 2026 are due on Wednesday 30 September: `remind-5wd` is raised on
Wednesday the 23rd, five working days before, `overdue-1wd` on Thursday 1 October.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.trial_office import OPENED_BY_RUN, TRIAL

pytestmark = pytest.mark.slow

COMING = ("outbox", "--coming", "--json", "--as-of", "2026-09-22T15:00")


@pytest.fixture
def opened(small_office: Path, ask) -> None:
    """The round of 3 September, and TST has sent both reports."""
    assert ask("round", "--as-of", "2026-09-03").code == 0
    for duty in (TRIAL, OPENED_BY_RUN):
        said = ("submit", duty, "2026-08", "TST", "--document", "1/BC", "--as-of", "2026-09-03T09:00")
        assert ask(*said).code == 0
    assert ask("round", "--as-of", "2026-09-04").code == 0


def test_it_is_what_the_morning_then_sends(ask, opened: None) -> None:
    before = ask("outbox", "--json", "--as-of", "2026-09-24").json["messages"]
    told = ask(*COMING).json
    assert told["at"] == "2026-09-23T01:05:00Z"
    assert [(each["recipient"], each["tasks"], each["reasons"]) for each in told["mails"]] == [
        ("CNTT", 2, {"reminder-5wd": 2}),
        ("PC", 2, {"reminder-5wd": 2}),
    ]
    assert (
        ask("outbox", "--json", "--as-of", "2026-09-24").json["messages"] == before
    )  # looking sends nothing
    read = ask(*COMING, "--recipient", "phap che", "--read").json["mails"]
    assert ask("round", "--as-of", "2026-09-23T08:05").code == 0
    sent = ask("outbox", "--json", "--as-of", "2026-09-24").json["messages"]
    new = {each["recipient"]: each["subject"] for each in sent if each not in before}
    assert set(new) == {"CNTT", "PC"}
    assert [(each["recipient"], each["to"], each["subject"]) for each in read] == [
        ("PC", ["pc@bhxh.example"], new["PC"])
    ]


def test_a_day_further_off_counts_what_left_before(ask, opened: None) -> None:
    found = ask(*COMING, "--on", "2026-10-01").json["mails"]
    assert {each["recipient"]: each["reasons"]["overdue-1wd"] for each in found} == {"CNTT": 2, "PC": 2}
    assert ask(*COMING, "--on", "2026-09-25").json["mails"] == []


def test_it_is_read_in_the_terminal(ask, opened: None) -> None:
    said = ask("outbox", "--coming", "--recipient", "PC", "--read", "--as-of", "2026-09-22T15:00")
    assert "To: " in said.out
    assert "pc@bhxh.example" in said.out
    assert "30/09/2026" in said.out
    assert said.out.endswith("1 mail would leave Wed 2026-09-23 08:05, as long as nobody answers.\n")


def test_what_cannot_be_asked_is_said(ask, opened: None) -> None:
    for words, said in (
        (("--coming", "--on", "2026-09-27"), "no round to be looked at on 2026-09-27"),
        (("--coming", "--on", "2026-09-01"), "choose a working day from 2026-09-23 on"),
        (("--coming", "--read"), "give --recipient"),
        (("--on", "2026-09-23"), "--on and --read go with --coming"),
        (("--coming", "--show", "1"), "choose one"),
    ):
        refused = ask("outbox", *words, "--as-of", "2026-09-22T15:00")
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err


def test_a_mail_that_waits_is_dropped_with_a_reason_that_stays(
    ask, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a mail server, which nobody answers at, the morning's mails wait in the outbox."""
    monkeypatch.setenv("DONDOC_SMTP", "smtp://127.0.0.1:9")
    ask("round", "--as-of", "2026-09-23T08:05")
    later = ("--as-of", "2026-09-23T08:30")
    waits = ask("outbox", "--state", "pending", "--json", *later).json["messages"]
    number = {each["recipient"]: str(each["id"]) for each in waits}
    assert set(number) == {"CNTT", "PC"}
    assert ask("outbox", "--drop", number["PC"], *later).code == 2  # no reason
    why = ("--reason", "đã gọi điện", "--by", "Lan")
    assert ask("outbox", "--drop", number["PC"], *why, "--dry-run", *later).out == "would drop 1 mail.\n"
    assert ask("outbox", "--drop", number["PC"], *why, *later).out == (
        "1 mail dropped: it does not leave (dondoc outbox --retry ID brings it back).\n"
    )
    again = ask("outbox", "--drop", number["CNTT"], "--drop", number["PC"], *why, *later)
    assert (again.code, again.out) == (2, "")
    assert f"mail {number['PC']} is not waiting" in again.err
    left = ask("outbox", "--state", "pending", "--json", *later).json["messages"]
    assert [each["recipient"] for each in left] == ["CNTT"]
    found = ask("history", TRIAL, "2026-08", "PC", "--json", "--as-of", "2026-09-23T09:00").json["history"]
    told = [each["mail"] for each in found if each["mail"] and str(each["mail"]["id"]) == number["PC"]]
    assert [(each["state"], each["note"]) for each in told] == [("cancelled", "dropped by Lan: đã gọi điện")]
    # Dropped by mistake: it waits again, as if it had been queued now.
    assert (
        ask("outbox", "--retry", number["PC"], *later).out
        == "1 letter put back: the next delivery sends it.\n"
    )
    waits = ask("outbox", "--state", "pending", "--json", *later).json["messages"]
    assert {str(each["id"]): each["last_error"] for each in waits}[number["PC"]] is None
    assert ask("outbox", "--retry", number["CNTT"], *later).code == 2  # it was neither given up nor dropped
