"""Delivering short messages: by the channel of the recipient's, or, when it cannot be reached, by mail.

Claimed one by one with a lease, like mails. A channel that does not take a message is asked again after 5
and after 15 minutes; then, and at once where the settings or the URL are wrong, what the message alone would
have told goes by mail, which says so. Channels fail one by one: none holds up another, nor mail. A machine
that did not answer in time is asked once a run, and a run has its bounds.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.registry.ways import channels_of, filled, secrets_in
from engine import stopping
from engine.errors import fault_of
from engine.installation import Installation
from engine.mail import holding, left, ways
from engine.mail.channels import ChannelDown, ChannelError, Refused
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.merging import merge
from engine.mail.outcome import empty_because
from engine.mail.quiet import in_hours
from engine.mail.short_text import short_text
from engine.noted import noted
from language import Message, say
from models import db, queries
from models.queries import backlog

log = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=15))
MOST_TRIES = len(BACK_OFF) + 1
MOST_SECONDS = 60
"""Of one run: the messages that it does not come to wait for the next."""


@dataclass(slots=True)
class ShortReport:
    """What one run did. `fell_back`: goes by mail; `waiting` are still pending after it."""

    sent: int = 0
    failed: int = 0
    fell_back: int = 0
    cancelled: int = 0
    waiting: int = 0


def deliver(
    installation: Installation,
    now: datetime,
    *,
    origin: str = "deliver",
    only: Collection[int] | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> ShortReport:
    """Sends the short messages that are due at `now` (aware), of `only` these, and answers the figures. Never
    raises for a channel's trouble. Outside office hours nothing leaves: somebody would be woken."""
    now = installation.by_now(now)
    run = _Run(installation, now, f"{origin}-{secrets.token_hex(6)}", timer)
    counts = run.counts()
    if in_hours(installation.registry, now) and counts.due and not run.waits():
        run.deliver(only)
        counts = run.counts()
    run.report.waiting = counts.still
    return run.report


