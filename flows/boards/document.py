"""The board of a document: every row of its appendices, who leads it, how it is chased. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from config.registry import Registry, RegistryError, reporting
from config.registry.assignments import Assignment, AssignmentKind
from config.registry.objects import Cycle, Document
from engine.tasks.awaited import Awaited
from flows import names
from flows.boards import awaited
from flows.boards.seen import Seen, row
from flows.names import cell, link
from language import Message

_LEADS_SHOWN = 6
_KINDS = (AssignmentKind.DATED, AssignmentKind.EVENT, AssignmentKind.CYCLE)


def key(seen: Seen, document: Document) -> str:
    """The stable key of a document's board: 'nhiem-vu-490-kh-bhxh'."""
    return names.document_key(seen.language, document.number)


def documents(registry: Registry) -> tuple[Document, ...]:
    """The documents that have appendices, in the registry's order."""
    numbers = dict.fromkeys(appendix.document.number for appendix in registry.appendices.values())
    return tuple(registry.documents[number] for number in numbers)


def links(seen: Seen) -> str:
    """One line that leads to every document's board; empty when no document has appendices."""
    return " · ".join(link(each.number, key(seen, each)) for each in documents(seen.registry))


def title(document: Document) -> Message:
    """'Nhiệm vụ theo 490/KH-BHXH'."""
    return Message("board.document", number=document.number)


def document_board(
    seen: Seen,
    document: Document,
    waiting: Sequence[Awaited] = (),
    asked: Mapping[str, date] = MappingProxyType({}),
) -> str:
    """All rows of a document in its own order, those no longer in force only counted; then the events that it
    waits for, of all that are waited for (`waiting`), and when they were `asked` for.
    """
    dated = Message("board.document-dated", title=cell(document.title), day=document.date)
    lines = [
        f"# {seen.cell(title(document))}",
        "",
        seen.said(dated),
        "",
        seen.said(Message("board.undated-rows")),
    ]
    for count in reporting.counts(seen.registry):
        if count.document == document.number:
            lines += ["", *_appendix(seen, document, count.appendix)]
    lines += awaited.section(seen, [each for each in waiting if each.by.document == document], asked)
    return "\n".join([*lines, "", f"{seen.overall} · _{seen.updated}_"])


def _appendix(seen: Seen, document: Document, code: str) -> Iterator[str]:
    registry = seen.registry
    found = [
        each
        for each in registry.assignments.values()
        if (each.document.number, each.appendix.code) == (document.number, code)
    ]
    kinds = [reporting.chased(registry, each) for each in found]
    tally = [Message(f"board.rows-{kind.value}", count=kinds.count(kind)) for kind in _KINDS if kind in kinds]
    yield f"## {cell(found[0].appendix.title)}"
    yield ""
    yield seen.said(Message("board.rows", n=len(found), tally=tally))
    yield ""
    yield from seen.heads("no", "assignment", "leads", "worded", "chased")
    shown = [each for each in found if each.alive(seen.today)]
    for each in shown:
        worded = cell(each.worded or names.NONE)
        yield row(cell(each.no), cell(each.title), _leads(seen, each), worded, _chased(seen, each))
    if len(shown) < len(found):
        yield ""
        yield seen.said(Message("board.rows-not-in-force", n=len(found) - len(shown)))


def _leads(seen: Seen, each: Assignment) -> str:
    groups = seen.registry.groups
    titles = [groups[ref].title if ref in groups else ref for ref in each.leads]
    shown = tuple(map(cell, titles[:_LEADS_SHOWN]))
    if len(titles) <= _LEADS_SHOWN:
        return ", ".join(shown)
    return seen.said(Message("words.and-more", names=shown, n=len(titles) - _LEADS_SHOWN))


def _chased(seen: Seen, each: Assignment) -> str:
    registry = seen.registry
    codes = tuple(map(cell, each.obligations))
    kind = reporting.chased(registry, each)
    if kind is AssignmentKind.CYCLE:
        return seen.said(Message("board.reported-in", codes=codes))
    if kind is AssignmentKind.EVENT:
        return seen.said(Message("board.waits-for-event", codes=codes))
    duty = registry.obligations.get(each.obligations[0])
    alone = each.kind is AssignmentKind.DATED and len(each.obligations) == 1
    if alone and duty is not None and duty.cycle is Cycle.ONCE and duty.pattern:
        try:
            day = registry.deadline(duty, duty.pattern).last_day
        except RegistryError:  # beyond the working calendar
            return ", ".join(codes)
        return seen.said(Message("board.due-on", day=day, codes=codes))
    return seen.said(Message("board.due-by-period", codes=codes))
