"""The administrator's forms: each a flow with typed parameters, whose `Args:` text is what the form shows.

A form records under the name given in it, does one thing, rewrites the boards concerned, and says in the
run's message what came of it. Filling it in twice does nothing twice. Drop-downs are in `flows.choices`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.runtime import flow_run
from prefect.states import Completed
from pydantic import Field

from engine.answers import answers, events
from engine.answers.answers import Answer
from engine.answers.event_report import EventReport
from engine.answers.figures import as_message, judged
from engine.rounds.rerun import RerunReport
from engine.rounds.rerun import rerun as rerun_period
from engine.tasks.acts import By, TaskRef, acting
from flows import names
from flows.boards.artifacts import read_boards, write_boards
from flows.choices import PERIOD, code_of
from flows.installation import Installation, clock, open_installation
from flows.runs import plainly, recorder
from flows.speaking import spoken

PeriodCode = Annotated[str, Field(pattern=PERIOD)]
Text = Annotated[str, Field(min_length=1, max_length=500)]
Number = Annotated[str, Field(min_length=1, max_length=100)]
Short = Annotated[str, Field(max_length=40)]
ORIGIN = "flow"


def _named(what: str) -> Callable[[], str]:
    """'ghi nhận · kstthc-quy · 2026-Q3 · PC'."""

    def name() -> str:
        given = flow_run.parameters
        return " · ".join((what, given["obligation"], given["period"], code_of(given["unit"])))

    return name


@flow(name="record-submission", flow_run_name=_named("ghi nhận"), persist_result=False)
@plainly
async def record_submission(
    obligation: str,
    period: PeriodCode,
    unit: str,
    document_no: Number,
    sent_on: date | None = None,
    figure: Short = "",
    note: str = "",
    amend: bool = False,
    recorded_by: str = "",
) -> State[Any]:
    """Ghi nhận một đơn vị đã nộp báo cáo. Mọi lời nhắc cho việc này dừng ngay.

    Args:
        obligation: Nhiệm vụ mà đơn vị nộp.
        period: Kỳ báo cáo, viết như 2026-Q3, 2026-11 hoặc 2026.
        unit: Đơn vị nộp. Gõ vài chữ của tên hoặc mã để tìm.
        document_no: Số và ký hiệu văn bản, ví dụ 123/BC-BHXH.
        sent_on: Ngày đơn vị gửi. Để None là hôm nay. Nộp chậm hay đúng hạn tính theo ngày này.
        figure: Số liệu năm, chỉ khi nhiệm vụ là một chỉ tiêu. Viết như 97,5, không tách hàng nghìn.
        note: Ghi chú, nếu cần.
        amend: Bật khi sửa số văn bản hoặc ngày gửi đã ghi trước đó.
        recorded_by: Họ tên người ghi, để lưu vết.
    """

    def record(installation: Installation, now: datetime) -> tuple[Answer, str]:
        with acting(installation, now, _by(recorded_by)) as act:
            done = answers.submit(
                act,
                TaskRef(obligation, period, code_of(unit)),
                document_no=document_no,
                submitted_on=sent_on,
                figure=figure.strip() or None,
                note=note,
                amend=amend,
            )
        said = f"nộp {document_no}, {'CHẬM' if done.late else 'đúng hạn'}"
        said += _figure(installation, done)
        return done, said

    return await _recorded(record, obligation, period, unit)


@flow(name="extend-deadline", flow_run_name=_named("gia hạn"), persist_result=False)
@plainly
async def extend_deadline(
    obligation: str, period: PeriodCode, unit: str, new_day: date, reason: Text, recorded_by: str = ""
) -> State[Any]:
    """Gia hạn cho một đơn vị. Hạn gốc vẫn được lưu; lịch nhắc tính lại theo hạn mới.

    Args:
        obligation: Nhiệm vụ được gia hạn.
        period: Kỳ báo cáo, viết như 2026-Q3, 2026-11 hoặc 2026.
        unit: Đơn vị được gia hạn. Gõ vài chữ của tên hoặc mã để tìm.
        new_day: Ngày cuối cùng mới, sau hạn hiện tại và không quá 90 ngày sau hạn gốc. Nếu là ngày nghỉ thì
            chuyển sang ngày làm việc kế tiếp.
        reason: Lý do gia hạn; đơn vị sẽ đọc được.
        recorded_by: Họ tên người cho gia hạn, để lưu vết.
    """

    def extend(installation: Installation, now: datetime) -> tuple[Answer, str]:
        with acting(installation, now, _by(recorded_by)) as act:
            done = answers.extend(
                act,
                TaskRef(obligation, period, code_of(unit)),
                new_day=new_day,
                reason=reason,
            )
        return done, f"gia hạn đến {names.day(done.task.last_day)}"

    return await _recorded(extend, obligation, period, unit)


@flow(name="return-report", flow_run_name=_named("trả lại"), persist_result=False)
@plainly
async def return_report(
    obligation: str, period: PeriodCode, unit: str, new_day: date, reason: Text, recorded_by: str = ""
) -> State[Any]:
    """Trả lại báo cáo đã nộp để đơn vị làm lại, với hạn mới.

    Args:
        obligation: Nhiệm vụ của báo cáo bị trả lại.
        period: Kỳ báo cáo, viết như 2026-Q3, 2026-11 hoặc 2026.
        unit: Đơn vị phải làm lại. Gõ vài chữ của tên hoặc mã để tìm.
        new_day: Ngày cuối cùng để nộp lại.
        reason: Cần sửa gì; đơn vị sẽ đọc được.
        recorded_by: Họ tên người trả lại, để lưu vết.
    """

    def send_back(installation: Installation, now: datetime) -> tuple[Answer, str]:
        with acting(installation, now, _by(recorded_by)) as act:
            done = answers.return_report(
                act,
                TaskRef(obligation, period, code_of(unit)),
                new_day=new_day,
                reason=reason,
            )
        return done, f"trả lại, nộp lại trước hết {names.day(done.task.last_day)}"

    return await _recorded(send_back, obligation, period, unit)


@flow(name="waive-task", flow_run_name=_named("miễn"), persist_result=False)
@plainly
async def waive_task(
    obligation: str, period: PeriodCode, unit: str, reason: Text, recorded_by: str = ""
) -> State[Any]:
    """Miễn một kỳ báo cáo cho một đơn vị. Việc này không còn tính là nộp hay chậm.

    Args:
        obligation: Nhiệm vụ được miễn.
        period: Kỳ báo cáo, viết như 2026-Q3, 2026-11 hoặc 2026.
        unit: Đơn vị được miễn. Gõ vài chữ của tên hoặc mã để tìm.
        reason: Vì sao được miễn.
        recorded_by: Họ tên người cho miễn, để lưu vết.
    """

    def waive(installation: Installation, now: datetime) -> tuple[Answer, str]:
        with acting(installation, now, _by(recorded_by)) as act:
            done = answers.waive(
                act,
                TaskRef(obligation, period, code_of(unit)),
                reason=reason,
            )
        return done, "được miễn"

    return await _recorded(waive, obligation, period, unit)


@flow(name="rerun", flow_run_name="chạy lại · {obligation} · {period}", persist_result=False)
@plainly
async def rerun(
    obligation: str,
    period: PeriodCode,
    units: list[str] | None = None,
    resend: bool = False,
    apply: bool = False,
    reason: str = "",
    recorded_by: str = "",
) -> State[Any]:
    """Chạy lại một kỳ: mở việc còn thiếu, nhắc những gì đã đến lúc nhắc. Mặc định chỉ cho xem, chưa thay đổi
    gì.

    Args:
        obligation: Nhiệm vụ cần chạy lại.
        period: Kỳ báo cáo, viết như 2026-Q3, 2026-11 hoặc 2026.
        units: Chỉ những đơn vị này. Để None là mọi đơn vị phải nộp.
        resend: Bật để gửi lại thư nhắc hiện tại cho các đơn vị chưa nộp.
        apply: Bật để làm thật. Tắt thì chỉ cho biết sẽ làm gì.
        reason: Vì sao chạy lại, để lưu vết.
        recorded_by: Họ tên người chạy lại, để lưu vết.
    """
    installation = open_installation()
    now = clock()

    def run() -> RerunReport:
        with acting(installation, now, _by(recorded_by), dry_run=not apply, in_turn=True) as act:
            return rerun_period(
                act,
                obligation,
                period,
                units=[code_of(unit) for unit in units] if units else None,
                resend=resend,
                # A run that Prefect starts again is the same rerun; another form is another one.
                key=f"rerun-{flow_run.id}" if flow_run.id else None,
                reason=reason,
            )

    done = await asyncio.to_thread(run)
    get_run_logger().info("%s", done)
    if apply:
        await _refresh(installation, now, obligation, period)
    return Completed(message=f"{obligation} {period}: {spoken(installation.registry, done.message())}")


@flow(name="fire-event", flow_run_name="sự kiện · {obligation} · {day}", persist_result=False)
@plainly
async def fire_event(
    obligation: str,
    day: date,
    reason: Text,
    units: list[str] | None = None,
    withdraw: bool = False,
    past: bool = False,
    alike: bool = False,
    recorded_by: str = "",
) -> State[Any]:
    """Ghi nhận một sự kiện đã xảy ra, để mở việc cho các đơn vị phải làm sau sự kiện đó.

    Args:
        obligation: Nhiệm vụ chờ sự kiện này.
        day: Ngày xảy ra sự kiện, ví dụ ngày ký văn bản. Hạn tính từ ngày này, dù ghi nhận muộn hơn.
        reason: Sự kiện gì, số văn bản nào; khi rút thì vì sao rút.
        units: Chỉ những đơn vị này. Để None là mọi đơn vị phải làm.
        withdraw: Bật để rút một sự kiện đã ghi nhầm. Việc đang mở của sự kiện đó được rút theo.
        past: Bật khi ngày ở trên là đúng dù đã lâu, hoặc trước ngày hệ thống bắt đầu theo dõi.
        alike: Bật để ghi nhận (hoặc rút) luôn cho các nhiệm vụ khác của văn bản, cùng chờ sự kiện này.
        recorded_by: Họ tên người ghi, để lưu vết.
    """
    installation = open_installation()
    now = clock()

    def record() -> tuple[EventReport, ...]:
        with acting(installation, now, _by(recorded_by), in_turn=True) as act:
            if withdraw:
                return events.withdraw(act, [obligation], day, reason=reason, alike=alike)
            chosen = [code_of(unit) for unit in units] if units else None
            return events.report(act, [obligation], day, units=chosen, reason=reason, past=past, alike=alike)

    done = await asyncio.to_thread(record)
    for one in done:
        if one.changed:
            for each in {one.obligation, *(each.obligation for each in one.owed)}:
                await _refresh(installation, now, each, one.period)
    return Completed(
        message="; ".join(f"{one.obligation}: {spoken(installation.registry, one.message())}" for one in done)
    )


FORMS = (record_submission, extend_deadline, return_report, waive_task, rerun, fire_event)


async def _recorded(
    act: Callable[[Installation, datetime], tuple[Answer, str]], obligation: str, period: str, unit: str
) -> State[Any]:
    installation = open_installation()
    now = clock()
    done, said = await asyncio.to_thread(act, installation, now)
    if done.days_off:
        said += f" (ngày chọn là ngày nghỉ: {done.days_off})"
    if not done.changed:
        said = f"đã được ghi như vậy từ trước, không thay đổi gì ({said})"
    await _refresh(installation, now, obligation, period)
    return Completed(message=f"{code_of(unit)}, {obligation} {period}: {said}")


async def _refresh(installation: Installation, now: datetime, obligation: str, period: str) -> None:
    """The boards on which the form's effect is to be seen, into the form's own run."""
    boards = read_boards(installation, now, only={(obligation, period)})
    await write_boards(boards, always={names.artifact_key(obligation, period)})


def _figure(installation: Installation, done: Answer) -> str:
    """', 97,5% (chỉ tiêu 100%: chưa đạt)' of an indicator's report."""
    task = done.task
    found = judged(installation.registry.obligations.get(task.obligation), task.period, task.figure)
    if found is None or found.figure is None:
        return ""
    registry = installation.registry
    said = f", {spoken(registry, as_message(found.figure, found.unit))}"
    if found.target is not None:
        target = spoken(registry, as_message(found.target, found.unit))
        said += f" (chỉ tiêu {target}: {'đạt' if found.met else 'chưa đạt'})"
    return said + (" - đề nghị xem lại số liệu" if done.doubt else "")


def _by(name: str) -> By:
    return By(recorder(name), ORIGIN)
