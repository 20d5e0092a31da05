"""The shipped registry against what was read by hand in the documents: who owes, when, what it covers."""

from __future__ import annotations

from datetime import date

import pytest

from calendars.deadlines import Boundary
from calendars.ladders import Role
from config.registry import Registry, RegistryError
from config.registry.remarks import remarks
from language import say

D = date.fromisoformat
BEFORE_MERGER, AFTER_MERGER = D("2025-06-30"), D("2025-07-01")


def _told(registry: Registry) -> list[str]:
    return [say(each, "en") for each in remarks(registry)]


@pytest.mark.parametrize(
    ("duty", "period", "nominal", "boundary", "last", "working"),
    [
        ("kstthc-quy", "2026-Q3", "2026-09-19", "before", "2026-09-18", "2026-09-18"),
        ("kstthc-quy", "2028-Q1", "2028-03-19", "before", "2028-03-20", "2028-03-17"),
        ("kstthc-nam", "2026", "2026-12-19", "before", "2026-12-18", "2026-12-18"),
        ("kstthc-nam", "2027", "2027-12-19", "before", "2027-12-20", "2027-12-17"),
        ("cchc-ke-hoach", "2025", "2024-12-15", "by", "2024-12-16", "2024-12-13"),
        ("cchc-tong-hop", "2027", "2026-12-25", "by", "2026-12-25", "2026-12-25"),
        ("nq01-thang", "2024-01", "2024-01-22", "before", "2024-01-21", "2024-01-19"),
        ("nq01-thang", "2024-02", "2024-02-15", "before", "2024-02-15", "2024-02-07"),
        ("nq01-thang", "2026-02", "2026-02-15", "before", "2026-02-23", "2026-02-13"),
        ("nq01-nam", "2026", "2026-11-05", "before", "2026-11-04", "2026-11-04"),
        ("nq01-chuong-trinh", "2024", "2024-02-20", "by", "2024-02-20", "2024-02-20"),
        ("nq01-chuong-trinh", "2026", "2026-02-20", "by", "2026-02-23", "2026-02-13"),
        ("da06-thang", "2026-01", "2026-01-31", "by", "2026-02-02", "2026-01-30"),
        ("da06-thang", "2024-02", "2024-02-29", "by", "2024-02-29", "2024-02-29"),
        ("da06-giao-ban", "2026-08", "2026-08-31", "by", "2026-09-03", "2026-08-28"),
    ],
)
def test_dates_worked_out_by_hand(
    shipped: Registry, duty: str, period: str, nominal: str, boundary: str, last: str, working: str
) -> None:
    due = shipped.deadline(duty, period)
    assert due.nominal == D(nominal)
    assert due.boundary is Boundary(boundary)
    assert due.last_day == D(last)
    assert due.working_deadline == D(working)


def test_the_stated_exception_is_marked_and_only_it(shipped: Registry) -> None:
    assert shipped.deadline("nq01-thang", "2024-01").overridden
    assert not shipped.deadline("nq01-thang", "2025-01").overridden


def test_the_fourth_quarter_has_no_report(shipped: Registry) -> None:
    with pytest.raises(RegistryError) as caught:
        shipped.deadline("kstthc-quy", "2026-Q4")
    assert str(caught.value) == "kstthc-quy has no period 2026-Q4: it is reported in Q1, Q2, Q3"


@pytest.mark.parametrize(
    ("duty", "period", "first", "last"),
    [
        ("kstthc-quy", "2026-Q2", "2026-03-15", "2026-06-14"),
        ("kstthc-quy", "2026-Q1", "2025-12-15", "2026-03-14"),
        ("kstthc-quy", "2026-Q3", "2026-06-15", "2026-09-14"),
        ("kstthc-nam", "2026", "2026-01-01", "2026-12-14"),
    ],
)
def test_what_a_report_covers(shipped: Registry, duty: str, period: str, first: str, last: str) -> None:
    assert shipped.window(duty, period) == (D(first), D(last))


@pytest.mark.parametrize(
    ("duty", "before", "after"),
    [
        ("kstthc-quy", 7 + 63, 7 + 34),
        ("kstthc-nam", 7 + 63, 7 + 34),
        ("cchc-ke-hoach", 6 + 63, 6 + 34),
        ("cchc-tong-hop", 1, 1),
        ("nq01-thang", 10, 10),
        ("nq01-nam", 22 + 63, 22 + 34),
        ("nq01-chuong-trinh", 22 + 63, 22 + 34),
        ("da06-thang", 22 + 63, 22 + 34),
        ("da06-giao-ban", 1 + 63, 1 + 34),
    ],
)
def test_how_many_owe_before_and_after_the_merger(
    shipped: Registry, duty: str, before: int, after: int
) -> None:
    assert len(shipped.owing(duty, BEFORE_MERGER)) == before
    assert len(shipped.owing(duty, AFTER_MERGER)) == after


