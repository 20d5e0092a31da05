"""Which duties wait for events, and which events stand on record. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from calendars.periods import Period
from calendars.rules import EVENT
from config.registry import Obligation, Registry, RegistryError
from config.registry.objects import Cycle
from engine.errors import UnknownName
from engine.tasks.following import renamed
from engine.texts import few
from language import Message
from models import queries
from models.queries import BoardRow
from models.tables import Event

REPORTED, TAKEN_BACK = "event-reported", "event-withdrawn"
"""The kinds of the events of no task that say so."""
MOST_NAMED = 12
OnRecord = Mapping[tuple[str, str], Event]
"""What was last said of each event, by (obligation, period)."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event on record: what was last said of it, and how its tasks stand (None: there are none)."""

    obligation: str
    period: str
    at: datetime
    actor: str
    reason: str
    withdrawn: bool
    figures: BoardRow | None

    @property
    def day(self) -> date:
        """When it happened."""
        return date.fromisoformat(self.period)


def waiting(registry: Registry, today: date | None = None) -> tuple[Obligation, ...]:
    """The duties that wait for events, in the registry's order; with `today`, those that have not ended."""
    return tuple(
        duty
        for duty in registry.obligations.values()
        if duty.cycle is Cycle.EVENT and (today is None or duty.to is None or today < duty.to)
    )


def recorded(
    s: Session, registry: Registry, now: datetime, *, obligation: str | None = None
) -> list[Recorded]:
    """The events on record at `now`, newest day first; of one duty, or of all."""
    if obligation is not None:
        check_waits(registry, obligation)
    found = []
    for (code, period), row in latest(s, until=now).items():
        if obligation not in (None, code):
            continue
        figures = queries.board_rows(s, now, obligation=code, period=period)
        withdrawn = row.kind == TAKEN_BACK
        board = figures[0] if figures else None
        found.append(Recorded(code, period, row.at, row.actor, row.reason, withdrawn, board))
    return sorted(found, key=lambda each: (each.period, each.obligation), reverse=True)


def reported(s: Session) -> dict[tuple[str, str], str]:
    """What was said of each event when it was last reported, by (obligation, period); also of the duties that
    open with it."""
    now = renamed(s)
    return {
        (now.get(code, str(code)), str(row.data["period"])): row.reason
        for row in queries.happenings(s, (REPORTED,))
        for code in row.data["opened"]
    }


def followers(registry: Registry, duty: Obligation) -> tuple[Obligation, ...]:
    """The event duties whose deadline counts from this one's, directly or through each other: their event is
    the same.
    """
    found = [duty.code]
    more = waiting(registry)
    while fresh := [each for each in more if each.code not in found and counts_from(each) in found]:
        found += [each.code for each in fresh]
    return tuple(registry.obligation(code) for code in found[1:])


def follows(registry: Registry, duty: Obligation) -> bool:
    """Whether its event is that of another duty, from which its deadline counts."""
    first = registry.obligations.get(counts_from(duty))
    return first is not None and first.cycle is Cycle.EVENT


def waits_alike(
    registry: Registry, duty: Obligation, of: Period, on_record: OnRecord, *, reported: bool = False
) -> Iterator[Obligation]:
    """The other duties that wait in the same words and that somebody owes on the event's day: those of which
    no event of that day stands on record, or with `reported` those of which one does.
    """
    for each in waiting(registry):
        row = on_record.get((each.code, of.code))
        if (
            each is not duty
            and duty.worded
            and (each.document, each.worded) == (duty.document, duty.worded)
            and each.refusal(of) is None
            and not follows(registry, each)
            and registry.owing(each, of.first)
            and reported == (row is not None and row.kind == REPORTED)
        ):
            yield each


def check_waits(registry: Registry, obligation: str, today: date | None = None) -> None:
    """UnknownName unless that duty exists and waits for events; it says which do (on the day `today`)."""
    if obligation in [duty.code for duty in waiting(registry)]:
        return
    codes = [duty.code for duty in waiting(registry, today)]
    which = few(codes) if codes else Message("event.none-waits")
    try:
        found = registry.obligation(obligation)
    except RegistryError as error:
        raise UnknownName("event.no-duty", why=error.message, waiting=which) from None
    cycle = Message(f"cycle.{found.cycle.value}")
    raise UnknownName("event.waits-for-none", obligation=found.code, cycle=cycle, waiting=which)


def counts_from(duty: Obligation) -> str:
    """The code of the duty from whose last day the deadline counts, or `event`."""
    return duty.due.after.of if duty.due.after is not None else EVENT


def latest(s: Session, until: datetime | None = None) -> OnRecord:
    """What was last said of each event, by (obligation, period)."""
    return dict(_said(s, until))


def _said(s: Session, until: datetime | None) -> Iterator[tuple[tuple[str, str], Event]]:
    now = renamed(s)
    for row in queries.happenings(s, (REPORTED, TAKEN_BACK), until=until):
        code = str(row.data["obligation"])
        yield (now.get(code, code), str(row.data["period"])), row
