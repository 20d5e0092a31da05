"""Events are asked for: until somebody reports it, the owner of a duty that waits for an event finds it in
the morning's mail once a quarter, or as often as the office says (`ask_events`).

Level-triggered, like the rounds and `yearly_question`: what is compared is which asks stand recorded for the
present quarter and which should. Each stands under a key of its own (quarter, recipient, duty), and the
database takes a key once: a missed morning asks later, a second round or a crash asks no second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from calendars.periods import containing
from config.registry import Registry
from config.registry.objects import ASKED_EVERY
from config.settings import Settings
from engine.mail import routing
from engine.mail.letter import EventAsk, Party
from engine.tasks.awaited import Awaited, awaited, occurrences
from engine.tasks.days import local_day
from engine.tasks.following import renamed
from engine.tasks.in_charge import in_place_of
from models import queries

ASKED = "event-asked "


@dataclass(frozen=True, slots=True)
class Ask:
    """A duty whose event is to be asked for: of `recipient` (a unit's code), in the period of that code."""

    obligation: str
    recipient: str
    period: str

    @property
    def key(self) -> str:
        """What it is recorded under, once."""
        return f"{ASKED}{self.period} {self.recipient} {self.obligation}"


def due(s: Session, registry: Registry, now: datetime) -> list[Ask]:
    """The events to be asked for in this morning's mails, each of the duty's owner or who stands for it."""
    kind = ASKED_EVERY.get(registry.office.ask_events)
    if kind is None:
        return []
    today = local_day(registry, now)
    groups = occurrences(registry, today)
    period = containing(kind, today).code
    asks = [
        Ask(duty.code, in_place_of(registry, duty.owner, today), period) for group in groups for duty in group
    ]
    now_called = renamed(s)
    asked = {_now(key, now_called) for key in queries.facts(s, f"{ASKED}{period} ")}
    open_ = [ask for ask in asks if ask.key not in asked]
    if not open_:
        return []
    left = {duty.code for each in awaited(s, registry, today) for duty in each.duties}
    return [ask for ask in open_ if ask.obligation in left]


def _now(key: str, renamed: Mapping[str, str]) -> str:
    """The key under which the same is recorded by the code that the duty has now."""
    asked, _, code = key.rpartition(" ")
    return f"{asked} {renamed.get(code, code)}"


def record(s: Session, asks: Iterable[Ask], *, round_key: str, now: datetime) -> set[str]:
    """Records asks as made in the mails of that round, each once; answers the recipients that are new.

    `round_key` is the digest's: a local date.
    """
    fresh: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for ask in asks:
        if queries.put_new(s, ask.key, round_key):
            fresh[ask.recipient, ask.period].append(ask.obligation)
    for (recipient, period), codes in fresh.items():
        data = {"period": period, "owner": recipient, "obligations": codes}
        queries.record(s, queries.Happening(now, "event-asked", "dondoc", "engine", data=data))
    return {recipient for recipient, _ in fresh}


# --- in letters, on boards, in simulations ---


def questions(
    s: Session, registry: Registry, settings: Settings, round_keys: Collection[str], now: datetime
) -> dict[tuple[str, str], tuple[EventAsk, ...]]:
    """By (recipient, round key): what those mails ask for and nobody has reported yet, an entry for each
    occurrence."""
    asked: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for ask, day in _asked(s, round_keys):
        asked[ask.recipient, day].add(ask.obligation)
    if not asked:
        return {}
    today = local_day(registry, now)
    left = awaited(s, registry, today)
    sender = routing.sender_of(registry, settings)
    answer_to = Party(sender.name, sender.address, registry.office.name_en)
    return {
        key: tuple(
            _ask_for(registry, each, codes, answer_to, today)
            for each in left
            if codes.intersection(duty.code for duty in each.duties)
        )
        for key, codes in asked.items()
    }


def asked_codes(s: Session, registry: Registry, round_key: str) -> dict[str, tuple[str, ...]]:
    """The duties whose events the mails of a round ask for, by recipient, in the registry's order."""
    place = {code: n for n, code in enumerate(registry.obligations)}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for ask, _ in _asked(s, {round_key}):
        found[ask.recipient].add(ask.obligation)
    return {who: tuple(sorted(codes, key=lambda code: place.get(code, -1))) for who, codes in found.items()}


def last_asked(s: Session, *, until: date | None = None) -> dict[str, date]:
    """On which day each duty's event was last asked for, by the duty's code; of the days up to `until`."""
    found: dict[str, date] = {}
    now_called = renamed(s)
    for key, value in queries.facts(s, ASKED).items():
        code, day = _now(key, now_called).rpartition(" ")[2], date.fromisoformat(value)
        if until is None or day <= until:
            found[code] = max(found.get(code, day), day)
    return found


def _ask_for(
    registry: Registry, each: Awaited, codes: Collection[str], answer_to: Party, today: date
) -> EventAsk:
    own = tuple(duty for duty in each.duties if duty.code in codes)
    others = tuple(duty for duty in each.duties if duty.code not in codes)
    return EventAsk(
        code=each.by.code,
        worded=each.called,
        document=each.by.document.number,
        document_date=each.by.document.date,
        cite=each.by.cite,
        duties=tuple((duty.code, duty.title, duty.title_en) for duty in own),
        others=tuple(
            (duty.code, duty.title, duty.title_en, routing.in_charge(registry, duty.owner, today))
            for duty in others
        ),
        alike=each.alike,
        last=each.last,
        answer_to=answer_to,
    )


def _asked(s: Session, round_keys: Collection[str]) -> Iterator[tuple[Ask, str]]:
    """The asks in the mails of these rounds, with the round's key."""
    # A mail leaves in the year in which it was composed, or on one of the first days of the next.
    now_called = renamed(s)
    years = {str(int(key[:4]) - back) for key in round_keys for back in (0, 1)}
    for year in sorted(years):
        for key, day in queries.facts(s, f"{ASKED}{year}").items():
            if day in round_keys:
                period, recipient, obligation = _now(key, now_called).removeprefix(ASKED).split(" ")
                yield Ask(obligation, recipient, period), day