class _Run:
    def __init__(
        self, installation: Installation, now: datetime, worker: str, timer: Callable[[], float]
    ) -> None:
        self.engine, self.registry, self.settings = (
            installation.engine,
            installation.registry,
            installation.settings,
        )
        self.report = ShortReport()
        self._worker, self._now, self._timer, self._started = worker, now, timer, timer()
        # The claim outlives the longest wait, so that nobody else sends what is just being sent.
        self._lease = timedelta(seconds=max(self.settings.lease_seconds, 2 * self.settings.channel_timeout))
        self._slow: dict[str, Message] = {}
        """Services that did not answer in time, with how that is told."""

    def instant(self) -> datetime:
        return self._now + timedelta(seconds=self._timer() - self._started)

    def counts(self) -> backlog.Backlog:
        with db.reading(self.engine) as s:
            return backlog.not_sent(s, self.instant(), by_mail=False)

    def waits(self) -> bool:
        """Whether everything waits for a person's word; the delivery of mails tells it."""
        try:
            with db.reading(self.engine) as s:
                left.check(s, self.registry)
        except ChannelDown:
            return True
        return False

    def deliver(self, only: Collection[int] | None) -> None:
        with db.session(self.engine) as s:
            holding.apply(s, self.registry, self.instant())
            merge(s, self.registry, self.instant())
        while self._timer() - self._started < MOST_SECONDS and not stopping.asked():
            with db.session(self.engine) as s:
                claimed = queries.claim_messages(
                    s,
                    self.instant(),
                    worker=self._worker,
                    lease=self._lease,
                    limit=1,
                    ids=only,
                    by_mail=False,
                )
            if not claimed:
                return
            self._one(claimed[0])

    def _one(self, message: queries.MessageRow) -> None:
        with db.reading(self.engine) as s:
            reader = Reader(s, self.registry, self.settings, self.instant())
            read = reader.letters([message])
        if message.id not in read:
            self._by_mail(message, reader.unreadable[message.id])
            return
        letter, _ = read[message.id]
        if letter.empty:
            self._cancel(message)
        elif message.attempts > MOST_TRIES:  # it kills its sender, which leaves no error to go by
            self._failed(message, Message("channel.way-refused", why="-"))
        else:
            self._send(message, letter)

    def _send(self, message: queries.MessageRow, letter: Letter) -> None:
        way = message.way or ""
        has = channels_of(self.registry, message.recipient, letter.today)
        if not self.settings.channels_on or way not in has:
            self._by_mail(message, Message("channel.way-gone", way=way))
            return
        from engine.mail.channels import apprise_url  # with its 200 services it takes a while to import

        try:
            text, whole = short_text(letter)
        except Exception as error:  # a title can raise anything, and a mail may do with it
            self._by_mail(message, Message("channel.unmade", why=fault_of(error)))
            return
        url, service = has[way], apprise_url.service_of(has[way])
        if service in self._slow:
            self._again(message, self._slow[service])
            return
        known = self.settings.channel_secrets
        try:
            if missing := [name for name in secrets_in(url) if name not in known]:
                raise Refused("channel.way-secret", names=missing)
            used = [known[name] for name in secrets_in(url)]
            limit = self.settings.channel_timeout
            apprise_url.send(filled(url, known), whole, timeout=limit, secrets=used)
        except apprise_url.TooSlow as error:
            self._slow[service] = error.message
            self._again(message, error.message)
        except Refused as error:
            self._failed(message, error.message)
        except ChannelError as error:
            self._again(message, error.message)
        except Exception as error:
            self._failed(message, Message("channel.way-refused", why=fault_of(error)))
        else:
            self._sent(message, text)

    # --- how it ended ---

    def _sent(self, message: queries.MessageRow, text: str) -> None:
        with db.session(self.engine) as s:
            queries.mark_sent(s, message.id, worker=self._worker, at=self.instant(), subject=text)
            queries.way_answers(s, message.recipient, message.way or "")
        self.report.sent += 1
        noted(log, logging.INFO, "sent", "sent message %d", message.id, message=message.id, way=message.way)

    def _again(self, message: queries.MessageRow, why: Message) -> None:
        if message.attempts >= MOST_TRIES:
            self._failed(message, why)
            return
        retry_at = self.instant() + BACK_OFF[message.attempts - 1]
        with db.session(self.engine) as s:
            queries.mark_failed(s, message.id, worker=self._worker, error=why.as_text(), retry_at=retry_at)
        self.report.failed += 1
        said = "message %d waits until %s: %s"
        noted(log, logging.WARNING, "postponed", said, message.id, retry_at, _logged(why), message=message.id)

    def _failed(self, message: queries.MessageRow, why: Message) -> None:
        """The channel cannot be reached: mail has to do, and whoever reads it learns why."""
        self._by_mail(message, why, failing=True)

    def _by_mail(self, message: queries.MessageRow, why: Message, *, failing: bool = False) -> None:
        # As of the run, so that it leaves with the mails after it.
        now = self._now
        with db.session(self.engine) as s:
            mail = ways.instead(s, self.registry, self.settings, message, now)
            given = queries.hand_to_mail(
                s, message.id, worker=self._worker, reason=why.as_text(), mail_id=mail
            )
            if not given:
                s.rollback()
                return
            if failing:
                queries.way_fails(s, message.recipient, message.way or "", at=now, said=why.as_text())
        self.report.fell_back += 1
        said = "message %d goes by mail instead of %s: %s"
        noted(
            log, logging.WARNING, "by-mail", said, message.id, message.way, _logged(why), message=message.id
        )

    def _cancel(self, message: queries.MessageRow) -> None:
        with db.session(self.engine) as s:
            reason = empty_because(message.last_error)
            queries.mark_cancelled(s, message.id, worker=self._worker, reason=reason)
        self.report.cancelled += 1


def _logged(message: Message) -> str:
    return say(message, "en", "cli")