def test_who_owes_the_quarterly_report_by_name(shipped: Registry) -> None:
    central = {unit.code for unit in shipped.owing("kstthc-quy", AFTER_MERGER) if unit.kind == "central"}
    assert central == {"TST", "CSXH", "CSYT", "TCKT", "TT", "CNTT", "PC"}
    plans = {unit.code for unit in shipped.owing("cchc-ke-hoach", AFTER_MERGER) if unit.kind == "central"}
    assert plans == {"TCCB", "TCKT", "VP", "CNTT", "CSKH", "TT"}
    monthly = {unit.code for unit in shipped.owing("nq01-thang", AFTER_MERGER)}
    assert monthly == {"TST", "CSXH", "CSYT", "TCKT", "TCCB", "HTQT", "TTKT", "CNTT", "TT", "VP"}


def test_owners_and_recipients(shipped: Registry) -> None:
    by_document = {
        duty.document.number: duty.owner for duty in shipped.obligations.values() if duty.assignment
    }
    assert by_document == {
        "3035/KH-BHXH": "PC",
        "490/KH-BHXH": "VP",
        "24/QĐ-BHXH": "KHDT",
        "1177/QĐ-BHXH": "CNTT",
        "188/QĐ-BHXH": "VP",
    }
    owners = {code: duty.owner for code, duty in shipped.obligations.items() if not duty.assignment}
    assert owners == {
        "qd188-1.1-tinh": "VP",
        "nq02-quy": "VP",
        "kstthc-ke-hoach": "VP",
        **dict.fromkeys(("cchc-quy", "cchc-quy-nganh"), "PC"),
        **dict.fromkeys(("kh3035-giai-doan-3", "kh3035-36", "kh3035-50", "kh3035-51"), "PC"),
        **dict.fromkeys(("nq01-ban-hanh", "nq01-don-vi", "nq01-tong-hop-thang", "nq01-tong-hop"), "KHDT"),
        **dict.fromkeys(("nq01-ct-bhxh", "nq01-ct-bhtn", "nq01-ct-bhyt"), "KHDT"),
        "kstthc-quy": "VP",
        "kstthc-nam": "VP",
        "kstthc-nhiem-vu": "VP",
        "nq02-nam": "VP",
        "cchc-bao-cao": "PC",
        "cchc-khao-sat": "PC",
        "cchc-truyen-thong": "PC",
        "cchc-bao-cao-nganh": "PC",
        "cchc-nhiem-vu": "PC",
        "cchc-ke-hoach": "PC",
        "cchc-tong-hop": "PC",
        "nq01-thang": "KHDT",
        "nq01-nam": "KHDT",
        "nq01-chuong-trinh": "KHDT",
        "da06-thang": "CNTT",
        "da06-giao-ban": "CNTT",
    }
    assert shipped.obligation("cchc-tong-hop").deliver_to == "Bộ Nội vụ"
    assert shipped.obligation("cchc-tong-hop").needs == ("cchc-ke-hoach",)


# The 63 offices until 30 June 2025 and what stands in their places since: official codes, n for a new unit.
HEIRS = """
01>01 02>08 04>04 06>19 08>08 10>15n 11>11 12>12 14>14 15>15n 17>25 19>19 20>20 22>22 24>24n 25>25
26>25 27>24n 30>31 31>31 33>33 34>33 35>37 36>37 37>37 38>38 40>40 42>42 44>44n 45>44n 46>46n 48>48
49>48 51>51 52>52n 54>66 56>56 58>56 60>68 62>51 64>52n 66>66 67>68 68>68 70>75 72>80n 74>79 75>75
77>79 79>79 80>80n 82>82n 83>86 84>86 86>86 87>82n 89>91n 91>91n 92>92 93>92 94>92 95>96 96>96
"""


def test_every_office_has_its_successor(shipped: Registry) -> None:
    heirs = set()
    for old, new in (pair.split(">") for pair in HEIRS.split()):
        code = f"tinh-{new[:2]}-2025" if new.endswith("n") else f"tinh-{new}"
        early = code if old == "46" else f"tinh-{old}"  # Huế half a year before the others
        assert shipped.successor(f"tinh-{old}", BEFORE_MERGER).code == early
        assert shipped.successor(f"tinh-{old}", AFTER_MERGER).code == code
        heirs.add(code)
    assert len(HEIRS.split()) == 63
    assert len(heirs) == 34
    assert {u.code for u in shipped.units.values() if u.kind == "province" and u.alive(AFTER_MERGER)} == heirs


