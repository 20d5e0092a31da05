"""A real Prefect server with everything served: what is registered, planned, run on time, and told."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterDeploymentId, FlowRunFilterId
from prefect.client.schemas.objects import StateType
from prefect.client.schemas.schedules import IntervalSchedule
from prefect.runner import Runner
from prefect.states import Running as RunningState
from prefect.states import Scheduled

from config.loading import loader
from engine.installation import Installation
from engine.tasks.acts import By
from flows import names, planner, serve
from flows.coming import Planned, coming
from models import db, queries
from models.states import MessageState
from tests.support import acts
from tests.support.cast import HANOI
from tests.support.served import Running, deployment_id, ended, filled_in, said, this_month
from tests.support.trial_office import OPENED_BY_RUN, TRIAL, TRIAL_YAML

# One worker runs the whole file: its tests share a server.
pytestmark = [pytest.mark.server]
LIVE = (
    "kstthc-quy", "kstthc-nam", "cchc-ke-hoach", "cchc-tong-hop",
    "nq01-thang", "nq01-nam", "nq01-chuong-trinh", "da06-thang", "da06-giao-ban",
)  # fmt: skip
SET_ASIDE = ("qd-24", "qd-188", "qd-1177", "kh-3035")
FORMS = (
    "record-submission",
    "record-progress",
    "extend-deadline",
    "return-report",
    "waive-task",
    "undo-answer",
    "rerun",
    "fire-event",
    "set-silence",
    "end-silence",
)


async def test_every_duty_round_and_form_is_registered(served: Running, client: PrefectClient) -> None:
    found = {each.name: each for each in await client.read_deployments(limit=200)}
    assert set(found) >= {
        *LIVE,
        *FORMS,
        "morning-round",
        "deliver",
        "planner",
        "weekly-summary",
        "year-report",
    }
    duty = found["kstthc-quy"]
    assert duty.entrypoint == "flows.obligation.obligation"
    entrypoints = {name: found[name].entrypoint for name in FORMS}
    assert entrypoints == {
        name: f"flows.forms.{function}.{function}" for name in FORMS for function in [name.replace("-", "_")]
    }
    assert duty.tags == ["490/KH-BHXH", "đầu mối VP", "dondoc"]
    assert "trước ngày 19" in (duty.description or "")
    assert duty.parameters == {"obligation": "kstthc-quy"}


@pytest.mark.long
async def test_a_year_is_planned_under_readable_names_once_and_moves_with_its_date(
    served: Running, client: PrefectClient
) -> None:
    now = datetime.now(UTC)
    # A part of the duties, or the year's 630 runs would take half of all the tests' time.
    for document in SET_ASIDE:
        (served.installation.settings.config / f"{document}.yaml").rename(
            served.installation.settings.config / f"{document}.off"
        )
    try:
        installation = _reloaded(served.installation)
        wanted = coming(installation.registry, now, go_live=now.astimezone(HANOI).date())
        await _planned_once_and_moved(client, installation, wanted, now)
    finally:
        for document in SET_ASIDE:
            (served.installation.settings.config / f"{document}.off").rename(
                served.installation.settings.config / f"{document}.yaml"
            )


async def _planned_once_and_moved(
    client: PrefectClient, installation: Installation, wanted: tuple[Planned, ...], now: datetime
) -> None:
    first, planned = await planner.plan(client, installation, now)
    assert len(first.create) == len(planned) == len(wanted) > 130

    standing = [run async for run in planner.scheduled(client, now)]
    ours = [run for run in standing if names.is_planned(run.idempotency_key)]
    assert {run.name for run in ours} == {each.name for each in wanted}
    assert max(run.expected_start_time for run in ours if run.expected_start_time) > now + timedelta(days=330)
    one = next(run for run in ours if run.name.startswith("kstthc-quy · "))
    assert one.parameters["obligation"] == "kstthc-quy"
    assert one.expected_start_time == datetime.fromisoformat(one.parameters["at"])

    again, _ = await planner.plan(client, installation, now)
    assert (again.create, again.delete, again.keep) == ((), (), len(wanted))

    # One duty's date moves: its runs move, each with its instant, and no other run is touched.
    file = installation.settings.config / "thu-nghiem.yaml"
    try:
        file.write_text(TRIAL_YAML.replace("day: last", "day: 15", 1), encoding="utf-8")
        changed = _reloaded(installation)
    finally:
        file.write_text(TRIAL_YAML, encoding="utf-8")
    moved, _ = await planner.plan(client, changed, now)
    assert {each.obligation for each in moved.create} == {TRIAL}
    assert len(moved.create) == pytest.approx(len(moved.delete), abs=3)
    assert moved.keep == len(wanted) - len(moved.delete)
    by_id = {run.id: run.parameters["obligation"] for run in ours}
    assert {by_id[run] for run in moved.delete} == {TRIAL}


async def test_a_run_created_ahead_runs_at_its_instant_and_does_the_work(
    served: Running, client: PrefectClient
) -> None:
    period = this_month()
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=15)
    ahead = Planned(OPENED_BY_RUN, period, at, ("mở việc",))
    deployments = {OPENED_BY_RUN: await deployment_id(client, OPENED_BY_RUN)}
    with db.reading(served.installation.engine) as s:
        assert queries.tasks(s, obligation=OPENED_BY_RUN) == []
    await planner._create(client, deployments, ahead)
    wanted = FlowRunFilter(idempotency_key={"any_": [ahead.key]})
    (run,) = await client.read_flow_runs(flow_run_filter=wanted)
    assert run.state_type is StateType.SCHEDULED
    done = await ended(client, run.id)

    assert done.state_type is StateType.COMPLETED, said(done)
    assert done.name == f"{OPENED_BY_RUN} · {period} · mở việc"
    assert done.start_time is not None
    # Prefect's runner may start its process a moment early; how late depends on how busy the machine is.
    assert timedelta(seconds=-1) <= done.start_time - at < timedelta(seconds=60)
    assert said(done) == "0/3 đã nộp; mở 3 việc; 3 thông báo mới"
    with db.reading(served.installation.engine) as s:
        tasks = queries.tasks(s, obligation=OPENED_BY_RUN, period=period)
        assert {task.unit for task in tasks} == {"TST", "PC", "CNTT"}
        # The round worked as of the planned instant, not as of whenever Prefect got to it.
        assert {task.opened_at for task in tasks} == {at}
        assert [m for m in queries.outbox_rows(s) if m.state is MessageState.SENT] == []
    tasks_run = await client.read_task_runs(flow_run_filter=FlowRunFilter(id={"any_": [run.id]}))
    assert [each.name for each in sorted(tasks_run, key=lambda each: str(each.start_time))] == [
        "mở việc", "nhắc", "báo cấp trên", "gửi thư",
    ]  # fmt: skip
    boards = {each.key: each.data for each in await client.read_latest_artifacts()}
    assert "0/3 đã nộp" in str(boards[names.artifact_key(OPENED_BY_RUN, period)])
    assert "data:image/svg+xml" in str(boards[names.overall_key("vi")])


@pytest.mark.long
async def test_missed_runs_that_come_late_and_out_of_order_change_nothing(
    served: Running, client: PrefectClient
) -> None:
    period = this_month()
    await filled_in(client, "rerun", obligation=TRIAL, period=period, apply=True)
    before = _state(served.installation)
    deployment = await deployment_id(client, TRIAL)
    now = datetime.now(UTC)
    runs = [
        await client.create_flow_run_from_deployment(
            deployment,
            name=f"{TRIAL} · {period} · missed {days}",
            parameters={
                "obligation": TRIAL,
                "period": period,
                "at": (now - timedelta(days=days)).isoformat(),
            },
            state=Scheduled(scheduled_time=now - timedelta(days=days)),
        )
        for days in (1, 3, 2)
    ]
    for run in runs:
        done = await ended(client, run.id)
        assert done.state_type is StateType.COMPLETED, said(done)
        assert "mốc đã qua" in said(done)
    assert _state(served.installation) == before


@pytest.mark.long
async def test_a_prefect_schedule_yields_a_run_that_runs(served: Running, client: PrefectClient) -> None:
    """With a wrong SQLAlchemy the server starts, the UI looks well, and no schedule ever yields a run."""
    deployment = await deployment_id(client, "deliver")
    anchor = datetime.now(UTC)
    made = await client.create_deployment_schedules(
        deployment, [(IntervalSchedule(interval=timedelta(seconds=10), anchor_date=anchor), True)]
    )
    try:
        limit = time.monotonic() + 90
        while True:
            runs = await client.read_flow_runs(
                flow_run_filter=FlowRunFilter(deployment_id=FlowRunFilterDeploymentId(any_=[deployment]))
            )
            done = [run for run in runs if run.auto_scheduled and run.state_type is StateType.COMPLETED]
            if done:
                break
            assert time.monotonic() < limit, (
                f"no scheduled run ran: {[(r.name, r.state_name) for r in runs][:5]}"
            )
            await asyncio.sleep(1)
    finally:
        await client.delete_deployment_schedule(deployment, made[0].id)
    assert said(done[0])


@pytest.mark.long
async def test_the_weeks_summary_is_queued_once(served: Running, client: PrefectClient) -> None:
    of = served.installation
    await filled_in(client, "rerun", obligation=TRIAL, period=this_month(), apply=True)
    first = await filled_in(client, "weekly-summary")
    again = await filled_in(client, "weekly-summary")
    assert [run.state_type for run in (first, again)] == [StateType.COMPLETED] * 2, (said(first), said(again))
    with db.reading(of.engine) as s:
        queued = [row.recipient for row in queries.outbox_rows(s, limit=None) if row.kind == "weekly-summary"]
    if of.registry.calendar.is_workday(datetime.now(HANOI).date()):
        assert said(again) == "Thư tổng hợp của kỳ này đã có"
        assert "leadership" in queued
    else:
        assert "là ngày nghỉ" in said(again)
    assert len(queued) == len(set(queued))


@pytest.mark.long
async def test_what_is_recorded_elsewhere_reaches_the_board(served: Running, client: PrefectClient) -> None:
    period, installation = this_month(), served.installation
    await filled_in(client, "rerun", obligation=TRIAL, period=period, apply=True)
    with db.session(installation.engine) as s:
        acts.submit(
            s,
            installation.registry,
            obligation=TRIAL,
            period=period,
            unit="PC",
            now=datetime.now(UTC),
            by=By("clerk", "cli"),
            document_no="77/BC-PC",
        )
    done = await filled_in(client, "deliver")
    assert done.state_type is StateType.COMPLETED, said(done)
    boards = {each.key: str(each.data) for each in await client.read_latest_artifacts()}
    assert "77/BC-PC" in boards[names.artifact_key(TRIAL, period)]


@pytest.mark.long
async def test_a_rerun_shows_first_and_acts_only_when_told(served: Running, client: PrefectClient) -> None:
    period = f"{datetime.now(HANOI).replace(day=1) - timedelta(days=1):%Y-%m}"  # last month's, due this month
    given = {"obligation": OPENED_BY_RUN, "period": period, "units": "Pháp chế"}
    shown = await filled_in(client, "rerun", **given)
    assert said(shown).startswith(
        f"{OPENED_BY_RUN} {period}: chưa thay đổi gì; nếu bật “Làm thật” (apply) sẽ: mở 1 việc"
    )
    run = FlowRunFilter(id=FlowRunFilterId(any_=[shown.id]))
    shows = await client.read_artifacts(flow_run_filter=run)
    (link,) = [str(each.data) for each in shows if "Mở danh sách việc" in str(each.data)]
    (preview,) = [str(each.data) for each in shows if each.data != link]
    assert f"Xem trước khi chạy lại: {OPENED_BY_RUN} kỳ {period}" in preview
    assert "Mở 1 đơn vị: PC · Vụ Pháp chế" in preview
    with db.reading(served.installation.engine) as s:
        assert queries.tasks(s, obligation=OPENED_BY_RUN, period=period) == []
    done = await filled_in(client, "rerun", **given, apply=True)
    assert done.state_type is StateType.COMPLETED, said(done)
    with db.reading(served.installation.engine) as s:
        assert [task.unit for task in queries.tasks(s, obligation=OPENED_BY_RUN, period=period)] == ["PC"]


@pytest.mark.long
async def test_a_broken_registry_fails_with_file_line_and_key(served: Running, client: PrefectClient) -> None:
    file = served.installation.settings.config / "thu-nghiem.yaml"
    text = file.read_text(encoding="utf-8")
    try:
        file.write_text(text.replace("cycle: monthly", "cycle: hang-thang", 1), encoding="utf-8")
        run = await client.create_flow_run_from_deployment(await deployment_id(client, TRIAL))
        done = await ended(client, run.id)
    finally:
        file.write_text(text, encoding="utf-8")
    assert done.state_type is StateType.FAILED
    assert "thu-nghiem.yaml:11: obligations.thu-nghiem.cycle" in said(done)
    assert "hang-thang" in said(done)
    assert "Traceback" not in said(done)


@pytest.mark.long
async def test_the_planner_keeps_descriptions_true_and_names_what_is_not_served(
    served: Running, client: PrefectClient
) -> None:
    in_a_year = datetime.now(UTC) + timedelta(days=365)
    kept = await deployment_id(client, TRIAL)
    assert await planner.describe(client, served.installation, in_a_year) == []
    next_year = f"| {in_a_year:%Y}-"
    assert next_year in ((await client.read_deployment(kept)).description or "")
    await planner.describe(client, served.installation, datetime.now(UTC))
    deployment = await client.read_deployment(kept)
    assert f"| {this_month()} |" in (deployment.description or "")
    # Nothing else of the deployment is touched.
    assert (deployment.parameters, names.TAG in deployment.tags) == ({"obligation": TRIAL}, True)
    assert deployment.entrypoint == "flows.obligation.obligation"

    await client.delete_deployment(kept)
    assert await planner.describe(client, served.installation, datetime.now(UTC)) == [TRIAL]
    await serve.register(client, Runner(name="test"), served.installation, datetime.now(UTC))


async def test_what_a_killed_process_left_is_put_right(served: Running, client: PrefectClient) -> None:
    deployment = await deployment_id(client, TRIAL)
    far = datetime.now(UTC) + timedelta(days=30)
    stuck = await client.create_flow_run_from_deployment(deployment, state=Scheduled(scheduled_time=far))
    await client.set_flow_run_state(stuck.id, RunningState(), force=True)
    assert await serve.put_right(client, served.installation, datetime.now(UTC)) >= 1
    found = await client.read_flow_run(stuck.id)
    assert found.state_type is StateType.CRASHED
    assert "lượt sau làm tiếp" in said(found)


@pytest.mark.long
async def test_a_deployment_whose_duty_is_gone_is_deleted(served: Running, client: PrefectClient) -> None:
    kept = await client.read_deployment(await deployment_id(client, TRIAL))
    stale = await client.create_deployment(flow_id=kept.flow_id, name="da-bai-bo", tags=[names.TAG])
    foreign = await client.create_deployment(flow_id=kept.flow_id, name="cua-nguoi-khac")
    await serve.register(client, Runner(name="test"), served.installation, datetime.now(UTC))
    found = {each.name: each.id for each in await client.read_deployments(limit=200)}
    assert "da-bai-bo" not in found
    assert found["cua-nguoi-khac"] == foreign
    assert found[TRIAL] == kept.id
    assert stale != foreign
    await client.delete_deployment(foreign)


def _reloaded(installation: Installation) -> Installation:
    return Installation(installation.settings, loader.load(installation.settings.config), installation.engine)


def _state(installation: Installation) -> object:
    with db.reading(installation.engine) as s:
        tasks = [(task.unit, task.state, task.next_action_at) for task in queries.tasks(s, obligation=TRIAL)]
        return tasks, len(queries.outbox_rows(s, limit=None))
