"""What a form's lists offer, and that it is found as people type it.

The server's page shows of a list the entries that have what was typed in them, in any case, letter by letter:
seen in its own script and in the browser.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flows import choices
from tests.support import cast

TODAY = date(2026, 10, 1)
HANOI = cast.unit("tinh-01", "BHXH thành phố Hà Nội", "province")
REGISTRY = cast.registry(cast.QUARTERLY, units=(*cast.UNITS, HANOI))


def found(typed: str, offered: list[str]) -> list[str]:
    return [choices.code_of(each) for each in offered if typed.lower() in each.lower()]


def test_a_unit_is_found_without_its_diacritics_and_with_them() -> None:
    units = choices.units(REGISTRY, TODAY)
    assert "tinh-01 · BHXH thành phố Hà Nội (bhxh thanh pho ha noi)" in units
    for typed in ("ha noi", "Ha Noi", "thành phố Hà", "TINH-01", "thanh pho ha noi"):
        assert found(typed, units) == ["tinh-01"], typed
    assert found("quan ly thu", choices.living(REGISTRY, TODAY)) == ["TST"]


def test_a_duty_is_found_by_its_title_without_diacritics() -> None:
    label = choices.duty_label(REGISTRY, "kstthc-quy")
    assert label == "kstthc-quy · Báo cáo công tác kiểm soát TTHC quý (bao cao cong tac kiem soat tthc quy)"
    assert found("kiem soat", [label]) == found("Kiểm soát", [label]) == ["kstthc-quy"]


def test_of_a_former_office_the_mark_is_found_as_well() -> None:
    """Where two go by one name, the one that is no more says so, with and without diacritics."""
    former = replace(HANOI, code="tinh-99", to=date(2025, 7, 1), successor="tinh-01")
    registry = cast.registry(cast.QUARTERLY, units=(*cast.UNITS, HANOI, former))
    assert choices.unit_label(registry, former, TODAY) == (
        "tinh-99 · BHXH thành phố Hà Nội (cũ) (bhxh thanh pho ha noi cu)"
    )


def test_a_name_without_diacritics_stands_alone() -> None:
    plain = cast.unit("tinh-02", "Lao Cai - North", "province")
    registry = cast.registry(cast.QUARTERLY, units=(*cast.UNITS, plain))
    assert choices.unit_label(registry, plain, TODAY) == "tinh-02 · Lao Cai - North"