def test_hue_is_a_city_run_from_the_centre_since_2025(shipped: Registry) -> None:
    names = [shipped.successor("tinh-46", D(day)).name for day in ("2024-12-31", "2025-01-01")]
    assert names == ["BHXH tỉnh Thừa Thiên Huế", "BHXH thành phố Huế"]
    provinces = [unit for unit in shipped.units.values() if unit.kind == "province"]
    assert [sum(unit.alive(D(day)) for unit in provinces) for day in ("2025-01-01", "2025-06-30")] == [63, 63]


def test_what_changed_beyond_the_documents_is_told_to_whoever_checks(shipped: Registry) -> None:
    told = [line for line in _told(shipped) if "Năm 2025 bộ máy được sắp xếp lại" in line]
    assert len(told) == 1
    assert "units.yaml" in told[0]


def test_an_office_is_not_its_number(shipped: Registry) -> None:
    assert shipped.unit("tinh-15").name == "BHXH tỉnh Yên Bái"
    assert shipped.unit("tinh-10").name == "BHXH tỉnh Lào Cai"
    assert shipped.successor("tinh-15", AFTER_MERGER).name == "BHXH tỉnh Lào Cai"
    assert shipped.unit("tinh-15").short_name == "Yên Bái"


def test_cities_are_called_cities(shipped: Registry) -> None:
    cities = {unit.short_name for unit in shipped.units.values() if "thành phố" in unit.name}
    assert cities == {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ", "Huế"}


def test_sections_of_the_outline(shipped: Registry) -> None:
    def numbers(unit: str, duty: str, period: str) -> list[int]:
        return [int(each.split(".")[0]) for each in shipped.sections(duty, unit, period)]

    assert numbers("TST", "kstthc-quy", "2026-Q3") == [3, 4, 6, 7, 8, 9, 10]
    assert numbers("TST", "kstthc-quy", "2026-Q1") == [4, 6, 7, 8, 9, 10]
    assert numbers("tinh-01", "kstthc-quy", "2026-Q3") == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert numbers("tinh-01", "kstthc-quy", "2026-Q2") == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert numbers("tinh-01", "kstthc-nam", "2026") == [1, 2, 4, 5, 6, 7, 8, 9, 10]
    assert shipped.sections("nq01-thang", "TST", "2026-02") == ()


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-04-29", False),
        ("2024-05-04", True),
        ("2025-05-02", False),
        ("2025-04-26", True),
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-01-03", False),
        ("2026-01-10", True),
        ("2026-01-17", False),
        ("2026-02-13", True),
        ("2026-02-16", False),
        ("2026-02-20", False),
        ("2026-02-23", True),
        ("2026-04-27", False),
        ("2026-08-22", True),
        ("2026-08-31", False),
        ("2026-09-02", False),
        ("2026-09-03", True),
        ("2026-11-24", False),
    ],
)
def test_working_days_of_the_published_decisions(shipped: Registry, day: str, worked: bool) -> None:
    assert shipped.calendar.is_workday(D(day)) is worked


def test_deadlines_beyond_the_verified_year_say_so(shipped: Registry) -> None:
    assert shipped.deadline("kstthc-nam", "2026").confirmed
    assert not shipped.deadline("nq01-thang", "2027-01").confirmed
    assert any("verified until 2026-12-31" in line for line in _told(shipped))


def test_holidays_are_named_in_the_office_s_language_wherever_it_runs(shipped: Registry) -> None:
    assert shipped.calendar.why_off(D("2026-02-17")) == "Tết Nguyên Đán"


def test_a_duty_begins_with_its_document(shipped: Registry) -> None:
    assert shipped.obligation("kstthc-quy").period("2022-Q1").code == "2022-Q1"
    for duty, period in (
        ("kstthc-quy", "2021-Q3"),
        ("cchc-ke-hoach", "2021"),
        ("nq01-thang", "2023-12"),
        ("da06-thang", "2023-07"),
    ):
        with pytest.raises(RegistryError, match=f"{duty} has no period {period}: it begins on "):
            shipped.deadline(duty, period)


def test_a_yearly_plan_carries_on_and_a_ten_year_plan_ends(shipped: Registry) -> None:
    assert shipped.deadline("kstthc-quy", "2026-Q1").last_day == D("2026-03-18")
    assert shipped.deadline("cchc-ke-hoach", "2030").last_day == D("2029-12-17")
    with pytest.raises(RegistryError, match="it ended on 2031-01-01"):
        shipped.deadline("cchc-ke-hoach", "2031")


