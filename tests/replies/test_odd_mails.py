"""Forged and odd mails: nothing of them is recorded, none stops the others, and the doubtful is told."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from engine.replies.arrived import Letterhead, letterhead, parsed
from engine.replies.authentication import passes
from engine.replies.hearing import hear
from engine.replies.said import Said
from language import from_text
from models.states import ReplyState, TaskState
from tests.support import cast
from tests.support.acts import en
from tests.support.replying import READ, Correspondence, correspondence, reply_to, sent

SERVER = "mx.bhxh.example"
RECORDED, WAITING, REFUSED, IGNORED, UNREADABLE = (
    ReplyState.RECORDED, ReplyState.WAITING, ReplyState.REFUSED, ReplyState.IGNORED, ReplyState.UNREADABLE
)  # fmt: skip


def whose(line: str | bytes) -> str:
    raw = line if isinstance(line, bytes) else line.encode()
    return letterhead(parsed(raw + b"\n\nx\n")).sender


def why(office: Correspondence) -> list[str]:
    return [en(from_text(each)) for each in office.replies()[-1].heard.get("why", ())]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "line",
    [
        "From: tst@bhxh.example <evil@x.example>", "From: tst@bhxh.example;evil@x.example",
        "From: tst@bhxh.example evil@x.example", "From: <tst@bhxh.example> <evil@x.example>",
        "From: bhxh: tst@bhxh.example;", "From: <@evil.example:tst@bhxh.example>",
        "From: =?utf-8?q?tst?=@bhxh.example", "From: tst@=?utf-8?q?bhxh.example?=",
        "From: =?utf-8?q?tst=40bhxh=2Eexample?=", "From: tst @ bhxh.example",
        "From: tst@bhxh.example\nfrom: tst@bhxh.example", "From: a@x.example\nFrom : tst@bhxh.example",
        "From: tst@bhxh.example\nFrom : a@x.example", "From: tst@bhхh.example",
        "From: tst@bhxh.example\0@x.example", "From:", "Subject: x",
    ],
)  # fmt: skip
def test_a_sender_that_can_be_read_in_two_ways_is_nobody(line: str) -> None:
    assert whose(line) == ""


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ('From: "tst@bhxh.example" <evil@x.example>', "evil@x.example"),
        ("From: =?utf-8?q?tst_=3Ctst=40bhxh=2Eexample=3E?= <evil@x.example>", "evil@x.example"),
        ("From: evil@x.example (tst@bhxh.example)", "evil@x.example"),
        ("From: tst@xn--bhh-5cd.example", "tst@xn--bhh-5cd.example"),
        ("From: Lan [TST] <tst@bhxh.example>", "tst@bhxh.example"),
        ("From: Nguyễn Lan, TST <TST@bhxh.example>", "tst@bhxh.example"),
        ("From: =?utf-8?b?Tmd1eeG7hW4gTGFu?=\n <tst@bhxh.example>", "tst@bhxh.example"),
        ('From: "Lan (TST)" <tst@bhxh.example>', "tst@bhxh.example"),
        ("From: tst@bhxh.example (Lan)", "tst@bhxh.example"),
    ],
)  # fmt: skip
def test_a_name_is_never_taken_for_an_address_nor_keeps_one_from_being_read(line: str, address: str) -> None:
    assert whose(line) == address


def test_a_name_in_bare_letters_is_read_as_it_was_written() -> None:
    assert letterhead(parsed("From: Nguyễn Lan <tst@bhxh.example>\n\nx\n".encode())).name == "Nguyễn Lan"


@pytest.mark.slow
def test_an_answer_whose_sender_cannot_be_told_is_not_believed_and_kept(office: Correspondence) -> None:
    mail = reply_to(office.message()).as_bytes()
    office.arrive(mail.replace(b"From: ", b"From: lan@x.example\nFrom: "))
    office.read(sent())
    assert (office.states(), why(office)) == ([REFUSED], ["the mail has no usable sender"])
    assert office.untouched()


AUTHENTIC = "mx.bhxh.example; dkim=pass header.d=bhxh.example"


@pytest.mark.parametrize(
    "results",
    [
        # Whoever sends may write what he likes before the @ of his own domain.
        f'{SERVER}; spf=pass smtp.mailfrom="tst@bhxh.example"@evil.example',
        f'{SERVER}; spf=pass smtp.mailfrom="x; dkim=pass header.d=bhxh.example; y"@evil.example',
        f'{SERVER}; dkim=pass header.d=evil.example header.i="x\\" header.d=bhxh.example "@evil.example',
        f'{SERVER}; dkim=pass header.d=evil.example header.s="header.d=bhxh.example"',
        f"{SERVER}; dkim=pass header.d=evil.example header.d=bhxh.example",
        f"{SERVER}; dkim=pass header.d=evil.example header.i=@bhxh.example",
        f"{SERVER}; dkim=fail (\\) ; dkim=pass header.d=bhxh.example",
        f"{SERVER}; dkim=fail (x; dkim=pass header.d=bhxh.example) header.d=bhxh.example",
        f'{SERVER}; spf=fail smtp.mailfrom="x; {AUTHENTIC}',
        f"{SERVER}; dkim=pass header.d=bhxh.example.evil.example",
        # The server's own on top vouches for nothing; what lies below the sender brought along.
        f"{SERVER}; spf=fail; dkim=none\nAuthentication-Results: {AUTHENTIC}",
        f"{SERVER}; spf=pass smtp.mailfrom=evil.example\nAuthentication-Results: {AUTHENTIC}",
        f"{SERVER}; none\nAuthentication-Results: {AUTHENTIC}",
        # Pushed out of sight.
        f"{SERVER}; dkim=pass header.d=bhxh.example; {'x' * 20_000}; dmarc=fail header.from=bhxh.example",
    ],
)  # fmt: skip
def test_no_result_of_the_senders_own_making_vouches(results: str) -> None:
    mail = parsed(f"Authentication-Results: {results}\nFrom: tst@bhxh.example\n\nx\n".encode())
    assert not passes(mail, SERVER, "tst@bhxh.example")


@pytest.mark.parametrize(
    "results",
    [
        f"{SERVER};\n\tdkim=pass (2048-bit key; unprotected) header.d=bhxh.example header.i=@bhxh.example\n\t"
        'header.a=rsa-sha256 header.s=2026 header.b="a/b+c=";\n\tspf=none',
        f"{SERVER}; spf=pass (sender (tst@bhxh.example) is known) smtp.mailfrom=<tst@bhxh.example>",
        f'"{SERVER}" 1; dkim = pass reason="good; signature" header.d = bhxh.example',
    ],
)  # fmt: skip
def test_a_result_as_servers_write_it_vouches(results: str) -> None:
    mail = parsed(f"Authentication-Results: {results}\nFrom: tst@bhxh.example\n\nx\n".encode())
    assert passes(mail, SERVER, "tst@bhxh.example")


N = 200_000
FROM = b"From: tst@bhxh.example\n"
MULTIPART = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "raw",
    {
        "references": FROM + b"References: " + b"=?utf-8?q?a?= " * N + b"\n\nx\n",
        "subject": FROM + b"Subject: " + b"=?utf-8?q?a?= " * N + b"\n\nx\n",
        "names": b"From: " + b'"a" ' * N + b"<tst@bhxh.example>\n\nx\n",
        "addresses": b"From: " + b"a@b.example, " * N + b"\n\nx\n",
        "senders": b"From: a@b.example\n" * N + b"\nx\n",
        "parameters": FROM + b"Content-Type: text/plain; " + b"a=b; " * N + b"\n\nx\n",
        "comments": FROM + b"Authentication-Results: mx.bhxh.example; " + b"(" * N + b")" * N + b"\n\nx\n",
        "parts": FROM + MULTIPART + b"--b\n\n" * N,
        "headers": FROM + b"a:\n" * N + b"\nx\n",
        "mails": FROM + b"MIME-Version: 1.0\n" + b"Content-Type: message/rfc822\n\n" * N,
        "depth": FROM + b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (i, i) for i in range(N // 20)
        ),
        "file": FROM + MULTIPART + b"--b\nContent-Disposition: attachment; " + b"".join(
            b"filename*%d=b; " % i for i in range(N)
        ) + b"\n\nx\n--b--\n",
    }.items(),
    ids=lambda each: each[0],
)  # fmt: skip
@pytest.mark.sampled(4)
def test_a_mail_that_is_made_to_take_for_ever_does_not(
    office: Correspondence, raw: tuple[str, bytes]
) -> None:
    """And the mail behind it is read in the same run."""
    office.arrive(raw[1])
    office.arrive(reply_to(office.message("CSXH"), sender="csxh@bhxh.example"))
    began = time.process_time()  # whatever else the machine does
    report = office.read(hear=hear)
    assert time.process_time() - began < 5
    assert (report.problem, report.of(RECORDED), report.read) == (None, 1, 2)
    assert office.task().state is TaskState.OPEN


@pytest.mark.slow
def test_an_answer_among_thousands_of_references_is_found(office: Correspondence) -> None:
    ours = office.message().message_id_header
    ids = "\n ".join([*(f"<{i}@list.example>" for i in range(3000)), ours])
    office.arrive(f"References: {ids}\n".encode() + reply_to(None).as_bytes())
    office.read(sent())
    assert office.states() == [RECORDED]


@pytest.mark.slow
def test_letters_that_no_database_takes_stop_nothing(office: Correspondence) -> None:
    raw = reply_to(office.message()).as_bytes()
    head, _, body = raw.partition(b"\n\n")
    head = head.replace(b"Message-ID: <", b"Message-ID: <\xff\x00").replace(b"<thread@", b"<\xfe\x00@")
    office.arrive(head.replace(b"Subject: ", b"Subject: \xff\x00\xe2\x80\xae") + b"\n\n\x00" + body)
    office.read(hear=hear)
    reply = office.reply()
    assert reply.state is not UNREADABLE
    kept = f"{reply.subject}{reply.text}{reply.message_id_header}{reply.heard}{reply.sender_name}"
    assert not set(kept) & {"\0", "\udcff", "\N{RIGHT-TO-LEFT OVERRIDE}"}
    kept.encode()


@pytest.mark.slow
def test_a_mail_within_the_mail_is_not_the_units_word(office: Correspondence) -> None:
    inner = reply_to(office.message())
    outer = reply_to(office.message(), "Chuyển anh xem thư này.\n")
    outer.add_attachment(inner)
    bare = EmailMessage()
    for name in ("From", "Subject", "In-Reply-To"):
        bare[name] = str(outer[name])
    bare["Message-ID"] = "<bare@bhxh.example>"
    bare.set_content(inner)
    office.arrive(outer)
    office.arrive(bare)
    office.read(hear=hear)
    assert office.states() == [WAITING, WAITING]
    assert office.task().state is TaskState.OPEN


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", "\n\n> đã gửi số 1/BC ngày 11/09/2026\n"])
def test_a_reply_of_which_nothing_can_be_read_is_told(office: Correspondence, text: str) -> None:
    mail = reply_to(office.message(), text)
    mail.add_attachment(
        b"\x78\x9f\x3e\x22", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    office.arrive(mail)
    office.arrive(reply_to(office.message(), text))
    office.read(hear=hear)
    assert office.states() == [WAITING, WAITING]


@pytest.mark.slow
def test_what_was_refused_is_not_asked_again_by_the_same_mail(office: Correspondence) -> None:
    """Sent again under another Message-ID, by whoever has it: somebody looks first."""
    from engine.answers import requests
    from engine.tasks.acts import By, TaskRef, acting

    asked = Said("extension", until=date(2026, 9, 25), reason="chờ số liệu", line="xin gia hạn đến 25/9")
    office.arrive(reply_to(office.message()))
    office.read(asked)
    with acting(office.here, READ + timedelta(hours=1), By("anh")) as act:
        requests.refuse(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), reason="đã gia hạn một lần")
    office.arrive(reply_to(office.message(), message_id="<again@bhxh.example>"))
    office.read(asked, now=READ + timedelta(hours=2))
    assert office.states() == [RECORDED, WAITING]
    (item,) = office.replies()[-1].heard["items"]
    assert [en(from_text(each)) for each in item["why"]] == [  # type: ignore[arg-type]
        "it answers a mail of before a request about kstthc-quy/2026-Q3 was refused"
    ]
    # What was not asked for then is taken as before.
    office.arrive(reply_to(office.message(), message_id="<sent@bhxh.example>"))
    office.read(sent(), now=READ + timedelta(hours=3))
    assert office.states()[-1] is RECORDED


@pytest.mark.slow
def test_what_was_taken_back_is_not_recorded_again_by_the_same_mail(office: Correspondence) -> None:
    from engine.answers.undo import undo
    from engine.tasks.acts import By, TaskRef, acting

    office.arrive(reply_to(office.message()))
    office.read(sent())
    with acting(office.here, READ + timedelta(hours=1), By("anh")) as act:
        undo(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), reason="ghi nhầm")
    office.arrive(reply_to(office.message(), message_id="<again@bhxh.example>"))
    office.read(sent(), now=READ + timedelta(hours=2))
    assert office.states() == [RECORDED, WAITING]
    assert office.task().state is TaskState.OPEN


def moved(office: Correspondence, **emails: str) -> None:
    """The units' mailboxes are others now."""
    units = (replace(each, email=emails.get(each.code, each.email)) for each in cast.UNITS)
    office.room.registry = cast.registry(units=tuple(units))


