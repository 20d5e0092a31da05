"""Until when a line of a board is due, in words: each day with the number of those who have it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.overview.boards import Line
from engine.overview.shares import Share
from language import Message

MOST_SHARES = 3
"""How many deadlines of one period are told apart; of the later ones the last is named."""


def due(line: Line, *, long: bool = False) -> Message | str:
    """'18/09/2026, còn 2 ngày làm việc'; where some have another day, each with its number: '33 đơn vị
    30/11/2026, còn 2 ngày làm việc; 2 đơn vị 04/12/2026, còn 6 ngày làm việc'. Empty without a task."""
    told = _alike(line.shares)
    alone = len(told) == 1
    parts = [how_due(line, each, long=long, alone=alone) for each in told[:MOST_SHARES]]
    if rest := told[MOST_SHARES:]:
        n, latest = sum(each.count for each in rest), rest[-1].day
        parts.append(Message("board.share-more", n=n, latest=latest))
    return Message("board.shares", shares=tuple(parts)) if parts else ""


def _alike(shares: Iterable[Share]) -> list[Share]:
    """Those of which a reader sees the same day and the same number as one: they differ in a day gone by."""
    found: dict[object, Share] = {}
    for each in shares:
        key = each.day, each.workdays, each.late, each.passed
        one = found.get(key)
        found[key] = each if one is None else replace(one, count=one.count + each.count)
    return list(found.values())


def how_due(line: Line, share: Share, *, long: bool = False, alone: bool = True) -> Message:
    """One deadline, how far away it is, and how many have it if not all of those who still owe it."""
    fields = {"day": Message("board.day-long" if long else "board.day", day=share.day)}
    left = how_far(line, share)
    if alone:
        return Message("board.day-left", left=left, **fields)
    return Message("board.share", n=share.count, left=left, **fields)


def how_far(line: Line, share: Share) -> Message:
    """'còn 5 ngày làm việc', 'quá 3 ngày làm việc', 'xong'."""
    if not (line.figures.open or line.figures.overdue):
        return Message("board.done-opened" if line.running else "board.done")
    if share.workdays is None:
        return Message("board.beyond-calendar")
    if share.passed:
        return Message("board.not-late-yet")
    if share.late:
        return Message("board.days-over", n=share.workdays) if share.workdays else Message("board.just-over")
    return Message("board.days-left", n=share.workdays) if share.workdays else Message("board.due-today")
