"""The many writings of a unit come to one code, and what is not certain to none, or to a doubt."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake.meaning.units import Resolver
from config.intake.tables import lead_and_help
from language import say
from tests.support import grids

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    return Resolver(grids.office(tmp_path_factory.mktemp("office")), DAY)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Phòng Kế hoạch và Tài chính", ("KHTC",)),
        ("phòng kế hoạch - tài chính", ("KHTC",)),
        ("PHÒNG KẾ HOẠCH & TÀI CHÍNH", ("KHTC",)),
        ("Phòng Kế hoạch\nTài chính", ("KHTC",)),
        ("Phòng KHTC", ("KHTC",)),
        ("KHTC, QLTT", ("KHTC", "QLTT")),
        ("TT Huấn luyện", ("HL",)),
        ("Trung tâm HL", ("HL",)),
        ("TTHL", ("HL",)),
        ("Trung tâm Huấn luyện (HL)", ("HL",)),
        ("Văn phòng Sở Phòng Quản lý Thể thao", ("VPS", "QLTT")),
        ("- Văn phòng Sở; - Phòng Quản lý Thể thao", ("VPS", "QLTT")),
        ("Các đơn vị: Văn phòng Sở, Trung tâm Thi đấu", ("VPS", "TT")),
        ("Trạm văn hóa các xã", ("@xa",)),
        ("Trạm văn hoá xã", ("@xa",)),
        ("Trạm văn hóa xã Hòa Sơn", ("xa-1",)),
        ("Trạm văn hoá xã Hoà Sơn", ("xa-1",)),
        ("Trạm văn hóa các xã: (1) Hòa Sơn; (2) Lộc Thủy", ("xa-1", "xa-2")),
        ("Trạm văn hóa xã: Hòa Sơn và Lộc Thủy", ("xa-1", "xa-2")),
    ],
)
def test_known_writings(resolver: Resolver, text: str, codes: tuple[str, ...]) -> None:
    found = resolver.read(text)
    assert found.codes == codes
    assert found.doubts == ()
    assert found.rest == ()


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Các đơn vị liên quan", ("Các đơn vị liên quan",)),
        ("Các phòng chuyên môn liên quan", ("Các phòng chuyên môn liên quan",)),
        ("các cơ quan báo chí", ("các cơ quan báo chí",)),
    ],
)
def test_what_is_no_unit_stays_text(resolver: Resolver, text: str, rest: tuple[str, ...]) -> None:
    assert resolver.read(text).codes == ()
    assert resolver.read(text).rest == rest


def test_a_unit_beside_text(resolver: Resolver) -> None:
    found = resolver.read("Văn phòng Sở và các đơn vị liên quan")
    assert (found.codes, found.rest) == (("VPS",), ("các đơn vị liên quan",))


@pytest.mark.parametrize(
    "text",
    ["Văn phòng Sở Y tế", "Phòng Quản lý Thể thao Bộ Văn hóa", "Trạm văn hóa xã Bình Minh"],
)
def test_a_longer_name_is_another_unit(resolver: Resolver, text: str) -> None:
    assert resolver.read(text).codes == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Phòng Quản lý Thề thao", "QLTT"),
        ("Phong Quan ly The thao", "QLTT"),
        ("Phòng Quản lý Thể thaọ", "QLTT"),
        ("Trung tâm Huấn luyên", "HL"),
    ],
)
def test_a_slip_is_resolved_and_told(resolver: Resolver, text: str, code: str) -> None:
    found = resolver.read(text)
    assert found.codes == (code,)
    assert text in say(found.doubts[0], "vi")


def test_a_slip_between_two_units_is_resolved_to_none(resolver: Resolver) -> None:
    assert resolver.read("Trạm văn hóa xã Lộc Thuy").codes == ()  # Thủy or Thùy


def test_what_may_be_several_things_is_never_guessed(resolver: Resolver) -> None:
    found = resolver.read("TT")
    assert found.codes == ()
    assert "chưa rõ" in say(found.doubts[0], "vi")
    assert "Trung tâm Thi đấu" in say(found.doubts[0], "vi")


def test_the_document_defines_its_own_words(tmp_path: Path) -> None:
    text = "Trung tâm Thi đấu (sau đây gọi tắt là TT) và các phòng chuyên môn (các phòng)"
    resolver = Resolver(grids.office(tmp_path), DAY, [text])
    assert resolver.read("TT").codes == ("TT",)
    assert resolver.read("TT").sure
    assert resolver.read("các phòng").codes == ("@phong",)


def test_an_abbreviation_that_nothing_explains_is_told(resolver: Resolver) -> None:
    assert "không có trong danh mục" in say(resolver.read("XYZ").doubts[0], "vi")
    found = resolver.read("AB")
    assert found.codes == ("AB",)
    assert "không văn bản nào giải thích" in say(found.doubts[0], "vi")


def test_units_are_those_of_the_documents_day(resolver: Resolver, tmp_path: Path) -> None:
    assert resolver.read("Phòng Nghệ thuật biểu diễn").codes == ("NTBD",)
    later = Resolver(grids.office(tmp_path), date(2026, 7, 1)).read("Phòng Nghệ thuật biểu diễn")
    assert later.codes == ("QLTT",)
    assert "kế tục" in say(later.doubts[0], "vi")


def test_the_office_is_no_unit_of_its_own(resolver: Resolver) -> None:
    found = resolver.read("Sở Thể thao và Nghệ thuật")
    assert found.codes == ()
    assert "cả cơ quan" in say(found.doubts[0], "vi")


def test_one_cell_for_both(resolver: Resolver) -> None:
    assert lead_and_help.split("- Chủ trì: VPS\n- Phối hợp: KHTC; QLTT") == ("VPS", "KHTC; QLTT")
    assert lead_and_help.split("Phối hợp: KHTC - Chủ trì: VPS") == ("VPS", "KHTC")
    assert lead_and_help.split("VPS") is None
