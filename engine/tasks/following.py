"""Following the registry: what the database keeps of it, brought up to date when it is another one.

- Who owes what is copied, for opening inserts from it.
- Reminders stand at the office's hours, so when its zone, or what the machine knows of that zone, is another
  one, every open task is looked at anew in the next round: reminders and mails are at the right hours at
  once. The instant from which a task is late is recorded with the task; it stays until `apply` moves it.
- Tasks of a code that a duty had before (`renamed_from`) are moved to the one it has now, with an event each.
- Titles are kept, so that a unit reads what it need not do any more by its name, though no file has it now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from config.registry import Registry, RosterRow
from engine.errors import fault_of
from engine.tasks import used
from language import Either, Message
from models import queries
from models.queries.opening import roster_differs, write_roster

CLOCK, RENAMED, TITLES = "clock", "renamed", "titles"
HOLDERS = "holders-known"
"""The fact that names the registry whose units alone held tasks when it was first followed."""


def follow(
    s: Session,
    registry: Registry,
    now: datetime,
    *,
    by: queries.Happening | None = None,
    agreed: bool = False,
) -> int:
    """Brings what the database keeps of the registry up to date at `now` (UTC); answers how many tasks got
    another code. `by` says who does it and why (None: the engine). RegistryGone when something has vanished
    from it since it was last used, unless that is `agreed` to.

    Costs one small statement when the registry is the one of last time.
    """
    if not roster_differs(s, registry.fingerprint):
        return 0
    used.follow_from(s, registry, agreed=agreed)
    write_roster(s, _roster(registry))
    if not strangers(s, registry):
        queries.put(s, HOLDERS, registry.fingerprint)
    if queries.put_if_different(s, CLOCK, registry.clock):
        queries.wake(s, now)
    _keep_titles(s, registry)
    return _rename(s, registry, by or queries.Happening(now, "renamed", "dondoc", "engine"))


def strangers(s: Session, registry: Registry) -> list[str]:
    """Who holds or held a task and is no unit of the registry. Tasks are given to units alone: where nobody
    else had any when it was first followed, ten thousand holders are not looked through every morning."""
    if queries.fact(s, HOLDERS) == registry.fingerprint:
        return []
    return [code for code in queries.holders(s) if code not in registry.units]


def _roster(registry: Registry) -> Iterator[tuple[str, *RosterRow]]:
    for code in registry.obligations:
        try:
            rows = registry.roster(code)
        except Exception as error:  # nobody owes it until that is mended, and the audit says so
            fault_of(error)
        else:
            yield from ((code, *row) for row in rows)


def _rename(s: Session, registry: Registry, event: queries.Happening) -> int:
    if not registry.renamed:
        return 0
    known = {**renamed(s), **registry.renamed}
    ends = {old: registry.renamed.get(new, new) for old, new in known.items()}
    queries.put_if_different(s, RENAMED, json.dumps(ends))
    s.info.pop(RENAMED, None)
    count = 0
    for old, new in registry.renamed.items():
        why = Message("history.why-renamed", old=old, new=new).as_json()
        twice = queries.Happening(event.at, "withdrawn", event.actor, event.origin, data={"why": why})
        count += queries.rename_tasks(s, old, new, renamed=event, doubled=twice)
    return count


def renamed(s: Session) -> dict[str, str]:
    """Codes that duties had before, and what each is called now: what is recorded in events keeps the old.

    Read once in a session, since nothing but `follow` changes it.
    """
    if RENAMED not in s.info:
        known = queries.fact(s, RENAMED)
        s.info[RENAMED] = dict(json.loads(known)) if known else {}
    return dict(s.info[RENAMED])


def _keep_titles(s: Session, registry: Registry) -> None:
    titles = _titles(s) | {code: [duty.title, duty.title_en] for code, duty in registry.obligations.items()}
    queries.put_if_different(s, TITLES, json.dumps(titles, ensure_ascii=False))


def _titles(s: Session) -> dict[str, list[str]]:
    kept = queries.fact(s, TITLES)
    return dict(json.loads(kept)) if kept else {}


def titles(s: Session) -> dict[str, Either]:
    """What duties are called, those included that the registry has no more, by their codes."""
    return {code: Either(vi, en) for code, (vi, en) in _titles(s).items()}
