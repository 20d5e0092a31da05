"""A cell with a day for each class of reporters: an obligation of each in the draft, to be looked at."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from config.intake import plan
from config.intake.draft import Choices, Draft
from config.intake.files.grids import Cell
from config.intake.plan import Plan
from config.registry import Registry
from language import say
from tests.support import grids

HEAD: list[str | Cell | None] = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn"]
ABOVE = ("Số: 12/KH-STN", "Đà Lạt, ngày 08 tháng 01 năm 2026", "KẾ HOẠCH\nBáo cáo năm 2026")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return grids.office(tmp_path_factory.mktemp("office"))


def _read(office: Registry, *cells: str) -> Plan:
    rows: list[list[str | Cell | None]] = [
        [str(n), f"Việc {n}", "VPS", cell] for n, cell in enumerate(cells, 1)
    ]
    return plan.read(grids.content(*ABOVE, grids.grid(HEAD, *rows)), office, date(2026, 1, 10))


def test_each_class_has_its_rule_and_none_is_sure(office: Registry) -> None:
    (row,) = _read(office, "Trạm văn hóa xã: 15/6; Văn phòng Sở: 30/6").entries
    assert list(row.timing.rules) == [
        {"cycle": "once", "period": "2026-06-15"},
        {"cycle": "once", "period": "2026-06-30"},
    ]
    assert row.timing.whom == ("Trạm văn hóa xã", "Văn phòng Sở")
    assert row.classes == (("@xa",), ("VPS",))
    assert [say(doubt.why, "vi") for doubt in row.doubts] == [
        "mỗi hạn chỉ cho một loại đơn vị: Trạm văn hóa xã; Văn phòng Sở"
    ]


def test_a_class_that_the_registry_does_not_know_stays_with_the_leads(office: Registry) -> None:
    (row,) = _read(office, "Cấp huyện: 15/6/2026; cấp tỉnh: 30/6/2026").entries
    assert row.classes == ((), ())
    assert len(row.timing.rules) == 2
    assert not row.sure


@pytest.mark.parametrize(
    "cell",
    ["Cấp xã: 15/6/2026 (dự kiến); cấp tỉnh: 30/6/2026", "Cấp xã: 50% trước 15/6/2026; cấp tỉnh: 30/6/2026"],
)
def test_a_cell_with_another_caution_has_no_rule(office: Registry, cell: str) -> None:
    (row,) = _read(office, cell).entries
    assert (row.timing.rules, row.sure) == ((), False)


def test_the_draft_has_an_obligation_for_each(office: Registry) -> None:
    draft = Draft(
        _read(office, "Trạm văn hóa xã: 15/6; Văn phòng Sở: 30/6", "30/9/2026"), office, Choices("VPS")
    )
    for said in (
        "#   - code: kh12-1-1\n#     # XEM LẠI: hạn này là của “Trạm văn hóa xã”\n",
        '#     owed_by: ["@xa"]\n#     owner: VPS\n#     cycle: once\n#     period: "2026-06-15"\n',
        "#   - code: kh12-1-2\n#     # XEM LẠI: hạn này là của “Văn phòng Sở”\n",
        '#     owed_by: [VPS]\n#     owner: VPS\n#     cycle: once\n#     period: "2026-06-30"\n',
        "#         same_as: [kh12-1-1, kh12-1-2]\n",
    ):
        assert said in draft.text, said


def test_the_draft_loads_when_its_marks_are_taken_off(office: Registry, tmp_path: Path) -> None:
    from config.loading import loader

    draft = Draft(_read(office, "Trạm văn hóa xã: 15/6; Văn phòng Sở: 30/6"), office, Choices("VPS"))
    grids.office(tmp_path / "config")
    live = "\n".join(line.removeprefix("# ") for line in draft.text.split("\n"))
    kept = [line for line in live.split("\n") if line[:1] in (" ", "") or line.split(":")[0] in KEYS]
    (tmp_path / "config" / "kh-12.yaml").write_text("\n".join(kept), encoding="utf-8")
    duties = loader.load(tmp_path / "config").obligations
    assert {code: duties[code].owed_by for code in ("kh12-1-1", "kh12-1-2")} == {
        "kh12-1-1": ("@xa",),
        "kh12-1-2": ("VPS",),
    }


KEYS = ("document", "obligations", "appendices")
