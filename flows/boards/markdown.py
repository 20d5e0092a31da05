"""The boards as Markdown: pure text from rows that were read. Vietnamese; every name is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from calendars.deadlines import Deadline
from calendars.periods import parse
from config.registry import Registry
from config.registry.objects import Obligation
from engine.answers.figures import as_message, judged
from engine.mail.language import VI
from engine.overview.boards import Line, Needed, Owed
from engine.overview.pictures import Bar, bars, data_url
from flows import names
from flows.coming import Planned
from flows.names import cell, link
from flows.speaking import spoken
from models.queries import OutboxCounts
from models.states import MessageState, Standing
from models.tables import Message

STANDINGS: Mapping[Standing, str] = {
    Standing.OVERDUE: "**QUÁ HẠN**",
    Standing.OPEN: "chưa nộp",
    Standing.SUBMITTED_LATE: "nộp chậm",
    Standing.ON_TIME: "nộp đúng hạn",
    Standing.WAIVED: "được miễn",
    Standing.WITHDRAWN: "đã rút",
}
MESSAGES: Mapping[MessageState, str] = {
    MessageState.PENDING: "chờ gửi",
    MessageState.SENDING: "đang gửi",
    MessageState.SENT: "đã gửi",
    MessageState.DEAD: "**KHÔNG GỬI ĐƯỢC**",
    MessageState.CANCELLED: "đã bỏ",
}
_WORKDAYS = "_Số ngày còn lại và số ngày chậm là ngày làm việc._"
_COMING = 12
_BARS = 18


@dataclass(frozen=True, slots=True)
class Seen:
    """From when and where a board is looked at."""

    registry: Registry
    as_of: datetime

    @property
    def today(self) -> date:
        """The office's date."""
        return self.as_of.astimezone(self.registry.office.zone).date()

    @property
    def updated(self) -> str:
        """'Cập nhật lúc 08:05 23/11/2026'."""
        return f"Cập nhật lúc {names.instant(self.as_of, self.registry.office.zone)}"


def overall(
    seen: Seen,
    lines_of: Sequence[Line],
    outbox: OutboxCounts,
    coming: Sequence[Planned],
    findings: Iterable[str],
    *,
    rows: str = "",
) -> str:
    """The board of all obligations and periods that are running or were lately due."""
    office = seen.registry.office
    lines = [f"# Bảng đôn đốc · {cell(office.name)}", "", f"_{seen.updated}_", ""]
    shown = sorted(
        lines_of, key=lambda line: (not _running(line), line.figures.last_day, line.figures.obligation)
    )
    if shown:
        picture = bars(
            [_bar(line) for line in shown[:_BARS]], title="Tình hình nộp báo cáo theo nhiệm vụ và kỳ"
        )
        lines += [
            f"![Tình hình nộp báo cáo]({data_url(picture)})",
            "",
            "| Nhiệm vụ | Kỳ | Hạn cuối | Đã nộp | Quá hạn | Nộp chậm | Đầu mối |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *(_overall_row(line) for line in shown),
        ]
        lines += ["", _WORKDAYS]
    else:
        lines.append("Chưa có việc nào được mở. Các mốc sắp tới ở dưới.")
    problems = list(findings)
    if problems:
        lines += ["", "## Cần xử lý", "", *(f"- {cell(problem)}" for problem in problems)]
    lines += ["", "## Sắp tới", "", *_coming(seen, coming)]
    if rows:
        lines += ["", f"Nhiệm vụ theo văn bản: {rows}."]
    lines += ["", f"{link('Hộp thư đi', names.OUTBOX)}: {_outbox_sentence(outbox)}."]
    return "\n".join(lines)


def period_board(
    seen: Seen, duty: Obligation, due: Deadline, line: Line, owed: Sequence[Owed], needed: Sequence[Needed]
) -> str:
    """The board of one obligation and period: each unit with its state, last day and delay."""
    tally = spoken(seen.registry, line.tally.message(), "board")
    picture = bars([_bar(line)], title=tally)
    lines = [
        f"# {cell(VI.titled(duty.title, due.period))}",
        "",
        f"**{tally}** · hạn cuối {names.day(line.figures.last_day)} · {_left(line)}",
        "",
        f"![{tally}]({data_url(picture)})",
        "",
        f"Văn bản: {cell(duty.worded)} ({cell(duty.document.number)}, {cell(duty.cite)}). "
        f"Đầu mối: {cell(line.owner_name)}.",
    ]
    if due.rolled:
        lines.append(f"Hạn được chuyển từ {names.day(due.unrolled_last_day)}: {cell(due.rolled)}.")
    if not line.confirmed:
        lines.append("**Lịch nghỉ của thời gian này chưa được xác nhận.**")
    for each in needed:
        missing = ", ".join(each.missing) or "đã đủ"
        board = link(each.obligation, names.artifact_key(each.obligation, each.period))
        lines.append(f"Cần có {board} {each.period} của {each.total} đơn vị; còn thiếu: {cell(missing)}.")
    # A column of its own only where the report carries a figure.
    asked = duty.figure is not None or any(each.task.figure is not None for each in owed)
    extra = " Số liệu | Chỉ tiêu |" if asked else ""
    lines += [
        "",
        f"| Đơn vị | Tình trạng | Hạn cuối | Ngày nộp | Số văn bản | Chậm (ngày) |{extra}",
        f"| --- | --- | --- | --- | --- | --- |{' --- | --- |' if asked else ''}",
        *(
            _owed_row(seen, each) + (_figure_cells(seen.registry, duty, each) if asked else "")
            for each in owed
        ),
        "",
        _WORKDAYS,
        "",
        f"{link('Bảng chung', names.OVERALL)} · _{seen.updated}_",
    ]
    return "\n".join(lines)


