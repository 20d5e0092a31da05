"""Which rungs of a task's ladder are to be told to whom, at an instant: a pure function, with a reason for
each.

It is level-triggered. The question is never "is today the day?" but "which rungs have come that nobody was
told of?", so a round that is missed, repeated or late answers the same as one that ran on time, and asking
twice adds nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from calendars.ladders import Anchor, Role, Rung, Step
from engine.tasks.views import Decision, NoticeDraft, TaskView, recipient_of
from models.states import Began

Ledger = Collection[tuple[str, str]]
"""(rung name, recipient) pairs that have been recorded for the deadline that runs now."""


def decide(task: TaskView, steps: Sequence[Step], ledger: Ledger, now: datetime) -> Decision:
    """Answers what to record for `task` at `now` (aware), given its ladder's `steps` and what the `ledger`
    holds.

    For each recipient the gravest rung that has come and is not in the ledger is raised; lesser ones that
    came with it are recorded as collapsed, saying into what and why. Graver means further along the ladder,
    not later in the calendar: a task opened late is told "five days left", not "opened". A task that is not
    open gets nothing, ever.
    """
    if not task.open:
        return Decision((), None)
    ranked = sorted(steps, key=lambda step: step.gravity)
    rank = {step.rung.name: step.gravity for step in ranked}
    told_rungs = {rung for rung, _ in ledger}
    come: dict[str, list[tuple[Step, Role]]] = {}
    next_at: datetime | None = None
    seen = set(ledger)
    for step, role, recipient in _addressed(task, ranked):
        if (step.rung.name, recipient) in seen:
            continue
        seen.add((step.rung.name, recipient))
        at = _instant(task, step, role)
        if at <= now:
            come.setdefault(recipient, []).append((step, role))
        elif next_at is None or at < next_at:
            next_at = at

    notices: list[NoticeDraft] = []
    for recipient, items in come.items():
        gravest, role = items[-1]
        before = [rung for rung, who in ledger if who == recipient and rung in rank]
        top = max(before, key=rank.__getitem__, default=None)
        if top is not None and rank[top] > rank[gravest.rung.name]:
            # The recipient already heard something graver: a rung that was added to the ladder afterwards.
            notices += [_collapsed(s, r, recipient, top, "graver already raised") for s, r in items]
            continue
        for step, step_role in items[:-1]:
            why = _why(task, step, gravest, told_rungs)
            notices.append(_collapsed(step, step_role, recipient, gravest.rung.name, why))
        notices.append(
            NoticeDraft(gravest.rung.name, role, recipient, reason(gravest.rung, role, task.began))
        )
    return Decision(tuple(notices), next_at)


def reason(rung: Rung, role: Role, began: Began = Began.OPENED) -> str:
    """Why a rung is raised, in one fixed word that logs, ledger, mails and tests share.

    'opened' ('extended', 'returned' for a deadline that was set again), 'reminder-5wd', 'due-today',
    'last-day', 'running', 'overdue-1wd', 'escalated-head', 'escalated-owner', 'escalated-leadership'. It
    follows from what the rung does, not from the name an office gave it.
    """
    if rung.anchor is Anchor.OPEN:
        return began.value
    if rung.anchor is Anchor.EACH:
        return "running"
    if rung.anchor is Anchor.LAST:
        return "last-day"
    if rung.anchor is Anchor.DEADLINE:
        return f"reminder-{-rung.workdays}wd" if rung.workdays else "due-today"
    if role is Role.UNIT:
        return f"overdue-{rung.workdays}wd"
    return f"escalated-{role.value}"


def _addressed(task: TaskView, steps: Iterable[Step]) -> Iterator[tuple[Step, Role, str]]:
    """Each step once per recipient. An owner who is also the one who owes hears as the unit, and only
    once.
    """
    for step in steps:
        roles = [
            Role.UNIT if role is Role.OWNER and task.owner == task.holder else role for role in step.rung.to
        ]
        for role in dict.fromkeys(roles):
            yield step, role, recipient_of(role, holder=task.holder, owner=task.owner)


def _instant(task: TaskView, step: Step, role: Role) -> datetime:
    """When a step may be told. What had passed before the unit could know waits for everybody else: a
    morning, or as long after the unit as the ladder says; an escalation waits as long as an unanswered
    request holds it.
    """
    at = step.at
    if role is not Role.UNIT and step.others_at is not None:
        at = max(at, step.others_at)
    if role is not Role.UNIT and step.day < task.since:
        at = max(at, task.grace)
    if role is not Role.UNIT and step.rung.anchor is Anchor.LATE and task.held is not None:
        at = max(at, task.held)
    return at


def _why(task: TaskView, step: Step, into: Step, told_rungs: Collection[str]) -> str:
    if step.day == into.day:
        return "same day"
    if step.rung.name in told_rungs:
        return "handed over"  # an earlier holder was told this very rung
    if step.day < task.since or into.day < task.since:
        return "opened late" if task.began is Began.OPENED else task.began.value
    return "engine was down"


def _collapsed(step: Step, role: Role, recipient: str, into: str, why: str) -> NoticeDraft:
    return NoticeDraft(step.rung.name, role, recipient, f"collapsed: into {into}; {why}", collapsed=True)
