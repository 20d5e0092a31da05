"""Units that no mail reaches: one without a usable address, and one whose mailbox refuses what is sent to it.

Whoever is in charge of what such a unit owes finds it in the morning's mail, at once and then once a week for
as long as it lasts. Level-triggered, like the rounds: what is compared is who was told on which day and who
should have been. What such a unit was to read goes elsewhere meanwhile (see `routing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from sqlalchemy.orm import Session

from config.addresses import usable
from config.registry import Registry, Unit
from config.registry.ways import channels_of
from engine.mail.duties import Unreachable
from engine.mail.routing import party_of, readers_of
from engine.tasks.days import local_day
from engine.tasks.in_charge import in_place_of
from language import Message
from models import queries

TOLD = "unreachable-told "
EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Telling:
    """A unit that no mail reaches, and who is to be told: the recipient code of whoever is in charge."""

    unit: str
    recipient: str

    @property
    def key(self) -> str:
        """What the last day of telling is recorded under."""
        return f"{TOLD}{self.recipient} {self.unit}"


def unreachable(s: Session, registry: Registry, now: datetime) -> dict[str, Unreachable]:
    """The units that hold open tasks and get no mail, by code, with why."""
    today = local_day(registry, now)
    refused = queries.refused_mailboxes(s)
    found: dict[str, Unreachable] = {}
    for unit in _doubtful(registry, refused):
        if not unit.alive(today):
            continue
        if not usable(unit.email):
            if not readers_of(registry, unit.code, today):
                found[unit.code] = Unreachable(party_of(registry, unit.code, today))
        elif (no := refused.get(unit.email or "")) is not None:
            party = party_of(registry, unit.code, today)
            found[unit.code] = Unreachable(party, no.address, local_day(registry, no.since), no.said)
    holding = queries.open_holders(s, of=list(found)) if found else ()
    return {code: why for code, why in found.items() if code in holding}


def _doubtful(registry: Registry, refused: Collection[str]) -> list[Unit]:
    """The units without a usable address, and those of these addresses, in the registry's order."""
    without = _without(registry)
    if not refused:
        return list(without.values())
    return [each for each in registry.units.values() if each.code in without or each.email in refused]


@lru_cache(maxsize=4)
def _without(registry: Registry) -> dict[str, Unit]:
    """The units without a usable address: of ten thousand hardly one, and asked for with every page."""
    return {code: unit for code, unit in registry.units.items() if not usable(unit.email)}


def due(s: Session, registry: Registry, now: datetime) -> list[Telling]:
    """Who is to be told of which unit in this morning's mails."""
    found = unreachable(s, registry, now)
    told = {key: date.fromisoformat(day) for key, day in queries.facts(s, TOLD).items()}
    # One that is reached again, and then no more, is told anew.
    over = [key for key in told if key.rpartition(" ")[2] not in found]
    if over:
        queries.forget(s, over)
    if not found:
        return []
    today = local_day(registry, now)
    tellings = {
        Telling(task.holder, in_place_of(registry, task.owner, today))
        for task in queries.open_of(s, sorted(found))
    }
    return sorted(
        (
            each
            for each in tellings
            if each.recipient != each.unit and (each.key not in told or told[each.key] + EVERY <= today)
        ),
        key=lambda each: each.key,
    )


def record(s: Session, tellings: Iterable[Telling], *, round_key: str, now: datetime) -> set[str]:
    """Records what the mails of that round (a local date) tell; answers the recipients."""
    fresh: defaultdict[str, list[str]] = defaultdict(list)
    for telling in tellings:
        queries.put(s, telling.key, round_key)
        fresh[telling.recipient].append(telling.unit)
    for recipient, units in fresh.items():
        data = {"recipient": recipient, "units": units}
        queries.record(s, queries.Happening(now, "unreachable-told", "dondoc", "engine", data=data))
    return set(fresh)


def told_by(
    s: Session, registry: Registry, round_keys: Collection[str], now: datetime
) -> dict[tuple[str, str], tuple[Unreachable, ...]]:
    """By (recipient, round key): the units that those mails tell of and that are not reached even now."""
    asked = list(_told(s, round_keys))
    found = unreachable(s, registry, now) if asked else {}
    by_mail: defaultdict[tuple[str, str], list[Unreachable]] = defaultdict(list)
    for recipient, unit, key in asked:
        if unit in found:
            by_mail[recipient, key].append(found[unit])
    return {key: tuple(units) for key, units in by_mail.items()}


def failing(s: Session, registry: Registry, today: date) -> dict[str, tuple[Message, ...]]:
    """By recipient: a line for each of its channels beside mail that could not be reached at its last
    message. Every mail says it, until the channel takes a message again."""
    found: defaultdict[str, list[Message]] = defaultdict(list)
    for each in queries.failing_ways(s):
        if each.way not in channels_of(registry, each.recipient, today):
            continue  # what somebody took out is nothing to mend
        line = Message("mail.way-fails", way=each.way, day=local_day(registry, each.since))
        found[each.recipient].append(line)
    return {recipient: tuple(lines) for recipient, lines in found.items()}


def _told(s: Session, round_keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for key, day in queries.facts(s, TOLD).items():
        if day in round_keys:
            recipient, unit = key.removeprefix(TOLD).split(" ")
            yield recipient, unit, day
