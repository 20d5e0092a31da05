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
    problem: str | None = None


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
    heartbeat: bool | None = None

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

    def sentence(self) -> str:
        """For the administrator, in Vietnamese: how a duty stands, or what the whole round did."""
        if self.tally is not None:
            return self.tally.vi()
        said = [f"mở {self.tasks_opened} việc", f"{self.raised} thông báo", f"{self.messages} thư"]
        if self.delivery is not None:
            said.append(f"gửi {self.sent}")
            said += [f"{self.failed} lỗi"] * bool(self.failed)
        errors = sum(finding.severity is Severity.ERROR for finding in self.findings)
        said += [f"{errors} vấn đề cần xử lý"] * bool(errors)
        return ("Chạy thử: " if self.dry_run else "") + ", ".join(said)

    def __str__(self) -> str:
        said = [f"{self.tasks_opened} opened", f"{self.raised} notices", f"{self.messages} messages"]
        said += [f"{self.collapsed} collapsed"] * bool(self.collapsed)
        said += [f"{sum(self.handed_over.values())} handed over"] * bool(self.handed_over)
        if self.delivery is not None:
            said.append(f"{self.sent} sent")
            said += [f"{self.failed} failed"] * bool(self.failed)
        said += [self.tally.en()] if self.tally is not None else []
        said += [f"{len(self.findings)} findings"] * bool(self.findings)
        what = "would have: " if self.dry_run else ""
        return f"round {self.key}{' ' + self.scope if self.scope else ''}: {what}{', '.join(said)}"


def _summed(opened: Iterable[Opened]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for each in opened:
        sums[each.obligation] = sums.get(each.obligation, 0) + each.tasks
    return sums
