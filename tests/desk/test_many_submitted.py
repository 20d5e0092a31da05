"""`dondoc submit --file`: a table of reports is shown first, and recorded as a whole or not at all.

The trial office's reports of August 2026 are due at the end of September; TST, PC and CNTT owe them.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.required import require
from tests.support.trial_office import OPENED_BY_RUN, TRIAL

pytestmark = pytest.mark.slow

DAY = ("--as-of", "2026-09-11")
HEAD = ("Đơn vị", "Nhiệm vụ", "Kỳ báo cáo", "Số/Ký hiệu", "Ngày ban hành")


@pytest.fixture
def opened(small_office: Path, ask) -> None:
    assert ask("round", "--as-of", "2026-09-03").code == 0


def table(folder: Path, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([head, *rows])
    file = folder / "answers.csv"
    file.write_text(text.getvalue(), encoding="utf-8-sig")
    return str(file)


def submitted(ask) -> list[tuple[str, str, str]]:
    found = ask("tasks", "--json", "--state", "submitted", "--period", "2026-08", *DAY).json["tasks"]
    return [(each["obligation"], each["unit"], each["document_no"]) for each in found]


def test_it_is_shown_first_and_recorded_when_that_is_said(ask, opened: None, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        ("TST", TRIAL, "08/2026", "1/BC", "9/9/2026"),
        ("Pháp chế", TRIAL, "2026-08", "2/BC", "10-09-26"),
    )
    shown = ask("submit", "--file", file, *DAY)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.endswith("2 rows to be recorded.\nNothing was recorded: --apply records them.\n")
    assert submitted(ask) == []
    done = ask("submit", "--file", file, "--apply", "--json", "--by", "Lan", *DAY).json
    assert done["applied"] is True
    assert [(each["row"], each["unit"], each["submitted_on"], each["outcome"]) for each in done["rows"]] == [
        (2, "TST", "2026-09-09", "recorded"),
        (3, "PC", "2026-09-10", "recorded"),
    ]
    assert submitted(ask) == [(TRIAL, "PC", "2/BC"), (TRIAL, "TST", "1/BC")]


def test_a_row_that_is_refused_keeps_all_from_being_recorded(ask, opened: None, tmp_path: Path) -> None:
    file = table(
        tmp_path,
        ("TST", TRIAL, "2026-08", "1/BC", "09/09/2026"),
        ("Ban nào đó", TRIAL, "2026-08", "2/BC", "09/09/2026"),
        ("PC", TRIAL, "2026-13", "3/BC", "09/09/2026"),
        ("PC", TRIAL, "2026-08", "3/BC", "hôm qua"),
        ("PC", TRIAL, "2026-08", "3/BC", "09/10/2026"),
        ("PC", TRIAL, "2026-08", "", "09/09/2026"),
        ("CNTT", TRIAL, "2026-08", "", ""),
    )
    refused = ask("submit", "--file", file, "--apply", *DAY)
    assert refused.code == 1
    assert "Nothing was recorded, since 5 rows are refused" in refused.out
    assert submitted(ask) == []
    rows = ask("submit", "--file", file, "--json", *DAY).json["rows"]
    assert [each["outcome"] for each in rows] == ["recorded", *["refused"] * 5, "empty"]
    why = [each["why"] for each in rows]
    assert "Ban nào đó" in why[1]
    assert "2026-13" in why[2]
    assert why[3] == '"hôm qua" is no day: write day/month/year, as 18/09/2026'
    assert "2026-10-09" in why[4]
    assert why[5] == "the document number is missing"
    good = ask("submit", "--file", file, "--apply-good", *DAY)
    assert good.code == 1
    assert submitted(ask) == [(TRIAL, "TST", "1/BC")]


def test_the_same_again_is_skipped_and_a_contradiction_is_refused(ask, opened: None, tmp_path: Path) -> None:
    row = ("TST", TRIAL, "2026-08", "1/BC", "09/09/2026")
    assert ask("submit", "--file", table(tmp_path, row, row), "--apply", *DAY).code == 0
    again = ask("submit", "--file", table(tmp_path, row), "--apply", "--json", *DAY).json
    assert [each["outcome"] for each in again["rows"]] == ["already"]
    other = table(tmp_path, ("TST", TRIAL, "2026-08", "7/BC", "09/09/2026"))
    refused = ask("submit", "--file", other, "--apply", "--json", *DAY)
    assert refused.code == 1
    assert [each["outcome"] for each in refused.json["rows"]] == ["refused"]
    assert "1/BC" in refused.json["rows"][0]["why"]
    assert submitted(ask) == [(TRIAL, "TST", "1/BC")]
    assert ask("submit", "--file", other, "--apply", "--amend", *DAY).code == 0
    assert submitted(ask) == [(TRIAL, "TST", "7/BC")]


def test_a_list_is_pasted_for_one_duty_and_period(ask, opened: None, monkeypatch) -> None:
    """As a document management system shows it: no column says which report it is."""
    pasted = (
        "STT\tSố, ký hiệu\tNgày văn bản\tCơ quan ban hành\n"
        "1\t12/BC-TST\t09/09/2026\tBan Quản lý Thu - Sổ, Thẻ\n2\t13/PC\t9.9.2026\tpc\n"
    )
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pasted.encode())))
    found = ask("submit", TRIAL, "08/2026", "--file", "-", "--json", *DAY).json
    assert [(each["unit"], each["document_no"], each["outcome"]) for each in found["rows"]] == [
        ("TST", "12/BC-TST", "recorded"), ("PC", "13/PC", "recorded")
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_tracking_sheet_goes_back_in_as_it_was_filled(
    ask, opened: None, tmp_path: Path, monkeypatch, language: str
) -> None:
    """A day as a date, as text, and as a bare number: 46274 counts the days to 9 September 2026."""
    monkeypatch.setenv("DONDOC_LANGUAGE", language)
    file = tmp_path / "tracking.xlsx"
    assert ask("tasks", "--period", "2026-08", "-o", str(file), *DAY).code == 0
    nothing = ask("submit", "--file", str(file), "--json", *DAY).json
    assert nothing["counts"]["empty"] == 6
    book = load_workbook(file)
    sheet = book.active
    days = {"TST": date(2026, 9, 9), "PC": "9/9/2026", "CNTT": 46274}
    for row in sheet.iter_rows(min_row=2):
        if row[2].value == TRIAL:
            row[7].value, row[8].value = f"7/{row[0].value}", days[row[0].value]
            row[8].number_format = "General" if row[0].value == "CNTT" else "dd/mm/yyyy"
    book.save(file)
    done = ask("submit", "--file", str(file), "--apply", "--json", *DAY).json
    told = {
        each["unit"]: (each["submitted_on"], each["outcome"]) for each in done["rows"] if each["document_no"]
    }
    assert told == dict.fromkeys(("TST", "PC", "CNTT"), ("2026-09-09", "recorded"))
    second = tmp_path / "again.xlsx"
    assert ask("tasks", "--period", "2026-08", "--state", "all", "-o", str(second), *DAY).code == 0
    again = ask("submit", "--file", str(second), "--json", *DAY).json
    assert (again["counts"]["already"], again["counts"]["empty"]) == (3, 3)


@pytest.mark.long
def test_it_goes_back_in_as_libreoffice_saves_it(ask, opened: None, tmp_path: Path) -> None:
    """Filled with a real day, a day as text and a number; LibreOffice opens it and writes the file anew."""
    program = shutil.which("soffice")
    require("libreoffice", program, "there is no soffice (libreoffice-calc)")
    file = tmp_path / "tracking.xlsx"
    assert ask("tasks", "--period", "2026-08", "-o", str(file), *DAY).code == 0
    book = load_workbook(file)
    sheet = book.active
    days = {"TST": date(2026, 9, 9), "PC": "9/9/2026", "CNTT": date(2026, 9, 10)}
    for row in sheet.iter_rows(min_row=2):
        if row[2].value == TRIAL:
            row[7].value = 7 if row[0].value == "PC" else f"7/{row[0].value}"
            row[8].value = days[row[0].value]
            row[8].number_format = "dd/mm/yyyy"
    book.save(file)
    saved = tmp_path / "saved"
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [str(program), home, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    done = ask("submit", "--file", str(saved / "tracking.xlsx"), "--apply", "--json", *DAY)
    assert done.code == 0, done.out + done.err
    told = {
        each["unit"]: (each["document_no"], each["submitted_on"], each["outcome"])
        for each in done.json["rows"]
        if each["document_no"]
    }
    assert told == {
        "TST": ("7/TST", "2026-09-09", "recorded"),
        "PC": ("7", "2026-09-09", "recorded"),
        "CNTT": ("7/CNTT", "2026-09-10", "recorded"),
    }


def test_text_in_a_sheet_is_never_a_formula(ask, opened: None, tmp_path: Path) -> None:
    words = ("submit", OPENED_BY_RUN, "2026-08", "TST", "--document", '=HYPERLINK("http://x.example")', *DAY)
    assert ask(*words).code == 0
    file = tmp_path / "tracking.xlsx"
    assert ask("tasks", "--state", "submitted", "-o", str(file), *DAY).code == 0
    cell = load_workbook(file).active["H2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x.example")', "s")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--apply",), "--apply and --apply-good go with --file"),
        (("--file", "x.csv", "--dry-run", "--apply"), "choose --dry-run or --apply"),
        (("--file", "x.csv", "--on", "2026-09-09"), "with --file, unit, document, day"),
        ((TRIAL, "2026-08", "TST"), "'--document'"),
    ],
)
def test_what_does_not_go_together_is_said(ask, opened: None, words: tuple[str, ...], said: str) -> None:
    refused = ask("submit", *words)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err


def test_a_table_without_the_columns_names_them(ask, opened: None, tmp_path: Path) -> None:
    refused = ask("submit", "--file", table(tmp_path, ("a", "b"), head=("x", "y")), *DAY)
    assert (refused.code, refused.out) == (1, "")
    assert "unit, obligation, period, document number, sent on" in refused.err
