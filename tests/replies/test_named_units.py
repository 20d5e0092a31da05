"""A unit that holds another's task besides its own: which of them a reply means."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.answers import answers
from engine.errors import UnknownName
from engine.replies import deciding
from engine.tasks.acts import By, TaskRef, acting
from language import say
from models.states import ReplyState, TaskState
from models.tables import Reply
from tests.support.mailroom import text_of
from tests.support.replying import READ, Correspondence, reply_to, sent

CSXH = TaskRef("kstthc-quy", "2026-Q3", "CSXH")


def heard(office: Correspondence, reference: str) -> Reply:
    office.arrive(reply_to(office.message()))
    office.read(sent(reference=reference))
    return office.replies()[-1]


def taken_over(office: Correspondence) -> None:
    with acting(office.here, READ - timedelta(hours=1), By("Hoa")) as act:
        answers.reassign(act, CSXH, to="TST", reason="sáp nhập")


def why(reply: Reply) -> str:
    (item,) = deciding.items_of(reply)
    return "; ".join(say(each, "vi", "mail") for each in item.why)


def test_a_task_named_with_another_units_code_is_not_recorded_as_ones_own(office: Correspondence) -> None:
    """Seen: 'kstthc-quy/2026-Q3/CSXH: đã gửi' from TST was recorded for TST."""
    reply = heard(office, "kstthc-quy/2026-Q3/CSXH")
    assert reply.state is ReplyState.WAITING
    assert why(reply) == "TST không có việc kstthc-quy/2026-Q3/CSXH"
    assert {office.task(unit).state for unit in ("TST", "CSXH")} == {TaskState.OPEN}
    with acting(office.here, READ, By("Hoa")) as act, pytest.raises(UnknownName):
        deciding.accept(act, reply.id or 0, task="kstthc-quy/2026-Q3/CSXH")


def test_of_two_tasks_of_one_name_the_reply_says_which(office: Correspondence) -> None:
    """Seen: 'TST has no task kstthc-quy/2026-Q3', though it has two of that name."""
    taken_over(office)
    assert why(heard(office, "kstthc-quy/2026-Q3")) == (
        "TST có 2 việc tên kstthc-quy/2026-Q3, chưa rõ là việc nào: "
        "kstthc-quy/2026-Q3/TST, kstthc-quy/2026-Q3/CSXH"
    )
    assert heard(office, "kstthc-quy/2026-Q3/tst").state is ReplyState.RECORDED
    assert (office.task("TST").state, office.task("CSXH").state) == (TaskState.SUBMITTED, TaskState.OPEN)


def test_the_confirmation_names_whose_task_it_was(office: Correspondence) -> None:
    taken_over(office)
    heard(office, "kstthc-quy/2026-Q3/CSXH")
    assert office.task("CSXH").state is TaskState.SUBMITTED
    assert "- kstthc-quy/2026-Q3/CSXH: báo cáo đã gửi ngày 14/09/2026 số 123/BC" in text_of(
        office.answers()[-1]
    )
