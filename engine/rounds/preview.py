"""What a rerun would mail to whom and when, as long as nobody answers: shown before anybody applies it.

Nothing here decides. In the transaction of the rehearsal, which is undone, the mornings to come are walked
as rounds do: hand over, chase, compose; and what the outbox then holds is read. Who would get a mail, and
why, is thus never told by a second copy of the rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from calendars.ladders import Role
from config.registry import Registry
from engine.errors import fault_of
from engine.mail import digest, routing
from engine.mail.letter import Party
from engine.mail.quiet import next_morning
from engine.mail.still_true import stands
from engine.tasks import chasing
from engine.tasks.acts import Act
from engine.tasks.days import local_day
from engine.tasks.scope import Scope
from models import queries
from models.states import TaskState

LEVELS = {Role.UNIT: 0, Role.HEAD: 1, Role.OWNER: 2, Role.LEADERSHIP: 3}
"""How far up a mail goes: the unit itself, its head, the owner of the duty, the leadership."""


@dataclass(frozen=True, slots=True)
class ComingMail:
    """What one mail would tell one recipient in one role. `at` (UTC) is when it may leave.

    `units` are those whose tasks it tells, `reasons` as the engine words them (`reminder-5wd`), each once.
    `to` is where it would go by what is known now; empty when nobody could be told.
    """

    at: datetime
    recipient: str
    role: Role
    units: tuple[str, ...]
    reasons: tuple[str, ...]
    to: tuple[Party, ...]
    rerouted_from: str = ""

    @property
    def level(self) -> int:
        """0 for a unit, 1 for a head, 2 for an owner, 3 for the leadership."""
        return LEVELS[self.role]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """The mails of one instant that go equally far up for the same reasons: how people read them."""

    at: datetime
    role: Role
    reasons: tuple[str, ...]
    mails: tuple[ComingMail, ...]

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom they go to, by code."""
        return tuple(mail.recipient for mail in self.mails)

    @property
    def units(self) -> tuple[str, ...]:
        """Whose tasks they tell, each once."""
        return tuple(dict.fromkeys(unit for mail in self.mails for unit in mail.units))


def at_once(mails: Iterable[ComingMail]) -> list[AtOnce]:
    """The mails together that people read as one line, in the order in which they would leave."""
    found: dict[tuple[datetime, Role, tuple[str, ...]], list[ComingMail]] = {}
    for mail in mails:
        found.setdefault((mail.at, mail.role, mail.reasons), []).append(mail)
    return [AtOnce(*key, tuple(group)) for key, group in found.items()]


def coming_mails(act: Act, obligation: str, period: str, units: Collection[str]) -> Iterator[ComingMail]:
    """The mails on these units' tasks, by instant: those that wait already, then each morning's until the
    last rung or the working calendar's end.

    The act must be a rehearsal: what is walked here is written into its transaction.
    """
    if not act.dry_run:
        raise ValueError("mornings are walked in a rehearsal only")
    s, registry, now = act.s, act.registry, act.now
    tasks = queries.tasks(s, obligation=obligation, period=period)
    ids = {task.id for task in tasks if task.unit in units and task.id is not None}
    scope = Scope(obligation, period, tuple(units))
    while (morning := _next(act, ids, now)) is not None:
        now = morning
        # What waited has left on an earlier day; what waits for this one merges into the morning's mail.
        yield from _leaving(act, ids, now, until=_midnight(registry, now))
        chasing.hand_over(s, registry, now)
        # One that no round can decide on would be due every morning; the audit names it.
        ids -= chasing.chase(s, registry, now, scope).stuck.keys()
        digest.compose(s, registry, act.settings, now, only=digest.Part(frozenset(ids)))
        yield from _leaving(act, ids, now, until=now)
    yield from _leaving(act, ids, now)


def _midnight(registry: Registry, now: datetime) -> datetime:
    """The instant at which the office's day of `now` began."""
    return datetime.combine(local_day(registry, now), time.min, registry.office.zone)


def _next(act: Act, ids: Collection[int], now: datetime) -> datetime | None:
    """The morning at which there is next anything to raise or to mail."""
    waiting = any(
        each.task_id in ids and not each.collapsed for each in queries.unsent_notices(act.s, lock=False)
    )
    tasks = queries.tasks_by_id(act.s, sorted(ids)).values()
    nexts = [task.next_action_at for task in tasks]
    due = min((each for each in (*nexts, *_handed_over(act, tasks, now)) if each is not None), default=None)
    if due is None and not waiting:
        return None
    after = now if waiting or due is None else max(now, due)
    morning = next_morning(act.registry, after)
    return morning if local_day(act.registry, morning) <= act.registry.calendar.last else None


def _handed_over(act: Act, tasks: Iterable[queries.TaskRow], now: datetime) -> Iterator[datetime]:
    """The mornings after `now` at which what these units hold becomes their successors', who hear of it."""
    registry, today = act.registry, local_day(act.registry, now)
    for task in tasks:
        unit = registry.units.get(task.holder)
        if task.state is TaskState.OPEN and unit is not None and unit.to is not None and unit.to > today:
            yield datetime.combine(unit.to, registry.office.morning, registry.office.zone)


def _leaving(
    act: Act, ids: Collection[int], now: datetime, *, until: datetime | None = None
) -> list[ComingMail]:
    """What may leave by `until` (None: all that waits) and tells of these tasks; all of it then counts as
    sent, as it would be."""
    s = act.s
    waiting = {each.id: each for each in queries.take_waiting(s, now, until=until)}
    tasks = queries.tasks_by_id(s, sorted(ids))
    told: defaultdict[tuple[int, Role], list[queries.NoticeRow]] = defaultdict(list)
    today = local_day(act.registry, now)
    for notice in queries.carried(s, list(waiting)):
        task = tasks.get(notice.task_id)
        if task is not None and notice.message_id and stands(act.registry, today, notice, task):
            told[notice.message_id, notice.role].append(notice)
    mails = [_mail(act, waiting[number], role, rows, tasks) for (number, role), rows in told.items()]
    return sorted(mails, key=lambda each: (each.at, each.level, each.recipient))


def _mail(
    act: Act,
    message: queries.MessageRow,
    role: Role,
    notices: Sequence[queries.NoticeRow],
    tasks: dict[int, queries.TaskRow],
) -> ComingMail:
    told = [tasks[notice.task_id] for notice in notices]
    day = local_day(act.registry, message.not_before)
    owners = dict.fromkeys(task.owner for task in told)
    refused = queries.refused_mailboxes(act.s)
    try:
        route = routing.route(act.registry, act.settings, message.recipient, owners, day, refused)
        to, rerouted = route.to, route.rerouted_from
    except Exception as error:  # the mail itself will say why nobody can be told
        fault_of(error)
        to, rerouted = (), ""
    if message.way is not None:
        to, rerouted = (Party(message.way, message.way),), ""
    return ComingMail(
        at=message.not_before,
        recipient=message.recipient,
        role=role,
        units=tuple(sorted({task.unit for task in told})),
        reasons=tuple(dict.fromkeys(notice.reason.removeprefix("resent: ") for notice in notices)),
        to=to,
        rerouted_from=rerouted,
    )
