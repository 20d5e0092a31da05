"""The morning round: on every working day, everything that any other run missed, one digest a recipient, the
boards.
"""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.logging import get_run_logger
from prefect.states import Completed

from flows import instants, names
from flows.boards.artifacts import read_boards, write_boards
from flows.installation import clock, open_installation
from flows.runs import dated, plainly, scheduled
from flows.speaking import spoken
from flows.stages import staged_round


@flow(name="morning-round", flow_run_name=dated("lượt sáng"), persist_result=False)
@plainly
async def morning_round(even_on_day_off: bool = False) -> State[Any]:
    """Lượt chạy buổi sáng: mở việc, nhắc, báo cấp trên, gửi thư cho mọi nhiệm vụ.

    Mỗi người nhận có nhiều nhất một thư mỗi ngày. Ngày nghỉ thì không làm gì.

    Args:
        even_on_day_off: Bật để chạy cả khi hôm nay là ngày nghỉ. Thư qua máy chủ vẫn chờ đến giờ làm việc.
    """
    installation = open_installation()
    now = clock()
    as_of = instants.as_of(scheduled(), now)
    today = installation.today(as_of)
    if not even_on_day_off and not installation.registry.calendar.is_workday(today):
        why = installation.registry.calendar.why_off(today)
        why = "cuối tuần" if why in (None, "weekend") else why
        return Completed(message=f"{names.day(today)} là ngày nghỉ ({why}): không gửi gì.")
    report = await staged_round(installation, as_of)
    get_run_logger().info("%s", report)
    for finding in report.findings:
        get_run_logger().warning("%s: %s", finding.severity, spoken(installation.registry, finding.message))
    boards = read_boards(installation, report.as_of)
    written = await write_boards(boards, always={names.OVERALL})
    did = spoken(installation.registry, report.message())
    return Completed(message=f"{did[:1].upper()}{did[1:]}; {written} bảng được cập nhật")
