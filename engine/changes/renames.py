"""What a duty's other code makes of its tasks, and what a unit reads of a duty that is gone. Reads only."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from config.registry import Registry
from engine.changes.change import Change, ChangeKind
from engine.overview.names import duty_called
from engine.tasks.following import titles
from language import Either, Message
from models import queries
from models.queries import PlannedTask
from models.queries.renaming import left_over
from models.states import TaskState

_ALIKE = 0.85


@dataclass(slots=True)
class Renames:
    """The tasks that `engine.tasks.following` would move to another code, and those that it would leave over.

    `there`: by (new code, period) the units whose tasks move there, with their states.
    """

    changes: list[Change] = field(default_factory=list)
    there: dict[tuple[str, str], dict[str, TaskState]] = field(default_factory=dict)
    _codes: dict[int, str] = field(default_factory=dict)
    _over: set[tuple[str, str, str]] = field(default_factory=set)

    def seen(self, tasks: Iterable[PlannedTask]) -> Iterator[PlannedTask]:
        """The tasks as they are once they have moved."""
        for task in tasks:
            if task.id in self._codes:
                yield task._replace(obligation=self._codes[task.id])
            elif (task.obligation, task.period, task.unit) not in self._over:
                yield task


def renames(s: Session, registry: Registry) -> Renames:
    """What stands under codes that duties had before. One statement for each such code."""
    found = Renames()
    for old, new in registry.renamed.items():
        tasks = queries.tasks(s, obligation=old)
        others = queries.units_with_tasks(s, {new}, {task.period for task in tasks}) if tasks else {}
        moving: dict[str, list[tuple[int, str]]] = {}
        for task in tasks:
            assert task.id is not None
            key = new, task.period
            other = others.get(key, {}).get(task.unit)
            if other is not None and left_over(task.state, other):
                found._over.add((old, task.period, task.unit))
                continue
            if other is not None:
                found._over.add((*key, task.unit))
            found._codes[task.id] = new
            found.there.setdefault(key, {})[task.unit] = task.state
            moving.setdefault(task.period, []).append((task.id, task.unit))
        why = Message("plan.renamed", old=old)
        found.changes += [
            Change(
                ChangeKind.RENAMED,
                new,
                period,
                units=tuple(unit for _, unit in each),
                ids=tuple(number for number, _ in each),
                why=why,
            )
            for period, each in moving.items()
        ]
    return found


def told(s: Session, registry: Registry, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes, those that withdraw with what a unit will read, by the duty's title and not by its code;
    and where a duty is gone and another one is called alike, how to keep its tasks.
    """
    known: dict[str, Either] | None = None
    for change in changes:
        if change.kind is not ChangeKind.WITHDRAWN:
            yield change
            continue
        duty = registry.obligations.get(change.obligation)
        if duty is not None:
            yield replace(change, reads=Message("plan.unit-reads", title=duty_called(duty)))
            continue
        known = titles(s) if known is None else known
        title = known.get(change.obligation) or Message("mail.duty-dropped")
        hint = _hint(registry, change.obligation, title) if isinstance(title, Either) else None
        yield replace(change, reads=Message("plan.unit-reads", title=title), hint=hint)


def _hint(registry: Registry, old: str, title: Either) -> Message | None:
    called = {duty.title: code for code, duty in registry.obligations.items()}
    for near in difflib.get_close_matches(title.vi, called, n=1, cutoff=_ALIKE):
        return Message("plan.renamed-hint", old=old, new=called[near])
    return None
