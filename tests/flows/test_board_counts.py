"""A line of a board counts all tasks of its period, whatever chose the line, and expects all who owe by the
roster: the shipped office's quarterly report, which forty-one units owe by Friday 18 September 2026.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from engine.overview import boards
from flows.boards.artifacts import read_boards
from models import db, queries
from tests.support import acts, registries
from tests.support.cast import at
from tests.support.rounds import LAN

pytestmark = pytest.mark.slow

QUARTER = {"obligation": "kstthc-quy", "period": "2026-Q3"}
LONG_AFTER = at("2026-11-26", 9)
"""Sixty-nine days after the last day, forty-eight of them worked: 24 November is a day off from 2026 on."""


def office(engine: Engine, home: Path, go_live: date = date(2026, 8, 1)) -> Installation:
    return Installation(Settings(home=home, go_live=go_live), registries.shipped(), engine)


def morning(of: Installation, now: datetime) -> None:
    acts.a_round(of.engine, of.registry, of.settings, now, deliver=False, obligation="kstthc-quy")


def shown(of: Installation, now: datetime) -> tuple[list[str], str]:
    """The cells of the period's line on the overall board, and the text of its own board."""
    made = {key: text for key, _, text in read_boards(of, now)}
    line = next(
        each
        for each in made["bang-chung"].splitlines()
        if each.startswith("| [kstthc-quy]") and "| 2026-Q3 |" in each
    )
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    return cells[1:], made["kstthc-quy-2026-q3"]


def test_the_long_overdue_are_not_forgotten_when_one_is_extended(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-25"))
    with db.session(scratch) as s:
        acts.extend(
            s, of.registry, **QUARTER, unit="TST", now=at("2026-11-25"), by=LAN,
            new_day=date(2026, 12, 4), reason="chờ số liệu",
        )  # fmt: skip
    cells, board = shown(of, LONG_AFTER)
    assert cells == [
        "2026-Q3",
        "40 đơn vị 18/09/2026, quá 48 ngày làm việc; 1 đơn vị 04/12/2026, còn 6 ngày làm việc",
        "0/41", "**40**", "0", "VP",
    ]  # fmt: skip
    assert "**0/41 đã nộp, 40 chậm**" in board


def test_nor_when_one_is_returned_to_a_later_day(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-25"))
    given = {**QUARTER, "unit": "TST", "by": LAN}
    with db.session(scratch) as s:
        acts.submit(s, of.registry, **given, now=at("2026-09-10"), document_no="1/BC")
        acts.return_report(
            s, of.registry, **given, now=at("2026-11-25"), new_day=date(2026, 12, 4), reason="thiếu số liệu"
        )
    cells, _ = shown(of, LONG_AFTER)
    assert cells[2:4] == ["0/41", "**40**"]
    assert cells[1].startswith("40 đơn vị 18/09/2026, quá 48 ngày làm việc; 1 đơn vị 04/12/2026")


def test_the_day_and_the_distance_are_of_the_same_units(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-25"))
    now = at("2026-09-16", 9)
    with db.session(scratch) as s:
        for unit in ("PC", "TCKT", "CNTT", "TT", "CSYT", "CSXH"):
            acts.submit(s, of.registry, **QUARTER, unit=unit, now=now, by=LAN, document_no="1/BC")
        for unit in ("TST", "tinh-01"):
            acts.extend(
                s, of.registry, **QUARTER, unit=unit, now=now, by=LAN,
                new_day=date(2026, 9, 24), reason="chờ số liệu",
            )  # fmt: skip
    cells, board = shown(of, now)
    # Two working days to Friday the 18th, six to Thursday the 24th; who has sent it is asked for nothing.
    assert cells[1:3] == [
        "33 đơn vị 18/09/2026, còn 2 ngày làm việc; 2 đơn vị 24/09/2026, còn 6 ngày làm việc",
        "6/41",
    ]
    assert "2 đơn vị thứ Năm, 24/09/2026, còn 6 ngày làm việc" in board


def test_after_a_rerun_for_two_units_forty_one_are_expected(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path, go_live=date(2026, 11, 1))
    morning(of, at("2026-11-24"))
    acts.rerun(
        scratch, of.registry, of.settings, at("2026-11-24", 10), **QUARTER, execute=True,
        units=["TST", "PC"], reason="hỏi lại",
    )  # fmt: skip
    cells, board = shown(of, LONG_AFTER)
    assert cells[2] == "0/41, mở 2"
    assert "**0/41 đã nộp, 2 chậm, mở 2**" in board
    assert "Chưa mở việc cho 39 đơn vị phải thực hiện kỳ này: " in board
    again = acts.a_round(
        scratch, of.registry, of.settings, at("2026-11-26"), deliver=False, **QUARTER
    )  # fmt: skip
    assert again.tally is not None
    assert acts.vi(again.tally.message()) == "0/41 đã nộp, 2 chậm, mở 2"


def test_a_report_that_comes_before_its_period_opens_is_one_of_forty_one(
    scratch: Engine, tmp_path: Path
) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-03"))
    with db.session(scratch) as s:
        acts.submit(
            s, of.registry, **QUARTER, unit="TST", now=at("2026-08-04"), by=LAN, document_no="1/BC"
        )  # fmt: skip
    cells, _ = shown(of, at("2026-08-04", 9))
    assert cells[1:3] == ["18/09/2026, các việc đã mở đều xong", "1/41, mở 1"]


def test_who_is_waived_is_expected_no_more(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-25"))
    with db.session(scratch) as s:
        acts.waive(s, of.registry, **QUARTER, unit="TST", now=at("2026-09-10"), by=LAN, reason="sáp nhập")
    cells, _ = shown(of, at("2026-09-10", 9))
    assert cells[2] == "0/40"


def test_a_filter_chooses_lines_and_never_tasks_inside_one(scratch: Engine, tmp_path: Path) -> None:
    of = office(scratch, tmp_path)
    morning(of, at("2026-08-25"))
    with db.session(scratch) as s:
        acts.extend(
            s, of.registry, **QUARTER, unit="TST", now=at("2026-09-10"), by=LAN,
            new_day=date(2026, 9, 30), reason="chờ số liệu",
        )  # fmt: skip
        queries.amend_all(
            s,
            [each.id for each in queries.tasks(s, **QUARTER, unit="PC") if each.id is not None],
            event=queries.Happening(at("2026-09-10"), "reassigned", "lan", "cli"),
            owner="PC",
        )
    with db.reading(scratch) as s:

        def counted(**wanted: object) -> list[int]:
            return [row.expected for row in queries.board_rows(s, LONG_AFTER, **wanted)]  # type: ignore[arg-type]

        assert counted(last_day_from=date(2026, 9, 19)) == [41]
        assert counted(last_day_to=date(2026, 9, 18)) == [41]
        assert counted(last_day_from=date(2026, 9, 19), last_day_to=date(2026, 9, 29)) == []
        assert counted(owner="PC") == [41]
        (line,) = boards.overview(s, of.registry, LONG_AFTER, since=date(2026, 9, 27))
        assert line.expected == 41
