"""Forty replies as people, programs and mail servers write them, each of a unit of its own, and what
becomes of each, worked out by hand.

The mail that is answered left on Friday 11 September 2026; they are written on Monday the 14th and read that
day at 10:00. The report's last day is Friday the 18th.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from tests.support.replying import bounced

SERVER = "mx.bhxh.example"
PASSED = f"{SERVER}; dmarc=pass header.from=bhxh.example"
ONE, TWO = "kstthc-quy/2026-Q3", "cchc-quy/2026-Q3"


@dataclass(frozen=True)
class Answered:
    """The mail that is answered, as it arrived."""

    unit: str
    mail: EmailMessage

    @property
    def text(self) -> str:
        body = self.mail.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


@dataclass(frozen=True)
class Case:
    """What is written, and what becomes of it: the reply's state, the unit's tasks, whether it is
    answered."""

    write: Callable[[Answered], EmailMessage | bytes]
    state: str
    tasks: str = "open"
    answered: bool = False
    two: bool = False
    """The unit owes two reports."""


def mail(to: Answered, text: str | None, *, sender: str = "", **headers: str) -> EmailMessage:
    """A reply's headers, with the result of the office's server on top."""
    made = EmailMessage()
    made["Authentication-Results"] = headers.pop("checked", PASSED)
    made["From"] = sender or f"Cán bộ {to.unit} <{to.unit}@bhxh.example>"
    made["To"] = "dondoc@bhxh.example"
    made["Subject"] = headers.pop("subject", f"Re: {to.mail['Subject']}")
    made["Date"] = "Mon, 14 Sep 2026 09:10:00 +0700"
    made["Message-ID"] = f"<{to.unit}.{headers.pop('number', '1')}@mail.bhxh.example>"
    made["In-Reply-To"] = str(to.mail["Message-ID"])
    made["References"] = f"{to.mail['References']} {to.mail['Message-ID']}"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if text is not None:
        made.set_content(text)
    return made


def quoted(to: Answered) -> str:
    """The original below, as Gmail does it in Vietnamese."""
    lines = "\n".join(f"> {line}" for line in to.text.splitlines())
    return (
        f"Vào Th 6, 11 thg 9, 2026 vào lúc 08:00 Bảo hiểm xã hội <dondoc@bhxh.example> đã viết:\n\n{lines}\n"
    )


def says(text: str, **more: str) -> Callable[[Answered], EmailMessage]:
    """Just the text, with the original quoted below."""
    return lambda to: mail(to, f"{text}\n\n{quoted(to)}", **more)


def outlook(text: str, header: str) -> Callable[[Answered], EmailMessage]:
    """The original below without any mark, after the header that Outlook writes."""
    return lambda to: mail(to, f"{text}\n\n{header}\n\n{to.text}")


ENGLISH = (
    "-----Original Message-----\nFrom: Bảo hiểm xã hội <dondoc@bhxh.example>\n"
    "Sent: Friday, September 11, 2026 8:00 AM\nTo: Đơn vị\nSubject: Báo cáo công tác kiểm soát TTHC"
)
VIETNAMESE = (
    "Từ: Bảo hiểm xã hội <dondoc@bhxh.example>\nĐã gửi: Thứ Sáu, 11 Tháng Chín 2026 8:00 SA\n"
    "Tới: Đơn vị\nChủ đề: Báo cáo công tác kiểm soát TTHC"
)
SIGNATURE = "Họ Đệm Tên\nPhó Trưởng phòng Tổng hợp\nĐT: 024.3936.1234 - DĐ: 0912 345 678"


def html_only(to: Answered) -> EmailMessage:
    made = mail(to, None)
    original = escape(to.text).replace("\n", "<br>")
    made.set_content(
        "<html><head><style>p {margin: 0}</style></head><body><div><p class=MsoNormal>Kính gửi anh chị,</p>"
        "<p class=MsoNormal>Đơn vị <b>đã gửi</b> báo cáo, số 8/BC ngày 14/09/2026.</p></div>"
        f"<blockquote type=cite>{original}</blockquote></body></html>",
        subtype="html",
    )
    return made


def gmail(to: Answered) -> EmailMessage:
    text = "Đã gửi, số 9/BC ngày 14/09/2026"
    made = mail(to, f"{text}\n\n{quoted(to)}")
    original = escape(to.text).replace("\n", "<br>")
    made.add_alternative(
        f'<div dir="ltr">{text}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Vào Th '
        "6, 11 thg 9, 2026 vào lúc 08:00 Bảo hiểm xã hội đã viết:<br></div><blockquote class=gmail_quote>"
        f"{original}</blockquote></div>",
        subtype="html",
    )
    return made


def attached(size: int, name: str, text: str) -> Callable[[Answered], EmailMessage]:
    def write(to: Answered) -> EmailMessage:
        made = mail(to, text)
        made.add_attachment(b"%" * size, maintype="application", subtype="pdf", filename=name)
        return made

    return write


def between_the_lines(to: Answered) -> EmailMessage:
    """The answer stands under the line of the original that it answers."""
    return mail(to, f"> {ONE}: hạn 18/09/2026\nđã gửi số 36/BC ngày 11/9/2026\n>\n> Trân trọng")


def decomposed(to: Answered) -> bytes:
    """As macOS writes it: letters and marks apart, in base64."""
    text = unicodedata.normalize("NFD", "Đã gửi báo cáo, số 40/BC-TH ngày 14/09/2026")
    made = mail(to, "x")
    head, _, _ = made.as_bytes().partition(b"\n\n")
    kept = [line for line in head.split(b"\n") if not line.lower().startswith((b"content-", b"mime-"))]
    kept += [b"MIME-Version: 1.0", b"Content-Type: text/plain; charset=utf-8"]
    kept += [b"Content-Transfer-Encoding: base64"]
    return b"\n".join(kept) + b"\n\n" + base64.encodebytes(text.encode())


def bounce(to: Answered) -> bytes:
    return bounced(f"{to.unit}@bhxh.example", to.mail["Message-ID"])


def of_another_unit(to: Answered) -> EmailMessage:
    return mail(to, "Đã gửi, số 33/BC ngày 14/09/2026", sender="t-34@bhxh.example")


def forwarded(to: Answered) -> EmailMessage:
    """The unit's mail was passed on to a person, who answers from his own mailbox."""
    text = (
        f"Đã gửi, số 30/BC ngày 14/09/2026\n\n---------- Forwarded message ---------\n{ENGLISH}\n\n{to.text}"
    )
    return mail(
        to,
        text,
        sender="Lan <lan@gmail.example>",
        subject=f"Fwd: {to.mail['Subject']}",
        checked=f"{SERVER}; dmarc=pass header.from=gmail.example",
    )


