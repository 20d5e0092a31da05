"""Mailboxes that refuse mail for good: remembered from the first refusal until they take a letter.

Kept as facts of the database, one for each address.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from models.queries.meta import fact, facts, forget, put

_REFUSED = "mailbox-refused "


class Refusal(NamedTuple):
    """A mailbox that refuses: since when, and the server's last words."""

    address: str
    since: datetime
    said: str


def mailbox_refused(s: Session, address: str, *, at: datetime, said: str) -> None:
    """Remembers that a mailbox refused a letter for good at `at` (aware): the first time stands, the words
    are the last ones."""
    standing = fact(s, _REFUSED + address)
    since = json.loads(standing)["since"] if standing else at.isoformat()
    put(s, _REFUSED + address, json.dumps({"since": since, "said": said}, ensure_ascii=False))


def mailboxes_answer(s: Session, addresses: Collection[str]) -> None:
    """Forgets refusals: these mailboxes have taken a letter."""
    forget(s, [_REFUSED + address for address in addresses])


def refused_mailboxes(s: Session) -> dict[str, Refusal]:
    """The mailboxes that refuse mail, by address."""
    found = {}
    for key, kept in facts(s, _REFUSED).items():
        address, said = key.removeprefix(_REFUSED), json.loads(kept)
        found[address] = Refusal(address, datetime.fromisoformat(said["since"]), said["said"])
    return found
