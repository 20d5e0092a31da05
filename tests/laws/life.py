"""A life: an office with its clock and its mail server, how a step of it is done, when which law is asked,
and how it comes to rest. What may happen in it: `machine.py`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy import Engine

from config.registry import Registry, RegistryError
from config.settings import Settings
from engine.errors import EngineError
from engine.installation import Installation
from engine.mail import reviving, silencing
from engine.rounds.rounds import deliver_messages, run_round
from engine.tasks.acts import By, acting
from models import db, queries
from models.scratch import scratch_engine
from models.states import TaskState
from models.tables import Task
from tests.laws.killing import killed
from tests.laws.laws import Laws
from tests.laws.office import FIRST, Edit, registry
from tests.laws.oracle import day_of
from tests.laws.postroom import Letter, Postroom
from tests.support import acts
from tests.support.cast import HANOI
from tests.support.hunted import works

ONE = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BY = By("lan", "cli")
REASON = "chờ số liệu"
LEASE = timedelta(minutes=5)
BOARDS_EVERY = 6


def on_sqlite(home: Path) -> Engine:
    """An empty SQLite database in that folder. (One in memory would go with the first that is killed.)"""
    return scratch_engine(home / "dondoc.db")


class Living(RuleBasedStateMachine):
    """One office, from its first morning on."""

    database: ClassVar[Callable[[Path], Engine]] = staticmethod(on_sqlite)
    seen: ClassVar[Counter[str]] = Counter()
    """What all lives of this process did, were refused and were asked."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="laws-"))
        self.engine = type(self).database(self.home)
        self.post = Postroom()
        self.given = Settings(home=self.home, smtp=self.post.url, go_live=FIRST, lease_seconds=300)
        self.edit = Edit()
        self.laws = Laws(self.engine)
        self.now = datetime.combine(FIRST, time(8, 5), HANOI)
        self.steps = 0
        self.letters: list[Letter] = []
        """What arrived in this step by another clock."""

    @property
    def registry(self) -> Registry:
        return registry(self.edit)

    @property
    def here(self) -> Installation:
        return Installation(self.given, self.registry, self.engine)

    # --- the laws ---

    @invariant()
    def laws_hold(self) -> None:
        self.steps += 1
        type(self).seen["steps"] += 1
        self._look(whole_boards=self.steps % BOARDS_EVERY == 0)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:  # else a law did not hold, and that is to be told
                self._to_quiet()
        finally:
            self.laws.checked.update({"lives": 1})
            type(self).seen.update(self.laws.checked)
            self.post.well()
            self.engine.dispose()
            shutil.rmtree(self.home, ignore_errors=True)

    def _to_quiet(self) -> None:
        """Silences end, the mail server is well, dead letters are put back; then some mornings."""
        self.post.well()
        self.to(self.now + LEASE + MINUTE)
        for at in range(100):
            with db.reading(self.engine) as s:
                running = queries.silences(s, after=self.now)
            if not running:
                break
            self.act("end-silence", lambda act, at=at: self.end_one(act, at))
        for skipped in (0, 0, 3, 2, 0):
            self.act("revive", reviving.revive)
            self.next_morning(skipped)
            self.to(self.now + 20 * MINUTE)
            deliver_messages(self.here, self.now, origin="deliver")
            self._look(whole_boards=False)
        self._look(whole_boards=True)
        self.laws.in_the_end(self.registry, self.now)

    # --- how it is done ---

    def next_morning(self, skipped: int) -> None:
        """The round of the next morning, with its mails, after so many without one."""
        day = day_of(self.now)
        for _ in range(skipped + 1):
            day = workday_after(day)
        self.to(datetime.combine(day, time(8, 5), HANOI))
        self.round(self.now)

    def _look(self, *, whole_boards: bool) -> None:
        letters, self.letters = [*self.letters, *self.post.arrived(self.now)], []
        self.laws.unsure |= self.post.unsure()
        self.laws.after_a_step(self.registry, self.now, letters, whole_boards=whole_boards)

    def to(self, now: datetime) -> None:
        assert now >= self.now
        self.now = now

    def ahead(self, days: int) -> date:
        return day_of(self.now) + days * ONE

    def round(self, now: datetime) -> None:
        if self.done("round", lambda: run_round(self.here, now)):
            self.laws.after_a_round(self.registry, now)

    def killed(self, name: str, after: int, act: Callable[[], object]) -> None:
        with killed(self.engine, after) as died:
            self.done(name, act)
        self.laws.unsure |= self.laws.sending()
        type(self).seen[f"killed {name}"] += died[0]

    def done(self, name: str, act: Callable[[], object]) -> bool:
        """Whether it was not refused."""
        try:
            act()
        except (EngineError, RegistryError) as error:
            type(self).seen[f"refused {name}: {error.message.id}"] += 1
            return False
        type(self).seen[f"did {name}"] += 1
        return True

    def act(self, name: str, do: Callable[[Any], object]) -> None:
        def act() -> None:
            with acting(self.here, self.now, BY) as opened:
                do(opened)

        self.done(name, act)

    def end_one(self, act: Any, at: int) -> None:
        running = queries.silences(act.s, after=act.now)
        if running:
            silencing.end(act, running[at % len(running)].id, reason=REASON)

    def answer(self, name: str, at: int, state: TaskState, **said: Any) -> None:
        if "now" not in said:
            self.to(self.now + MINUTE)
        given = {"now": self.now, "by": BY, **said}

        def act() -> None:
            with db.session(self.engine) as s:
                if found := queries.tasks(s, state=state):
                    getattr(acts, name)(s, self.registry, **named(found[at % len(found)]), **given)

        self.done(name, act)

    def edited(self, edit: Edit, applied: bool) -> None:
        self.to(self.now + MINUTE)
        self.laws.edited(self.registry)
        self.edit = edit
        if applied:
            self.done("apply", lambda: acts.apply(self.engine, self.registry, self.given, self.now, by=BY))

    def coming(self, code: str) -> tuple[str, list[str]]:
        """A period of that duty that is due soon, and the units that owe it."""
        duty, today = self.registry.obligation(code), day_of(self.now)
        for period in self.registry.periods(duty, today - 3 * ONE, today + 60 * ONE):
            if units := [each.code for each in self.registry.owing_for(duty, period)]:
                return period.code, units
        raise AssertionError(f"nobody owes {code}")


def workday_after(day: date) -> date:
    day += ONE
    while not works(day):
        day += ONE
    return day


def named(task: Task) -> dict[str, str]:
    return {"obligation": task.obligation, "period": task.period, "unit": task.unit}