def test_ladders_escalate_from_the_unit_to_the_leadership(shipped: Registry) -> None:
    assert list(shipped.ladders) == ["standard", "monthly", "light", "span"]
    assert {role for rung in shipped.ladders["light"].rungs for role in rung.to} == {Role.UNIT, Role.OWNER}
    for ladder in (shipped.ladders[code] for code in ("standard", "monthly", "span")):
        first = {role: n for n, rung in reversed(list(enumerate(ladder.rungs))) for role in rung.to}
        assert first[Role.UNIT] < first[Role.HEAD] < first[Role.OWNER] < first[Role.LEADERSHIP]
        assert all(Role.UNIT in rung.to for rung in ladder.rungs)
        assert max(rung.workdays for rung in ladder.rungs) <= 60
    names = [rung.name for rung in shipped.ladders["standard"].rungs]
    assert names == [
        "opened",
        "remind-10wd",
        "remind-5wd",
        "remind-1wd",
        "due-today",
        "overdue-1wd",
        "escalate-head-3wd",
        "escalate-owner-5wd",
        "escalate-leadership-10wd",
        "overdue-15wd",
        "overdue-20wd",
        "overdue-25wd",
        "overdue-30wd",
        "overdue-35wd",
        "overdue-40wd",
    ]


def test_every_word_that_a_reader_needs_is_there(shipped: Registry) -> None:
    for duty in shipped.obligations.values():
        assert duty.title
        assert duty.title_en
        assert duty.cite
        assert duty.worded or duty.tentative  # without the document's words the day is ours
        assert duty.assumption or not duty.tentative
        assert duty.how
        # Decision 24's table has no column for it, and eight cells of decision 188's are empty.
        assert duty.product or duty.document.number in ("24/QĐ-BHXH", "188/QĐ-BHXH")
    assumed = {duty.code for duty in shipped.obligations.values() if duty.assumption and not duty.assignment}
    assert assumed == {
        "da06-thang", "da06-giao-ban", "nq02-quy", "nq02-nam", "qd188-1.1-tinh", "kstthc-nhiem-vu",
        "kstthc-ke-hoach", "cchc-quy", "cchc-quy-nganh", "cchc-bao-cao", "cchc-khao-sat", "cchc-truyen-thong",
        "cchc-bao-cao-nganh", "cchc-nhiem-vu", "kh3035-giai-doan-3", "kh3035-36", "kh3035-50", "kh3035-51",
        "nq01-don-vi", "nq01-tong-hop-thang", "nq01-tong-hop", "nq01-ct-bhxh",
        "nq01-ct-bhtn", "nq01-ct-bhyt",
    }  # fmt: skip


def test_what_waits_for_an_event_is_asked_with_the_next_report(shipped: Registry) -> None:
    # Published on 20 September 2026, after the third quarter's report: with the year's.
    assert shipped.deadline("kh490-2.2", "2026-09-20").last_day == D("2026-12-18")
    assert shipped.deadline("kh490-2.2", "2026-05-04").last_day == D("2026-06-18")


def test_no_mail_can_leave_by_default(shipped: Registry) -> None:
    addresses = [shipped.office.mail_from, shipped.office.leadership_email]
    addresses += [each for unit in shipped.units.values() for each in (unit.email, unit.head_email)]
    assert all(address and address.endswith(".example") for address in addresses)
    assert shipped.unit("VP").email == "vp@bhxh.example"
    assert shipped.unit("tinh-15-2025").head_email == "lanhdao.tinh-15-2025@bhxh.example"


def test_plans_for_one_year_are_reported_as_carried_on(shipped: Registry) -> None:
    carried = [line.split(":")[0] for line in _told(shipped) if "carries on" in line]
    assert carried == ["490/KH-BHXH", "24/QĐ-BHXH"]


def test_a_name_that_no_document_explains_is_reported(shipped: Registry) -> None:
    assert [line for line in _told(shipped) if line.startswith("VKH: no document says")]


def test_periods_of_a_year_by_their_last_days(shipped: Registry) -> None:
    def of(duty: str, start: str, end: str) -> list[str]:
        return [period.code for period in shipped.periods(duty, D(start), D(end))]

    assert of("kstthc-quy", "2026-01-01", "2026-12-31") == ["2026-Q1", "2026-Q2", "2026-Q3"]
    assert of("cchc-ke-hoach", "2026-01-01", "2026-12-31") == ["2027"]
    # January's last day of the month is a Saturday and moves into February.
    assert of("da06-thang", "2026-02-01", "2026-02-02") == ["2026-01"]
    assert of("da06-thang", "2026-01-01", "2026-01-31") == []
    assert of("nq01-thang", "2024-01-01", "2024-02-15") == ["2024-01", "2024-02"]
