"""A purely English office, typed from its folder on: every command, and a mail as its clerk gets it.

Autumn 2026 by hand: the incidents of the third quarter are due before Saturday 19 September, so on Friday the
18th; Monday the 14th is the harbour's own day off. On Friday the 25th that is five working days ago.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from desk import speaking
from desk.cli import main
from tests.support.english_office import english_folder, vietnamese_in

EARLY, LATE = "2026-09-10T09:00", "2026-09-25T08:00"
MAIL = """\
To: Safety, Pilotage and Lights Department


Today, Friday, 25 September 2026, your unit has 2 overdue tasks and 1 task due soon, and 3 more below \
that it still owes.


--- OVERDUE (2) ---

1. Report on a grounding, 8 September 2026
   Last day: Friday, 11 September 2026 - 9 WORKING DAYS OVERDUE
   As worded: “within three working days” (Order 12/2026 of 5 January 2026, section 7)
   Event: Tuesday, 8 September 2026 - MV Pelican on the north bank
   Send to: Marine Accident Branch (through Secretariat, sec@harbour.example)
   Reference: grounding/2026-09-08/SAFE (overdue reminder)
"""


@pytest.fixture
def office(ask: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Types commands of that office, whose language nobody has set."""
    monkeypatch.setenv("DONDOC_CONFIG", str(english_folder(tmp_path / "harbour")))
    monkeypatch.delenv("DONDOC_LANGUAGE")
    monkeypatch.setenv("DONDOC_GO_LIVE", "2026-08-01")
    speaking.language.cache_clear()
    return ask


@pytest.fixture
def at_work(office: Callable[..., Any]) -> Callable[..., Any]:
    """The same after two rounds, with an event between them."""
    assert office("round", "--as-of", EARLY).code == 0
    event = office(
        "event", "grounding", "2026-09-08", "--reason", "MV Pelican on the north bank", "--as-of", EARLY
    )
    assert event.code == 0, event.err
    assert office("round", "--as-of", LATE).code == 0
    return office


def mails(home: Path) -> dict[str, EmailMessage]:
    """The mails of the second round by recipient."""
    found = {}
    for file in (home / "outbox").glob("2026-09-25*.eml"):
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        found[file.name.split("-")[3]] = mail
    return found


def test_the_folder_is_in_order(office: Callable[..., Any]) -> None:
    done = office("check")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Northern Harbour Authority: ")
    assert "1 document, 5 obligations" in done.out
    assert vietnamese_in(done.out) == []


@pytest.mark.slow
def test_a_mail_is_read_from_its_greeting_to_its_small_print(at_work: Callable[..., Any], home: Path) -> None:
    mail = mails(home)["SAFE"]
    assert mail["From"] == "Northern Harbour Authority <dondoc@harbour.example>"
    assert mail["To"] == '"Safety, Pilotage and Lights Department" <safe@harbour.example>'
    assert mail["Subject"] == ("2 overdue tasks: Grounding, 8 September 2026, due 11 Sep; 1 more")
    assert mail["Content-Language"] == "en"
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert text.startswith(MAIL)
    for said in (
        "   Product: A report in the form of Annex A\n",
        "   With the help of: Legal Department, All departments, the port doctors\n",
        "   How: Through the document system\n",
        "The Order does not say which calendar counts; ours does\n",
        "2. Monthly copy of the log book, September 2026: due Friday, 30 October 2026 - 25 ",
        "Example: grounding/2026-09-08/SAFE: sent, no. 123/2026 of 25 September 2026\n",
        "Replies go to Secretariat. The attached deadlines.ics puts the dates into your calendar.\n",
    ):
        assert said in text


