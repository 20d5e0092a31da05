"""Mails that are held, released, dropped or sent now, in the outbox and before they stand in it."""

from __future__ import annotations

import pytest

from tests.desk.test_outbox_coming import opened as opened

WHY = ("--reason", "đã gọi điện", "--by", "Lan")
BEFORE, MORNING, LATER = "2026-09-22T15:00", "2026-09-23T08:05", "2026-09-23T08:30"


def coming(ask, at: str = BEFORE) -> list[str]:
    return [each["recipient"] for each in ask("outbox", "--coming", "--json", "--as-of", at).json["mails"]]


def pending(ask, at: str) -> dict[str, dict]:
    found = ask("outbox", "--state", "pending", "--json", "--as-of", at).json["messages"]
    return {each["recipient"]: each for each in found}


@pytest.mark.slow
def test_a_mail_that_is_foretold_is_held_or_dropped_by_the_round_that_makes_it(ask, opened: None) -> None:
    assert coming(ask) == ["CNTT", "PC"]
    held = ask("outbox", "--hold", "CNTT", *WHY, "--as-of", BEFORE)
    assert held.out == "The mail of 2026-09-23 to CNTT will be held.\n"
    ask("outbox", "--drop", "PC", "--on", "2026-09-23", *WHY, "--as-of", BEFORE)
    assert coming(ask) == []  # the rehearsal goes by the rulings as well
    assert ask("outbox", "--release", "PC", "--by", "Lan", "--as-of", BEFORE).code == 0
    assert coming(ask) == ["PC"]
    ask("outbox", "--drop", "PC", *WHY, "--as-of", BEFORE)
    ask("round", "--as-of", MORNING)
    kept = pending(ask, LATER)
    assert list(kept) == ["CNTT"]
    assert (kept["CNTT"]["kept_by"], kept["CNTT"]["last_error"]) == ("Lan", "held by Lan: đã gọi điện")
    states = ask("outbox", "--json", "--as-of", LATER).json["messages"]
    notes = {
        each["recipient"]: (each["state"], each["last_error"])
        for each in states
        if each["round"] == "2026-09-23"
    }
    assert notes["PC"] == ("cancelled", "dropped by Lan: đã gọi điện")
    number = str(kept["CNTT"]["id"])
    assert ask("outbox", "--release", number, "--as-of", LATER).out == "1 mail is released.\n"
    assert pending(ask, LATER)["CNTT"]["kept_by"] is None
    again = ask("outbox", "--release", number, "--as-of", LATER)
    assert (again.code, again.out) == (2, "")
    assert ask("outbox", "--send-now", number, "--as-of", LATER).out == "1 mail was sent.\n"
    assert pending(ask, LATER) == {}


@pytest.mark.slow
def test_what_is_held_stays_while_the_others_leave(
    ask, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_SMTP", "smtp://127.0.0.1:9")  # nobody answers there: the mails wait
    ask("round", "--as-of", MORNING)
    number = {who: str(each["id"]) for who, each in pending(ask, LATER).items()}
    assert ask("outbox", "--hold", number["PC"], "--as-of", LATER).code == 2  # no reason
    assert (
        ask("outbox", "--hold", number["PC"], *WHY, "--dry-run", "--as-of", LATER).out
        == "would hold 1 mail.\n"
    )
    assert pending(ask, LATER)["PC"]["kept_by"] is None
    ask("outbox", "--hold", number["PC"], *WHY, "--as-of", LATER)
    monkeypatch.delenv("DONDOC_SMTP")
    assert ask("round", "--as-of", "2026-09-24").code == 0
    assert list(pending(ask, "2026-09-24T09:00")) == ["PC"]
    gone = ask("outbox", "--drop", "PC", "--on", "2026-09-23", *WHY, "--as-of", "2026-09-24T09:00")
    assert (gone.code, gone.out) == (2, "")
    assert "the morning of 2026-09-23 is gone" in gone.err


@pytest.mark.slow
def test_a_mail_that_is_foretold_is_sent_now(ask, opened: None) -> None:
    would = ask("outbox", "--send-now", "CNTT", "--dry-run", "--as-of", BEFORE)
    assert (would.code, coming(ask)) == (0, ["CNTT", "PC"])
    assert ask("outbox", "--send-now", "CNTT", "--by", "Lan", "--as-of", BEFORE).out == "1 mail was sent.\n"
    assert coming(ask) == ["PC"]
    again = ask("outbox", "--send-now", "CNTT", "--as-of", BEFORE)
    assert (again.code, "can leave before" in again.err) == (2, True)
