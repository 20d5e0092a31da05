"""What a tired person reads on a narrow terminal, and finds without knowing the codes."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from desk.drawing import Cell, draw, fitted, laid
from tests.support.trial_office import TRIAL

HEADS = ("hạn cuối", "nhiệm vụ", "đơn vị", "văn bản", "nội dung")
TITLE = "Báo cáo quý về kiểm soát thủ tục hành chính"
ROW = ("T6 18/09/2026", "kh490-pl1-bao-cao-quy", "tinh-14-2025", "", TITLE)


def rows(full: str = "tinh-14-2025 BHXH tỉnh Sơn La") -> list[list[Cell]]:
    return [[Cell(text, full if text == "tinh-14-2025" else text) for text in ROW]]


def test_the_widest_column_gives_way_first() -> None:
    assert fitted((10, 40, 8), (10, 6, 8), 60) == [10, 38, 8]
    assert fitted((10, 40, 30), (10, 6, 8), 60) == [10, 23, 23]
    assert fitted((10, 40, 8), (10, 6, 8), 28) == [10, 6, 8]
    assert fitted((10, 40, 8), (10, 6, 8), 27) is None


@pytest.mark.parametrize(("room", "third"), [(160, "tinh-14-2025 BHXH tỉnh Sơn La"), (80, "tinh-14-2025")])
def test_a_name_stands_beside_its_code_where_there_is_room(room: int, third: str) -> None:
    sheet = laid(HEADS, rows(), room)
    assert sheet is not None
    assert sheet.heads == ("hạn cuối", "nhiệm vụ", "đơn vị", "nội dung")  # the empty column is gone
    assert sheet.rows[0][2] == third
    assert sum(sheet.widths) + 2 * 3 <= room


@pytest.mark.parametrize("room", [32, 40, 60, 80, 100])
def test_no_code_is_broken_at_any_width(room: int, capsys: pytest.CaptureFixture[str]) -> None:
    draw(HEADS, rows(), {}, room)
    shown = capsys.readouterr().out
    for code in ("18/09/2026", "kh490-pl1-bao-cao-quy", "tinh-14-2025"):
        assert code in shown
    assert all(len(line) <= room for line in shown.splitlines())


def test_too_narrow_for_columns_it_is_a_card(capsys: pytest.CaptureFixture[str]) -> None:
    draw(HEADS, rows(), {}, 40)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:2] == ["hạn cuối  T6 18/09/2026", "nhiệm vụ  kh490-pl1-bao-cao-quy"]
    assert not any(line.startswith("văn bản") for line in lines)


@pytest.mark.slow
def test_units_and_duties_are_found_by_words(ask) -> None:
    assert [each["unit"] for each in ask("units", "ha noi", "--json").json["units"]] == ["tinh-01"]
    assert ask("units", "HA NOI").out.splitlines()[1].startswith("tinh-01  ")
    found = ask("duties", "giao ban", "--json", "--as-of", "2026-09-11").json["duties"]
    assert [each["obligation"] for each in found] == ["da06-giao-ban"]
    nobody = ask("units", "sao hỏa")
    assert (nobody.code, nobody.out) == (2, "")
    assert 'no unit is called anything like "sao hỏa"' in nobody.err


@pytest.mark.slow
def test_due_within_counts_working_days(small_office: Path, ask) -> None:
    """The reports of August are due on Wednesday 30 September, the fifth working day after the 23rd."""

    def due(within: str, day: str) -> set[str]:
        found = ask("tasks", "--due-within", within, "--json", "--as-of", day).json["tasks"]
        return {each["period"] for each in found if each["obligation"] == TRIAL}

    assert ask("round", "--as-of", "2026-09-03").code == 0
    assert due("5", "2026-09-23") == {"2026-08"}
    assert due("4", "2026-09-23") == set()
    assert due("0", "2026-09-30") == {"2026-08"}
    assert due("5", "2026-10-01") == set()  # late is no longer due


@pytest.mark.slow
def test_an_unknown_filter_is_an_error_and_a_name_is_understood(small_office: Path, ask) -> None:
    assert ask("round", "--as-of", "2026-09-03").code == 0
    for words in (
        ("outbox", "--recipient", "xyz"),
        ("outbox", "--recipient", "xyz:head"),
        ("tasks", "--unit", "xyz"),
        ("tasks", "--obligation", "xyz"),
        ("tasks", "--period", "xyz"),
        ("duties", "--unit", "xyz"),
    ):
        refused = ask(*words, "--as-of", "2026-09-03")
        assert (refused.code, refused.out) == (2, ""), words
    named = ask("outbox", "--recipient", "phap che", "--json", "--as-of", "2026-09-04").json["messages"]
    assert {each["recipient"] for each in named} == {"PC"}


@pytest.mark.slow
def test_check_groups_its_notes(ask) -> None:
    few = ask("check", "--as-of", "2026-09-11").out
    assert "147 notes of one kind:" in few
    assert "  and 145 more like these: dondoc check -v shows all" in few
    assert len(few.splitlines()) < 20
    assert ask("check", "-v", "--as-of", "2026-09-11").out.count("assumption") >= 147


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_learns_to_complete(ask, shell: str) -> None:
    assert "_DONDOC_COMPLETE" in ask("completion", shell).out


@pytest.mark.long
def test_bash_completes_commands_options_and_values(program, home: Path, tmp_path: Path) -> None:
    """The script in a bash of its own, asked as a Tab asks it."""
    script = tmp_path / "completion.bash"
    words = program("completion", "bash")
    script.write_bytes(subprocess.run(words, check=True, capture_output=True, timeout=60).stdout)
    asked = f"""source {script}
for line in "dondoc hist" "dondoc tasks --sta" "dondoc tasks --state ov"; do
  COMP_WORDS=($line) COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)) COMPREPLY=()
  _dondoc_completion {words[0]}; echo "${{COMPREPLY[*]}}"
done"""
    done = subprocess.run(["bash", "-c", asked], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["history", "--state", "overdue"]


@pytest.mark.slow
def test_completion_names_commands_with_their_first_line(
    ask, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from desk.cli import cli

    monkeypatch.setitem(os.environ, "COMP_WORDS", "dondoc hist")
    monkeypatch.setitem(os.environ, "COMP_CWORD", "hist")
    monkeypatch.setitem(os.environ, "_DONDOC_COMPLETE", "fish_complete")
    with pytest.raises(SystemExit):
        cli.main(args=[], prog_name="dondoc")
    assert capsys.readouterr().out.startswith("plain,history\tEverything that happened to one task: ")
