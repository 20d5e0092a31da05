"""Units and duties as people write them, in the shipped registry, where many offices have one name."""

from __future__ import annotations

from datetime import date

import pytest

from config.registry import RegistryError
from config.typed_names import duty_code, unit_code, unit_codes
from language import say
from tests.support import registries

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("TST", "TST"),
        (" tst ", "TST"),
        ("TST · Ban Quản lý Thu - Sổ, Thẻ", "TST"),
        ("Ban Quản lý Thu - Sổ, Thẻ", "TST"),
        ("ha noi", "tinh-01"),
        ("bhxh ha noi", "tinh-01"),
        ("BHXH thành phố Hà Nội", "tinh-01"),
        ("Thừa Thiên Huế", "tinh-46"),  # ended, and no other is called so
        ("Huế", "tinh-46-2025"),
        ("Lào Cai", "tinh-15-2025"),  # the one that is there
        ("Lào Cai (cũ)", "tinh-10"),
        ("lao cai (former)", "tinh-10"),
        ("cong nghe thong tin", "CNTT"),
    ],
)
def test_a_unit_is_found(typed: str, code: str) -> None:
    assert unit_code(registries.shipped(), typed, TODAY) == code


def test_before_the_merger_the_old_office_is_meant() -> None:
    assert unit_code(registries.shipped(), "Lào Cai", date(2025, 6, 30)) == "tinh-10"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("TST, Hà Nội", ("TST", "tinh-01")),
        ("bhxh ha noi; CNTT\nPC", ("tinh-01", "CNTT", "PC")),
        ("Ban Quản lý Thu - Sổ, Thẻ, PC", ("TST", "PC")),  # a name with a comma
        ("PC, pc, Vụ Pháp chế", ("PC",)),
        ("", ()),
    ],
)
def test_a_list_is_read(typed: str, codes: tuple[str, ...]) -> None:
    assert unit_codes(registries.shipped(), typed, TODAY) == codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("KSTTHC-quy", "kstthc-quy"),
        ("kstthc-quy · Báo cáo quý", "kstthc-quy"),
        ("Báo cáo quý về kiểm soát thủ tục hành chính", "kstthc-quy"),
        ("bao cao quy ve kiem soat", "kstthc-quy"),
        ("giao ban", "da06-giao-ban"),
    ],
)
def test_a_duty_is_found_by_its_title(typed: str, code: str) -> None:
    assert duty_code(registries.shipped(), typed) == code


def test_what_may_mean_two_is_refused_with_both() -> None:
    with pytest.raises(RegistryError) as units:
        unit_code(registries.shipped(), "Ban chính sách", TODAY)
    assert say(units.value.message, "vi") == (
        "'Ban chính sách' có thể là nhiều đơn vị: CSXH (Ban Thực hiện chính sách BHXH), CSYT (Ban Thực hiện "
        "chính sách BHYT); xin ghi mã hoặc tên đầy đủ"
    )
    with pytest.raises(RegistryError, match="fits several obligations: cchc-ke-hoach"):
        duty_code(registries.shipped(), "cải cách hành chính")


@pytest.mark.parametrize("typed", ["", "  ", "xyz", "(cũ)", " · "])
def test_what_names_nobody_is_refused(typed: str) -> None:
    with pytest.raises(RegistryError):
        unit_code(registries.shipped(), typed, TODAY)
    with pytest.raises(RegistryError):
        duty_code(registries.shipped(), typed)
