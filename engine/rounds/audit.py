"""The audit at the end of a round: what will not happen unless a person acts. Reads only; a fixed number of
statements.

Each finding has a stable code, a severity, and says what to do about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.ladders import unplaced
from config.registry import Registry, RegistryError
from engine.answers import renewal
from engine.forms.making import trouble
from engine.overview.findings import Finding, Severity
from engine.tasks.chasing import steps_of, view_of
from engine.tasks.days import local_day
from language import Message
from models import queries

OUTBOX_AGE = timedelta(hours=24)
"""A message that could have left this long ago and has not is a finding. A weekend of quiet time is not
counted: messages held back for it are not due yet.
"""
ROUND_AGE = timedelta(hours=24)
CALENDAR_AHEAD = timedelta(days=60)
MOST_NAMED = 5


def audit(
    s: Session,
    registry: Registry,
    now: datetime,
    *,
    stuck: Mapping[int, Message] | None = None,
    problem: Message | None = None,
) -> tuple[Finding, ...]:
    """What needs somebody's eye at `now` (UTC), gravest first; empty when all is well.

    `stuck`: tasks that the round could not decide on, with why; `problem`: why its delivery stopped.
    """
    found = [
        *_tasks(s, registry, now, stuck or {}),
        *_outbox(s, now, problem),
        *_calendar(registry, now),
        *_beyond(s, registry),
        *_recipients(s, registry),
        *_duties(s, registry),
        *_registry(s, registry),
        *_report_form(registry),
        *renewal.findings(s, registry, now),
    ]
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _found(code: str, severity: Severity, n: int = 1, **fields: object) -> Finding:
    """A finding whose message is `audit.<code>`."""
    return Finding(code, severity, Message(f"audit.{code}", n=n, **fields), n)


def _tasks(s: Session, registry: Registry, now: datetime, stuck: Mapping[int, Message]) -> Iterator[Finding]:
    if stuck:
        yield _found("task-stuck", Severity.ERROR, len(stuck), why=_some(list(dict.fromkeys(stuck.values()))))
    forgotten = [row for row in queries.without_next_action(s) if not _ladder_ended(registry, row, now)]
    if forgotten:
        tasks = [f"{row.obligation} {row.period} {row.unit}" for row in forgotten]
        yield _found("no-next-action", Severity.ERROR, len(forgotten), tasks=_some(tasks))
    if (passed := queries.passed_over(s, now - ROUND_AGE) - len(stuck)) > 0:
        yield _found("rounds-late", Severity.ERROR, passed)


def _ladder_ended(registry: Registry, task: queries.TaskRow, now: datetime) -> bool:
    try:
        return all(step.at <= now for step in steps_of(registry, task, view_of(registry, task, now)))
    except (WhenError, RegistryError):
        return False


def _outbox(s: Session, now: datetime, problem: Message | None) -> Iterator[Finding]:
    if problem:
        yield _found("delivery-stopped", Severity.ERROR, why=problem)
    if waiting := queries.stuck_messages(s, now - OUTBOX_AGE):
        who = _some(sorted({message.recipient for message in waiting}))
        yield _found("outbox-ageing", Severity.ERROR, len(waiting), who=who)
    if dead := queries.dead_messages(s):
        who = _some(sorted({message.recipient for message in dead}))
        yield _found("dead-letters", Severity.ERROR, len(dead), who=who)
    if unheard := queries.unheard_notices(s, now - OUTBOX_AGE * 4):
        yield _found("notices-unheard", Severity.WARNING, len(unheard))


def _calendar(registry: Registry, now: datetime) -> Iterator[Finding]:
    until = registry.calendar.verified_until
    ahead = local_day(registry, now) + CALENDAR_AHEAD
    if until is None or until < ahead:
        yield _found("calendar-unverified", Severity.WARNING, until=until or "-")
    if registry.calendar.last < ahead + timedelta(days=365):
        yield _found("calendar-ends", Severity.WARNING, last=registry.calendar.last)


def _beyond(s: Session, registry: Registry) -> Iterator[Finding]:
    """Open tasks of which some rungs lie beyond the working calendar; their other rungs are told."""
    calendar = registry.calendar
    reach = max((rung.workdays for ladder in registry.ladders.values() for rung in ladder.rungs), default=0)
    try:
        since = calendar.shift(calendar.last, -reach - 1)
    except WhenError:
        since = calendar.first
    found = [
        (f"{code} {period}: {', '.join(rung.name for rung in left)}", n)
        for code, period, last, n in queries.open_until(s, since)
        if code in registry.obligations and (left := unplaced(registry.ladder(code), last, calendar))
    ]
    if found:
        n, rungs = sum(n for _, n in found), _some([text for text, _ in found])
        yield _found("rungs-beyond", Severity.ERROR, n, rungs=rungs, last=calendar.last)


def _recipients(s: Session, registry: Registry) -> Iterator[Finding]:
    mute_units = [unit.code for unit in registry.units.values() if not unit.email]
    strangers = [code for code in queries.holders(s) if code not in registry.units]
    holding = queries.open_holders(s, of=mute_units + strangers) if mute_units or strangers else {}
    mute = [code for code in mute_units if code in holding]
    if mute:
        yield _found("no-address", Severity.WARNING, len(mute), units=_some(mute))
    unknown = [code for code in strangers if code in holding]
    if unknown:
        yield _found("unknown-holder", Severity.ERROR, len(unknown), units=_some(unknown))
    if not registry.office.leadership_email:
        yield _found("no-leadership-address", Severity.WARNING)


def _duties(s: Session, registry: Registry) -> Iterator[Finding]:
    gone = [code for code in queries.duties(s) if code not in registry.obligations]
    if gone and (left := queries.open_count(s, of=gone)):
        duties = _some([f"{code} ({tasks})" for code, tasks in left.items()])
        yield _found("unknown-duty", Severity.ERROR, sum(left.values()), duties=duties)


def _registry(s: Session, registry: Registry) -> Iterator[Finding]:
    seen = queries.fact(s, "roster")
    if seen is not None and seen != registry.fingerprint:
        yield _found("registry-newer", Severity.INFO)


def _report_form(registry: Registry) -> Iterator[Finding]:
    if why := trouble(registry.office.report_template):
        yield _found("report-form", Severity.ERROR, why=why)


def _some(names: Sequence[str | Message]) -> Message | tuple[str | Message, ...]:
    more = len(names) - MOST_NAMED
    shown = tuple(names[:MOST_NAMED])
    return Message("audit.some", names=shown, more=more) if more > 0 else shown
