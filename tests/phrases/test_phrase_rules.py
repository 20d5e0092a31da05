"""What stands in a meaning besides its dates: registry rules, windows, rolls, exceptions, working days."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from calendars.periods import Kind
from calendars.phrases import Cycle, Role, counts_workdays, deadlines, parse
from calendars.phrases.text.lexicon import FOLLOWERS
from calendars.rules import After, Boundary, DueRule, MonthDay, Override, Roll, WindowRule
from calendars.workdays import WorkCalendar
from language import say

# Weekends only, and 1 and 2 January 2026 off.
CALENDAR = WorkCalendar(
    days_off={date(2026, 1, 1): "Tết", date(2026, 1, 2): "swap"},
    make_up={},
    first_year=2024,
    last_year=2027,
    verified_until=None,
)


def _due(phrase: str) -> DueRule:
    (rule,) = parse(phrase).rules
    assert rule.due is not None
    return rule.due


def test_the_quarterly_report_is_the_registrys_own_rule() -> None:
    (rule,) = parse("trước ngày 19 của tháng cuối quý I, II, III").rules
    assert rule.cycle is Cycle.QUARTERLY
    assert rule.only == (1, 2, 3)
    assert rule.due == DueRule(boundary=Boundary.BEFORE, month="last", day=19)


@pytest.mark.parametrize(
    ("phrase", "due"),
    [
        ("trước ngày 15 hàng tháng", DueRule(boundary=Boundary.BEFORE, day=15)),
        ("trước ngày 05 của tháng sau", DueRule(boundary=Boundary.BEFORE, day=5, month="next")),
        ("ngày 10 tháng đầu quý sau", DueRule(boundary=Boundary.BY, day=10, month="next")),
        ("ngày 10 của tháng đầu mỗi quý", DueRule(boundary=Boundary.BY, day=10, month="first")),
        (
            "chậm nhất là ngày 15 tháng 12 của năm trước liền kề năm kế hoạch",
            DueRule(boundary=Boundary.BY, day=15, month=12, year="previous"),
        ),
        ("ngày 31/01 năm sau", DueRule(boundary=Boundary.BY, day=31, month=1, year="next")),
        ("ngày cuối cùng của tháng", DueRule(boundary=Boundary.BY, day="last")),
        ("ngày làm việc cuối cùng của quý", DueRule(boundary=Boundary.BY, workday="last", month="last")),
        ("chủ nhật hằng tuần", DueRule(boundary=Boundary.BY, weekday=6)),
        (
            "15 ngày sau khi kết thúc quý",
            DueRule(boundary=Boundary.BY, after=After("period_end", days=15)),
        ),
        (
            "chậm nhất 05 ngày làm việc kể từ ngày nhận được văn bản",
            DueRule(boundary=Boundary.BY, after=After("event", workdays=5)),
        ),
        (
            "trước khi khai mạc 01 tháng",
            DueRule(boundary=Boundary.BY, after=After("event", months=-1)),
        ),
    ],
)
def test_one_rule(phrase: str, due: DueRule) -> None:
    assert _due(phrase) == due


@pytest.mark.parametrize(
    ("words", "roll"),
    [
        ("nếu trùng ngày nghỉ thì chuyển sang ngày làm việc tiếp theo", Roll.NEXT),
        ("trường hợp rơi vào ngày nghỉ, lễ, Tết thì gửi vào ngày làm việc kế tiếp", Roll.NEXT),
        ("nếu là ngày nghỉ thì gửi vào ngày làm việc liền trước", Roll.PREVIOUS),
    ],
)
def test_a_stated_roll_is_the_rules_own(words: str, roll: Roll) -> None:
    assert _due(f"trước ngày 15 hằng tháng, {words}").roll is roll
    assert _due(f"trước ngày 15 hằng tháng ({words})").roll is roll


def test_an_exception_becomes_an_override() -> None:
    phrase = "trước ngày 15 hàng tháng (riêng báo cáo tháng 01 năm 2024, gửi trước ngày 22 tháng 01 năm 2024)"
    assert _due(phrase).overrides == {"2024-01": Override(date(2024, 1, 22), Boundary.BEFORE)}
    found = deadlines(parse(phrase), date(2024, 1, 1), date(2024, 2, 29))
    assert [(each.nominal, each.period.code) for each in found] == [
        (date(2024, 1, 22), "2024-01"),
        (date(2024, 2, 15), "2024-02"),
    ]


@pytest.mark.parametrize(
    ("phrase", "kind", "start", "end"),
    [
        (
            "từ ngày 01 của tháng đầu quý đến hết ngày 14 của tháng cuối quý",
            Kind.QUARTER, MonthDay(1, 1), MonthDay(3, 14),
        ),
        ("từ ngày 01 tháng 01 đến hết ngày 14 tháng 12", Kind.YEAR, MonthDay(1, 1), MonthDay(12, 14)),
        ("từ ngày 15 tháng trước đến ngày 14 tháng này", Kind.MONTH, MonthDay(0, 15), MonthDay(1, 14)),
        (
            "Báo cáo năm: từ ngày 15 tháng 12 năm trước đến ngày 14 tháng 12 năm báo cáo",
            Kind.YEAR, MonthDay(0, 15), MonthDay(12, 14),
        ),
        (
            "từ ngày 15 của tháng cuối quý trước đến ngày 14 của tháng cuối quý báo cáo",
            Kind.QUARTER, MonthDay(0, 15), MonthDay(3, 14),
        ),
    ],
)  # fmt: skip
def test_a_data_window(phrase: str, kind: Kind, start: MonthDay, end: MonthDay) -> None:
    meaning = parse(phrase)
    assert (meaning.window_kind, meaning.window) == (kind, WindowRule(start, end))
    assert meaning.rules == ()


def test_a_window_beside_a_limit_goes_with_it() -> None:
    meaning = parse("số liệu từ ngày 15 tháng trước đến ngày 14 tháng này; gửi trước ngày 20 hằng tháng")
    assert meaning.window == WindowRule(MonthDay(0, 15), MonthDay(1, 14))
    assert deadlines(meaning, date(2025, 3, 1), date(2025, 3, 31))[0].nominal == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("phrase", "days"),
    [
        ("ngày làm việc thứ 3 của tháng sau", [date(2026, 1, 7), date(2026, 2, 4)]),
        ("ngày làm việc cuối cùng của tháng", [date(2026, 1, 30), date(2026, 2, 27)]),
        ("05 ngày làm việc sau khi kết thúc tháng", [date(2026, 1, 9), date(2026, 2, 6)]),
    ],
)
def test_working_days_take_a_calendar(phrase: str, days: list[date]) -> None:
    meaning = parse(phrase)
    assert counts_workdays(meaning)
    start, end = date(2026, 1, 1), date(2026, 2, 28)
    assert deadlines(meaning, start, end) == []
    assert [each.nominal for each in deadlines(meaning, start, end, CALENDAR)] == days


@pytest.mark.parametrize(
    ("phrase", "role"),
    [
        ("Đến năm 2025", Role.HORIZON),
        ("tính đến hết ngày 31/5/2020", Role.CUTOFF),
        ("từ ngày 15 tháng 12 trở đi được cộng dồn vào quý I của kỳ báo cáo tiếp theo", Role.CARRY),
        ("từ ngày 01/7/2024", Role.EFFECTIVE),
        ("quá 01 lần/năm", Role.CAP),
        ("chỉ gửi kết quả báo cáo tại Quý III/2022", Role.MENTION),
    ],
)
def test_what_is_no_deadline_says_what_it_is(phrase: str, role: Role) -> None:
    meaning = parse(phrase)
    assert meaning.role is role
    assert deadlines(meaning, date(1990, 1, 1), date(2100, 12, 31)) == []


def test_a_reference_is_kept_and_its_date_is_none() -> None:
    meaning = parse("theo Công văn số 990/BHXH-CNTT ngày 10/4/2023")
    assert meaning.reference == "Công văn số 990/BHXH-CNTT ngày 10/4/2023"
    assert deadlines(meaning, date(2019, 1, 1), date(2031, 1, 1)) == []


def test_deadlines_are_those_of_the_days_asked_for() -> None:
    meaning = parse("trước ngày 15 hàng tháng")
    asked = [
        (date(2025, 1, 15), date(2025, 1, 15), 1),
        (date(2025, 1, 16), date(2025, 2, 14), 0),
        (date(2025, 2, 1), date(2025, 1, 1), 0),
        (date(1900, 1, 1), date(1900, 12, 31), 12),
        (date(2999, 1, 1), date(2999, 12, 31), 12),
    ]
    assert [len(deadlines(meaning, start, end)) for start, end, _ in asked] == [n for *_, n in asked]


def test_a_word_that_may_follow_a_date_is_no_slip_of_one_that_changes_it() -> None:
    modifiers = "sau trước tới kế tiếp liền này nay cuối đầu hằng hàng mỗi năm tháng quý kỳ".split()  # noqa: SIM905

    def near(one: str, other: str) -> bool:
        if len(one) == len(other):
            return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and any(
            long[:n] + long[n + 1 :] == short for n in range(len(long))
        )

    assert [pair for pair in product(sorted(FOLLOWERS), modifiers) if near(*pair)] == []


@pytest.mark.parametrize(
    ("tail", "cell"),
    [
        ("trước ngày 01 tháng 01 năm 2027.", "Trước ngày 01 tháng 01 năm 2027"),
        ("ngày 31 tháng 12 năm 2027;", "Ngày 31 tháng 12 năm 2027"),
        ("31 tháng 12 năm 2027.", "31/12/2027"),
        ("ngày 31/12 hằng năm.", "ngày 31/12 hằng năm"),
        ("tháng 4 của năm sau.", "Tháng 4 năm sau"),
    ],
)
def test_the_end_of_a_cut_sentence_is_no_cell_of_a_time_column(tail: str, cell: str) -> None:
    days = date(2025, 1, 1), date(2027, 12, 31)
    assert deadlines(parse(tail), *days) == []
    assert deadlines(parse(cell), *days) != []


def test_a_rule_that_comes_round_is_one_also_at_the_end_of_a_sentence() -> None:
    found = deadlines(parse("trước ngày 15 tháng 3 hằng năm."), date(2025, 1, 1), date(2025, 12, 31))
    assert [each.nominal for each in found] == [date(2025, 3, 15)]


def test_an_hour_is_told_beside_its_day() -> None:
    meaning = parse("Trước 16h00 ngày 01 hằng tháng, Đơn vị vận hành công bố chỉ số công tơ")
    assert [say(note, "en") for note in meaning.notes] == ["until 16:00 of the day"]


def test_only_text_is_read() -> None:
    with pytest.raises(TypeError, match="not None"):
        parse(None)  # type: ignore[arg-type]
