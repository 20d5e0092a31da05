"""The board of everything: all obligations and periods that run or were lately due, and what comes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from calendars.period_names import name_of
from calendars.periods import parse
from engine.overview.boards import Line
from engine.overview.due import due
from engine.overview.pictures import bars, data_url
from engine.worklist.kinds import Kind
from flows import names
from flows.boards.seen import Seen, bar, row
from flows.coming import Planned
from flows.names import cell, link
from language import Either, Message

_COMING = 12
_BARS = 18


def overall_board(
    seen: Seen,
    lines_of: Sequence[Line],
    outbox: Message,
    coming: Sequence[Planned],
    findings: Iterable[Message],
    *,
    documents: str = "",
    waits: Sequence[str] = (),
    work: Mapping[Kind, int] = MappingProxyType({}),
) -> str:
    """The text. `outbox`: what waits there, in words; `documents`: the links to the documents' boards, none
    when it is empty; `waits`: the lines on requests and events that wait for somebody; `work`: how much there
    is of each list of the home.
    """
    office = seen.registry.office
    name = Either(vi=office.name, en=office.name_en)
    lines = [f"# {seen.cell(Message('board.overall-title', office=name))}", "", f"_{seen.updated}_", ""]
    if seen.home:
        numbers = [Message(f"board.work-{kind.value}", n=n) for kind, n in work.items() if n]
        lines += [
            f"**{seen.worklist}** {seen.said(Message('board.work', counts=tuple(numbers)))}".strip(),
            "",
        ]
    shown = sorted(
        lines_of, key=lambda line: (not line.running, line.figures.last_day, line.figures.obligation)
    )
    if shown:
        said = seen.said(Message("board.overall-picture"))
        picture = bars([bar(seen, line) for line in shown[:_BARS]], seen.language, title=said)
        lines += [
            f"![{said}]({data_url(picture)})",
            "",
            *seen.heads("obligation", "period", "last-day", "sent", "overdue", "sent-late", "owner"),
            *(_line(seen, line) for line in shown),
        ]
    else:
        lines.append(seen.said(Message("board.nothing-open")))
    problems = list(findings)
    if problems:
        head = seen.said(Message("board.to-be-mended"))
        lines += ["", f"## {head}", "", *(f"- {seen.cell(problem)}" for problem in problems)]
    lines += waits
    lines += ["", f"## {seen.said(Message('board.coming'))}", "", *_coming(seen, coming)]
    if documents:
        lines += ["", seen.said(Message("board.by-document", links=documents))]
    counts = Message("board.outbox-line", board=seen.outbox, counts=outbox)
    return "\n".join([*lines, "", seen.said(counts)])


def _line(seen: Seen, line: Line) -> str:
    figures = line.figures
    board = link(figures.obligation, names.artifact_key(figures.obligation, figures.period))
    return row(
        f"{board}: {seen.cell(line.title)}",
        figures.period,
        seen.unbroken(due(line)),
        _sent(seen, line),
        f"**{figures.overdue}**" if figures.overdue else "0",
        str(figures.submitted_late),
        seen.cell(line.owner.short),
    )


def _sent(seen: Seen, line: Line) -> str:
    """'38/41'; '0/41, mở 2' where some who owe it were not asked yet."""
    figures = line.figures
    sent = f"{figures.submitted}/{line.expected}"
    if not line.unopened:
        return sent
    return seen.said(Message("board.sent-opened", sent=sent, opened=figures.tasks))


def _coming(seen: Seen, coming: Sequence[Planned]) -> list[str]:
    if not coming:
        return [seen.said(Message("board.nothing-coming"))]
    return [
        *seen.heads("at", "obligation", "period", "what"),
        *(
            row(
                seen.unbroken(names.instant(planned.at, seen.zone)),
                cell(planned.obligation),
                seen.said(name_of(parse(planned.period), short=True)),
                ", ".join(planned.labels),
            )
            for planned in coming[:_COMING]
        ),
        "",
        f"_{seen.said(Message('board.in-workdays'))}_",
    ]
