"""The laws, each asked of the database and of the mails that arrived, whatever was done before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.registry import Registry
from desk.commands.board import figures
from desk.output import plain
from engine.overview import boards
from models import db
from models.tables import event as e
from models.tables import message as m
from models.tables import notice as n
from models.tables import task as t
from tests.laws.oracle import GRAVITY, Days, day_of, earliest, gravest, runs
from tests.laws.postroom import Letter
from tests.support.cast import HANOI
from tests.support.hunted import works
from tests.support.ledger import Ledger
from tests.support.reading import read

_ENDED = {"submitted", "waived", "withdrawn", "passed-on", "put-right"}


class Broken(AssertionError):
    """A law does not hold."""

    def __init__(self, law: str, *seen: object) -> None:
        self.law = law
        super().__init__(f"{law}: {', '.join(map(str, seen))}")


def hold(law: str, holds: object, *seen: object) -> None:
    """Broken unless it holds."""
    if not holds:
        raise Broken(law, *seen)


class Numbered(Ledger):
    """A ledger where the clock may run back: which registry held is told by the numbers of events."""

    def _held(self, event: Any) -> Registry:
        edits: Sequence[tuple[Any, Registry]] = self.before
        return next((registry for last, registry in edits if event.id <= last), self.registry)


class Laws:
    """What was seen so far, and whether all of it is lawful."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine
        self._before: list[tuple[Any, Registry]] = []
        """The registries that held up to some events."""
        self.checked: Counter[str] = Counter()
        self.unsure: set[str] = set()
        """The Message-IDs that may arrive twice: whoever sent them did not hear or could not write down that
        they were taken."""
        self.arrived: dict[str, Letter] = {}
        self._mornings: defaultdict[tuple[str, object], set[str]] = defaultdict(set)
        self._days = Days(works)
        self._notices = self._events = 0
        self._ledger: Ledger | None = None
        self._runs: dict[int, Any] = {}

    def after_a_step(
        self, registry: Registry, now: datetime, letters: Sequence[Letter], *, whole_boards: bool
    ) -> None:
        """What holds at any time, also when the last step was broken off."""
        with db.reading(self.engine) as s:
            ledger = self._replayed(s, registry, now)
            self._one_task_per_key(s)
            self._events_replay(s, ledger)
            self._notices_in_time(s, ledger)
            self._mails_in_order(s, ledger, letters)
            self._nothing_lost(s)
            if whole_boards:
                self._boards(s, registry, ledger, now)

    def edited(self, registry: Registry) -> None:
        """That registry holds no more."""
        with db.reading(self.engine) as s:
            self._before.append((s.scalar(select(func.max(e.c.id))) or 0, registry))

    # --- what the events say ---

    def _replayed(self, s: Session, registry: Registry, now: datetime) -> Ledger:
        last = s.scalar(select(e.c.id).order_by(e.c.id.desc()).limit(1)) or 0
        same = self._ledger is not None and self._ledger.registry is registry
        if self._ledger is not None and same and last == self._events and self._ledger.today == day_of(now):
            self._ledger.now = now
            return self._ledger
        self._events = last
        self._ledger = Numbered(s, registry, now, works, self._before)
        events = s.execute(
            select(e.c.id, e.c.task_id, e.c.kind, e.c.at, e.c.data)
            .where(e.c.task_id.is_not(None), e.c.at <= now)
            .order_by(e.c.id)
        )
        self._runs = runs(events.all())
        return self._ledger

    def _events_replay(self, s: Session, ledger: Ledger) -> None:
        law = "events replay into the state"
        rows = s.execute(select(t)).all()
        hold(law, {row.id for row in rows} == set(ledger.tasks), "tasks without events")
        for row in rows:
            told = ledger.tasks[row.id]
            sent = row.submitted_at if row.state in ("submitted", "accepted") else None
            stored = row.state, row.holder, row.last_day, row.working_deadline, sent, row.document_no
            replayed = told.state, told.holder, told.last_day, told.asked, told.sent, told.number
            hold(law, stored == replayed, told, "the table has", *map(str, stored))
            late = datetime.combine(told.last_day, datetime.min.time(), HANOI).date()
            hold(law, day_of(row.late_from) > late, told, "late from", row.late_from)
        self.checked["tasks replayed"] += len(rows)

    # --- one task per key ---

    def _one_task_per_key(self, s: Session) -> None:
        keys = Counter(s.execute(select(t.c.obligation, t.c.period, t.c.unit)).all())
        twice = [key for key, number in keys.items() if number > 1]
        hold("one task per key", not twice, *twice)

    # --- notices ---

    def _notices_in_time(self, s: Session, ledger: Ledger) -> None:
        new = s.execute(
            select(n.c, t.c.owner)
            .join(t, t.c.id == n.c.task_id)
            .where(n.c.id > self._notices)
            .order_by(n.c.id)
        ).all()
        at_once: Counter[tuple[object, ...]] = Counter()
        for row in new:
            self._notices = max(self._notices, row.id)
            told, run = ledger.tasks[row.task_id], self._runs[row.task_id]
            rung = row.rung.partition("~")[0]
            if rung not in GRAVITY:
                continue
            self.checked["rungs"] += 1
            hold("no notice after submission", told.state == "open", told, row.rung, row.raised_at)
            due = earliest(self._days, told, run, rung, row.role)
            in_time = due is not None and row.raised_at >= due
            hold("no notice before its time", in_time, told, run, row.rung, row.recipient, due, row.raised_at)
            if row.collapsed or "~" in row.rung:
                continue
            at_once[row.task_id, row.deadline_no, row.recipient, row.raised_at] += 1
            graver = s.execute(
                select(n.c.rung).where(
                    n.c.task_id == row.task_id, n.c.deadline_no == row.deadline_no,
                    n.c.recipient == row.recipient, n.c.id != row.id, n.c.raised_at <= row.raised_at,
                    n.c.rung.in_([each for each, place in GRAVITY.items() if place > GRAVITY[rung]]),
                )
            ).first()  # fmt: skip
            hold("the gravest rung wins", graver is None, told, row.recipient, row.rung, "after", graver)
        for key, number in at_once.items():
            hold("the gravest rung wins", number == 1, "told at once", key, number)

    def after_a_round(self, registry: Registry, now: datetime) -> None:
        """What a whole round has done when it ends: everybody who is to know has been told the gravest."""
        with db.reading(self.engine) as s:
            ledger = self._replayed(s, registry, now)
            told_of: defaultdict[tuple[int, int, str], int] = defaultdict(lambda: -1)
            for row in s.execute(select(n).where(n.c.collapsed.is_(False))):
                key = row.task_id, row.deadline_no, row.recipient
                told_of[key] = max(told_of[key], GRAVITY.get(row.rung, -1))
            for row in s.execute(select(t).where(t.c.state == "open")):
                told, run = ledger.tasks[row.id], self._runs[row.id]
                for who, rung in gravest(self._days, told, run, row.owner, now):
                    heard = told_of[row.id, row.deadline_no, who]
                    hold("whoever is to be told is told", heard >= GRAVITY[rung], told, run, who, rung, heard)
                    self.checked["told in time"] += 1

    # --- mails ---

    def _mails_in_order(self, s: Session, ledger: Ledger, letters: Sequence[Letter]) -> None:
        if not letters:
            return
        ids = [each.id for each in letters]
        of = {
            row.message_id_header: row for row in s.execute(select(m).where(m.c.message_id_header.in_(ids)))
        }
        revived = s.execute(select(e.c.at, e.c.data).where(e.c.kind == "revived"))
        back = {(number, day_of(each.at)) for each in revived for number in each.data["messages"]}
        open_ = {
            f"{each.obligation}/{each.period}/{each.unit}"
            for each in ledger.tasks.values()
            if each.state == "open"
        }
        for each in letters:
            self.checked["mails"] += 1
            row = of.get(each.id)
            hold("only what was queued arrives", row is not None, each.id)
            assert row is not None
            local = each.at.astimezone(HANOI)
            hold("mail leaves in office hours", works(local.date()) and 8 <= local.hour < 17, each.id, local)
            hold("no mail before its time", each.at >= row.not_before, each.id, local, row.not_before)
            again = each.id in self.arrived
            hold("no mail twice", not again or each.id in self.unsure, each.id, local)
            self.checked["mails doubled"] += again
            self.arrived[each.id] = each
            said = read(each.text)
            for _, _, ref in (*said.items, *said.brief):
                hold("no mail asks for what was sent", ref in open_, ref, each.id, local)
            # What somebody puts back leaves when he says so.
            if row.kind == "digest" and (row.id, local.date()) not in back:
                others = self._mornings[row.recipient, local.date()]
                others.add(each.id)
                hold(
                    "one mail a recipient and morning", len(others) == 1, row.recipient, local, sorted(others)
                )

    def _nothing_lost(self, s: Session) -> None:
        for row in s.execute(select(m.c.message_id_header, m.c.state, m.c.recipient)):
            if row.state == "sent":
                hold("what is recorded as sent arrived", row.message_id_header in self.arrived, row)
            elif row.message_id_header in self.arrived:
                hold("what arrived is recorded as sent", row.message_id_header in self.unsure, row)

    def sending(self, until: datetime | None = None) -> set[str]:
        """The Message-IDs of what somebody is sending, as the database has it; with `until` of what he had to
        have sent by then."""
        query = select(m.c.message_id_header).where(m.c.state == "sending")
        with db.reading(self.engine) as s:
            return set(s.scalars(query if until is None else query.where(m.c.claimed_until <= until)))

    # --- boards ---

    def _boards(self, s: Session, registry: Registry, ledger: Ledger, now: datetime) -> None:
        law = "boards equal the events"
        lines = boards.lines_of(s, registry, now)
        hold(
            law, {(line.figures.obligation, line.figures.period) for line in lines} == set(ledger.of), "lines"
        )
        for line in lines:
            key = line.figures.obligation, line.figures.period
            wanted, found = ledger.expected(key), plain(figures(line))
            shown = {name: found[name] for name in wanted.counts}
            hold(law, shown == wanted.counts, key, "shown", shown, "events", wanted.counts)
            hold(law, found["not_opened"] == wanted.not_opened, key, found["not_opened"], wanted.not_opened)
            days: Counter[str] = Counter()
            for share in wanted.shares:
                days[share.last_day.isoformat()] += share.count
            hold(law, {each["day"]: each["count"] for each in found["last_days"]} == days, key, days)
            self.checked["lines of boards"] += 1

    # --- when all is quiet ---

    def in_the_end(self, registry: Registry, now: datetime) -> None:
        """After some mornings on which nothing went wrong and nobody did anything."""
        law = "an overdue unit is escalated in the end"
        with db.reading(self.engine) as s:
            ledger = self._replayed(s, registry, now)
            left = s.scalars(
                select(m.c.recipient)
                .where(m.c.state.in_(("pending", "sending")))
                .where(m.c.kept_by.is_(None))
            ).all()
            hold("the outbox empties", not left, *left)
            carried: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
            query = select(n.c.task_id, n.c.recipient, n.c.rung, m.c.message_id_header, n.c.deadline_no)
            for row in s.execute(query.join(m, m.c.id == n.c.message_id).where(m.c.state == "sent")):
                carried[row.task_id, row.recipient].add(row.deadline_no)
            for row in s.execute(select(t).where(t.c.state == "open")):
                told, run = ledger.tasks[row.id], self._runs[row.id]
                for who, rung in gravest(self._days, told, run, row.owner, now):
                    heard = row.deadline_no in carried[row.id, who]
                    hold(law, heard, told, who, rung, "no mail to them has it")
                    self.checked["escalated"] += rung == "leadership-4wd"
