"""The audit at the end of a round: what will not happen unless a person acts. Reads only; a fixed number of
statements.

Each finding has a stable code, a severity, and says in Vietnamese and English what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from config.registry import Registry, RegistryError
from engine.answers import renewal
from engine.overview.findings import Finding, Severity
from engine.tasks.chasing import steps_of, view_of
from engine.tasks.days import local_day
from engine.tasks.views import LEADERSHIP
from models import queries

OUTBOX_AGE = timedelta(hours=24)
"""A message that could have left this long ago and has not is a finding. A weekend of quiet time is not
counted: messages held back for it are not due yet.
"""
ROUND_AGE = timedelta(hours=24)
CALENDAR_AHEAD = timedelta(days=60)
MOST_NAMED = 5


def audit(
    s: Session,
    registry: Registry,
    now: datetime,
    *,
    stuck: Mapping[int, str] | None = None,
    problem: str | None = None,
) -> tuple[Finding, ...]:
    """What needs somebody's eye at `now` (UTC), gravest first; empty when all is well.

    `stuck`: tasks that the round could not decide on, with why; `problem`: why its delivery stopped.
    """
    found = [
        *_tasks(s, registry, now, stuck or {}),
        *_outbox(s, now, problem),
        *_calendar(registry, now),
        *_recipients(s, registry),
        *_duties(s, registry),
        *_registry(s, registry),
        *renewal.findings(s, registry, now),
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _tasks(s: Session, registry: Registry, now: datetime, stuck: Mapping[int, str]) -> Iterator[Finding]:
    if stuck:
        yield Finding(
            "task-stuck",
            Severity.ERROR,
            f"{len(stuck)} việc không tính được bước nhắc tiếp theo: {_some(sorted(set(stuck.values())))}",
            f"{len(stuck)} tasks cannot be decided on: {_some(sorted(set(stuck.values())))}",
            len(stuck),
        )
    forgotten = [row for row in queries.without_next_action(s) if not _ladder_ended(registry, row, now)]
    if forgotten:
        names = _some([f"{row.obligation} {row.period} {row.unit}" for row in forgotten])
        yield Finding(
            "no-next-action",
            Severity.ERROR,
            f"{len(forgotten)} việc đang mở không có lần nhắc tiếp theo: {names}",
            f"{len(forgotten)} open tasks have no next action though their ladder has not ended: {names}",
            len(forgotten),
        )
    if (passed := queries.passed_over(s, now - ROUND_AGE) - len(stuck)) > 0:
        yield Finding(
            "rounds-late",
            Severity.ERROR,
            f"{passed} việc đã chờ một lượt chạy hơn 24 giờ: kiểm tra lượt chạy buổi sáng",
            f"{passed} open tasks have waited over 24 hours for a round: see that the morning round runs",
            passed,
        )


def _ladder_ended(registry: Registry, task: queries.TaskRow, now: datetime) -> bool:
    try:
        return all(step.at <= now for step in steps_of(registry, task, view_of(registry, task)))
    except (WhenError, RegistryError):
        return False


def _outbox(s: Session, now: datetime, problem: str | None) -> Iterator[Finding]:
    if problem:
        yield Finding(
            "delivery-stopped",
            Severity.ERROR,
            f"không gửi được thư: {problem}",
            f"no mail could leave: {problem}",
        )
    if waiting := queries.stuck_messages(s, now - OUTBOX_AGE):
        who = _some(sorted({message.recipient for message in waiting}))
        yield Finding(
            "outbox-ageing",
            Severity.ERROR,
            f"{len(waiting)} thư đã chờ gửi hơn 24 giờ ({who}): kiểm tra máy chủ thư",
            f"{len(waiting)} messages have waited over 24 hours to be sent ({who}): check the mail server",
            len(waiting),
        )
    if dead := queries.dead_messages(s):
        who = _some(sorted({message.recipient for message in dead}))
        yield Finding(
            "dead-letters",
            Severity.ERROR,
            f"{len(dead)} thư không gửi được ({who}): sửa địa chỉ rồi gửi lại từ hộp thư đi",
            f"{len(dead)} messages were given up ({who}): mend the address, then revive them in the outbox",
            len(dead),
        )
    if unheard := queries.unheard_notices(s, now - OUTBOX_AGE * 4):
        yield Finding(
            "notices-unheard",
            Severity.WARNING,
            f"{len(unheard)} thông báo chưa được đưa vào thư nào trong 4 ngày qua",
            f"{len(unheard)} notices are in no mail after 4 days: see that the morning round runs",
            len(unheard),
        )


def _calendar(registry: Registry, now: datetime) -> Iterator[Finding]:
    until = registry.calendar.verified_until
    ahead = local_day(registry, now) + CALENDAR_AHEAD
    if until is None or until < ahead:
        told = until.isoformat() if until else "-"
        yield Finding(
            "calendar-unverified",
            Severity.WARNING,
            f"lịch làm việc mới được đối chiếu đến {told}: bổ sung ngày nghỉ vào config/calendar.yaml",
            f"the working calendar is verified until {told}: check the days after it in config/calendar.yaml",
        )
    if registry.calendar.last < ahead + timedelta(days=365):
        yield Finding(
            "calendar-ends",
            Severity.WARNING,
            f"lịch làm việc kết thúc ngày {registry.calendar.last}: kéo dài trong config/calendar.yaml",
            f"the working calendar ends on {registry.calendar.last}: lengthen it in config/calendar.yaml",
        )


def _recipients(s: Session, registry: Registry) -> Iterator[Finding]:
    mute_units = [unit.code for unit in registry.units.values() if not unit.email]
    strangers = [code for code in queries.holders(s) if code not in registry.units]
    holding = queries.open_holders(s, of=mute_units + strangers) if mute_units or strangers else {}
    mute = [code for code in mute_units if code in holding]
    if mute:
        yield Finding(
            "no-address",
            Severity.WARNING,
            f"chưa có địa chỉ thư của {_some(mute)}: thư của họ chuyển cho đơn vị chủ trì",
            f"no mail address for {_some(mute)}: what they are to read goes to the owner of the duty",
            len(mute),
        )
    unknown = [code for code in strangers if code in holding]
    if unknown:
        yield Finding(
            "unknown-holder",
            Severity.ERROR,
            f"đơn vị không còn trong danh mục nhưng đang giữ việc: {_some(unknown)}",
            f"units that hold open tasks are not in the registry any more: {_some(unknown)}",
            len(unknown),
        )
    if not registry.office.leadership_email:
        yield Finding(
            "no-leadership-address",
            Severity.WARNING,
            "chưa có địa chỉ thư của lãnh đạo: thư chuyển cấp sẽ đến đơn vị chủ trì",
            f"no mail address for the {LEADERSHIP}: what goes to it goes to the owner of the duty",
        )


def _duties(s: Session, registry: Registry) -> Iterator[Finding]:
    gone = [code for code in queries.duties(s) if code not in registry.obligations]
    if gone and (left := queries.open_count(s, of=gone)):
        told = _some([f"{code} ({tasks})" for code, tasks in left.items()])
        yield Finding(
            "unknown-duty",
            Severity.ERROR,
            f"việc đang mở của nhiệm vụ không còn trong danh mục: {told}; "
            "đưa nhiệm vụ trở lại kèm ngày kết thúc (to), hoặc rút các việc này bằng dondoc apply",
            f"open tasks of duties that are not in the registry any more: {told}; "
            "put the duty back with an end (to), or let `dondoc apply` withdraw them",
            sum(left.values()),
        )


def _registry(s: Session, registry: Registry) -> Iterator[Finding]:
    seen = queries.fact(s, "roster")
    if seen is not None and seen != registry.fingerprint:
        yield Finding(
            "registry-newer",
            Severity.INFO,
            "danh mục đã thay đổi sau lượt chạy gần nhất: lượt chạy tới sẽ áp dụng cho các kỳ mở mới; "
            "việc đang mở chỉ thay đổi bằng dondoc apply",
            "the registry changed after the last round: the next one opens by it; open tasks stay until "
            "`dondoc apply`, see `dondoc plan`",
        )


def _some(names: list[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" (+{more})" if more > 0 else "")
