"""The board of a document: every row of its appendices, who leads it, how it is chased. Pure; Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator

from config.registry import Registry, RegistryError, reporting
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.objects import Cycle, Document
from flows import names
from flows.boards.markdown import Seen
from flows.names import cell, link

_LEADS_SHOWN = 6
_HOW = {
    AssignmentKind.DATED: "có thời hạn",
    AssignmentKind.EVENT: "chờ sự kiện",
    AssignmentKind.CYCLE: "báo cáo theo kỳ",
}


def key(document: Document) -> str:
    """The stable key of a document's board: 'nhiem-vu-490-kh-bhxh'."""
    return names.artifact_key("nhiem-vu", document.number.replace("Đ", "D"))


def documents(registry: Registry) -> tuple[Document, ...]:
    """The documents that have appendices, in the registry's order."""
    numbers = dict.fromkeys(appendix.document.number for appendix in registry.appendices.values())
    return tuple(registry.documents[number] for number in numbers)


def links(registry: Registry) -> str:
    """One line that leads to every document's board; empty when no document has appendices."""
    return " · ".join(link(document.number, key(document)) for document in documents(registry))


def document_board(seen: Seen, document: Document) -> str:
    """All rows of a document in its own order, those no longer in force only counted."""
    lines = [
        f"# Nhiệm vụ theo {cell(document.number)}",
        "",
        f"{cell(document.title)} (ngày {document.date:%d/%m/%Y}).",
        "",
        "Nhiệm vụ không ghi thời hạn được nhắc cùng báo cáo nêu ở cột cuối, gửi cho đơn vị chủ trì.",
    ]
    for count in reporting.counts(seen.registry):
        if count.document == document.number:
            lines += ["", *_appendix(seen, document, count.appendix)]
    return "\n".join([*lines, "", f"{link('Bảng chung', names.OVERALL)} · _{seen.updated}_"])


def _appendix(seen: Seen, document: Document, code: str) -> Iterator[str]:
    registry = seen.registry
    rows = [
        row
        for row in registry.assignments.values()
        if (row.document.number, row.appendix.code) == (document.number, code)
    ]
    kinds = [reporting.chased(registry, row) for row in rows]
    tally = ", ".join(f"{kinds.count(kind)} {how}" for kind, how in _HOW.items() if kind in kinds)
    yield f"## {cell(rows[0].appendix.title)}"
    yield ""
    yield f"{len(rows)} nhiệm vụ: {tally}."
    yield ""
    yield "| Số | Nhiệm vụ | Chủ trì | Thời gian theo văn bản | Theo dõi |"
    yield "| --- | --- | --- | --- | --- |"
    shown = [row for row in rows if row.alive(seen.today)]
    for row in shown:
        yield (
            f"| {cell(row.no)} | {cell(row.title)} | {_leads(registry, row)} "
            f"| {cell(row.worded or '—')} | {_chased(registry, row)} |"
        )
    if len(shown) < len(rows):
        yield ""
        yield f"{len(rows) - len(shown)} nhiệm vụ khác không còn hoặc chưa có hiệu lực."


def _leads(registry: Registry, row: Assignment) -> str:
    titles = [registry.groups[ref].title if ref in registry.groups else ref for ref in row.leads]
    more = f" và {len(titles) - _LEADS_SHOWN} đơn vị khác" if len(titles) > _LEADS_SHOWN else ""
    return ", ".join(map(cell, titles[:_LEADS_SHOWN])) + more


def _chased(registry: Registry, row: Assignment) -> str:
    codes = ", ".join(map(cell, row.obligations))
    kind = reporting.chased(registry, row)
    if kind is AssignmentKind.CYCLE:
        return f"báo cáo trong {codes}"
    if kind is AssignmentKind.EVENT:
        return f"chờ sự kiện ({codes})"
    duty = registry.obligations.get(row.obligations[0])
    if row.kind is AssignmentKind.DATED and duty is not None and duty.cycle is Cycle.ONCE and duty.pattern:
        try:
            return f"hạn {registry.deadline(duty, duty.pattern).last_day:%d/%m/%Y} ({codes})"
        except RegistryError:  # beyond the working calendar
            return codes
    return f"hạn theo kỳ ({codes})"
