"""A month of an office whose units answer by mail, on the page, or not at all, as `benchmarks/answering.py`
plays it with 85 units: here with twenty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from benchmarks.answering import LAST, Month, month_of
from models import db, queries
from models.states import TaskState
from models.tables import Task

pytestmark = pytest.mark.long
SURE = {"as the mail says it", "in a letter", "no accents", "from a telephone", "page"}
WAIT = {"no number", "a file alone", "free words"}
"""What nobody can be sure of, whichever task is meant."""


def answered(month: Month, task: Task) -> set[str]:
    """How the unit answered within the month."""
    return {how for when, how in month.plans.get(task.id or 0, []) if when <= LAST}


def test_what_is_sure_is_recorded_and_only_the_rest_is_a_form(tmp_path: Path) -> None:
    month = month_of(tmp_path, seed=4, units=20)
    month.run()
    with db.reading(month.installation.engine) as s:
        tasks = [task for task in queries.tasks(s) if task.id in month.plans]
        by = {task.id: queries.history(s, task_id=task.id) for task in tasks}
    # Nineteen units owe (the twentieth follows up): three of September, and one of October by then.
    assert len(tasks) == 4 * 19
    for task in tasks:
        how = answered(month, task)
        if not how:
            assert task.state is TaskState.OPEN
        elif how <= SURE:  # nobody touched it but the unit
            assert task.state is TaskState.SUBMITTED
            origins = {event.origin for event in by[task.id] if event.kind == "submitted"}
            assert origins == ({"web"} if how == {"page"} else {"mail"})
            assert "cli" not in {event.origin for event in by[task.id]}
    counts = month.counts
    waited = {name.removeprefix("waited: "): n for name, n in counts.items() if name.startswith("waited: ")}
    # What may wait is what is doubtful, and each time one form.
    assert waited.keys() <= WAIT | {"no reference"}
    assert sum(waited.values()) == counts["forms after: a reply that was not sure"]
    assert all(counts[f"written: {how}"] == waited.get(how, 0) for how in WAIT)
    assert counts["forms before"] > 3 * counts["forms after"] > 0
    assert counts["replies refused"] == counts["replies unreadable"] == 0
    assert date(2026, 9, 30) == LAST
