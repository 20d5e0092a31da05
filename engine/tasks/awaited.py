"""What is waited for: the occurrences of which nobody has said yet that they happened. Reads only.

Several duties can wait for one occurrence: those that wait in the same words of one document, and those whose
deadline counts from theirs. One report of it opens them all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from calendars import periods
from config.registry import Obligation, Registry
from config.registry.objects import Cycle, within
from engine.tasks.reported_events import REPORTED, OnRecord, counts_from, latest, waiting


@dataclass(frozen=True, slots=True)
class Awaited:
    """One occurrence, and the duties in force that wait for it, in the registry's order.

    `by` is the duty by which it is reported; `alike` says whether others that wait in the same words are to
    be opened along with it (`dondoc event ... --alike`). `last` is the day on which it last happened, of one
    that may happen again.
    """

    by: Obligation
    duties: tuple[Obligation, ...]
    alike: bool
    last: date | None = None

    @property
    def called(self) -> str:
        """What is waited for, in the document's words; where it has none, what is to be done then."""
        return self.by.worded or self.by.title


def awaited(s: Session, registry: Registry, today: date) -> tuple[Awaited, ...]:
    """The occurrences that duties in force on the day `today` wait for and that nobody has reported, with
    those that may happen again; in the registry's order.
    """
    groups = occurrences(registry, today)
    return standing(registry, groups, latest(s)) if groups else ()


def standing(
    registry: Registry, groups: Iterable[tuple[Obligation, ...]], on_record: OnRecord
) -> tuple[Awaited, ...]:
    """Of these occurrences what is still waited for, given the events on record."""
    days: dict[str, date] = {}
    for (code, period), row in on_record.items():
        if row.kind == REPORTED:
            days[code] = max(days.get(code, date.min), date.fromisoformat(period))
    found = []
    for group in groups:
        left = [duty for duty in group if (first := _first(registry, duty)).recurs or first.code not in days]
        firsts = [duty for duty in left if _first(registry, duty) is duty]
        # A duty that counts from one that is no more in force is still reported by that.
        by = firsts[0] if firsts else _first(registry, left[0]) if left else None
        if by is not None:
            last = max((days[duty.code] for duty in firsts if duty.code in days), default=None)
            found.append(Awaited(by, tuple(left), alike=len(firsts) > 1, last=last))
    return tuple(found)


@lru_cache(maxsize=64)
def occurrences(registry: Registry, today: date) -> tuple[tuple[Obligation, ...], ...]:
    """The duties in force that wait for events, whatever was reported, those of one occurrence together."""
    groups: dict[tuple[str, str], list[Obligation]] = {}
    for duty in waiting(registry, today):
        if _in_force(registry, duty, today):
            first = _first(registry, duty)
            # Where the document gives no words, nothing says that two wait for the same.
            groups.setdefault((first.document.number, first.worded or first.code), []).append(duty)
    return tuple(tuple(group) for group in groups.values())


def _in_force(registry: Registry, duty: Obligation, today: date) -> bool:
    """Whether an event of today would be owed by somebody, and the document that lays it down is there."""
    return (
        duty.document.date <= today
        and within(today, duty.from_, duty.to)
        and duty.refusal(periods.day(today)) is None
        and bool(registry.owing(duty, today))
    )


def _first(registry: Registry, duty: Obligation) -> Obligation:
    """The duty by whose event it opens: itself, or the one from which its deadline counts."""
    seen = {duty.code}
    while (before := registry.obligations.get(counts_from(duty))) is not None:
        if before.cycle is not Cycle.EVENT or before.code in seen:
            break
        seen.add(before.code)
        duty = before
    return duty