@pytest.mark.slow
def test_a_unit_whose_mailbox_has_changed_answers_from_the_new_one(office: Correspondence) -> None:
    moved(office, TST="vanthu.tst@bhxh.example")
    office.arrive(reply_to(office.message()))
    office.arrive(reply_to(office.message(), sender="vanthu.tst@bhxh.example"))
    office.read(sent())
    assert office.states() == [WAITING, RECORDED]


@pytest.mark.slow
def test_a_mailbox_that_went_to_another_unit_speaks_for_its_former_one_no_more(
    office: Correspondence,
) -> None:
    moved(office, TST="moi@bhxh.example", CSXH="tst@bhxh.example")
    office.arrive(reply_to(office.message()))
    office.read(sent())
    assert office.states() == [REFUSED]
    assert office.untouched()


@pytest.mark.slow
def test_of_an_address_of_two_units_the_answered_mail_says_for_which(office: Correspondence) -> None:
    moved(office, TST="chung@bhxh.example", CSXH="Chung@bhxh.example")
    office.arrive(reply_to(office.message("CSXH"), sender="chung@bhxh.example"))
    office.read(sent())
    assert (office.task("CSXH").state, office.task("TST").state) == (TaskState.SUBMITTED, TaskState.OPEN)
    office.arrive(reply_to(None, sender="chung@bhxh.example"))
    office.read(sent(reference="kstthc-quy/2026-Q3/TST"))
    assert office.states()[-1] is WAITING
    assert office.task("TST").state is TaskState.OPEN


