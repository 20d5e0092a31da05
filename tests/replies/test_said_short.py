"""What replies of a few words say, held against what people judged before any was read."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest

from engine.replies.hearing import hear
from engine.replies.said import Said
from tests.replies.said_notation import Expected
from tests.replies.said_short import EVERY

RECEIVED = date(2026, 11, 26)


def heard(text: str, received: date = RECEIVED) -> tuple[Said, ...]:
    """What a mail of that text says."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Lan <vp@office.example>", "Re: Nhắc việc"
    mail.set_content(text + "\n")
    found = hear(mail, received)
    assert not found.automatic
    return found.said


@pytest.mark.parametrize(("text", "expected"), [each[:2] for each in EVERY])
def test_what_a_short_reply_says(text: str, expected: Expected | None) -> None:
    said = heard(text)
    if expected is None:
        assert said == ()
        return
    assert said
    assert all(expected.fits(each) for each in said), said


@pytest.mark.parametrize("dots", ["…", "...", ""])
def test_the_example_of_our_mails_copied_as_it_is_gives_no_reason(dots: str) -> None:
    """Seen: a request recorded with the reason '…'."""
    (said,) = heard(f"xin gia hạn đến 20/12/2026 vì {dots}")
    assert (said.kind, said.reason, said.sure) == ("extension", None, False)
    assert [each.id for each in said.doubts] == ["said.no-reason"]
