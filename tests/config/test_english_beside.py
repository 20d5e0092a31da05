"""What a registry says in English beside its own language: needed where mails are in both, else left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading import loader
from config.registry import RegistryErrors
from language import say
from tests.config.conftest import FILES, Town, settle

ROWS = """\
appendices:
  - code: annex
    title: Annex
    owner: CLERK
    ladder: plain
    reported_in: [figures]
    assignments:
      - {no: "1", cite: A 1, title: Con đường, leads: [CLERK], worded: "2024", product: Bản kế hoạch,
         product_en: A plan, code: road, cycle: once, period: 2024-Q1}
"""
DUTIES = FILES["duties.yaml"].replace("    title_en: Summary\n", "    product: Một trang\n") + ROWS


def office(language: str) -> str:
    """The small office's file, in that language and without its English name."""
    text = FILES["office.yaml"].replace("  name_en: Town Hall\n", "")
    return text.replace("language: vi", f"language: {language}")


def _lines(broken: RegistryErrors, language: str) -> set[str]:
    return set(say(broken.message, language, "cli").splitlines())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_office_of_one_language_needs_no_english_beside(town: Town, language: str) -> None:
    registry = town(office=office(language), duties=DUTIES)
    assert (registry.office.name, registry.office.name_en) == ("Toà thị chính", "")
    assert (registry.obligations["summary"].title, registry.obligations["summary"].title_en) == (
        "Tổng hợp",
        "",
    )
    assert registry.obligations["road"].title_en == ""
    assert registry.obligations["figures"].title_en == "Figures"  # may be given all the same


def test_an_office_whose_mails_speak_both_needs_it(tmp_path: Path) -> None:
    with pytest.raises(RegistryErrors) as broken:
        loader.load(settle(tmp_path, office=office("vi+en"), duties=DUTIES))
    places = {
        "office.yaml:2: office.name_en",
        "duties.yaml:26: obligations.summary.title_en",
        "duties.yaml:44: appendices.annex.assignments.1.title_en",
    }
    english = "mails are in both languages (office.yaml: language: vi+en)"
    assert _lines(broken.value, "en") == {
        f"{place}: expected its name in English, as {english}, found nothing" for place in places
    }
    vietnamese = "vì thư của cơ quan có cả tiếng Anh (office.yaml: language: vi+en)"
    assert _lines(broken.value, "vi") == {
        f"{place}: cần tên bằng tiếng Anh, {vietnamese}, thấy chỗ trống" for place in places
    }


def test_a_product_may_have_english_beside(town: Town) -> None:
    registry = town(
        duties=DUTIES.replace("product: Một trang", "product: Một trang\n    product_en: One page")
    )
    for code, product, english in (("summary", "Một trang", "One page"), ("road", "Bản kế hoạch", "A plan")):
        duty = registry.obligations[code]
        assert (duty.product, duty.product_en) == (product, english)
    assert registry.obligations["figures"].product_en is None


def test_a_row_without_a_date_is_told_in_reports_and_so_may_have_english_beside(town: Town) -> None:
    rows = ROWS.replace("code: road, cycle: once, period: 2024-Q1", "title_en: A road")
    registry = town(duties=FILES["duties.yaml"] + rows)
    (row,) = registry.assignments.values()
    assert (row.title_en, row.product_en) == ("A road", "A plan")
