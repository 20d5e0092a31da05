"""What a round, a board or an audit has to say: figures, and the sentences for a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.overview.findings import Finding, Severity
from engine.overview.tally import Tally
from engine.tasks.chasing import Chased
from engine.tasks.opening import Opened
from language import Message, say


@dataclass(frozen=True, slots=True)
class Delivery:
    """Messages sent, failed for now (they will be tried again), given up, still waiting, and dropped
    because all in them was answered. `problem`: why nothing more could leave.
    """

    sent: int = 0
    failed: int = 0
    dead: int = 0
    waiting: int = 0
    cancelled: int = 0
    problem: Message | None = None


@dataclass(slots=True)
class RoundReport:
    """What one round did, or with `dry_run` would do. `scope` is empty for a whole round."""

    as_of: datetime
    key: str = ""
    scope: str = ""
    dry_run: bool = False
    opened: tuple[Opened, ...] = ()
    handed_over: dict[tuple[str, str], int] = field(default_factory=dict)
    chased: Chased = field(default_factory=Chased)
    messages: int = 0
    delivery: Delivery | None = None
    findings: tuple[Finding, ...] = ()
    tally: Tally | None = None
    held: int = 0
    heartbeat: bool | None = None
    """Whether the watchdog took the sign of life; None: none was due, or none is set."""

    @property
    def tasks_opened(self) -> int:
        return sum(each.tasks for each in self.opened)

    @property
    def raised(self) -> int:
        return self.chased.raised

    @property
    def collapsed(self) -> int:
        return self.chased.collapsed

    @property
    def sent(self) -> int:
        return self.delivery.sent if self.delivery else 0

    @property
    def failed(self) -> int:
        return self.delivery.failed + self.delivery.dead if self.delivery else 0

    @property
    def waiting(self) -> int:
        return self.delivery.waiting if self.delivery else 0

    @property
    def clean(self) -> bool:
        """Whether nothing waits for a person: no finding of severity error."""
        return not any(finding.severity is Severity.ERROR for finding in self.findings)

    def counts(self) -> dict[str, Any]:
        """The figures by stable names, as stored with the round and shown by `--json`."""
        return {
            "opened": self.tasks_opened,
            "opened_by_obligation": _summed(self.opened),
            "handed_over": sum(self.handed_over.values()),
            "looked": self.chased.looked,
            "raised": self.raised,
            "collapsed": self.collapsed,
            "reasons": dict(sorted(self.chased.reasons.items())),
            "messages": self.messages,
            "stuck": len(self.chased.stuck),
        }

    def delivered(self) -> dict[str, Any]:
        """What became of the mails, and what the audit found, by stable names: stored with `counts`."""
        errors = sum(each.severity is Severity.ERROR for each in self.findings)
        done: dict[str, Any] = {
            "findings": {each.code: each.count for each in self.findings},
            "errors": errors,
        }
        if self.delivery is not None:
            names = ("sent", "failed", "dead", "waiting", "cancelled")
            done |= {name: getattr(self.delivery, name) for name in names} | {"held": self.held}
            if self.delivery.problem is not None:
                done |= {"why": self.delivery.problem.id, "said": self.delivery.problem.as_text()}
        return done

    def message(self) -> Message:
        """What the whole round did, for the person who looks."""
        did = [
            Message("round.opened", n=self.tasks_opened),
            Message("round.raised", n=self.raised),
            Message("round.queued", n=self.messages),
        ]
        did += [Message("round.collapsed", n=self.collapsed)] * bool(self.collapsed)
        handed = sum(self.handed_over.values())
        did += [Message("round.handed-over", n=handed)] * bool(handed)
        if self.delivery is not None:
            did.append(Message("round.sent", n=self.sent))
            did += [Message("round.failed", n=self.failed)] * bool(self.failed)
        did += [self.tally.message()] if self.tally is not None else []
        errors = sum(finding.severity is Severity.ERROR for finding in self.findings)
        did += [Message("round.problems", n=errors)] * bool(errors)
        did += [Message("round.heartbeat-not-taken")] * (self.heartbeat is False)
        return Message("round.would" if self.dry_run else "round.did", did=did)

    def __str__(self) -> str:
        """For logs: `round 2026-09-04 kstthc-quy: 4 tasks opened, ...`."""
        return f"round {self.key}{' ' + self.scope if self.scope else ''}: {say(self.message(), 'en')}"


def _summed(opened: Iterable[Opened]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in opened:
        sums[each.obligation] = sums.get(each.obligation, 0) + each.tasks
    return sums
