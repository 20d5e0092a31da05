"""An office that lives as no person would think of: rounds, deaths in the middle of them, bad mail servers,
answers, undos, silences, edited registries, mergers, clocks that run ahead and back, in whatever order
Hypothesis draws; after each step the laws are asked (`laws.py`).
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Engine

from config.registry import Registry, RegistryError
from config.settings import Settings
from engine.answers import undo
from engine.errors import EngineError, RoundBehind
from engine.installation import Installation
from engine.mail import reviving, silencing
from engine.rounds.rounds import Steps, deliver_messages, run_round
from engine.tasks import requests
from engine.tasks.acts import By, acting
from engine.tasks.scope import Scope
from engine.tasks.turns import last_round
from models import db, queries
from models.scratch import scratch_engine
from models.states import TaskState
from models.tables import Task
from tests.laws.killing import killed
from tests.laws.laws import Laws, hold
from tests.laws.office import DUTIES, FIRST, UNITS, Edit, registry
from tests.laws.oracle import day_of
from tests.laws.postroom import Postroom
from tests.support import acts
from tests.support.cast import HANOI
from tests.support.hunted import works

ONE = timedelta(days=1)
MINUTE = timedelta(minutes=1)
BY = By("lan", "cli")
REASON = "chờ số liệu"
LEASE = timedelta(minutes=5)
BOARDS_EVERY = 6
LAST = date(2028, 6, 30)
"""Nobody lives longer: all is told of days that the calendar has."""

WHICH = st.integers(0, 30)
DAYS = st.integers(1, 40)
REPLIES = ("451 later", "550 no", "drop", "lost", "250 taken")
MOUTHS = ("tst@bhxh.example", "lanhdao.tinh-1@bhxh.example", "lanhdao@bhxh.example")


def on_sqlite(home: Path) -> Engine:
    """An empty SQLite database in that folder. (One in memory would go with the first that is killed.)"""
    return scratch_engine(home / "dondoc.db")


class Life(RuleBasedStateMachine):
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

    @property
    def registry(self) -> Registry:
        return registry(self.edit)

    @property
    def here(self) -> Installation:
        return Installation(self.given, self.registry, self.engine)

    # --- mornings ---

    @initialize()
    def first_morning(self) -> None:
        self._round(self.now)

    @rule(skipped=st.sampled_from((0, 0, 0, 0, 1, 1, 2, 4)))
    def morning(self, skipped: int) -> None:
        """The next morning's round, with its mails; or some mornings without power before it."""
        day = day_of(self.now)
        for _ in range(skipped + 1):
            day = _workday_after(day)
        self._to(datetime.combine(day, time(8, 5), HANOI))
        self._round(self.now)

    @rule(days=st.sampled_from((3, 8, 15)))
    def long_outage(self, days: int) -> None:
        """The power is back after days, at any hour."""
        self._to(self.now + days * ONE)
        self._round(self.now)

    @rule(code=st.sampled_from(DUTIES), later=st.sampled_from((1, 30, 300)))
    def own_run(self, code: str, later: int) -> None:
        """A duty's own run opens and raises; the mails wait for the morning's."""
        self._to(self.now + later * MINUTE)
        self._done("own-run", lambda: run_round(self.here, self.now, only=Scope(code), steps=Steps.RAISE))

    @rule(later=st.sampled_from((2, 20, 100)))
    def delivery(self, later: int) -> None:
        """What waits is sent, some minutes later."""
        self._to(self.now + later * MINUTE)
        self._done("delivery", lambda: deliver_messages(self.here, self.now, origin="deliver"))

    @rule(hours=st.sampled_from((1, 3, 9, 15, 26)))
    def time_passes(self, hours: int) -> None:
        self._to(self.now + timedelta(hours=hours))

    # --- what goes wrong ---

    @rule(after=st.integers(0, 90), later=st.sampled_from((3, 1500)))
    def killed_round(self, after: int, later: int) -> None:
        self._to(self.now + later * MINUTE)
        self._killed("round", after, lambda: run_round(self.here, self.now))

    @rule(after=st.integers(4, 30))
    def killed_delivery(self, after: int) -> None:
        self._to(self.now + 10 * MINUTE)
        self._killed("delivery", after, lambda: deliver_messages(self.here, self.now, origin="deliver"))

    @rule(after=st.integers(0, 12), at=WHICH)
    def killed_submission(self, after: int, at: int) -> None:
        self._to(self.now + MINUTE)
        self._killed(
            "submission", after, lambda: self._answer("submit", at, TaskState.OPEN, document_no="1/BC")
        )

    @rule(replies=st.lists(st.sampled_from(REPLIES), min_size=1, max_size=4))
    def bad_server(self, replies: list[str]) -> None:
        """The mail server answers so for a while."""
        self.post.answers(replies)

    @rule(address=st.sampled_from(MOUTHS), reply=st.sampled_from(("450 full", "550 unknown")))
    def bad_mailbox(self, address: str, reply: str) -> None:
        self.post.refuses(address, reply)

    @rule()
    def good_server(self) -> None:
        self.post.well()

    @rule(
        back=st.sampled_from((30, 90, 7200, 90_000, 700_000)), what=st.sampled_from(("round", "join", "mail"))
    )
    def clock_back(self, back: int, what: str) -> None:
        """A machine whose clock is so many seconds behind: no round goes back, no mail leaves twice."""
        past = self.now - timedelta(seconds=back)
        if what == "mail":
            self._done("mail-back", lambda: deliver_messages(self.here, past, origin="deliver"))
            return
        with db.reading(self.engine) as s:
            last = last_round(s)
        with contextlib.suppress(RoundBehind):
            done = run_round(self.here, past, steps=Steps.QUEUE, join=what == "join")
            hold("a round never goes back", last is None or done.as_of >= last, past, last, done.as_of)

    # --- answers ---

    @rule(at=WHICH, back=st.sampled_from((0, 0, 0, 1, 4)))
    def submit(self, at: int, back: int) -> None:
        self._to(self.now + MINUTE)
        on = day_of(self.now) - back * ONE if back else None
        self._answer("submit", at, TaskState.OPEN, document_no=f"{at + 1}/BC", submitted_on=on)

    @rule(at=WHICH)
    def submit_with_a_clock_behind(self, at: int) -> None:
        past = self.now - 50 * MINUTE
        self._answer("submit", at, TaskState.OPEN, document_no="7/BC", now=past)

    @rule(at=WHICH)
    def accept(self, at: int) -> None:
        self._answer("accept", at, TaskState.SUBMITTED)

    @rule(at=WHICH, days=DAYS)
    def send_back(self, at: int, days: int) -> None:
        self._answer("return_report", at, TaskState.SUBMITTED, new_day=self._ahead(days), reason=REASON)

    @rule(at=WHICH, days=DAYS)
    def extend(self, at: int, days: int) -> None:
        self._answer("extend", at, TaskState.OPEN, new_day=self._ahead(days), reason=REASON)

    @rule(at=WHICH)
    def waive(self, at: int) -> None:
        self._answer("waive", at, TaskState.OPEN, reason=REASON)

    @rule(at=WHICH, to=st.sampled_from(UNITS))
    def reassign(self, at: int, to: str) -> None:
        self._answer("reassign", at, TaskState.OPEN, to=to, reason=REASON)

    @rule(at=WHICH, days=DAYS, what=st.sampled_from(("extension", "release")))
    def ask(self, at: int, days: int, what: str) -> None:
        said = {"new_day": self._ahead(days)} if what == "extension" else {}
        self._answer(f"ask_{what}", at, TaskState.OPEN, reason=REASON, **said)

    @rule(at=WHICH)
    def refuse(self, at: int) -> None:
        self._to(self.now + MINUTE)
        with db.session(self.engine) as s:
            found = requests.all_waiting(s)
            if found:
                of = _named(found[at % len(found)][0])
                self._done(
                    "refuse", lambda: acts.refuse(s, self.registry, **of, now=self.now, by=BY, reason=REASON)
                )

    @rule(at=WHICH, what=st.sampled_from((None, None, None, *sorted(undo.ANSWERS))))
    def undo(self, at: int, what: str | None) -> None:
        """The last answer about a task is taken back, or the last of some kind."""
        self._to(self.now + MINUTE)
        with db.session(self.engine) as s:
            kinds = [what] if what else undo.ANSWERS
            found = [each for state in TaskState for each in queries.tasks_with_events(s, kinds, state=state)]
            if found:
                of = _named(found[-1 - at % len(found)])
                said = {"reason": REASON, "what": what}
                self._done("undo", lambda: acts.undo(s, self.registry, **of, now=self.now, by=BY, **said))

    @rule(code=st.sampled_from(DUTIES), at=WHICH)
    def early(self, code: str, at: int) -> None:
        """A report of a period that has not opened."""
        self._to(self.now + MINUTE)
        period, units = self._coming(code)
        said = {"obligation": code, "period": period, "unit": units[at % len(units)], "document_no": "9/BC"}
        with db.session(self.engine) as s:
            self._done("early", lambda: acts.submit(s, self.registry, **said, now=self.now, by=BY))

    @rule(code=st.sampled_from(DUTIES), at=WHICH, resend=st.booleans(), one=st.booleans())
    def rerun(self, code: str, at: int, resend: bool, one: bool) -> None:
        self._to(self.now + MINUTE)
        period, units = self._coming(code)
        chosen = [units[at % len(units)]] if one else None
        said = {"obligation": code, "period": period, "units": chosen, "resend": resend, "execute": True}
        self._done("rerun", lambda: acts.rerun(self.engine, self.registry, self.given, self.now, **said))

    # --- silences ---

    @rule(
        unit=st.sampled_from(("", "TST", "tinh-1")),
        code=st.sampled_from(("", *DUTIES)),
        days=st.integers(1, 12),
    )
    def silence(self, unit: str, code: str, days: int) -> None:
        self._to(self.now + MINUTE)
        self._act(
            "silence",
            lambda act: silencing.silence(
                act, silencing.Subject(unit, code), until=self._ahead(days), reason=REASON
            ),
        )

    @rule(at=WHICH)
    def end_silence(self, at: int) -> None:
        self._to(self.now + MINUTE)
        self._act("end-silence", lambda act: self._end_one(act, at))

    @rule()
    def revive(self) -> None:
        """Somebody puts the dead letters back."""
        self._to(self.now + MINUTE)
        self._act("revive", reviving.revive)

    # --- the office's files ---

    @rule(
        weekday=st.sampled_from((2, 4)),
        day=st.sampled_from((12, 20, 28)),
        tst=st.booleans(),
        applied=st.booleans(),
    )
    def edit_files(self, weekday: int, day: int, tst: bool, applied: bool) -> None:
        """The registry is edited; and applied, or rounds find it so."""
        self._edited(replace(self.edit, weekday=weekday, day=day, tst=tst), applied)

    @rule(
        which=st.sampled_from((("tinh-1",), ("tinh-1", "tinh-2"))),
        days=st.integers(-6, 12),
        applied=st.booleans(),
    )
    def merge_units(self, which: tuple[str, ...], days: int, applied: bool) -> None:
        """Units go up in another, on a day to come or one that has gone by; once in a life."""
        if not self.edit.merged:
            heir = "tinh-3" if len(which) == 2 else "tinh-2"
            self._edited(
                replace(self.edit, merged=which, heir=heir, on=day_of(self.now) + days * ONE), applied
            )

    @rule(after=st.integers(0, 25))
    def killed_apply(self, after: int) -> None:
        self._to(self.now + MINUTE)
        self._killed(
            "apply", after, lambda: acts.apply(self.engine, self.registry, self.given, self.now, by=BY)
        )

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
        self._to(self.now + LEASE + MINUTE)
        for at in range(100):
            with db.reading(self.engine) as s:
                running = queries.silences(s, after=self.now)
            if not running:
                break
            self._act("end-silence", lambda act, at=at: self._end_one(act, at))
        for skipped in (0, 0, 3, 2, 0):
            self._act("revive", reviving.revive)
            self.morning(skipped)
            self._to(self.now + 20 * MINUTE)
            deliver_messages(self.here, self.now, origin="deliver")
            self._look(whole_boards=False)
        self._look(whole_boards=True)
        self.laws.in_the_end(self.registry, self.now)

    # --- how it is done ---

    def _look(self, *, whole_boards: bool) -> None:
        letters = self.post.arrived(self.now)
        self.laws.unsure |= self.post.unsure()
        self.laws.after_a_step(self.registry, self.now, letters, whole_boards=whole_boards)

    def _to(self, now: datetime) -> None:
        assert now >= self.now
        self.now = now

    def _ahead(self, days: int) -> date:
        return day_of(self.now) + days * ONE

    def _round(self, now: datetime) -> None:
        if self._done("round", lambda: run_round(self.here, now)):
            self.laws.after_a_round(self.registry, now)

    def _killed(self, name: str, after: int, act: Callable[[], object]) -> None:
        with killed(self.engine, after) as died:
            self._done(name, act)
        self.laws.unsure |= self.laws.sending()
        type(self).seen[f"killed {name}"] += died[0]

    def _done(self, name: str, act: Callable[[], object]) -> bool:
        """Whether it was not refused."""
        try:
            act()
        except (EngineError, RegistryError) as error:
            type(self).seen[f"refused {name}: {error.message.id}"] += 1
            return False
        type(self).seen[f"did {name}"] += 1
        return True

    def _act(self, name: str, do: Callable[[Any], object]) -> None:
        def act() -> None:
            with acting(self.here, self.now, BY) as opened:
                do(opened)

        self._done(name, act)

    def _end_one(self, act: Any, at: int) -> None:
        running = queries.silences(act.s, after=act.now)
        if running:
            silencing.end(act, running[at % len(running)].id, reason=REASON)

    def _answer(self, name: str, at: int, state: TaskState, **said: Any) -> None:
        if "now" not in said:
            self._to(self.now + MINUTE)
        given = {"now": self.now, "by": BY, **said}

        def act() -> None:
            with db.session(self.engine) as s:
                if found := queries.tasks(s, state=state):
                    getattr(acts, name)(s, self.registry, **_named(found[at % len(found)]), **given)

        self._done(name, act)

    def _edited(self, edit: Edit, applied: bool) -> None:
        self._to(self.now + MINUTE)
        self.laws.edited(self.registry)
        self.edit = edit
        if applied:
            self._done("apply", lambda: acts.apply(self.engine, self.registry, self.given, self.now, by=BY))

    def _coming(self, code: str) -> tuple[str, list[str]]:
        """A period of that duty that is due soon, and the units that owe it."""
        duty, today = self.registry.obligation(code), day_of(self.now)
        for period in self.registry.periods(duty, today - 3 * ONE, today + 60 * ONE):
            if units := [each.code for each in self.registry.owing_for(duty, period)]:
                return period.code, units
        raise AssertionError(f"nobody owes {code}")


def _workday_after(day: date) -> date:
    day += ONE
    while not works(day):
        day += ONE
    return day


def _named(task: Task) -> dict[str, str]:
    return {"obligation": task.obligation, "period": task.period, "unit": task.unit}
