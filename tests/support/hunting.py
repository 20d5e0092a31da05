"""Plausible people: what an office does to its tasks over months of mornings, drawn by a seed.

A morning has its round, or none after a night without power; during the day units send, sometimes too early,
too late or for another day, owners accept and return, somebody extends, waives, reruns, reports an event;
units ask for more time or say that it is not theirs, and somebody refuses; any answer may be taken back. Mail
to a unit or about a duty is silenced for a while.
What the engine refuses is counted and changes nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine

from config.registry import Registry, RegistryError
from config.registry.objects import Cycle
from config.settings import Settings
from engine.answers import undo
from engine.errors import EngineError
from engine.installation import Installation
from engine.mail import silencing
from engine.rounds.rounds import Steps
from engine.tasks import requests
from engine.tasks.acts import acting
from models import db, queries
from models.states import TaskState
from models.tables import Task
from tests.support import acts
from tests.support.rounds import LAN

ONE = timedelta(days=1)
REASON = "chờ số liệu"


class Office:
    """One office and its people."""

    def __init__(
        self, engine: Engine, registry: Registry, settings: Settings, seed: int, *, acts_a_day: int = 4
    ) -> None:
        self.engine, self.registry, self.settings = engine, registry, settings
        self.drawn = random.Random(seed)
        self.acts_a_day = acts_a_day
        self.before: list[tuple[datetime, Registry]] = []
        """The registries that held until some instants."""
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def days(self, first: date, last: date) -> Iterator[tuple[datetime, datetime | None]]:
        """Lives through the days: gives for each working day the instant of its round, when its mails have
        just left, and then the evening after what people did, twice. A day may have no round."""
        day = first
        while day <= last:
            if self.registry.calendar.is_workday(day):
                if self.drawn.random() > 0.08:
                    yield self._morning(day), None
                for n in range(self.drawn.randint(0, self.acts_a_day)):
                    self._act(self._at(day, 9, n + 1))
                yield self._evening(day)
            elif self.drawn.random() < 0.2:  # somebody works on a day off
                self._act(self._at(day, 10))
                yield self._evening(day)
            day += ONE

    def edit(self, registry: Registry, now: datetime) -> None:
        """The registry is edited, and the edit applied."""
        self.before.append((now, self.registry))
        self.registry = registry
        acts.apply(self.engine, registry, self.settings, now, by=LAN)
        self.done["edit"] += 1

    def _evening(self, day: date) -> tuple[datetime, datetime]:
        """Some time of the evening: the last minute of a last day is still in time."""
        evening = self._at(day, *self.drawn.choice([(17, 30), (23, 59)]))
        return evening, evening

    def _at(self, day: date, hour: int, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.registry.office.zone).astimezone(UTC)

    def _morning(self, day: date) -> datetime:
        if self.drawn.random() < 0.3:  # a duty's own run comes first, and raises only
            code = self.drawn.choice(list(self.registry.obligations))
            self._round(self._at(day, 8), obligation=code, steps=Steps.RAISE)
        now = self._at(day, 8, 5)
        self._round(now)
        return now

    def _round(self, now: datetime, **more: Any) -> None:
        acts.a_round(self.engine, self.registry, self.settings, now, **more)
        self.done["round"] += 1

    def _act(self, now: datetime) -> None:
        name, act = self.drawn.choice(self._acts())
        try:
            if act(now):
                self.done[name] += 1
        except (EngineError, RegistryError) as error:
            self.refused[f"{name}: {error.message.id}"] += 1

    def _acts(self) -> list[tuple[str, Callable[[datetime], bool]]]:
        likely = [("submit", self._submit)] * 6 + [("accept", self._accept)] * 2
        return [
            *likely,
            ("return", self._return),
            ("extend", self._extend),
            ("extend", self._extend),
            ("waive", self._waive),
            ("reassign", self._reassign),
            ("progress", self._progress),
            ("early", self._early),
            ("rerun", self._rerun),
            ("event", self._event),
            ("event-back", self._event_back),
            ("undo", self._undo),
            ("undo", self._undo),
            ("ask-time", self._ask_time),
            ("ask-release", self._ask_release),
            ("refuse", self._refuse),
            ("silence", self._silence),
            ("end-silence", self._end_silence),
        ]

    # --- one act each; False where there was nothing to do it to ---

    def _submit(self, now: datetime) -> bool:
        today = now.astimezone(self.registry.office.zone).date()
        back = self.drawn.choice([None, None, None, today - ONE * self.drawn.randint(0, 12)])
        said = {"document_no": f"{self.drawn.randint(1, 999)}/BC", "submitted_on": back}
        return self._to_one(now, acts.submit, TaskState.OPEN, **said)

    def _accept(self, now: datetime) -> bool:
        return self._to_one(now, acts.accept, TaskState.SUBMITTED)

    def _return(self, now: datetime) -> bool:
        return self._to_one(
            now, acts.return_report, TaskState.SUBMITTED, new_day=self._ahead(now, 40), reason=REASON
        )

    def _extend(self, now: datetime) -> bool:
        return self._to_one(now, acts.extend, TaskState.OPEN, new_day=self._ahead(now, 70), reason=REASON)

    def _waive(self, now: datetime) -> bool:
        return self._to_one(now, acts.waive, TaskState.OPEN, reason=REASON)

    def _reassign(self, now: datetime) -> bool:
        to = self.drawn.choice(list(self.registry.units))
        return self._to_one(now, acts.reassign, TaskState.OPEN, to=to, reason=REASON)

    def _progress(self, now: datetime) -> bool:
        far = f"{self.drawn.randint(0, 100)}%"
        return self._to_one(now, acts.progress, TaskState.OPEN, percent=far, note="")

    def _undo(self, now: datetime) -> bool:
        """The last answer about a task is taken back, or the last of some kind."""
        what = self.drawn.choice([*[None] * 12, *undo.ANSWERS])
        with db.session(self.engine) as s:
            found = [
                task
                for state in TaskState
                for task in queries.tasks_with_events(s, [what] if what else undo.ANSWERS, state=state)
            ]
            if not found:
                return False
            of = self._named(self.drawn.choice(found))
            acts.undo(s, self.registry, **of, now=now, by=LAN, reason=REASON, what=what)
        return True

    def _ask_time(self, now: datetime) -> bool:
        return self._to_one(
            now, acts.ask_extension, TaskState.OPEN, new_day=self._ahead(now, 60), reason=REASON
        )

    def _ask_release(self, now: datetime) -> bool:
        return self._to_one(now, acts.ask_release, TaskState.OPEN, reason=REASON)

    def _refuse(self, now: datetime) -> bool:
        with db.session(self.engine) as s:
            found = requests.all_waiting(s)
            if not found:
                return False
            of = self._named(self.drawn.choice(found)[0])
            acts.refuse(s, self.registry, **of, now=now, by=LAN, reason=REASON)
        return True

    def _silence(self, now: datetime) -> bool:
        """Mail to a unit, or about a duty, is held for a time."""
        codes = (list(self.registry.units), list(self.registry.obligations))
        unit, duty = (self.drawn.choice(["", self.drawn.choice(each)]) for each in codes)
        with acting(Installation(self.settings, self.registry, self.engine), now, LAN) as act:
            of = silencing.Subject(unit, duty)
            silencing.silence(act, of, until=self._ahead(now, 30), reason=REASON)
        return True

    def _end_silence(self, now: datetime) -> bool:
        with acting(Installation(self.settings, self.registry, self.engine), now, LAN) as act:
            running = queries.silences(act.s, after=now)
            if not running:
                return False
            silencing.end(act, self.drawn.choice(running).id, reason=REASON)
        return True

    def _to_one(self, now: datetime, act: Callable[..., object], state: TaskState, **said: Any) -> bool:
        with db.session(self.engine) as s:
            found = queries.tasks(s, state=state)
            if not found:
                return False
            of = self._chosen(found)
            act(s, self.registry, **self._named(of), now=now, by=LAN, **said)
        return True

    def _chosen(self, tasks: list[Task]) -> Task:
        """Mostly one that is due soon or long overdue, as in an office."""
        return self.drawn.choice(tasks[: max(len(tasks) // 3, 1)] if self.drawn.random() < 0.6 else tasks)

    @staticmethod
    def _named(task: Task) -> dict[str, str]:
        return {"obligation": task.obligation, "period": task.period, "unit": task.unit}

    def _ahead(self, now: datetime, most: int) -> date:
        return now.astimezone(self.registry.office.zone).date() + ONE * self.drawn.randint(1, most)

    def _early(self, now: datetime) -> bool:
        """A report for a period that has not opened."""
        code, period, unit = self._any_period(now, -30, 120)
        with db.session(self.engine) as s:
            acts.submit(
                s,
                self.registry,
                obligation=code,
                period=period,
                unit=unit,
                now=now,
                by=LAN,
                document_no="9/BC",
            )
        return True

    def _rerun(self, now: datetime) -> bool:
        code, period, unit = self._any_period(now, -200, 60)
        units = self.drawn.choice([None, [unit], [unit]])
        acts.rerun(
            self.engine, self.registry, self.settings, now, obligation=code, period=period, execute=True,
            units=units, resend=self.drawn.random() < 0.4, reason=REASON,
        )  # fmt: skip
        return True

    def _any_period(self, now: datetime, back: int, ahead: int) -> tuple[str, str, str]:
        today = now.astimezone(self.registry.office.zone).date()
        duties = [each for each in self.registry.obligations.values() if each.cycle is not Cycle.EVENT]
        while True:
            duty = self.drawn.choice(duties)
            periods = self.registry.periods(duty, today + back * ONE, today + ahead * ONE)
            if periods:
                of = self.drawn.choice(periods)
                owing = self.registry.owing_for(duty, of)
                if owing:
                    return duty.code, of.code, self.drawn.choice(owing).code

    def _event(self, now: datetime) -> bool:
        day = now.astimezone(self.registry.office.zone).date() - ONE * self.drawn.randint(0, 9)
        code = self._event_duty()
        if code is None:
            return False
        units = None
        if self.drawn.random() < 0.3:
            owing = self.registry.owing(code, day)
            units = [self.drawn.choice(owing).code] if owing else None
        acts.report(
            self.engine, self.registry, self.settings, now, obligations=[code], day=day, by=LAN, units=units
        )
        return True

    def _event_back(self, now: datetime) -> bool:
        code = self._event_duty()
        with db.reading(self.engine) as s:
            known = queries.periods_opened(s, code) if code else ()
        if not known or code is None:
            return False
        day = date.fromisoformat(self.drawn.choice(sorted(known)))
        acts.withdraw(self.engine, self.registry, now, obligations=[code], day=day, by=LAN, reason=REASON)
        return True

    def _event_duty(self) -> str | None:
        found = [each.code for each in self.registry.obligations.values() if each.cycle is Cycle.EVENT]
        return self.drawn.choice(found) if found else None
