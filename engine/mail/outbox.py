"""Delivering the outbox: claim with a lease, read the letter, send it, record how that ended.

Nothing is lost: a deliverer that dies leaves a claim that expires, and the letter goes again under the same
Message-ID. Nothing is sent twice by two deliverers at once: claiming is the database's compare-and-set. A
connection lets its next letter's end go only when the one before is recorded, so that whoever dies has at
most one for each connection that left and is not.

The most pressing leaves first: what is overdue, then what is due soonest.

- Accepted: `sent`, with subject and address.
- Its mailbox refuses it for good (5xx), or for too long: it goes at once to whoever reads it in that one's
  place (see `routing`), and the mailbox is remembered until it takes a letter again.
- Too large for the server, or for one mailbox: it goes again there with less of it (see `smaller`).
- Everybody refuses it, or it is too old: a dead letter with the server's words; only a person revives it.
- Cannot be written, whatever the error: set aside as a dead letter with its reason; the others leave.
- Refused for now (4xx, a lost connection): back-off of 5 and 15 minutes, 1 hour, then every 4 hours.
- No server, log-in refused, disk full: the run stops with one message, everything stays pending as it was;
  the next run asks the server once, so this needs no back-off of its own.
- All its tasks answered meanwhile: cancelled, nobody is bothered.

Mail to a server leaves only in office hours on working days; `.eml` files are written at any hour. What
leaves by other channels: see `short_delivery`.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from logging import WARNING

from engine import stopping
from engine.errors import fault_of
from engine.installation import Installation
from engine.mail import holding, left, routing
from engine.mail.channels import Channel, ChannelDown, ChannelError, Refused, TryLater, Withheld
from engine.mail.channels.choose import channel_for
from engine.mail.endings import DeliveryReport, Endings
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.lines import Ended, Lines, NotOpened
from engine.mail.merging import merge
from engine.mail.pace import Pace
from engine.mail.quiet import in_hours
from engine.mail.writing import Departed, Ready, Unwritable, Writer
from engine.noted import noted
from language import Message, from_text
from models import db, queries
from models.queries import backlog, leaving

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 25
"""Guards against a letter that kills its deliverer, which leaves no error to go by."""
_BATCH = 20
_WRITTEN = 4
"""So many letters are written ahead: what takes a while now and then holds no connection up."""
_NAP = 1.0
"""Seconds; while nothing leaves, for the pace, it is looked so often whether the work is to end."""


def deliver(
    installation: Installation,
    now: datetime,
    *,
    origin: str = "deliver",
    limit: int | None = None,
    only: Collection[int] | None = None,
    channel: Channel | None = None,
    timer: Callable[[], float] = time.monotonic,
    pause: Callable[[float], None] = time.sleep,
) -> DeliveryReport:
    """Sends what is due at `now` (aware) until nothing waits any more, the office closes or the settings'
    `delivery_minutes` are over; at most `limit` messages, of `only` these. Answers the figures.

    Leases and records count from the time it is by now (see `Installation.by_now`), by the seconds that
    `timer` says have passed; `pause` passes them while the pace has to be kept. Never raises for mail
    trouble.
    """
    now = installation.by_now(now)
    # Among others that run at once a deliverer owns what it claims by a name that no other has.
    worker = f"{origin}-{secrets.token_hex(6)}"
    registry, settings = installation.registry, installation.settings
    run = _Run(installation, now, worker, timer, pause)
    try:
        run._writer.check_sender()
        chosen = channel or channel_for(settings)
        if not (chosen.disturbs and not in_hours(registry, now)):
            if not (counts := run.counts()).due:
                run.report.waiting = counts.still
                return run.report
            further = (lambda: channel_for(settings)) if channel is None and chosen.disturbs else None
            with chosen as first, Lines[Ready, Departed](first, further, settings.smtp_connections) as lines:
                run.deliver(lines, limit, only, mails=chosen.disturbs)
    except ChannelDown as down:
        run.report.problem = down.message
        noted(log, WARNING, "delivery-stopped", "delivery stopped: %s", down, why=down.message.id)
    run.report.waiting = run.counts().still
    return run.report


class _Run:
    """One delivery run: its clock, its claims and its figures."""

    def __init__(
        self,
        installation: Installation,
        now: datetime,
        worker: str,
        timer: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        self.engine, registry, settings = installation.engine, installation.registry, installation.settings
        self.registry, self.settings, self.worker = registry, settings, worker
        self._writer = Writer(registry, settings, self.instant)
        self._now, self._timer, self._started, self._pause = now, timer, timer(), pause
        self._ended = Endings(installation, worker, self.instant)
        self.report = self._ended.report
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._left: frozenset[str] = frozenset()
        self._until = now + timedelta(minutes=settings.delivery_minutes)
        self._claimed: dict[int, queries.MessageRow] = {}
        """Claimed, and not ended yet."""
        self._claimed_at = now
        self._written: deque[Ready] = deque()
        """The letters that are to be handed over next."""
        self._pace = Pace(None)

    def instant(self) -> datetime:
        return self._now + timedelta(seconds=self._timer() - self._started)

    def counts(self) -> backlog.Backlog:
        with db.reading(self.engine) as s:
            return backlog.not_sent(s, self.instant(), by_mail=True)

    def deliver(
        self,
        lines: Lines[Ready, Departed],
        limit: int | None,
        only: Collection[int] | None,
        *,
        mails: bool,
    ) -> None:
        """`mails`: by a server, at its pace, in office hours; what leaves is kept as it was."""
        self._writer.keeping = mails
        self._pace = Pace(self.settings.mails_per_minute if mails else None)
        with db.reading(self.engine) as s:
            left.check(s, self.registry)
            self._left = left.before_restore(s, self.settings)
        with db.session(self.engine) as s:
            holding.apply(s, self.registry, self.instant())
            merge(s, self.registry, self.instant())
        try:
            self._hand_all_over(lines, self._letters(limit, only))
        finally:
            try:
                lines.withhold()
                while lines.busy:
                    self._settle(lines, lines.ended())
            finally:
                for letter in lines.busy:
                    self._claimed.pop(letter.message.id, None)
                self._give_back()

    def _hand_all_over(self, lines: Lines[Ready, Departed], letters: Iterator[Ready | None]) -> None:
        """The next letters are written while others are being handed over; at a pace one by one."""
        ahead, most = (0, 1) if self._pace.kept else (1, _WRITTEN)
        more = True
        while not self._over():
            wait = self._pace.wait(self.instant()) if self._written else 0.0
            if self._written and lines.free(ahead) and not wait:
                letter = self._written.popleft()
                if self._still_ours(letter.message):
                    self._pace.used(self.instant())
                    lines.hand(letter, letter.hand_over)
            elif more and len(self._written) < most:
                written = list(islice(letters, 1))
                more = bool(written)
                self._written += filter(None, written)
            elif lines.busy:
                self._settle(lines, lines.ended(min(wait, _NAP) if wait else None))
                continue
            elif self._written:
                self._pause(min(wait, _NAP))
            else:
                return
            self._settle(lines, lines.ended(0))

    def _over(self) -> bool:
        """Whether no further letter is to leave: this process is to end, or the run's time is up."""
        return stopping.asked() or self.instant() >= self._until

    # --- letters that may leave ---

    def _letters(self, limit: int | None, only: Collection[int] | None) -> Iterator[Ready | None]:
        """Writes what is claimed, one by one; what cannot leave ends here. None: a record may be due."""
        for batch in self._batches(limit, only):
            yield None
            with db.reading(self.engine) as s:
                reader = Reader(s, self.registry, self.settings, self.instant())
                read = reader.letters(batch)
            for message in batch:
                if message.id not in self._claimed:
                    continue
                if message.id not in read:
                    self._bury(message, reader.unreadable[message.id])
                elif (letter := self._ready(message, *read[message.id])) is not None:
                    yield letter
            if self._writer.keeping and not in_hours(self.registry, self.instant()):
                return

    def _batches(self, limit: int | None, only: Collection[int] | None) -> Iterator[list[queries.MessageRow]]:
        """Claims some messages at a time, the most pressing first; what was queued meanwhile comes last."""
        with db.reading(self.engine) as s:
            due = [each for each in leaving.in_order(s, self.instant()) if only is None or each in only]
        rank, begun, room = {each: n for n, each in enumerate(due)}, 0, limit
        while (room is None or room > 0) and not self._over():
            size = self._pace.most(_BATCH if room is None else min(_BATCH, room))
            wanted = due[begun : begun + size]
            begun, at = begun + size, self.instant()
            with db.session(self.engine) as s:
                batch = queries.claim_messages(
                    s, at, worker=self.worker, lease=self._lease, limit=size, ids=wanted or only, by_mail=True
                )
                self._pace.take(s, at, len(batch))
            if batch:
                self._claimed_at = self._claimed_at if self._claimed else at
                self._claimed |= {message.id: message for message in batch}
                room = None if room is None else room - len(batch)
                yield sorted(batch, key=lambda message: rank.get(message.id, begun))
            elif not wanted:
                return

    def _ready(
        self,
        message: queries.MessageRow,
        letter: Letter,
        route: routing.Route,
        tried: frozenset[str] = frozenset(),
    ) -> Ready | None:
        """The letter, written; None when it has ended here."""
        if letter.empty:
            self._ended.cancel(message)
        elif not route.to:
            self._bury(message, Message("channel.nobody", recipient=message.recipient))
        elif message.attempts > MAX_ATTEMPTS:
            why = from_text(message.last_error or "-")
            self._bury(message, Message("channel.given-up-attempts", n=MAX_ATTEMPTS, why=why))
        elif message.message_id_header in self._left:
            self._ended.had_left(message)
        else:
            try:
                return self._writer.ready(message, letter, route, tried)
            except Unwritable as error:
                self._bury(message, error.message)
        self._claimed.pop(message.id, None)
        return None

    def _bury(
        self, message: queries.MessageRow, why: Message, answers: Mapping[str, str] | None = None
    ) -> None:
        self._claimed.pop(message.id, None)
        self._ended.bury(message, why, answers)

    # --- what came of them ---

    def _still_ours(self, message: queries.MessageRow) -> bool:
        """Renews the claims when half of their time is over: a letter ends well before the other half."""
        if (now := self.instant()) - self._claimed_at > self._lease / 2:
            self._claimed_at = now
            with db.session(self.engine) as s:
                ours = set(
                    queries.renew_claims(s, list(self._claimed), worker=self.worker, until=now + self._lease)
                )
            self._claimed = {number: each for number, each in self._claimed.items() if number in ours}
        return message.id in self._claimed

    def _settle(self, lines: Lines[Ready, Departed], ended: list[Ended[Ready, Departed]]) -> None:
        """Records how the handing over of these letters ended; raises what must end the run.

        What may have left is not given back, whatever happens here: its claim runs out.
        """
        for each in ended:
            if not isinstance(each.error, NotOpened | ChannelDown | Withheld):
                self._claimed.pop(each.letter.message.id, None)
        if departed := [each.answer for each in ended if each.answer is not None]:
            self._ended.sent(departed)
        for letter, _, error in ended:
            if isinstance(error, Withheld):
                self._written.appendleft(letter)
            elif isinstance(error, NotOpened | ChannelDown):
                self._down(lines, letter, error)
            elif isinstance(error, Refused):
                if not self._elsewhere(letter, error):
                    self._ended.bury(letter.message, error.message, error.refused)
            elif isinstance(error, TryLater):
                given_up = self._ended.too_old(letter.message)
                if not (given_up and self._elsewhere(letter, error)):
                    self._ended.postpone(letter.message, error.message, error.refused)
            elif isinstance(error, Exception):
                why = Message("channel.not-handed-over", why=fault_of(error))
                self._ended.postpone(letter.message, why)
            elif error is not None:
                raise error
        lines.go_on(self._may_leave)
        self._ended.sent_told()

    def _may_leave(self, letter: Ready) -> bool:
        return not self._over() and self._still_ours(letter.message)

    def _down(self, lines: Lines[Ready, Departed], letter: Ready, error: NotOpened | ChannelDown) -> None:
        """Without this connection the others go on. What was with it waits for the next run, unless nothing
        of it was handed over."""
        down = error if isinstance(error, ChannelDown) else error.down
        if not lines.alive:
            raise down
        if isinstance(error, NotOpened):
            self._written.appendleft(letter)
        noted(log, WARNING, "connection-down", "one connection less: %s", down, why=down.message.id)

    def _elsewhere(self, letter: Ready, error: ChannelError) -> bool:
        """What these mailboxes refuse for good goes at once to whoever reads it in their place; False when
        there is nobody who has not refused it as well."""
        if not error.refused:
            return False
        self._ended.refused(error.refused)
        message, tried = letter.message, letter.tried.union(error.refused)
        with db.reading(self.engine) as s:
            read = Reader(s, self.registry, self.settings, self.instant()).letters([message])
        if message.id not in read:
            return False
        says, route = read[message.id]
        if says.empty or tried.issuperset(party.address for party in route.to):
            return False
        self._claimed[message.id] = message
        if (other := self._ready(message, says, route, tried)) is not None:
            self._written.appendleft(other)
        return True

    def _give_back(self) -> None:
        """What was claimed and has not ended waits again, untried."""
        self._ended.sent_told()
        if self._claimed or self._pace.ahead:
            with db.session(self.engine) as s:
                queries.release(s, list(self._claimed), worker=self.worker)
                self._pace.give_back(s)
