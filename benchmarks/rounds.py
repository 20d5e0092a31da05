"""A round over a million open tasks, beside bare statements: `python benchmarks/rounds.py [TASKS]`.

A morning on which nothing is due, at a hundredth, a tenth and the whole of the tasks; one on which some
reminders are due; and one on which a tenth of all units is reminded, each of one task: decided, recorded,
and queued as so many digests. The limit is the same rows written by four statements of SQL.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sqlalchemy import text  # noqa: E402

from benchmarks.databases import Measured, Memory, Statements, database, kinds  # noqa: E402
from benchmarks.measuring import QUICK, Comparison, Found, Growth, in_turn, keep, profiled, size  # noqa: E402
from calendars.deadlines import Boundary, DueRule  # noqa: E402
from config.registry import Registry  # noqa: E402
from config.settings import Settings  # noqa: E402
from engine.installation import Installation  # noqa: E402
from engine.rounds.rounds import Steps, run_round  # noqa: E402
from engine.tasks import opening  # noqa: E402
from models import db  # noqa: E402
from tests.support import cast  # noqa: E402
from tests.support.cast import at  # noqa: E402

DUTIES = 10
"""Of each unit. Two mornings (ours, the bare statements) take a duty each, three times over."""
OPENED, QUIET = at("2026-09-04"), at("2026-09-07")
TIMES = 10
"""So many quiet rounds are measured together: a server's time is told in hundredths of a second."""
LATER = at("2027-01-04")
MORNINGS = [at(f"2026-09-{day:02}") for day in (14, 15, 16, 17, 18, 21, 22, 23, 24, 25)]
TOLD = ("opened", "remind-10wd", "remind-5wd", "remind-1wd")