def outbox_board(seen: Seen, counts: OutboxCounts, messages: Sequence[Message], where: str) -> str:
    """The outbox: what was sent, what waits, what could not be sent and why."""
    zone = seen.registry.office.zone
    lines = [
        "# Hộp thư đi",
        "",
        f"{_outbox_sentence(counts)}. {where}",
        "",
        "| Lúc | Người nhận | Tiêu đề | Tình trạng |",
        "| --- | --- | --- | --- |",
    ]
    for message in messages:
        pending = message.state is MessageState.PENDING
        when = message.sent_at or (message.next_attempt_at if pending else message.queued_at)
        who = cell(recipient(seen.registry, message.recipient)) + (
            "" if message.address else " (chưa có địa chỉ)"
        )
        state = MESSAGES[message.state] + (f" (lần {message.attempts})" if message.attempts > 1 else "")
        if message.last_error and message.state is not MessageState.SENT:
            state += f": {cell(message.last_error)}"
        subject = cell(message.subject or "—")
        lines.append(f"| {names.instant(when, zone)} | {who} | {subject} | {state} |")
    if not messages:
        lines = [*lines[:3], "Chưa có thư nào."]
    lines += ["", f"{link('Bảng chung', names.OVERALL)} · _{seen.updated}_"]
    return "\n".join(lines)


def recipient(registry: Registry, code: str) -> str:
    """'Vụ Pháp chế', 'Lãnh đạo Vụ Pháp chế', or the leadership's name."""
    unit, _, role = code.partition(":")
    found = registry.units.get(unit)
    if found is None:
        return registry.office.leadership_name if code == "leadership" else code
    return f"Lãnh đạo {found.name}" if role == "head" else found.name


def _overall_row(line: Line) -> str:
    row = line.figures
    board = link(row.obligation, names.artifact_key(row.obligation, row.period))
    overdue = f"**{row.overdue}**" if row.overdue else "0"
    return (
        f"| {board}: {cell(line.title)} | {row.period} | {row.last_day:%d/%m/%Y}, {_left(line)} "
        f"| {row.submitted}/{row.expected} | {overdue} | {row.submitted_late} | {cell(row.owner)} |"
    )


def _owed_row(seen: Seen, each: Owed) -> str:
    task, zone = each.task, seen.registry.office.zone
    name = f"{task.holder} · {each.holder_name}"
    if task.holder != task.unit:
        name += f" (thay {task.unit} · {each.unit_name})"
    sent = names.instant(task.submitted_at, zone)[-10:] if task.submitted_at else "—"
    last = f"{task.last_day:%d/%m/%Y}"
    if task.last_day != task.original_last_day:
        last += f" (gốc {task.original_last_day:%d/%m/%Y})"
    late = str(each.workdays_late) if each.workdays_late else ""
    if each.standing is Standing.OVERDUE:
        late = f"**{late}**"
    return (
        f"| {cell(name)} | {STANDINGS[each.standing]} | {last} | {sent} "
        f"| {cell(task.document_no or '—')} | {late} |"
    )


def _figure_cells(registry: Registry, duty: Obligation, each: Owed) -> str:
    """The figure and how it stands to the year's target: ' 97,5% | 100%, **chưa đạt** |'."""
    found = judged(duty, each.task.period, each.task.figure)
    if found is None:  # the registry asks for none any more, and this unit gave none
        return " — | — |"
    figure = "—" if found.figure is None else spoken(registry, as_message(found.figure, found.unit))
    target = "chưa có" if found.target is None else spoken(registry, as_message(found.target, found.unit))
    met = {True: ", đạt", False: ", **chưa đạt**", None: ""}[found.met]
    return f" {cell(figure)} | {cell(target)}{met} |"


def _bar(line: Line) -> Bar:
    row = line.figures
    return Bar(
        label=f"{row.obligation} · {row.period}",
        note=f"hạn {row.last_day:%d/%m/%Y}, {_left(line)}",
        on_time=row.on_time,
        late_sent=row.submitted_late,
        open=row.open,
        overdue=row.overdue,
        ended=row.waived + row.withdrawn,
    )


def _running(line: Line) -> bool:
    return bool(line.figures.open or line.figures.overdue)


def _left(line: Line) -> str:
    if not _running(line):
        return "xong"
    if line.workdays_left is None:
        return "—"
    if line.workdays_left > 0:
        return f"còn {line.workdays_left} ngày"
    return f"quá {-line.workdays_left} ngày" if line.workdays_left < 0 else "hạn hôm nay"


def _coming(seen: Seen, coming: Sequence[Planned]) -> list[str]:
    if not coming:
        return ["Không có mốc nào."]
    zone = seen.registry.office.zone
    lines = ["| Lúc | Nhiệm vụ | Kỳ | Việc |", "| --- | --- | --- | --- |"]
    for planned in coming[:_COMING]:
        period = VI.short_period(parse(planned.period))
        lines.append(
            f"| {names.instant(planned.at, zone)} | {cell(planned.obligation)} | {period} "
            f"| {', '.join(planned.labels)} |"
        )
    return lines


def _outbox_sentence(counts: OutboxCounts) -> str:
    said = [f"{counts.sent} thư đã gửi", f"{counts.waiting + counts.scheduled + counts.sending} chờ gửi"]
    if counts.dead:
        said.append(f"**{counts.dead} không gửi được**")
    return ", ".join(said)
