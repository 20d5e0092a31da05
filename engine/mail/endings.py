"""How the sending of a letter ended, recorded in the outbox; the figures of a delivery count it."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from logging import ERROR, INFO, WARNING

from sqlalchemy import Connection

from engine.installation import Installation
from engine.mail import left
from engine.mail.channels import Accepted
from engine.mail.channels.smtp import for_good
from engine.mail.outcome import empty_because, kept, logged
from engine.mail.quiet import workdays_between
from engine.mail.writing import Departed
from engine.noted import noted
from language import Message
from models import db, queries

log = logging.getLogger("engine.mail.outbox")

BACK_OFF = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
MAX_AGE_WORKDAYS = 3
"""From the day it might first leave: what an older digest says has been said again by newer ones."""


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


class Endings:
    """Records them for one deliverer, `worker`, each as of `instant()`."""

    def __init__(self, installation: Installation, worker: str, instant: Callable[[], datetime]) -> None:
        self.engine, self.registry = installation.engine, installation.registry
        self.home, self.worker, self.instant = installation.settings.home, worker, instant
        self.report = DeliveryReport()
        self._untold: deque[Departed] = deque()

    def sent(self, departed: Sequence[Departed]) -> None:
        """Letters that were accepted just now, by one connection each: in one transaction, since their
        connections wait for it. What need not be done before these go on is left to `sent_told`."""
        self._untold += departed
        with db.recording(self.engine) as s:
            recorded = [self._sent(s, each) for each in departed]
        for each, ours in zip(departed, recorded, strict=True):
            if not ours:
                self.report.lost += 1
                said = "sent, but another had taken it over"
                noted(log, WARNING, "claim-lost", said, message=each.message.id)
            self.report.sent += 1

    def sent_told(self) -> None:
        """Notes what was sent beside the database, and for whoever operates."""
        while self._untold:
            message = self._untold.popleft().message
            left.note(self.home, message.message_id_header, self.instant())
            noted(log, INFO, "sent", "sent message %d", message.id, message=message.id)

    def _sent(self, s: Connection, departed: Departed) -> bool:
        message, to, answer = departed.message, departed.envelope.to, departed.answer
        refused = answer.refused if isinstance(answer, Accepted) else {}
        said, took = answer.said if isinstance(answer, Accepted) else "", [x for x in to if x not in refused]
        recorded = queries.mark_sent(
            s, message.id, worker=self.worker, at=self.instant(),
            answers={each: refused.get(each, said) for each in to} if said else None,
            subject=departed.subject, address=", ".join(took),
        )  # fmt: skip
        if recorded and departed.mail is not None:
            queries.keep_sent(s, message.id, departed.mail)
        for each, why in refused.items():
            if for_good(why):
                queries.mailbox_refused(s, each, at=self.instant(), said=why)
        queries.mailboxes_answer(s, took, at=self.instant())
        return recorded

    def had_left(self, message: queries.MessageRow) -> None:
        """It left before a restore of the database, which does not know."""
        with db.session(self.engine) as s:
            at, to = self.instant(), message.address
            queries.mark_sent(s, message.id, worker=self.worker, at=at, address=to)
        noted(log, INFO, "had-left", "had left before the restore", message=message.id)

    def refused(self, answers: Mapping[str, str]) -> None:
        """These mailboxes do not take mail, with the server's words."""
        with db.session(self.engine) as s:
            for address, said in answers.items():
                queries.mailbox_refused(s, address, at=self.instant(), said=said)

    def _retry_at(self, message: queries.MessageRow) -> datetime:
        return self.instant() + BACK_OFF[min(message.attempts, len(BACK_OFF)) - 1]

    def too_old(self, message: queries.MessageRow) -> bool:
        """Whether it would be too old at its next try, counted from when it was to leave."""
        age = workdays_between(self.registry, message.not_before, self._retry_at(message))
        return age > MAX_AGE_WORKDAYS

    def postpone(
        self, message: queries.MessageRow, error: Message, answers: Mapping[str, str] | None = None
    ) -> None:
        """It is tried again after a while, or given up when it would be too old by then."""
        if self.too_old(message):
            self.bury(message, Message("channel.given-up", n=MAX_AGE_WORKDAYS, why=error), answers)
            return
        retry_at = self._retry_at(message)
        with db.session(self.engine) as s:
            queries.mark_failed(
                s, message.id, worker=self.worker, error=kept(error), retry_at=retry_at, answers=answers
            )
        self.report.failed += 1
        said = "message %d waits until %s: %s"
        noted(log, WARNING, "postponed", said, message.id, retry_at, logged(error), message=message.id)

    def bury(
        self, message: queries.MessageRow, error: Message, answers: Mapping[str, str] | None = None
    ) -> None:
        """A dead letter: only a person revives it."""
        with db.session(self.engine) as s:
            queries.mark_dead(s, message.id, worker=self.worker, error=kept(error), answers=answers)
        self.report.dead += 1
        said = "message %d is a dead letter: %s"
        noted(log, ERROR, "dead-letter", said, message.id, logged(error), message=message.id)

    def cancel(self, message: queries.MessageRow) -> None:
        """It has nothing left to say."""
        with db.session(self.engine) as s:
            queries.mark_cancelled(
                s, message.id, worker=self.worker, reason=empty_because(message.last_error)
            )
        self.report.cancelled += 1
