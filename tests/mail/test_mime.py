"""What leaves is what the `email` package itself would write, but for the lines between the parts."""

from __future__ import annotations

import email
import re
from datetime import UTC, date, datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest

from engine.mail import mime
from engine.mail.channels.headers import POLICY
from engine.mail.language import words_of

TEXT = "Kính gửi Quý đơn vị,\n\n  một dòng dài hơn bảy mươi tám ký tự để bị cắt ra, = và cách ở cuối \n.\n"
HTML = "<p>thứ Sáu, 18/09/2026 " + "ơ" * 90 + "</p>"
FILES = (
    (b"PK\x03\x04" + bytes(range(256)) * 3, "application", "vnd.test", "Báo cáo quý III năm 2026.docx", ()),
    (b"BEGIN:VCALENDAR\r\n", "text", "calendar", "han.ics", (("method", "PUBLISH"), ("charset", "utf-8"))),
)


def _by_the_package(files: int) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["List-Id"] = "<dondoc.bhxh.example>"
    mail.set_content(TEXT, cte="quoted-printable")
    mail.add_alternative(HTML, subtype="html", cte="quoted-printable")
    for content, maintype, subtype, name, params in FILES[:files]:
        said: Any = {"params": dict(params)} if params else {}
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name, cte="base64", **said)
    return mail


def _by_us(files: int) -> mime.Mail:
    mail = mime.Mail()
    mime.set_always(mail, "List-Id", "<dondoc.bhxh.example>")
    mime.fill(mail, [mime.plain(TEXT), mime.html(HTML)], [mime.file(*each) for each in FILES[:files]])
    return mail


def _lines(mail: EmailMessage) -> bytes:
    """As it leaves, with every boundary under a name of its own, on the line of its header."""
    written = mail.as_bytes().replace(b";\r\n boundary=", b"; boundary=")
    for n, boundary in enumerate(re.findall(rb'boundary="([^"]+)"', written)):
        written = written.replace(boundary, b"B%d" % n)
    return written


@pytest.mark.parametrize("files", [0, 1, 2])
def test_the_same_bytes_leave(files: int) -> None:
    assert _lines(_by_us(files)) == _lines(_by_the_package(files))


@pytest.mark.parametrize("files", [0, 1, 2])
def test_it_is_written_out_as_the_package_writes_it(files: int) -> None:
    mail = _by_us(files)
    wire = POLICY.clone(linesep="\r\n", cte_type="7bit")
    assert mail.as_bytes() == EmailMessage.as_bytes(mail) == mail.as_bytes(policy=wire)
    lines = POLICY.clone(linesep="\n")
    assert mail.as_bytes(policy=lines) == EmailMessage.as_bytes(mail, policy=lines)
    assert [part.as_bytes() for part in mail.walk()] == [EmailMessage.as_bytes(part) for part in mail.walk()]


def test_a_mail_program_reads_every_part() -> None:
    read = email.message_from_bytes(_by_us(2).as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/vnd.test",
        "text/calendar",
    ]
    plain = read.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().splitlines() == TEXT.splitlines()
    files = list(read.iter_attachments())
    assert [each.get_filename() for each in files] == ["Báo cáo quý III năm 2026.docx", "han.ics"]
    assert files[0].get_content() == FILES[0][0]
    assert files[1]["Content-Type"].params["method"] == "PUBLISH"


def test_no_text_ends_a_part() -> None:
    """What stands between the parts cannot stand in one: quoted-printable writes `=` as `=3D`."""
    mail = mime.Mail()
    mime.fill(mail, [mime.plain("--=_dondoc-text--\n"), mime.html("--=_dondoc-parts\n")], [])
    read = email.message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert [part.get_content() for part in read.walk() if not part.is_multipart()] == [
        "--=_dondoc-text--\r\n",
        "--=_dondoc-parts\r\n",
    ]


def test_what_is_kept_is_no_other_language_and_no_other_number() -> None:
    vi, en = words_of("vi"), words_of("en")
    day = date(2026, 9, 18)
    assert (vi.figures(day), en.figures(day), vi.figures(day)) == (
        "18/09/2026",
        "18 September 2026",
        "18/09/2026",
    )
    said = [vi.t("mail.figures", day=each) for each in (day, datetime(2026, 9, 18, 8, tzinfo=UTC), day)]
    assert said[0] == said[2] == "18/09/2026" != said[1]
