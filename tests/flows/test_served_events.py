"""The form that reports an event, in a real Prefect server: what it offers, does, says and refuses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import StateType
from prefect.exceptions import PrefectHTTPStatusError

from engine.tasks import reported_events
from engine.tasks.reported_events import REPORTED
from flows import choices, names
from models import db, queries
from models.states import TaskState
from tests.support.cast import HANOI
from tests.support.served import Running, deployment_id, filled_in, said

# One worker runs the whole file: its tests share a server.
pytestmark = [pytest.mark.server]
DUTY = "kh490-3.4"


async def test_the_form_offers_the_duties_that_wait_and_no_others(
    served: Running, client: PrefectClient
) -> None:
    form = await client.read_deployment(await deployment_id(client, "fire-event"))
    assert form.parameter_openapi_schema is not None
    fields = form.parameter_openapi_schema["properties"]
    offered = fields["obligation"]["enum"]
    codes = [each.split(" · ")[0] for each in offered]
    assert {"kh490-2.2", "kh490-3.4", "kh490-3.5", "kh490-3.6"} <= set(codes)
    assert "kstthc-quy" not in codes
    assert codes == [duty.code for duty in reported_events.waiting(served.installation.registry)]
    assert (fields["day"]["title"], fields["day"]["format"]) == ("Ngày xảy ra", "date")
    assert fields["day"]["description"].startswith("Ngày xảy ra sự kiện")
    assert form.parameter_openapi_schema["required"] == ["obligation", "day", "reason", "recorded_by"]
    # The other forms go on offering every duty.
    other = await client.read_deployment(await deployment_id(client, "record-submission"))
    assert other.parameter_openapi_schema is not None
    every = other.parameter_openapi_schema["properties"]["obligation"]["enum"]
    assert {DUTY, "kstthc-quy"} <= {each.split(" · ")[0] for each in every}
    assert other.parameter_openapi_schema["properties"]["figure"]["title"] == "Số liệu"


@pytest.mark.parametrize("wrong", [{"obligation": "kstthc-quy"}, {"reason": ""}])
async def test_the_server_refuses_what_is_no_event(
    served: Running, client: PrefectClient, wrong: dict[str, str]
) -> None:
    duty = choices.duty_label(served.installation.registry, DUTY)
    good = {"obligation": duty, "recorded_by": "Lan", "day": "2026-11-20", "reason": "Quyết định 12/QĐ-BHXH"}
    with pytest.raises(PrefectHTTPStatusError) as refused:
        await client.create_flow_run_from_deployment(
            await deployment_id(client, "fire-event"), parameters=good | wrong
        )
    assert refused.value.response.status_code in (409, 422)


@pytest.mark.long
async def test_an_event_is_reported_shown_and_taken_back(served: Running, client: PrefectClient) -> None:
    # Go-live is the day of the first round in this home: today.
    today = datetime.now(HANOI).date()
    day = today.isoformat()
    given = {"obligation": DUTY, "day": day, "reason": "Quyết định 12/QĐ-BHXH"}
    last = served.installation.registry.deadline(DUTY, day).working_deadline
    done = await filled_in(client, "fire-event", **given, recorded_by="Phòng Tổng hợp")
    assert done.state_type is StateType.COMPLETED, said(done)
    assert done.name == f"sự kiện · {DUTY} · {day}"
    assert said(done) == (
        f"{DUTY}: ghi nhận sự kiện ngày {today:%d/%m/%Y}, mở 1 việc "
        f"({DUTY}: 1 việc, hạn cuối {last:%d/%m/%Y}); "
        "cùng chờ sự kiện như vậy, chưa ghi nhận: kh490-3.5, kh490-3.6"
    )
    with db.reading(served.installation.engine) as s:
        (task,) = queries.tasks(s, obligation=DUTY)
        assert (task.unit, task.period, task.state) == ("VP", day, TaskState.OPEN)
        (row,) = queries.happenings(s, [REPORTED])
        assert (row.actor, row.origin, row.reason) == ("Phòng Tổng hợp", "flow", "Quyết định 12/QĐ-BHXH")
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "0/1 đã nộp" in boards[names.artifact_key(DUTY, day)]

    again = await filled_in(client, "fire-event", **given)
    assert "không thay đổi gì" in said(again)
    back = await filled_in(client, "fire-event", **(given | {"withdraw": True, "reason": "nhầm ngày"}))
    assert said(back) == f"{DUTY}: rút sự kiện ngày {today:%d/%m/%Y}, 1 việc đang mở được rút"
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "đã rút" in boards[names.artifact_key(DUTY, day)]


@pytest.mark.long
async def test_a_year_mistyped_fails_with_a_sentence(served: Running, client: PrefectClient) -> None:
    far = (datetime.now(HANOI) + timedelta(days=365)).date().isoformat()
    done = await filled_in(client, "fire-event", obligation=DUTY, day=far, reason="nhầm năm")
    assert done.state_type is StateType.COMPLETED
    assert "năm đã đúng chưa?" in said(done)
