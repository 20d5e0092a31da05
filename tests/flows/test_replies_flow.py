"""The flow that reads replies and the form that decides one: where they are served, and what they say."""

from __future__ import annotations

import mailbox
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest
from prefect.client.schemas.objects import StateType

from config.loading import loader
from config.settings import Settings
from engine.installation import Installation
from engine.mail import silencing
from engine.mail.silencing import Subject
from engine.tasks.acts import By, acting
from flows import delivery, replies, schema, serve
from flows.boards.artifacts import read_boards
from flows.forms import decide_reply as form
from flows.forms.decide_reply import decide_reply
from flows.replies import read_all
from models import db, queries
from models.states import ReplyState
from tests.support.cast import at
from tests.support.trial_office import small_office_folder

pytestmark = pytest.mark.slow

NOW = at("2026-11-26", 14)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The trial office with an empty Maildir, as the one that runs here."""
    folder = small_office_folder(tmp_path / "office")
    made = tmp_path / "Maildir"
    mailbox.Maildir(made, create=True)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    monkeypatch.setenv("DONDOC_REPLIES", f"maildir:{made}")
    settings = Settings(home=tmp_path, config=folder, replies=f"maildir:{made}")
    engine = db.engine_for(settings.database)
    db.upgrade(engine)
    return Installation(settings, loader.load(folder), engine)


def test_they_are_served_only_where_a_mailbox_is_set(here: Installation) -> None:
    made = {each.name: each for each in serve.deployments(here, NOW)}
    assert {"read-replies", "decide-reply"} <= set(made)
    (schedule,) = made["read-replies"].schedules or []
    assert "*/5 * * * *" in str(schedule)
    without = replace(here, settings=replace(here.settings, replies=None))
    assert not {"read-replies", "decide-reply"} & {each.name for each in serve.deployments(without, NOW)}


def test_every_field_of_the_form_is_titled_and_explained(here: Installation) -> None:
    deployment = next(each for each in serve.deployments(here, NOW) if each.name == "decide-reply")
    shown = schema.Shown(here.registry, NOW.date()).of(
        deployment._parameter_openapi_schema.model_dump(), form="decide-reply"
    )
    titles = {
        name: (field["title"], bool(field["description"])) for name, field in shown["properties"].items()
    }
    assert titles == {
        "reply": ("Số của thư trả lời", True),
        "decision": ("Quyết định", True),
        "task": ("Việc", True),
        "reason": ("Lý do", True),
        "figure": ("Số liệu", True),
        "amend": ("Sửa lại", True),
        "confirmed": ("Xác nhận", True),
        "recorded_by": ("Người ghi", True),
    }


async def test_an_idle_run_says_so_and_a_broken_mailbox_is_told(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = await read_all.fn()
    assert (idle.type, idle.message) == (StateType.COMPLETED, "Không có thư trả lời mới")
    monkeypatch.setenv("DONDOC_REPLIES", "maildir:/nowhere")
    broken = await read_all.fn()
    assert broken.type is StateType.FAILED
    assert "/nowhere không phải thư mục Maildir" in (broken.message or "")


async def test_what_is_not_believed_or_cannot_be_read_is_told_on_the_board(here: Installation) -> None:
    """Neither waits for a decision, and nobody looks into a list unasked."""
    with db.session(here.engine) as s:
        for place, state in (
            ("1", ReplyState.REFUSED),
            ("2", ReplyState.UNREADABLE),
            ("3", ReplyState.IGNORED),
        ):
            reply = queries.add_reply(s, "maildir:x", place, NOW - timedelta(days=6))
            assert reply is not None
            reply.state = state
    told = [text for _, _, text in read_boards(here, NOW) if "replies list" in text]
    assert [line for line in told[0].splitlines() if "replies list" in line] == [
        "- 1 thư trong 7 ngày qua không đủ tin cậy nên không ghi nhận; xem lý do bằng lệnh dondoc replies "
        "list --state refused.",
        "- 1 thư trong 7 ngày qua không đọc được; xem bằng lệnh dondoc replies list --state unreadable "
        "và đọc trong hộp thư.",
    ]
    later = read_boards(here, NOW + timedelta(days=2))
    assert not any("replies list" in text for _, _, text in later)


async def test_a_refused_decision_says_what_to_do(
    here: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "clock", lambda: NOW)
    refused = await decide_reply.fn(reply=7, recorded_by="Lan", decision="dismiss", reason="x")
    assert refused.type is StateType.COMPLETED
    assert refused.message == "Không ghi nhận: không có thư trả lời số 7"
    assert not re.search(r"--[a-z]|dondoc ", refused.message or "")


@pytest.mark.parametrize("room", [replies, delivery])
async def test_what_the_terminal_read_or_held_is_on_the_boards_with_the_next_run(
    here: Installation, monkeypatch: pytest.MonkeyPatch, room: ModuleType
) -> None:
    """Seen: a reply that `dondoc replies read` had read and that waits, and a silence set by command, stood
    on no board until the next morning, since neither is of a task."""
    written: list[str] = []

    async def kept(_: object, boards: list[tuple[str, str, str]], **_more: object) -> int:
        written.extend(text for _, _, text in boards)
        return len(boards)

    monkeypatch.setattr(room, "write_boards", kept)  # it would start a Prefect server
    monkeypatch.setattr(room, "clock", lambda: NOW)
    run = room.read_all if room is replies else room.deliver
    await run.fn()
    assert written == []
    with db.session(here.engine) as s:
        reply = queries.add_reply(s, "maildir:x", "1", NOW - timedelta(minutes=4))
        assert reply is not None
        reply.state, reply.sender, reply.text = ReplyState.WAITING, "tst@bhxh.example", "đã gửi rồi ạ"
    ended = await run.fn()
    assert any("đã gửi rồi ạ" in text for text in written)
    assert ended.message == f"{len(written)} bảng được cập nhật"
    written.clear()
    with acting(here, NOW - timedelta(minutes=2), By("lan")) as act:
        silencing.silence(act, Subject(unit="TST"), until=date(2026, 12, 4), reason="Chuyển trụ sở")
    await run.fn()
    assert any("Chuyển trụ sở" in text for text in written)
