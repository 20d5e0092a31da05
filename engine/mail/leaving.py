"""What will leave, when, to whom and why: of the mails that wait, and of what no mail carries yet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.mail.holding import holding
from engine.mail.quiet import next_morning, next_opening
from engine.mail.still_true import tells
from engine.tasks.days import local_day
from models import queries


@dataclass(frozen=True, slots=True)
class Gist:
    """What a mail is about: of how many tasks, and why, as the engine words a reason (`reminder-5wd`), the
    most frequent first."""

    tasks: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Undigested:
    """What was raised for one recipient (a unit's code, `TST:head`, `leadership`) and goes with the next
    morning's mail, which leaves `at` (UTC)."""

    recipient: str
    at: datetime
    gist: Gist


@dataclass(frozen=True, slots=True)
class Held:
    """What a silence holds of one recipient, and when it leaves after the end (UTC)."""

    recipient: str
    at: datetime
    gist: Gist
    silence: queries.SilenceRow


def undigested(s: Session, registry: Registry, settings: Settings, now: datetime) -> tuple[Undigested, ...]:
    """What no mail carries yet and is still true at `now`, by recipient: the notices of a rerun, and of the
    duties' own runs."""
    waiting: defaultdict[str, list[queries.NoticeRow]] = defaultdict(list)
    unsent = queries.unsent_notices(s, raised_until=now, lock=False)
    waits = holding(s, registry, now).notices(s, unsent)
    for notice in unsent:
        if notice not in waits:
            waiting[notice.recipient].append(notice)
    at = _morning(registry, settings, now)
    tasks = _tasks(s, [notice for rows in waiting.values() for notice in rows])
    found = ((who, _gist(registry, now, rows, tasks)) for who, rows in waiting.items())
    return tuple(Undigested(who, at, gist) for who, gist in found if gist.tasks)


def held(s: Session, registry: Registry, settings: Settings, now: datetime) -> tuple[Held, ...]:
    """What silences hold and is still true at `now`, by recipient and silence."""
    silent = holding(s, registry, now)
    unsent = queries.unsent_notices(s, raised_until=now, lock=False) if silent.running else []
    waiting: defaultdict[tuple[str, queries.SilenceRow], list[queries.NoticeRow]] = defaultdict(list)
    for notice, silence in silent.notices(s, unsent).items():
        waiting[notice.recipient, silence].append(notice)
    tasks = _tasks(s, [notice for rows in waiting.values() for notice in rows])
    found = (
        Held(who, _morning(registry, settings, silence.ends_at), _gist(registry, now, rows, tasks), silence)
        for (who, silence), rows in waiting.items()
    )
    return tuple(each for each in found if each.gist.tasks)


def _morning(registry: Registry, settings: Settings, now: datetime) -> datetime:
    """When the next morning's mails leave (UTC)."""
    morning = next_morning(registry, now)
    return next_opening(registry, morning) if settings.smtp else morning


def gists(s: Session, registry: Registry, now: datetime, messages: Collection[int]) -> dict[int, Gist]:
    """What messages that have not left yet would tell at `now`, by their ids; one without a task asks a
    question or has nothing left to say."""
    carried: defaultdict[int, list[queries.NoticeRow]] = defaultdict(list)
    for notice in queries.carried(s, messages):
        carried[notice.message_id or 0].append(notice)
    tasks = _tasks(s, [notice for rows in carried.values() for notice in rows])
    return {number: _gist(registry, now, carried[number], tasks) for number in messages}


def _tasks(s: Session, notices: Iterable[queries.NoticeRow]) -> dict[int, queries.TaskRow]:
    return queries.tasks_by_id(s, sorted({notice.task_id for notice in notices}))


def _gist(
    registry: Registry, now: datetime, notices: Iterable[queries.NoticeRow], tasks: dict[int, queries.TaskRow]
) -> Gist:
    today = local_day(registry, now)
    told = [notice for notice in notices if tells(registry, today, notice, tasks[notice.task_id])]
    reasons = Counter(notice.reason.removeprefix("resent: ") for notice in told)
    ordered = sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
    return Gist(len({notice.task_id for notice in told}), tuple(ordered))