@pytest.mark.slow
def test_every_part_of_every_mail_is_english(at_work: Callable[..., Any], home: Path) -> None:
    found = mails(home)
    assert len(found) > 5
    assert {"SAFE", "SEC", "SAFE.head", "north"} <= set(found)
    attached = 0
    for recipient, mail in found.items():
        for name, value in mail.items():
            assert vietnamese_in(str(value)) == [], (recipient, name)
        for part in mail.walk():
            if part.get_content_maintype() == "text":
                content = part.get_content()
                # Addresses of colours and the like are no words.
                assert vietnamese_in(re.sub(r"<[^>]+>", " ", content)) == [], recipient
            assert vietnamese_in((part.get_filename() or "").partition(".")[0]) == []
            if part.get_content_type() == "text/calendar":
                attached += 1
                assert part.get_filename() == "deadlines.ics"
                assert "SUMMARY:" in content
    assert attached > 2


LOOKING = (
    ("due", "incidents", "2026-Q3"),
    ("due", "grounding"),
    ("agenda", "--from", "2026-09-01", "--to", "2026-12-31"),
    ("assignments",),
    ("calendar", "2026"),
    ("tasks", "--as-of", LATE),
    ("outbox", "--as-of", LATE),
    ("plan", "--as-of", LATE),
    ("renewals", "--as-of", LATE),
    ("doctor", "--as-of", LATE),
    ("rerun", "incidents", "2026-Q3", "--as-of", LATE),
    ("simulate", "--from", "2026-10-01", "--to", "2026-10-31"),
    ("db", "status"),
)
REFUSED = (
    (("submit", "incidents", "2026-Q3", "SEC", "--document", "1"), "SEC does not owe incidents for 2026-Q3"),
    (("submit", "incidents", "2026-Q5", "FIN", "--document", "1"), "is not a period"),
    (("submit", "incidents", "2026-Q3", "FIN", "--document", "1", "--on", "2026-09-28"), "today is 2026"),
    (("submit", "incidents", "2026-Q3", "south", "--document", "2"), "already submitted as 1 on 2026-09-25"),
    (("waive", "incidents", "2026-Q3", "south", "--reason", "x"), "is submitted: only an open task"),
    (("extend", "incidents", "2026-Q3", "FIN", "--to", "2026-09-01", "--reason", "x"), "goes forward: 2026"),
    (("event", "incidents", "2026-09-10"), "waits for no event"),
    (("round",), "the last round was as of 2026-09-25 08:00, after 2026-09-20 08:00"),
)  # fmt: skip


@pytest.mark.slow
def test_every_look_and_every_refusal_is_english(at_work: Callable[..., Any]) -> None:
    done = at_work("submit", "incidents", "2026-Q3", "south", "--document", "1", "--as-of", LATE)
    assert "1 working day" not in done.out
    assert done.code == 0, done.err
    for words in LOOKING:
        answer = at_work(*words)
        assert answer.out, words
        assert vietnamese_in(answer.out + answer.err) == [], words
    for words, said in REFUSED:
        as_of = "2026-09-20T08:00" if words == ("round",) else LATE
        answer = at_work(*words, "--as-of", as_of)
        assert answer.code != 0
        assert said in answer.err
        assert vietnamese_in(answer.err) == [], words


@pytest.mark.slow
def test_former_stations_are_told_from_the_new_one(at_work: Callable[..., Any]) -> None:
    listed = at_work("tasks", "--as-of", LATE, "--obligation", "incidents").out
    assert "north-old" not in listed  # its last quarter went by before go-live
    asked = at_work("submit", "incidents", "2026-Q3", "north-old", "--document", "1", "--as-of", LATE)
    assert "north-old does not owe incidents for 2026-Q3" in asked.err


def test_the_help_of_an_english_office_explains_in_english(office: Callable[..., Any], capsys: Any) -> None:
    marked = re.compile("[\u00c0-\u1ef9]")
    for name in ("submit", "event", "round", "apply", "return", "waive", "renew", "extend", "reassign"):
        capsys.readouterr()
        main([name, "--help"])
        assert marked.findall(capsys.readouterr().out) == [], name
