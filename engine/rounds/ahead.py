"""A mail that is only foretold, sent now: what the morning would tell its recipient is told today.

The rehearsal says which notices the mail would carry. Exactly these are raised, for this recipient alone, and
leave in a mail of their own; the morning's round then finds them told. What is not so before that morning
(a task that is late only then, one that opens only then), and what a morning asks or tells beside tasks,
stays with it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Engine

from config.registry import Registry
from config.settings import Settings
from engine.errors import UnknownName
from engine.mail import digest, rulings
from engine.mail.still_true import tells
from engine.rounds.coming import rehearsed
from engine.rounds.rerun import RESEND
from engine.tasks.acts import Act, TaskRef
from models import queries
from models.states import MessageState

Foretold = tuple[tuple[queries.NoticeRow, TaskRef], ...]
"""What the mails of a morning to one recipient would tell: each notice with the task that it is about."""
_LATE = ("overdue-", "escalated-")
"""How the reasons begin of what is raised because a task is late."""


def foretold(
    registry: Registry,
    settings: Settings,
    base: Engine,
    now: datetime,
    recipient: str,
    *,
    on: date | None = None,
) -> Foretold:
    """What the next morning after `now` (aware), or that of the day `on`, would tell the recipient. The
    office's own database is only read; errors as `coming`."""
    with rehearsed(registry, settings, base, now, on=on) as (_, _, s):
        waits = queries.outbox_rows(s, state=MessageState.PENDING, recipient=recipient, limit=None)
        leaving = [each.id for each in waits if each.id is not None and not (each.held_by or each.kept_by)]
        carried = queries.carried(s, leaving)
        tasks = queries.tasks_by_id(s, sorted({each.task_id for each in carried}))
        return tuple(
            (each, TaskRef(of.obligation, of.period, of.unit))
            for each in carried
            if (of := tasks[each.task_id]) and each.recipient == recipient
        )


def send_ahead(act: Act, recipient: str, told: Foretold) -> list[int]:
    """Queues the mail that tells it now, in office hours, and lets what waits for the recipient already leave
    with it; answers their numbers, to be delivered. UnknownName where nothing of it can leave before."""
    s, registry, now = act.s, act.registry, act.now
    known = queries.tasks_by_id(s, sorted({notice.task_id for notice, _ in told}))
    today = act.today
    rows = []
    for notice, ref in told:
        task = known.get(notice.task_id)
        if task is None or TaskRef(task.obligation, task.period, task.unit) != ref:
            continue  # it opens only that morning
        if notice.reason.startswith(_LATE) and task.late_from > now:
            continue
        if tells(registry, today, notice, task):
            rows.append(notice)
    queries.add_notices(
        s,
        [
            queries.NewNotice(
                each.task_id, each.deadline_no, each.rung, each.role, each.recipient, each.reason, now
            )
            for each in rows
        ],
    )
    part = digest.Part(frozenset(each.task_id for each in rows), recipient)
    key = f"now-{now:%Y%m%dT%H%M%SZ}"
    digest.compose(s, registry, act.settings, now, kind=RESEND, round_key=key, only=part)
    waits = queries.outbox_rows(s, state=MessageState.PENDING, recipient=recipient, limit=None)
    numbers = [each.id for each in waits if each.id is not None and not (each.held_by or each.kept_by)]
    if not numbers:
        raise UnknownName("outbox.nothing-before", recipient=recipient)
    return rulings.send_now(act, sorted(numbers))
