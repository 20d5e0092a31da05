"""Whole mails as programs write them: what the person wrote is found, and what a program wrote is not."""

from __future__ import annotations

import base64
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from engine.replies.hearing import hear
from engine.replies.said import Heard

RECEIVED = date(2026, 11, 26)
LINE = "Đã gửi số 123/BC ngày 25/11/2026"
QUOTED = "> da06-thang/2026-11: hạn 30/11/2026, số 9/BC ngày 01/11/2026\n> đã gửi số 8/BC ngày 02/11/2026\n"
HEAD = (
    "From: Văn phòng <vp@office.example>\nSent: Monday, November 23, 2026 8:00 AM\nTo: "
    "TST\nSubject: Nhắc việc\n\n"
)
TU = (
    "Từ: Văn phòng <vp@office.example>\nĐã gửi: 23 Tháng Mười Một 2026 8:00 SA\nĐến: TST\nChủ "
    "đề: Nhắc việc\n\n"
)
OURS = "Đã gửi số 9/BC ngày 01/11/2026\n"


def mail_of(text: str, subtype: str = "plain", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Lan <tst@office.example>", headers.pop("Subject", "Re: Nhắc việc")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text, subtype=subtype)
    return mail


def says(heard: Heard) -> list[tuple[str | None, str | None, date | None, bool]]:
    return [(said.reference, said.number, said.dated, said.sure) for said in heard.said]


BELOW = {
    "Gmail": f"\n\nVào T2, 23 thg 11, 2026 lúc 08:00 Văn phòng <vp@office.example> đã viết:\n\n{QUOTED}",
    "Gmail, wrapped": f"\n\nVào Th 2, 23 thg 11, 2026 vào lúc 08:00 Văn phòng "
    f"<\nvp@office.example> đã viết:\n\n{QUOTED}",
    "Gmail, English": f"\n\nOn Mon, Nov 23, 2026 at 8:00 AM Office <vp@office.example> wrote:\n\n{QUOTED}",
    "Outlook": f"\n\nTrân trọng,\nHọ Đệm Tên\nChuyên viên Vụ TST\n\n{HEAD}{OURS}",
    "Outlook, Vietnamese": f"\n\nTrân trọng./.\n\n{TU}{OURS}",
    "Outlook with a line": f"\n\n________________________________\n{HEAD}{OURS}",
    "iPhone": f"\n\nĐã gửi từ iPhone của tôi\n\n> Vào 23 thg 11, 2026, lúc 08:00, VP "
    f"<vp@office.example> đã viết:\n> \n{QUOTED}",
    "iPhone, newer": f"\n\nGửi từ iPhone của tôi\n\nVào 08:00, Th 2, 23 thg 11, 2026 VP "
    f"<vp@office.example> đã viết:\n\n{QUOTED}",
    "Zimbra": f"\n\n----- Original Message -----\n{HEAD}{OURS}",
    "Zimbra, Vietnamese": f'\n\n----- Thư gốc -----\nTừ: "VP" <vp@office.example>\n'
    'Tới: "TST" <tst@office.example>\n'
    f"Đã gửi: Thứ Hai, 23 Tháng Mười Một, 2026 8:00:00 SA\nChủ đề: Nhắc việc\n\n{OURS}",
    "signature": "\n\n-- \nHọ Đệm Tên\nĐT: 024 3936 1234\nSố 150 phố Vọng, Hà Nội\n",
    "name alone": "\n\nHọ Đệm Tên\nPhó Vụ trưởng Vụ TST\n0912 345 678\n",
    "disclaimer": "\n\nTrân trọng,\nLan\n\nThư điện tử này có thể chứa thông tin mật, không "
    "được sao chép nếu không phải người nhận.\n",
}


@pytest.mark.parametrize("name", BELOW)
def test_what_is_quoted_or_signed_falls_away(name: str) -> None:
    heard = hear(mail_of(LINE + BELOW[name]), RECEIVED)
    assert heard.text.strip() == LINE
    assert says(heard) == [(None, "123/BC", date(2026, 11, 25), True)]


def test_a_signature_that_says_something_is_none() -> None:
    heard = hear(mail_of(f"{LINE}\n\nTrân trọng,\nLan\n\nP/S: số trên bị sai, chưa ký\n"), RECEIVED)
    assert [said.sure for said in heard.said] == [False]


def test_answers_between_quoted_lines_are_for_the_tasks_named_there() -> None:
    text = (
        "Vào T2, 23 thg 11, 2026 lúc 08:00 Văn phòng <vp@office.example> đã viết:\n> "
        "da06-thang/2026-11: hạn 30/11\n\n"
        "đã gửi số 1/BC ngày 25/11\n\n> kstthc-quy/2026-Q4: hạn 18/12\nđã gửi số 2/BC ngày 26/11\n"
    )
    assert says(hear(mail_of(text), RECEIVED)) == [
        ("da06-thang/2026-11", "1/BC", date(2026, 11, 25), True),
        ("kstthc-quy/2026-Q4", "2/BC", date(2026, 11, 26), True),
    ]


def test_html_alone_is_heard_without_what_it_quotes_hides_or_strikes() -> None:
    quote = (
        "<div class='gmail_quote'>Vào T2 đã viết:<blockquote><p>Đã gửi số 9/BC ngày "
        "01/11/2026</p></blockquote></div>"
    )
    heard = hear(mail_of(f"<div>Đã gửi số&nbsp;123/BC<br>ngày 25/11/2026</div>{quote}", "html"), RECEIVED)
    assert says(heard) == [(None, "123/BC", date(2026, 11, 25), True)]
    struck = hear(mail_of("<p>Đã gửi <s>số 1/BC</s> số 2/BC ngày 25/11/2026</p>", "html"), RECEIVED)
    assert [said.sure for said in struck.said] == [False]
    hidden = "<p>Đã nhận</p><p style='display:none'>Đã gửi số 1/BC ngày 25/11/2026</p>"
    assert [said.kind for said in hear(mail_of(hidden, "html"), RECEIVED).said] == ["acknowledged"]


def test_text_and_html_that_say_different_things_are_not_sure() -> None:
    mail = mail_of(LINE)
    mail.add_alternative("<p>Đã gửi số 124/BC ngày 25/11/2026</p>", subtype="html")
    assert [said.sure for said in hear(mail, RECEIVED).said] == [False]


def test_a_mail_within_the_mail_and_an_attached_text_say_nothing() -> None:
    mail = mail_of("Đã nhận, cảm ơn.")
    mail.add_attachment("Đã gửi số 9/BC ngày 25/11/2026\n", filename="bao-cao.txt")
    mail.add_attachment(mail_of(OURS))
    assert [said.kind for said in hear(mail, RECEIVED).said] == ["acknowledged"]


@pytest.mark.parametrize(
    "charset", ["utf-8", "us-ascii", "iso-8859-1", "windows-1252", "x-unknown", "windows-1258"]
)
def test_letters_are_read_whatever_charset_the_program_named(charset: str) -> None:
    text = f"From: a@office.example\nContent-Type: text/plain; charset={charset}\n\n{LINE}\n"
    raw = message_from_bytes(text.encode(), policy=policy.default)
    assert isinstance(raw, EmailMessage)
    assert says(hear(raw, RECEIVED)) == [(None, "123/BC", date(2026, 11, 25), True)]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Autoreply": "yes"},
        {"List_Id": "<a.example>"},
        {"Return_Path": "<>"}, {"Subject": "Automatic reply: Nhắc việc"},
        {"Subject": "Trả lời tự động: Nhắc việc"},
        {"X_Auto_Response_Suppress": "All"},
    ],
)  # fmt: skip
def test_what_a_program_sent_says_nothing(headers: dict[str, str]) -> None:
    heard = hear(mail_of(LINE, **headers), RECEIVED)
    assert (heard.automatic, heard.said) == (True, ())


