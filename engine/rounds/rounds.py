"""A round: open, decide, queue, deliver, audit. It compares what should be true at `now` with what is.

A missed, repeated, concurrent or catch-up round is the same code. Each step is one short transaction that
can be killed anywhere: what was committed is true, the rest is done by the next round. Rounds queue one
after the other on the row `last_round_at`, which also keeps time from going backwards.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from engine.errors import RoundError
from engine.installation import Installation
from engine.mail import digest, outbox, short_delivery
from engine.mail.endings import DeliveryReport
from engine.mail.quiet import waits_for_round
from engine.noted import noted
from engine.overview.boards import tally_of
from engine.rounds import early
from engine.rounds.audit import audit
from engine.rounds.heartbeat import ping
from engine.rounds.report import Delivery, RoundReport
from engine.rounds.roundlog import RoundNote
from engine.tasks import ahead, chasing, opening, restored
from engine.tasks.acts import By
from engine.tasks.days import local_day
from engine.tasks.scope import EVERYTHING, Scope
from engine.tasks.turns import check_day, enter, rolled_back_if
from language import Message
from models import db, queries
from models.queries import backlog

log = logging.getLogger(__name__)


class Stage(StrEnum):
    """What of a round is done and committed: whoever watches a round is told each in turn."""

    OPENED = "opened"
    CHASED = "chased"
    DELIVERED = "delivered"


Watcher = Callable[[Stage, RoundReport], None]
Clock = Callable[[], timedelta]
"""How much time has passed."""


class Steps(StrEnum):
    """How far a round goes: RAISE opens and raises notices, which wait for the morning's digest; QUEUE puts
    them into messages as well; ALL also sends, and audits what is left.
    """

    RAISE = "raise"
    QUEUE = "queue"
    ALL = "all"


def run_round(
    installation: Installation,
    now: datetime,
    *,
    only: Scope = EVERYTHING,
    steps: Steps = Steps.ALL,
    origin: By | str = "engine",
    dry_run: bool = False,
    join: bool = False,
    progress: Watcher = lambda _stage, _report: None,
) -> RoundReport:
    """Runs one round as of `now` (aware) and answers what it did; with `dry_run` what it would do, changing
    nothing.

    The scope `only` limits opening and chasing. An instant before the last round's is refused with
    RoundBehind; with `join` the last round's instant is used: then it has nothing to do that was not done.
    One further ahead than time can have gone is RoundAhead until a person has said that it is meant.
    Unknown names raise RegistryError, before anything is done. `origin`: from where, or also
    who. `progress` is called after each stage that is committed, in this thread.
    """
    registry, settings = installation.registry, installation.settings
    if now.tzinfo is None:
        raise RoundError("round.no-zone")
    only.check(registry)
    report = RoundReport(as_of=now.astimezone(UTC), dry_run=dry_run, scope=str(only))
    report.key = local_day(registry, now).isoformat()
    began, passed = report.as_of, _passing()

    def clock() -> timedelta:
        return max(began + passed() - report.as_of, timedelta())

    note = RoundNote(installation.engine, report, origin if isinstance(origin, By) else By("", origin))
    with note.watching(), _set_aside(registry):
        check_day(registry, now)
        before, unread = _decided(
            installation, report, note, only=only, steps=steps, join=join, progress=progress, clock=clock
        )
        if dry_run:
            return report
        if steps is Steps.ALL:
            report.delivery = deliver_messages(
                installation, report.as_of, origin=note.run, by_round=True, passed=clock, before=before
            )
        progress(Stage.DELIVERED, report)
        if steps is Steps.ALL:
            with db.reading(installation.engine) as s:
                problem = report.delivery.problem if report.delivery else None
                report.held = queries.seeing.held_count(s)
                report.findings = audit(
                    s, registry, report.as_of, stuck=report.chased.stuck, problem=problem, beside=unread
                )
        note.end()
    if steps is Steps.ALL and not only and report.clean:
        report.heartbeat = ping(settings.heartbeat_url)
    return report


def _decided(
    installation: Installation,
    report: RoundReport,
    note: RoundNote,
    *,
    only: Scope,
    steps: Steps,
    join: bool,
    progress: Watcher,
    clock: Clock,
) -> tuple[DeliveryReport | None, list[Message | str]]:
    """Opens, decides and queues; answers how the mails left that left before all were queued, and what they
    could not ask or tell beside tasks."""
    registry, settings = installation.registry, installation.settings
    unread: list[Message | str] = []
    before: DeliveryReport | None = None
    with _transactions(installation.engine, report.dry_run) as transaction:
        with transaction() as s:
            if installation.clock and not report.dry_run:
                ahead.check(s, registry, report.as_of, installation.clock)
            as_of = report.as_of = enter(s, registry, report.as_of, join=join)
            restored.check(s, registry)
            report.key = local_day(registry, as_of).isoformat()
            note.begin(s)
            report.opened = opening.open_due(s, registry, settings, as_of, only)
            sends = steps is Steps.ALL and not (only or report.dry_run)
            loud = early.chosen(s, registry, as_of) is not None if sends else False
        progress(Stage.OPENED, report)
        if loud:
            before = _early(installation, report, note, clock)
        with transaction() as s:
            # Rounds that run at once take turns here: the second one sees what the first one queued.
            as_of = report.as_of = enter(s, registry, report.as_of, join=True)
            report.handed_over |= chasing.hand_over(s, registry, as_of)
            report.chased = chasing.chase(s, registry, as_of, only, before=report.chased)
            if steps is not Steps.RAISE:
                report.messages += digest.compose(s, registry, settings, as_of, failed=unread)
            if only.obligation is not None:
                report.tally = tally_of(s, registry, as_of, obligation=only.obligation, period=only.period)
            note.so_far(s)
    progress(Stage.CHASED, report)
    return before, unread


def _early(
    installation: Installation, report: RoundReport, note: RoundNote, clock: Clock
) -> DeliveryReport | None:
    """Decides and queues for the units whose tasks press most, and lets some of their mails leave."""
    registry, settings = installation.registry, installation.settings
    with db.session(installation.engine) as s:
        as_of = report.as_of = enter(s, registry, report.as_of, join=True)
        report.handed_over = chasing.hand_over(s, registry, as_of)
        first = early.chosen(s, registry, as_of)
        if first is None:  # another round has done it meanwhile
            return None
        report.chased = chasing.chase(s, registry, as_of, holders=first.units)
        report.messages = digest.compose(s, registry, settings, as_of, only=first)
        note.so_far(s)
    return outbox.deliver(
        installation,
        as_of + clock(),
        origin=note.run,
        only=frozenset(first.queued),
        limit=early.MAILS,
    )


def deliver_messages(
    installation: Installation,
    now: datetime,
    *,
    origin: str,
    by_round: bool = False,
    passed: Clock | None = None,
    before: DeliveryReport | None = None,
) -> Delivery:
    """Sends what waits in the outbox, until it is empty or a delivery's time is up, and answers the figures:
    mails, then short messages, so that no channel holds up a mail, then the mails that take their place.

    `by_round`: this morning's mails are queued; otherwise what waits from the days before waits for them.
    `passed`: how much time has gone since `now`, which counts from the call if nothing is said. What is
    claimed is held against the time by then: after a round longer than a lease it would be anybody's at once.
    `before`: what has left of the same, and is told with it.
    """
    before = before or DeliveryReport()
    passed = passed or _passing()
    only: list[int] | None = None
    if not by_round and (today := waits_for_round(installation.registry, now)) is not None:
        with db.reading(installation.engine) as s:
            only = backlog.queued_since(s, today)
    done = outbox.deliver(installation, now + passed(), origin=origin, only=only)
    short = short_delivery.deliver(installation, now + passed(), origin=origin, only=only)
    sent, failed = before.sent + done.sent + short.sent, before.failed + done.failed + short.failed
    failed += short.fell_back
    dead, cancelled = before.dead + done.dead, before.cancelled + done.cancelled + short.cancelled
    if short.fell_back and not done.problem:
        done = outbox.deliver(installation, now + passed(), origin=origin)
        sent, failed = sent + done.sent, failed + done.failed
        dead, cancelled = dead + done.dead, cancelled + done.cancelled
    waiting = done.waiting + short.waiting
    figures = {"sent": sent, "failed": failed, "dead": dead, "waiting": waiting, "cancelled": cancelled}
    why = done.problem.id if done.problem else ""
    with db.session(installation.engine) as s:
        queries.seeing.note_delivery(s, now, {**figures, "problem": why})
        if lost := before.lost + done.lost:
            queries.seeing.note_lost_claims(s, now, lost)
    level = logging.WARNING if why or failed or dead else logging.INFO
    noted(
        log, level, "delivery", "delivery: %d sent, %d waiting", sent, waiting, run=origin, why=why, **figures
    )
    return Delivery(**figures, problem=done.problem)


def _passing() -> Clock:
    """How much time has passed since this was called."""
    began = time.monotonic()
    return lambda: timedelta(seconds=time.monotonic() - began)


@contextlib.contextmanager
def _set_aside(registry: Registry) -> Iterator[None]:
    """What was there before is no garbage and not looked through for it meanwhile: with a registry of 10,000
    units that took a fifth of a round that makes rows by the hundred thousand. What the round before left is
    taken away first: nobody else may be there to do it.

    A smaller registry is quickly looked through, and each time something is set aside the collector counts
    anew: in a process of many rounds it would never look at what is old."""
    if len(registry.units) <= early.UNITS:
        yield
        return
    gc.collect(1)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextlib.contextmanager
def _transactions(engine: Engine, dry_run: bool) -> Iterator[Callable[[], AbstractContextManager[Session]]]:
    """How a round gets its transactions: a real one each time, or one for all that is undone in the end."""
    if not dry_run:
        yield lambda: db.session(engine)
        return
    with rolled_back_if(engine, True) as s:
        yield lambda: contextlib.nullcontext(s)
