"""The overall board shows what units asked until somebody has answered."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

import pytest
from sqlalchemy import Engine

from engine.answers import requests
from engine.installation import Installation
from engine.tasks.acts import TaskRef, acting
from flows import names
from flows.boards.artifacts import read_boards
from flows.boards.form_links import named, resolved
from flows.forms.grant_request import grant_request
from flows.schema import Shown
from tests.support import cast
from tests.support.cast import at
from tests.support.rounds import LAN, quiet_round, settings

pytestmark = pytest.mark.slow

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
    assert "[Chấp thuận](form:grant-request?parameters=" in line
    assert "17/09/2026" in line  # five working days after Thursday the 10th
    with acting(here, at("2026-09-11", 9), LAN) as act:
        requests.refuse(act, TST, reason="Không gia hạn")
    assert "đề nghị của đơn vị" not in overall(here, "2026-09-11")


def test_a_link_opens_the_form_filled_in_as_its_lists_have_it(scratch: Engine, tmp_path: Path) -> None:
    registry = cast.registry()
    here = Installation(settings(tmp_path), registry, scratch)
    quiet_round(scratch, registry, here.settings, at("2026-09-10"))
    with acting(here, at("2026-09-10", 9), LAN) as act:
        requests.ask_extension(act, TST, new_day=date(2026, 9, 25), reason="Chờ số liệu")
        requests.pass_on(act, TST, to="CSXH", reason="Xin ý kiến")
    board = overall(here, "2026-09-10")
    assert named([board]) == {"grant-request", "refuse-request", "pass-request-on"}
    assert "Ban Chính sách BHXH" in next(line for line in board.splitlines() if "gia hạn đến" in line)
    number = UUID("00000000-0000-0000-0000-000000000007")
    shown = resolved(board, {"grant-request": number})
    (found,) = re.findall(r"\(\.\./\.\./deployments/deployment/(\S+)/run\?parameters=(\S+?)\)", shown)
    assert found[0] == str(number)
    given = json.loads(unquote(found[1]))
    assert given == {
        "obligation": (
            "kstthc-quy · Báo cáo công tác kiểm soát TTHC quý (bao cao cong tac kiem soat tthc quy)"
        ),
        "period": "2026-Q3",
        "unit": "TST · Ban Quản lý thu (ban quan ly thu)",
        "new_day": "2026-09-25",
    }
    assert "form:" not in shown  # a form that is not served is named without a link
    parameters = grant_request.parameters.model_dump()
    fields = Shown(registry, date(2026, 9, 10)).of(parameters, form="grant-request")["properties"]
    assert given["obligation"] in fields["obligation"]["enum"]
    assert given["unit"] in fields["unit"]["enum"]
    assert fields["to_unit"]["enum"][:2] == ["", "VP · Văn phòng (van phong)"]
    assert given.keys() <= fields.keys()
