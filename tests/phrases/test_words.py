"""What a clerk reads of a phrase in English; that the Vietnamese says the same days, the tables hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from calendars.phrases import describe, parse
from calendars.phrases.text.lexicon import forms
from language import say
from tests.phrases.tables import ALL

PHRASES = [row.phrase for row in ALL]


@pytest.mark.parametrize(
    ("phrase", "says"),
    [
        ("trước ngày 15 hàng tháng", "Every month: before day 15 of the month"),
        ("chậm nhất ngày làm việc thứ 3 của tháng sau", "Every month: by working day 3 of the next month"),
        (
            "hằng quý trước ngày 19 của tháng cuối quý; riêng quý IV năm 2025 trước ngày 31/12/2025",
            "Every quarter: before day 19 of the quarter's last month, "
            "but quarter 4 of 2025 before 31 December 2025",
        ),
        ("thứ sáu cuối tháng hằng tháng", "Every month: by the last Friday of the month"),
        ("trước ngày 15/01 năm sau hằng năm", "Every year: before 15 Jan of the next year"),
        (
            "chậm nhất 10 ngày sau khi kết thúc quý",
            "Every quarter: at the latest 10 days after the end of the quarter",
        ),
        ("trong vòng 5 ngày làm việc kể từ ngày ký", "5 working days after “ngày ký”"),
        ("trong vòng 1 ngày kể từ ngày ký", "1 day after “ngày ký”"),
        ("20/12/2025", "By 20 December 2025"),
        ("Quý I/2026", "Within quarter 1 of 2026"),
        ("đến năm 2030", "A goal until 31 December 2030, no deadline"),
        ("thường xuyên", "Continuously"),
        ("", "Unclear: no time is found"),
    ],
)
def test_the_sentence_in_english(phrase: str, says: str) -> None:
    assert say(describe(parse(phrase)), "en") == says


def test_nothing_of_it_stays_vietnamese_but_what_is_quoted() -> None:
    """Every message of a meaning has its own words in each language; names of fields never come through."""
    for phrase in PHRASES:
        meaning = parse(phrase)
        for message in (describe(meaning), *meaning.notes, *meaning.exceptions):
            english, vietnamese = say(message, "en"), say(message, "vi")
            assert english != vietnamese, phrase
            assert "{" not in english + vietnamese, phrase


def test_each_table_of_wordings_is_looked_up_and_written_once() -> None:
    room = Path(__file__).resolve().parents[2] / "calendars" / "phrases"
    table = (room / "text" / "wordings.txt").read_text(encoding="utf-8").splitlines()
    names = [line.strip("[]") for line in table if line.startswith("[")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    assert sorted(names) == sorted(set(re.findall(r'(?:listed|forms)\("([\w.]+)"\)', code)))
    assert forms("bounds.before") == (
        "trước", "trước thời điểm", "trước thời hạn", "xong trước",
        *(f"{late} nhất{how} trước" for late in ("chậm", "muộn", "trễ") for how in ("", " là", " vào")),
    )  # fmt: skip
