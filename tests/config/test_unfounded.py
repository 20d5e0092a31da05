# ruff: noqa: E501 - one case a line
"""What a row names and founds nothing: told by `dondoc check`, until somebody decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.registry import Registry
from config.registry.remarks import remarks
from config.registry.unfounded import unfounded
from language import say
from tests.config.conftest import DUTIES

Town = Callable[..., Registry]

ROWS = """\
document: {number: 2/KH, date: 2024-01-10, title: Rows}
appendices:
  - code: pl
    title: Annex
    owner: CLERK
    ladder: plain
    reported_in: [REPORT]
    assignments:
      - {no: 1, cite: "1", title: Việc, leads: [CLERK], ROW}
"""
YEARLY = """\
  - {code: year, title: Năm, title_en: Year, cite: "9", worded: each year, owed_by: [CLERK], owner: CLERK,
     cycle: annual, due: {month: 12, day: 15, boundary: by}, ladder: plain}
"""
DATED = "code: one, title_en: One, cycle: once, period: "


def said(town: Town, row: str, report: str = "year", language: str = "en") -> list[str]:
    registry = town(duties=DUTIES + YEARLY, rows=ROWS.replace("ROW", row).replace("REPORT", report))
    return [say(named, language) for _, named in unfounded(registry)]


@pytest.mark.parametrize(
    ("row", "report"),
    [
        ("worded: Thường xuyên", "year"),
        ("worded: Hằng năm", "year"),
        ("worded: Hằng năm", "summary"),
        ("worded: Năm 2025 và các năm tiếp theo", "year"),
        ("worded: Định kỳ hàng quý", "summary"),
        ("product: Kế hoạch tuyên truyền", "year"),
        ("worded: Hằng năm (định kỳ 6 tháng/lần), listed: true, assumption: once is enough", "year"),
        ("product: Báo cáo theo chuyên đề, listed: true, assumption: told in the report", "year"),
        (DATED + "2024-Q2, worded: Quý II/2024, product: Báo cáo trong Quý II/2024", "year"),
        (DATED + '2024, worded: Năm 2024, product: 80% hồ sơ, figure: {unit: "%", targets: {2024: 80}}', "year"),
        ("worded: Năm 2024, product: 80% đến hết năm 2024, milestones: [{code: one, title: A, title_en: A, "
         'worded: 80% đến hết năm 2024, cycle: once, period: 2024, figure: {unit: "%", targets: {2024: 80}}}]', "year"),
        ("same_as: [year], product: Báo cáo tháng", "year"),
    ],
)  # fmt: skip
def test_what_is_asked_for_is_quiet(town: Town, row: str, report: str) -> None:
    assert said(town, row, report) == []


@pytest.mark.parametrize(
    ("row", "report", "named"),
    [
        ("worded: Hằng năm (định kỳ 6 tháng/lần)", "year",
         "`worded` names the time “Hằng năm (định kỳ 6 tháng/lần)”, and nothing is asked for by it"),
        ("worded: Hằng năm và kết thúc giai đoạn 3 năm", "year",
         "`worded` names the time “Hằng năm và kết thúc giai đoạn 3 năm”, and nothing is asked for by it"),
        ("product: Báo cáo đánh giá hàng tháng", "summary",
         "`product` names the time “Báo cáo đánh giá hàng tháng”, and nothing is asked for by it"),
        ("worded: đến hết năm 2025", "year",
         "`worded` names the time “đến hết năm 2025”, and nothing is asked for by it"),
        (DATED + "2024-10-31, worded: đến tháng 10, product: Báo cáo trong Quý III/2024", "year",
         "`product` names the time “Báo cáo trong Quý III/2024”, and nothing is asked for by it"),
        ("product: 100% bộ phận Một cửa", "year",
         "`product` names the target “100% bộ phận Một cửa”, and there is no figure"),
        (DATED + "2024, worded: Năm 2024, product: Số hóa 50 % hồ sơ", "year",
         "`product` names the target “Số hóa 50 % hồ sơ”, and there is no figure"),
        ("product: Báo cáo theo chuyên đề", "year",
         "`product` names the report “Báo cáo theo chuyên đề”, and nothing asks for it"),
    ],
)  # fmt: skip
def test_what_founds_nothing_is_told(town: Town, row: str, report: str, named: str) -> None:
    assert said(town, row, report) == [named]


def test_the_administrator_reads_what_to_do(town: Town) -> None:
    rows = ROWS.replace("ROW", "product: Báo cáo theo chuyên đề").replace("REPORT", "year")
    registry = town(duties=DUTIES + YEARLY, rows=rows)
    assert (
        "2/KH pl 1: `product` nêu báo cáo “Báo cáo theo chuyên đề” mà không việc nào đòi báo cáo đó; "
        "cần quy tắc, figure hoặc milestones, hoặc `listed: true` kèm giả định"
    ) in [say(each, "vi") for each in remarks(registry)]
