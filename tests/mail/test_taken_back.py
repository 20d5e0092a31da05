"""What a unit reads when an answer about its task was taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.mail.test_what_became_of_it import NEXT, do, entries, morning
from tests.support import acts
from tests.support.mailroom import Mailroom, mailroom, text_of

pytestmark = pytest.mark.slow


@pytest.fixture
def room(url: str, tmp_path: Path) -> Mailroom:
    """The quarterly duty is open since 27 August, and its units had a mail that morning."""
    made = mailroom(url, tmp_path)
    morning(made, "2026-08-27")
    return made


def test_a_waiver_taken_back_is_told_with_its_reason_and_is_in_the_calendar_again(room: Mailroom) -> None:
    do(room, acts.waive, reason="không phát sinh")
    assert "không phát sinh" in text_of(morning(room, NEXT)["tst"])
    do(room, acts.undo, NEXT, reason="miễn nhầm đơn vị")
    mail = morning(room, "2026-09-11")["tst"]
    text = text_of(mail)
    assert "GHI NHẬN ĐÃ HỦY, VIỆC VẪN PHẢI THỰC HIỆN" in text
    assert "đã hủy cho miễn: miễn nhầm đơn vị" in text
    assert "Hủy ghi nhận: " in str(mail["Subject"])
    assert [status for _, status, _ in entries(mail)["PUBLISH"]] == ["CONFIRMED"]
    # Once: the next reminder says no more of it.
    assert "ĐÃ HỦY" not in text_of(morning(room, "2026-09-17")["tst"])


def test_an_extension_taken_back_under_a_report_is_told_as_put_right(room: Mailroom) -> None:
    do(room, acts.extend, "2026-09-08", new_day=date(2026, 11, 30), reason="chờ số liệu")
    morning(room, "2026-09-09")
    do(room, acts.submit, "2026-09-09", document_no="7/BC")
    morning(room, NEXT)
    do(room, acts.undo, NEXT, what="extended", reason="ghi nhầm tháng")
    text = text_of(morning(room, "2026-09-11")["tst"])
    assert "GHI NHẬN ĐÃ SỬA LẠI" in text
    assert "ghi nhầm tháng" in text
