"""Row by row what two readings of the five documents found missing, as `docs/rows.md` tells it.

Every expectation is a literal, read in the document: days, openings, targets, recipients, who is asked.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from config.registry import Registry, reporting
from config.registry.assignments import AssignmentKind

D = date.fromisoformat
SAME = AssignmentKind.SAME


# duty, period: opens on, stated day, last day
RUNNING = [
    # Decision 24 was signed on Friday 19 January 2024: nothing of it opens before.
    ("qd24-I.1", "2024", "2024-01-19", "2024-12-31", "2024-12-31"),
    ("qd24-VII.4", "2024", "2024-01-19", "2024-12-31", "2024-12-31"),
    ("qd24-II.11", "2024-01", "2024-01-19", "2024-01-31", "2024-01-31"),
    ("nq01-thang", "2024-01", "2024-01-19", "2024-01-22", "2024-01-21"),
    ("nq01-ban-hanh", "2024", "2024-01-19", "2024-01-31", "2024-01-31"),
    # Plan 490, Friday 25 February 2022; "4/2022" begins on a Friday, "Quý III" too.
    ("kh490-1.2", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-1.4", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-3.1", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-3.2", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-4.1", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-4.3", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-5.2", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-7", "2022", "2022-02-25", "2022-12-31", "2023-01-03"),
    ("kh490-6", "2022-04..2022-12", "2022-04-01", "2022-12-31", "2023-01-03"),
    ("kh490-8.2", "2022-04..2022-12", "2022-04-01", "2022-12-31", "2023-01-03"),
    ("kh490-1.3", "2022-Q3", "2022-07-01", "2022-09-30", "2022-09-30"),
    ("kh490-1.1-2", "2022-Q1", "2022-02-25", "2022-03-31", "2022-03-31"),
    # The review to October; its report with the third quarter's, before 19 September: the 18th is a Sunday.
    ("kh490-2.1", "2022-01..2022-10", "2022-02-25", "2022-10-31", "2022-10-31"),
    ("qd24-V.3-7", "2024-01..2024-06", "2024-01-19", "2024-06-30", "2024-07-01"),
    ("qd1177-7.2-2023", "2023-08..2023-12", "2023-08-11", "2023-12-31", "2024-01-02"),
    ("kh490-2.1-bao-cao", "2022-Q3", "2022-07-01", "2022-09-19", "2022-09-19"),
    # Plan 3035, Tuesday 28 September 2021.
    ("kh3035-10", "2021", "2021-09-28", "2021-12-31", "2021-12-31"),
    ("kh3035-11", "2022", "2022-01-04", "2022-12-31", "2023-01-03"),
    ("kh3035-25", "2021..2025", "2021-09-28", "2025-12-31", "2025-12-31"),
    ("kh3035-84", "2025", "2025-01-02", "2025-12-31", "2025-12-31"),
    ("kh3035-86", "2021", "2021-09-28", "2021-12-31", "2021-12-31"),
    # Decision 1177, Friday 11 August 2023; decision 188, Friday 24 January 2025.
    ("qd1177-7.2", "2023-08..2024-06", "2023-08-11", "2024-06-30", "2024-07-01"),
    ("qd1177-ii.1", "2023", "2023-08-11", "2023-12-31", "2024-01-02"),
    ("qd1177-ii.1", "2024", "2024-01-02", "2024-03-31", "2024-04-01"),
    ("qd188-1.1", "2025-Q1", "2025-01-24", "2025-03-31", "2025-03-31"),
    ("qd188-1.1-tinh", "2025-Q1", "2025-01-24", "2025-03-31", "2025-03-31"),
    ("qd188-7.2", "2025", "2025-01-24", "2025-12-31", "2025-12-31"),
    # Half-yearly: the units by the half-year's end, what is made of it ten days later.
    ("kh3035-72", "2024-H1", "2024-06-07", "2024-06-30", "2024-07-01"),
    ("kh3035-73", "2024-H1", "2024-06-20", "2024-07-11", "2024-07-11"),
    # Stages of three years.
    ("kh3035-giai-doan-3", "2022..2024", "2024-12-10", "2024-12-31", "2024-12-31"),
    ("kh3035-giai-doan-3", "2028..2030", "2030-12-10", "2030-12-31", "2030-12-31"),
    ("qd24-IV.9", "2024-Q2", "2024-06-07", "2024-06-30", "2024-07-01"),
    # Five working days after Thursday 14 March 2024; ten days after Monday 4 November.
    ("nq01-tong-hop-thang", "2024-03", "2024-02-29", "2024-03-21", "2024-03-21"),
    ("nq01-tong-hop", "2024", "2024-10-24", "2024-11-14", "2024-11-14"),
]


@pytest.mark.parametrize(("duty", "period", "opens", "stated", "last"), RUNNING)
def test_a_row_runs_from_its_start_or_its_document_to_its_day(
    shipped: Registry, duty: str, period: str, opens: str, stated: str, last: str
) -> None:
    due = shipped.deadline(duty, period)
    assert (due.nominal, due.last_day) == (D(stated), D(last))
    assert shipped.opens(duty, period) == D(opens)


def test_no_task_opens_before_its_document(shipped: Registry) -> None:
    early = []
    for code, duty in shipped.obligations.items():
        if duty.cycle == "event":
            continue
        signed = duty.document.date
        first = shipped.periods(code, signed, signed.replace(year=signed.year + 1))
        early += [code for period in first if shipped.opens(code, period) < signed]
    assert early == []


# event: fired on, last day. "kịp thời" is ten working days, the office's own number, and no quarter.
EVENTS = [
    ("kh490-3.4", "2026-07-01", "2026-07-15"),
    ("kh490-3.5", "2026-03-19", "2026-04-02"),
    ("kh490-3.6", "2026-09-18", "2026-10-02"),
    # The next quarter's report, and no longer the next year's.
    ("kh3035-47", "2022-02-01", "2022-03-31"),
    ("kh3035-67", "2022-09-12", "2022-10-10"),
    ("kh3035-81", "2022-11-01", "2023-01-03"),
    # Five years after the day, as the document says.
    ("kh3035-52", "2021-12-15", "2026-12-15"),
]


@pytest.mark.parametrize(("duty", "fired", "last"), EVENTS)
def test_what_follows_an_event_is_due_soon_after_it(
    shipped: Registry, duty: str, fired: str, last: str
) -> None:
    assert shipped.deadline(duty, fired).last_day == D(last)


# duty: unit, {year: target}
FIGURES: dict[str, tuple[str, dict[int, str]]] = {
    "nq01-ct-bhxh": ("TST", {2024: "42"}),
    "nq01-ct-bhtn": ("TST", {2024: "33"}),
    "nq01-ct-bhyt": ("TST", {2024: "94.1"}),
    "nq01-ct-tien-mat": ("TCKT", {2025: "68"}),
    "qd24-II.13": ("KHDT TCKT", {2024: "5"}),
    "qd24-V.6": ("VP", {2024: "20"}),
    "qd188-7.2": ("@tinh", {2025: "83"}),
    "qd1177-4.2": ("CNTT", {2024: "100"}),
    "qd1177-5.1": ("VP", {2023: "100", 2024: "100"}),
    "qd1177-5.2": ("VP", {2023: "50", 2025: "100"}),
    "qd1177-5.4": ("CNTT", {2023: "80", 2025: "100"}),
    "qd1177-1.1": ("CNTT", {2023: "100"}),
    "qd1177-6.1": ("TST", {2023: "100"}),
    "qd1177-7.2": ("VP", {2024: "100"}),
    "qd1177-7.2-2023": ("VP", {2023: "80"}),
    "cchc-khao-sat": ("CSKH", {2025: "90", 2030: "95"}),
    "kh3035-49": ("TCKT", {2025: "60"}),
    "kh3035-56": ("TCKT", {2030: "80"}),
    "kh3035-84": ("CNTT", {2025: "100"}),
    "kh3035-86": ("@trung-uong @tinh", {2021: "100"}),
}


@pytest.mark.parametrize("duty", FIGURES)
def test_a_target_is_a_figure_that_is_asked_for(shipped: Registry, duty: str) -> None:
    units, targets = FIGURES[duty]
    found = shipped.obligation(duty)
    assert found.figure is not None
    assert found.figure.unit == "%"
    assert " ".join(found.owed_by) == units
    assert {year: found.figure.target(year) for year in targets} == {
        year: Decimal(target) for year, target in targets.items()
    }


def test_a_year_between_two_targets_has_none(shipped: Registry) -> None:
    for duty in ("qd1177-5.2", "qd1177-5.4"):
        figure = shipped.obligation(duty).figure
        assert figure is not None
        assert figure.target(2024) is None


# row: its product is one paper each year; who makes it, in the first year and in the last
YEARLY = [
    *(("3035/KH-BHXH pl", row, "VP", 2021, 2025) for row in (8, 17)),
    *(("3035/KH-BHXH pl", row, "TCKT", 2021, 2025) for row in (36, 48)),
    *(("3035/KH-BHXH pl", row, "TCCB", 2021, 2030) for row in (29, 30, 31, 32)),
    ("3035/KH-BHXH pl", 90, "PC @tinh", 2021, 2030),
    ("3035/KH-BHXH pl", 24, "VP", 2026, 2030),
    *(("3035/KH-BHXH pl", row, "TCKT", 2026, 2030) for row in (50, 51, 55)),
    ("1177/QĐ-BHXH pl", "4.1", "TCCB", 2023, 2036),
]


@pytest.mark.parametrize(("appendix", "row", "units", "first", "last"), YEARLY)
def test_a_yearly_paper_is_asked_for_in_each_year_of_its_row(
    shipped: Registry, appendix: str, row: str, units: str, first: int, last: int
) -> None:
    duty = shipped.obligation(shipped.assignments[f"{appendix} {row}"].obligations[0])
    assert (duty.cycle, " ".join(duty.owed_by), duty.tentative) == ("annual", units, True)
    years = [int(each.code) for each in shipped.periods(duty, D("2015-01-01"), D("2036-12-31"))]
    assert years == list(range(first, last + 1))
    assert shipped.deadline(duty, str(last)).nominal == D(f"{last}-12-31")


@pytest.mark.parametrize("row", ["35", "36", "37", "50", "51"])
def test_the_end_of_a_stage_is_asked_for(shipped: Registry, row: str) -> None:
    assert "kh3035-giai-doan-3" in shipped.assignments[f"3035/KH-BHXH pl {row}"].obligations


RECIPIENTS = {
    "kh3035-28": "Chính phủ",
    "kh3035-40": "Bộ Tài chính",
    "kh3035-49": "Thủ tướng Chính phủ",
    "kh3035-56": "Thủ tướng Chính phủ",
    "kh3035-36": "Ủy ban Thường vụ Quốc hội, Bộ Tài chính",
    "kh3035-51": "Ủy ban Thường vụ Quốc hội, Bộ Tài chính",
    "kh3035-giai-doan-3": "Ủy ban Thường vụ Quốc hội, Bộ Tài chính",
    "cchc-tong-hop": "Bộ Nội vụ",
    "cchc-quy-nganh": "Bộ Nội vụ",
    "cchc-bao-cao-nganh": "Bộ Nội vụ",
    "kh490-1.4": "Văn phòng Chính phủ",
    "kh490-1.5": "Văn phòng Chính phủ",
    "kh490-5.2": "Văn phòng Chính phủ",
}


def test_what_goes_outside_names_its_recipient(shipped: Registry) -> None:
    found = {code: duty.deliver_to for code, duty in shipped.obligations.items() if duty.deliver_to}
    assert found == RECIPIENTS


# What feeds what: the office's own report waits for the units'.
NEEDS = {
    "kh3035-73": "kh3035-72",
    "cchc-quy-nganh": "cchc-quy",
    "nq01-tong-hop": "nq01-nam",
    "nq01-tong-hop-thang": "nq01-thang",
    "kh490-5.2": "kstthc-quy kstthc-nam",
}


@pytest.mark.parametrize("duty", NEEDS)
def test_a_summary_waits_for_what_goes_into_it(shipped: Registry, duty: str) -> None:
    assert " ".join(shipped.obligation(duty).needs) == NEEDS[duty]


def test_the_open_data_are_reviewed_by_all_departments_each_half_year_until_2025(shipped: Registry) -> None:
    review, made = shipped.obligation("kh3035-72"), shipped.obligation("kh3035-73")
    assert (review.cycle, review.owner, review.owed_by) == ("semiannual", "CNTT", ("@trung-uong",))
    assert (made.cycle, made.owner, made.owed_by) == ("semiannual", "PC", ("CNTT",))
    assert len(shipped.owing(review, D("2025-06-30"))) == 22
    assert [each.code for each in shipped.periods(review, D("2025-01-01"), D("2030-12-31"))] == [
        "2025-H1",
        "2025-H2",
    ]


def test_a_province_plans_for_resolution_02_and_each_year_for_procedures(shipped: Registry) -> None:
    assert len(shipped.owing("qd188-1.1-tinh", D("2025-01-24"))) == 63
    assert [unit.code for unit in shipped.owing("qd188-1.1", D("2025-01-24"))] == ["VP"]
    assert len(shipped.owing("kstthc-ke-hoach", D("2026-01-05"))) == 1 + 34
    assert shipped.obligation("kstthc-ke-hoach").refusal(shipped.obligation("kstthc-nam").period("2022"))
    # The plan of 2022 is the document itself: nobody is asked for it.
    assert "kh490-1.1" not in shipped.obligations
    for ref in ("490/KH-BHXH pl1 1.1", "3035/KH-BHXH pl 3", "3035/KH-BHXH pl 18"):
        assert shipped.assignments[ref].obligations == ("kstthc-ke-hoach",)


def test_a_province_answers_once_for_what_its_report_already_says(shipped: Registry) -> None:
    for row in ("4.2", "5.1"):
        found = shipped.assignments[f"490/KH-BHXH pl1 {row}"]
        assert (found.kind, found.obligations) == (SAME, ("kstthc-quy", "kstthc-nam"))
    assert not {"kh490-4.2", "kh490-5.1"} & set(shipped.obligations)


def test_the_seventy_five_hear_of_resolution_01_each_month(shipped: Registry) -> None:
    ten = {"TST", "CSXH", "CSYT", "TCKT", "TCCB", "HTQT", "TTKT", "CNTT", "TT", "VP"}
    monthly = {unit.code for unit in shipped.owing("nq01-don-vi", D("2024-02-01"))}
    assert len(monthly) == 75
    assert not ten & monthly
    rows = {row.no for row in reporting.told(shipped, "nq01-don-vi", "tinh-01", "2024-02")}
    assert rows == {"III.1a", "III.1b", "III.2", "III.2.b", "III.3", "III (cuối)"}
    rows = {row.no for row in reporting.told(shipped, "nq01-don-vi", "KTNB", "2024-02")}
    assert {"II.5", "V.13"} <= rows


def test_what_nobody_takes_up_elsewhere_is_a_row(shipped: Registry) -> None:
    for no in ("III.5c", "III.5d"):
        row = shipped.assignments[f"1177/QĐ-BHXH loi-van {no}"]
        assert row.cite == "III.5"
        assert row.leads == ("VP", "TST", "CSXH", "CSYT", "TCKT")


def test_the_first_month_quotes_its_own_sentence(shipped: Registry) -> None:
    duty = shipped.obligation("nq01-thang")
    assert duty.words("2024-01") == "gửi trước ngày 22 tháng 01 năm 2024"
    assert duty.words("2024-02") == "trước ngày 15 hàng tháng"
    assert shipped.obligation("qd1177-7.2").words("2023-08..2024-06") == "Phấn đấu đến Quý II/2024: 100%"
    assert shipped.obligation("kh490-2.1-bao-cao").words("2022-Q3").endswith("trong quý III/2022")


@pytest.mark.parametrize(
    "duty", ["cchc-nhiem-vu", "kstthc-nhiem-vu", "kstthc-ke-hoach", "nq02-quy", "nq02-nam"]
)
def test_what_is_ours_quotes_nothing(shipped: Registry, duty: str) -> None:
    assert shipped.obligation(duty).worded == ""
    assert shipped.obligation(duty).tentative


OURS = """
cchc-quy cchc-quy-nganh cchc-bao-cao cchc-khao-sat cchc-truyen-thong cchc-bao-cao-nganh cchc-nhiem-vu
kh3035-giai-doan-3 kh3035-8 kh3035-17 kh3035-24 kh3035-29 kh3035-30 kh3035-31 kh3035-32 kh3035-36 kh3035-47
kh3035-48 kh3035-50 kh3035-51 kh3035-55 kh3035-67 kh3035-68 kh3035-72 kh3035-73 kh3035-80 kh3035-81 kh3035-90
kstthc-ke-hoach kstthc-nhiem-vu kh490-2.2 kh490-3.4 kh490-3.5 kh490-3.6
da06-thang da06-giao-ban qd1177-1.1 qd1177-4.1 qd1177-4.2 qd1177-5.1 qd1177-5.2 qd1177-5.4
qd1177-7.3 qd1177-ii.1 nq02-quy nq02-nam qd188-2.2 qd188-ct1 qd188-ct2 qd188-ct3 qd188-ct4
nq01-don-vi nq01-tong-hop-thang nq01-tong-hop nq01-ct-bhxh nq01-ct-bhtn nq01-ct-bhyt nq01-ct-tien-mat
qd24-IV.9
"""


def test_which_days_are_ours(shipped: Registry) -> None:
    found = {code for code, duty in shipped.obligations.items() if duty.tentative}
    assert found == set(OURS.split())
    assert all(shipped.obligation(code).assumption for code in found)


def test_where_188_does_not_say_who_receives_it_says_so(shipped: Registry) -> None:
    rows = [duty for code, duty in shipped.obligations.items() if code.startswith("qd188-")]
    assert len(rows) == 20
    assert all("tạm đọc" in (duty.assumption or "") for duty in rows)


def test_the_notice_of_a_meeting_goes_nowhere_that_the_document_does_not_say(shipped: Registry) -> None:
    assert "gửi thông báo" not in (shipped.obligation("da06-giao-ban").how or "")


def test_an_empty_cell_stays_empty_and_both_names_of_the_archives_are_read(shipped: Registry) -> None:
    assert shipped.assignments["3035/KH-BHXH pl 94"].product is None
    assert "TTLT" in shipped.unit("LT").aliases


def test_days_off_without_a_number_say_that_they_are_to_be_compared(shipped: Registry) -> None:
    for day in ("2026-08-31", "2026-11-24"):
        assert "cần đối chiếu" in (shipped.calendar.source(D(day)) or "")
