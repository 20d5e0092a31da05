"""What became of a task, as its unit is told: one table from the kind of an event to the words of a mail.

Each name has texts of its own in the catalogues: `mail.heading-<name>`, `count.<name>`, `subject.<name>`,
`reason.<name>` and `cli.reason.<name>`; one that ends the task for its unit also `mail.over-note-<name>`, the
others `mail.row-<name>`. Another way to change a task is an entry here and these texts; whoever records the
event adds the notices that `notices` makes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from calendars.ladders import Role
from models.queries import NewNotice
from models.states import TaskState

Told = Iterable[tuple[int, int, str]]
"""Who has had mail about which task: (id, deadline number, unit), as `queries.told_of` answers."""

_OPEN = frozenset({TaskState.OPEN})
_ANSWERED = frozenset({TaskState.SUBMITTED, TaskState.ACCEPTED})


@dataclass(frozen=True, slots=True)
class Telling:
    """How a mail tells one kind of event, as long as the task is in one of `states`.

    `ends`: whoever is told need not do anything any more; a line in a section of its own, and the entry in
    its calendar is cancelled. `by_ladder`: a ladder that starts anew, or has not spoken to this unit yet,
    raises the notice; else the event itself does.
    """

    name: str
    states: Collection[TaskState] = _OPEN
    ends: bool = False
    by_ladder: bool = False
    to_former: bool = False
    """It is told to the unit that held the task before the event."""


TELLINGS: Mapping[str, tuple[Telling, ...]] = MappingProxyType(
    {
        "returned": (Telling("returned", by_ladder=True),),
        "extended": (Telling("extended", by_ladder=True),),
        "moved": (Telling("moved", by_ladder=True),),
        "reopened": (Telling("reopened", by_ladder=True),),
        "reassigned": (
            Telling("reassigned", by_ladder=True),
            Telling("passed-on", frozenset(TaskState), ends=True, to_former=True),
        ),
        "undone": (
            Telling("undone"),
            Telling("put-right", frozenset(TaskState) - _OPEN, ends=True),
        ),
        "request-refused": (Telling("refused"),),
        "request-passed-on": (Telling("forwarded"),),
        "submitted": (Telling("submitted", _ANSWERED, ends=True),),
        "waived": (Telling("waived", frozenset({TaskState.WAIVED}), ends=True),),
        "withdrawn": (Telling("withdrawn", frozenset({TaskState.WITHDRAWN}), ends=True),),
    }
)
"""By the kind of the event."""

NAMED: Mapping[str, Telling] = MappingProxyType(
    {each.name: each for tellings in TELLINGS.values() for each in tellings}
)
AGAIN: tuple[str, ...] = tuple(kind for kind, tellings in TELLINGS.items() if not tellings[0].ends)
"""The kinds of events after which a task is open and its unit has something new to know."""


def notices(kind: str, told: Told, now: datetime, *, nth: int | None = None) -> list[NewNotice]:
    """The notices by which those who have had mail about these tasks (before the event) hear of an event of
    that kind; none for one that a ladder tells, or that concerns nobody else.

    `nth` tells one event of a kind from the next under the same deadline: the task's version after it.
    """
    own = [each for each in TELLINGS.get(kind, ()) if not each.by_ladder]
    return [
        NewNotice(
            task_id,
            deadline_no,
            each.name if nth is None else f"{each.name}~{nth}",
            Role.UNIT,
            holder,
            each.name,
            now,
        )
        for each in own
        for task_id, deadline_no, holder in told
    ]


def kind_of(name: str) -> str:
    """The kind of the events that are told under that name."""
    return next(kind for kind, tellings in TELLINGS.items() if any(each.name == name for each in tellings))


def over(name: str, state: TaskState, recipient: str, holder: str) -> bool:
    """Whether a notice of that name still tells `recipient` the truth: that it need not do the task."""
    telling = NAMED.get(name)
    if telling is None or not telling.ends:
        return False
    return state in telling.states and (recipient != holder if telling.to_former else recipient == holder)
