"""Order, grouping and subjects of letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engine.mail.language import VI
from engine.mail.letter import Audience, Behind, Group, Letter, Party, in_order
from engine.mail.render import text_of
from engine.mail.subject import SEEN, SUBJECT_LIMIT, subject
from tests.support.letters import KSTTHC, NQ01, OVERDUE, TODAY, item, letter, watch


def test_most_urgent_first() -> None:
    new = item(reason="opened", last_day=date(2026, 10, 19), workdays=21)
    today = item(last_day=TODAY, workdays=0, reason="due-today")
    longer = replace(OVERDUE, last_day=date(2026, 9, 10), workdays=5)
    span = item(replace(KSTTHC, spans=True), reason="running", last_day=date(2026, 12, 31), workdays=74)
    news = {
        name: item(news=name)
        for name in (
            "undone",
            "returned",
            "reopened",
            "reassigned",
            "refused",
            "forwarded",
            "moved",
            "extended",
        )
    }
    ordered = in_order([new, span, *news.values(), item(), OVERDUE, today, longer])
    assert ordered == (
        longer, OVERDUE, today, news["undone"], news["returned"], news["reopened"], news["reassigned"],
        news["refused"], news["forwarded"], item(), news["moved"], news["extended"], new, span,
    )  # fmt: skip
    assert [group for group, _ in letter(*ordered).groups] == list(Group)


def test_a_new_task_that_is_due_at_once_is_not_told_as_new() -> None:
    assert item(reason="opened", last_day=date(2026, 9, 24), workdays=5).group is Group.SOON
    assert item(reason="opened", last_day=date(2026, 9, 25), workdays=6).group is Group.NEW


@pytest.mark.parametrize(
    ("reason", "workdays", "group"),
    [
        ("opened", 240, Group.RUNNING),
        ("running", 120, Group.RUNNING),
        ("reminder-60wd", 60, Group.RUNNING),
        ("reminder-30wd", 30, Group.RUNNING),
        ("reminder-10wd", 10, Group.SOON),
        ("opened", 3, Group.SOON),
    ],
)
def test_what_runs_over_a_time_is_told_as_running_until_its_last_days(
    reason: str, workdays: int, group: Group
) -> None:
    span = item(replace(KSTTHC, spans=True), reason=reason, last_day=date(2026, 12, 31), workdays=workdays)
    assert span.group is group
    text = text_of(letter(span))
    assert (f"ĐANG THỰC HIỆN, CÒN {workdays} NGÀY LÀM VIỆC" in text) is (group is Group.RUNNING)
    assert ("đơn vị có 1 việc đang thực hiện." in text) is (group is Group.RUNNING)


def test_the_eleventh_that_runs_still_says_what_comes_of_it() -> None:
    span = replace(KSTTHC, spans=True, product="Danh mục", worded="Năm 2026")
    many = [
        item(span, ref=f"x{n}/2026/TST", reason="opened", last_day=date(2026, 12, 31), workdays=240)
        for n in range(12)
    ]
    text = text_of(letter(*many))
    assert text.count("   Sản phẩm: Danh mục\n") == 12
    assert text.count("   Văn bản ghi: “Năm 2026”") == 12


REPORT = "Báo cáo công tác kiểm soát TTHC quý III/2026"
MONTHLY = "Báo cáo về Nghị quyết 01 tháng 8/2026"


@pytest.mark.parametrize(
    ("expected", "each"),
    [
        (f"{REPORT}, hạn 18/09: còn 1 ngày làm việc", letter(item())),
        (f"{MONTHLY}, hạn 14/09: quá hạn 3 ngày làm việc", letter(OVERDUE)),
        (f"{MONTHLY}, hạn 14/09: quá hạn 3 ngày làm việc; 1 việc khác", letter(item(), OVERDUE)),
        (
            f"{REPORT}, hạn 19/10: việc mới",
            letter(item(reason="opened", last_day=date(2026, 10, 19), workdays=21)),
        ),
        (f"{REPORT}, hạn 14/09: 2/86 đơn vị chưa nộp", letter(watches=(watch(),))),
        (
            "2 đơn vị quá hạn: Kiểm soát TTHC quý III/2026, hạn 14/09 - kính báo Lãnh đạo",
            letter(audience=Audience.LEADERSHIP, watches=(watch(),)),
        ),
        (
            f"{MONTHLY}, hạn 14/09: quá hạn 3 ngày làm việc - kính báo lãnh đạo đơn vị",
            letter(OVERDUE, audience=Audience.HEAD),
        ),
    ],
)
def test_subjects(expected: str, each: Letter) -> None:
    assert subject(each, VI) == expected


def test_a_long_title_is_cut_and_period_and_date_stay() -> None:
    long = replace(NQ01, title="Báo cáo " + "tình hình thực hiện nhiệm vụ " * 20)
    for each in (letter(item(long)), letter(OVERDUE, item(long)), letter(watches=(watch(duty=long),) * 3)):
        text = subject(each, VI)
        assert len(text) <= SUBJECT_LIMIT
        assert "…" in text or each.items[0] is OVERDUE
        assert "tháng 8/2026, hạn 1" in text[:SEEN]


def test_a_title_without_a_blank_is_cut_too() -> None:
    text = subject(letter(item(replace(KSTTHC, title="x" * 500))), VI)
    assert len(text) <= SUBJECT_LIMIT
    assert "… quý III/2026, hạn 18/09: " in text


def test_a_line_break_in_a_title_cannot_start_a_header() -> None:
    evil = replace(KSTTHC, title="Báo cáo\r\nBcc: all@bhxh.example\r\n\r\nxin chào")
    text = subject(letter(item(evil)), VI)
    assert text.isprintable()
    assert "\n" not in text


def test_late_units_are_counted_once() -> None:
    both = (
        watch(),
        watch(duty=NQ01, behind=(Behind(Party("BHXH Lào Cai"), 3, True), Behind(Party("A"), 0, False))),
    )
    assert letter(watches=both).late_units == (Party("BHXH Lào Cai"), Party("BHXH Cà Mau"))


def test_an_empty_letter_knows_it() -> None:
    assert letter().empty
    assert not letter(item()).empty
    assert letter(recipient=Party("x")).counts == (("watch", 0),)