def sent(write: Callable[[Answered], EmailMessage | bytes], what: str) -> Case:
    """A reply of which all is sure: the report was sent, and the unit reads that it is recorded."""
    return Case(write, "recorded", f"submitted {what}", True)


CASES: tuple[Case, ...] = (
    sent(says("Đã gửi, số 1/BC ngày 14/09/2026"), "1/BC 2026-09-14"),
    sent(says("đã gửi số 2/BC-VP ngày hôm qua"), "2/BC-VP 2026-09-13"),
    sent(says(f"{ONE}: đã gửi, số 3/BC ngày 14/09/2026"), "3/BC 2026-09-14"),
    sent(outlook("Đã gửi báo cáo số 4/BC ngày 14/9/2026.", ENGLISH), "4/BC 2026-09-14"),
    sent(outlook("Đã gửi báo cáo số 5/BC ngày 14/9/2026.", VIETNAMESE), "5/BC 2026-09-14"),
    sent(says("Đã gửi số 6/BC ngày 11/9/2026\n\nĐã gửi từ iPhone của tôi"), "6/BC 2026-09-11"),
    sent(says("Đã gửi số 7/BC ngày 11/9/2026\n\nSent from my Samsung Galaxy smartphone."), "7/BC 2026-09-11"),
    sent(html_only, "8/BC 2026-09-14"),
    sent(gmail, "9/BC 2026-09-14"),
    sent(says("da gui bao cao so 10/BC ngay 12/9/2026"), "10/BC 2026-09-12"),
    sent(says("ĐÃ GỬI BÁO CÁO SỐ 11/BC NGÀY 10/9/2026"), "11/BC 2026-09-10"),
    sent(says(f"Đã gửi, số 12/BC ngày 14/09/2026\n\n-- \n{SIGNATURE}"), "12/BC 2026-09-14"),
    sent(
        says(f"Kính gửi Văn phòng,\nĐã gửi, số 13/BC ngày 14/09/2026.\nTrân trọng,\n{SIGNATURE}"),
        "13/BC 2026-09-14",
    ),
    Case(
        says(f"{ONE}: đã gửi, số 14/BC ngày 14/09/2026\n{TWO}: đã gửi, số 114/BC ngày 11/09/2026"),
        "recorded",
        "submitted 14/BC 2026-09-14, submitted 114/BC 2026-09-11",
        True,
        two=True,
    ),
    Case(says("Đã gửi, số 15/BC ngày 14/09/2026"), "waiting", "open, open", True, two=True),
    Case(
        says(f"{TWO}: đã gửi, số 16/BC ngày 14/09/2026"),
        "recorded",
        "open, submitted 16/BC 2026-09-14",
        True,
        two=True,
    ),
    Case(says("kstthc-quy/2025-Q3: đã gửi, số 17/BC ngày 14/09/2026"), "waiting", "open", True),
    Case(says("Đã gửi, số 18/BC ngày 30/9/2026"), "waiting", "open", True),
    Case(
        says("Xin gia hạn đến 25/9/2026 vì chưa đủ số liệu"),
        "recorded",
        "open asked-extension 2026-09-25",
        True,
    ),
    Case(
        says("Đề nghị gia hạn thêm 3 ngày do mất điện"), "recorded", "open asked-extension 2026-09-21", True
    ),
    Case(
        says("Không thuộc trách nhiệm của đơn vị, do Ban Chính sách BHXH chủ trì"),
        "recorded",
        "open asked-release",
        True,
    ),
    Case(says("Đang làm, được khoảng 60%"), "recorded", "open 60%", True),
    Case(says("Đã nhận được thư. Cảm ơn anh."), "recorded", "open"),
    Case(
        says("Tôi đi vắng đến hết ngày 20/9. Báo cáo đã gửi số 24/BC.", Auto_Submitted="auto-replied"),
        "ignored",
    ),
    Case(
        says(
            "Tôi đi công tác đến hết ngày 20/9/2026, xin liên hệ số 0912 345 678.",
            subject="Trả lời tự động: Báo cáo",
        ),
        "ignored",
    ),
    Case(
        says("Đã gửi, số 26/BC ngày 14/09/2026", List_Id="<canbo.bhxh.example>", Precedence="list"), "ignored"
    ),
    Case(bounce, "bounce"),
    sent(attached(30_000_000, "ban-ky.pdf", "Đã gửi, số 28/BC ngày 14/09/2026"), "28/BC 2026-09-14"),
    sent(attached(9, "ban-ky.pdf", "Đã gửi, số 29/BC ngày 14/09/2026"), "29/BC 2026-09-14"),
    Case(forwarded, "waiting"),
    Case(
        says("Đã gửi, số 31/BC ngày 14/09/2026", checked=f"{SERVER}; dmarc=fail header.from=bhxh.example"),
        "refused",
    ),
    sent(says("Đã gửi, số 32/BC ngày 14/09/2026"), "32/BC 2026-09-14"),
    Case(of_another_unit, "refused"),
    Case(says("Báo cáo này nộp bản giấy hay bản điện tử ạ?"), "waiting"),
    Case(says("Chưa gửi được, tuần sau sẽ gửi"), "waiting", answered=True),
    sent(between_the_lines, "36/BC 2026-09-11"),
    sent(says("Sent, no. 37/BC of 14 September 2026."), "37/BC 2026-09-14"),
    sent(
        says("Đã gửi, số 38/BC ngày 14/09/2026", sender="Lãnh đạo <lanhdao.t-38@bhxh.example>"),
        "38/BC 2026-09-14",
    ),
    Case(says("Ok"), "recorded"),  # known, and nothing follows: it is not answered, and the task stays open
    sent(decomposed, "40/BC-TH 2026-09-14"),
)
"""The first is of `t-01`, the last of `t-40`."""
