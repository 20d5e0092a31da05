"""How dates and delays are said; every expected text written by hand."""

from __future__ import annotations

from datetime import date

import pytest

from calendars.periods import parse
from engine.mail.language import EN, VI
from engine.texts import one_line, shortened


@pytest.mark.parametrize(
    ("day", "vi", "en"),
    [
        (date(2026, 9, 18), "thứ Sáu, 18/09/2026", "Friday, 18 September 2026"),
        (date(2026, 9, 20), "Chủ nhật, 20/09/2026", "Sunday, 20 September 2026"),
        (date(2028, 2, 28), "thứ Hai, 28/02/2028", "Monday, 28 February 2028"),
    ],
)
def test_days(day: date, vi: str, en: str) -> None:
    assert (VI.day(day), EN.day(day)) == (vi, en)


@pytest.mark.parametrize(
    ("code", "vi", "short", "en"),
    [
        ("2026-11", "tháng 11 năm 2026", "tháng 11/2026", "November 2026"),
        ("2026-Q3", "quý III năm 2026", "quý III/2026", "Q3 2026"),
        ("2026-Q4", "quý IV năm 2026", "quý IV/2026", "Q4 2026"),
        ("2026-H1", "6 tháng đầu năm 2026", "6 tháng đầu năm 2026", "first half of 2026"),
        ("2026-H2", "6 tháng cuối năm 2026", "6 tháng cuối năm 2026", "second half of 2026"),
        ("2026-9M", "9 tháng đầu năm 2026", "9 tháng đầu năm 2026", "first nine months of 2026"),
        ("2026", "năm 2026", "năm 2026", "2026"),
        ("2021..2025", "giai đoạn 2021-2025", "giai đoạn 2021-2025", "2021-2025"),
        ("2026-11-22", "ngày 22/11/2026", "ngày 22/11/2026", "22 November 2026"),
        # ISO week 53 of 2026 starts on Monday 28 December and ends in January.
        (
            "2026-W53",
            "tuần 53 năm 2026 (28/12-03/01/2027)",
            "tuần 53/2026 (28/12-03/01/2027)",
            "week 53 of 2026 (28 Dec - 3 Jan)",
        ),
    ],
)
def test_periods(code: str, vi: str, short: str, en: str) -> None:
    period = parse(code)
    assert (VI.period(period), VI.short_period(period), EN.period(period)) == (vi, short, en)


@pytest.mark.parametrize(
    ("title", "code", "expected"),
    [
        ("Báo cáo kiểm soát TTHC quý", "2026-Q3", "Báo cáo kiểm soát TTHC quý III/2026"),
        ("Báo cáo kiểm soát TTHC hằng quý", "2026-Q3", "Báo cáo kiểm soát TTHC quý III/2026"),
        ("Báo cáo quý về kiểm soát TTHC", "2026-Q3", "Báo cáo về kiểm soát TTHC quý III/2026"),
        ("Báo cáo năm", "2026", "Báo cáo năm 2026"),
        ("Kế hoạch CCHC", "2027", "Kế hoạch CCHC năm 2027"),
        ("Quý", "2026-Q1", "Quý quý I/2026"),
    ],
)
def test_a_title_does_not_say_its_period_twice(title: str, code: str, expected: str) -> None:
    assert VI.titled(title, parse(code)) == expected


@pytest.mark.parametrize(
    ("workdays", "late", "today", "vi", "en"),
    [
        (5, False, False, "còn 5 ngày làm việc", "5 working days left"),
        (1, False, False, "còn 1 ngày làm việc", "1 working day left"),
        (0, False, True, "hôm nay là hạn cuối", "today is the last day"),
        (0, False, False, "không còn ngày làm việc nào trước hạn", "no working day left"),
        (3, True, False, "quá hạn 3 ngày làm việc", "3 working days overdue"),
        (0, True, False, "đã quá hạn", "overdue"),
    ],
)
def test_what_is_left(workdays: int, late: bool, today: bool, vi: str, en: str) -> None:
    assert VI.left(workdays, late=late, today=today) == vi
    assert EN.left(workdays, late=late, today=today) == en


@pytest.mark.parametrize(
    ("reason", "vi"),
    [
        ("opened", "việc mới được giao"),
        ("reminder-10wd", "nhắc trước hạn"),
        ("overdue-16wd", "nhắc việc quá hạn"),
        ("due-today", "nhắc vào ngày đến hạn"),
        ("escalated-head", "kính báo lãnh đạo đơn vị"),
        ("something else", ""),
    ],
)
def test_why(reason: str, vi: str) -> None:
    assert VI.why(reason) == vi
    assert bool(EN.why(reason)) == bool(vi)


def test_tally() -> None:
    assert VI.tally([("overdue", 1), ("today", 0), ("soon", 2), ("new", 1)]) == (
        "1 việc quá hạn, 2 việc sắp đến hạn và 1 việc mới giao"
    )
    assert EN.tally([("overdue", 1), ("soon", 2)]) == "1 overdue task and 2 tasks due soon"
    assert VI.tally([]) == ""


def test_one_line_and_shortened() -> None:
    assert one_line(" a\r\nBcc: x\tb\x00\u2028c ") == "a Bcc: x b c"
    assert shortened("một hai ba bốn", 10) == "một hai…"
    assert shortened("vừa", 3) == "vừa"
    assert len(shortened("x" * 300, 120)) == 120
