"""The five documents, whole: how many rows each has, how each is chased, and single rows as they are printed.

The figures are counted in the documents by eye. A row is chased on a calendar date, after an event, or on a
cycle: in the reports of its document.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from config.registry import Registry, Unit, reporting
from config.registry.assignments import AssignmentKind, Count

D = date.fromisoformat
DATED, EVENT, SAME, CYCLE = AssignmentKind
TASKS = {
    "3035/KH-BHXH": 94,
    "24/QĐ-BHXH": 52,
    "1177/QĐ-BHXH": 20,
    "490/KH-BHXH": 26,
    "188/QĐ-BHXH": 25 + 4,
}
"""Tasks in the appendices, and the four indicators of 188."""

# document, appendix: rows in the document, in the registry; with a date, waiting for an event, on a cycle
COUNTS = [
    ("3035/KH-BHXH", "pl", 94, 94, 40, 7, 47),
    ("3035/KH-BHXH", "loi-van", None, 21, 8, 0, 13),
    ("24/QĐ-BHXH", "pl", 52, 52, 45, 0, 7),
    ("24/QĐ-BHXH", "loi-van", None, 15, 12, 0, 3),
    ("1177/QĐ-BHXH", "pl", 20, 20, 10, 0, 10),
    ("1177/QĐ-BHXH", "loi-van", None, 10, 3, 0, 7),
    ("490/KH-BHXH", "pl1", 26, 26, 20, 4, 2),
    ("490/KH-BHXH", "loi-van", None, 14, 3, 1, 10),
    ("188/QĐ-BHXH", "pl1", 25, 25, 15, 0, 10),
    ("188/QĐ-BHXH", "pl2", 4, 4, 4, 0, 0),
]

# How often the column of times says what; None: the cell is empty. Row 25 of 3035 has the stage of its task
# beside an empty cell.
WORDED: dict[str, dict[str | None, int]] = {
    "3035/KH-BHXH": {
        "Hằng năm": 55,
        "Hằng năm (định kỳ 6 tháng/lần)": 2,
        "Hằng năm và kết thúc giai đoạn 3 năm": 3,
        "Hằng năm và định kỳ 3 năm": 2,
        "Khi các tổ chức cung ứng dịch vụ chi hộ được công nhận là đại lý của ngân hàng": 1,
        "Năm 2021": 7,
        "Năm 2021 và các năm tiếp theo": 1,
        "Năm 2022": 2,
        "Năm 2025": 1,
        "Năm 2025 và các năm tiếp theo": 3,
        "Sau khi Nghị định quy định về định danh và xác thực điện tử được ban hành": 1,
        "Sau khi có Nghị định quy định về định danh và xác thực điện tử được ban hành": 2,
        "Sau khi có văn bản quy định về cơ sở pháp lý": 1,
        "Tháng 11 hằng năm": 2,
        "Tháng 11/2025": 1,
        "Tháng 12/2021": 1,
        "Tháng 12/2025": 1,
        "Thường xuyên": 3,
        "Định kỳ 5 năm sau khi đơn vị được giao tự chủ về tài chính": 2,
        "Giai đoạn 2021- 2025": 1,
        None: 2,
    },
    "24/QĐ-BHXH": {
        "Năm 2024": 42,
        "Thường xuyên": 7,
        "Tháng 1 năm 2024": 1,
        "Định kỳ hàng quý năm 2024": 1,
        "31/3/2024": 1,
    },
    "1177/QĐ-BHXH": {
        "Năm 2023 và các năm tiếp theo": 18,
        "Năm 2024 và các năm tiếp theo": 1,
        "Tháng 12/2023": 1,
    },
    "490/KH-BHXH": {
        "Quý I/2022": 3,
        "Quý III/2022": 2,
        "Tháng 01/2022 - 12/2022": 9,
        "Tháng 01/2022 - 10/2022": 1,
        "Tháng 4/2022 - 12/2022": 2,
        "Năm 2022": 1,
        "Thường xuyên": 2,
        "Khi phương án đơn giản hóa TTHC được phê duyệt": 1,
        "Sau khi Quyết định công bố TTHC được ký, ban hành": 3,
        "Báo cáo quý: trước ngày 19 của tháng cuối quý I, II, III; báo cáo năm: trước ngày 19/12/2022": 2,
    },
    "188/QĐ-BHXH": {"Quý I/2025": 1, "Năm 2025": 13, "Thường xuyên": 11, "Chỉ tiêu năm 2025": 4},
}

# row, leads, helpers, how it is chased, by which obligations
ROWS = [
    ("3035/KH-BHXH pl 10", "VP", "TST TCKT CSXH CSYT CNTT LT @tinh", DATED, "kh3035-10"),
    ("3035/KH-BHXH pl 47", "TCKT", "", EVENT, "kh3035-47"),
    ("1177/QĐ-BHXH pl 1.2", "CNTT @tinh", "CNTT @tinh", SAME, "da06-giao-ban"),
    ("1177/QĐ-BHXH pl 3.3", "TDKT", "@trung-uong @tinh", CYCLE, "da06-thang"),
    ("24/QĐ-BHXH pl I.1", "TST", "@tinh", DATED, "qd24-I.1"),
    ("24/QĐ-BHXH pl II.2", "TCKT CSYT CSXH DTQ", "@tinh", CYCLE, "nq01-thang nq01-don-vi nq01-nam"),
    ("24/QĐ-BHXH pl II.9", "CSYT", "", DATED, "qd24-II.9"),
    ("24/QĐ-BHXH pl IV.6", "GDYT", "", CYCLE, "nq01-thang nq01-don-vi nq01-nam"),
    ("24/QĐ-BHXH pl V.13", "TTKT KTNB", "", DATED, "qd24-V.13"),
    ("24/QĐ-BHXH loi-van III.2.b", "@trung-uong @tinh", "", SAME, "nq01-nam"),
    ("490/KH-BHXH pl1 1.1 (2)", "@tinh", "", DATED, "kh490-1.1-2"),
    (
        "490/KH-BHXH pl1 2.1",
        "TST CSXH CSYT TCKT PC @tinh",
        "LT CNTT VP",
        DATED,
        "kh490-2.1 kh490-2.1-bao-cao",
    ),
    ("490/KH-BHXH pl1 3.6", "TCBH", "VP", EVENT, "kh490-3.6"),
    ("490/KH-BHXH pl1 8.1", "TT TCBH @tinh", "", CYCLE, "kstthc-quy kstthc-nam kstthc-nhiem-vu"),
    ("490/KH-BHXH pl1 9", "TST CSXH CSYT TCKT TT CNTT PC", "", SAME, "kstthc-quy kstthc-nam"),
    ("490/KH-BHXH pl1 9 (2)", "@tinh", "", SAME, "kstthc-quy kstthc-nam"),
    ("188/QĐ-BHXH pl1 1.6b", "CNTT", "CSXH CSYT VP GDYT", DATED, "qd188-1.6b"),
    ("188/QĐ-BHXH pl1 5.1", "TTKT", "@tinh", DATED, "qd188-5.1"),
    ("188/QĐ-BHXH pl1 1.4", "@tinh", "", CYCLE, "nq02-quy nq02-nam"),
    ("188/QĐ-BHXH pl2 4", "VP @tinh", "CNTT TST CSXH CSYT TCKT CSKH", DATED, "qd188-ct4"),
]


@pytest.mark.parametrize("row", COUNTS, ids=lambda row: f"{row[0]} {row[1]}")
def test_how_the_rows_of_an_appendix_are_chased(
    shipped: Registry, row: tuple[str, str, int | None, int, int, int, int]
) -> None:
    count = Count(*row)
    assert count in reporting.counts(shipped)
    assert count.agrees


def test_no_row_of_the_documents_is_missing(shipped: Registry) -> None:
    assert {(each.document, each.appendix) for each in reporting.counts(shipped)} == {
        row[:2] for row in COUNTS
    }
    for document, tasks in TASKS.items():
        tables = [
            each
            for each in reporting.counts(shipped)
            if each.document == document and each.stated is not None
        ]
        assert sum(each.rows for each in tables) == tasks
        assert sum(each.dated + each.event + each.cycle for each in tables) == tasks
        assert sum(WORDED[document].values()) == tasks


@pytest.mark.parametrize("document", WORDED)
def test_the_times_stand_as_the_document_words_them(shipped: Registry, document: str) -> None:
    rows = [row for row in shipped.assignments.values() if row.document.number == document]
    assert Counter(row.worded for row in rows if row.appendix.rows is not None) == WORDED[document]


@pytest.mark.parametrize(("ref", "leads", "helpers", "kind", "obligations"), ROWS)
def test_rows_as_they_are_printed(
    shipped: Registry, ref: str, leads: str, helpers: str, kind: AssignmentKind, obligations: str
) -> None:
    row = shipped.assignments[ref]
    assert (" ".join(row.leads), " ".join(row.helpers)) == (leads, helpers)
    assert (row.kind, " ".join(row.obligations)) == (kind, obligations)


@pytest.mark.parametrize(
    ("code", "period", "nominal", "last_day"),
    [
        ("qd24-I.1", "2024", "2024-12-31", "2024-12-31"),
        ("qd24-II.11", "2024-01", "2024-01-31", "2024-01-31"),
        ("qd24-V.4", "2024-03-31", "2024-03-31", "2024-04-01"),  # before Sunday 31: Saturday 30, then Monday
        ("kh490-1.5", "2022-Q1", "2022-03-31", "2022-03-31"),
        ("kh490-1.6", "2022-Q3", "2022-09-30", "2022-09-30"),
        ("kh490-2.1", "2022-01..2022-10", "2022-10-31", "2022-10-31"),
        ("kh490-8.2", "2022-04..2022-12", "2022-12-31", "2023-01-03"),  # a Saturday; Monday was off
        ("qd188-1.1", "2025-Q1", "2025-03-31", "2025-03-31"),
        ("qd188-ct1", "2025", "2025-12-31", "2025-12-31"),
        ("nq02-nam", "2025", "2025-12-31", "2025-12-31"),
        ("kstthc-nhiem-vu", "2026-Q4", "2026-12-19", "2026-12-18"),
        ("kh3035-10", "2021", "2021-12-31", "2021-12-31"),
        ("kh3035-27", "2025-11", "2025-11-30", "2025-12-01"),  # a Sunday
    ],
)
def test_days_of_single_rows(shipped: Registry, code: str, period: str, nominal: str, last_day: str) -> None:
    due = shipped.deadline(code, period)
    assert (due.nominal, due.last_day) == (D(nominal), D(last_day))


@pytest.mark.parametrize(
    ("code", "event", "last_day"),
    [
        ("kh490-2.2", "2026-07-01", "2026-09-18"),  # asked with the third quarter's report
        ("kh490-2.2", "2026-09-17", "2026-09-18"),
        ("kh490-2.2", "2026-09-18", "2026-12-18"),  # too late for that one; next is the year's
        ("kh490-2.2", "2026-12-19", "2027-03-18"),
    ],
)
def test_what_follows_an_event_is_asked_with_the_next_report(
    shipped: Registry, code: str, event: str, last_day: str
) -> None:
    assert shipped.deadline(code, event).last_day == D(last_day)


def test_the_four_indicators(shipped: Registry) -> None:
    targets = {}
    for number in "1234":
        duty = shipped.obligation(f"qd188-ct{number}")
        assert duty.figure is not None
        assert (duty.figure.unit, duty.figure.better) == ("%", "higher")
        targets[number] = duty.figure.targets
    year = {"1": 100, "2": 50, "3": 100, "4": 90}
    assert targets == {number: {2025: Decimal(target)} for number, target in year.items()}


def test_the_form_of_188_is_filled_by_all(shipped: Registry) -> None:
    numbers = ["I", *(f"II.1.{n}" for n in range(1, 8)), "II.2", "III", "IV"]
    for unit in ("VP", "tinh-01"):
        sections = shipped.sections("nq02-nam", unit, "2025")
        assert [each.split(". ")[0] for each in sections] == numbers


def test_the_pilot_goes_on_in_the_merged_provinces(shipped: Registry) -> None:
    row = shipped.assignments["188/QĐ-BHXH pl1 3.3"]
    names = {unit.short_name for unit in reporting.leads_of(shipped, row, D("2025-01-24"))}
    assert names >= {"Hà Nội", "Hồ Chí Minh", "Bình Dương", "Quảng Ninh", "Bắc Ninh"}
    owing = {unit.short_name for unit in shipped.owing("qd188-3.3", shipped.opens("qd188-3.3", "2025"))}
    assert owing == {"Hà Nội", "Hồ Chí Minh", "Bình Dương", "Quảng Ninh", "Bắc Ninh"}
    after = {unit.code for unit in reporting.leads_of(shipped, row, D("2025-07-01"))}
    assert after == {"tinh-01", "tinh-79", "tinh-22", "tinh-24-2025"}


@pytest.mark.long
def test_every_row_without_a_date_is_reported_by_each_of_its_leads(shipped: Registry) -> None:
    tasks = 0
    for ref, row in shipped.assignments.items():
        if row.kind is not CYCLE:
            continue
        first = (row.from_ or row.document.date).year
        last = min((row.to or D("2027-01-01")) - timedelta(days=1), D("2026-12-31")).year
        for year in {first, last}:
            leads = reporting.leads_of(shipped, row, D(f"{year}-12-31"))
            assert leads, ref
            silent = [unit.code for unit in leads if not _reports(shipped, ref, unit, year)]
            assert not silent, f"{ref}: never told of in {year} by {silent}"
            tasks += len(leads)
    assert tasks > 1_000


def _reports(registry: Registry, ref: str, unit: Unit, year: int) -> bool:
    for code in registry.assignments[ref].obligations:
        owed = {each.code for each in registry.owing(code, D(f"{year}-12-31"))}
        for period in registry.periods(code, D(f"{year}-01-01"), D(f"{year + 1}-01-31")):
            if unit.code in owed and ref in {
                row.ref for row in reporting.reported(registry, code, unit, period)
            }:
                return True
    return False


def test_no_two_rows_share_a_place(shipped: Registry) -> None:
    places = Counter(
        (row.document.number, row.cite)
        for row in shipped.assignments.values()
        if row.appendix.rows is not None
    )
    assert [place for place, times in places.items() if times > 1] == []
    assert len(places) == sum(TASKS.values())


def test_the_leads_exist_when_the_document_is_signed(shipped: Registry) -> None:
    late = {
        (row.ref, code)
        for row in shipped.assignments.values()
        for code in row.leads
        if code in shipped.units and not shipped.unit(code).alive(row.document.date)
    }
    assert late == set()  # who comes after them is not named: successors follow by themselves


def test_what_was_due_in_its_own_year_asks_nothing_any_more(shipped: Registry) -> None:
    """Plans for one year carry on in what they ask each year; their dated rows stay in their year."""
    live = {
        code
        for code, duty in shipped.obligations.items()
        if duty.document.number in ("24/QĐ-BHXH", "490/KH-BHXH", "188/QĐ-BHXH")
        and (shipped.periods(code, D("2026-01-01"), D("2026-12-31")) or duty.cycle == "event")
    }
    assert live == {
        *("nq01-chuong-trinh", "nq01-ban-hanh", "nq01-thang", "nq01-nam", "nq01-don-vi"),
        *("nq01-tong-hop-thang", "nq01-tong-hop"),
        *("kstthc-quy", "kstthc-nam", "kstthc-nhiem-vu", "kstthc-ke-hoach"),
        *("kh490-2.2", "kh490-3.4", "kh490-3.5", "kh490-3.6"),
    }
