"""`dondoc board`: how each duty and period stands, counted by what makes the boards of the Prefect UI."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import naming, options
from desk.command import argument, command, option
from desk.errors import say
from desk.office import Desk
from desk.output import (
    Block,
    Coded,
    Said,
    answer,
    answer_in_blocks,
    drawn,
    in_json,
    line,
    table,
    table_in_blocks,
)
from language import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from engine.overview.boards import Line, Needed, Owed


HEADS = (
    "head.obligation", "head.period", "head.sent", "head.overdue", "head.sent-late", "head.owner",
    "head.hand-in",
)  # fmt: skip
"""The last as the board of the Prefect UI calls it: the day asked for, which need not be the last day."""
AT_ONCE = 200
"""So many lines are printed together in a pipe; an office of twenty duties has fewer."""


@command(help="help.board")
@argument("obligation", "metavar.obligation", required=False)
@argument("period", "metavar.period", required=False)
@option("--all", "whole", is_flag=True, help="help.board.all")
@options.reading
def board(
    obligation: str | None,
    period: str | None,
    whole: bool,
    as_of: datetime | date | None,
    as_json: bool,
) -> None:
    """One period whole, or a line for each."""
    desk = Desk(as_of)
    if obligation is not None and period is not None:
        _one(desk, obligation, period, as_json=as_json)
    else:
        _list(desk, obligation, whole, as_json=as_json)


def _list(desk: Desk, obligation: str | None, whole: bool, *, as_json: bool) -> None:
    from engine.overview import boards
    from models import queries

    registry = desk.registry
    stuck: list[Message] = []
    with desk.looking() as session:
        # A duty that has left the registry is known by its tasks.
        if obligation is not None and obligation not in queries.duties(session):
            obligation = desk.duty(obligation).code
        if whole:
            found = boards.lines_of(session, registry, desk.now, obligation)
        else:
            since = desk.today - boards.LATELY
            found = boards.overview(
                session, registry, desk.now, since=since, obligation=obligation, stuck=stuck
            )
    for each in stuck:
        say(each)
    at_once = max(len(found), 1) if drawn() and not as_json else AT_ONCE
    blocks = (found[first : first + at_once] for first in range(0, len(found), at_once))
    if as_json:
        told = ([figures(each) for each in block] for block in blocks)
        answer_in_blocks({"as_of": desk.now}, "boards", told, dict)
        return
    if not found:
        line(Message("cli.board.nothing" if whole else "cli.board.nothing-all"))
        return
    table_in_blocks(HEADS, map(_block, blocks), _foreseen(found))
    overdue = sum(each.figures.overdue for each in found)
    line(Message("cli.board.count", n=len(found), overdue=overdue, today=desk.today))


def _block(found: Sequence[Line]) -> Block:
    from engine.overview.due import due

    rows = [
        (
            each.figures.obligation,
            each.figures.period,
            _sent(each),
            each.figures.overdue,
            each.figures.submitted_late,
            _owner(each),
            due(each),
        )
        for each in found
    ]
    return rows, {place: "red" for place, each in enumerate(found) if each.figures.overdue}


def _foreseen(found: Sequence[Line]) -> list[set[Said]]:
    """What the columns hold whose cells differ in width, before the last one."""
    owners = {each.figures.owner: _owner(each) for each in found}.values()
    return [
        {each.figures.obligation for each in found},
        {each.figures.period for each in found},
        {_sent(each) for each in found},
        set(),
        set(),
        {each.code if isinstance(each, Coded) else each for each in owners},
    ]


def _one(desk: Desk, obligation: str, period: str, *, as_json: bool) -> None:
    from config.registry import RegistryError
    from engine.overview import boards

    registry = desk.registry
    needed: Sequence[Needed] = ()
    with desk.looking() as session:
        found = boards.line_of(session, registry, desk.now, obligation, period)
        code, period = found.figures.obligation, found.figures.period
        owed = boards.period_board(session, registry, desk.now, code, period)
        try:
            needed = boards.missing_units(session, registry, desk.now, code, period)
        except RegistryError:  # it has left the registry, and needs nothing more
            needed = ()
    if as_json:
        units = [_unit(each) for each in owed]
        needs = [{"obligation": n.obligation, "period": n.period, "missing": n.missing, "expected": n.total}
                 for n in needed]  # fmt: skip
        answer({"as_of": desk.now, **figures(found), "units": units, "needs": needs})
        return
    _tell(desk, found, owed, needed)


def figures(found: Line) -> dict[str, Any]:
    """A line's keys in JSON, promised in docs/cli.md."""
    row = found.figures
    return {
        "obligation": row.obligation,
        "period": row.period,
        "title": in_json(found.title),
        "owner": row.owner,
        "in_charge": found.owner.code,
        "expected": found.expected,
        "opened": row.tasks,
        "received": row.submitted,
        "on_time": row.on_time,
        "late": row.submitted_late,
        "open": row.open,
        "overdue": row.overdue,
        "accepted": row.accepted,
        "waived": row.waived,
        "withdrawn": row.withdrawn,
        "not_opened": list(found.unopened),
        "last_days": _days([(each.last_day, each.count) for each in found.shares]),
        "asked_days": _days([(each.asked, each.count) for each in found.shares]),
    }


