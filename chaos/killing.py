"""Kill it anywhere: an office lives through its mornings while its processes die, and is held to its twin.

After each death: nothing is recorded as sent that did not arrive; nothing arrived that the twin did not send,
or elsewhere; a letter arrives again only if it had been accepted and that was not recorded, under its own
Message-ID; a death leaves at most one letter a connection in that state. After each morning: everything
stands as in the twin.
"""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from chaos.figures import Counted
from chaos.life import FIRST, Lived, live, live_from_nothing
from chaos.power import Power
from chaos.script import COMMON, Morning
from chaos.sinks import Sink
from chaos.state import differences, doubled, mails, snapshot
from chaos.steps import ANSWER_STEPS, STEPS, Death, Way, steps_of
from models import db

MINUTES = 6
"""Between a death and the next round: longer than the lease, so that what was claimed is anybody's."""
DEATHS = (6, 18)
"""In one morning; a letter is given up after more tries than that."""
UNITS_FIRST = 10
"""So many are decided first, and half as many of their mails leave then; the twin decides all at once."""
FROM_NOTHING = 40
"""One life in so many imports everything itself."""


@dataclass
class Figures(Counted):
    """What a campaign counted."""

    kills: int = 0
    lives: int = 0
    mornings: int = 0
    answers: int = 0
    by_way: Counter[str] = field(default_factory=Counter)
    by_step: Counter[str] = field(default_factory=Counter)


class Campaign:
    """One kind of database and one channel, killed as often as is asked for."""

    def __init__(
        self,
        script: Sequence[Morning],
        sink: Sink,
        channel: str,
        new_database: Callable[[Path], str],
        folder: Path,
        seed: str,
        tell: Callable[[str], None],
        *,
        power: Power | None = None,
    ) -> None:
        self.connections = 1
        """To the mail server at once: so many letters may be accepted and not recorded by one death."""
        self.power = power
        """When with each process the power goes as well."""
        self.script, self.sink, self.folder, self.tell = script, sink, folder, tell
        self.new_database, self.dice = new_database, random.Random(seed)
        self.figures = Figures()
        self.steps = steps_of(channel)
        self.dice.shuffle(self.steps)  # so that a short trial does not die at a round's beginning alone
        self._turn = 0
        self._seconds = 1.0
        """How long a round has taken that nobody killed: deaths by the clock are drawn within it."""

    def run(self, kills: int, save: Callable[[Figures], None] = lambda _: None) -> Figures:
        """Lives through the script, again from its first morning where it ends, until so many died; saves
        after each morning what was counted."""
        year = 0
        while self.figures.kills < kills:
            home = (self.power.home if self.power else _home)(self.folder, year)
            office = Office(self, home, self.new_database(home))
            self.sink.begin(home)
            for morning in self.script:
                if self.figures.kills >= kills:
                    break
                office.morning(morning, kills - self.figures.kills)
                save(self.figures)
                self.tell(
                    f"{morning.day}: {self.figures.kills} killed, {self.figures.arrived} mails arrived,"
                    f" {self.figures.doubled} twice, {len(self.figures.violations)} violations"
                )
            office.close()
            shutil.rmtree(home, ignore_errors=True)
            year += 1
        return self.figures

    def death(self, letters: int) -> Death:
        """The next one: every second at a named step, each of them in turn."""
        dice = self.dice
        draw = dice.random()
        if self.power and draw > 0.3:
            most = self.power.most(letters)
            return Death() if draw > 0.9 else Death(Way.DISK, "", dice.randint(1, most))
        if draw < 0.5:
            name = self.steps[self._turn % len(self.steps)]
            self._turn += 1
            step = STEPS[name]
            most = max(1, min(letters, 12)) if step.each else 1
            # A short message of which three senders died goes by mail: not each of them at the first.
            return Death(Way.STEP, name, dice.randint(min(most, step.first), most))
        if draw < 0.75:
            return Death(Way.STATEMENT, "", dice.randint(1, 40 + 4 * letters))
        return Death(Way.CLOCK, "", 1, dice.uniform(0.02, self._seconds))

    def took(self, seconds: float) -> None:
        """A round that nobody killed took so long."""
        self._seconds = 0.5 * self._seconds + 0.5 * seconds


