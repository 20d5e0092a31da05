"""The board of one obligation and period: each unit with its state, last day and delay. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from calendars.deadlines import Deadline
from calendars.periods import Period
from config.registry.objects import Obligation
from engine.answers.figures import as_message, judged
from engine.answers.progress import as_message as how_far
from engine.links.addresses import history_at
from engine.overview.boards import Line, Needed, Owed
from engine.overview.due import due as due_of
from engine.overview.pictures import bars, data_url
from flows import names
from flows.boards.rows import NO_ROWS, Told, rows_told
from flows.boards.seen import Seen, bar, row, titled
from flows.names import cell, link
from language import Message
from models.states import Standing

_COLUMNS = ("unit", "standing", "last-day", "sent-on", "document-no", "days-late")


def period_board(
    seen: Seen,
    duty: Obligation,
    due: Deadline,
    line: Line,
    owed: Sequence[Owed],
    needed: Sequence[Needed],
    rows: Told = NO_ROWS,
) -> str:
    """The text; `rows` are those that the report tells of its document."""
    tally = seen.said(line.tally.message())
    picture = bars([bar(seen, line)], seen.language, title=tally)
    until = Message("board.last-day-left", due=due_of(line, long=True))
    lines = [
        f"# {seen.cell(titled(duty, due.period))}",
        "",
        f"**{tally}** · {seen.said(until)}",
        "",
        f"![{tally}]({data_url(picture)})",
        "",
        seen.said(_documented(seen, duty, due.period, line)),
    ]
    if line.unopened:
        codes = tuple(cell(code) for code in line.unopened)
        lines.append(seen.said(Message("board.unopened", n=len(codes), units=codes)))
    if due.rolled:
        why = names.days_off(cell(due.rolled))
        lines.append(
            seen.said(Message("board.rolled", day=due.unrolled_last_day, why=why, last_day=due.last_day))
        )
    if not line.confirmed:
        lines.append(f"**{seen.said(Message('board.unconfirmed'))}**")
    lines += [_needed(seen, each) for each in needed]
    # Columns of their own only where the report carries a figure, or a unit said how far it is.
    asked = duty.figure is not None or any(each.task.figure is not None for each in owed)
    told = any(each.progress is not None for each in owed)
    heads = (*_COLUMNS, *(("figure", "target") if asked else ()), *(("progress",) if told else ()))
    lines += [
        "",
        *seen.heads(*heads),
        *(
            row(
                *_owed(seen, each),
                *(_figure(seen, duty, each) if asked else ()),
                *((_progress(seen, each),) if told else ()),
            )
            for each in owed
        ),
        *rows_told(seen, rows),
        "",
        f"{seen.overall} · _{seen.updated}_",
    ]
    return "\n".join(lines)


def _documented(seen: Seen, duty: Obligation, period: Period, line: Line) -> Message:
    """Where it is written, in the document's words if it has any for this period's day."""
    words = duty.words(period)
    fields = {
        "number": cell(duty.document.number),
        "cite": cell(duty.cite),
        "owner": seen.cell(line.owner.name),
    }
    if not words:
        return Message("board.documented-at", **fields)
    return Message("board.as-documented", worded=cell(words), **fields)


def _needed(seen: Seen, each: Needed) -> str:
    board = link(each.obligation, names.artifact_key(each.obligation, each.period))
    if not each.missing:
        return seen.said(Message("board.needed-complete", board=board, period=each.period, n=each.total))
    missing = tuple(cell(code) for code in each.missing)
    return seen.said(
        Message("board.needed-missing", board=board, period=each.period, n=each.total, missing=missing)
    )


def _owed(seen: Seen, each: Owed) -> tuple[str, ...]:
    """The cells of a unit: who, how it stands, until when, sent when and as what, how late."""
    task = each.task
    who: Message | str = Message("board.coded-unit", code=task.holder, unit=each.holder_name)
    if task.holder != task.unit:
        original = Message("board.coded-unit", code=task.unit, unit=each.unit_name)
        who = Message("board.in-place-of", holder=who, unit=original)
    standing = seen.said(Message(f"board.standing-{each.standing.value}"))
    if seen.home:
        standing = f"[{standing}]({history_at(seen.home, task.obligation, task.period, task.unit)})"
    is_late = each.standing in (Standing.OVERDUE, Standing.SUBMITTED_LATE)
    late = str(each.workdays_late or "< 1") if is_late else ""
    if each.standing is Standing.OVERDUE:
        standing, late = f"**{standing}**", f"**{late}**"
    # Whom nobody calls late is asked by the working deadline; lateness counts from the last day.
    day = task.last_day if is_late else task.working_deadline
    last = names.figures(day)
    if task.last_day != task.original_last_day:
        last = Message("board.day-moved", day=day, original=task.original_last_day)
    return (
        seen.cell(who),
        standing,
        seen.unbroken(last),
        seen.unbroken(names.figures(each.sent_on)),
        cell((task.document_no if each.sent_on else None) or names.NONE),
        late,
    )


def _figure(seen: Seen, duty: Obligation, each: Owed) -> tuple[str, str]:
    """The figure and how it stands to the year's target: '97,5%' and '100%, **chưa đạt**'."""
    found = judged(duty, each.task.period, each.task.figure)
    if found is None:  # the registry asks for none any more, and this unit gave none
        return names.NONE, names.NONE
    figure = names.NONE if found.figure is None else seen.cell(as_message(found.figure, found.unit))
    if found.target is None:
        return figure, seen.said(Message("board.no-target"))
    target = seen.cell(as_message(found.target, found.unit))
    if found.met is None:
        return figure, target
    how = "board.target-met" if found.met else "board.target-missed"
    return figure, seen.said(Message(how, target=target))


def _progress(seen: Seen, each: Owed) -> str:
    """How far it is, and since when that is so: '40%, đang trình ký (14/09/2026)'."""
    if each.progress is None:
        return names.NONE
    day = each.progress.at.astimezone(seen.zone).date()
    return seen.cell(Message("board.progress", progress=how_far(each.progress), day=day))
