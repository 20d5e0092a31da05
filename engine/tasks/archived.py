"""What the database tells of its archives: which years lie in them, and which periods of which duties.

A period of which tasks lie in an archive is closed: nothing of it is opened again, or it would be owed twice.
`dondoc archive --restore` brings it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from engine.errors import AnswerError, ArchiveError
from engine.tasks.following import renamed
from models import queries

KEY = "archive"
"""The fact that names the years; of each year `archive:2023` names the periods."""


@dataclass(frozen=True, slots=True)
class Year:
    """What of a year's archive counts: so many of its batches, and so many tasks in them."""

    batches: int
    tasks: int


class Line(NamedTuple):
    """One period of one duty of which tasks lie in the archive of `year`; `due` as a report counts it, and
    whether a round had opened it by itself."""

    year: int
    due: date
    by_rounds: bool


def office(s: Session) -> str:
    """What the archives of this database are marked with; '' before the first."""
    return str(_about(s).get("office", ""))


def years(s: Session) -> dict[int, Year]:
    """The years of which something lies in an archive, in order."""
    return {int(year): Year(*each) for year, each in sorted(_about(s).get("years", {}).items())}


def told(s: Session, year: int) -> Year:
    """What of that year lies in its archive; ArchiveError where nothing does."""
    known = years(s)
    if year not in known:
        raise ArchiveError("archive.no-year", year=str(year), known=tuple(str(each) for each in known))
    return known[year]


def years_of(s: Session, obligation: str | None = None, period: str | None = None) -> list[int]:
    """The years in whose archives tasks of that duty and period lie; of any where none is given."""
    found = lines(s).items()
    return sorted(
        {line.year for (code, of), line in found if obligation in (None, code) and period in (None, of)}
    )


def lines(s: Session) -> Mapping[tuple[str, str], Line]:
    """Every (obligation, period) of which tasks lie in an archive, by the codes that duties have now. Read
    once in a session that only looks."""
    if KEY not in s.info:
        now = renamed(s)
        s.info[KEY] = {
            (now.get(code, code), period): Line(year, date.fromisoformat(due), bool(rounds))
            for year in years(s)
            for code, periods in json.loads(queries.fact(s, f"{KEY}:{year}") or "{}").items()
            for period, (due, rounds) in periods.items()
        }
    found: Mapping[tuple[str, str], Line] = s.info[KEY]
    return found


def opened_by_rounds(s: Session, obligation: str, period: str) -> bool:
    """`queries.opened_by_rounds`, also of a period of which tasks lie in an archive."""
    line = lines(s).get((obligation, period))
    return bool(line and line.by_rounds) or queries.opened_by_rounds(s, obligation, period)


def is_archived(s: Session, obligation: str, period: str) -> bool:
    """Whether tasks of that period lie in an archive."""
    return (obligation, period) in lines(s)


def check(s: Session, obligation: str, period: str) -> None:
    """AnswerError for a period of which tasks lie in an archive."""
    if line := lines(s).get((obligation, period)):
        raise AnswerError("task.archived", obligation=obligation, period=period, year=str(line.year))


def note(s: Session, marked: str, year: int, of: Year, periods: Mapping[tuple[str, str], Line]) -> None:
    """Records what of a year's archive counts from the end of this transaction on; nothing of a year with no
    batches."""
    told: dict[str, Any] = {"office": marked, "years": dict(_about(s).get("years", {}))}
    key = f"{KEY}:{year}"
    if of.batches:
        told["years"][str(year)] = [of.batches, of.tasks]
        by_duty: dict[str, dict[str, list[Any]]] = {}
        for (code, period), line in sorted(periods.items()):
            if line.year == year:
                by_duty.setdefault(code, {})[period] = [line.due.isoformat(), int(line.by_rounds)]
        queries.put(s, key, json.dumps(by_duty))
    else:
        told["years"].pop(str(year), None)
        queries.forget(s, [key])
    if told["years"]:
        queries.put(s, KEY, json.dumps(told, sort_keys=True))
    else:
        queries.forget(s, [KEY])
    s.info.pop(KEY, None)


def _about(s: Session) -> dict[str, Any]:
    return dict(json.loads(queries.fact(s, KEY) or "{}"))
