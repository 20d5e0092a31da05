"""The audit at the end of a round: what will not happen unless a person acts. Reads only; a fixed number of
statements.

Each finding has a stable code, a severity, and says what to do about it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from calendars.errors import WhenError
from calendars.ladders import unplaced
from config.registry import Registry
from config.registry.contacts import Contact, ContactRole
from config.registry.ways import channels_of
from engine.answers import renewal
from engine.errors import fault_of
from engine.forms.making import trouble
from engine.mail import event_questions, notes, silencing, unreachable, yearly_question
from engine.mail.holding import lately
from engine.overview.findings import Finding, Severity
from engine.tasks import following, restored, used
from engine.tasks.chasing import steps_of, view_of
from engine.tasks.days import local_day
from engine.tasks.opening import reachable
from language import Message, from_text
from models import queries
from models.queries.opening import ROSTER

OUTBOX_AGE = timedelta(hours=24)
"""A message that could have left this long ago and has not is a finding. A weekend of quiet time is not
counted: messages held back for it are not due yet.
"""
ROUND_AGE = timedelta(hours=24)
UNREAD_AGE = timedelta(hours=1)
"""The mailbox of replies may be away so long; units that answered are reminded meanwhile."""
CALENDAR_AHEAD = timedelta(days=60)
MOST_NAMED = 5


def audit(
    s: Session,
    registry: Registry,
    now: datetime,
    *,
    stuck: Mapping[int, Message | str] | None = None,
    problem: Message | None = None,
    beside: Sequence[Message | str] | None = None,
) -> tuple[Finding, ...]:
    """What needs somebody's eye at `now` (UTC), gravest first; empty when all is well.

    `stuck`: tasks that the round could not decide on, with why; `problem`: why its delivery stopped;
    `beside`: what its mails could not ask or tell beside tasks (None: looked at here).
    """
    found: list[Finding] = []
    checks: tuple[Callable[[], Iterable[Finding]], ...] = (
        lambda: _restored(s, registry),
        lambda: _tasks(s, registry, now, stuck or {}),
        lambda: _outbox(s, registry, now, problem),
        lambda: _replies(s, registry, now),
        lambda: _calendar(registry, now),
        lambda: _beyond(s, registry),
        lambda: _recipients(s, registry),
        lambda: _duties(s, registry, now),
        lambda: _registry(s, registry),
        lambda: _report_form(registry),
        lambda: renewal.findings(s, registry, now),
        lambda: _silences(s, registry, now),
        lambda: _beside(_unread(s, registry, now) if beside is None else beside),
    )
    for check in checks:
        try:
            found += check()
        except Exception as error:  # what one check cannot look at must not hide what the others see
            found.append(_found("check-failed", Severity.ERROR, why=fault_of(error)))
    order = list(Severity)
    return tuple(sorted(found, key=lambda finding: order.index(finding.severity)))


def _found(code: str, severity: Severity, n: int = 1, **fields: object) -> Finding:
    """A finding whose message is `audit.<code>`."""
    return Finding(code, severity, Message(f"audit.{code}", n=n, **fields), n)


def _restored(s: Session, registry: Registry) -> Iterator[Finding]:
    if (found := restored.waits(s)) is not None:
        yield _found("restored", Severity.ERROR, taken=found.taken.astimezone(registry.office.zone))


def _tasks(
    s: Session, registry: Registry, now: datetime, stuck: Mapping[int, Message | str]
) -> Iterator[Finding]:
    passed = queries.passed_over(s, now - ROUND_AGE)
    if passed and not stuck:
        stuck = _undecidable(s, registry, now)
    if stuck:
        yield _found("task-stuck", Severity.ERROR, len(stuck), why=_some(list(dict.fromkeys(stuck.values()))))
    kinds = queries.kinds_without_next_action(s, by_unit=bool(registry.calendars))
    if not all(_ladder_ended(registry, row, now) for row in kinds):
        forgotten = [row for row in queries.without_next_action(s) if not _ladder_ended(registry, row, now)]
        tasks = [f"{row.obligation} {row.period} {row.unit}" for row in forgotten]
        yield _found("no-next-action", Severity.ERROR, len(forgotten), tasks=_some(tasks))
    if (late := passed - len(stuck)) > 0:
        yield _found("rounds-late", Severity.ERROR, late)


def _undecidable(s: Session, registry: Registry, now: datetime) -> dict[int, Message | str]:
    """Of the tasks that have waited long for a round, those that no round can decide on, with why."""
    found: dict[int, Message | str] = {}
    for task in queries.due.tasks_due(s, now - ROUND_AGE):
        try:
            steps_of(registry, task, view_of(registry, task, now))
        except Exception as error:
            found[task.id] = fault_of(error)
    return found


def _ladder_ended(registry: Registry, task: queries.TaskRow, now: datetime) -> bool:
    try:
        return all(step.at <= now for step in steps_of(registry, task, view_of(registry, task, now)))
    except Exception as error:
        fault_of(error)
        return False


def _outbox(s: Session, registry: Registry, now: datetime, problem: Message | None) -> Iterator[Finding]:
    if problem:
        yield _found("delivery-stopped", Severity.ERROR, why=problem)
    if waiting := queries.stuck_messages(s, now - OUTBOX_AGE):
        who = _some(sorted({message.recipient for message in waiting}))
        yield _found("outbox-ageing", Severity.ERROR, len(waiting), who=who)
    if dead := queries.dead_messages(s):
        who = _some(sorted({message.recipient for message in dead}))
        causes = _some(list(dict.fromkeys(from_text(message.last_error or "-") for message in dead)))
        yield _found("dead-letters", Severity.ERROR, len(dead), who=who, why=causes)
    if failing := queries.failing_messages(s):
        why = from_text(failing[-1].last_error or "-")
        yield _found("mail-failing", Severity.ERROR, len(failing), why=why)
    unreached = [
        each
        for each in queries.failing_ways(s)
        if each.way in channels_of(registry, each.recipient, local_day(registry, now))
    ]
    if unreached:
        ways = _some([f"{each.recipient} ({each.way})" for each in unreached])
        causes = _some(list(dict.fromkeys(from_text(each.said) for each in unreached)))
        yield _found("channel-fails", Severity.WARNING, len(unreached), ways=ways, why=causes)
    unheard = queries.unheard_notices(s, now - OUTBOX_AGE * 4)
    if unheard:  # what a silence holds, or held until lately, goes with the mail after its end
        held = lately(s, registry, now, now - OUTBOX_AGE * 4).notices(s, unheard)
        unheard = [each for each in unheard if each not in held]
    if unheard:
        yield _found("notices-unheard", Severity.WARNING, len(unheard))


def _replies(s: Session, registry: Registry, now: datetime) -> Iterator[Finding]:
    found = queries.seeing.unread(s)
    # Not tried for a day: the office reads no mailbox any more, or no flow runs, which others tell.
    if found and found.since <= now - UNREAD_AGE and found.tried > now - timedelta(days=1):
        since = found.since.astimezone(registry.office.zone)
        yield _found("replies-unread", Severity.WARNING, since=since, why=from_text(found.why))


def _calendar(registry: Registry, now: datetime) -> Iterator[Finding]:
    until = registry.verified_until
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
    reached = {code for code, people in registry.contacts.items() if any(map(_reports, people))}
    mute_units = [
        each.code for each in registry.units.values() if not each.email and each.code not in reached
    ]
    strangers = following.strangers(s, registry)
    holding = queries.open_holders(s, of=mute_units + strangers) if mute_units or strangers else {}
    mute = [code for code in mute_units if code in holding]
    if mute:
        yield _found("no-address", Severity.WARNING, len(mute), units=_some(mute))
    unknown = [code for code in strangers if code in holding]
    if unknown:
        yield _found("unknown-holder", Severity.ERROR, len(unknown), units=_some(unknown))
    if not registry.office.leadership_email:
        yield _found("no-leadership-address", Severity.WARNING)
    used = {address for unit in registry.units.values() for address in (unit.email, unit.head_email)}
    used.add(registry.office.leadership_email)
    if refused := _refused(s, registry, used):
        yield _found("mailbox-refuses", Severity.ERROR, len(refused), boxes=_some(refused))
    people = {each.mail for contacts in registry.contacts.values() for each in contacts}
    if refused := _refused(s, registry, people - used):
        yield _found("contact-refuses", Severity.WARNING, len(refused), boxes=_some(refused))


def _reports(contact: Contact) -> bool:
    return contact.role is ContactRole.REPORTS


def _refused(s: Session, registry: Registry, used: Collection[str | None]) -> list[Message]:
    return [
        Message(
            "audit.mailbox-why", address=each.address, day=local_day(registry, each.since), said=each.said
        )
        for each in queries.refused_mailboxes(s).values()
        if each.address in used
    ]


def _duties(s: Session, registry: Registry, now: datetime) -> Iterator[Finding]:
    faulty = list(_uncomputable(registry, local_day(registry, now)))
    if faulty:
        yield _found("duty-stuck", Severity.ERROR, len(faulty), duties=_some(faulty))
    gone = [code for code in queries.duties(s) if code not in registry.obligations]
    if gone and (left := queries.open_count(s, of=gone)):
        duties = _some([f"{code} ({tasks})" for code, tasks in left.items()])
        yield _found("unknown-duty", Severity.ERROR, sum(left.values()), duties=duties)


def _uncomputable(registry: Registry, today: date) -> Iterator[Message]:
    """The duties of which nothing opens, because who owes them or by when cannot be computed."""
    for code, duty in registry.obligations.items():
        try:
            registry.roster(code)
            for _ in reachable(registry, duty, today, today):
                pass
        except Exception as error:
            yield Message("audit.duty-why", code=code, why=fault_of(error))


def _registry(s: Session, registry: Registry) -> Iterator[Finding]:
    seen = queries.fact(s, ROSTER)
    if seen is None or seen == registry.fingerprint:
        return
    if gone := used.vanished(s, registry):
        yield _found("registry-gone", Severity.ERROR, what=used.told(gone))
    else:
        yield _found("registry-newer", Severity.INFO)


def _report_form(registry: Registry) -> Iterator[Finding]:
    if why := trouble(registry.office.report_template):
        yield _found("report-form", Severity.ERROR, why=why)


def _beside(unread: Iterable[Message | str]) -> Iterator[Finding]:
    for why in unread:
        yield _found("beside-failed", Severity.ERROR, why=why)


def _unread(s: Session, registry: Registry, now: datetime) -> Iterator[Message | str]:
    """What a morning's mails ask and tell beside tasks, where it cannot be read: they leave without it."""
    for read in (yearly_question.due, event_questions.due, unreachable.unreachable, *notes.SOURCES.values()):
        try:
            read(s, registry, now)
        except Exception as error:
            yield fault_of(error)


def _silences(s: Session, registry: Registry, now: datetime) -> Iterator[Finding]:
    """Those about to end: what they held goes out, and whoever set one may want another."""
    for each in silencing.ending(registry, queries.silences(s, after=now), now):
        told = Message("audit.silence-ending", **silencing.told(registry, each, now))
        yield Finding("silence-ending", Severity.WARNING, told)


def _some(names: Sequence[str | Message]) -> Message | tuple[str | Message, ...]:
    more = len(names) - MOST_NAMED
    shown = tuple(names[:MOST_NAMED])
    return Message("audit.some", names=shown, more=more) if more > 0 else shown
