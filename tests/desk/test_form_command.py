"""`dondoc form`: the report to fill in as a file, and what it refuses, in both languages."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.report_form.template import read_file
from desk import speaking
from tests.support.forms import rows, said

Ask = Callable[..., Any]
QUARTER = ("form", "kstthc-quy", "2026-Q3", "CNTT", "-o")


def test_it_writes_the_unit_s_report(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    answer = ask(*QUARTER, str(file))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(
        f"Written to {file}: Báo cáo về kiểm soát thủ tục hành chính quý III năm 2026 ("
    )
    assert said(file.read_bytes())[0] == "BÁO CÁO"
    assert rows(file.read_bytes())[0][0] == "TT"
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_there_stays_unless_forced(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_text("kept")
    answer = ask(*QUARTER, str(file))
    assert answer.code == 1
    assert (
        answer.err == f"dondoc: {file} is there already; choose another name, or overwrite it with --force\n"
    )
    assert file.read_text() == "kept"
    assert ask(*QUARTER, str(file), "--force", "--dry-run").out == f"Would write {file}\n"
    assert file.read_text() == "kept"
    assert ask(*QUARTER, str(file), "--force").code == 0
    assert file.read_bytes()[:2] == b"PK"
    assert os.listdir(tmp_path).count("bao-cao.docx") == 1  # noqa: PTH208
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".part")] == []


@pytest.mark.parametrize(
    ("words", "code", "in_english", "in_vietnamese"),
    [
        (("kstthc-qui", "2026-Q3", "CNTT"), 2, "no obligation 'kstthc-qui'", "kstthc-quy"),
        (("kstthc-quy", "2026-Q4", "CNTT"), 2, "no period 2026-Q4", "2026-Q4"),
        (("kstthc-quy", "2026-Q3", "CNTX"), 2, "no unit 'CNTX'", "CNTT"),
        (("kstthc-quy", "2026-Q3", "HTQT"), 2, "HTQT does not owe kstthc-quy", "HTQT không"),
        (("kstthc-quy", "2026-Q3"), 2, "name the obligation, the period and the unit", "hãy nêu nhiệm vụ"),
        ((), 2, "name the obligation, the period and the unit", "hãy nêu nhiệm vụ"),
        (("kstthc-quy", "2026-Q3", "CNTT", "--template"), 2, "or --template alone", "hoặc chỉ --template"),
    ],
)
def test_what_nobody_owes_is_refused_in_both_languages(
    ask: Ask,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    code: int,
    in_english: str,
    in_vietnamese: str,
) -> None:
    file = tmp_path / "x.docx"
    answer = ask("form", *words, "-o", str(file))
    assert (answer.code, answer.out) == (code, "")
    assert in_english in answer.err
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    speaking.language.cache_clear()
    assert in_vietnamese in ask("form", *words, "-o", str(file)).err
    assert not file.exists()


def test_a_place_that_is_none_is_refused(ask: Ask, tmp_path: Path) -> None:
    assert "a name that ends in .docx" in ask(*QUARTER, str(tmp_path / "x.doc")).err
    assert "a name that ends in .docx" in ask(*QUARTER, "-").err
    assert "there is no folder" in ask(*QUARTER, str(tmp_path / "no" / "x.docx")).err
    (tmp_path / "dir.docx").mkdir()
    assert "not a file" in ask(*QUARTER, str(tmp_path / "dir.docx"), "--force").err


def test_the_standard_form_can_be_had_to_start_from(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "mau.docx"
    answer = ask("form", "--template", "-o", str(file))
    assert answer.code == 0
    assert "office.yaml" in answer.out
    assert "{{basis}}" in said(file.read_bytes())
    read_file(file)