@pytest.mark.parametrize(
    "text",
    [
        "Tôi hiện đang nghỉ phép đến hết 30/11, sẽ trả lời khi quay lại.", "Đây là thư trả lời tự động.",
        "I am out of the office until 1 December.", "This is an automated reply.",
    ],
)  # fmt: skip
def test_absence_is_heard_in_the_words_where_no_header_tells_it(text: str) -> None:
    assert hear(mail_of(text), RECEIVED).automatic


def test_yesterday_of_a_mail_of_another_day_is_not_sure() -> None:
    mail = mail_of("Đã gửi số 123/BC ngày hôm qua", Date="Mon, 23 Nov 2026 17:00:00 +0700")
    assert says(hear(mail, RECEIVED)) == [(None, "123/BC", date(2026, 11, 25), False)]


def test_a_word_before_the_tasks_turns_all_of_them() -> None:
    text = (
        "Đơn vị chưa gửi các báo cáo sau:\nda06-thang/2026-11: số 1/BC ngày "
        "25/11/2026\nkstthc-quy/2026-Q4: số 2/BC ngày 25/11/2026\n"
    )
    assert not any(said.sure for said in hear(mail_of(text), RECEIVED).said)


@pytest.mark.slow
def test_base64_tells_itself_whether_it_came_whole() -> None:
    """The text has no line break of its own at its end; the encoded one has."""
    text = "Đã gửi, số 40/BC-TST ngày 25/11/2026"
    head = b"From: tst@office.example\nContent-Type: text/plain; charset=utf-8\n"
    head += b"Content-Transfer-Encoding: base64\n"
    whole = base64.encodebytes(text.encode())

    def heard(encoded: bytes) -> list[bool]:
        mail = message_from_bytes(head + b"\n" + encoded, policy=policy.default)
        return [said.sure for said in hear(mail, received=RECEIVED).said]

    assert heard(whole) == [True]
    for cut in range(1, len(whole) - 1):
        assert True not in heard(whole[:cut]), cut
    # Its line break was lost on the way: the filling says that nothing else is missing.
    assert whole.endswith(b"=\n")
    assert heard(whole[:-1]) == [True]
