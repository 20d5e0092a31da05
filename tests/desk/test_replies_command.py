"""`dondoc replies`, typed: reading a Maildir, what waits, showing, deciding, and what it refuses."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from models import db, queries
from tests.support.trial_office import TRIAL

TASK = f"{TRIAL}/2026-08"


@pytest.fixture
def maildir(small_office: Path, home: Path, ask, monkeypatch: pytest.MonkeyPatch) -> mailbox.Maildir:
    """A mail to TST has left, and a Maildir is set."""
    made = mailbox.Maildir(home.parent / "Maildir", create=True)
    assert ask("round", "--as-of", "2026-09-03").code == 0
    monkeypatch.setenv("DONDOC_REPLIES", f"maildir:{made._path}")  # type: ignore[attr-defined]
    return made


def arrive(maildir: mailbox.Maildir, home: Path, text: str) -> None:
    with db.reading(db.engine_for(f"sqlite:///{home / 'dondoc.db'}")) as s:
        (sent,) = queries.outbox_rows(s, recipient="TST")
    mail = EmailMessage()
    mail["From"] = f"Lan <{sent.address}>"
    mail["Subject"] = f"Re: {sent.subject}"
    mail["Message-ID"] = f"<{len(maildir)}@office.example>"
    mail["In-Reply-To"] = sent.message_id_header
    mail.set_content(text)
    maildir.add(mail)


@pytest.mark.slow
def test_from_the_mailbox_to_the_decision(ask, maildir: mailbox.Maildir, home: Path) -> None:
    arrive(maildir, home, f"{TASK}: đã gửi, số 1/BC ngày 10/09/2026")
    arrive(maildir, home, "Đã gửi, số 2/BC ngày 10/09/2026")
    assert ask("replies", "read", "--dry-run").out == "2 mails would be read\n"
    assert ask("replies", "read").out == "2 mails read; answers sent: 2. 1 recorded, 1 waiting\n"
    (task,) = [
        each
        for each in ask("tasks", "--unit", "TST", "--state", "submitted", "--json").json["tasks"]
        if (each["obligation"], each["period"]) == (TRIAL, "2026-08")
    ]
    assert (task["state"], task["document_no"]) == ("submitted", "1/BC")
    listed = ask("replies", "list").out
    assert "it is not clear which of the" in listed
    assert listed.endswith("1 reply\n")
    (waiting,) = ask("replies", "list", "--json").json["replies"]
    number = str(waiting["id"])
    assert (waiting["state"], waiting["unit"], waiting["items"][0]["kind"]) == ("waiting", "TST", "submitted")
    assert "Đã gửi, số 2/BC ngày 10/09/2026" in ask("replies", "show", number).out
    refused = ask("replies", "accept", number)
    assert (refused.code, refused.out) == (1, "")
    assert "add --task OBLIGATION/PERIOD" in refused.err
    words = ("replies", "accept", number, "--task", "thu-mo/2026-08", "--by", "Hoa")
    tried = ask(*words, "--dry-run")
    assert (tried.code, tried.err) == (0, "")  # seen: DetachedInstanceError, since the row was forgotten
    assert tried.out.startswith(f"reply {number} would be recorded\n- thu-mo/2026-08: report")
    done = ask(*words)
    assert done.out.startswith(
        f"reply {number} has been recorded\n- thu-mo/2026-08: report sent on 2026-09-10"
    )
    assert ask(*words).code == 1
    assert ask("replies", "list").out.endswith("0 replies\n")
    assert ask("replies", "list", "--all", "--json").json["replies"][-1]["decided_by"] == "Hoa"


@pytest.mark.slow
def test_turning_down(ask, maildir: mailbox.Maildir, home: Path) -> None:
    arrive(maildir, home, "Đã gửi, số 2/BC ngày 10/09/2026")
    ask("replies", "read")
    (waiting,) = ask("replies", "list", "--json").json["replies"]
    words = ("replies", "dismiss", str(waiting["id"]))
    assert ask(*words).code == 2
    done = ask(*words, "--reason", "Không rõ việc", "--json").json
    assert (done["state"], done["reason"], done["mailed"], done["dry_run"]) == (
        "dismissed", "Không rõ việc", True, False,
    )  # fmt: skip
    assert ask("replies", "read", "--json").json["answered"] == 1


def test_what_it_refuses(ask, home: Path, small_office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unset = ask("replies", "read")
    assert (unset.code, unset.out) == (1, "")
    assert "add replies =" in unset.err
    monkeypatch.setenv("DONDOC_REPLIES", "maildir:/nowhere")
    nowhere = ask("replies", "read")
    assert (nowhere.code, "is no Maildir" in nowhere.err) == (1, True)
    for wrong in ("imaps://host/INBOX", "maildir:relative", "pop3://a@b/", "imaps://a@b/INBOX?starttls=no"):
        monkeypatch.setenv("DONDOC_REPLIES", wrong)
        told = ask("check")
        assert told.code == 1
        assert "imaps:// or imap:// (STARTTLS)" in told.err
        assert wrong not in told.err  # it may hold a password


@pytest.mark.slow
def test_what_would_become_of_a_mail_is_told_and_nothing_recorded(
    ask, maildir: mailbox.Maildir, home: Path, tmp_path: Path
) -> None:
    arrive(maildir, home, f"{TASK}: đã gửi, số 1/BC ngày 10/09/2026")
    (key,) = maildir.keys()
    file = tmp_path / "reply.eml"
    file.write_bytes(maildir.get_bytes(key))
    when = ("--as-of", "2026-09-11")
    told = ask("hear", str(file), *when)
    assert told.code == 0
    assert told.out.splitlines()[:5] == [
        "It answers mail 3 of ours, to TST",
        "From: Lan tst@bhxh.example (TST)",
        "Subject: Re: " + ask("hear", str(file), *when, "--json").json["subject"].removeprefix("Re: "),
        "If it were read now: recorded",
        f"- {TASK}: report sent on 2026-09-10 no. 1/BC",
    ]
    assert ask("replies", "list", "--all", "--json").json["replies"] == []
    assert not (home / "replies").exists()
    assert len(ask("tasks", "--unit", "TST", "--state", "submitted", "--json").json["tasks"]) == 0
    # Once it was read for good it can be asked again: what became of it, and what would now.
    assert ask("replies", "read", "--json").json["recorded"] == 1
    again = ask("hear", str(file), "--json").json
    assert [(each["id"], each["state"]) for each in again["before"]] == [(1, "recorded")]
    assert again["answers_mail_to"] == "TST"


@pytest.mark.slow
def test_why_a_mail_is_not_taken(ask, maildir: mailbox.Maildir, home: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.eml"
    found = {}
    for name, raw in {
        "nobody": b"From: a@elsewhere.example\nSubject: x\n\nhello\n",
        "no mail of ours": b"From: tst@bhxh.example\nSubject: x\n\nhello\n",
        "nothing": b"",
        "parts": b"From: a@b.example\n" + b"X: y\n" * 6000 + b"\n",
    }.items():
        file.write_bytes(raw)
        said = ask("hear", str(file), "--json").json
        found[name] = said["state"], said["why"]
    assert found == {
        "nobody": ("ignored", ["it answers no mail of ours"]),
        "no mail of ours": (
            "waiting",
            ["it comes from the unit but answers no mail of ours", "what it says was not understood"],
        ),
        "nothing": ("ignored", ["the mail has no usable sender"]),
        "parts": ("unreadable", ["the mail cannot be read: it has more than 5000 headers"]),
    }
    file.write_bytes(b"From: a@elsewhere.example\nSubject: x\n\nhello\n")
    assert "()" not in ask("hear", str(file)).out
    missing = ask("hear", str(tmp_path / "none.eml"))
    assert (missing.code, missing.out) == (1, "")
    assert "none.eml" in missing.err
