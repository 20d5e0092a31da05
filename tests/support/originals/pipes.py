"""3035/KH-BHXH: one cell a line, ended by a bar; a lone bar is an empty cell, several are covered places.

A row has nine places. Its covered ones (the goal, the task and the heading are merged downwards) are told
after its own cells by as many bars, so `||` after seven cells means that the first two places are covered.
"""

from __future__ import annotations

import re

from tests.support.originals import sources
from tests.support.originals.shape import Box, Table, Task, merged_down

NUMBER = "3035/KH-BHXH"
WIDTH = 9
ROLES = ("no", "goal", "task", "words", "product", "leads", "helpers", "time", "funds")
GOAL, TASK, ACTIVITY, PRODUCT, LEADS, HELPERS, TIME, FUNDS = range(1, 9)


def table() -> Table:
    """The appendix: 1 row of heads, headings, and 94 tasks among its lines."""
    rows: list[list[Box | None]] = []
    own: list[str] = []
    for line in _cells():
        if re.fullmatch(r"\|{2,}", line):
            _end(rows, own, len(line))
            own = []
        else:
            own.append(line.removesuffix("|").strip())
            if len(own) == WIDTH:
                covered = _first_covered(own) if rows else 0
                _end(rows, own[: WIDTH - covered], covered)
                own = []
    if own:  # the last line of all, whose bars are lost
        _end(rows, own, WIDTH - len(own))
    whole = merged_down(rows)
    drawn = Table(whole, 1, ())
    return Table(whole, 1, _tasks(drawn), roles=ROLES)


def _cells() -> list[str]:
    text = sources.lines(NUMBER)
    start = text.index("STT |")
    last = max(at for at, line in enumerate(text) if line.rstrip().endswith("|"))
    return [line.strip() for line in text[start : last + 1]]


def _first_covered(lines: list[str]) -> int:
    """Whether nine lines are nine cells (0), or eight and the bar of the covered heading (1)."""
    for column, word in ((ACTIVITY, "Hoạt động"), (TASK, "Nhiệm vụ"), (GOAL, "Mục tiêu")):
        for at, text in enumerate(lines[: ACTIVITY + 1]):
            if text.startswith(word):
                return column - at
    return 0


def _end(rows: list[list[Box | None]], own: list[str], covered: int) -> None:
    if len(own) + covered != WIDTH:
        raise ValueError(f"a row of {len(own)} cells and {covered} covered places: {own}")
    if len(own) == 1 and rows:
        rows.append([Box(own[0], across=WIDTH), *[None] * covered])
    else:
        rows.append([*[None] * covered, *[Box(text) for text in own]])


def _tasks(drawn: Table) -> tuple[Task, ...]:
    """The innermost lines with a task of their own; a product alone in a line belongs to the line above."""
    found: list[Task] = []
    for at in range(1, len(drawn.rows)):
        row = drawn.rows[at]
        if row[0] is not None and row[0].across > 1:
            continue
        activity, task = row[ACTIVITY], row[TASK]
        words = (activity.text if activity else "") or (task.text if task else "")
        if words:
            found.append(Task(at, str(len(found) + 1), words))
    return tuple(found)
