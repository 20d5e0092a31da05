"""The form as LibreOffice shows it: how many pages, and that all is on them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from config.loading import loader
from config.registry import Registry
from config.settings import SHIPPED_REGISTRY
from engine.forms.contents import Row, report_of
from engine.forms.making import make
from tests.support.forms import pages

pytestmark = [pytest.mark.slow, pytest.mark.long]


@pytest.fixture(scope="module")
def registry() -> Registry:
    return loader.load(SHIPPED_REGISTRY)


def test_thirty_rows_go_over_pages_with_the_table_s_head_on_each(registry: Registry, tmp_path: Path) -> None:
    report = report_of(registry, "nq01-nam", "2024", "CNTT")
    many = tuple(
        Row(f"V.{n}", f"Nhiệm vụ {n} " + "hoàn thiện dữ liệu " * 6, "Báo cáo", "Năm 2024", "V")
        for n in range(32)
    )
    first, *appendix = pages(make(replace(report, rows=many)), tmp_path)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in first
    assert "TRUNG TÂM CÔNG NGHỆ" in first
    assert "GIÁM ĐỐC" in first
    assert 2 <= len(appendix) <= 5
    for number, page in enumerate(appendix, 2):
        assert "Kết quả thực hiện" in page
        assert "Hướng xử lý" in page
        assert page.split()[0] == str(number)
    whole = "\n".join(appendix)
    assert all(f"V.{n} " in whole for n in range(32))


def test_without_rows_there_is_one_page_and_no_empty_one(registry: Registry, tmp_path: Path) -> None:
    report = replace(report_of(registry, "kstthc-quy", "2026-Q1", "CNTT"), rows=())
    (only,) = pages(make(report), tmp_path)
    assert "10. Kiến nghị, đề xuất" in only
    assert "Nơi nhận:" in only
    assert "{{" not in only


def test_a_signature_is_not_torn_from_page_to_page(registry: Registry, tmp_path: Path) -> None:
    report = report_of(registry, "kstthc-quy", "2026-Q3", "tinh-96")
    found = pages(make(report), tmp_path)
    (signed,) = [page for page in found if "GIÁM ĐỐC" in page]
    assert "- Lưu: VT" in signed
    assert "Trên đây là nội dung" in signed
