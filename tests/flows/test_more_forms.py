"""The forms for what was the command line's alone: accepting, reassigning, applying, mail again. And what all
forms take: names as people write them, and who records.
"""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import StateType
from sqlalchemy import Engine

from config.loading import loader
from config.settings import Settings
from engine.answers import requests
from engine.errors import RoundError
from engine.installation import Installation
from engine.rounds.report import RoundReport
from engine.rounds.rounds import run_round
from engine.tasks.acts import By, TaskRef, acting
from engine.tasks.restored import Restored, mark
from flows import choices, morning
from flows.boards.artifacts import read_boards
from flows.forms import (
    apply_registry,
    end_silence,
    every,
    filling,
    go_on,
    renew_document,
    rerun,
    retry_mail,
    set_absence,
    set_silence,
)
from flows.forms.decide_reply import decide_reply
from models import db, queries
from models.states import MessageState, TaskState
from models.tables import Task
from tests.support import acts, registries
from tests.support.cast import at
from tests.support.trial_office import small_office_folder

NOW = at("2026-11-26", 14)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The trial office after a round of this day, as the one that runs here."""
    folder = small_office_folder(tmp_path / "office")
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path))
    monkeypatch.setenv("DONDOC_CONFIG", str(folder))
    for room in (
        filling,
        rerun,
        apply_registry,
        go_on,
        renew_document,
        retry_mail,
        set_absence,
        set_silence,
        end_silence,
    ):
        monkeypatch.setattr(room, "clock", lambda: NOW)
    for room, what in (
        (filling, "write_boards"),
        (set_silence, "write_boards"),
        (end_silence, "write_boards"),
        (rerun, "acreate_markdown_artifact"),
    ):
        monkeypatch.setattr(room, what, no_boards)  # it would start a Prefect server
    settings = Settings(home=tmp_path, config=folder, go_live=date(2026, 11, 1))
    db.upgrade(settings.database)
    engine = db.engine_for(settings.database)
    registry = loader.load(folder)
    acts.a_round(engine, registry, settings, NOW)
    return Installation(settings, registry, engine)


async def no_boards(*_: object, **__: object) -> None:
    pass


async def told(form: str, **fields: Any) -> str:
    """What a form ends with; it is never red."""
    (flow,) = [each for each in every.FORMS if each.name == form]
    fields.setdefault("recorded_by", "Lan, Phòng Tổng hợp")
    ended = await flow.fn(**fields)
    assert ended.type is StateType.COMPLETED
    return str(ended.message)


def test_every_form_asks_who_records() -> None:
    for form in (*every.FORMS, decide_reply):
        asked = inspect.signature(form.fn).parameters["recorded_by"]
        assert asked.default is inspect.Parameter.empty, form.name
        assert form.parameters.model_dump()["properties"]["recorded_by"]["minLength"] == 1
        assert "recorded_by" in form.parameters.model_dump()["required"]


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_report_is_accepted_by_a_named_person(office: Installation) -> None:
    named = {"obligation": "bao cao thu hang thang chi de mo", "period": "tháng 11/2026", "unit": "phap che"}
    said = await told("record-submission", **named, document_no="9/BC")
    assert "thu-mo 2026-11" in said
    assert "9/BC" in said
    assert "đã chấp nhận" in await told("accept-report", **named, note="đủ")
    with db.reading(office.engine) as s:
        (task,) = queries.tasks(s, obligation="thu-mo", period="2026-11", unit="PC")
        assert task.state is TaskState.ACCEPTED
        done = {event.kind: event.actor for event in queries.history(s, task_id=task.id)}
    assert done["submitted"] == done["accepted"] == "Lan, Phòng Tổng hợp"
    refused = await told("accept-report", **named | {"unit": "cong nghe thong tin"})
    assert refused.startswith("Không ghi nhận: ")


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_task_is_given_to_a_unit_by_its_name(office: Installation) -> None:
    given = {"obligation": "thu-nghiem", "period": "2026-11", "unit": "PC", "reason": "chuyển nhiệm vụ"}
    assert "đã giao cho CNTT" in await told("reassign-task", **given, to="Trung tâm công nghệ thông tin")
    with db.reading(office.engine) as s:
        (task,) = queries.tasks(s, obligation="thu-nghiem", period="2026-11", unit="PC")
    assert task.holder == "CNTT"
    assert (await told("reassign-task", **given, to="Ban")).startswith(
        "Không ghi nhận: 'Ban' có thể là nhiều"
    )


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_rerun_takes_a_list_of_names(office: Installation) -> None:
    said = await told("rerun", obligation="thu-nghiem", period="2026-11", units="phap che, TST; cntt")
    assert not said.startswith("Không ghi nhận")
    refused = await told("rerun", obligation="thu-nghiem", period="2026-11", units="TST, khong co")
    assert refused.startswith("Không ghi nhận: không có đơn vị 'khong co'")


@pytest.mark.asyncio
async def test_a_word_lets_everything_go_on_after_a_restore(office: Installation) -> None:
    assert await told("go-on") == "Không có gì đang chờ; không ghi nhận gì."
    with db.session(office.engine) as s:
        mark(s, Restored(NOW.isoformat(), NOW.isoformat()))
    with pytest.raises(RoundError, match="restored from a backup"):
        acts.a_round(office.engine, office.registry, office.settings, NOW)
    assert await told("go-on") == "Đã ghi nhận, các lượt chạy và thư đi tiếp: sau khi khôi phục."
    acts.a_round(office.engine, office.registry, office.settings, NOW)


@pytest.mark.asyncio
async def test_a_cut_registry_stops_the_morning_until_it_is_applied(
    office: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (file,) = [each for each in office.settings.config.glob("*.yaml") if "thu-mo" in each.read_text("utf-8")]
    text = file.read_text("utf-8")
    file.write_text(text[: text.index("  - code: thu-mo")], "utf-8")
    monkeypatch.setattr(morning, "clock", lambda: NOW)

    async def unseen(here: Installation, now: datetime) -> RoundReport:  # its stages need a server to show on
        return run_round(here, now, join=True)

    monkeypatch.setattr(morning, "staged_round", unseen)
    ended = await morning.morning_round.fn(even_on_day_off=True)
    assert ended.is_failed()
    assert "danh mục thiếu những gì lần dùng trước vẫn có: 1 nghĩa vụ (thu-mo)" in str(ended.message)
    shown = await told("apply-registry")
    assert "không còn trong danh mục: 1 nghĩa vụ (thu-mo)" in shown
    await told("apply-registry", apply=True)
    cut = loader.load(office.settings.config)
    acts.a_round(office.engine, cut, office.settings, NOW)


@pytest.mark.slow
@pytest.mark.asyncio
async def test_the_edited_registry_is_shown_then_applied(office: Installation) -> None:
    assert await told("apply-registry") == "Các việc đang mở đã đúng danh mục; không có gì phải làm."
    files = [*office.settings.config.rglob("*.yaml")]
    (file,) = [each for each in files if "code: thu-nghiem" in each.read_text("utf-8")]
    text = file.read_text("utf-8")
    file.write_text(text.replace("day: last", "day: 28", 1), "utf-8")
    shown = await told("apply-registry")
    # October's, due on Monday 30 November: the 28th is a Saturday, and rolls to the same Monday.
    changes = (
        "dời hạn 6 việc, đổi cách ghi hạn của 3 việc. thu-nghiem 2026-11: dời hạn 3 việc; "
        "thu-nghiem 2026-12: dời hạn 3 việc; thu-nghiem 2026-10: đổi cách ghi hạn của 3 việc"
    )
    assert shown.startswith(f"Sẽ làm: {changes}. Để làm thật, bật “Làm thật” (apply); dấu của bản này: ")
    mark = shown.rpartition(": ")[2].rstrip(".")
    with db.reading(office.engine) as s:
        before = {task.last_day for task in queries.tasks(s, obligation="thu-nghiem", period="2026-11")}
    assert (await told("apply-registry", apply=True, fingerprint="0000")).startswith("Không ghi nhận: ")
    done = await told("apply-registry", apply=True, fingerprint=mark, reason="sửa ngày")
    assert done == f"Đã làm: {changes}."
    with db.reading(office.engine) as s:
        after = {task.last_day for task in queries.tasks(s, obligation="thu-nghiem", period="2026-11")}
    assert (before, after) == ({date(2026, 12, 31)}, {date(2026, 12, 28)})


@pytest.mark.slow
@pytest.mark.asyncio
async def test_dead_letters_go_back_by_number(office: Installation) -> None:
    with db.session(office.engine) as s:
        rows = queries.outbox_rows(s, limit=10)
        for row in rows:
            row.state = MessageState.DEAD
            row.sent_at = None
            s.add(row)
        numbers = [row.id for row in rows]
    assert len(numbers) >= 2
    refused = await told("retry-mail", numbers=f"{numbers[0]}, 99999")
    assert refused == "Không ghi nhận: không phải thư không gửi được hay thư đã bỏ: 99999; xem bảng thư"
    assert await told("retry-mail", numbers=str(numbers[0])) == "Đã đưa 1 thư vào hàng chờ gửi."
    left = len(numbers) - 1
    assert await told("retry-mail", apply=False) == f"Sẽ đưa {left} thư vào hàng chờ gửi."
    assert await told("retry-mail") == f"Đã đưa {left} thư vào hàng chờ gửi."
    with db.reading(office.engine) as s:
        assert queries.dead_messages(s) == []


@pytest.mark.slow
@pytest.mark.asyncio
async def test_whether_a_document_goes_on_is_answered_once(
    office: Installation, monkeypatch: pytest.MonkeyPatch, scratch: Engine
) -> None:
    monkeypatch.setattr(
        renew_document, "open_installation", lambda: replace(office, registry=registries.shipped())
    )
    given = {"document": "24/QĐ-BHXH", "year": 2026}
    refused = await told("renew-document", **given | {"document": "24"})
    assert refused.startswith("Không ghi nhận: ")
    said = await told("renew-document", **given)
    assert said.startswith("24/QĐ-BHXH: còn áp dụng năm 2026")
    assert "đã được ghi như vậy từ trước" in await told("renew-document", **given)
    assert "hết áp dụng từ năm 2026" in await told(
        "renew-document", **given, ends=True, reason="có văn bản mới"
    )


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_request_is_passed_on_refused_and_granted(office: Installation) -> None:
    named = {"obligation": "thu-mo · Báo cáo", "period": "tháng 11/2026", "unit": "phap che"}
    ref = TaskRef("thu-mo", "2026-11", "PC")

    def task() -> Task:
        with db.reading(office.engine) as s:
            found = queries.task_of(s, *ref)
        assert found is not None
        return found

    last = task().last_day
    later = last + timedelta(days=7)
    with acting(office, NOW, By("Hoa")) as act:
        requests.ask_extension(act, ref, new_day=later, reason="Chờ số liệu")
    passed = await told("pass-request-on", **named, to_unit="TST", reason="Xin ý kiến")
    assert "đề nghị chuyển cho TST quyết định" in passed
    assert "đề nghị không được chấp thuận" in await told("refuse-request", **named, reason="Kế hoạch giao")
    assert task().last_day == last
    with acting(office, NOW, By("Hoa")) as act:
        requests.ask_extension(act, ref, new_day=later, reason="Chờ số liệu")
    await told("grant-request", **named)
    assert task().last_day == later
    with db.reading(office.engine) as s:
        done = {event.kind: event.actor for event in queries.history(s, task_id=task().id)}
    recorded = ("request-passed-on", "request-refused", "extended")
    assert {done[kind] for kind in recorded} == {"Lan, Phòng Tổng hợp"}
    assert (await told("grant-request", **named)).startswith("Không ghi nhận: ")


@pytest.mark.slow
@pytest.mark.asyncio
async def test_mail_is_held_and_let_go(office: Installation) -> None:
    given = {"until": date(2026, 12, 4), "reason": "chuyển trụ sở"}
    said = await told("set-silence", unit="TCKT · Vụ Tài chính - Kế toán", **given)
    assert said == "Tạm dừng gửi thư số 1: Vụ Tài chính - Kế toán, đến hết ngày 04/12/2026."
    refused = await told("set-silence", unit="TCKT", **given | {"until": date(2026, 11, 25)})
    assert refused.startswith("Không ghi nhận: Ngày cuối 25/11/2026 sớm hơn ngày bắt đầu 26/11/2026.")
    assert (await told("set-silence", **given)).startswith("Không ghi nhận: Hãy cho biết tạm dừng gửi thư")
    board = {key: text for key, _, text in read_boards(office, NOW)}["hop-thu"]
    assert "| 1 | Vụ Tài chính - Kế toán |" in board
    said = await told("end-silence", number=1, reason="đã xong")
    assert said.startswith("Đã kết thúc tạm dừng gửi thư số 1 (Vụ Tài chính - Kế toán).")
    assert (await told("end-silence", number=1, reason="đã xong")).startswith("Không ghi nhận: ")
    with db.reading(office.engine) as s:
        (one,) = queries.silences(s)
        kinds = [each.kind for each in queries.history(s) if each.task_id is None]
    assert (one.set_by, one.ended_by, one.ended_reason) == (*["Lan, Phòng Tổng hợp"] * 2, "đã xong")
    assert kinds[-2:] == ["silence-set", "silence-ended"]


@pytest.mark.slow
@pytest.mark.asyncio
async def test_a_contact_is_away_and_there_again(office: Installation) -> None:
    file = office.settings.config / "contacts.yaml"
    file.write_text(
        "contacts:\n- {unit: TST, name: Chuyên viên 1, mail: cv1@tst.example}\n", encoding="utf-8"
    )
    assert choices.contacts(loader.load(office.settings.config)) == ["TST · Chuyên viên 1"]
    named, days = "TST · Chuyên viên 1", {"starts": date(2026, 11, 30), "until": date(2026, 12, 4)}
    assert (await told("set-absence", contact=named, **days)) == (
        "Chuyên viên 1 (TST) vắng mặt từ 30/11/2026 đến hết 04/12/2026 và không có người thay: "
        "thư chỉ đến hộp thư của đơn vị."
    )
    assert "absent: {from: 2026-11-30, until: 2026-12-04}" in file.read_text(encoding="utf-8")
    refused = await told("set-absence", contact=named, starts=date(2026, 12, 4), until=date(2026, 12, 1))
    assert refused.startswith("Không ghi nhận: ")
    assert (await told("set-absence", contact=named)).startswith("Chuyên viên 1 (TST) đã có mặt trở lại")
    assert "absent" not in file.read_text(encoding="utf-8")
    with db.reading(office.engine) as s:
        acts_of = {each.kind: each.actor for each in queries.history(s) if each.task_id is None}
    assert acts_of["contact-absent"] == acts_of["contact-back"] == "Lan, Phòng Tổng hợp"