@pytest.mark.slow
def test_an_answer_goes_to_whom_it_is_from_whatever_reply_to_says(office: Correspondence) -> None:
    mail = reply_to(office.message())
    mail["Reply-To"] = mail["Sender"] = mail["Return-Receipt-To"] = "evil@x.example"
    office.arrive(mail)
    office.read(sent())
    (answer,) = office.answers()
    assert "evil" not in answer.as_string()
    assert answer["To"].addresses[0].addr_spec == "tst@bhxh.example"


@pytest.mark.slow
@pytest.mark.parametrize("text", ["Ok", "OK ạ.", "Dạ vâng ạ!", "Vâng, cảm ơn anh."])
def test_a_bare_ok_is_known_and_changes_nothing(office: Correspondence, text: str) -> None:
    """Nobody can do more with it; how far the unit said to be stays, and so do the reminders."""
    office.arrive(reply_to(office.message(), "được 60%"))
    office.arrive(reply_to(office.message(), f"{text}\n"))
    due = office.task().next_action_at
    office.read(hear=hear)
    assert office.states() == [RECORDED, RECORDED]
    assert (office.task().state, office.task().next_action_at) == (TaskState.OPEN, due)
    assert [event.kind for event in office.history()] == ["progress", "reply", "acknowledged", "reply"]
    assert len(office.answers()) == 1


@pytest.mark.slow
def test_an_ok_with_a_file_is_looked_at(office: Correspondence) -> None:
    mail = reply_to(office.message(), "Ok\n")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="bao-cao.pdf")
    office.arrive(mail)
    office.read(hear=hear)
    assert (office.states(), why(office)) == ([WAITING], ["files came with it, and no word of what they are"])


@pytest.mark.slow
def test_without_a_server_that_vouches_a_second_mail_refused_once_is_refused_again(
    url: str, tmp_path: Path
) -> None:
    office = correspondence(url, tmp_path, replies_authserv=SERVER)
    for number in range(2):
        office.arrive(reply_to(office.message(), message_id=f"<{number}@bhxh.example>"))
    office.read(sent())
    assert office.states() == [REFUSED, REFUSED]
    assert office.untouched()


def test_the_sender_of_a_letterhead_is_bare() -> None:
    assert letterhead(parsed(b"\n\nx\n")) == Letterhead("", "", "", "", ())
