"""The deployments' texts: what an administrator reads about a duty before he opens its runs. Pure;
Vietnamese.
"""

from __future__ import annotations

from datetime import date

from config.registry import Registry
from config.registry.objects import Obligation
from flows import names
from flows.coming import deadlines
from flows.names import cell, link

SHOWN = 6  # coming deadlines in a description
_KINDS_SHOWN = 12


def tags(obligation: Obligation) -> list[str]:
    """The document's number and the owner: what the deployments page filters by."""
    return [obligation.document.number, f"đầu mối {obligation.owner}", names.TAG]


def description(registry: Registry, obligation: Obligation, today: date) -> str:
    """Markdown: title, who owes what to whom and by when, the source, and the coming deadlines with their
    boards.
    """
    owner = registry.unit(obligation.owner)
    document = obligation.document
    lines = [
        f"**{cell(obligation.title)}**",
        "",
        f"- **Ai nộp:** {_who(registry, obligation, today)}",
        f"- **Đầu mối nhận, đôn đốc:** {cell(owner.name)} ({cell(owner.code)})",
        f"- **Hạn theo văn bản:** {cell(obligation.worded)}",
        f"- **Căn cứ:** {cell(document.number)} ngày {document.date:%d/%m/%Y}, {cell(obligation.cite)}",
    ]
    if obligation.product:
        lines.append(f"- **Sản phẩm:** {cell(obligation.product)}")
    if obligation.deliver_to:
        lines.append(f"- **Gửi tiếp:** {cell(obligation.deliver_to)}")
    if obligation.needs:
        lines.append(f"- **Cần có trước:** {', '.join(cell(code) for code in obligation.needs)}")
    if obligation.assumption:
        lines.append(f"- **Giả định:** {cell(obligation.assumption)}")
    lines += ["", *_table(registry, obligation, today), ""]
    lines.append(f"{link('Bảng chung', names.OVERALL)} · {link('Hộp thư đi', names.OUTBOX)}")
    return "\n".join(lines)


def _who(registry: Registry, obligation: Obligation, today: date) -> str:
    owing = registry.owing(obligation, today)
    if not owing:
        return "hiện không có đơn vị nào"
    refs = []
    for ref in obligation.owed_by:
        group = registry.groups.get(ref)
        refs.append(cell(group.title) if group else cell(ref))
    shown = ", ".join(refs[:_KINDS_SHOWN]) + (", …" if len(refs) > _KINDS_SHOWN else "")
    return f"{len(owing)} đơn vị: {shown}"


def _table(registry: Registry, obligation: Obligation, today: date) -> list[str]:
    rows = []
    unconfirmed = False
    for period, opens, last_day, confirmed in deadlines(registry, obligation, today, SHOWN):
        mark = "" if confirmed else " *"
        unconfirmed |= not confirmed
        board = link("bảng", names.artifact_key(obligation.code, period)) if opens <= today else "chưa mở"
        rows.append(f"| {period} | {names.day(opens)} | {names.day(last_day)}{mark} | {board} |")
    if not rows:
        return ["Không còn kỳ nào sắp tới."]
    table = ["| Kỳ | Mở việc | Hạn cuối | Theo dõi |", "| --- | --- | --- | --- |", *rows]
    return [*table, "", "\\* Lịch nghỉ của năm này chưa được xác nhận."] if unconfirmed else table
