"""Delivering the outbox: claim with a lease, read the letter, send it, record how that ended.

Nothing is lost: a deliverer that dies leaves a claim that expires, and the letter goes again under the same
Message-ID. Nothing is sent twice by two deliverers at once: claiming is the database's compare-and-set.

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
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from logging import ERROR, INFO, WARNING

from jinja2 import TemplateError

from config.addresses import usable
from engine import stopping
from engine.errors import fault_of
from engine.installation import Installation
from engine.mail import holding, left, routing
from engine.mail.as_sent import packed
from engine.mail.bounded import OutOfBounds
from engine.mail.channels import Accepted, Channel, ChannelDown, ChannelError, Envelope, Refused, TryLater
from engine.mail.channels.choose import channel_for
from engine.mail.channels.smtp import for_good
from engine.mail.letter import Letter
from engine.mail.letter_contents import Reader
from engine.mail.merging import merge
from engine.mail.message import Sender, build
from engine.mail.message_ids import atom
from engine.mail.outcome import empty_because, kept, logged
from engine.mail.quiet import in_hours, workdays_between
from engine.mail.smaller import hand_over
from engine.noted import noted
from language import Message, from_text
from models import db, queries

log = logging.getLogger(__name__)

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
MAX_AGE_WORKDAYS = 3
"""From the day it might first leave: what an older digest says has been said again by newer ones."""
MAX_ATTEMPTS = 25
"""Guards against a letter that kills its deliverer, which leaves no error to go by."""
_BATCH = 20


@dataclass(slots=True)
class DeliveryReport:
    """What one run did. `waiting` are still pending after it; `problem` says why nothing more could leave."""

    sent: int = 0
    failed: int = 0
    dead: int = 0
    waiting: int = 0
    cancelled: int = 0
    problem: Message | None = None
    lost: int = 0
    """Sent, while another deliverer had already taken the claim over."""


def deliver(
    installation: Installation,
    now: datetime,
    *,
    origin: str = "deliver",
    limit: int | None = None,
    only: Collection[int] | None = None,
    channel: Channel | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> DeliveryReport:
    """Sends what is due at `now` (aware), at most `limit` messages, of `only` these, and answers the figures.

    Leases and records count from `now` by the seconds that `timer` says have passed, so a rehearsed instant
    stays what it is. Never raises for mail trouble.
    """
    # Among others that run at once a deliverer owns what it claims by a name that no other has.
    worker = f"{origin}-{secrets.token_hex(6)}"
    registry, settings = installation.registry, installation.settings
    run = _Run(installation, now.astimezone(UTC), worker, timer)
    try:
        _check_sender(run.sender)
        chosen = channel or channel_for(settings)
        if not (chosen.disturbs and not in_hours(registry, now)):
            if not (counts := run.counts()).due:
                run.report.waiting = counts.still
                return run.report
            with chosen as open_channel:
                run.deliver(open_channel, limit, only)
    except ChannelDown as down:
        run.report.problem = down.message
        noted(log, WARNING, "delivery-stopped", "delivery stopped: %s", down, why=down.message.id)
    run.report.waiting = run.counts().still
    return run.report


class _Run:
    """One delivery run: its clock, its claims and its figures."""

    def __init__(
        self, installation: Installation, now: datetime, worker: str, timer: Callable[[], float]
    ) -> None:
        self.engine, registry, settings = installation.engine, installation.registry, installation.settings
        self.registry, self.settings, self.worker = registry, settings, worker
        self.sender = routing.sender_of(registry, settings)
        self.report = DeliveryReport()
        self._now, self._timer, self._started = now, timer, timer()
        self._lease = timedelta(seconds=settings.lease_seconds)
        self._left: frozenset[str] = frozenset()

    def instant(self) -> datetime:
        return self._now + timedelta(seconds=self._timer() - self._started)

    def counts(self) -> queries.OutboxCounts:
        with db.reading(self.engine) as s:
            return queries.outbox_counts(s, self.instant(), by_mail=True)

    def deliver(self, channel: Channel, limit: int | None, only: Collection[int] | None) -> None:
        with db.reading(self.engine) as s:
            left.check(s, self.registry)
            self._left = left.before_restore(s, self.settings)
        with db.session(self.engine) as s:
            holding.apply(s, self.registry, self.instant())
            merge(s, self.registry, self.instant())
        room = limit
        while (room is None or room > 0) and not stopping.asked():
            size = _BATCH if room is None else min(_BATCH, room)
            claimed_at = self.instant()
            with db.session(self.engine) as s:
                batch = queries.claim_messages(
                    s, claimed_at, worker=self.worker, lease=self._lease, limit=size, ids=only, by_mail=True
                )
            if not batch:
                return
            self._deliver_batch(channel, batch, claimed_at)
            room = None if room is None else room - len(batch)

    def _deliver_batch(self, channel: Channel, batch: list[queries.MessageRow], claimed_at: datetime) -> None:
        """Sends the claimed messages one by one; those it does not come to are given back."""
        pending = list(batch)
        try:
            with db.reading(self.engine) as s:
                reader = Reader(s, self.registry, self.settings, claimed_at)
                letters = reader.letters(batch)
            while pending and not stopping.asked():
                if self.instant() - claimed_at > self._lease / 2:
                    claimed_at = self.instant()
                    pending = self._renewed(pending, claimed_at)
                    continue
                message = pending[0]
                if message.id in letters:
                    self._deliver_one(channel, message, *letters[message.id])
                else:
                    self._bury(message, reader.unreadable[message.id])
                pending.pop(0)
        finally:
            if pending:
                with db.session(self.engine) as s:
                    for message in pending:
                        queries.release(s, message.id, worker=self.worker)

    def _renewed(self, pending: list[queries.MessageRow], at: datetime) -> list[queries.MessageRow]:
        with db.session(self.engine) as s:
            still_ours = set(
                queries.renew_claims(
                    s, [message.id for message in pending], worker=self.worker, until=at + self._lease
                )
            )
        return [message for message in pending if message.id in still_ours]

    def _deliver_one(
        self, channel: Channel, message: queries.MessageRow, letter: Letter, route: routing.Route
    ) -> None:
        if letter.empty:
            self._cancel(message)
        elif not route.to:
            self._bury(message, Message("channel.nobody", recipient=message.recipient))
        elif message.attempts > MAX_ATTEMPTS:
            why = from_text(message.last_error or "-")
            self._bury(message, Message("channel.given-up-attempts", n=MAX_ATTEMPTS, why=why))
        else:
            self._send(channel, message, letter, route)

    def _send(
        self,
        channel: Channel,
        message: queries.MessageRow,
        letter: Letter,
        route: routing.Route,
        tried: Collection[str] = (),
    ) -> None:
        """`tried` are addresses that have refused this very letter."""
        if message.message_id_header in self._left:
            self._had_left(message)
            return
        try:
            envelope = self._written(message, letter, route, self.sender.most_bytes)
        except Exception as error:  # a template, a name or a report form can raise anything
            self._bury(message, self._unmade(error))
            return
        try:
            envelope, answer = hand_over(
                channel, envelope, lambda most: self._written(message, letter, route, most)
            )
        except Refused as error:
            if not self._sent_elsewhere(channel, message, error, tried):
                self._bury(message, error.message, error.refused)
        except TryLater as error:
            given_up = self._too_old(message)
            if not (given_up and self._sent_elsewhere(channel, message, error, tried)):
                self._postpone(message, error.message, error.refused)
        except ChannelDown:
            raise
        except Exception as error:
            self._postpone(message, Message("channel.not-handed-over", why=fault_of(error)))
        else:
            self._record(message, envelope, answer, packed(envelope.message) if channel.disturbs else None)

    def _written(
        self, message: queries.MessageRow, letter: Letter, route: routing.Route, most_bytes: int
    ) -> Envelope:
        sender = replace(self.sender, most_bytes=most_bytes)
        mail = build(letter, sender, route.to, message.message_id_header, self.instant())
        return Envelope(mail, tuple(party.address for party in route.to), self._name(message))

    def _sent_elsewhere(
        self, channel: Channel, message: queries.MessageRow, error: ChannelError, tried: Collection[str]
    ) -> bool:
        """What these mailboxes refuse for good goes at once to whoever reads it in their place; False when
        there is nobody who has not refused it as well."""
        if not error.refused:
            return False
        with db.session(self.engine) as s:
            for address, said in error.refused.items():
                queries.mailbox_refused(s, address, at=self.instant(), said=said)
        tried = {*tried, *error.refused}
        with db.reading(self.engine) as s:
            read = Reader(s, self.registry, self.settings, self.instant()).letters([message])
        if message.id not in read:
            return False
        letter, route = read[message.id]
        if letter.empty or tried.issuperset(party.address for party in route.to):
            return False
        self._send(channel, message, letter, route, tried)
        return True

    def _unmade(self, error: Exception) -> Message:
        """Why a letter could not be written; where the template is to be corrected, if it is that."""
        why = fault_of(error)
        if isinstance(error, TemplateError | OutOfBounds):
            return Message("channel.template-broken", why=why, where=str(self.sender.templates))
        return Message("channel.unmade", why=why)

    def _name(self, message: queries.MessageRow) -> str:
        queued = message.queued_at.astimezone(self.sender.zone)
        return f"{queued:%Y-%m-%dT%H%M}-{atom(message.recipient)}-{atom(message.kind)}-{message.id}"

    # --- how it ended ---

    def _record(self, message: queries.MessageRow, envelope: Envelope, answer: str, mail: str | None) -> None:
        to = envelope.to
        refused = answer.refused if isinstance(answer, Accepted) else {}
        said, took = answer.said if isinstance(answer, Accepted) else "", [x for x in to if x not in refused]
        answers = {each: refused.get(each, said) for each in to} if said else None
        left.note(self.settings.home, message.message_id_header, self.instant())
        with db.session(self.engine) as s:
            recorded = queries.mark_sent(
                s, message.id, worker=self.worker, at=self.instant(), answers=answers,
                subject=str(envelope.message["Subject"]), address=", ".join(took),
            )  # fmt: skip
            if recorded and mail is not None:
                queries.keep_sent(s, message.id, mail)
            for each, why in refused.items():
                if for_good(why):
                    queries.mailbox_refused(s, each, at=self.instant(), said=why)
            queries.mailboxes_answer(s, took, at=self.instant())
        if not recorded:
            self.report.lost += 1
            noted(log, WARNING, "claim-lost", "sent, but another had taken it over", message=message.id)
        self.report.sent += 1
        noted(log, INFO, "sent", "sent message %d", message.id, message=message.id)

    def _had_left(self, message: queries.MessageRow) -> None:
        with db.session(self.engine) as s:
            at, to = self.instant(), message.address
            queries.mark_sent(s, message.id, worker=self.worker, at=at, address=to)
        noted(log, INFO, "had-left", "had left before the restore", message=message.id)

    def _retry_at(self, message: queries.MessageRow) -> datetime:
        return self.instant() + BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]

    def _too_old(self, message: queries.MessageRow) -> bool:
        """Whether it would be too old at its next try, counted from when it was to leave."""
        age = workdays_between(self.registry, message.not_before, self._retry_at(message))
        return age > MAX_AGE_WORKDAYS

    def _postpone(
        self, message: queries.MessageRow, error: Message, answers: Mapping[str, str] | None = None
    ) -> None:
        if self._too_old(message):
            self._bury(message, Message("channel.given-up", n=MAX_AGE_WORKDAYS, why=error), answers)
            return
        retry_at = self._retry_at(message)
        with db.session(self.engine) as s:
            queries.mark_failed(
                s, message.id, worker=self.worker, error=kept(error), retry_at=retry_at, answers=answers
            )
        self.report.failed += 1
        said = "message %d waits until %s: %s"
        noted(log, WARNING, "postponed", said, message.id, retry_at, logged(error), message=message.id)

    def _bury(
        self, message: queries.MessageRow, error: Message, answers: Mapping[str, str] | None = None
    ) -> None:
        with db.session(self.engine) as s:
            queries.mark_dead(s, message.id, worker=self.worker, error=kept(error), answers=answers)
        self.report.dead += 1
        said = "message %d is a dead letter: %s"
        noted(log, ERROR, "dead-letter", said, message.id, logged(error), message=message.id)

    def _cancel(self, message: queries.MessageRow) -> None:
        with db.session(self.engine) as s:
            queries.mark_cancelled(
                s, message.id, worker=self.worker, reason=empty_because(message.last_error)
            )
        self.report.cancelled += 1


def _check_sender(sender: Sender) -> None:
    if not usable(sender.address):
        raise ChannelDown("channel.sender-unusable")
