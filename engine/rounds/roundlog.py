"""What is kept of a round: who started it and by which run, what it did, how long it took and how it ended.

A round that was refused or broke off is kept as well, in a transaction of its own; one that was killed has no
end. Keeping it never hides what went wrong with the round itself.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.errors import RoundError
from engine.noted import noted
from engine.rounds.report import RoundReport
from engine.tasks.acts import By
from language import Message, message_of
from models import db, queries

log = logging.getLogger(__name__)
_NOTED = ("opened", "raised", "messages", "sent", "failed", "dead", "held")


class Outcome(StrEnum):
    """How a round ended. One without is at work, or was cut off."""

    CLEAN = "clean"
    PROBLEMS = "problems"
    """Its audit found something that waits for a person."""
    STOPPED = "stopped"
    """Its mails could not leave: no server, login refused, disk full."""
    REFUSED = "refused"
    """It did nothing: time ran backwards, a restored database waits for a word, a day without a calendar."""
    FAILED = "failed"
    """An error nobody foresaw, or of the database."""


def outcome_of(report: RoundReport) -> Outcome:
    """How a round that came to its end ended."""
    if report.delivery is not None and report.delivery.problem is not None:
        return Outcome.STOPPED
    return Outcome.CLEAN if report.clean and not report.chased.stuck else Outcome.PROBLEMS


class RoundNote:
    """The row of one round. `run` is a name that no other run has, under which it claims what it sends."""

    def __init__(self, engine: Engine, report: RoundReport, by: By) -> None:
        self.run = f"{by.origin}-{secrets.token_hex(6)}"
        self._engine, self._report, self._by = engine, report, by
        self._began = time.monotonic()
        self._id: int | None = None

    def begin(self, s: Session) -> None:
        """Records that it begins, in the first transaction of the round."""
        report = self._report
        self._id = queries.start_round(
            s,
            key=report.key,
            as_of=report.as_of,
            origin=self._by.origin,
            started_at=report.as_of,
            scope=report.scope,
            counts=self._who(),
        )

    def so_far(self, s: Session) -> None:
        """Records what it did, with the transaction in which it does it."""
        assert self._id is not None
        queries.note_round(s, self._id, counts={**self._who(), **self._report.counts()})

    def end(self) -> None:
        """Records how it ended."""
        report = self._report
        outcome = outcome_of(report)
        told = report.counts() | report.delivered()
        self._write({**told, "outcome": outcome.value})
        level = logging.INFO if outcome is Outcome.CLEAN else logging.WARNING
        figures = {name: told[name] for name in _NOTED if name in told}
        noted(
            log,
            level,
            "round-finished",
            "round %s: %s",
            report.key,
            outcome.value,
            outcome=outcome.value,
            **self._ids(),
            **figures,
        )

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Records an error that ends the round, and lets it go on."""
        try:
            yield
        except Exception as error:
            if not self._report.dry_run:
                self._broken(error)
            raise

    def _broken(self, error: Exception) -> None:
        outcome = Outcome.REFUSED if isinstance(error, RoundError) else Outcome.FAILED
        said = message_of(error)
        cause = said.id if isinstance(said, Message) else type(error).__name__
        kept = said.as_text() if isinstance(said, Message) else cause
        with suppress(Exception):  # the round's own error is told, not that it could not be kept
            if isinstance(error, db.DatabaseError):
                raise error  # it cannot be written to either
            self._write({"outcome": outcome.value, "why": cause, "said": kept})
        action = f"round-{outcome.value}"
        noted(log, logging.WARNING, action, "round %s: %s", outcome.value, cause, why=cause, **self._ids())

    def _write(self, told: dict[str, Any]) -> None:
        spent = time.monotonic() - self._began
        counts = {**self._who(), **told, "seconds": round(spent, 3)}
        report = self._report
        at = report.as_of + timedelta(seconds=spent)
        with db.session(self._engine) as s:
            if self._id is None or not queries.finish_round(s, self._id, finished_at=at, counts=counts):
                self._id = None
                self.begin(s)
                assert self._id is not None
                queries.finish_round(s, self._id, finished_at=at, counts=counts)

    def _who(self) -> dict[str, str]:
        return {"run": self.run, "by": self._by.actor}

    def _ids(self) -> dict[str, str]:
        return {
            "run": self.run,
            "origin": self._by.origin,
            "key": self._report.key,
            "scope": self._report.scope,
        }
