"""The overall board shows what units asked until somebody has answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from engine.answers import requests
from engine.installation import Installation
from engine.tasks.acts import TaskRef, acting
from flows import names
from flows.boards.artifacts import read_boards
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

TST = TaskRef("kstthc-quy", "2026-Q3", "TST")


def overall(here: Installation, day: str) -> str:
    boards = {key: text for key, _, text in read_boards(here, at(day, 10))}
    return boards[names.overall_key("vi")]


def test_a_request_stands_there_until_it_is_answered(scratch: Engine, tmp_path: Path) -> None:
    registry = cast.registry()
    here = Installation(settings(tmp_path), registry, scratch)
    quiet_round(scratch, registry, here.settings, at("2026-09-10"))
    assert "đề nghị của đơn vị" not in overall(here, "2026-09-10")
    with acting(here, at("2026-09-10", 9), LAN) as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 25), reason="Chờ | số liệu")
    board = overall(here, "2026-09-10")
    assert "## 1 đề nghị của đơn vị đang chờ trả lời" in board
    line = next(line for line in board.splitlines() if "gia hạn đến" in line)
    assert "Ban Quản lý thu" in line
    assert "gia hạn đến 25/09/2026" in line
    assert "Chờ \\| số liệu" in line or "Chờ &#124; số liệu" in line
    assert "17/09/2026" in line  # five working days after Thursday the 10th
    with acting(here, at("2026-09-11", 9), LAN) as act:
        requests.refuse(act, TST, reason="Không gia hạn")
    assert "đề nghị của đơn vị" not in overall(here, "2026-09-11")