def _days(shares: list[tuple[date, int]]) -> list[dict[str, Any]]:
    counted: dict[date, int] = {}
    for day, count in shares:
        counted[day] = counted.get(day, 0) + count
    return [{"day": day, "count": counted[day]} for day in sorted(counted)]


def _unit(each: Owed) -> dict[str, Any]:
    task, said = each.task, each.progress
    return {
        "unit": task.unit,
        "holder": task.holder,
        "standing": each.standing.value,
        "last_day": task.last_day,
        "working_deadline": task.working_deadline,
        "days_late": each.workdays_late,
        "submitted_at": task.submitted_at if each.sent_on else None,
        "document_no": task.document_no if each.sent_on else None,
        "progress": {"percent": said.percent, "note": said.note, "at": said.at} if said else None,
    }


def _owner(found: Line) -> Coded | Said:
    """The unit in charge; the leadership, whose code nobody knows, by its name."""
    owner = found.owner
    return owner.short if owner.short == owner.name else Coded(owner.code, owner.name)


def _sent(found: Line) -> Message | str:
    """'38/41'; '0/41, 2 opened' where some who owe it were not asked yet."""
    sent = f"{found.figures.submitted}/{found.expected}"
    if not found.unopened:
        return sent
    return Message("board.sent-opened", sent=sent, opened=found.figures.tasks)


def _tell(desk: Desk, found: Line, owed: Sequence[Owed], needed: Sequence[Needed]) -> None:
    from engine.overview.due import due
    from models.states import Standing

    row = found.figures
    line(Message("cli.board.head", code=row.obligation, period=row.period, title=found.title))
    until = due(found)
    line(Message("cli.board.tally", tally=found.tally.message()))
    line(Message("cli.board.due", due=until) if until else Message("cli.board.due-none", day=row.asked))
    owner = found.owner
    named = Message("board.coded-unit", code=owner.code, unit=owner.name)
    line(Message("cli.board.owner", owner=named if owner.short != owner.name else owner.name))
    if row.waived or row.withdrawn:
        line(Message("cli.board.ended", waived=row.waived, withdrawn=row.withdrawn))
    if found.unopened:
        line(Message("board.unopened", n=len(found.unopened), units=found.unopened))
    for each in needed:
        missing = Message("cli.board.needed-missing", units=each.missing) if each.missing else ""
        line(
            Message(
                "cli.board.needed", obligation=each.obligation, period=each.period,
                behind=len(each.missing), total=each.total, missing=missing,
            )
        )  # fmt: skip
    if not owed:
        return
    line()
    table(
        ("head.unit", "head.standing", "head.last-day", "head.sent-on", "head.late-by", "head.document"),
        [_cells(desk, each) for each in owed],
        {place: "red" for place, each in enumerate(owed) if each.standing is Standing.OVERDUE},
    )


def _cells(desk: Desk, each: Owed) -> tuple[object, ...]:
    from desk.commands.tasks import lateness

    task = each.task
    accepted = task.state.value == "accepted"
    late = each.standing.value in {"overdue", "submitted_late"}
    return (
        naming.unit(desk, task.unit, task.holder),
        Message(f"cli.tasks.is-{'accepted' if accepted else each.standing.value}"),
        task.last_day,
        each.sent_on,
        lateness(each.workdays_late) if late else "",
        task.document_no if each.sent_on else None,
    )
