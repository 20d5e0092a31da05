"""An office that lives as no person would think of: rounds, deaths in the middle of them, bad mail servers,
answers, undos, silences, edited registries, mergers, clocks that run ahead and back, in whatever order
Hypothesis draws; after each step the laws are asked (`laws.py`).
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from engine.answers import undo
from engine.errors import RoundBehind
from engine.mail import reviving, silencing
from engine.rounds.rounds import Steps, deliver_messages, run_round
from engine.tasks import requests
from engine.tasks.scope import Scope
from engine.tasks.turns import last_round
from models import db, queries
from models.states import TaskState
from tests.laws.laws import hold
from tests.laws.life import BY, MINUTE, ONE, REASON, Living, named
from tests.laws.office import DUTIES, UNITS
from tests.laws.oracle import day_of
from tests.support import acts
from tests.support.cast import HANOI
from tests.support.hunted import works

WHICH = st.integers(0, 30)
DAYS = st.integers(1, 40)
REPLIES = ("451 later", "550 no", "drop", "lost", "250 taken")
MOUTHS = ("tst@bhxh.example", "lanhdao.tinh-1@bhxh.example", "lanhdao@bhxh.example")


class Life(Living):
    """One office, from its first morning on."""

    # --- mornings ---

    @initialize()
    def first_morning(self) -> None:
        self.round(self.now)

    @rule(skipped=st.sampled_from((0, 0, 0, 0, 1, 1, 2, 4)))
    def morning(self, skipped: int) -> None:
        """The next morning's round, with its mails; or some mornings without power before it."""
        self.next_morning(skipped)

    @rule(days=st.sampled_from((3, 8, 15)))
    def long_outage(self, days: int) -> None:
        """The power is back after days, at any hour."""
        self.to(self.now + days * ONE)
        self.round(self.now)

    @rule(code=st.sampled_from(DUTIES), later=st.sampled_from((1, 30, 300)))
    def own_run(self, code: str, later: int) -> None:
        """A duty's own run opens and raises; the mails wait for the morning's."""
        self.to(self.now + later * MINUTE)
        self.done("own-run", lambda: run_round(self.here, self.now, only=Scope(code), steps=Steps.RAISE))

    @rule(later=st.sampled_from((2, 20, 100)))
    def delivery(self, later: int) -> None:
        """What waits is sent, some minutes later."""
        self.to(self.now + later * MINUTE)
        well, local = self.post.is_well, self.now.astimezone(HANOI)
        done = self.done("delivery", lambda: deliver_messages(self.here, self.now, origin="deliver"))
        if done and well and works(local.date()) and 8 <= local.hour < 17:
            left = self.laws.sending(until=self.now)
            hold("what a dead sender left is taken over", not left, left)

    @rule(hours=st.sampled_from((1, 3, 9, 15, 26)))
    def time_passes(self, hours: int) -> None:
        self.to(self.now + timedelta(hours=hours))

    # --- what goes wrong ---

    @rule(after=st.integers(0, 90), later=st.sampled_from((3, 1500)))
    def killed_round(self, after: int, later: int) -> None:
        self.to(self.now + later * MINUTE)
        self.killed("round", after, lambda: run_round(self.here, self.now))

    @rule(after=st.integers(4, 30))
    def killed_delivery(self, after: int) -> None:
        self.to(self.now + 10 * MINUTE)
        self.killed("delivery", after, lambda: deliver_messages(self.here, self.now, origin="deliver"))

    @rule(after=st.integers(0, 12), at=WHICH)
    def killed_submission(self, after: int, at: int) -> None:
        self.to(self.now + MINUTE)
        self.killed(
            "submission", after, lambda: self.answer("submit", at, TaskState.OPEN, document_no="1/BC")
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
            self.done("mail-back", lambda: deliver_messages(self.here, past, origin="deliver"))
            self.letters += self.post.arrived(past)
            return
        with db.reading(self.engine) as s:
            last = last_round(s)
        with contextlib.suppress(RoundBehind):
            done = run_round(self.here, past, steps=Steps.QUEUE, join=what == "join")
            hold("a round never goes back", last is None or done.as_of >= last, past, last, done.as_of)

    # --- answers ---

    @rule(at=WHICH, back=st.sampled_from((0, 0, 0, 1, 4)))
    def submit(self, at: int, back: int) -> None:
        self.to(self.now + MINUTE)
        on = day_of(self.now) - back * ONE if back else None
        self.answer("submit", at, TaskState.OPEN, document_no=f"{at + 1}/BC", submitted_on=on)

    @rule(at=WHICH)
    def submit_with_a_clock_behind(self, at: int) -> None:
        past = self.now - 50 * MINUTE
        self.answer("submit", at, TaskState.OPEN, document_no="7/BC", now=past)

    @rule(at=WHICH)
    def accept(self, at: int) -> None:
        self.answer("accept", at, TaskState.SUBMITTED)

    @rule(at=WHICH, days=DAYS)
    def send_back(self, at: int, days: int) -> None:
        self.answer("return_report", at, TaskState.SUBMITTED, new_day=self.ahead(days), reason=REASON)

    @rule(at=WHICH, days=DAYS)
    def extend(self, at: int, days: int) -> None:
        self.answer("extend", at, TaskState.OPEN, new_day=self.ahead(days), reason=REASON)

    @rule(at=WHICH)
    def waive(self, at: int) -> None:
        self.answer("waive", at, TaskState.OPEN, reason=REASON)

    @rule(at=WHICH, to=st.sampled_from(UNITS))
    def reassign(self, at: int, to: str) -> None:
        self.answer("reassign", at, TaskState.OPEN, to=to, reason=REASON)

    @rule(at=WHICH, days=DAYS, what=st.sampled_from(("extension", "release")))
    def ask(self, at: int, days: int, what: str) -> None:
        said = {"new_day": self.ahead(days)} if what == "extension" else {}
        self.answer(f"ask_{what}", at, TaskState.OPEN, reason=REASON, **said)

    @rule(at=WHICH)
    def refuse(self, at: int) -> None:
        self.to(self.now + MINUTE)
        with db.session(self.engine) as s:
            found = requests.all_waiting(s)
            if found:
                of = named(found[at % len(found)][0])
                self.done(
                    "refuse", lambda: acts.refuse(s, self.registry, **of, now=self.now, by=BY, reason=REASON)
                )

    @rule(at=WHICH, what=st.sampled_from((None, None, None, *sorted(undo.ANSWERS))))
    def undo(self, at: int, what: str | None) -> None:
        """The last answer about a task is taken back, or the last of some kind."""
        self.to(self.now + MINUTE)
        with db.session(self.engine) as s:
            kinds = [what] if what else undo.ANSWERS
            found = [each for state in TaskState for each in queries.tasks_with_events(s, kinds, state=state)]
            if found:
                of = named(found[-1 - at % len(found)])
                said = {"reason": REASON, "what": what}
                self.done("undo", lambda: acts.undo(s, self.registry, **of, now=self.now, by=BY, **said))

    @rule(code=st.sampled_from(DUTIES), at=WHICH)
    def early(self, code: str, at: int) -> None:
        """A report of a period that has not opened."""
        self.to(self.now + MINUTE)
        period, units = self.coming(code)
        said = {"obligation": code, "period": period, "unit": units[at % len(units)], "document_no": "9/BC"}
        with db.session(self.engine) as s:
            self.done("early", lambda: acts.submit(s, self.registry, **said, now=self.now, by=BY))

    @rule(code=st.sampled_from(DUTIES), at=WHICH, resend=st.booleans(), one=st.booleans())
    def rerun(self, code: str, at: int, resend: bool, one: bool) -> None:
        self.to(self.now + MINUTE)
        period, units = self.coming(code)
        chosen = [units[at % len(units)]] if one else None
        said = {"obligation": code, "period": period, "units": chosen, "resend": resend, "execute": True}
        self.done("rerun", lambda: acts.rerun(self.engine, self.registry, self.given, self.now, **said))

    # --- silences ---

    @rule(
        unit=st.sampled_from(("", "TST", "tinh-1")),
        code=st.sampled_from(("", *DUTIES)),
        days=st.integers(1, 12),
    )
    def silence(self, unit: str, code: str, days: int) -> None:
        self.to(self.now + MINUTE)
        self.act(
            "silence",
            lambda act: silencing.silence(
                act, silencing.Subject(unit, code), until=self.ahead(days), reason=REASON
            ),
        )

    @rule(at=WHICH)
    def end_silence(self, at: int) -> None:
        self.to(self.now + MINUTE)
        self.act("end-silence", lambda act: self.end_one(act, at))

    @rule()
    def revive(self) -> None:
        """Somebody puts the dead letters back."""
        self.to(self.now + MINUTE)
        self.act("revive", reviving.revive)

    # --- the office's files ---

    @rule(
        weekday=st.sampled_from((2, 4)),
        day=st.sampled_from((12, 20, 28)),
        tst=st.booleans(),
        applied=st.booleans(),
    )
    def edit_files(self, weekday: int, day: int, tst: bool, applied: bool) -> None:
        """The registry is edited; and applied, or rounds find it so."""
        self.edited(replace(self.edit, weekday=weekday, day=day, tst=tst), applied)

    @rule(
        which=st.sampled_from((("tinh-1",), ("tinh-1", "tinh-2"))),
        days=st.integers(-6, 12),
        applied=st.booleans(),
    )
    def merge_units(self, which: tuple[str, ...], days: int, applied: bool) -> None:
        """Units go up in another, on a day to come or one that has gone by; once in a life."""
        if not self.edit.merged:
            heir = "tinh-3" if len(which) == 2 else "tinh-2"
            self.edited(
                replace(self.edit, merged=which, heir=heir, on=day_of(self.now) + days * ONE), applied
            )

    @rule(after=st.integers(0, 25))
    def killed_apply(self, after: int) -> None:
        self.to(self.now + MINUTE)
        self.killed(
            "apply", after, lambda: acts.apply(self.engine, self.registry, self.given, self.now, by=BY)
        )
