"""The registry as rounds last used it: what has vanished from its files since is asked about before anything
uses them. A file that was cut in the middle reads well, and has fewer duties, units or days.

What is kept is a list of names, so that a round compares only when the registry is another one. A duty that
was given another code has not vanished. The word is `dondoc apply`, or the form of that name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from config.registry import Registry
from engine.errors import RegistryGone
from language import Message
from models import db, queries
from models.queries.opening import ROSTER, roster_names

USED = "registry-used"
_NAMED = 6
Names = Mapping[str, frozenset[str]]


def names_of(registry: Registry) -> dict[str, list[str]]:
    """What a registry has, by kind: duties, units, rows of documents, and the days of its calendars that are
    off or worked by decision, as far as somebody has verified them.
    """
    return {
        "duties": sorted({*registry.obligations, *(each.code for each in registry.off)}),
        "units": sorted(registry.units),
        "rows": sorted(registry.assignments),
        "days": sorted(_days(registry)),
    }


def _days(registry: Registry) -> Iterator[str]:
    for code, calendar in (("", registry.calendar), *registry.calendars.items()):
        mark = f"{code} " if code else ""
        yield from (f"{mark}{year}" for year in range(calendar.first.year, calendar.last.year + 1))
        if calendar.verified_until is not None:
            named = (*calendar.days_off, *calendar.make_up)
            yield from (f"{mark}{day}" for day, _ in named if day <= calendar.verified_until)


def vanished(s: Session, registry: Registry) -> dict[str, list[str]]:
    """What the registry had when it was last used and has no more, by kind; empty when it is the same."""
    if queries.fact(s, ROSTER) == registry.fingerprint:
        return {}
    return _gone(_before(s), registry)


def follow_from(s: Session, registry: Registry, *, agreed: bool) -> None:
    """Another registry is about to be used: RegistryGone when something has vanished, unless that was agreed
    to. To be called before the roster is rewritten, which stands for the names where none were kept yet.
    """
    if not agreed and (gone := _gone(_before(s), registry)):
        raise RegistryGone("round.registry-gone", what=told(gone))
    queries.put(s, USED, json.dumps(names_of(registry), ensure_ascii=False))


def agree(engine: Engine, registry: Registry) -> None:
    """In a throw-away copy nothing is asked: it shows what would be if the registry were meant so."""
    with db.session(engine) as s:
        follow_from(s, registry, agreed=True)


def told(gone: Mapping[str, list[str]]) -> tuple[Message, ...]:
    """'22 việc: a, b, c và 19 mục khác', for each kind."""
    return tuple(
        Message(f"round.gone-{kind}", n=len(names), names=_some(names)) for kind, names in gone.items()
    )


def _some(names: list[str]) -> Message | tuple[str, ...]:
    more = len(names) - _NAMED
    shown = tuple(names[:_NAMED])
    return Message("audit.some", names=shown, more=more) if more > 0 else shown


def _before(s: Session) -> Names:
    """The names that were kept; of an older version of dondoc, which kept none, who owes what."""
    if kept := queries.fact(s, USED):
        return {kind: frozenset(names) for kind, names in json.loads(kept).items()}
    duties, units = roster_names(s)
    return {"duties": duties, "units": units}


def _gone(before: Names, registry: Registry) -> dict[str, list[str]]:
    now = names_of(registry)
    now["duties"] += registry.renamed
    found = {kind: sorted(names - set(now.get(kind, ()))) for kind, names in before.items()}
    return {kind: names for kind, names in found.items() if names}
