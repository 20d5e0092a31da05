"""`dondoc parse` as typed: one phrase, a file, JSON with the keys that DESIGN promises."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk import cli

ROOT = Path(__file__).resolve().parents[2]
DOUBTFUL = "trước ngày 15 sau khi xong"
YEAR = ["--from", "2025-01-01", "--to", "2025-12-31"]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DONDOC_LANGUAGE", "en")

    def run(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["parse", *words])
        streams = capsys.readouterr()
        return code, streams.out, streams.err

    return run


def test_the_answer_of_the_design(ask) -> None:
    code, out, _ = ask("trước ngày 15 hàng tháng", *YEAR, "--json")
    said = json.loads(out)
    assert code == 0
    assert said["phrase"] == "trước ngày 15 hàng tháng"
    assert said["kind"] == "recurring"
    assert said["deadlines"][0] == {"nominal": "2025-01-15", "boundary": "before", "period": "2025-01"}
    assert len(said["deadlines"]) == 12
    assert said["offset"] is None
    assert said["rules"] == [{"cycle": "monthly", "due": {"day": 15, "boundary": "before"}}]
    assert said["notes"] == []


@pytest.mark.slow
def test_an_offset(ask) -> None:
    _, out, _ = ask("trong vòng 05 (năm) ngày làm việc kể từ ngày ký", "--json")
    assert json.loads(out)["offset"] == {"n": 5, "unit": "workday", "direction": "after", "of": "ngày ký"}


def test_a_rule_in_the_registrys_keys(ask) -> None:
    _, out, _ = ask("trước ngày 19 của tháng cuối quý I, II, III", *YEAR, "--json")
    assert json.loads(out)["rules"] == [
        {
            "cycle": "quarterly",
            "in": ["Q1", "Q2", "Q3"],
            "due": {"day": 19, "month": "last", "boundary": "before"},
        }
    ]


@pytest.mark.slow
def test_working_days_are_the_offices(ask) -> None:
    # The registry's calendar: 1 and 2 January 2026 are off.
    _, out, _ = ask("ngày làm việc thứ 3 của tháng", "--from", "2026-01-01", "--to", "2026-01-31", "--json")
    assert [each["nominal"] for each in json.loads(out)["deadlines"]] == ["2026-01-07"]


@pytest.mark.slow
def test_a_date_that_comes_once_is_shown_without_asking_for_its_year(ask) -> None:
    _, out, _ = ask("trước ngày 31/3/2024", "--as-of", "2026-01-05", "--json")
    assert json.loads(out)["deadlines"] == [
        {"nominal": "2024-03-31", "boundary": "before", "period": "2024-03-31"}
    ]
    _, out, _ = ask("trước ngày 31/3/2024", *YEAR, "--json")
    assert json.loads(out)["deadlines"] == []


@pytest.mark.slow
def test_without_days_the_year_that_comes(ask) -> None:
    _, out, _ = ask("Hằng năm, trước ngày 15/12", "--as-of", "2026-01-05", "--json")
    assert [each["nominal"] for each in json.loads(out)["deadlines"]] == ["2026-12-15"]


def test_a_file_is_answered_line_by_line(ask, tmp_path: Path) -> None:
    file = tmp_path / "phrases.txt"
    file.write_bytes("\ufeffHằng năm\r\n\r\ntrước ngày 15 hàng tháng\r\nNăm 2025".encode())
    code, out, _ = ask("--file", str(file), "--json", *YEAR)
    said = [json.loads(each) for each in out.splitlines()]
    assert code == 0
    assert [each["phrase"] for each in said] == ["Hằng năm", "", "trước ngày 15 hàng tháng", "Năm 2025"]
    assert [each["kind"] for each in said] == ["recurring", "unknown", "recurring", "once"]


def _typed(language: str, *words: str) -> str:
    """What the real program answers to somebody who set that language."""
    done = subprocess.run(
        [sys.executable, "-m", "desk.cli", "parse", *words],
        cwd=ROOT,
        env=os.environ | {"DONDOC_LANGUAGE": language},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
def test_on_a_terminal_it_reads_well() -> None:
    words = ("trước ngày 15 hàng tháng", "--from", "2025-01-01", "--to", "2025-01-31")
    assert "Hằng tháng: trước ngày 15 của tháng" in _typed("vi", *words)
    english = _typed("en", *words)
    assert "recurring: Every month: before day 15 of the month" in english
    assert "before Wed 2025-01-15  2025-01" in english


@pytest.mark.slow
def test_notes_are_in_the_reader_s_language() -> None:
    assert "* hiểu được ngày 15, chưa rõ của tháng nào" in _typed("vi", DOUBTFUL)
    assert "* day 15 is understood, of which month is unclear" in _typed("en", DOUBTFUL)


@pytest.mark.slow
def test_json_is_the_same_in_either_language() -> None:
    """It says what was read of a Vietnamese text in Vietnamese, as it always has."""
    assert _typed("vi", DOUBTFUL, "--json") == _typed("en", DOUBTFUL, "--json")
    said = json.loads(_typed("en", DOUBTFUL, "--json"))
    assert said["notes"] == ["hiểu được ngày 15, chưa rõ của tháng nào"]
    assert said["says"] == "Chưa rõ: hiểu được ngày 15, chưa rõ của tháng nào"


def test_on_a_terminal_it_reads_well_in_vietnamese(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", "vi")
    _, out, _ = ask("trước ngày 15 hàng tháng", "--from", "2025-01-01", "--to", "2025-01-31")
    assert "định kỳ: Hằng tháng: trước ngày 15 của tháng" in out
    assert "trước T4 15/01/2025  2025-01" in out
    assert ask("Hằng năm", "--from", "2025-02-01", "--to", "2025-01-01")[2] == (
        "dondoc: --to 01/01/2025 ở trước 01/02/2025.\n"
    )


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ([], "PHRASE"),
        (["Hằng năm", "--file", "x"], "PHRASE"),
        (["Hằng năm", "--from", "2025-02-01", "--to", "2025-01-01"], "before"),
        (["Hằng năm", "--from", "tomorrow"], "2026-09-18"),
    ],
)
def test_wrong_usage(ask, words: list[str], hint: str) -> None:
    code, out, err = ask(*words)
    assert (code, out) == (2, "")
    assert hint in err


@pytest.mark.slow
def test_files_that_cannot_be_read(ask, tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes("trước ngày".encode("utf-16"))
    for name in ("nowhere", "latin"):
        code, out, err = ask("--file", str(tmp_path / name))
        assert (code, out) == (1, "")
        assert name in err


@pytest.mark.slow
def test_reading_a_phrase_loads_no_registry(tmp_path: Path) -> None:
    script = (
        "import sys; from desk import cli; code = cli.main(sys.argv[1:]); assert code == 0;"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    words = ["parse", "trước ngày 15 hàng tháng", *YEAR, "--json"]
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert {"config", "models", "engine", "yaml", "sqlalchemy"} & set(done.stderr.split()) == set()


def test_a_plans_month_completes_the_phrase(ask) -> None:
    code, out, _ = ask("Ngày 15", "--within", "tháng 6/2026", "--json")
    said = json.loads(out)
    assert (code, said["phrase"]) == (0, "Ngày 15")
    assert said["deadlines"] == [{"nominal": "2026-06-15", "boundary": "by", "period": "2026-06-15"}]
    code, _, err = ask("Ngày 15", "--within", "2026")
    assert code == 2
    assert "“2026” is no month or quarter: write it like 2026-06 or 2026-Q2" in err
