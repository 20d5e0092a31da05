"""Text on a terminal and JSON in a pipe."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import pytest

from desk import output, speaking
from language import Message

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Colour(StrEnum):
    RED = "red"


def test_an_instant_is_utc_with_a_z() -> None:
    assert output.instant(datetime(2026, 9, 19, 0, 0, tzinfo=HANOI)) == "2026-09-18T17:00:00Z"


def test_json_knows_dates_instants_enums_and_sets(capsys: pytest.CaptureFixture[str]) -> None:
    output.answer(
        {"d": date(2026, 9, 18), "i": datetime(2026, 9, 18, 17, tzinfo=UTC), "e": Colour.RED, "t": (1, None)}
    )
    assert json.loads(capsys.readouterr().out) == {
        "d": "2026-09-18",
        "i": "2026-09-18T17:00:00Z",
        "e": "red",
        "t": [1, None],
    }


def test_a_title_cannot_steer_the_terminal() -> None:
    assert output.clean("Báo cáo\x1b[2J\r\nquý\u202e") == "Báo cáo[2J  quý"


def test_columns_line_up_under_composed_decomposed_and_wide_letters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.table(("name", "n"), [("quý", 1), ("quy\u0301", 2), ("漢", 3)])
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["NAME  N", "quý   1", "quy\u0301   2", "漢    3"]


def test_a_table_without_rows_still_has_its_headings(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(("name", "n"), [])
    assert capsys.readouterr().out == "NAME  N\n"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=59), "0 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(days=2), "2 d"),
    ],
)
def test_ages_are_rough(span: timedelta, text: str) -> None:
    assert output.shown(output.ago(span)) == text


def test_columns_line_up_in_vietnamese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    speaking.language.cache_clear()
    rows = [(date(2026, 9, 18), Message("cli.tasks.is-submitted_late")), (date(2026, 9, 20), "漢")]
    output.table(("head.last-day", "head.standing"), rows)
    assert capsys.readouterr().out.splitlines() == [
        "HẠN CUỐI       TÌNH TRẠNG",
        "T6 18/09/2026  nộp chậm",
        "CN 20/09/2026  漢",
    ]


def test_json_is_english_whatever_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    speaking.language.cache_clear()
    message = Message("cli.calendar-unconfirmed")
    assert (output.shown(message), output.in_json(message)) == (
        "lịch chưa đối chiếu",
        "calendar not confirmed",
    )
