"""What waits of a reply is decided from the board: a link opens the form filled in as it was understood."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from engine.answers import answers
from engine.replies import deciding
from engine.replies.hearing import hear
from engine.tasks.acts import TaskRef, acting
from flows import names
from flows.boards.artifacts import read_boards
from tests.support import cast, databases
from tests.support.replying import READ, Correspondence, correspondence, reply_to
from tests.support.rounds import LAN

pytestmark = pytest.mark.slow

SECOND = replace(cast.QUARTERLY, code="cchc-quy", title="Báo cáo cải cách hành chính quý", owed_by=("TST",))


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Correspondence:
    """TST owes two reports, CSXH one of them."""
    url = databases.migrated(databases.SQLITE, tmp_path, request)
    return correspondence(url, tmp_path, cast.QUARTERLY, SECOND)


def links(office: Correspondence) -> dict[str, dict[str, Any]]:
    """What the links of the reply's row are called, and what each fills in."""
    (board,) = [text for key, _, text in read_boards(office.here, READ) if key == names.overall_key("vi")]
    return {
        called: json.loads(unquote(given))
        for called, given in re.findall(r"\[([^\]]*)\]\(form:decide-reply\?parameters=(\S+?)\)", board)
    }


def test_the_task_that_was_understood_is_filled_in(office: Correspondence) -> None:
    office.arrive(reply_to(office.message("CSXH"), "đã gửi rồi ạ", sender="Bình <csxh@bhxh.example>"))
    office.read(hear=hear)
    number = office.reply().id
    assert links(office) == {
        "Ghi nhận": {"reply": number, "decision": "accept", "task": "kstthc-quy/2026-Q3/CSXH"},
        "Không ghi nhận": {"reply": number, "decision": "dismiss"},
    }


def test_each_task_that_may_be_meant_is_one_click(office: Correspondence) -> None:
    office.arrive(reply_to(office.message("TST"), "Đã gửi, số 15/BC ngày 14/09/2026"))
    office.read(hear=hear)
    found = links(office)
    assert list(found) == [
        "Ghi nhận cho kstthc-quy/2026-Q3",
        "Ghi nhận cho cchc-quy/2026-Q3",
        "Không ghi nhận",
    ]
    given = found["Ghi nhận cho cchc-quy/2026-Q3"]
    assert given == {"reply": office.reply().id, "decision": "accept", "task": "cchc-quy/2026-Q3"}
    with acting(office.here, READ, LAN) as act:  # as the form does it
        deciding.accept(act, given["reply"], task=given["task"])
    assert office.task(obligation="cchc-quy").document_no == "15/BC"
    assert office.task().document_no is None
    assert links(office) == {}


def test_a_task_is_accepted_by_its_whole_name(office: Correspondence) -> None:
    office.arrive(reply_to(office.message("CSXH"), "đã gửi rồi ạ", sender="Bình <csxh@bhxh.example>"))
    office.read(hear=hear)
    with acting(office.here, READ, LAN) as act:
        deciding.accept(act, office.reply().id or 0, task=links(office)["Ghi nhận"]["task"])
    assert office.task("CSXH").state.value == "submitted"


def test_of_two_of_one_name_that_a_unit_holds_the_unit_that_owed_it_says_which(
    office: Correspondence,
) -> None:
    with acting(office.here, READ, LAN) as act:
        answers.reassign(act, TaskRef("kstthc-quy", "2026-Q3", "TST"), to="CSXH", reason="x")
    for text in ("kstthc-quy/2026-Q3: đã gửi, số 1/BC ngày 14/09/2026",
                 "kstthc-quy/2026-Q3/TST: đã gửi, số 2/BC ngày 14/09/2026"):  # fmt: skip
        office.arrive(reply_to(office.message("CSXH"), text, sender="Bình <csxh@bhxh.example>"))
        office.read(hear=hear)
    assert [state.value for state in office.states()] == ["waiting", "recorded"]
    assert (office.task().document_no, office.task("CSXH").document_no) == ("2/BC", None)
