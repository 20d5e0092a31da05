"""The forms in a real Prefect server: how they are shown, what they record, and how they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import StateType
from prefect.exceptions import PrefectHTTPStatusError
from prefect.runner import Runner
from prefect.states import Scheduled

from flows import choices, names, serve
from language import say
from models import db, queries
from models.states import TaskState
from tests.support.cast import HANOI
from tests.support.served import Running, deployment_id, filled_in, said, this_month
from tests.support.trial_office import TRIAL

# One worker runs the whole file: its tests share a server.
pytestmark = [pytest.mark.server]
LIVE = ("kstthc-quy", "kstthc-nam", "cchc-ke-hoach", "nq01-thang", "da06-giao-ban")


async def test_forms_are_typed_and_explained_in_vietnamese(served: Running, client: PrefectClient) -> None:
    form = next(each for each in await client.read_deployments(limit=200) if each.name == "record-submission")
    assert form.enforce_parameter_schema
    schema = form.parameter_openapi_schema
    assert schema is not None
    fields = schema["properties"]
    assert set(LIVE) <= {each.split(" · ")[0] for each in fields["obligation"]["enum"]}
    assert (
        "da06-giao-ban · Giao ban Tổ công tác Đề án 06 (giao ban to cong tac de an 06)"
        in fields["obligation"]["enum"]
    )
    assert "TST · Ban Quản lý Thu - Sổ, Thẻ (ban quan ly thu so the)" in fields["unit"]["enum"]
    assert fields["obligation"]["title"] == "Nhiệm vụ"
    assert fields["period"]["description"].startswith("Kỳ báo cáo")
    assert schema["required"] == ["obligation", "period", "unit", "document_no", "recorded_by"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": ""},
        {"obligation": "khong-co"},
        {"unit": "Ban Không Có"},
        {"document_no": ""},
        {"recorded_by": ""},
    ],
)
async def test_the_server_refuses_a_form_filled_in_wrongly(
    served: Running, client: PrefectClient, wrong: dict[str, str]
) -> None:
    duty = choices.duty_label(served.installation.registry, TRIAL)
    good = {
        "obligation": duty,
        "period": "2026-11",
        "unit": "PC · Vụ Pháp chế (vu phap che)",
        "document_no": "1/BC",
    }
    good["recorded_by"] = "Lan"
    await client.create_flow_run_from_deployment(
        await deployment_id(client, "record-submission"),
        parameters=good,
        state=Scheduled(scheduled_time=datetime(2030, 1, 1, tzinfo=UTC)),
    )
    with pytest.raises(PrefectHTTPStatusError) as refused:
        await client.create_flow_run_from_deployment(
            await deployment_id(client, "record-submission"), parameters={**good, **wrong}
        )
    assert refused.value.response.status_code in (409, 422)


@pytest.mark.long
async def test_a_recorded_submission_is_in_our_tables_and_on_the_board(
    served: Running, client: PrefectClient
) -> None:
    period = this_month()
    given = {
        "obligation": TRIAL,
        "period": period,
        "unit": "CNTT · Trung tâm Công nghệ thông tin (trung tam cong nghe thong tin)",
    }
    done = await filled_in(
        client, "record-submission", **given, document_no="123/BC-CNTT", recorded_by="Phòng Tổng hợp"
    )
    assert done.state_type is StateType.COMPLETED, said(done)
    assert said(done) == f"CNTT, {TRIAL} {period}: nộp 123/BC-CNTT, đúng hạn"
    assert done.name == f"ghi nhận · {TRIAL} · {period} · CNTT"
    with db.reading(served.installation.engine) as s:
        (task,) = queries.tasks(s, obligation=TRIAL, period=period, unit="CNTT")
        assert (task.state, task.document_no) == (TaskState.SUBMITTED, "123/BC-CNTT")
        assert task.id is not None
        event = next(each for each in queries.history(s, task_id=task.id) if each.kind == "submitted")
        assert (event.actor, event.origin) == ("Phòng Tổng hợp", "flow")
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "123/BC-CNTT" in boards[names.artifact_key(TRIAL, period)]

    # What the run shows leads to the worklist.
    shown = await client.read_artifacts(
        artifact_filter=ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[done.id]))
    )
    port = served.installation.settings.page_port
    assert [each.data for each in shown if each.type == "markdown" and each.key is None] == [
        f"[Mở danh sách việc cần xử lý](http://127.0.0.1:{port}/)"
    ]

    twice = await filled_in(client, "record-submission", **given, document_no="123/BC-CNTT")
    assert "không thay đổi gì" in said(twice)
    other = await filled_in(client, "record-submission", **given, document_no="999/BC")
    assert other.state_type is StateType.COMPLETED
    assert said(other).endswith("; để thay thế, bật “Sửa lại” (amend)")
    assert said(other).startswith(
        f"Không ghi nhận: việc {TRIAL} {period} của CNTT đã được ghi nhận nộp với số 123/BC-CNTT"
    )


@pytest.mark.long
async def test_progress_is_on_the_board_and_leaves_the_task_open(
    served: Running, client: PrefectClient
) -> None:
    # Last month's report, due this month: other tests of this server have submitted that of this month.
    period = f"{datetime.now(HANOI).replace(day=1) - timedelta(days=1):%Y-%m}"
    given = {"obligation": TRIAL, "period": period, "unit": "PC · Vụ Pháp chế (vu phap che)"}
    done = await filled_in(client, "record-progress", **given, percent="40%", note="đang lấy ý kiến")
    assert done.state_type is StateType.COMPLETED, said(done)
    assert said(done) == f"PC, {TRIAL} {period}: tiến độ 40%, đang lấy ý kiến"
    assert done.name == f"tiến độ · {TRIAL} · {period} · PC"
    with db.reading(served.installation.engine) as s:
        (task,) = queries.tasks(s, obligation=TRIAL, period=period, unit="PC")
        assert task.state is TaskState.OPEN
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "40%, đang lấy ý kiến (" in boards[names.artifact_key(TRIAL, period)]
    nothing = await filled_in(client, "record-progress", **given)
    assert nothing.state_type is StateType.COMPLETED
    assert said(nothing).endswith("điền ô “Tỷ lệ (%)” hoặc “Ghi chú”")


@pytest.mark.long
async def test_extend_return_and_waive(served: Running, client: PrefectClient) -> None:
    period = this_month()
    registry = served.installation.registry
    last = registry.deadline(TRIAL, period).last_day
    later = registry.calendar.shift(last, 5)
    given = {"obligation": TRIAL, "period": period}
    unit = {"unit": "TST · Ban Quản lý Thu - Sổ, Thẻ (ban quan ly thu so the)"}
    done = await filled_in(
        client, "extend-deadline", **given, **unit, new_day=later.isoformat(), reason="chờ số liệu"
    )
    assert said(done) == f"TST, {TRIAL} {period}: gia hạn đến {say(names.day(later), 'vi')}"
    back = await filled_in(
        client, "extend-deadline", **given, **unit, new_day=last.isoformat(), reason="nhầm"
    )
    assert back.state_type is StateType.COMPLETED
    assert "hạn mới phải sau hạn hiện tại" in said(back)
    await filled_in(client, "record-submission", **given, **unit, document_no="7/BC")
    again = await filled_in(
        client, "return-report", **given, **unit, new_day=later.isoformat(), reason="thiếu biểu 2"
    )
    assert "trả lại" in said(again), said(again)
    twice = await filled_in(client, "return-report", **given, **unit, new_day=later.isoformat(), reason="x")
    assert said(twice).endswith("đang mở: chỉ báo cáo đã nộp mới trả lại được")
    waived = await filled_in(client, "waive-task", **given, **unit, reason="sáp nhập")
    assert said(waived) == f"TST, {TRIAL} {period}: được miễn"


@pytest.mark.long
async def test_an_impossible_period_fails_with_the_periods_there_are(
    served: Running, client: PrefectClient
) -> None:
    done = await filled_in(client, "rerun", obligation="kstthc-quy", period="2026-Q4", apply=True)
    assert done.state_type is StateType.COMPLETED
    assert (
        said(done) == "Không ghi nhận: kstthc-quy không có kỳ 2026-Q4: nhiệm vụ này báo cáo các kỳ Q1, Q2, Q3"
    )


@pytest.mark.long
async def test_a_form_of_before_takes_its_new_entrypoint_and_keeps_its_runs(
    served: Running, client: PrefectClient
) -> None:
    kept = await client.read_deployment(await deployment_id(client, "waive-task"))
    old = await client.create_deployment(
        flow_id=kept.flow_id, name=kept.name, tags=[names.TAG], entrypoint="flows.forms.waive_task"
    )
    assert old == kept.id
    await serve.register(client, Runner(name="test"), served.installation, datetime.now(UTC))
    found = await client.read_deployment(kept.id)
    assert found.entrypoint == "flows.forms.waive_task.waive_task"
    assert (found.description, found.tags) == (kept.description, kept.tags)
    assert found.parameter_openapi_schema == kept.parameter_openapi_schema


@pytest.mark.long
async def test_a_silence_is_set_shown_and_ended(served: Running, client: PrefectClient) -> None:
    today = datetime.now(HANOI).date()
    until = today + timedelta(days=30)
    done = await filled_in(
        client, "set-silence", unit="CNTT", until=until.isoformat(), reason="chuyển trụ sở", recorded_by="Hoa"
    )
    assert done.state_type is StateType.COMPLETED, said(done)
    with db.reading(served.installation.engine) as s:
        (silence,) = queries.silences(s)
    assert (silence.unit, silence.set_by, silence.reason) == ("CNTT", "Hoa", "chuyển trụ sở")
    assert said(done) == (
        f"Tạm dừng gửi thư số {silence.id}: Trung tâm Công nghệ thông tin, đến hết ngày {until:%d/%m/%Y}."
    )
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    (row,) = [line for line in boards["hop-thu"].splitlines() if "chuyển trụ sở" in line][:1]
    # The link opens the form that ends it, with its number.
    form = await deployment_id(client, "end-silence")
    assert f"deployments/deployment/{form}/run?parameters=%7B%22number%22%3A%20{silence.id}%7D" in row
    wrong = await filled_in(client, "set-silence", until=until.isoformat(), reason="x")
    assert said(wrong).startswith("Không ghi nhận: Hãy cho biết tạm dừng gửi thư")
    ended = await filled_in(client, "end-silence", number=silence.id, reason="đã xong")
    assert said(ended).startswith(f"Đã kết thúc tạm dừng gửi thư số {silence.id} (Trung tâm Công nghệ")
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "chuyển trụ sở" not in boards["hop-thu"]
    twice = await filled_in(client, "end-silence", number=silence.id, reason="đã xong")
    assert twice.state_type is StateType.COMPLETED
    assert said(twice).startswith("Không ghi nhận: ")
