"""A small office's half year, lived by random but plausible people (`tests/support/hunting.py`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from config.settings import Settings
from engine.installation import Installation
from engine.rounds.rounds import Steps
from tests.support import acts
from tests.support.hunted import FIRST, OWN
from tests.support.hunting import Office
from tests.support.rounds import settings

LAST = date(2027, 1, 8)
NOW = datetime(2027, 1, 8, 10, tzinfo=UTC)


@dataclass(frozen=True)
class Lived:
    """The office and when it is looked at."""

    of: Installation
    now: datetime = NOW


def live(engine: Engine, home: Path, seed: int = 12) -> Lived:
    """Lives through the half year without a mail leaving."""
    given: Settings = settings(home, go_live=FIRST)
    people = _Quiet(engine, OWN, given, seed, acts_a_day=4)
    for _ in people.days(FIRST, LAST):
        pass
    return Lived(Installation(given, OWN, engine))


class _Quiet(Office):
    """People whose rounds only open and raise: what leaves by mail changes no figure."""

    def _round(self, now: datetime, **more: object) -> None:
        more.setdefault("steps", Steps.RAISE)
        acts.a_round(self.engine, self.registry, self.settings, now, **more)
        self.done["round"] += 1
