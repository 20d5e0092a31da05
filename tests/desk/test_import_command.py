"""`dondoc import`: real files in, a draft out, and nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from config.loading import loader
from config.settings import SHIPPED_REGISTRY
from tests.support import grids

HEAD = ["TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Sản phẩm"]
ROWS = [
    ["1", "Báo cáo tháng", "QLTT", "trước ngày 15 hàng tháng", "Báo cáo"],
    ["2", "Năm nào?", "VPS", "Trước 30/6", ""],
]


@pytest.fixture
def config(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "registry"
    grids.office(folder)
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("Số: 12/KH-STN")
    document.add_paragraph("Đà Lạt, ngày 05 tháng 01 năm 2026")
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in [HEAD, *ROWS]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(tmp_path / "ke-hoach.docx"))
    return tmp_path / "ke-hoach.docx"


def test_it_shows_and_writes_nothing_without_o(
    ask: Callable, config: Path, file: Path, tmp_path: Path
) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))
    shown = ask("import", str(file))
    assert shown.code == 0
    assert "2 rows: 1 sure, 1 to review" in shown.out
    assert "Trước 30/6" in shown.out
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_it_writes_a_draft_that_loads(ask: Callable, config: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    assert ask("import", str(file), "-o", str(out), "--owner", "VPS").code == 0
    (config / "kh-12.yaml").write_text(out.read_text(encoding="utf-8"), encoding="utf-8")
    assert "kh12-1" in loader.load(config).obligations
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.slow
def test_a_document_that_the_registry_has_is_told(
    ask: Callable, config: Path, file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "draft.yaml"
    assert "already" not in ask("import", str(file), "-o", str(out), "--owner", "VPS").out
    (config / "kh-12.yaml").write_text(out.read_text(encoding="utf-8"), encoding="utf-8")
    again = ask("import", str(file), "-o", str(out), "--force")
    assert again.code == 0
    assert "12/KH-STN is in the registry already (kh-12.yaml)" in again.out
    assert "put what is new into kh-12.yaml" in again.out


@pytest.mark.slow
def test_a_document_that_others_build_on(ask: Callable, config: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    ask("import", str(file), "-o", str(out), "--owner", "VPS")
    text = out.read_text(encoding="utf-8")
    (config / "kh-12.yaml").write_text(text.replace("kh12-1", "bao-cao-cu"), encoding="utf-8")
    other = grids.DOCUMENT.replace("1/QĐ-STN", "2/QĐ-STN").replace("bc-quy", "bc-nam")
    (config / "qd-2.yaml").write_text(f"{other}    needs: [bao-cao-cu]\n", encoding="utf-8")
    again = ask("import", str(file), "-o", str(tmp_path / "new.yaml"), "--owner", "VPS")
    assert again.code == 0
    assert "Other documents name what only the registry's version has: qd-2.yaml" in again.out
    assert (tmp_path / "new.yaml").exists()


def test_json(ask: Callable, config: Path, file: Path) -> None:
    said = ask("import", str(file), "--json").json
    first = said["rows"][0]
    assert {
        "no", "title", "leads_text", "leads", "helpers_text", "helpers", "time_text", "timing", "product",
        "status", "notes",
    } <= set(first)  # fmt: skip
    assert (first["no"], first["leads"], first["status"]) == ("1", ["QLTT"], "sure")
    assert first["timing"]["deadlines"][0]["boundary"] == "before"
    assert said["rows"][1]["status"] == "review"
    assert said["summary"]["rows"] == 2
    assert said["document"]["number"] == "12/KH-STN"


def test_a_spreadsheet_with_real_dates(ask: Callable, config: Path, tmp_path: Path) -> None:
    from datetime import datetime

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["LỊCH BÁO CÁO"], [], ["STT", "Tên báo cáo", "Đơn vị báo cáo", "Hạn gửi"]):
        sheet.append(row)
    sheet.append([1, "Báo cáo quý", "VPS", datetime(2026, 3, 20)])  # noqa: DTZ001
    book.save(tmp_path / "lich.xlsx")
    row = ask("import", str(tmp_path / "lich.xlsx"), "--json").json["rows"][0]
    assert row["status"] == "sure"
    assert [each["nominal"] for each in row["timing"]["deadlines"]] == ["2026-03-20"]


def test_dry_run_writes_nothing(ask: Callable, config: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    assert "Would be written" in ask("import", str(file), "-o", str(out), "--dry-run").out
    assert not out.exists()


def test_an_existing_file_stays(ask: Callable, config: Path, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yaml"
    out.write_text("mine", encoding="utf-8")
    refused = ask("import", str(file), "-o", str(out))
    assert (refused.code, refused.out) == (1, "")
    assert out.read_text(encoding="utf-8") == "mine"
    assert ask("import", str(file), "-o", str(out), "--force").code == 0
    assert "document:" in out.read_text(encoding="utf-8")


def test_the_live_registry_is_refused(ask: Callable, config: Path, file: Path, tmp_path: Path) -> None:
    (config / "sub").mkdir()
    (tmp_path / "door").symlink_to(config)
    (tmp_path / "link.yaml").symlink_to(config / "new.yaml")
    shipped = SHIPPED_REGISTRY
    before = {path.name for path in config.rglob("*")}
    for out in (
        config / "new.yaml",
        config / "sub" / "new.yaml",
        tmp_path / "door" / "new.yaml",
        tmp_path / "link.yaml",
        tmp_path / "registry" / ".." / "registry" / "new.yaml",
        shipped / "zz-new.yaml",
    ):
        refused = ask("import", str(file), "-o", str(out), "--force")
        assert refused.code == 2, out
        assert "live registry" in refused.err
    assert {path.name for path in config.rglob("*")} == before
    assert not (shipped / "zz-new.yaml").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["-o", "draft.txt"], 2), (["-o", "no/such/draft.yaml"], 2), (["--owner", "NOBODY"], 2),
        (["--reported-in", "nothing"], 2), (["--date", "yesterday"], 2),
    ],
)  # fmt: skip
def test_wrong_usage(
    ask: Callable, config: Path, file: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int
) -> None:
    monkeypatch.chdir(file.parent)
    before = sorted(path.name for path in Path().iterdir())
    refused = ask("import", str(file), *words)
    assert (refused.code, refused.out) == (code, "")
    assert sorted(path.name for path in Path().iterdir()) == before


def test_a_file_without_tasks(ask: Callable, config: Path, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Không có bảng.")
    document.save(str(tmp_path / "x.docx"))
    answer = ask("import", str(tmp_path / "x.docx"), "-o", str(tmp_path / "x.yaml"))
    assert answer.code == 1
    assert "No table of tasks" in answer.out
    assert not (tmp_path / "x.yaml").exists()
    assert ask("import", str(tmp_path / "x.docx"), "--json").json["rows"] == []


def test_a_file_that_is_none(ask: Callable, config: Path, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"\x00\x01nothing")
    refused = ask("import", str(tmp_path / "x.docx"), "-o", str(tmp_path / "x.yaml"))
    assert refused.code in (1, 2)
    assert refused.out == ""
    assert not (tmp_path / "x.yaml").exists()
    assert ask("import", str(tmp_path / "missing.docx")).code in (1, 2)
