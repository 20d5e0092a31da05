"""Mailboxes that refuse mail for good: remembered from the first refusal until they take a letter.

Kept as facts of the database, one for each address.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from models.queries.meta import fact, facts, facts_of, forget, put

_REFUSED = "mailbox-refused "


class Refusal(NamedTuple):
    """A mailbox that refuses: since when, and the server's last words."""

    address: str
    since: datetime
    said: str


BOUNCE_STANDS = timedelta(days=7)
"""So long after its last bounce a mailbox counts as unreachable, though a relay goes on taking letters for
it."""


def mailbox_refused(
    s: Session | Connection, address: str, *, at: datetime, said: str, bounced: bool = False
) -> None:
    """Remembers that a mailbox refused a letter for good at `at` (aware): the first time stands, the words
    are the last ones. `bounced`: a relay had taken the letter and sent it back."""
    standing = fact(s, _REFUSED + address)
    kept = json.loads(standing) if standing else {"since": at.isoformat()}
    kept["said"] = said
    if bounced:
        kept["bounced"] = at.isoformat()
    put(s, _REFUSED + address, json.dumps(kept, ensure_ascii=False))


def mailboxes_answer(
    s: Session | Connection, addresses: Collection[str], *, at: datetime | None = None
) -> None:
    """Forgets refusals: these mailboxes have taken a letter at `at` (aware), or (None) written one.

    That a relay takes a letter says nothing of a mailbox whose letters bounced lately."""
    keys = {_REFUSED + address for address in addresses}
    standing = facts_of(s, keys)
    if at is not None:
        bounced = {key: json.loads(kept).get("bounced") for key, kept in standing.items()}
        standing = {
            key: kept
            for key, kept in standing.items()
            if not bounced[key] or at >= datetime.fromisoformat(bounced[key]) + BOUNCE_STANDS
        }
    forget(s, sorted(standing))


def refused_mailboxes(s: Session) -> dict[str, Refusal]:
    """The mailboxes that refuse mail, by address."""
    found = {}
    for key, kept in facts(s, _REFUSED).items():
        address, said = key.removeprefix(_REFUSED), json.loads(kept)
        found[address] = Refusal(address, datetime.fromisoformat(said["since"]), said["said"])
    return found
