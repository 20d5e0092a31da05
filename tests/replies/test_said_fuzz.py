"""No text is too broken to be heard, and none that was cut off says another day or number for sure."""

from __future__ import annotations

import unicodedata
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.replies.hearing import hear
from engine.replies.marks import marks
from engine.replies.quoted import short
from engine.replies.said import Said
from engine.replies.spelling import prepared
from tests.replies.said_notation import Expected
from tests.replies.said_short import EVERY

pytestmark = pytest.mark.slow

RECEIVED = date(2026, 11, 26)
SURE = [text for text, *expected in EVERY if isinstance(first := expected[0], Expected) and first.sure]


def cut_mail(text: str) -> EmailMessage:
    """A mail whose text ends where it was cut, without the end of a line."""
    head = b"From: a@office.example\nContent-Type: text/plain; charset=utf-8\n"
    head += b"Content-Transfer-Encoding: 8bit\n\n"
    mail = message_from_bytes(head + text.encode(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


def named(said: Said) -> tuple[object, ...]:
    """Numbers and days."""
    return said.number, said.dated, said.until, said.days, said.percent


@pytest.mark.sampled(20)
@pytest.mark.parametrize("text", SURE)
def test_a_cut_text_says_no_other_number_or_day(text: str) -> None:
    whole = {value for said in hear(cut_mail(text + "\n"), RECEIVED).said for value in named(said)}
    wrong = [
        text[:n]
        for n in range(len(text))
        for said in hear(cut_mail(text[:n]), RECEIVED).said
        if said.sure and not set(named(said)) <= whole | {None}
    ]
    assert wrong == []


@given(
    st.lists(
        st.sampled_from([*SURE, "\n", "> ", "Từ: a\n", "From: b\n", "<p>", "?", "/", "2026"]), max_size=8
    ),
    st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=12),
)
def test_no_bytes_are_too_broken(texts: list[str], slips: list[tuple[int, int]]) -> None:
    mail = EmailMessage()
    mail["From"] = "a@office.example"
    mail.set_content(" ".join(texts), subtype="html" if len(texts) % 2 else "plain")
    raw = bytearray(mail.as_bytes())
    for at, value in slips:
        raw[at % len(raw)] = value
    broken = message_from_bytes(bytes(raw), policy=policy.default)
    assert isinstance(broken, EmailMessage)
    hear(broken, RECEIVED)


def test_what_is_looked_at_is_bounded() -> None:
    assert len(prepared("a" + "\u0301\u0323" * 1000)) <= 9
    assert prepared("ngày") == "ngày" == prepared(unicodedata.normalize("NFD", "ngày"))
    line = short("2026/1/1 " + " <" * 195 + "@" * 590)
    assert (len(line) <= 250, line.count("<"), line.count("@")) == (True, 3, 0)
    assert short("On Mon, 14 Sep 2026, Lan <lan@tst.example> wrote:").endswith("wrote:")


def test_a_line_of_many_percentages_has_each_once() -> None:
    assert [mark.value for mark in marks("60% " * 200, 2026)] == [60] * 200


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "đến ", "xin ", "1/", "> ", "Từ: a\nĐã gửi: b\n", "Vào T2 lúc 08:00 @\n", "<div>",
        # These took up to two minutes each.
        "On " * 330 + "\n", "2026/1/1 " + " <" * 195 + "@" * 590 + "\n", "a" + "\u0301\u0323" * 400_000,
        ")60% " * 190 + "\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_megabyte_is_heard(text: str, kind: str) -> None:
    mail = EmailMessage()
    mail["From"] = "a@office.example"
    mail.set_content(text * (1_000_000 // len(text.encode())) + "\n", subtype=kind)
    assert not any(said.sure for said in hear(mail, RECEIVED).said)
