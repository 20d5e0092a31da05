"""Every command on a terminal of 80 and of 60 columns: no line is wider, no code or date is broken.

What the same command says in a pipe tells which words have to be there whole.
"""

from __future__ import annotations

import io
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from config.settings import EXAMPLE_REGISTRY
from desk import cli, speaking
from desk.widths import GLUE, width, wrapped
from tests.desk.conftest import Answer

pytestmark = pytest.mark.slow

SHIPPED = """
check --as-of 2026-09-11
units "ha noi"
duties "kiem soat"
due kstthc-quy 2028-Q1
due kstthc-quy
agenda --from 2026-09-01 --to 2026-09-30
tasks --unit TST --as-of 2026-09-21
board --as-of 2026-09-21
board kstthc-quy 2026-Q3 --as-of 2026-09-21
history kstthc-quy 2026-Q3 CSYT
outbox --limit 5
outbox --show 1
report --year 2026 --unit TST,CSYT,VP --as-of 2026-10-05
"""
SHIPPED_TOO = """
units
assignments --document 490
assignments --counts
calendar 2026
parse "trước ngày 20/6 và 15/12 hàng năm"
tasks --state all --obligation kstthc-quy --as-of 2026-10-05
event --as-of 2026-09-14
event kh490-3.4 2026-09-11 --as-of 2026-09-11 --dry-run
diff config/offices/bhxh
renewals --as-of 2026-09-14
renew 490/KH-BHXH --year 2026 --end --as-of 2026-09-14 --dry-run
submit kstthc-quy 2026-Q3 TST --document 7/BC --as-of 2026-09-22 --dry-run
extend kstthc-quy 2026-Q3 TST --to 2026-09-26 --reason "Công văn 88/TST" --as-of 2026-09-11 --dry-run
undo kstthc-quy 2026-Q3 CSYT --reason "ghi nhầm đơn vị" --as-of 2026-09-15 --dry-run
requests
replies list --all
silence --all
person list
contacts
doctor --as-of 2026-12-30
db status
link TST
up --dry-run
"""
WRITING = """
accept kstthc-quy 2026-Q3 CSYT --as-of 2026-09-15 --dry-run
return kstthc-quy 2026-Q3 CSYT --to 2026-09-25 --reason "thiếu phụ lục 2" --as-of 2026-09-15 --dry-run
waive kstthc-quy 2026-Q3 PC --reason "không phát sinh" --as-of 2026-09-14 --dry-run
acknowledge kstthc-quy 2026-Q3 TST --note "giao phòng chuyên môn" --as-of 2026-09-14 --dry-run
progress kstthc-quy 2026-Q3 TST --percent 40 --note "đang lấy ý kiến" --as-of 2026-09-14 --dry-run
reassign kstthc-quy 2026-Q3 TST --to CSXH --reason "chuyển đầu mối" --as-of 2026-09-14 --dry-run
silence --unit PC --until 2026-10-02 --reason "chuyển trụ sở" --as-of 2026-09-14 --dry-run
rerun kstthc-quy 2026-Q2 --units TST --reason "mở lại theo công văn" --as-of 2026-09-14
apply --dry-run --as-of 2026-09-14
link TST --revoke --reason "thư chuyển nhầm người" --as-of 2026-09-14 --dry-run
copy --to sqlite:////nowhere/at/all.db --dry-run
form kstthc-quy 2026-Q3 CNTT -o report.docx --dry-run
ics TST -o tst.ics --dry-run
rounds
"""
REFUSED = """
submit kstthc-quy 2026-Q3 VP --document 8/BC --as-of 2026-09-12
accept kstthc-quy 2026-Q3 VP --as-of 2026-09-14
grant kstthc-quy 2026-Q3 TST --as-of 2026-09-14
refuse kstthc-quy 2026-Q3 TST --reason "cần cho kỳ họp" --as-of 2026-09-14
forward kstthc-quy 2026-Q3 TST --to PC --reason "Vụ Pháp chế trả lời" --as-of 2026-09-14
silence --end 1 --reason "đã chuyển xong" --as-of 2026-09-16
absent TST "Chuyên viên 1" 2026-09-14 2026-09-16 --as-of 2026-09-14
outbox --retry 1
backup there.zip --as-of 2026-09-14
verify missing.zip
restore missing.zip
import missing.docx
contacts --file missing.xlsx
hear missing.eml
person add
"""
HEAVY = """
simulate --from 2026-09-17 --to 2026-09-18 --unit TST
trace --from 2026-09-01 --to 2026-09-11 --unit PC
rerun kstthc-quy 2026-Q2 --units TST,PC --as-of 2026-09-14
outbox --coming --as-of 2026-09-14
plan --as-of 2026-09-14
round --as-of 2026-09-17 --dry-run
"""
COMPANY = """
check
units
duties
due vat-return --next 4
agenda --from 2026-12-01 --to 2027-02-28
assignments
tasks --as-of 2027-01-20
history payroll-tax 2026-12 PAY --as-of 2027-01-20
board --as-of 2027-01-20
report --year 2026 --as-of 2027-01-20
simulate --from 2026-12-01 --to 2026-12-11 --unit FIN
event
outbox
outbox --show 1
doctor
"""
CODE = re.compile(r"\S*(?:\d|\w-\w|\w[._@/]\w)\S*")
DATE = re.compile(r"\b(?:T[2-7]|CN|Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d[\d/-]+")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def shown(ask: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What one command shows on a terminal of so many columns, refusals too."""

    def run(columns: int, *words: str) -> str:
        page = Terminal()
        with monkeypatch.context() as patch:
            patch.setenv("COLUMNS", str(columns))
            patch.setenv("TERM", "xterm")
            patch.setenv("NO_COLOR", "1")
            patch.setattr(sys, "stdout", page)
            patch.setattr(sys, "stderr", page)
            cli.main(list(words))
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", page.getvalue())

    return run


@pytest.fixture
def holds(ask: Callable[..., Answer], shown: Callable[..., str]) -> Callable[..., None]:
    def check(commands: str, *columns: int, codes_of_exit: tuple[int, ...] = (0, 1)) -> None:
        for words in map(shlex.split, commands.strip().splitlines()):
            piped = ask(*words)
            assert piped.code in codes_of_exit, (words, piped.err)
            said = piped.out + piped.err
            codes = {each.strip(",.;:()") for each in CODE.findall(said) if "…" not in each}
            for room in columns:
                page = shown(room, *words)
                assert [each for each in page.splitlines() if _too_wide(each, room)] == [], (words, room)
                there = {each.strip(",.;:()") for each in page.split()}
                # A pipe's heads are in capitals.
                lost = {each for each in codes - there if each.lower() not in page.lower()}
                # What changes by itself meanwhile (room on the disk) is not lost.
                again = ask(*words) if lost else piped
                assert {each for each in lost if each in again.out + again.err} == set(), (words, room)
                assert set(DATE.findall(said)) <= set(DATE.findall(page)), (words, room)

    return check


def _too_wide(line: str, room: int) -> bool:
    """Wider than the terminal; only an address or a path that is long by itself may be."""
    return width(line) > room and max(map(width, line.split())) < room // 2


def test_a_line_goes_on_at_a_blank_under_its_value() -> None:
    assert wrapped("  due:     Friday the eighteenth", 22) == ["  due:     Friday the", "    eighteenth"]
    told = "  last day:     Fri 2026-09-18 (moved from a weekend, and so on)"
    assert wrapped(told, 50) == [
        "  last day:     Fri 2026-09-18 (moved from a",
        "                weekend, and so on)",
    ]
    assert wrapped(f"until Fri{GLUE}2026-09-18", 12) == ["until", "Fri 2026-09-18"]
    assert wrapped("see https://office.example/a/long/way", 12) == [
        "see",
        "https://office.example/a/long/way",
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_read_most_fits_a_narrow_terminal(say: Any, holds: Any, language: str) -> None:
    say(language, "db", "url")
    speaking.language.cache_clear()
    holds(SHIPPED, 60)


@pytest.mark.long
def test_every_command_fits_both_widths(say: Any, holds: Any) -> None:
    say("vi", "db", "url")
    holds(SHIPPED, 80)
    holds(SHIPPED_TOO, 60)
    holds(WRITING, 60, 80, codes_of_exit=(0,))
    holds(REFUSED, 60, 80, codes_of_exit=(1, 2))
    holds(HEAVY, 60)


@pytest.mark.long
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_help_of_every_command_fits_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, shown: Any, language: str
) -> None:
    monkeypatch.setenv("DONDOC_LANGUAGE", language)
    speaking.language.cache_clear()
    for name in (*cli.COMMANDS, ""):
        page = shown(60, *name.split(), "--help")
        # An example is there to be copied, whole.
        said = [each for each in page.splitlines() if not re.match(r" {4}(\S+=\S+ |printf .*)?dondoc ", each)]
        assert [each for each in said if _too_wide(each, 60)] == [], name


@pytest.mark.long
def test_the_example_office_fits_both_widths(
    ask: Any, holds: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_CONFIG", str(EXAMPLE_REGISTRY))
    monkeypatch.setenv("DONDOC_GO_LIVE", "2026-11-01")
    for day in ("2026-11-27", "2027-01-20"):
        assert ask("round", "--as-of", day, "--far-ahead").code == 0
    holds(COMPANY, 80, 60)
