"""A round: open, decide, queue, deliver, audit. It compares what should be true at `now` with what is.

A missed, repeated, concurrent or catch-up round is the same code. Each step is one short transaction that
can be killed anywhere: what was committed is true, the rest is done by the next round. Rounds queue one
after the other on the row `last_round_at`, which also keeps time from going backwards.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from config.settings import Settings
from engine.errors import RoundError
from engine.mail import digest, outbox
from engine.overview.boards import tally_of
from engine.rounds.audit import audit
from engine.rounds.heartbeat import ping
from engine.rounds.report import Delivery, RoundReport
from engine.tasks import chasing, opening
from engine.tasks.days import local_day
from engine.tasks.turns import check_day, enter, rolled_back_if
from models import db, queries

DELIVER_AT_ONCE = 500


class Stage(StrEnum):
    """What of a round is done and committed: whoever watches a round is told each in turn."""

    OPENED = "opened"
    CHASED = "chased"
    DELIVERED = "delivered"


Watcher = Callable[[Stage, RoundReport], None]


def run_round(
    engine: Engine,
    registry: Registry,
    settings: Settings,
    now: datetime,
    *,
    origin: str = "engine",
    obligation: str | None = None,
    period: str | None = None,
    units: Collection[str] | None = None,
    compose: bool = True,
    deliver: bool = True,
    dry_run: bool = False,
    behind: Literal["refuse", "join"] = "refuse",
    worker: str = "round",
    inspect: bool = True,
    progress: Watcher = lambda _stage, _report: None,
) -> RoundReport:
    """Runs one round as of `now` (aware) and answers what it did; with `dry_run` what it would do, changing
    nothing.

    A scope (`obligation`, `period`, `units`) limits opening and chasing. Without `compose` the notices wait
    for the morning's digest; without `deliver` the messages wait in the outbox. `inspect` off leaves the
    audit out. An instant before the last round's is refused with RoundBehind, or with `behind="join"` the
    last round's instant is used: then it has nothing to do that was not done. Unknown names raise
    RegistryError, before anything is done. `progress` is called after each stage that is committed, in this
    thread.
    """
    if now.tzinfo is None:
        raise RoundError("a round needs an instant with its time zone")
    _check_scope(registry, obligation, period, units)
    check_day(registry, now)
    report = RoundReport(as_of=now.astimezone(UTC), dry_run=dry_run, scope=_scope(obligation, period, units))
    with _transactions(engine, dry_run) as transaction:
        with transaction() as s:
            as_of = report.as_of = enter(s, report.as_of, behind)
            report.key = local_day(registry, as_of).isoformat()
            log_id = queries.start_round(
                s, key=report.key, as_of=as_of, origin=origin, started_at=as_of, scope=report.scope
            )
            report.opened = opening.open_due(
                s, registry, settings, as_of, obligation=obligation, period=period, units=units
            )
        progress(Stage.OPENED, report)
        with transaction() as s:
            # Rounds that run at once take turns here: the second one sees what the first one queued.
            as_of = report.as_of = enter(s, as_of, "join")
            report.handed_over = chasing.hand_over(s, registry, as_of)
            report.chased = chasing.chase(
                s, registry, as_of, obligation=obligation, period=period, units=units
            )
            if compose:
                report.messages = digest.compose(s, registry, settings, as_of)
            if obligation is not None:
                report.tally = tally_of(s, as_of, obligation=obligation, period=period)
            queries.finish_round(s, log_id, finished_at=as_of, counts=report.counts())
    progress(Stage.CHASED, report)
    if dry_run:
        return report
    if deliver:
        report.delivery = deliver_messages(engine, registry, settings, as_of, worker=worker)
    progress(Stage.DELIVERED, report)
    if inspect:
        with db.reading(engine) as s:
            problem = report.delivery.problem if report.delivery else None
            report.findings = audit(s, registry, as_of, stuck=report.chased.stuck, problem=problem)
        if not report.scope and report.clean:
            report.heartbeat = ping(settings.heartbeat_url)
    return report


def deliver_messages(
    engine: Engine, registry: Registry, settings: Settings, now: datetime, *, worker: str
) -> Delivery:
    """Sends what waits in the outbox, as far as one round goes, and answers the figures."""
    done = outbox.deliver(engine, registry, settings, now, worker=worker, limit=DELIVER_AT_ONCE)
    return Delivery(done.sent, done.failed, done.dead, done.waiting, done.cancelled, done.problem)


def _check_scope(
    registry: Registry, obligation: str | None, period: str | None, units: Collection[str] | None
) -> None:
    if obligation is not None:
        found = registry.obligation(obligation)
        if period is not None:
            found.period(period)
    elif period is not None:
        raise RoundError("a round of one period needs its obligation as well")
    for code in units or ():
        registry.unit(code)


def _scope(obligation: str | None, period: str | None, units: Collection[str] | None) -> str:
    return " ".join([part for part in (obligation, period) if part] + sorted(units or ()))


@contextlib.contextmanager
def _transactions(engine: Engine, dry_run: bool) -> Iterator[Callable[[], AbstractContextManager[Session]]]:
    """How a round gets its transactions: a real one each time, or one for all that is undone in the end."""
    if not dry_run:
        yield lambda: db.session(engine)
        return
    with rolled_back_if(engine, True) as s:
        yield lambda: contextlib.nullcontext(s)