def registry(units: int, duties: int) -> Registry:
    """So many units that each owe so many reports of the quarter, each by another day."""
    more = tuple(cast.unit(f"U{n:06}", f"Đơn vị {n}") for n in range(units))
    codes = tuple(unit.code for unit in more)
    owed = [
        replace(
            cast.QUARTERLY,
            code=f"duty-{n:03}",
            owed_by=codes,
            due=DueRule(boundary=Boundary.BY, day=14 + n % 5 + 7 * (n // 5 % 2)),
        )
        for n in range(duties)
    ]
    return cast.registry(*owed, units=(*cast.UNITS, *more))


@dataclass
class Stand:
    """A database in which every task is open, none is due, and its first reminders have been told."""

    measured: Measured
    home: Path
    units: int
    duties: int
    mornings: Iterator[tuple[int, datetime]] = field(default_factory=lambda: iter(enumerate(MORNINGS)))
    now: datetime = QUIET
    duty: int = 0

    def __post_init__(self) -> None:
        self.registry = registry(self.units, self.duties)
        given = Settings(home=self.home, go_live=date(2026, 9, 1))
        self.office = Installation(given, self.registry, self.measured.engine)
        with db.session(self.measured.engine) as s:
            opening.open_due(s, self.registry, given, OPENED)
            s.execute(text("UPDATE task SET next_action_at = :later"), {"later": self.said(LATER)})
        self.measured.settle()

    def said(self, at: datetime) -> object:
        """The instant as a parameter of bare SQL."""
        return at if self.measured.server else at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")

    def told(self, duty: int, units: int) -> None:
        """What so many units have been told of this duty before."""
        with db.session(self.measured.engine) as s:
            for rung in TOLD:
                s.execute(
                    text(
                        "INSERT INTO notice (task_id, deadline_no, rung, role, recipient, reason, raised_at,"
                        " collapsed) SELECT id, 0, :rung, 'unit', holder, :rung, :at, true FROM task"
                        " WHERE obligation = :duty AND unit < :end"
                    ),
                    {"rung": rung, "at": self.said(OPENED), "duty": f"duty-{duty:03}", "end": f"U{units:06}"},
                )

    def next_morning(self, due: int) -> None:
        """The next morning, for which so many units' tasks of one duty are due; what the last one queued has
        left, and nothing else is due."""
        self.duty, self.now = next(self.mornings)
        given = {"now": self.said(self.now), "later": self.said(LATER), "duty": f"duty-{self.duty:03}"}
        with db.session(self.measured.engine) as s:
            s.execute(text("UPDATE message SET state = 'sent', sent_at = :now WHERE state <> 'sent'"), given)
            s.execute(text("UPDATE task SET next_action_at = :later WHERE next_action_at < :later"), given)
            s.execute(
                text("UPDATE task SET next_action_at = :now WHERE obligation = :duty AND unit < :end"),
                {**given, "end": f"U{due:06}"},
            )


def ours(stand: Stand) -> int:
    """A whole round, but for the delivery."""
    report = run_round(stand.office, stand.now, steps=Steps.QUEUE)
    assert (report.raised, report.collapsed) == (report.messages, 0), report.counts()
    return report.messages


BARE = (
    "INSERT INTO notice (task_id, deadline_no, rung, role, recipient, reason, raised_at, collapsed)"
    " SELECT id, deadline_no, 'due-today', 'unit', holder, 'due-today', :now, false FROM task"
    " WHERE state = 'open' AND next_action_at <= :now",
    "UPDATE task SET next_action_at = :later WHERE state = 'open' AND next_action_at <= :now",
    "INSERT INTO message (round_key, kind, recipient, address, message_id_header, state, not_before,"
    " next_attempt_at, attempts, queued_at) SELECT DISTINCT :key, 'digest', recipient,"
    " recipient || '@bhxh.example', '<' || :key || '.' || recipient || '@dondoc.bhxh.example>', 'pending',"
    " :now, :now, 0, :now FROM notice WHERE message_id IS NULL AND NOT collapsed",
    "UPDATE notice SET message_id = (SELECT id FROM message WHERE recipient = notice.recipient"
    " AND round_key = :key AND kind = 'digest') WHERE message_id IS NULL AND NOT collapsed",
)


def bare(stand: Stand) -> int:
    """The same rows by four statements of SQL, and nothing else."""
    key = stand.now.date().isoformat()
    cast_key = "CAST(:key AS text)"
    with stand.measured.engine.begin() as c:
        for each in BARE:
            given = {"now": stand.said(stand.now), "later": stand.said(LATER), "key": key}
            wanted = {name: value for name, value in given.items() if f":{name}" in each}
            done = c.execute(text(each.replace(":key", cast_key)), wanted)
    return done.rowcount


def loud(measured: Measured, home: Path, units: int, some: int) -> list[Found]:
    """A morning of some reminders, and one of a reminder for every unit."""
    stand = Stand(measured, home, units, DUTIES)
    for duty in range(DUTIES):
        stand.told(duty, some if duty < 6 and not QUICK else units)
    measured.settle()
    total = f"among {units * DUTIES:,} open tasks, {measured.kind}"
    mine, limit = "dondoc, a whole round", "bare INSERT ... SELECT and UPDATE"
    both = {mine: lambda: ours(stand), limit: lambda: bare(stand)}
    few = in_turn(both, 3, before=lambda: stand.next_morning(some), spent=measured.spent)
    memory = Memory()

    def watched() -> int:
        with memory:
            return ours(stand)

    many = in_turn(both | {mine: watched}, 1, before=lambda: stand.next_morning(units), spent=measured.spent)
    enough = few[mine] >= few[limit] / 3, many[mine] >= 10_000 and memory.more < 300 * 2**20
    profile = []
    if not all(enough):
        stand.next_morning(some if enough[1] else units)
        profile = profiled(lambda: ours(stand))
    return [
        Comparison(
            "Reminders that are due: decided, recorded, queued", f"{some:,} due {total}",
            "a third of the bare statements", mine, few, enough[0],
            profile=[] if enough[0] else profile,
        ),
        Comparison(
            "A digest to every unit on one morning", f"{units:,} recipients {total}; {memory}",
            "10,000 recipients a second, and less than 300 MB more", mine, many, enough[1],
            profile=[] if enough[1] else profile,
        ),
    ]  # fmt: skip


def quiet(measured: Measured, home: Path, units: int, duties: int) -> tuple[float, float, float]:
    """Milliseconds of the processor on a morning with nothing to do: the database's on statements, the whole
    round's, and of it what opening again takes of what is open."""
    stand = Stand(measured, home, units, duties)
    for n in range(2):
        run_round(stand.office, QUIET + timedelta(minutes=n), steps=Steps.ALL)
    began = measured.spent()
    with Statements(measured) as statements:
        for n in range(2, 2 + TIMES):
            report = run_round(stand.office, QUIET + timedelta(minutes=n), steps=Steps.ALL)
            assert (report.chased.looked, report.messages) == (0, 0)
    whole = measured.spent() - began
    began = measured.spent()
    for _ in range(TIMES):
        with db.session(measured.engine) as s:
            opening.open_due(s, stand.registry, stand.office.settings, QUIET + timedelta(hours=1))
    again = measured.spent() - began
    return tuple(each * 1000 / TIMES for each in (statements.seconds, whole, again))  # type: ignore[return-value]


def main() -> None:
    """Measures, and keeps what was found."""
    tasks = size(1_000_000, 1_000)
    found: list[Found] = []
    units = max(10, tasks // 100)
    for kind in kinds():
        costs = []
        for duties in (1, 10, 100):
            with database(kind) as measured:
                costs.append(quiet(measured, Path("/nowhere"), units, duties))
        work, whole, again = (list(each) for each in zip(*costs, strict=True))
        found.append(
            Growth(
                f"A round with nothing due ({units:,} units, {kind})", "open tasks",
                "milliseconds of the processor", [units * duties for duties in (1, 10, 100)],
                {
                    "the database's work on all statements": work, "the whole round": whole,
                    "of it opening again what is open": again,
                },
                "under 20 ms of the database's work, whatever lies open",
                max(work) < 20 and max(work) < 2 * min(work),
                reached=f"{min(work):.1f} to {max(work):.1f} ms",
            )
        )  # fmt: skip
        with database(kind) as measured:
            found += loud(measured, Path("/nowhere"), max(100, tasks // DUTIES), max(10, tasks // 100))
    keep("rounds", found, ("sqlalchemy", "psycopg"))


if __name__ == "__main__":
    main()
