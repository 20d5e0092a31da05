"""What should happen: the same mornings and answers in a twin that nobody kills.

The twin is the oracle: whatever a killed office sends, opens or records must in the end be what its twin did.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import text

from chaos.life import live
from chaos.state import Mail, mails, snapshot
from chaos.steps import Death
from config.loading import loader
from config.settings import SHIPPED_REGISTRY
from models import db

FIRST = date(2026, 9, 3)
ANSWERS = 2
"""So many a morning."""
COMMON = {"DONDOC_LANGUAGE": "en"}


@dataclass(frozen=True, slots=True)
class Morning:
    """One working day of the twin: what it sent, what was answered, and how everything stood at its end."""

    day: date
    code: int
    sent: dict[str, Mail]
    answers: tuple[tuple[str, ...], ...]
    stood: dict[str, list[str]]

    def at(self, minutes: int) -> str:
        """The instant so long after the round's, as it is typed."""
        hour, minute = divmod(8 * 60 + 5 + minutes, 60)
        return f"{self.day}T{hour:02}:{minute:02}"


def written(
    folder: Path,
    mornings: int,
    seed: int,
    tell: Callable[[str], None],
    more: Mapping[str, str] = MappingProxyType({}),
) -> list[Morning]:
    """Plays so many working mornings in `folder`, with these settings as well."""
    registry = loader.load(Path(more.get("DONDOC_CONFIG", SHIPPED_REGISTRY)))
    dice = random.Random(seed)
    home = folder / "home"
    here = {**COMMON, "DONDOC_HOME": str(home), **more}
    engine = db.engine_for(f"sqlite:///{home / 'dondoc.db'}")
    played: list[Morning] = []
    known: set[str] = set()
    day = FIRST
    while len(played) < mornings:
        if registry.calendar.is_workday(day):
            code = live(["round", "--as-of", f"{day}T08:05"], here, Death(), folder).code
            outbox = mails(engine)
            sent = {name: mail for name, mail in outbox.items() if mail.state == "sent" and name not in known}
            known |= set(sent)
            answers = []
            with engine.connect() as connection:
                rows = connection.execute(
                    text("SELECT obligation, period, unit FROM task WHERE state = 'open' ORDER BY 1, 2, 3")
                ).all()
            rows = [row for row in rows if registry.obligation(row[0]).figure is None]
            for row in dice.sample(rows, min(ANSWERS, len(rows))):
                number = f"{dice.randrange(1, 999)}/BC"
                words = ("submit", *row, "--document", number, "--by", "chaos", "--confirm")
                lived = live([*words, "--as-of", f"{day}T16:00"], here, Death(), folder)
                if lived.code == 0:
                    answers.append(words)
            played.append(Morning(day, code, sent, tuple(answers), snapshot(engine)))
            tell(f"twin {day}: {len(sent)} mails, {len(answers)} answers")
        day += timedelta(days=1)
    engine.dispose()
    return played
