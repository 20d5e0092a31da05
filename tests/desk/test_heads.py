"""Each column of a table says what stands in it, in Vietnamese too; each check of the doctor has a name."""

from __future__ import annotations

import pytest

from desk.commands import board, duties, requests
from desk.health.checks import CHECKS
from language import LANGUAGES, Message, say


def test_a_column_is_called_by_what_stands_in_it() -> None:
    """Seen: two words of English that stand for two things each. Requests had 'hạn được nhắc' over 'gia hạn
    đến ...', and duties 'theo báo cáo' over 'hằng quý'."""
    assert [say(Message(each), "vi", "cli") for each in requests.HEADS[:2]] == ["Việc", "đề nghị"]
    assert [say(Message(each), "vi", "cli") for each in duties.HEADS[:3]] == [
        "nhiệm vụ",
        "nội dung",
        "định kỳ",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_check_of_the_doctor_has_a_name(language: str) -> None:
    """Seen: 'doctor.check-replies' in the table, and 'no text for the message' beside it."""
    said = [say(Message(f"doctor.check-{check}"), language, "cli") for check in CHECKS]
    assert [each for each in said if "doctor." in each] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_asked_for_is_called_alike_by_both_boards(language: str) -> None:
    """Seen: 'hạn cuối 23/10' on the terminal, of a report whose last day is the 26th in `dondoc tasks`."""
    here = say(Message(board.HEADS[-1]), language, "cli")
    assert here.lower() == say(Message("board.column-last-day"), language, "board").lower()
    assert here != say(Message("head.last-day"), language, "cli")
