"""Names that administrators read, and text that cannot break a Markdown table."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from calendars.ladders import Anchor, Role, Rung
from calendars.periods import Kind
from flows import names
from language import Message, say
from tests.support.cast import HANOI


@pytest.mark.parametrize(
    ("rung", "vi", "en"),
    [
        (Rung("opened", Anchor.OPEN, 0, (Role.UNIT,)), "mở việc", "open"),
        (Rung("remind-5wd", Anchor.DEADLINE, -5, (Role.UNIT,)), "nhắc 5 ngày", "reminder, 5 days left"),
        (Rung("due-today", Anchor.DEADLINE, 0, (Role.UNIT,)), "nhắc ngày hạn", "reminder on the last day"),
        (Rung("last-day", Anchor.LAST, 0, (Role.UNIT,)), "nhắc lần cuối", "last reminder"),
        (
            Rung("quarter", Anchor.EACH, 0, (Role.UNIT,), Kind.QUARTER),
            "nhắc trong kỳ",
            "reminder while it runs",
        ),
        (Rung("overdue-1wd", Anchor.LATE, 1, (Role.UNIT,)), "chậm 1 ngày", "1 day late"),
        (
            Rung("x", Anchor.LATE, 3, (Role.HEAD, Role.UNIT)),
            "chậm 3 ngày, báo lãnh đạo đơn vị",
            "3 days late, to the head of the unit",
        ),
        (
            Rung("y", Anchor.LATE, 5, (Role.UNIT, Role.HEAD, Role.OWNER)),
            "chậm 5 ngày, báo đơn vị đầu mối",
            "5 days late, to the owner",
        ),
        (
            Rung("z", Anchor.LATE, 10, tuple(Role)),
            "chậm 10 ngày, trình lãnh đạo",
            "10 days late, to the leadership",
        ),
    ],
)
def test_a_rung_is_named_by_what_it_does(rung: Rung, vi: str, en: str) -> None:
    assert (say(names.rung_label(rung), "vi"), say(names.rung_label(rung), "en")) == (vi, en)


def test_a_run_is_named_as_the_design_says() -> None:
    assert names.run_name("kstthc-quy", "2027-Q1", ["nhắc 5 ngày"]) == "kstthc-quy · 2027-Q1 · nhắc 5 ngày"
    both = names.run_name("a", "2027", ["mở việc", "nhắc 1 ngày", "mở việc"])
    assert both == "a · 2027 · mở việc + nhắc 1 ngày"


def test_only_the_planners_keys_are_planned() -> None:
    key = names.plan_key("kstthc-quy", "2026-Q3", datetime(2026, 9, 11, 1, tzinfo=UTC))
    assert key == "plan:kstthc-quy:2026-Q3:20260911T010000Z"
    assert names.is_planned(key)
    assert not names.is_planned(None)
    assert not names.is_planned("scheduled 1234")


@pytest.mark.parametrize(
    ("period", "key"),
    [
        ("2026-Q3", "kstthc-quy-2026-q3"),
        ("2021..2025", "kstthc-quy-2021-2025"),
        ("2026-W47", "kstthc-quy-2026-w47"),
        ("2026-11-22", "kstthc-quy-2026-11-22"),
    ],
)
def test_artifact_keys_are_what_prefect_accepts(period: str, key: str) -> None:
    assert names.artifact_key("kstthc-quy", period) == key


@pytest.mark.parametrize(
    "hostile",
    ["a|b", "a\n| c | d |", "[x](javascript:alert(1))", "<script>", "![x](http://evil.example/p.png)", "`x`"],
)
def test_a_cell_stays_one_cell_and_brings_no_markup(hostile: str) -> None:
    shown = names.cell(hostile)
    assert "\n" not in shown
    for mark in "|[]<>`!":
        assert shown.count(mark) == shown.count("\\" + mark)


def test_days_and_instants_are_local_and_in_the_language_of_their_reader() -> None:
    day, instant = names.day(date(2026, 9, 18)), names.instant(datetime(2026, 9, 18, 17, tzinfo=UTC), HANOI)
    assert (say(day, "vi"), say(day, "en")) == ("thứ Sáu, 18/09/2026", "Friday, 18 September 2026")
    assert (say(instant, "vi"), say(instant, "en")) == ("00:00 19/09/2026", "2026-09-19 00:00")
    assert names.day(None) == names.instant(None, HANOI) == "—"


def test_days_off_are_named_by_the_calendar_and_weekends_by_us() -> None:
    why = Message(
        "board.rolled",
        day=date(2026, 9, 19),
        why=names.days_off("weekend; Tết"),
        last_day=date(2026, 9, 21),
    )
    assert say(why, "vi") == (
        "Ngày cuối thứ Bảy, 19/09/2026 là ngày nghỉ (cuối tuần; Tết): đề nghị nộp trước đó, "
        "chưa tính là chậm đến hết thứ Hai, 21/09/2026."
    )
    assert say(why, "en") == (
        "The last day, Saturday, 19 September 2026, is a day off (weekend; Tết): asked for before it, "
        "and not late until the end of Monday, 21 September 2026."
    )


def test_boards_have_stable_keys_in_the_words_of_the_office() -> None:
    assert (names.overall_key("vi"), names.outbox_key("vi")) == ("bang-chung", "hop-thu")
    assert names.document_key("vi", "1177/QĐ-BHXH") == "nhiem-vu-1177-qd-bhxh"
    assert names.document_key("en", "1177/QĐ-BHXH") == "assignments-1177-qd-bhxh"