class Office:
    """One home and its database, through the mornings of a script."""

    def __init__(self, campaign: Campaign, home: Path, url: str) -> None:
        self.campaign, self.home = campaign, home
        self.engine: Engine = db.engine_for(url)
        self.environment = {
            **COMMON,
            "DONDOC_HOME": str(home),
            "DONDOC_DATABASE_URL": url,
            **campaign.sink.settings(),
            "DONDOC_SMTP_CONNECTIONS": str(campaign.connections),
            FIRST: str(UNITS_FIRST),
        }
        self.expected: dict[str, tuple[str, ...]] = {}
        self.recorded: set[str] = set()
        """What the database calls sent, as of the last look."""
        self.arrived: set[str] = set()
        self.unrecorded: set[str] = set()
        """What has arrived and is not recorded: only this may arrive again."""

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def morning(self, morning: Morning, most: int) -> None:
        """The round, killed and begun again until it ends; then the answers, killed as well."""
        figures = self.campaign.figures
        self.campaign.sink.morning(morning.day)
        self.expected |= {name: mail.to for name, mail in morning.sent.items()}
        dice = self.campaign.dice
        left = min(most, dice.randint(*DEATHS) if len(morning.sent) > 4 else 1)
        minutes = 0
        while True:
            letters = len(self.expected.keys() - self.recorded)
            death = self.campaign.death(letters) if left > 0 else Death()
            lived = self.round(morning, minutes, death)
            self.look(death, lived)
            if lived.killed:
                left -= 1
            elif death.way is Way.NONE or lived.code != morning.code or left <= 0 or letters == 0:
                break
            minutes += MINUTES
        self.ended(lived, morning)
        for number, words in enumerate(morning.answers):
            self.answer(morning, words, kill=number == 0 and most > left)
        figures.mornings += 1
        self.compare(morning)

    def round(self, morning: Morning, minutes: int, death: Death) -> Lived:
        """One round's life."""
        return self.live(["round", "--as-of", morning.at(minutes)], death)

    def answer(self, morning: Morning, words: Sequence[str], *, kill: bool) -> None:
        """A person records an answer; killed, it is recorded again, as that person would."""
        dice = self.campaign.dice
        death = Death()
        if kill and self.campaign.figures.kills:
            death = dice.choice(
                (
                    Death(Way.STEP, dice.choice(list(ANSWER_STEPS))),
                    Death(Way.DISK, "", dice.randint(1, 30))
                    if self.campaign.power
                    else Death(Way.STATEMENT, "", dice.randint(1, 12)),
                )
            )
        given = [*words, "--as-of", f"{morning.day}T16:00"]
        lived = self.live(given, death)
        if lived.killed:
            lived = self.live(given, Death())
        if lived.code != 0:
            self.wrong(f"{' '.join(words)}: exit code {lived.code}: {lived.said}")
        self.campaign.figures.answers += 1

    def live(self, words: Sequence[str], death: Death) -> Lived:
        """One life, counted."""
        self.home.mkdir(parents=True, exist_ok=True)
        if power := self.campaign.power:
            return self.counted(power.cut(self.home, words, self.environment, death, self.engine), death)
        begin = live_from_nothing if self.campaign.dice.randrange(FROM_NOTHING) == 0 else live
        began = time.monotonic()
        lived = begin(words, self.environment, death, self.campaign.folder)
        if not lived.killed and words[0] == "round" and begin is live:
            self.campaign.took(time.monotonic() - began)
        return self.counted(lived, death)

    def counted(self, lived: Lived, death: Death) -> Lived:
        """A life that has ended."""
        figures = self.campaign.figures
        figures.lives += 1
        if lived.killed or self.campaign.power:
            figures.kills += 1
            figures.by_way[death.way.value] += 1
            if death.step:
                figures.by_step[death.step] += 1
        return lived

    def look(self, death: Death, lived: Lived) -> None:
        """After a life: what arrived, against what the database says and what the twin sent."""
        figures = self.campaign.figures
        here = mails(self.engine)
        for name in self.campaign.sink.gone():
            self.arrived.discard(name)
            self.unrecorded.discard(name)
        accepted: set[str] = set()
        for arrival in self.campaign.sink.arrived():
            name = arrival.message_id
            accepted.add(name)
            if name in self.arrived:
                figures.doubled += 1
                if name not in self.unrecorded:
                    self.wrong(f"{name} arrived again though that was recorded", death)
            else:
                figures.arrived += 1
            wanted = self.expected.get(name)
            if wanted is None or name not in here or wanted != arrival.to:
                figures.strayed += 1
                self.wrong(f"{name} strayed to {arrival.to}, wanted {wanted}", death)
            if name in self.arrived and name in self.recorded:
                self.wrong(f"{name} arrived after it was recorded", death)
            self.arrived.add(name)
            self.unrecorded.add(name)
        self.recorded = {name for name, mail in here.items() if mail.state == "sent"}
        for name in sorted(self.recorded - self.arrived):
            figures.lost += 1
            self.arrived.add(name)
            self.wrong(f"{name} is recorded as sent and has not arrived", death)
        self.unrecorded -= self.recorded
        # What a death before this one left may still wait: the first mails of the next round are others.
        if len(left := accepted - self.recorded) > self.campaign.connections:
            self.wrong(f"{len(left)} letters accepted and not recorded by one death", death)
        if not lived.killed and lived.code not in (0, 1):
            self.wrong(f"exit code {lived.code}: {lived.said}", death)

    def ended(self, lived: Lived, morning: Morning) -> None:
        """The last round of a morning was not killed: nothing is left to do."""
        figures = self.campaign.figures
        if lived.code != morning.code:
            self.wrong(
                f"the last round ended with {lived.code}, its twin's with {morning.code}: {lived.said}"
            )
        figures.expected += len(morning.sent)
        for name in sorted(morning.sent.keys() - self.arrived):
            figures.lost += 1
            self.wrong(f"{name} never arrived")

    def compare(self, morning: Morning) -> None:
        """Everything as in the twin."""
        figures = self.campaign.figures
        twice = doubled(self.engine)
        figures.tasks_doubled += sum(each.startswith("task") for each in twice)
        stands = snapshot(self.engine)
        figures.tasks = max(figures.tasks, len(stands["tasks"]))
        for each in [*twice, *differences(morning.stood, stands)]:
            self.wrong(f"{morning.day}: {each}")

    def wrong(self, what: str, death: Death | None = None) -> None:
        """A promise was not kept."""
        told = f"{what} [{death.way.value} {death.step} {death.at}]" if death else what
        self.campaign.figures.violations.append(told)
        self.campaign.tell(f"VIOLATION {told}")


def _home(folder: Path, number: int) -> Path:
    return folder / f"home-{number}"
