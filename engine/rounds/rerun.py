"""Rerunning one period: bring it to what it should be, for all its units or some, and mail the present
rung again.

By default it only shows what it would do. It may open a period of before go-live, which no round opens by
itself; an event is reported first (`engine.answers.events`). Running it twice with the same `key` does
nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from calendars.ladders import Role
from calendars.periods import Period
from config.registry import Obligation, Registry
from engine.errors import UnknownName
from engine.mail import digest
from engine.rounds.preview import ComingMail, coming_mails
from engine.tasks import archived, chasing, following, opening
from engine.tasks.acts import Act
from engine.tasks.decide import reason as reason_of
from engine.tasks.lookup import check_owed, check_reported, named
from engine.tasks.scope import Scope
from engine.tasks.views import recipient_of
from language import Message, say
from models import queries
from models.states import TaskState

RESEND = "resend"


@dataclass(slots=True)
class RerunReport:
    """What a rerun did, or with `dry_run` would do. `units` owe the period; those in `opened` had no task
    before."""

    obligation: str
    period: str
    as_of: datetime
    dry_run: bool
    key: str
    units: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    raised: int = 0
    collapsed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    resent: tuple[str, ...] = ()
    messages: int = 0
    already_open: tuple[str, ...] = ()
    refused: dict[str, Message] = field(default_factory=dict)
    """The units for which a rerun does nothing, by code, with why."""
    mails: tuple[ComingMail, ...] = ()
    """With `dry_run`: who would be mailed what and when, as long as nobody answers."""

    def message(self) -> Message:
        """What was done, for the person who looks."""
        did = (
            Message("round.opened", n=len(self.opened)),
            Message("round.raised", n=self.raised),
            Message("round.resent", n=len(self.resent)),
            Message("round.queued", n=self.messages),
        )
        return Message("round.would" if self.dry_run else "round.did", did=did)

    def __str__(self) -> str:
        """For logs."""
        return f"rerun {self.obligation} {self.period}: {say(self.message(), 'en')}"


def rerun(
    act: Act,
    obligation: str,
    period: str,
    *,
    units: Collection[str] | None = None,
    resend: bool = False,
    key: str | None = None,
    reason: str = "",
) -> RerunReport:
    """Opens what is missing, raises what has come, and with `resend` mails each open task's present rung
    again.

    The act has the rounds' turn. `units` None is all who owe; one that does not owe it is UnknownName, as is
    an unknown name. Mails are queued as digests, the resent ones as kind 'resend' under `key` (None: the
    instant), so a retry with the same key resends nothing twice.
    """
    s, registry, now = act.s, act.registry, act.now
    duty, of = named(registry, obligation, period, *(units or ()))
    check_reported(s, duty, of)
    check_owed(registry, duty, of)
    dues = opening.openings_of(registry, duty, of)
    report = RerunReport(duty.code, of.code, now, act.dry_run, key=key or f"rerun-{now:%Y%m%dT%H%M%SZ}")
    report.units = _chosen(registry, duty, of, units)
    opening.go_live(s, registry, act.settings, now)
    following.follow(s, registry, now)
    before = {task.unit for task in queries.tasks(s, obligation=duty.code, period=of.code)}
    closed = archived.is_archived(s, duty.code, of.code)
    if closed and not before:
        archived.check(s, duty.code, of.code)
    # Whoever is named gets a task, also one that answers for the period in another's place.
    fresh = report.units
    if not units:
        for due in dues:
            fresh = tuple(opening.without_heirs(s, registry, due, fresh) or ())
    for due in dues:
        opening.open_period(s, registry, due, act.event("opened", reason or "rerun"), fresh)
    there = {task.unit: task.state for task in queries.tasks(s, obligation=duty.code, period=of.code)}
    report.opened = tuple(code for code in report.units if code in there and code not in before)
    report.already_open = tuple(code for code in report.units if code in before and _open(there[code]))
    report.refused = {
        code: _refusal(there.get(code), closed)
        for code in report.units
        if code not in (*report.opened, *report.already_open)
    }
    chasing.hand_over(s, registry, now)
    chased = chasing.chase(s, registry, now, Scope(duty.code, of.code, report.units))
    report.raised, report.collapsed, report.reasons = chased.raised, chased.collapsed, chased.reasons
    if resend:
        report.messages = _mails(act, report)
    # Without it, what is new goes with the next digest, like everything raised between two mornings.
    if act.dry_run:
        report.mails = tuple(coming_mails(act, duty.code, of.code, (*report.opened, *report.already_open)))
    return report


def _open(state: TaskState) -> bool:
    return state is TaskState.OPEN


def _refusal(state: TaskState | None, closed: bool) -> Message:
    """Why nothing is opened or told for a unit: what has become of its task, that the period lies in an
    archive, or who answers in its place."""
    if state is None:
        return Message("round.refused-archived" if closed else "round.refused-heir")
    return Message(f"round.refused-{state.value}")


def _mails(act: Act, report: RerunReport) -> int:
    s, registry, now = act.s, act.registry, act.now
    open_now = queries.tasks(s, obligation=report.obligation, period=report.period, state=TaskState.OPEN)
    rows = queries.tasks_by_id(
        s, [task.id for task in open_now if task.unit in report.units and task.id is not None]
    )
    fresh = queries.add_notices(
        s, [_again(registry, rows[task_id], now, report.key) for task_id in sorted(rows)]
    )
    report.resent = tuple(sorted({rows[notice.task_id].holder for notice in fresh}))
    only = digest.Part(frozenset(notice.task_id for notice in fresh))
    return digest.compose(s, registry, act.settings, now, kind=RESEND, round_key=report.key, only=only)


def _again(registry: Registry, task: queries.TaskRow, now: datetime, key: str) -> queries.NewNotice:
    """The gravest rung that the unit has reached, as a notice of its own: the ledger keeps the first one."""
    view = chasing.view_of(registry, task, now)
    come = [
        step
        for step in chasing.steps_of(registry, task, view)
        if step.at <= now and Role.UNIT in step.rung.to
    ]
    gravest = max(come, key=lambda step: step.gravity, default=None)
    rung = gravest.rung.name if gravest else "opened"
    why = reason_of(gravest.rung, Role.UNIT, task.began) if gravest else task.began.value
    recipient = recipient_of(Role.UNIT, holder=task.holder, owner=task.owner)
    return queries.NewNotice(
        task.id, task.deadline_no, f"{rung}~{key}", Role.UNIT, recipient, f"resent: {why}", now
    )


def _chosen(
    registry: Registry, duty: Obligation, of: Period, units: Collection[str] | None
) -> tuple[str, ...]:
    owing = [unit.code for unit in registry.owing_for(duty, of)]
    if units is None:
        return tuple(owing)
    fields = {"obligation": duty.code, "period": of.code}
    strange = tuple(code for code in dict.fromkeys(units) if code not in owing)
    if len(strange) > 1:
        raise UnknownName("task.owe-not", units=strange, **fields)
    if strange:
        raise UnknownName("task.owes-not", unit=strange[0], **fields)
    return tuple(code for code in owing if code in set(units))
