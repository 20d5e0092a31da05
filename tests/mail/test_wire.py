"""A mail's bytes are those that the package would write, whatever the mail is."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from engine.mail.channels.headers import POLICY
from engine.mail.channels.wire import wire
from engine.mail.message import build
from tests.support.letters import NOW, SENDER, TST, item, letter


def by_the_package(mail: EmailMessage) -> bytes:
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n", cte_type="7bit"))


def other(text: str, *, cte: str | None = None, preamble: str | None = None, eol: str = "\n") -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = "Nhắc hạn báo cáo quý III, " * 6
    mail.set_content(text.replace("\n", eol), cte=cte)
    if preamble is not None:
        mail.add_attachment(b"\x00\xff" * 100, maintype="application", subtype="pdf", filename="Tờ trình.pdf")
        mail.preamble = preamble or None
    return mail


@pytest.mark.parametrize("size", [0, 1, 3])
def test_our_own_mails(size: int) -> None:
    given = letter(*(item() for _ in range(size or 1)))
    mail = build(given, SENDER, (TST,), "<1@dondoc.bhxh.example>", NOW)
    assert wire(mail) == by_the_package(mail)


@pytest.mark.parametrize(
    "mail",
    [
        other("Kính gửi\n"),
        other("Kính gửi\n" * 50, cte="8bit"),
        other("From the first\n.\n..\n\nlast", cte="7bit"),
        other("dòng\n" * 9, preamble=""),
        other("dòng\n" * 9, preamble="What old programs show"),
        other("a\nb\n", eol="\r\n"),
        other(""),
        message_from_bytes(b"Subject: x\nContent-Type: multipart/mixed\n\nno parts\n", policy=default),
        message_from_bytes(b"Content-Type: message/rfc822\n\nSubject: inner\n\nx\n", policy=default),
    ],
)
def test_others(mail: EmailMessage) -> None:
    assert wire(mail) == by_the_package(mail)
